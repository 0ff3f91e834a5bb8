/** The outbox. A row is a promise to tell one receiver one thing, kept until it succeeded or was given up. */
import type { RateLimit } from '#alerting';
import { AppError, type Delivery, type Receiver } from '#contract';
import type { Database, Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

export type DeliveryKind = 'firing' | 'resolved' | 'heartbeat' | 'test';

/** A delivery on its way out, with what its receiver is to be told. */
export interface DueDelivery<M = unknown> {
  readonly id: number;
  readonly key: string;
  readonly receiver: string;
  readonly kind: DeliveryKind;
  readonly message: M;
  readonly attempts: number;
  /** When the first of its failures was; null when it has not failed. */
  readonly failingSince: Date | null;
  /** The key of the first message to this receiver about any of its alerts; its own when that is this. */
  readonly thread: string;
  /** Id of the attempt that the lease has opened in the log. */
  readonly attempt: number;
}

/** How much each channel's receivers may be sent; a channel that is not named may be sent any number. */
export type RateLimits = { readonly [Channel in Receiver['channel']]?: readonly RateLimit[] };

/** How many messages may be on their way to one receiver, so that it leaves room for the others. */
export interface Crowd {
  readonly atMost: number;
  /** To one to which messages have failed and are to be tried again. */
  readonly atMostFailing: number;
  /** How many this worker has on their way, by receiver. */
  readonly underWay: Readonly<Record<string, number>>;
}

/** One message to one receiver, to be promised. */
export interface NewDelivery {
  /** Stable: the same decision never makes a second delivery. */
  readonly key: string;
  /** Messages to one receiver about one group go out in their order. */
  readonly groupKey: string;
  /** Ids of the alerts that it tells of. */
  readonly alerts: readonly number[];
  readonly receiver: string;
  readonly kind: DeliveryKind;
  readonly message: object;
  /** Further fields of the message, which others have alike: the same object goes to the database once. */
  readonly shared?: object;
  readonly now: Date;
}

/** So many are promised by one statement, with so many different shared parts, and alerts in these, among them. */
const promisedAtOnce = 5_000;
const partsAtOnce = 100;
const alertsAtOnce = 20_000;

/**
 * Promises a delivery. The same key twice is one delivery, whoever asks. It belongs to the thread of the first message
 * that this receiver was promised about any of its alerts.
 * @returns its id, or null when it was promised already.
 */
export async function addDelivery(tx: Tx, delivery: NewDelivery): Promise<number | null> {
  const [id = null] = await addDeliveries(tx, [delivery]);
  return id;
}

/**
 * Promises deliveries in their order, as {@link addDelivery} one by one.
 * @returns their ids; null of those that were promised already.
 */
export async function addDeliveries(tx: Tx, deliveries: readonly NewDelivery[]): Promise<(number | null)[]> {
  const ids: (number | null)[] = [];
  let batch: NewDelivery[] = [];
  const told = new Set<string>();
  const parts = new Set<object>();
  let alertsInParts = 0;
  const flush = async () => {
    ids.push(...(await addBatch(tx, batch, [...parts])));
    batch = [];
    told.clear();
    parts.clear();
    alertsInParts = 0;
  };
  for (const delivery of deliveries) {
    const tells = delivery.alerts.map((alert) => `${alert} ${delivery.receiver}`);
    const isFull =
      batch.length === promisedAtOnce || parts.size === partsAtOnce || alertsInParts > alertsAtOnce;
    // A message finds its thread among those that stand in the table already.
    if (isFull || tells.some((one) => told.has(one))) await flush();
    for (const one of tells) told.add(one);
    const { shared } = delivery;
    if (!shared || !parts.has(shared)) alertsInParts += delivery.alerts.length;
    if (shared) parts.add(shared);
    batch.push(delivery);
  }
  await flush();
  return ids;
}

async function addBatch(
  tx: Tx,
  deliveries: readonly NewDelivery[],
  parts: readonly object[],
): Promise<(number | null)[]> {
  if (deliveries.length === 0) return [];
  const placeOf = new Map(parts.map((part, place) => [part, place]));
  const rows: { key: string; id: number }[] = await tx.query(
    `with given as materialized (
       select * from jsonb_to_recordset($1::jsonb) as t(place integer, key text, "groupKey" text, alerts integer[],
         receiver text, kind text, message jsonb, shares integer, now timestamptz)
     ), parts as materialized (
       select ordinality - 1 as shares, part from jsonb_array_elements($2::jsonb) with ordinality as p(part)
     ), threads as materialized (
       select distinct on (g.place) g.place, d.thread
       from given g cross join lateral unnest(g.alerts) a(id)
       join delivery_alert da on da.alert = a.id
       join delivery d on d.id = da.delivery and d.receiver = g.receiver
       order by g.place, d.id
     ), added as (
       insert into delivery (key, group_key, thread, receiver, kind, state, message, attempts, created_at,
         next_attempt_at)
       select key, "groupKey", coalesce(thread, key), receiver, kind, 'due',
         case when part is null then message else message || part end, 0, now, now
       from given left join parts using (shares) left join threads using (place)
       order by place
       on conflict (key) do nothing returning id, key
     ), told as (
       insert into delivery_alert (delivery, alert)
       select added.id, a.id from added join given using (key) cross join lateral unnest(given.alerts) a(id)
     )
     select id, key from added`,
    [
      JSON.stringify(
        deliveries.map(({ shared, ...rest }, place) => ({
          ...rest,
          place,
          shares: shared && placeOf.get(shared),
        })),
      ),
      JSON.stringify(parts),
    ],
  );
  const ids = new Map(rows.map(({ key, id }) => [key, id]));
  return deliveries.map(({ key }) => ids.get(key) ?? null);
}

/** Whether a receiver has a message about a group that did not go out yet. */
export async function hasWaiting(reader: Reader, receiver: string, groupKey: string): Promise<boolean> {
  const rows: unknown[] = await reader.query(
    `select from delivery where receiver = $1 and group_key = $2 and state = 'due' limit 1`,
    [receiver, groupKey],
  );
  return rows.length > 0;
}

/**
 * Leases deliveries that are due, so that no other worker sends them until the lease has run out. A worker that dies
 * with a lease loses nothing: the row is due again when the lease ends. Each lease opens an attempt in the log.
 *
 * Of one receiver's messages about one group of alerts, only the oldest unsent is leased: a "resolved" never overtakes
 * the "firing" before it. Of a receiver with a rate limit no more are leased than it may be sent now, all
 * workers together: its row is locked while they are counted, and a worker that finds it locked passes it over. A
 * receiver that asked for a pause gets nothing until that is over, a disabled one nothing until it is enabled again. What
 * is not leased stays due.
 *
 * Receivers take turns: one with thousands of messages that do not get through leaves room for the others'.
 *
 */
export async function leaseDeliveries<M>(
  database: Database,
  now: Date,
  leaseSeconds: number,
  limit: number,
  rateLimits: RateLimits = {},
  crowd: Crowd = { atMost: limit, atMostFailing: limit, underWay: {} },
): Promise<DueDelivery<M>[]> {
  const isDue = `d.state = 'due' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1)`;
  // One look into an index for each, whatever the planner knows of the table.
  const mayGo = `${isDue} and d.id = (
    select oldest.id from delivery oldest where oldest.receiver = d.receiver and oldest.group_key = d.group_key
      and oldest.state = 'due' order by oldest.receiver, oldest.group_key, oldest.id limit 1)`;
  return database.query(
    // Chosen in steps of their own: a subquery of the update might run, and lock, more than once.
    `with paced as materialized (
       select r.name, ${freePlaces('$4')} as free
       from receiver r where r.enabled and ($4::jsonb -> r.channel) is not null
         and exists (select from delivery d where d.receiver = r.name and ${isDue})
       for no key update of r skip locked
     ), placed as materialized (
       select id from (
         select d.id, p.free, row_number() over (partition by d.receiver order by d.next_attempt_at, d.id) as place
         from paced p join delivery d on d.receiver = p.name where p.free > 0 and ${mayGo}
       ) ranked where place <= free
     ), ready as materialized (
       select d.id, row_number() over (partition by r.name order by d.next_attempt_at, d.id) as turn
       from receiver r cross join lateral (
         select d.id, d.next_attempt_at from delivery d
         where d.receiver = r.name and ${mayGo}
           and (($4::jsonb -> r.channel) is null or d.id in (select id from placed))
         order by d.next_attempt_at, d.id
         limit greatest(0, case when exists (
             select from delivery f where f.receiver = r.name and f.state = 'due' and f.failing_since is not null)
           then least($5, $7::integer) else $5 end - coalesce(($6::jsonb ->> r.name)::integer, 0))
       ) d
       where r.enabled and (r.held_until is null or r.held_until <= $1)
     ), chosen as materialized (
       select d.id from ready join delivery d on d.id = ready.id
       where ${isDue}
       order by ready.turn, d.next_attempt_at, d.id limit $3 for update of d skip locked
     ), leased as (
       update delivery d set leased_until = $1::timestamptz + make_interval(secs => $2)
       from chosen where d.id = chosen.id
       returning d.id, d.key, d.receiver, d.kind, d.message, d.attempts, d.failing_since as "failingSince",
         d.thread
     ), counted as (
       update receiver r set recent_sends = ${sendsWithinWindow('$4')} || array_fill($1::timestamptz, array[took.count])
       from (select p.name, count(l.id)::int as count from paced p left join leased l on l.receiver = p.name
         group by p.name) took
       where r.name = took.name and (took.count > 0 or $1 < any(r.recent_sends))
     ), attempt as (
       insert into delivery_attempt (delivery, at) select id, $1 from leased returning id, delivery
     )
     select leased.*, attempt.id as attempt from leased join attempt on attempt.delivery = leased.id
     order by leased.id`,
    [
      now,
      leaseSeconds,
      limit,
      JSON.stringify(rateLimits),
      crowd.atMost,
      JSON.stringify(crowd.underWay),
      crowd.atMostFailing,
    ],
  );
}

/**
 * How many messages receiver r may be sent now, of a channel with limits. Sends after now are from a clock that was
 * ahead, and count as now; the next lease writes them down as now, so that they do not block the receiver until then.
 * @param limits the parameter that has the limits by channel; $1 has now
 */
const freePlaces = (
  limits: string,
) => `(select min(l.count - (select count(*) from unnest(r.recent_sends) as sent(at)
    where least(sent.at, $1) > $1::timestamptz - make_interval(secs => l.seconds)))
  from jsonb_to_recordset(${limits}::jsonb -> r.channel) as l(count integer, seconds double precision))`;

/** What of a receiver's sends its longest limit still counts. */
const sendsWithinWindow = (
  limits: string,
) => `array(select least(sent.at, $1) from unnest(r.recent_sends) as sent(at)
  where least(sent.at, $1) > $1::timestamptz - make_interval(secs => (select max(l.seconds)
    from jsonb_to_recordset(${limits}::jsonb -> r.channel) as l(seconds double precision))))`;

/**
 * Takes a place within a receiver's rate limit for a message that is not in the outbox.
 * @returns false when it may be sent nothing now
 */
export async function claimSend(
  database: Database,
  receiver: string,
  now: Date,
  rateLimits: RateLimits,
): Promise<boolean> {
  const claimed: unknown[] = await database.query(
    `with claimed as (
       update receiver r set recent_sends = case when ($3::jsonb -> r.channel) is null then r.recent_sends
         else ${sendsWithinWindow('$3')} || array[$1::timestamptz] end
       where r.name = $2 and (($3::jsonb -> r.channel) is null or ${freePlaces('$3')} > 0) returning 1
     ) select 1 from claimed`,
    [now, receiver, JSON.stringify(rateLimits)],
  );
  return claimed.length > 0;
}

/** The receiver asked to be sent nothing before `until`. Of two such wishes the later instant counts. */
export async function holdReceiver(database: Database, receiver: string, until: Date): Promise<void> {
  await database.query(
    `update receiver set held_until = greatest(held_until, $2::timestamptz) where name = $1`,
    [receiver, until],
  );
}

type DeliveryRow = Omit<Delivery, 'createdAt' | 'nextAttemptAt' | 'sentAt'> & {
  createdAt: Date;
  nextAttemptAt: Date;
  sentAt: Date | null;
};

/** Deliveries, the newest first; in one state, about one alert, to one receiver, when these are given. */
export async function readDeliveries(
  reader: Reader,
  filter: {
    readonly state?: string;
    readonly alert?: number;
    readonly receiver?: string;
    readonly limit?: number;
  } = {},
): Promise<Delivery[]> {
  const rows: DeliveryRow[] = await reader.query(
    `select d.id, array(select alert from delivery_alert where delivery = d.id order by alert) as alerts,
       d.group_key as "groupKey", d.receiver, d.kind, d.state, d.attempts, d.created_at as "createdAt",
       d.next_attempt_at as "nextAttemptAt", d.sent_at as "sentAt", d.last_error as "lastError"
     from delivery d
     where ($1::text is null or d.state = $1) and ($2::text is null or d.receiver = $2)
       and ($3::bigint is null or d.id in (select delivery from delivery_alert where alert = $3))
     order by d.id desc limit $4`,
    [
      filter.state ?? null,
      filter.receiver ?? null,
      filter.alert === undefined ? null : idParameter(filter.alert),
      filter.limit ?? 1000,
    ],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }));
}

