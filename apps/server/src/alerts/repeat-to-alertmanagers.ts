import type { AlertMessage } from '#monitoring';
import { claimSlot, type Database, inTransaction, readLastTold, readReceivers } from '#storage';
import type { IncidentMessage } from '../sources/incident-message.js';
import {
  type AlertmanagerReceiver,
  postableAlert,
  resendSeconds,
  sendToAlertmanagers,
} from './channels/alertmanager.js';

/** As many as Prometheus puts into one request (--alertmanager.notification-batch-size). */
const batchSize = 256;
/** Prometheus repeats an alert that ended for so long, for an Alertmanager that was restarted meanwhile. */
const resolvedMinutes = 15;

/** Alerts that could not be repeated to a receiver. */
export interface FailedRepetition {
  readonly receiver: string;
  readonly reason: string;
}

/**
 * Alertmanager keeps an alert only as long as somebody repeats it: tells every receiver of that channel again what
 * it was told and still holds, and what has ended lately. Once a minute, whichever worker comes first; what fails
 * comes again with the next round.
 */
export async function repeatToAlertmanagers(
  database: Database,
  { now, publicUrl }: { readonly now: Date; readonly publicUrl: string },
): Promise<FailedRepetition[]> {
  const step = resendSeconds * 1000;
  const slot = new Date(Math.floor(now.getTime() / step) * step);
  if (!(await inTransaction(database, (tx) => claimSlot(tx, 'repetition', slot)))) return [];
  const receivers = await readReceivers(database.manager);
  // All at once: one that hangs must not keep the others waiting until what they know has ended.
  const failures = await Promise.all(
    receivers.map((receiver) =>
      receiver.channel === 'alertmanager' && receiver.enabled
        ? repeatTo(database, receiver, { now, publicUrl })
        : [],
    ),
  );
  return failures.flat();
}

async function repeatTo(
  database: Database,
  receiver: AlertmanagerReceiver,
  { now, publicUrl }: { readonly now: Date; readonly publicUrl: string },
): Promise<FailedRepetition[]> {
  const resolvedSince = new Date(now.getTime() - resolvedMinutes * 60_000);
  const told = await readLastTold<AlertMessage | IncidentMessage>(
    database.manager,
    receiver.name,
    resolvedSince,
  );
  const alerts = told.map(({ kind, message }) =>
    postableAlert('incident' in message ? { kind, trouble: message } : { kind, about: message }, {
      now,
      publicUrl,
    }),
  );
  const batches = Array.from({ length: Math.ceil(alerts.length / batchSize) }, (_, index) =>
    alerts.slice(index * batchSize, (index + 1) * batchSize),
  );
  const results = await Promise.all(batches.map((batch) => sendToAlertmanagers(batch, receiver, now)));
  return results.flatMap((result) =>
    result.outcome === 'sent' ? [] : [{ receiver: receiver.name, reason: result.reason }],
  );
}
