import {
  addDays,
  nextPeriod,
  periodContaining,
  previousPeriod,
  type Day,
  type Frequency,
  type TimePeriod,
} from '#time-period';
import { assess } from './assess.js';
import { resolveBaseline } from './baseline.js';
import { edgeFor, goalOf } from './goal.js';
import { usableObservations, type Observation } from './observation.js';
import type { TargetSpec } from './target.js';
import { defaultThresholds, type ThresholdTable } from './thresholds.js';
import { clipped } from './trajectory.js';

/** A solution is at most this share of itself (of 1, when it is smaller) away from the exact one. */
export const neededValueTolerance = 1e-9;

/** Why no value is named. */
export type NoNeededValue =
  /** The due date's own value is known, or no period of the series is left until then. */
  | 'no-period-left'
  /** No value of the next period gives on track or achieved. */
  | 'no-value'
  /** Every value that the indicator can have does. */
  | 'any-value';

export interface NeededValue {
  /** The next period of which no value is known; null without one. */
  period: TimePeriod | null;
  /** The value on the edge, in the indicator's unit; null together with a reason. */
  value: number | null;
  /** Which side of the value is on track. */
  operator: 'atLeast' | 'atMost' | null;
  reason: NoNeededValue | null;
}

/**
 * The day on which a period's value would be known: when its release lag has passed, the day after it at the
 * earliest. A value that decides nothing after the due date is taken as known by then.
 */
export function knownOn(target: Pick<TargetSpec, 'due' | 'releaseLagDays'>, period: TimePeriod): Day {
  const day = addDays(period.end, Math.max(target.releaseLagDays, 1));
  return period.end < target.due.end && day > target.due.end ? target.due.end : day;
}

/**
 * The value that the next period needs for the target to be on track (or achieved), solved on {@link assess} itself:
 * whatever method runs, whatever edge it meets, the answer is one that the judgement agrees with. The edge of the
 * values on track is halved down to {@link neededValueTolerance}.
 *
 * The next period is the newest one that has ended, where its value is not known, else the one after the newest value.
 * It is of the indicator's frequency for a stock, of the target's for a flow or an average, as for staleness; once the
 * due date has passed it is the due period. Of an interval the edge that lies nearer to the newest
 * value is asked about.
 */
export function neededNext(
  target: TargetSpec,
  observations: readonly Observation[],
  asOfDay: Day,
  thresholds: ThresholdTable = defaultThresholds,
): NeededValue {
  const usable = usableObservations(target, observations, asOfDay);
  const period = nextOpenPeriod(target, usable.at(-1)?.period ?? null, asOfDay);
  if (!period) return { period, value: null, operator: null, reason: 'no-period-left' };
  const known = knownOn(target, period);
  const day = known > asOfDay ? known : asOfDay;
  const isOnTrack = (value: number) => {
    const { status } = assess(target, [...observations, { period, value, status: 'A' }], day, thresholds);
    return status === 'onTrack' || status === 'achieved';
  };
  const goal = goalOf(target);
  const base = resolveBaseline(target, observations, asOfDay)?.value ?? goal?.lower ?? 0;
  const newest = usable.at(-1)?.value ?? base;
  const edge = goal && edgeFor(goal, newest, base);
  const wanted = edge?.direction ?? (target.direction === 'down' ? -1 : 1);
  const good = (edge ? [edge.value] : growing(newest, wanted, target)).find(isOnTrack);
  if (good === undefined) return { period, value: null, operator: null, reason: 'no-value' };
  const bad = away(good, wanted, target).find((value) => !isOnTrack(value));
  if (bad === undefined) return { period, value: null, operator: null, reason: 'any-value' };
  return {
    period,
    value: edgeBetween(good, bad, isOnTrack),
    operator: wanted === 1 ? 'atLeast' : 'atMost',
    reason: null,
  };
}

function nextOpenPeriod(target: TargetSpec, newest: TimePeriod | null, asOfDay: Day): TimePeriod | null {
  const frequency = target.kind === 'stock' ? target.indicatorFrequency : target.frequency;
  const { due } = target;
  if (newest && newest.end >= due.end) return null;
  if (asOfDay <= due.end) {
    const next = newest ? openPeriodAfter(newest, asOfDay, frequency) : periodContaining(asOfDay, frequency);
    if (next.end <= due.end) return next;
  }
  // The last stretch may be shorter than a period: a stock counts on the due day itself, a flow only as a whole.
  const last = periodContaining(due.end, frequency);
  if (last.end === due.end) return last;
  return target.kind === 'stock' ? due : null;
}

/** The newest period that has ended, where it ends after the newest value; else the first one that does. */
function openPeriodAfter(newest: TimePeriod, asOfDay: Day, frequency: Frequency): TimePeriod {
  const current = periodContaining(asOfDay, frequency);
  const ended = current.end <= asOfDay ? current : previousPeriod(current);
  if (ended.end > newest.end) return ended;
  const containing = periodContaining(newest.end, frequency);
  return containing.end > newest.end ? containing : nextPeriod(containing);
}

/** Ever better values of a series judged on its growth alone, from the newest one, or from what a zero is read as. */
function growing(newest: number, wanted: 1 | -1, target: TargetSpec): number[] {
  const from = newest === 0 ? (target.zeroAs ?? 0) : newest;
  const factor = 2 ** (wanted * Math.sign(from));
  return Array.from({ length: 20 }, (_, step) => clipped(target, from * factor ** step));
}

/** Values ever further on the wrong side; with a bound, that bound alone, for nothing lies beyond. */
function away(from: number, wanted: 1 | -1, { lowerBound, upperBound }: TargetSpec): number[] {
  const bound = wanted === 1 ? lowerBound : upperBound;
  if (bound !== null) return [bound];
  const step = Math.max(Math.abs(from), 1);
  return Array.from({ length: 40 }, (_, power) => from - wanted * step * 2 ** power);
}

/** Halves the way between a value on track and one that is not. */
function edgeBetween(good: number, bad: number, isOnTrack: (value: number) => boolean): number {
  let [on, off] = [good, bad];
  while (Math.abs(on - off) > 1e-12 * Math.max(Math.abs(on), 1)) {
    const middle = (on + off) / 2;
    if (isOnTrack(middle)) on = middle;
    else off = middle;
  }
  // The judgement rounds to 10 digits, so finer ones are noise: the next such number on the side that is on track.
  const digit = 10 ** (Math.floor(Math.log10(Math.abs(on) || 1)) - 9);
  const inward = (Math.sign(good - bad) * digit) / 2;
  return [on, on + inward].map((value) => Number(value.toPrecision(10))).find(isOnTrack) ?? on;
}
