import type { Receiver } from '#contract';
import { type AlertMessage, nextAttempt } from '#monitoring';
import {
  type Database,
  type DueDelivery,
  leaseDeliveries,
  markFailed,
  markSent,
  readReceivers,
} from '#storage';
import type { Clock } from '../runtime.module.js';
import type { IncidentMessage } from '../sources/incident-message.js';
import type { Notice } from './alert-words.js';
import { errorMessage } from './channels/error-message.js';
import type { SendResult } from './channels/send-result.js';
import type { Send } from './send.js';

/** What stands in the outbox: about a target, or about a periodic source. */
type Message = AlertMessage | IncidentMessage;

const leaseSeconds = 60;
const batchSize = 20;

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
}

/**
 * Sends what is due until nothing is, at least once each: the row is marked after the receiver took the message, so a
 * process that dies between the two lets it be sent again when its lease has run out.
 *
 * A batch goes out in parallel. Order still holds where it matters, since only the oldest unsent message to one
 * receiver about one alert is ever leased: "resolved" is leased after "firing" was marked.
 *
 * One bad delivery fails alone; an error of the database ends the run after the batch.
 */
export async function deliverDue(
  database: Database,
  { clock, stopping, onFault }: DeliveryRun,
  send: Send,
): Promise<DeliveryCounts> {
  const counts = { sent: 0, postponed: 0, givenUp: 0 };
  while (!stopping()) {
    const due = await leaseDeliveries<Message>(database, clock(), leaseSeconds, batchSize);
    if (due.length === 0) break;
    const receivers = new Map((await readReceivers(database.manager)).map((one) => [one.name, one]));
    const attempts = await Promise.allSettled(
      due.map(async (delivery) => {
        const result = await attempt(delivery, receivers.get(delivery.receiver), send, onFault);
        counts[await mark(database, delivery, result, clock())] += 1;
      }),
    );
    for (const outcome of attempts) if (outcome.status === 'rejected') throw outcome.reason;
  }
  return counts;
}

async function attempt(
  delivery: DueDelivery<Message>,
  receiver: Receiver | undefined,
  send: Send,
  onFault: (error: unknown) => void,
): Promise<SendResult> {
  if (!receiver?.enabled)
    return { ok: false, retry: false, error: 'the receiver was disabled, or it no longer exists' };
  const { key, message } = delivery;
  // A test is sent at once and never stands in the outbox.
  const kind = delivery.kind === 'resolved' ? 'resolved' : 'firing';
  const notice: Notice = 'incident' in message ? { kind, trouble: message } : { kind, about: message };
  try {
    const { startsAt } = 'incident' in message ? message.incident : message.alert;
    // Keys count up anew in a new database; a mailbox that knew the old one must not take the new mail for a repeat.
    return await send(notice, receiver, `${key}@${startsAt}`);
  } catch (error) {
    // It must not keep the others from going out, and a mended version may send it.
    onFault(error);
    return { ok: false, retry: true, error: `the message could not be made: ${errorMessage(error)}` };
  }
}

async function mark(
  database: Database,
  { id, key, attempts }: DueDelivery,
  result: SendResult,
  now: Date,
): Promise<keyof DeliveryCounts> {
  if (result.ok) {
    await markSent(database, id, now);
    return 'sent';
  }
  const again = result.retry ? nextAttempt(attempts, now, key) : null;
  await markFailed(database, id, result.error, again);
  return again === null ? 'givenUp' : 'postponed';
}
