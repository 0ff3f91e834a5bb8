import {
  addDays,
  daysBetween,
  nextPeriod,
  periodContaining,
  previousPeriod,
  type Day,
  type TimePeriod,
} from '#time-period';
import { duePeriods, type Due } from './due-periods.js';
import type { OwedSeries } from './owed-series.js';

/**
 * complete: every period that has ended has its value. due: a period has ended and its value is awaited, the release
 * lag included. late: the lag has passed and the value is not there.
 */
export type TimelinessState = 'complete' | 'due' | 'late';

/** How far a series is kept up on a day. */
export interface Timeliness {
  readonly state: TimelinessState;
  /** The oldest period after the newest value: the one to come next. */
  readonly next: TimePeriod;
  /**
   * The last day on which a value is on time: the last day of `next` plus the release lag; of a stock whose newest
   * point lies within a period, the last day on which that point is fresh.
   */
  readonly dueOn: Day;
  /** Days since dueOn; 0 unless late. */
  readonly daysLate: number;
}

/**
 * How far a series is kept up on a day, by the rule that also decides what an import template asks for ({@link
 * duePeriodsOf}): a value is owed from the day on which its release lag has passed, and late from the day after. Of a
 * series without values the newest period that should be known is awaited, for nothing says since when it is kept.
 *
 * @param releaseLagDays days from the end of a period until its value is usually out.
 */
export function timelinessOf(
  series: Pick<OwedSeries, 'key' | 'newest' | 'freshUntil'>,
  releaseLagDays: number,
  today: Day,
): Timeliness {
  const next = firstOwed(series, releaseLagDays, today);
  const dueOn = series.freshUntil ?? addDays(next.end, releaseLagDays);
  const daysLate = Math.max(daysBetween(dueOn, today), 0);
  const isAwaited = daysBetween(dueOn, today) > -releaseLagDays;
  return { state: daysLate > 0 ? 'late' : isAwaited ? 'due' : 'complete', next, dueOn, daysLate };
}

/** The periods of a series that an import template asks for on a day; see {@link duePeriods}. */
export function duePeriodsOf(
  series: Pick<OwedSeries, 'key' | 'newest' | 'freshUntil'>,
  releaseLagDays: number,
  today: Day,
): Due {
  const { key, newest, freshUntil } = series;
  if (freshUntil === null) return duePeriods(key, newest?.end ?? null, releaseLagDays, today);
  if (today <= freshUntil) return { periods: [], moreMissing: false, nextOn: addDays(freshUntil, 1) };
  const before = previousPeriod(firstOwed(series, releaseLagDays, today));
  return duePeriods(key, before.end, releaseLagDays, today);
}

/** The oldest period of which a value is owed, now or next. */
function firstOwed(
  { key, newest, freshUntil }: Pick<OwedSeries, 'key' | 'newest' | 'freshUntil'>,
  releaseLagDays: number,
  today: Day,
): TimePeriod {
  if (newest && freshUntil === null) return firstAfter(newest, key);
  return newestOut(key, releaseLagDays, freshUntil === null ? today : addDays(freshUntil, 1));
}

/** The newest period whose value should be out on a day. */
function newestOut(key: OwedSeries['key'], releaseLagDays: number, day: Day): TimePeriod {
  return duePeriods(key, null, releaseLagDays, day).periods[0]!;
}

/** The first period of a series that ends after another period, which may be of another frequency. */
function firstAfter(newest: TimePeriod, { frequency, accumulation }: OwedSeries['key']): TimePeriod {
  const containing = { ...periodContaining(newest.end, frequency), accumulation };
  return containing.end > newest.end ? containing : nextPeriod(containing);
}

/** How many of a group of series are kept up. */
export interface TimelinessCounts {
  readonly series: number;
  readonly complete: number;
  readonly due: number;
  readonly late: number;
  /** Those that never had a value. */
  readonly withoutValue: number;
  /** Series that are not late ÷ all series, from 0 to 1. */
  readonly shareOnTime: number;
}

/** Counts of a group that has at least one series. */
export function countTimeliness(
  group: readonly { readonly state: TimelinessState; readonly newest: TimePeriod | null }[],
): TimelinessCounts {
  const count = (state: TimelinessState) => group.filter((one) => one.state === state).length;
  const late = count('late');
  return {
    series: group.length,
    complete: count('complete'),
    due: count('due'),
    late,
    withoutValue: group.filter(({ newest }) => newest === null).length,
    shareOnTime: (group.length - late) / group.length,
  };
}

/** A value that is to come, and the day by which it is. */
export interface Release {
  readonly dueOn: Day;
  readonly period: TimePeriod;
}

/** The releases of a series that fall due in a range of days and are not there yet, the earliest first. */
export function releasesBetween(
  series: Pick<OwedSeries, 'key' | 'newest' | 'freshUntil'>,
  releaseLagDays: number,
  { today, from, to }: { readonly today: Day; readonly from: Day; readonly to: Day },
): Release[] {
  const releases: Release[] = [];
  const { next, dueOn: first } = timelinessOf(series, releaseLagDays, today);
  let release: Release = { dueOn: first, period: next };
  if (first < from) {
    // Not one by one: the days asked about may lie thousands of years ahead.
    const { frequency, accumulation } = series.key;
    const period = { ...periodContaining(addDays(from, -releaseLagDays), frequency), accumulation };
    if (period.end > next.end) release = { dueOn: addDays(period.end, releaseLagDays), period };
  }
  for (; release.dueOn <= to; release = following(release.period, releaseLagDays))
    if (release.dueOn >= from) releases.push(release);
  return releases;
}

function following(period: TimePeriod, releaseLagDays: number): Release {
  const next = nextPeriod(period);
  return { dueOn: addDays(next.end, releaseLagDays), period: next };
}
