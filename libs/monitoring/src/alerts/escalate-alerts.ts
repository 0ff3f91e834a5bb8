import { isDeepStrictEqual } from 'node:util';
import { alertLabels, escalate, inhibitorOf, isOpen, silencedBy } from '#alerting';
import {
  addAlertEvents,
  lockOpenLives,
  readSilences,
  saveEscalations,
  type StoredLife,
  type Tx,
} from '#storage';
import { dayInZone } from '#time-period';
import type { AlertRound } from './alert-round.js';

/**
 * Takes what nobody has acknowledged in its time one level up: see {@link escalate}. Of what is silenced or inhibited
 * nobody was told, so the time begins when it is told. What is only for information goes nowhere.
 */
export async function escalateAlerts(tx: Tx, round: AlertRound): Promise<void> {
  const { now, day, settings } = round;
  if (!settings.escalation) return;
  const taken: { fingerprint: string; alert: number; escalation: object; to: string | null; from: string }[] =
    [];
  const lives = await lockOpenLives(tx);
  const muted = await mutedOf(tx, round, lives);
  const forInformation = new Set(
    round.rules.flatMap(({ name, severity }) => (severity === 'info' ? [name] : [])),
  );
  for (const { fingerprint, rule, labels, life, escalation, alert } of lives) {
    if (forInformation.has(rule)) continue;
    if (!life.episode || alert === null || !isOpen(life)) continue;
    const organisation = labels['organisation'] ?? '';
    const waits = life.state === 'acknowledged' || muted.has(fingerprint);
    const state = waits ? 'acknowledged' : 'firing';
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
  for (const { fingerprint } of up) round.news.add(fingerprint);
}

/** Fingerprints of those that are silenced or inhibited now. */
async function mutedOf(
  tx: Tx,
  { now, rules, settings }: AlertRound,
  lives: readonly StoredLife[],
): Promise<ReadonlySet<string>> {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const silences = await readSilences(tx, { notEndedAt: now });
  const open = lives.flatMap(({ fingerprint, rule: name, labels, life }) => {
    const rule = byName.get(name);
    return rule && life.episode
      ? [{ fingerprint, labels: alertLabels(rule, labels, life.episode.about) }]
      : [];
  });
  const inhibitedBy = inhibitorOf(settings.inhibitions, open);
  const muted = open.filter(
    (alert) => silencedBy(alert.labels, silences, now).length > 0 || inhibitedBy(alert) !== null,
  );
  return new Set(muted.map(({ fingerprint }) => fingerprint));
}