/**
 * Makes a delivery that was given up (or waits for its next try) due at once; how long it has failed counts anew. One
 * that a worker has leased stays with that worker. One whose receiver has had a later message about the same group would
 * overtake it backwards: after "resolved", "firing" would stand there for good.
 * @throws AppError not-found, or conflict when it, or a later message about the same, was sent already.
 */
export async function retryDelivery(database: Database, id: number, now: Date): Promise<void> {
  const retried: unknown[] = await database.query(
    `with retried as (
       update delivery d set state = 'due', next_attempt_at = $2, failing_since = null
       where id = $1::bigint and state <> 'sent' and not exists (
         select from delivery later where later.receiver = d.receiver and later.group_key = d.group_key
           and later.state = 'sent' and later.id > d.id)
       returning 1
     ) select 1 from retried`,
    [idParameter(id), now],
  );
  if (retried.length > 0) return;
  const [found]: { state: string }[] = await database.query(
    'select state from delivery where id = $1::bigint',
    [idParameter(id)],
  );
  if (!found) throw new AppError('not-found', `There is no delivery ${id}.`);
  throw new AppError(
    'conflict',
    found.state === 'sent'
      ? `Delivery ${id} was sent already.`
      : `Delivery ${id} is out of date: its receiver has had a later message about the same.`,
  );
}

