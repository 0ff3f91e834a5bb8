import { addDays, civilDate, dayText, daysInMonth, type Day } from './day.js';

/** SDMX CL_FREQ: annual, half-yearly, quarterly, monthly, daily. */
export type Frequency = 'A' | 'S' | 'Q' | 'M' | 'D';

/** Whether a value covers its own period, or runs from 1 January through it (累计). */
export type Accumulation = 'period' | 'yearToDate';

/**
 * One TIME_PERIOD. A year-to-date period keeps the start of the period it runs through (January to June 2019 starts
 * on 2019-06-01), so that a series and a start name one observation. Year-to-date exists for months and quarters.
 */
export interface TimePeriod {
  frequency: Frequency;
  accumulation: Accumulation;
  /** First day of the period of that frequency. */
  start: Day;
  /** Last day of the period. */
  end: Day;
}

/** Months in one period of the frequencies that are made of months. */
export const monthsOf = { A: 12, S: 6, Q: 3, M: 1 } as const;

/** The index-th period (from 1) of a year; the caller has checked that the index exists. */
export function periodOfYear(
  frequency: keyof typeof monthsOf,
  accumulation: Accumulation,
  year: number,
  index: number,
): TimePeriod {
  const months = monthsOf[frequency];
  const last = index * months;
  return {
    frequency,
    accumulation,
    start: dayText(year, last - months + 1, 1),
    end: dayText(year, last, daysInMonth(year, last)),
  };
}

/** The single day as a period. */
export function periodOfDay(day: Day): TimePeriod {
  return { frequency: 'D', accumulation: 'period', start: day, end: day };
}

/** Which period of its year this is, from 1: June is 6, the third quarter 3, a year 1. Not for days. */
export function indexInYear(frequency: keyof typeof monthsOf, start: Day): number {
  return Math.ceil(civilDate(start).month / monthsOf[frequency]);
}

/** Order by end, then by start: of two periods that end together the longer comes first. */
export function comparePeriods(a: TimePeriod, b: TimePeriod): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return 0;
}

/** The period of that frequency which the day lies in. Throws RangeError when the text is not a day. */
export function periodContaining(day: Day, frequency: Frequency): TimePeriod {
  const { year } = civilDate(day);
  if (frequency === 'D') return periodOfDay(day);
  return periodOfYear(frequency, 'period', year, indexInYear(frequency, day));
}

/** The following period of the same frequency and accumulation; after January–December comes next year's January. */
export function nextPeriod(period: TimePeriod): TimePeriod {
  return { ...periodContaining(addDays(period.end, 1), period.frequency), accumulation: period.accumulation };
}

/** The preceding period of the same frequency and accumulation. */
export function previousPeriod(period: TimePeriod): TimePeriod {
  return {
    ...periodContaining(addDays(period.start, -1), period.frequency),
    accumulation: period.accumulation,
  };
}
