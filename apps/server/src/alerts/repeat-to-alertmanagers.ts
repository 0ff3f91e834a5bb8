import type { NotificationMessage, OutboxMessage, ToldAlert } from '#monitoring';
import {
  claimSlot,
  type Database,
  inTransaction,
  readLastMessages,
  readOpenAlertLabels,
  readReceivers,
} from '#storage';
import {
  type AlertmanagerReceiver,
  postableAlert,
  resendSeconds,
  sendToAlertmanagers,
} from './channels/alertmanager.js';
import { webhookAlert } from './channels/webhook.js';

/** Prometheus repeats an alert that ended for so long, for an Alertmanager that was restarted meanwhile. */
const resolvedMinutes = 15;

/** Alerts that could not be repeated to a receiver. */
export interface FailedRepetition {
  readonly receiver: string;
  readonly reason: string;
}

interface Surroundings {
  readonly now: Date;
  readonly publicUrl: string;
  readonly timeZone: string;
}

/**
 * Alertmanager keeps an alert only as long as somebody repeats it: tells every receiver of that channel again what
 * it was told and still holds, and what has ended lately. Once a minute, whichever worker comes first; what fails
 * comes again with the next round. A heartbeat is not repeated: that it stays away is its message.
 */
export async function repeatToAlertmanagers(
  database: Database,
  surroundings: Surroundings,
): Promise<FailedRepetition[]> {
  const step = resendSeconds * 1000;
  const slot = new Date(Math.floor(surroundings.now.getTime() / step) * step);
  if (!(await inTransaction(database, (tx) => claimSlot(tx, 'repetition', slot)))) return [];
  const receivers = await readReceivers(database.manager);
  // All at once: one that hangs must not keep the others waiting until what they know has ended.
  const failures = await Promise.all(
    receivers.map((receiver) =>
      receiver.channel === 'alertmanager' && receiver.enabled
        ? repeatTo(database, receiver, surroundings)
        : [],
    ),
  );
  return failures.flat();
}

async function repeatTo(
  database: Database,
  receiver: AlertmanagerReceiver,
  { now, publicUrl, timeZone }: Surroundings,
): Promise<FailedRepetition[]> {
  const resolvedSince = new Date(now.getTime() - resolvedMinutes * 60_000);
  const stored = await readLastMessages<OutboxMessage>(database.manager, receiver.name, resolvedSince);
  const told = lastTold(
    stored.flatMap(({ message, alerts: ids }) =>
      'notification' in message ? [{ message, alerts: ids }] : [],
    ),
  );
  if (told.length === 0) return [];
  const open = new Set((await readOpenAlertLabels(database.manager)).map(({ fingerprint }) => fingerprint));
  const alerts = told
    .filter(({ endsAt, fingerprint }) =>
      // Of one whose end did not get through, the peer learns by no longer hearing of it.
      endsAt === null ? open.has(fingerprint) : Date.parse(endsAt) > resolvedSince.getTime(),
    )
    .map((alert) => postableAlert(webhookAlert(alert, { publicUrl, timeZone, withPicture: false }), now));
  if (alerts.length === 0) return [];
  const result = await sendToAlertmanagers(alerts, receiver, now);
  return result.outcome === 'sent' ? [] : [{ receiver: receiver.name, reason: result.reason }];
}

/** Every alert as the message has it that told of it last; of two episodes of one alert the newer. */
export function lastTold(
  messages: readonly { readonly message: NotificationMessage; readonly alerts: readonly number[] }[],
): ToldAlert[] {
  const told = messages.flatMap(({ message, alerts: ids }) => {
    const wanted = new Set(ids);
    return message.alerts.filter(({ id }) => wanted.has(id));
  });
  const newest = new Map(told.toSorted((a, b) => a.id - b.id).map((alert) => [alert.fingerprint, alert]));
  return [...newest.values()];
}
