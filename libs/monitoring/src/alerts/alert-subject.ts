import { createHash } from 'node:crypto';
import type { Condition, Bilingual, Facts, Labels, Rule } from '#alerting';
import type { SeriesKey } from '#storage';

/** What alerts are about. Of a project it is one of its stages. */
export type SubjectKind = 'target' | 'series' | 'source' | 'project';

/** One thing that rules are put to, with what is known about it. */
export interface AlertSubject {
  readonly kind: SubjectKind;
  /**
   * A target's code, a series' key as text, a source's name, a project's code and stage (metro-8/construction). With the
   * rule's name it is the alert's identity.
   */
  readonly code: string;
  /** By these it is matched, routed, grouped and silenced; they may change while the alert stays the same. */
  readonly labels: Labels;
  /** Names of what the labels give as codes, by label. */
  readonly names: Readonly<Record<string, Bilingual>>;
  /** How many releases of its series are known; they only grow. */
  readonly releases: number;
  /** Id of the recorded verdict that it stands at, of a target. */
  readonly assessment?: number;
  /** What is known for a rule's condition; null: nothing about it was asked now, and its alert stays as it is. */
  readonly facts: (rule: Rule) => Facts | null;
}

/** Which kinds of subject a condition is put to; of several a rule's matchers tell which it means. */
const subjectKindsOf: Readonly<Record<Condition['kind'], readonly SubjectKind[]>> = {
  statusWorsens: ['target'],
  forecastBelow: ['target'],
  overdue: ['series', 'project'],
  revisionLarger: ['series'],
  valueBeyond: ['series'],
  importRefused: ['source'],
  sourceSilent: ['source'],
};

export function isPutTo({ condition }: Rule, kind: SubjectKind): boolean {
  return subjectKindsOf[condition.kind].includes(kind);
}

/** Names a subject among all: target/air-routes. */
export function subjectKey({ kind, code }: Pick<AlertSubject, 'kind' | 'code'>): string {
  return `${kind}/${code}`;
}

/**
 * Identifies the alert of one rule on one subject, as Alertmanager's fingerprint does for a set of labels. Only what
 * names the subject is part of it: when a target passes to another organisation, its alert stays the same alert.
 */
export function fingerprintOf(rule: string, { kind, code }: Pick<AlertSubject, 'kind' | 'code'>): string {
  return createHash('sha256')
    .update(JSON.stringify({ rule, [kind]: code }))
    .digest('hex')
    .slice(0, 16);
}

/**
 * The label `series` of targets and of series: what is measured where, whatever the frequency, so that an overdue
 * figure and the slip of a target that waits for it find each other.
 */
export function seriesLabel({
  indicator,
  area,
  breakdown,
}: Pick<SeriesKey, 'indicator' | 'area' | 'breakdown'>): string {
  const parts = Object.entries(breakdown)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, value]) => `${dimension}=${value}`);
  return [indicator, area, ...parts].join('/');
}
