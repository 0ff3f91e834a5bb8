import { canonicalText, valueOf, type Labels } from './labels.js';
import { matcherFault, matchesAll, type Matcher, type MatcherFault } from './matcher.js';

/** While an alert fires that matches `source`, those that match `target` and agree with it in `equal` are not told. */
export interface InhibitionRule {
  readonly name: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** A label that both lack counts as equal. */
  readonly equal: readonly string[];
}

/**
 * What tells the same trouble twice in most plans: what was missed is off track too; what is overdue cannot slip. What
 * was missed stays so, and must not mute for ever the next target on its series.
 */
export const usualInhibitions: readonly InhibitionRule[] = [
  {
    name: 'missed-over-off-track',
    source: [
      { label: 'condition', operator: '=', value: 'statusWorsens' },
      { label: 'level', operator: '=', value: 'missed' },
      { label: 'about', operator: '=', value: '' },
    ],
    target: [
      { label: 'condition', operator: '=', value: 'statusWorsens' },
      { label: 'level', operator: '=~', value: 'atRisk|offTrack|movingAway' },
    ],
    equal: ['target'],
  },
  {
    name: 'overdue-over-slip',
    source: [
      { label: 'condition', operator: '=', value: 'overdue' },
      { label: 'about', operator: '=', value: '' },
    ],
    target: [{ label: 'condition', operator: '=', value: 'statusWorsens' }],
    equal: ['series'],
  },
];

/** An alert that is open: firing or acknowledged. */
interface OpenAlert {
  readonly fingerprint: string;
  readonly labels: Labels;
}

export interface InhibitedBy {
  readonly rule: string;
  /** Fingerprint of an alert that inhibits it. */
  readonly source: string;
}

/**
 * Makes ready to ask, for any alert, what inhibits it. As in Alertmanager an alert that matches both sides of a rule
 * is not inhibited by another that does (nor by itself), and a silenced alert inhibits all the same.
 */
export function inhibitorOf(
  rules: readonly InhibitionRule[],
  open: readonly OpenAlert[],
): (alert: OpenAlert) => InhibitedBy | null {
  const sources = rules.map((rule) => {
    const byEqual = new Map<string, { any: string; oneSided: string | null }>();
    for (const { fingerprint, labels } of open) {
      if (!matchesAll(rule.source, labels)) continue;
      const text = equalText(rule, labels);
      const known = byEqual.get(text);
      const oneSided = matchesAll(rule.target, labels) ? null : fingerprint;
      byEqual.set(text, {
        any: known?.any ?? fingerprint,
        oneSided: known?.oneSided ?? oneSided,
      });
    }
    return byEqual;
  });
  return ({ labels }) => {
    for (const [index, rule] of rules.entries()) {
      if (!matchesAll(rule.target, labels)) continue;
      const found = sources[index]?.get(equalText(rule, labels));
      if (!found) continue;
      const source = matchesAll(rule.source, labels) ? found.oneSided : found.any;
      if (source !== null) return { rule: rule.name, source };
    }
    return null;
  };
}

/** Makes ready to ask which alerts may be inhibited by one of `sources`, whether these still fire or not. */
export function inhibitableBy(
  rules: readonly InhibitionRule[],
  sources: readonly OpenAlert[],
): (alert: OpenAlert) => boolean {
  const bySource = rules.map((rule) => ({
    rule,
    texts: new Set(
      sources
        .filter(({ labels }) => matchesAll(rule.source, labels))
        .map(({ labels }) => equalText(rule, labels)),
    ),
  }));
  const possible = bySource.filter(({ texts }) => texts.size > 0);
  return ({ labels }) =>
    possible.some(({ rule, texts }) => matchesAll(rule.target, labels) && texts.has(equalText(rule, labels)));
}

function equalText({ equal }: InhibitionRule, labels: Labels): string {
  return canonicalText(Object.fromEntries(equal.map((name) => [name, valueOf(labels, name)])));
}

export function inhibitionFaults({
  source,
  target,
}: InhibitionRule): (MatcherFault | { readonly code: 'empty' })[] {
  // Without matchers one alert would inhibit every other.
  if (source.length === 0 || target.length === 0) return [{ code: 'empty' }];
  return [...source, ...target].map(matcherFault).filter((fault) => fault !== null);
}
