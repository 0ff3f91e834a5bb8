import { canonicalText, identityLabels, type Labels } from './labels.js';
import type { Life } from './life.js';
import { alertLabels, type Rule, type Severity } from './rule.js';

/** An alert that has fired, as receivers are told of it: open, or resolved and perhaps not yet told so. Plain JSON. */
export interface NotifiableAlert {
  /** A short name of its identity, the same for the same labels: see `identityText`. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly severity: Severity;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly episode: number;
  readonly revision: number;
  /** ISO 8601 instants. */
  readonly startsAt: string;
  readonly changedAt: string;
  readonly endsAt: string | null;
  /** Organisations above the responsible one that it was taken up to. */
  readonly escalatedTo: readonly string[];
}

/** The text to hash into a fingerprint; the same for every episode, whatever the numbers. */
export function identityText(ruleName: string, subject: Labels): string {
  return canonicalText(identityLabels(ruleName, subject));
}

/** What receivers are to be told of an alert; null when it never fired. */
export function notifiable(
  fingerprint: string,
  rule: Rule,
  subject: Labels,
  { state, episode }: Life,
  escalatedTo: readonly string[],
): NotifiableAlert | null {
  if (!episode) return null;
  // A pending one has resolved before, if it ever fired.
  const open = state === 'firing' || state === 'acknowledged';
  return {
    fingerprint,
    labels: alertLabels(rule, subject, episode.about),
    severity: rule.severity,
    state: open ? state : 'resolved',
    episode: episode.number,
    revision: episode.revision,
    startsAt: episode.startsAt,
    changedAt: episode.changedAt,
    endsAt: episode.endsAt,
    escalatedTo,
  };
}
