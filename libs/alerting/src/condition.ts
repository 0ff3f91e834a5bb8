import type { Day } from '#time-period';
import { isBeyond, rounded, type Operator } from './comparison.js';
import type { Bilingual, Quantities, Quantity } from './quantity.js';
import { rankOf, rankOfLevel, type Level, type Status } from './status.js';

/** What a rule looks for in one subject. Shares and probabilities are fractions, 0.05 is 5 %. */
export type Condition =
  /** The status got worse and is at the level or beyond; true until it is better than the level. */
  | { readonly kind: 'statusWorsens'; readonly level: Level }
  /** The due period will probably not meet its target. Once below, it is over at `recoverAt` only (absent: the same). */
  | { readonly kind: 'forecastBelow'; readonly probability: number; readonly recoverAt?: number }
  /**
   * A value is missing so many days after the day by which it should have been released, or a stage of a project has not
   * begun so many days after its plan.
   */
  | { readonly kind: 'overdue'; readonly days: number }
  /** The latest release changed a value known before by more than a share of it, or by more than an amount. */
  | { readonly kind: 'revisionLarger'; readonly share: number }
  | { readonly kind: 'revisionLarger'; readonly absolute: number }
  /** The last file for the subject was refused; true until one lands. */
  | { readonly kind: 'importRefused' }
  /** A source brought nothing new for longer than its own settings allow. */
  | { readonly kind: 'sourceSilent' }
  | {
      readonly kind: 'valueBeyond';
      readonly operator: Operator;
      readonly threshold: number;
      /** Once beyond, it is over at this value only: on the good side of the threshold. */
      readonly recoverAt?: number;
    };

/** What is known about a subject, as plain values, for the condition of that kind. */
export type Facts =
  | {
      readonly of: 'statusWorsens';
      /** The last assessed status before this judgement; null when there was none. */
      readonly before: Status | null;
      readonly now: Status;
      /**
       * Another target speaks for the series now (the one that is due next): a slip is not told, what is open ends as
       * usual, and when its turn comes it tells how it slipped from the best it stood at meanwhile.
       */
      readonly anotherSpeaks?: boolean;
      /** What the verdict rests on, for the rule's texts: value, period, expected, goal, due. */
      readonly numbers?: Quantities;
    }
  | {
      readonly of: 'forecastBelow';
      /** null: there is no forecast now. */
      readonly probability: number | null;
      /** Whether there was a forecast at some earlier time. */
      readonly everKnown: boolean;
      readonly due: string;
      readonly isDue: boolean;
    }
  | {
      readonly of: 'overdue';
      /** The oldest value that is missing; null when none is. */
      readonly missing: {
        readonly period: string;
        readonly expectedBy: Day;
        readonly daysLate: number;
      } | null;
    }
  | {
      /** Of a stage of a project. */
      readonly of: 'overdue';
      /** null: it is not late, or not any more. */
      readonly lateStage: {
        /** The period by the end of which it should have begun. */
        readonly planned: string;
        readonly deadline: Day;
        readonly daysLate: number;
      } | null;
    }
  | {
      readonly of: 'revisionLarger';
      /** What the latest release changed; null when nothing. Of several changes the largest. */
      readonly revision: { readonly period: string; readonly before: number; readonly after: number } | null;
      readonly decimals: number;
      readonly unit: Bilingual | null;
    }
  | {
      readonly of: 'importRefused';
      /** The last file for the subject; null when there was none. */
      readonly last: {
        readonly refused: boolean;
        /** null: not known any more. */
        readonly file: string | null;
        readonly refusedRows: number;
        /** Why it was refused, in a sentence; null when it was not. */
        readonly why: string | null;
      } | null;
    }
  | {
      readonly of: 'sourceSilent';
      /** Days since something new came, or since something could first be expected. */
      readonly silentDays: number;
      /** The day on which something new came last; null: never. */
      readonly lastNew: Day | null;
      /** null: it may be silent for ever. */
      readonly silentAfterDays: number | null;
    }
  | {
      readonly of: 'valueBeyond';
      readonly value: number | null;
      readonly period: string | null;
      readonly everKnown: boolean;
      readonly decimals: number;
      readonly unit: Bilingual | null;
    }
  /** The facts could not be got: the query failed, the source could not be reached. */
  | { readonly of: 'error'; readonly why: string };

