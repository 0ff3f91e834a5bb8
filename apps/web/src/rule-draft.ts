/** A rule while it is written: numbers as they are typed, every condition's at once. */
import type { AlertRule, FieldFault, WrittenAlertRule } from '#contract';
import type { ConditionKind, Severity } from './alert-messages.zh';
import { spanParts } from './alert-wording';
import { ownFault } from './field-faults';
import type { Matcher } from './silence-draft';
import { typedNumber } from './text-lines';

export const conditionKinds = [
  'statusWorsens',
  'forecastBelow',
  'overdue',
  'revisionLarger',
  'importRefused',
  'sourceSilent',
  'valueBeyond',
] as const satisfies readonly ConditionKind[];
export const slipLevels = ['atRisk', 'offTrack', 'movingAway', 'missed'] as const;
export const comparisons = ['>', '>=', '<', '<='] as const;
export const spanUnits = ['sweeps', 'days', 'workingDays', 'releases'] as const;
export const spanFields = ['for', 'keepFiring', 'noDataFor'] as const;

export interface SpanDraft {
  amount: string;
  unit: (typeof spanUnits)[number];
}

export interface RuleDraft {
  name: string;
  enabled: boolean;
  kind: ConditionKind;
  level: (typeof slipLevels)[number];
  /** In per cent. */
  probability: string;
  probabilityRecovers: string;
  days: string;
  by: 'share' | 'absolute';
  /** In per cent by share, else in the indicator's unit. */
  revision: string;
  operator: (typeof comparisons)[number];
  threshold: string;
  thresholdRecovers: string;
  matchers: Matcher[];
  for: SpanDraft;
  keepFiring: SpanDraft;
  noDataFor: SpanDraft;
  severity: Severity;
  texts: Record<'zh' | 'en', { summary: string; description: string }>;
}

const atOnce = (): SpanDraft => ({ amount: '0', unit: 'sweeps' });

const blank = (): RuleDraft => ({
  name: '',
  enabled: true,
  kind: 'statusWorsens',
  level: 'atRisk',
  probability: '',
  probabilityRecovers: '',
  days: '',
  by: 'share',
  revision: '',
  operator: '<',
  threshold: '',
  thresholdRecovers: '',
  matchers: [],
  for: atOnce(),
  keepFiring: atOnce(),
  noDataFor: { amount: '183', unit: 'days' },
  severity: 'warning',
  texts: { zh: { summary: '', description: '' }, en: { summary: '', description: '' } },
});

/** A fraction as per cent, without the digits that binary fractions add: 0.55 is 55, not 55.00000000000001. */
const percentText = (share: number) => String(Number((share * 100).toPrecision(12)));
const shareOf = (percent: number) => Number((percent / 100).toPrecision(12));

function spanDraft(span: AlertRule['for']): SpanDraft {
  const { unit, amount } = spanParts(span);
  return { unit, amount: String(amount) };
}

function conditionDraft(condition: AlertRule['condition']): Partial<RuleDraft> {
  const { kind } = condition;
  switch (kind) {
    case 'statusWorsens':
      return { kind, level: condition.level };
    case 'forecastBelow': {
      const { probability, recoverAt } = condition;
      const probabilityRecovers = recoverAt === undefined ? '' : percentText(recoverAt);
      return { kind, probability: percentText(probability), probabilityRecovers };
    }
    case 'overdue':
      return { kind, days: String(condition.days) };
    case 'revisionLarger':
      return 'share' in condition
        ? { kind, by: 'share', revision: percentText(condition.share) }
        : { kind, by: 'absolute', revision: String(condition.absolute) };
    case 'valueBeyond': {
      const { operator, threshold, recoverAt } = condition;
      const thresholdRecovers = recoverAt === undefined ? '' : String(recoverAt);
      return { kind, operator, threshold: String(threshold), thresholdRecovers };
    }
    case 'importRefused':
    case 'sourceSilent':
      return { kind };
  }
}

/** The draft of a rule as it is; null: of a new one. */
export function draftOf(rule: AlertRule | null): RuleDraft {
  if (rule === null) return blank();
  const { zh, en } = rule.texts;
  return {
    ...blank(),
    ...conditionDraft(rule.condition),
    name: rule.name,
    enabled: rule.enabled,
    matchers: rule.matchers.map((matcher) => ({ ...matcher })),
    for: spanDraft(rule.for),
    keepFiring: spanDraft(rule.keepFiring),
    noDataFor: spanDraft(rule.noDataFor),
    severity: rule.severity,
    texts: { zh: { ...zh }, en: { ...en } },
  };
}

function conditionOf(
  draft: RuleDraft,
  number: (text: string, path: string) => number,
): WrittenAlertRule['condition'] {
  const { kind } = draft;
  const optional = (text: string) => (text.trim() === '' ? null : number(text, 'condition.recoverAt'));
  switch (kind) {
    case 'statusWorsens':
      return { kind, level: draft.level };
    case 'forecastBelow': {
      const recoverAt = optional(draft.probabilityRecovers);
      return {
        kind,
        probability: shareOf(number(draft.probability, 'condition.probability')),
        ...(recoverAt !== null && { recoverAt: shareOf(recoverAt) }),
      };
    }
    case 'overdue':
      return { kind, days: number(draft.days, 'condition.days') };
    case 'revisionLarger':
      return draft.by === 'share'
        ? { kind, share: shareOf(number(draft.revision, 'condition.share')) }
        : { kind, absolute: number(draft.revision, 'condition.absolute') };
    case 'valueBeyond': {
      const recoverAt = optional(draft.thresholdRecovers);
      return {
        kind,
        operator: draft.operator,
        threshold: number(draft.threshold, 'condition.threshold'),
        ...(recoverAt !== null && { recoverAt }),
      };
    }
    case 'importRefused':
    case 'sourceSilent':
      return { kind };
  }
}

function spanOf({ unit }: SpanDraft, amount: number): AlertRule['for'] {
  switch (unit) {
    case 'sweeps':
      return { sweeps: amount };
    case 'days':
      return { days: amount };
    case 'workingDays':
      return { workingDays: amount };
    case 'releases':
      return { releases: amount };
  }
}

/**
 * The rule as it is sent.
 * @param version the one that it replaces; null: it is new
 * @param notANumber what is said of a field that should hold a number
 */
export function writtenRule(
  draft: RuleDraft,
  version: number | null,
  notANumber: string,
): { rule: WrittenAlertRule } | { faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const number = (text: string, path: string): number => {
    const typed = typedNumber(text);
    if (typed === null) faults.push(ownFault(path, notANumber));
    return typed ?? 0;
  };
  const span = (field: (typeof spanFields)[number]) =>
    spanOf(draft[field], number(draft[field].amount, field));
  const rule: WrittenAlertRule = {
    ...(version !== null && { version }),
    enabled: draft.enabled,
    condition: conditionOf(draft, number),
    matchers: draft.matchers,
    for: span('for'),
    keepFiring: span('keepFiring'),
    noDataFor: span('noDataFor'),
    severity: draft.severity,
    texts: draft.texts,
  };
  return faults.length > 0 ? { faults } : { rule };
}

/** A rule as it is, but on or off. */
export function switched(rule: AlertRule, enabled: boolean): WrittenAlertRule {
  return { ...rule, matchers: [...rule.matchers], enabled };
}
