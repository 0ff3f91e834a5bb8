import { numbersOf, type Condition } from './condition.js';
import { identityLabels, type Labels } from './labels.js';
import { matcherFault, matchesAll, type Matcher, type MatcherFault } from './matcher.js';
import type { Bilingual } from './quantity.js';
import { isSpan, type Span } from './span.js';
import { levels } from './status.js';
import { templateFaults, type Template, type TemplateFault } from './template.js';

export type Severity = 'info' | 'warning' | 'critical';

/** How urgent a severity is: 0 (info) to 2 (critical). Critical ones are not held back by quiet hours. */
export const urgency: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

export interface Texts {
  /** One line. */
  readonly summary: Template;
  /** Why, and whom it concerns. */
  readonly description: Template;
}

/** What to watch for, on which subjects, for how long, and what to say. Data: saved, versioned, edited. */
export interface Rule {
  /** Lower-case letters, digits and hyphens; part of every alert's identity, so never renamed. */
  readonly name: string;
  /** From 1, one more with every change. */
  readonly version: number;
  readonly enabled: boolean;
  readonly condition: Condition;
  /** Which subjects; none: all that the condition fits. */
  readonly matchers: readonly Matcher[];
  /** How long the condition must hold before the alert fires. */
  readonly for: Span;
  /** How long nothing must be known, of what was known once, before that is an alert itself. */
  readonly noDataFor: Span;
  /** How long the condition must be over before the alert resolves. */
  readonly keepFiring: Span;
  readonly severity: Severity;
  readonly texts: { readonly zh: Texts; readonly en: Texts };
}

/** What an alert can be about: a place, an indicator's target, a source. */
export interface Subject {
  /** Which subject it is; with the rule's name these make the alert's identity. */
  readonly labels: Labels;
  /** Names of what its labels give as codes, by label. */
  readonly names: Readonly<Record<string, Bilingual>>;
}

/** The labels that stages of projects have, and nothing else has. */
export const projectLabels: readonly string[] = ['project', 'stage'];

/** The labels that subjects may have, for the places in texts. `task` is the number of a task of the plan. */
export const subjectLabels: readonly string[] = [
  'target',
  'series',
  'frequency',
  'accumulation',
  'indicator',
  'area',
  'task',
  'organisation',
  'source',
  'project',
  'stage',
];

export function appliesTo(rule: Rule, subject: Labels): boolean {
  return matchesAll(rule.matchers, subject);
}

/** What an alert is about: its condition, or that this cannot be told. */
export type About = 'condition' | 'noData' | 'error';

/**
 * The labels by which an alert is routed, grouped, silenced and inhibited: its identity, and what its rule says of it.
 * `about` is there only when the alert is not about the condition itself, `level` only of slips.
 */
export function alertLabels(rule: Rule, subject: Labels, about: About): Labels {
  const { name, condition, severity } = rule;
  return {
    ...identityLabels(name, subject),
    condition: condition.kind,
    severity,
    ...(condition.kind === 'statusWorsens' && { level: condition.level }),
    ...(about !== 'condition' && { about }),
  };
}

/** Label names that `alertLabels` writes itself; a subject must not use them. */
export const reservedLabels: readonly string[] = ['alertname', 'condition', 'severity', 'level', 'about'];

export type RuleFault =
  | { readonly at: 'name' | 'version' | 'for' | 'noDataFor' | 'keepFiring'; readonly code: 'out-of-range' }
  /** What is counted in releases never comes about a subject that has none. */
  | { readonly at: 'for' | 'noDataFor' | 'keepFiring'; readonly code: 'no-releases' }
  /** Blindness that is told at once would be told of every gap between two figures. */
  | { readonly at: 'noDataFor'; readonly code: 'zero' }
  | { readonly at: 'condition'; readonly code: 'out-of-range' | 'recovers-before-it-holds' }
  | { readonly at: `matchers.${number}`; readonly code: MatcherFault['code']; readonly fault: MatcherFault }
  | {
      readonly at: `texts.${'zh' | 'en'}.${'summary' | 'description'}`;
      readonly code: TemplateFault['code'] | 'empty';
      readonly fault?: TemplateFault;
    };