export type EvaluationReason =
  | 'slipped'
  | 'still-beyond-level'
  | 'not-worse'
  | 'below-level'
  | 'first-verdict'
  | 'not-assessed'
  | 'another-target-speaks'
  | 'below-probability'
  | 'not-recovered'
  | 'probable-enough'
  | 'due-already'
  | 'no-forecast'
  | 'late'
  | 'not-late-enough'
  | 'nothing-missing'
  | 'stage-in-time'
  | 'revised'
  | 'revised-from-zero'
  | 'small-revision'
  | 'no-revision'
  | 'refused'
  | 'landed'
  | 'no-file'
  | 'silent'
  | 'heard'
  | 'may-be-silent'
  | 'beyond'
  | 'within'
  | 'no-value'
  | 'never-known'
  | 'error';

/**
 * Whether a condition holds. `noData`: it was known once and cannot be told now. What never was known is `false`: an
 * alert about every target that nobody measures yet would be a false alarm without end.
 */
export interface Evaluation {
  readonly state: 'true' | 'false' | 'noData' | 'error';
  readonly reason: EvaluationReason;
  /** For the rule's texts. Never part of the alert's identity. */
  readonly numbers: Quantities;
  /** How bad a slip is, when the status slipped just now: worse than what an open alert says is told again. */
  readonly rank: number | null;
  /** The status that was seen, or the one before it while there is none: what the next one is compared with. */
  readonly status: Status | null;
}

/** What an alert's life remembers for its next evaluation. */
export interface Memory {
  /** The condition held when it could last be told. */
  readonly holding: boolean;
  /** Nothing was known when it was last asked, of what had been known before. */
  readonly missing: boolean;
  /** The last assessed status seen; null: none, then the facts' own counts. */
  readonly status: Status | null;
  /** Of a slip that holds, the status that it came from; null: none, or not known. */
  readonly from: Status | null;
}

/** Evaluates a condition on one subject. Throws RangeError when the facts are of another kind of condition. */
export function evaluate(condition: Condition, facts: Facts, memory: Memory): Evaluation {
  const { holding, status, from } = memory;
  // What holds was known, and so was what is missing: neither ends because there is no number still.
  const wasKnown = holding || memory.missing;
  if (facts.of === 'error') return outcome('error', 'error', { why: words(facts.why) });
  switch (condition.kind) {
    case 'statusWorsens':
      if (facts.of === condition.kind)
        return slip(condition.level, { ...facts, before: status ?? facts.before }, { holding, from });
      break;
    case 'forecastBelow':
      if (facts.of === condition.kind) return forecastBelow(condition, facts, { holding, wasKnown });
      break;
    case 'overdue':
      if (facts.of === condition.kind) return overdue(condition.days, facts);
      break;
    case 'revisionLarger':
      if (facts.of === condition.kind) return revision(condition, facts);
      break;
    case 'importRefused':
      if (facts.of === condition.kind) return importRefused(facts.last);
      break;
    case 'sourceSilent':
      if (facts.of === condition.kind) return sourceSilent(facts);
      break;
    case 'valueBeyond':
      if (facts.of === condition.kind) return valueBeyond(condition, facts, { holding, wasKnown });
      break;
  }
  throw new RangeError(`a rule of ${condition.kind} cannot be put to facts of ${facts.of}`);
}

type FactsOf<K extends Facts['of']> = Extract<Facts, { readonly of: K }>;
type ConditionOf<K extends Condition['kind']> = Extract<Condition, { readonly kind: K }>;

function outcome(
  state: Evaluation['state'],
  reason: EvaluationReason,
  numbers: Quantities,
  rank: number | null = null,
  status: Status | null = null,
): Evaluation {
  return { state, reason, numbers, rank, status };
}

