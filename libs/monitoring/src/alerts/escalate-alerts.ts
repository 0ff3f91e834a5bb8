import { isDeepStrictEqual } from 'node:util';
import { escalate, isOpen } from '#alerting';
import { addAlertEvents, lockOpenLives, saveEscalations, type Tx } from '#storage';
import { dayInZone } from '#time-period';
import type { AlertRound } from './alert-round.js';

/** Takes what nobody has acknowledged in its time one level up: see {@link escalate}. */
export async function escalateAlerts(tx: Tx, round: AlertRound): Promise<void> {
  const { now, day, settings } = round;
  if (!settings.escalation) return;
  const taken: { fingerprint: string; alert: number; escalation: object; to: string | null; from: string }[] =
    [];
  for (const { fingerprint, labels, life, escalation, alert } of await lockOpenLives(tx)) {
    if (!life.episode || alert === null || !isOpen(life)) continue;
    const organisation = labels['organisation'] ?? '';
    const state = life.state === 'acknowledged' ? 'acknowledged' : 'firing';
    // Its first level's time counts from the day it fired, not from the first sweep after that.
    const since = dayInZone(new Date(life.episode.startsAt), round.timeZone);
    const previous =
      escalation?.episode === life.episode.number
        ? escalation
        : { episode: life.episode.number, told: [], since };
    const step = escalate(
      previous,
      { episode: life.episode.number, state, organisation },
      settings.escalation,
      day,
      settings.calendar,
    );
    if (!isDeepStrictEqual(step.escalation, escalation))
      taken.push({ fingerprint, alert, escalation: step.escalation, to: step.to, from: organisation });
  }
  await saveEscalations(tx, taken);
  const up = taken.filter(({ to }) => to !== null);
  await addAlertEvents(
    tx,
    up.map(({ fingerprint, alert, to }) => ({
      fingerprint,
      alert,
      at: now,
      sweep: round.number,
      action: 'escalate' as const,
      reason: 'unacknowledged',
      numbers: {},
      who: to,
      comment: null,
    })),
  );
  if (up.length > 0) round.hasNews = true;
}
