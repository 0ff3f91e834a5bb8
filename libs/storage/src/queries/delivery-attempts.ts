/** The log of attempts: what was tried when, and what the receiver said. Kept as long as its delivery. */
import { AppError, type DeliveryAttempt } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

/** How an attempt ended. */
export interface AttemptEnd {
  readonly outcome: 'sent' | 'retry' | 'dead';
  /** HTTP status or SMTP reply code; null when there was no answer. */
  readonly status: number | null;
  readonly milliseconds: number;
  readonly reason: string | null;
  readonly excerpt: string | null;
}

/** Completes an attempt that a lease has opened. */
export async function endAttempt(tx: Pick<Tx, 'query'>, id: number, end: AttemptEnd): Promise<void> {
  await tx.query(
    `update delivery_attempt set outcome = $2, status = $3, milliseconds = $4, reason = $5, excerpt = $6
     where id = $1`,
    [id, end.outcome, end.status, end.milliseconds, end.reason, end.excerpt],
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
