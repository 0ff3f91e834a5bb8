import type { ValueAt, Verdict } from '#assessment';
import { canonicalJson } from '#storage';
import { parsePeriod, type Day } from '#time-period';

/** A verdict with what else decides why it differs from another. */
export interface DatedVerdict {
  readonly targetVersion: number;
  /** The day that due dates were compared with. */
  readonly day: Day;
  readonly verdict: Verdict;
}

/** Why a verdict differs from the one before it; the first that applies. */
export type WhyCode =
  /** There is none before it. */
  | 'first-verdict'
  /** Another version of the target was judged. */
  | 'target-changed'
  /** A value of a newer period was judged. */
  | 'new-value'
  /** The judged value was taken back. */
  | 'value-removed'
  /** The judged period has another value or status. */
  | 'revision'
  /** The baseline that is taken from the series is another. */
  | 'baseline-revision'
  /** On the same values: the due date or a milestone has passed, or a newer value is overdue. */
  | 'time-passing'
  /** Values of other periods changed. */
  | 'other-values'
  /** On the same values: the indicator's definition or the way of judging is another. */
  | 'definition-changed';

export interface WhyChanged {
  readonly code: WhyCode;
  /** The value that the reason speaks of, as it was before and as it is after; null where there is none. */
  readonly before: ValueAt | null;
  readonly after: ValueAt | null;
}

/**
 * Why a verdict differs from the one before it, told from what both of them judged.
 * @param byValues whether values were known to have changed (an import, or its being taken back).
 */
export function whyChanged(before: DatedVerdict | null, after: DatedVerdict, byValues: boolean): WhyChanged {
  const newest = newestOf(after.verdict);
  if (!before) return why('first-verdict', null, newest);
  const previous = newestOf(before.verdict);
  if (before.targetVersion !== after.targetVersion) return why('target-changed', previous, newest);
  const moved = compareEnds(previous, newest);
  if (moved > 0) return why('new-value', previous, newest);
  if (moved < 0) return why('value-removed', previous, newest);
  if (canonicalJson(judgedOf(before.verdict)) !== canonicalJson(judgedOf(after.verdict)))
    return why('revision', previous, newest);
  const [from, to] = [before.verdict.baseline, after.verdict.baseline];
  if (canonicalJson(from) !== canonicalJson(to)) return why('baseline-revision', valueOf(from), valueOf(to));
  if (timeTold(before, after, byValues)) return why('time-passing', previous, newest);
  return why(byValues ? 'other-values' : 'definition-changed', previous, newest);
}

function why(code: WhyCode, before: ValueAt | null, after: ValueAt | null): WhyChanged {
  return { code, before, after };
}

function valueOf(given: ValueAt | null): ValueAt | null {
  return given && { period: given.period, value: given.value };
}

/** The newest value that a verdict rests on: the judged one, or a later one that could not replace a missing due value. */
function newestOf({ reason, observed }: Verdict): ValueAt | null {
  return valueOf(reason.code === 'due-value-missing' ? (reason.after ?? observed) : observed);
}

function judgedOf(verdict: Verdict): unknown {
  return [newestOf(verdict), verdict.observed?.obsStatus];
}

/** 1 when the later verdict rests on a newer period, −1 on an older one or none any more, 0 on the same. */
function compareEnds(before: ValueAt | null, after: ValueAt | null): number {
  const end = (given: ValueAt | null) => (given && parsePeriod(given.period)?.end) ?? '';
  const [a, b] = [end(before), end(after)];
  return a === b ? 0 : a < b ? 1 : -1;
}

/**
 * Whether the passing of days alone shows between two verdicts on the same judged value. That one is overdue by now is
 * no reason where other values did change.
 */
function timeTold(before: DatedVerdict, after: DatedVerdict, byValues: boolean): boolean {
  if (before.day === after.day) return false;
  const due = parsePeriod(after.verdict.due)?.end ?? '';
  const passed = before.day <= due && after.day > due;
  const pending = ({ milestones }: Verdict) => milestones.filter(({ status }) => status === 'pending').length;
  return (
    passed ||
    pending(before.verdict) > pending(after.verdict) ||
    (!byValues && canonicalJson(before.verdict.stale) !== canonicalJson(after.verdict.stale))
  );
}
