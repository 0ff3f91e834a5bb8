import type { Receiver } from '#contract';
import { nextAttempt, type OutboxMessage } from '#monitoring';
import {
  type Database,
  type DueDelivery,
  endAttempt,
  holdReceiver,
  inTransaction,
  leaseDeliveries,
  markFailed,
  markSent,
  readReceivers,
} from '#storage';
import type { Clock } from '../runtime.module.js';
import { errorMessage } from './channels/error-message.js';
import { excerptOf } from './channels/excerpt.js';
import { rateLimits } from './channels/rate-limits.js';
import { dead, retry, type SendResult } from './channels/send-result.js';
import type { Notice } from './notice.js';
import type { Send } from './send.js';

const leaseSeconds = 60;
const batchSize = 20;
const dayInSeconds = 86_400;

/** How many attempts ended how. */
export interface DeliveryCounts {
  readonly sent: number;
  /** Failed, and due again later. */
  readonly postponed: number;
  readonly givenUp: number;
}

export interface DeliveryRun {
  readonly clock: Clock;
  /** Asked before each batch, so that a process that shuts down begins no other. */
  readonly stopping: () => boolean;
  /** Told of an error that no channel expects: a fault of ours in one message. */
  readonly onFault: (error: unknown) => void;
  /** A delivery that has failed for so long is given up; a day unless told. */
  readonly giveUpAfterSeconds?: number;
}

/**
 * Sends what is due and may be sent, until nothing is, at least once each: the row is marked after the receiver took
 * the message, so a process that dies between the two lets it be sent again when its lease has run out. Its attempt
 * then stays unfinished in the log.
 *
 * A batch goes out in parallel. Order still holds where it matters, since only the oldest unsent message to one
 * receiver about one group is ever leased: "resolved" is leased after "firing" was marked.
 *
 * One bad delivery fails alone; an error of the database ends the run after the batch.
 */
export async function deliverDue(
  database: Database,
  { clock, stopping, onFault, giveUpAfterSeconds = dayInSeconds }: DeliveryRun,
  send: Send,
): Promise<DeliveryCounts> {
  const counts = { sent: 0, postponed: 0, givenUp: 0 };
  while (!stopping()) {
    const due = await leaseDeliveries<OutboxMessage>(database, clock(), leaseSeconds, batchSize, rateLimits);
    if (due.length === 0) break;
    const receivers = new Map((await readReceivers(database.manager)).map((one) => [one.name, one]));
    const attempts = await Promise.allSettled(
      due.map(async (delivery) => {
        const started = performance.now();
        const result = await attempt(delivery, receivers.get(delivery.receiver), send, onFault);
        const ended = { milliseconds: performance.now() - started, now: clock(), giveUpAfterSeconds };
        counts[await mark(database, delivery, result, ended)] += 1;
      }),
    );
    for (const outcome of attempts) if (outcome.status === 'rejected') throw outcome.reason;
  }
  return counts;
}

async function attempt(
  delivery: DueDelivery<OutboxMessage>,
  receiver: Receiver | undefined,
  send: Send,
  onFault: (error: unknown) => void,
): Promise<SendResult> {
  if (!receiver) return dead('the receiver no longer exists');
  // Disabled since the lease: it waits for the day when it is enabled again.
  if (!receiver.enabled) return retry('the receiver was disabled');
  const { key, thread, message } = delivery;
  try {
    return await send(noticeOf(message), receiver, key, thread);
  } catch (error) {
    // It must not keep the others from going out, and a mended version may send it.
    onFault(error);
    return retry(`the message could not be made: ${excerptOf(errorMessage(error), [])}`);
  }
}

/** A test is sent at once and never stands in the outbox. */
function noticeOf(message: OutboxMessage): Notice {
  return 'notification' in message
    ? { kind: 'alerts', message }
    : { kind: 'heartbeat', heartbeat: message.heartbeat };
}

/** Delivery and log in one transaction: an attempt that the log has as unfinished is one that was not marked. */
async function mark(
  database: Database,
  delivery: DueDelivery,
  result: SendResult,
  ended: { readonly milliseconds: number; readonly now: Date; readonly giveUpAfterSeconds: number },
): Promise<keyof DeliveryCounts> {
  const { now, giveUpAfterSeconds } = ended;
  const again = result.outcome === 'retry' ? nextTry(delivery, result, ended) : null;
  await inTransaction(database, async (tx) => {
    await endAttempt(tx, delivery.attempt, {
      outcome: result.outcome,
      status: result.reply?.status ?? null,
      milliseconds: Math.round(ended.milliseconds),
      reason: result.outcome === 'sent' ? null : result.reason,
      excerpt: result.reply?.excerpt ?? null,
    });
    if (result.outcome === 'sent') await markSent(tx, delivery.id, now);
    else await markFailed(tx, delivery.id, { error: result.reason, nextAttemptAt: again, now });
  });
  if (result.outcome === 'sent') return 'sent';
  if (result.outcome === 'retry' && result.after !== undefined && result.after > 0) {
    // What the receiver asks for concerns its other messages too. A word of weeks is a slip, and held to a day.
    const seconds = Math.min(result.after, giveUpAfterSeconds);
    await holdReceiver(database, delivery.receiver, new Date(now.getTime() + seconds * 1000));
  }
  return again === null ? 'givenUp' : 'postponed';
}

function nextTry(
  { key, attempts, failingSince }: DueDelivery,
  { after }: Extract<SendResult, { outcome: 'retry' }>,
  { now, giveUpAfterSeconds }: { readonly now: Date; readonly giveUpAfterSeconds: number },
): Date | null {
  const failed = { key, attempts, now, failingSince, giveUpAfterSeconds };
  return nextAttempt(after === undefined ? failed : { ...failed, after });
}