function slip(
  level: Level,
  facts: FactsOf<'statusWorsens'>,
  { holding, from }: Pick<Memory, 'holding' | 'from'>,
): Evaluation {
  const { before, now, anotherSpeaks = false } = facts;
  const rank = rankOf(now);
  const rankBefore = before === null ? null : rankOf(before);
  const numbers: Quantities = {
    ...facts.numbers,
    now: statusQuantity(now),
    level: statusQuantity(level),
    ...(before !== null && { before: statusQuantity(before) }),
  };
  if (anotherSpeaks && !holding) {
    const best = rank !== null && (rankBefore === null || rank < rankBefore) ? now : before;
    return outcome('false', 'another-target-speaks', numbers, null, best);
  }
  if (rank === null)
    return rankBefore === null && !holding
      ? outcome('false', 'never-known', numbers)
      : // What it is compared with when it can be told again is what it was before.
        outcome('noData', 'not-assessed', numbers, null, before);
  const beyond = rank >= rankOfLevel(level);
  const worse = rankBefore !== null && rank > rankBefore && !anotherSpeaks;
  if (beyond && worse) return outcome('true', 'slipped', numbers, rank, now);
  if (beyond && holding) {
    // For as long as it lasts it says where it came from, and not that it came from where it stands.
    const since = from === null ? numbers : { ...numbers, before: statusQuantity(from) };
    return outcome('true', 'still-beyond-level', since, null, now);
  }
  if (rankBefore === null) return outcome('false', 'first-verdict', numbers, null, now);
  return outcome('false', beyond ? 'not-worse' : 'below-level', numbers, null, now);
}

function statusQuantity(status: Status): Quantity {
  return { kind: 'status', status };
}

/** What a condition on a number must know of the evaluations before. */
interface Before {
  readonly holding: boolean;
  readonly wasKnown: boolean;
}

function forecastBelow(
  { probability, recoverAt }: ConditionOf<'forecastBelow'>,
  facts: FactsOf<'forecastBelow'>,
  { holding, wasKnown }: Before,
): Evaluation {
  const numbers: Quantities = {
    threshold: { kind: 'share', value: probability },
    due: { kind: 'period', period: facts.due },
    ...(facts.probability !== null && { probability: { kind: 'share', value: facts.probability } as const }),
  };
  if (facts.isDue) return outcome('false', 'due-already', numbers);
  if (facts.probability === null) return unknown(facts.everKnown || wasKnown, 'no-forecast', numbers);
  const now = rounded(facts.probability);
  if (now < probability) return outcome('true', 'below-probability', numbers);
  if (holding && now < (recoverAt ?? probability)) return outcome('true', 'not-recovered', numbers);
  return outcome('false', 'probable-enough', numbers);
}

function overdue(days: number, facts: FactsOf<'overdue'>): Evaluation {
  const limit: Quantity = { kind: 'count', value: days };
  if ('lateStage' in facts) {
    if (!facts.lateStage) return outcome('false', 'stage-in-time', { limit });
    const { planned, deadline, daysLate } = facts.lateStage;
    return lateBy(daysLate, days, {
      planned: { kind: 'period', period: planned },
      deadline: { kind: 'day', day: deadline },
    });
  }
  if (!facts.missing) return outcome('false', 'nothing-missing', { limit });
  const { period, expectedBy, daysLate } = facts.missing;
  return lateBy(daysLate, days, {
    period: { kind: 'period', period },
    expectedBy: { kind: 'day', day: expectedBy },
  });
}

function lateBy(daysLate: number, limit: number, when: Quantities): Evaluation {
  const numbers: Quantities = {
    limit: { kind: 'count', value: limit },
    daysLate: { kind: 'count', value: daysLate },
    ...when,
  };
  return daysLate >= limit ? outcome('true', 'late', numbers) : outcome('false', 'not-late-enough', numbers);
}

