import { alertLabels, inhibitorOf, type Rule, silencedBy } from '#alerting';
import type { Alert } from '#contract';
import { alertTexts, currentAlertSettings } from '#monitoring';
import { readAlertRules, readOpenAlertLabels, readSilences, type Reader, type StoredAlert } from '#storage';
import { statusWords } from '../assessments/verdict-words.js';

/** Alerts as answers show them: with their texts, and for what an open one is not told just now. */
export async function shownAlerts(
  reader: Reader,
  stored: readonly StoredAlert[],
  now: Date,
): Promise<Alert[]> {
  const rules = new Map((await readAlertRules(reader)).map((rule) => [rule.name, rule]));
  const mutedBy = stored.some(isOpen) ? await readMuting(reader, rules, now) : () => notMuted;
  return stored.map((alert) => {
    const rule = ruleOf(alert, rules);
    return {
      ...alert,
      escalatedTo: [...alert.escalatedTo],
      labels: alertLabels(rule, alert.labels, alert.about),
      ...alertTexts(rule, alert, statusWords),
      ...(isOpen(alert) ? mutedBy(alert) : notMuted),
    };
  });
}

type Muting = Pick<Alert, 'silencedBy' | 'inhibitedBy'>;
const notMuted: Muting = { silencedBy: [], inhibitedBy: null };

function isOpen({ state }: StoredAlert): boolean {
  return state === 'firing' || state === 'acknowledged';
}

/** Makes ready to ask, for any open alert, for what it is not told. */
async function readMuting(
  reader: Reader,
  rules: ReadonlyMap<string, Rule>,
  now: Date,
): Promise<(alert: StoredAlert) => Muting> {
  const { inhibitions } = await currentAlertSettings(reader);
  const silences = await readSilences(reader, { notEndedAt: now });
  const open = await readOpenAlertLabels(reader);
  const labelsOf = (alert: Pick<StoredAlert, 'rule' | 'labels' | 'about'>) =>
    alertLabels(ruleOf(alert, rules), alert.labels, alert.about);
  const inhibitedBy = inhibitorOf(
    inhibitions,
    open.map((alert) => ({ fingerprint: alert.fingerprint, labels: labelsOf(alert) })),
  );
  return (alert) => {
    const labels = labelsOf(alert);
    return {
      silencedBy: silencedBy(labels, silences, now).map(Number),
      inhibitedBy: inhibitedBy({ fingerprint: alert.fingerprint, labels }),
    };
  };
}

function ruleOf({ rule: name }: Pick<StoredAlert, 'rule'>, rules: ReadonlyMap<string, Rule>): Rule {
  const rule = rules.get(name);
  // A foreign key ties an alert to its rule, and rules are never deleted.
  if (!rule) throw new Error(`an alert names the unknown rule ${name}`);
  return rule;
}
