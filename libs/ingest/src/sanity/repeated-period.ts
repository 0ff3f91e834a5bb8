import { previousPeriod, type TimePeriod } from '#time-period';
import { grouped } from './grouped.js';

/** A value of a file beside those of the same series one and two periods earlier. */
export interface Succession {
  readonly line: number;
  readonly period: TimePeriod;
  readonly value: number;
  readonly previous: number;
  /** Null when it is not known. */
  readonly beforeThat: number | null;
}

/** A period for which a file says, series by series, what the period before says. */
export interface RepeatedPeriod {
  readonly line: number;
  readonly period: TimePeriod;
  readonly previous: TimePeriod;
  readonly equal: number;
  readonly compared: number;
}

/** Fewer series may well all stand still. */
const leastSeries = 5;
const leastShare = 0.95;

/**
 * Periods whose values all, or all but one in twenty, equal those of the period before: the column of the last month
 * was sent again under the new month's name. A series that stood still before stands still again and says nothing, nor
 * does a nought.
 */
export function repeatedPeriods(successions: readonly Succession[]): RepeatedPeriod[] {
  const telling = successions.filter(
    ({ previous, beforeThat, value }) => beforeThat !== previous && !(value === 0 && previous === 0),
  );
  const byPeriod = grouped(
    telling,
    ({ period }) => `${period.frequency} ${period.accumulation} ${period.start}`,
  );
  return [...byPeriod.values()].flatMap((group) => {
    const equal = group.filter(({ value, previous }) => value === previous).length;
    if (group.length < leastSeries || equal < leastShare * group.length) return [];
    const { period } = group[0]!;
    const line = Math.min(...group.map((succession) => succession.line));
    return [{ line, period, previous: previousPeriod(period), equal, compared: group.length }];
  });
}
