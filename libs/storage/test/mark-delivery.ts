import { endAttempts, type AttemptEnd } from '../src/queries/delivery-attempts.js';
import type { Tx } from '../src/database.js';

/** No attempt has this id: the delivery is marked, and no log written. */
const noAttempt = 0;

const end = {
  attempt: noAttempt,
  status: null,
  milliseconds: 0,
  reason: null,
  excerpt: null,
  nextAttemptAt: null,
};

/** Marks a delivery as a worker does that its receiver took it from. */
export function markSent(database: Pick<Tx, 'query'>, delivery: number, at: Date): Promise<void> {
  return endAttempts(database, [{ ...end, delivery, outcome: 'sent', at }]);
}

/** Marks a delivery as a worker does that failed; given up when `nextAttemptAt` is null. */
export function markFailed(
  database: Pick<Tx, 'query'>,
  delivery: number,
  failure: {
    readonly error: string;
    readonly nextAttemptAt: AttemptEnd['nextAttemptAt'];
    readonly now: Date;
  },
): Promise<void> {
  const { error: reason, nextAttemptAt, now: at } = failure;
  const outcome = nextAttemptAt === null ? 'dead' : 'retry';
  return endAttempts(database, [{ ...end, delivery, outcome, reason, nextAttemptAt, at }]);
}
