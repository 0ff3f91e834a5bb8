import { setTimeout } from 'node:timers/promises';
import type { Receiver } from '#contract';
import { nextAttempt, type OutboxMessage } from '#monitoring';
import {
  type AttemptEnd,
  type Database,
  type DueDelivery,
  holdReceiver,
  leaseDeliveries,
  readReceivers,
} from '#storage';
import type { Clock } from '../runtime.module.js';
import { errorMessage } from './channels/error-message.js';
import { excerptOf } from './channels/excerpt.js';
import { rateLimits } from './channels/rate-limits.js';
import { dead, retry, type SendResult } from './channels/send-result.js';
import { attemptMarker } from './mark-attempts.js';
import type { Notice } from './notice.js';
import type { Send } from './send.js';

const leaseSeconds = 60;
/** So many messages are on their way at once, so many of them to one receiver: one that hangs must not hold up the rest. */
const atOnce = 40;
const toOneAtOnce = 10;
const toOneThatFails = 1;
/** What falls due meanwhile is looked for at least so often, although something is on its way. */
const lookAgainMilliseconds = 500;
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
  /** Asked before each look for more, so that a process that shuts down begins no other. */
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
 * Many go out side by side. Order still holds where it matters, since only the oldest unsent message to one
 * receiver about one group is ever leased: "resolved" is leased after "firing" was marked.
 *
 * One bad delivery fails alone; an error of the database ends the run when what is on its way has ended.
 */
export async function deliverDue(
  database: Database,
  { clock, stopping, onFault, giveUpAfterSeconds = dayInSeconds }: DeliveryRun,
  send: Send,
): Promise<DeliveryCounts> {
  const counts = { sent: 0, postponed: 0, givenUp: 0 };
  const underWay = new Set<Sending>();
  const faults: unknown[] = [];
  const markEnd = attemptMarker(database);
  const sendOne = async (delivery: DueDelivery<OutboxMessage>, receiver: Receiver | undefined) => {
    const started = performance.now();
    const result = await attempt(delivery, receiver, send, onFault);
    const ended = { milliseconds: performance.now() - started, now: clock(), giveUpAfterSeconds };
    counts[await mark(database, markEnd, delivery, result, ended)] += 1;
  };
  const begin = (delivery: DueDelivery<OutboxMessage>, receiver: Receiver | undefined): void => {
    const done = sendOne(delivery, receiver)
      .catch((error: unknown) => void faults.push(error))
      .finally(() => underWay.delete(sending));
    const sending = { receiver: delivery.receiver, done };
    underWay.add(sending);
  };
  try {
    while (!stopping() && faults.length === 0) {
      const crowd = {
        atMost: toOneAtOnce,
        atMostFailing: toOneThatFails,
        underWay: countByReceiver(underWay),
      };
      const free = atOnce - underWay.size;
      const due =
        free === 0
          ? []
          : await leaseDeliveries<OutboxMessage>(database, clock(), leaseSeconds, free, rateLimits, crowd);
      if (due.length > 0) {
        const receivers = new Map((await readReceivers(database.manager)).map((one) => [one.name, one]));
        for (const delivery of due) begin(delivery, receivers.get(delivery.receiver));
      }
      if (underWay.size === 0) break;
      await untilHalfHaveGone(underWay);
    }
  } finally {
    await Promise.all([...underWay].map(({ done }) => done));
  }
  if (faults.length > 0) throw faults[0];
  return counts;
}

interface Sending {
  readonly receiver: string;
  /** Never fails. */
  readonly done: Promise<void>;
}

function countByReceiver(underWay: ReadonlySet<Sending>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { receiver } of underWay) counts.set(receiver, (counts.get(receiver) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Each look for what is due costs, so not after every single message; but something may have fallen due meanwhile. */
async function untilHalfHaveGone(underWay: ReadonlySet<Sending>): Promise<void> {
  const rest = Math.floor(underWay.size / 2);
  const enough = new AbortController();
  const late = setTimeout(lookAgainMilliseconds, 'late', { signal: enough.signal }).catch(() => 'enough');
  while (underWay.size > rest)
    if ((await Promise.race([late, ...[...underWay].map(({ done }) => done)])) === 'late') break;
  enough.abort();
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

async function mark(
  database: Database,
  markEnd: (end: AttemptEnd) => Promise<void>,
  delivery: DueDelivery,
  result: SendResult,
  ended: { readonly milliseconds: number; readonly now: Date; readonly giveUpAfterSeconds: number },
): Promise<keyof DeliveryCounts> {
  const { now, giveUpAfterSeconds } = ended;
  const again = result.outcome === 'retry' ? nextTry(delivery, result, ended) : null;
  await markEnd({
    attempt: delivery.attempt,
    delivery: delivery.id,
    outcome: result.outcome,
    status: result.reply?.status ?? null,
    milliseconds: Math.round(ended.milliseconds),
    reason: result.outcome === 'sent' ? null : result.reason,
    excerpt: result.reply?.excerpt ?? null,
    at: now,
    nextAttemptAt: again,
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