/** Everything that is wrong with a rule; it may be saved when this is empty. */
export function ruleFaults(rule: Rule): RuleFault[] {
  const faults: RuleFault[] = [];
  if (!/^[a-z0-9-]{1,60}$/.test(rule.name)) faults.push({ at: 'name', code: 'out-of-range' });
  if (!Number.isInteger(rule.version) || rule.version < 1)
    faults.push({ at: 'version', code: 'out-of-range' });
  const hasReleases =
    !['importRefused', 'sourceSilent'].includes(rule.condition.kind) && !isForProjectsOnly(rule);
  for (const at of ['for', 'noDataFor', 'keepFiring'] as const)
    if (!isSpan(rule[at])) faults.push({ at, code: 'out-of-range' });
    else if (!hasReleases && 'releases' in rule[at] && rule[at].releases > 0)
      faults.push({ at, code: 'no-releases' });
  if (Object.values(rule.noDataFor).includes(0)) faults.push({ at: 'noDataFor', code: 'zero' });
  const condition = conditionFault(rule.condition);
  if (condition) faults.push({ at: 'condition', code: condition });
  for (const [index, matcher] of rule.matchers.entries()) {
    const fault = matcherFault(matcher);
    if (fault) faults.push({ at: `matchers.${index}`, code: fault.code, fault });
  }
  const names = placesOf(rule.condition);
  for (const language of ['zh', 'en'] as const)
    for (const part of ['summary', 'description'] as const) {
      const at = `texts.${language}.${part}` as const;
      const text = rule.texts[language][part];
      if (text.trim() === '') faults.push({ at, code: 'empty' });
      for (const fault of templateFaults(text, names)) faults.push({ at, code: fault.code, fault });
    }
  return faults;
}

/** Whether a rule asks for a label that only stages of projects have. */
function isForProjectsOnly({ matchers }: Rule): boolean {
  return matchers.some(
    (matcher) =>
      projectLabels.includes(matcher.label) && matcherFault(matcher) === null && !matchesAll([matcher], {}),
  );
}

/** The names that the texts of a rule with this condition may use. */
export function placesOf(condition: Condition): ReadonlySet<string> {
  return new Set([...numbersOf[condition.kind], ...subjectLabels, 'alertname', 'severity']);
}

/**
 * Whether a rule may take another's place: same name, next version, same kind of condition. The lives of its alerts
 * go on; under another kind of condition they would go on about something else, so that is a new rule.
 */
export function mayReplace(before: Rule, after: Rule): boolean {
  return (
    before.name === after.name &&
    after.version === before.version + 1 &&
    before.condition.kind === after.condition.kind
  );
}

function conditionFault(condition: Condition): 'out-of-range' | 'recovers-before-it-holds' | null {
  switch (condition.kind) {
    case 'statusWorsens':
      return levels.includes(condition.level) ? null : 'out-of-range';
    case 'forecastBelow': {
      const { probability, recoverAt = probability } = condition;
      if (!(probability > 0 && probability <= 1 && recoverAt <= 1)) return 'out-of-range';
      return recoverAt >= probability ? null : 'recovers-before-it-holds';
    }
    case 'overdue':
      return Number.isInteger(condition.days) && condition.days >= 1 && condition.days <= 3_660
        ? null
        : 'out-of-range';
    case 'revisionLarger': {
      const limit = 'share' in condition ? condition.share : condition.absolute;
      return Number.isFinite(limit) && limit >= 0 ? null : 'out-of-range';
    }
    case 'valueBeyond': {
      const { operator, threshold, recoverAt = threshold } = condition;
      if (!Number.isFinite(threshold) || !Number.isFinite(recoverAt)) return 'out-of-range';
      const above = operator === '>' || operator === '>=';
      return (above ? recoverAt <= threshold : recoverAt >= threshold) ? null : 'recovers-before-it-holds';
    }
    case 'importRefused':
    case 'sourceSilent':
      return null;
  }
}