/**
 * Makes all deliveries to a receiver due that were given up, but for those that a later message about the same group
 * has overtaken; how long they have failed counts anew.
 * @returns how many
 */
export async function retryDeliveriesTo(tx: Tx, receiver: string, now: Date): Promise<number> {
  const retried: unknown[] = await tx.query(
    `with retried as (
       update delivery d set state = 'due', next_attempt_at = $2, failing_since = null
       where receiver = $1 and state = 'givenUp' and not exists (
         select from delivery later where later.receiver = d.receiver and later.group_key = d.group_key
           and later.state = 'sent' and later.id > d.id)
       returning 1
     ) select 1 from retried`,
    [receiver, now],
  );
  return retried.length;
}

/**
 * The messages that told a receiver last of alerts that are open or ended after `since`, each with the ids of those
 * alerts: all that a peer has to be told again which forgets. An alert that is silenced now, and listed no more, is
 * among them.
 */
export function readLastMessages<M>(
  reader: Reader,
  receiver: string,
  since: Date,
): Promise<{ readonly message: M; readonly alerts: readonly number[] }[]> {
  return reader.query(
    `select d.message, newest.alerts from (
       select delivery, array_agg(alert order by alert) as alerts from (
         select distinct on (a.id) a.id as alert, d.id as delivery
         from alert a join delivery_alert da on da.alert = a.id join delivery d on d.id = da.delivery
         where (a.ends_at is null or a.ends_at > $2) and d.receiver = $1 and d.state = 'sent'
         order by a.id, d.id desc) told
       group by delivery) newest
     join delivery d on d.id = newest.delivery order by d.id`,
    [receiver, since],
  );
}

/** How many deliveries there are in each state. */
export async function countDeliveries(reader: Reader): Promise<Record<string, number>> {
  const rows: { state: string; count: number }[] = await reader.query(
    'select state, count(*)::int as count from delivery group by state',
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
