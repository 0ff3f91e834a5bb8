/** The places in a rule's texts: which there are, and how a text reads when they are filled. */
import type { ConditionKind } from './alert-messages.zh';

/** The numbers that a condition gives to its texts; docs/alerting.md has them too. */
const numbersOf: Readonly<Record<ConditionKind, readonly string[]>> = {
  statusWorsens: ['before', 'now', 'level', 'value', 'period', 'expected', 'goal', 'due'],
  forecastBelow: ['probability', 'threshold', 'due'],
  overdue: ['daysLate', 'limit', 'period', 'expectedBy', 'planned', 'deadline'],
  revisionLarger: ['period', 'before', 'after', 'change', 'share', 'limit'],
  importRefused: ['file', 'refusedRows', 'why'],
  sourceSilent: ['silentDays', 'lastNew', 'limit', 'why'],
  valueBeyond: ['value', 'threshold', 'period'],
};

const labels = [
  'target',
  'series',
  'indicator',
  'area',
  'frequency',
  'accumulation',
  'task',
  'organisation',
  'source',
  'project',
  'stage',
  'alertname',
  'severity',
] as const;

/** What the texts of a rule with this condition may use. */
export function placesOf(kind: ConditionKind): string[] {
  return [...numbersOf[kind], ...labels];
}

const place = /\{\{ *([A-Za-z][A-Za-z0-9_]*) *\}\}/g;

/** A text as it will read, and the places in it that do not exist. */
export function tryOut(
  template: string,
  kind: ConditionKind,
  sample: Readonly<Record<string, string>>,
): { text: string; unknown: string[] } {
  const places = placesOf(kind);
  const unknown = new Set<string>();
  const text = template.replaceAll(place, (whole, name: string) => {
    if (places.includes(name)) return sample[name] ?? whole;
    unknown.add(name);
    return whole;
  });
  return { text, unknown: [...unknown] };
}
