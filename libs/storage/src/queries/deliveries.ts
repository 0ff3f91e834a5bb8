/** The outbox. A row is a promise to tell one receiver one thing, kept until it succeeded or was given up. */
import { AppError, type Delivery } from '#contract';
import type { Database, Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

/** A delivery on its way out, with what its receiver is to be told. */
export interface DueDelivery<M = unknown> {
  readonly id: number;
  readonly key: string;
  readonly receiver: string;
  readonly kind: 'firing' | 'resolved' | 'test';
  readonly message: M;
  readonly attempts: number;
}

/**
 * Promises a delivery. The same key twice is one delivery, whoever asks.
 * @returns its id, or null when it was promised already.
 */
export async function addDelivery(
  tx: Tx,
  delivery: {
    readonly key: string;
    readonly alert: number | null;
    /** Of a message about a periodic source; then there is no alert. */
    readonly incident?: number;
    readonly receiver: string;
    readonly kind: 'firing' | 'resolved' | 'test';
    readonly message: object;
    readonly now: Date;
  },
): Promise<number | null> {
  const rows: { id: number }[] = await tx.query(
    `insert into delivery (key, alert, incident, receiver, kind, state, message, attempts, created_at,
       next_attempt_at)
     values ($1, $2, $3, $4, $5, 'due', $6, 0, $7, $7) on conflict (key) do nothing returning id`,
    [
      delivery.key,
      delivery.alert,
      delivery.incident ?? null,
      delivery.receiver,
      delivery.kind,
      JSON.stringify(delivery.message),
      delivery.now,
    ],
  );
  return rows[0]?.id ?? null;
}

/**
 * Leases deliveries that are due, so that no other worker sends them until the lease has run out. A worker that dies
 * with a lease loses nothing: the row is due again when the lease ends.
 * Of one receiver's messages about one alert or incident, only the oldest unsent is leased: a "resolved" never
 * overtakes the "firing" before it.
 */
export async function leaseDeliveries<M>(
  database: Database,
  now: Date,
  leaseSeconds: number,
  limit: number,
): Promise<DueDelivery<M>[]> {
  const rows: DueDelivery<M>[] = await database.query(
    // Chosen in a step of its own: a subquery of the update might run, and lock, more than once.
    `with chosen as materialized (
       select d.id from delivery d
       where d.state = 'due' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1)
         and not exists (select from delivery older
           where (older.alert = d.alert or older.incident = d.incident) and older.receiver = d.receiver
             and older.state = 'due' and older.id < d.id)
       order by d.next_attempt_at, d.id limit $3 for update of d skip locked
     ), leased as (
       update delivery d set leased_until = $1::timestamptz + make_interval(secs => $2)
       from chosen where d.id = chosen.id
       returning d.id, d.key, d.receiver, d.kind, d.message, d.attempts
     ) select * from leased order by id`,
    [now, leaseSeconds, limit],
  );
  return rows;
}

/** The receiver has it. A worker that was suspended past its lease comes too late and changes nothing. */
export async function markSent(database: Database, id: number, now: Date): Promise<void> {
  await database.query(
    `update delivery set state = 'sent', sent_at = $2, attempts = attempts + 1, leased_until = null,
       last_error = null where id = $1 and state <> 'sent'`,
    [id, now],
  );
}

/**
 * It failed: due again at `nextAttemptAt`, or given up when that is null. Of a delivery that another worker has sent
 * or given up meanwhile (this one's lease had run out) it changes nothing.
 */
export async function markFailed(
  database: Database,
  id: number,
  error: string,
  nextAttemptAt: Date | null,
): Promise<void> {
  await database.query(
    `update delivery set state = case when $3::timestamptz is null then 'givenUp' else 'due' end,
       attempts = attempts + 1, next_attempt_at = coalesce($3, next_attempt_at), leased_until = null, last_error = $2
     where id = $1 and state = 'due'`,
    [id, error, nextAttemptAt],
  );
}

type DeliveryRow = Omit<Delivery, 'createdAt' | 'nextAttemptAt' | 'sentAt'> & {
  createdAt: Date;
  nextAttemptAt: Date;
  sentAt: Date | null;
};

/** Deliveries, the newest first. */
export async function readDeliveries(
  reader: Reader,
  filter: { readonly state?: string; readonly limit?: number } = {},
): Promise<Delivery[]> {
  const rows: DeliveryRow[] = await reader.query(
    `select id, alert, incident, receiver, kind, state, attempts, created_at as "createdAt",
       next_attempt_at as "nextAttemptAt", sent_at as "sentAt", last_error as "lastError"
     from delivery where $1::text is null or state = $1 order by id desc limit $2`,
    [filter.state ?? null, filter.limit ?? 1000],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }));
}

/**
 * Makes a delivery that was given up (or waits for its next try) due at once. One that a worker has leased stays with
 * that worker.
 * @throws AppError not-found, or conflict when it was sent already.
 */
export async function retryDelivery(database: Database, id: number, now: Date): Promise<void> {
  const retried: unknown[] = await database.query(
    `with retried as (
       update delivery set state = 'due', next_attempt_at = $2 where id = $1::bigint and state <> 'sent' returning 1
     ) select 1 from retried`,
    [idParameter(id), now],
  );
  if (retried.length > 0) return;
  const found: unknown[] = await database.query('select from delivery where id = $1::bigint', [
    idParameter(id),
  ]);
  if (found.length === 0) throw new AppError('not-found', `There is no delivery ${id}.`);
  throw new AppError('conflict', `Delivery ${id} was sent already.`);
}

/** How many deliveries there are in each state. */
export async function countDeliveries(reader: Reader): Promise<Record<string, number>> {
  const rows: { state: string; count: number }[] = await reader.query(
    'select state, count(*)::int as count from delivery group by state',
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
