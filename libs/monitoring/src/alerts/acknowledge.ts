import { acknowledge, isOpen, unacknowledge } from '#alerting';
import { AppError } from '#contract';
import {
  addAlertEvents,
  addChangedAlerts,
  lockLifeOfAlert,
  saveAcknowledgement,
  saveLives,
  type Tx,
} from '#storage';

/**
 * Somebody sees to an alert: it is not repeated and not taken up any more, until it becomes something worse. One that
 * is acknowledged already stays as it was.
 * @param id of the episode
 * @returns whether it was this word that did it
 * @throws AppError not-found, conflict when it is over
 */
export async function acknowledgeAlert(
  tx: Tx,
  id: number,
  { by, comment, now }: { readonly by: string; readonly comment: string; readonly now: Date },
): Promise<boolean> {
  const stored = await openLifeOf(tx, id);
  if (stored.life.state === 'acknowledged') return false;
  const life = acknowledge(stored.life, by, now.toISOString());
  await saveLives(tx, [{ ...stored, life }], now);
  await saveAcknowledgement(tx, id, { by, at: now, comment });
  await addAlertEvents(tx, [
    { ...event(stored.fingerprint, id, now), action: 'acknowledge', who: by, comment },
  ]);
  await addChangedAlerts(tx, [stored.fingerprint]);
  return true;
}

/**
 * Takes an acknowledgement back: the alert fires as before. One that is not acknowledged stays as it was.
 * @returns whether it was this word that did it
 * @throws AppError not-found, conflict when it is over
 */
export async function unacknowledgeAlert(
  tx: Tx,
  id: number,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<boolean> {
  const stored = await openLifeOf(tx, id);
  if (stored.life.state !== 'acknowledged') return false;
  await saveLives(tx, [{ ...stored, life: unacknowledge(stored.life) }], now);
  await saveAcknowledgement(tx, id, null);
  await addAlertEvents(tx, [{ ...event(stored.fingerprint, id, now), action: 'unacknowledge', who: by }]);
  await addChangedAlerts(tx, [stored.fingerprint]);
  return true;
}

async function openLifeOf(tx: Tx, id: number) {
  const stored = await lockLifeOfAlert(tx, id);
  if (!stored) throw new AppError('not-found', `There is no alert ${id}.`);
  if (stored.alert !== id || !isOpen(stored.life))
    throw new AppError('conflict', `Alert ${id} is over: there is nothing to see to any more.`);
  return stored;
}

function event(fingerprint: string, alert: number, at: Date) {
  return { fingerprint, alert, at, sweep: null, reason: 'person', numbers: {}, who: null, comment: null };
}