function revision(
  condition: ConditionOf<'revisionLarger'>,
  { revision: revised, decimals, unit }: FactsOf<'revisionLarger'>,
): Evaluation {
  if (!revised) return outcome('false', 'no-revision', {});
  const { before, after, period } = revised;
  const value = (amount: number): Quantity => ({ kind: 'value', value: amount, decimals, unit });
  const change = rounded(after - before);
  const share = before === 0 ? null : rounded((after - before) / Math.abs(before));
  const numbers: Quantities = {
    period: { kind: 'period', period },
    before: value(before),
    after: value(after),
    change: value(change),
    ...(share !== null && { share: { kind: 'share', value: share } as const }),
    limit: 'share' in condition ? { kind: 'share', value: condition.share } : value(condition.absolute),
  };
  if ('absolute' in condition)
    return Math.abs(change) > condition.absolute
      ? outcome('true', 'revised', numbers)
      : outcome('false', 'small-revision', numbers);
  // No share of zero exists; a value that was nothing and is something has changed by more than any.
  if (share === null)
    return change === 0
      ? outcome('false', 'small-revision', numbers)
      : outcome('true', 'revised-from-zero', numbers);
  return Math.abs(share) > condition.share
    ? outcome('true', 'revised', numbers)
    : outcome('false', 'small-revision', numbers);
}

function importRefused(last: FactsOf<'importRefused'>['last']): Evaluation {
  if (!last) return outcome('false', 'no-file', {});
  const numbers: Quantities = {
    ...(last.file !== null && { file: words(last.file) }),
    refusedRows: { kind: 'count', value: last.refusedRows },
    ...(last.why !== null && { why: words(last.why) }),
  };
  return last.refused ? outcome('true', 'refused', numbers) : outcome('false', 'landed', numbers);
}

function sourceSilent({ silentDays, lastNew, silentAfterDays }: FactsOf<'sourceSilent'>): Evaluation {
  const numbers: Quantities = {
    silentDays: { kind: 'count', value: silentDays },
    ...(lastNew !== null && { lastNew: { kind: 'day', day: lastNew } as const }),
    ...(silentAfterDays !== null && { limit: { kind: 'count', value: silentAfterDays } as const }),
  };
  if (silentAfterDays === null) return outcome('false', 'may-be-silent', numbers);
  return silentDays > silentAfterDays
    ? outcome('true', 'silent', numbers)
    : outcome('false', 'heard', numbers);
}

/** The same in every language: a name, or a sentence that came from elsewhere. */
function words(text: string): Quantity {
  return { kind: 'text', zh: text, en: text };
}

function valueBeyond(
  { operator, threshold, recoverAt }: ConditionOf<'valueBeyond'>,
  { value, period, everKnown, decimals, unit }: FactsOf<'valueBeyond'>,
  { holding, wasKnown }: Before,
): Evaluation {
  const numbers: Quantities = {
    threshold: { kind: 'value', value: threshold, decimals, unit },
    ...(value !== null && { value: { kind: 'value', value, decimals, unit } as const }),
    ...(period !== null && { period: { kind: 'period', period } as const }),
  };
  if (value === null) return unknown(everKnown || wasKnown, 'no-value', numbers);
  if (isBeyond(value, operator, threshold)) return outcome('true', 'beyond', numbers);
  if (holding && isBeyond(value, operator, recoverAt ?? threshold))
    return outcome('true', 'not-recovered', numbers);
  return outcome('false', 'within', numbers);
}

function unknown(everKnown: boolean, reason: EvaluationReason, numbers: Quantities): Evaluation {
  return everKnown ? outcome('noData', reason, numbers) : outcome('false', 'never-known', numbers);
}

/** The names of the numbers that a condition's evaluations can give; a rule's texts may use these. */
export const numbersOf: Readonly<Record<Condition['kind'], readonly string[]>> = {
  statusWorsens: ['before', 'now', 'level', 'value', 'period', 'expected', 'goal', 'due'],
  forecastBelow: ['probability', 'threshold', 'due'],
  // Of a value its period, of a stage of a project what was planned.
  overdue: ['daysLate', 'limit', 'period', 'expectedBy', 'planned', 'deadline'],
  revisionLarger: ['period', 'before', 'after', 'change', 'share', 'limit'],
  importRefused: ['file', 'refusedRows', 'why'],
  // why: that the source could not be looked at.
  sourceSilent: ['silentDays', 'lastNew', 'limit', 'why'],
  valueBeyond: ['value', 'threshold', 'period'],
};
