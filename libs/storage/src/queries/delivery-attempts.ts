/** The log of attempts: what was tried when, and what the receiver said. Kept as long as its delivery. */
import { AppError, type DeliveryAttempt } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

/** How an attempt ended that a lease had opened. */
export interface AttemptEnd {
  readonly attempt: number;
  readonly delivery: number;
  readonly outcome: 'sent' | 'retry' | 'dead';
  /** HTTP status or SMTP reply code; null when there was no answer. */
  readonly status: number | null;
  readonly milliseconds: number;
  readonly reason: string | null;
  readonly excerpt: string | null;
  readonly at: Date;
  /** Of one that failed: when it is due again; null: it is given up. */
  readonly nextAttemptAt: Date | null;
}

/**
 * Completes attempts and marks their deliveries: sent, due again, or given up. All or none of them, so that an attempt
 * that the log has as unfinished is one that was not marked. A worker that was suspended past its lease comes too late: what
 * another has sent meanwhile stays sent, what another has given up stays given up unless this one has sent it.
 */
export async function endAttempts(database: Pick<Tx, 'query'>, ends: readonly AttemptEnd[]): Promise<void> {
  await database.query(
    `with ended as materialized (
       select * from jsonb_to_recordset($1::jsonb) as t(attempt integer, delivery integer, outcome text, status integer,
         milliseconds integer, reason text, excerpt text, at timestamptz, "nextAttemptAt" timestamptz)
     ), logged as (
       update delivery_attempt a set outcome = e.outcome, status = e.status, milliseconds = e.milliseconds,
         reason = e.reason, excerpt = e.excerpt
       from ended e where a.id = e.attempt
     ), sent as (
       update delivery d set state = 'sent', sent_at = e.at, attempts = d.attempts + 1, leased_until = null,
         last_error = null, failing_since = null
       from ended e where d.id = e.delivery and e.outcome = 'sent' and d.state <> 'sent'
     )
     update delivery d set state = case when e."nextAttemptAt" is null then 'givenUp' else 'due' end,
       attempts = d.attempts + 1, next_attempt_at = coalesce(e."nextAttemptAt", d.next_attempt_at), leased_until = null,
       last_error = e.reason, failing_since = coalesce(d.failing_since, e.at)
     from ended e where d.id = e.delivery and e.outcome <> 'sent' and d.state = 'due'
       and not exists (select from ended s where s.delivery = d.id and s.outcome = 'sent')`,
    [JSON.stringify(ends)],
  );
}

/**
 * The attempts at a delivery, in their order.
 * @throws AppError not-found
 */
export async function readDeliveryAttempts(reader: Reader, delivery: number): Promise<DeliveryAttempt[]> {
  const found: unknown[] = await reader.query('select from delivery where id = $1::bigint', [
    idParameter(delivery),
  ]);
  if (found.length === 0) throw new AppError('not-found', `There is no delivery ${delivery}.`);
  const rows: (Omit<DeliveryAttempt, 'at'> & { at: Date })[] = await reader.query(
    `select id, at, coalesce(outcome, 'unfinished') as outcome, status, milliseconds, reason, excerpt
     from delivery_attempt where delivery = $1::bigint order by id`,
    [idParameter(delivery)],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/**
 * How many attempts never came to an end: their worker died over them, or is at it. No more messages than these came
 * twice to a receiver.
 * @param before those that began before this instant only, so that the ones under way are left out
 */
export async function countUnfinishedAttempts(reader: Reader, before: Date): Promise<number> {
  const [{ count }]: [{ count: number }] = await reader.query(
    'select count(*)::int as count from delivery_attempt where outcome is null and at < $1',
    [before],
  );
  return count;
}
