import type { KnownValue } from '#storage';
import type { Accumulation, Frequency, TimePeriod } from '#time-period';

/** One value of a series as it is known now, with what comparing it needs. */
export interface Point {
  readonly seriesId: string;
  readonly period: TimePeriod;
  /** Days from 1970-01-01 to the period's end. */
  readonly at: number;
  readonly value: number;
  /** The exact value. */
  readonly text: string;
  readonly status: string;
  readonly importId: number;
}

/** Mean days from one period to the next. */
export const stepDays: Readonly<Record<Frequency, number>> = { A: 365.25, S: 182.6, Q: 91.3, M: 30.44, D: 1 };

export function dayNumberOf(day: string): number {
  return Date.parse(day) / 86_400_000;
}

interface Moment {
  readonly period: TimePeriod;
  readonly at: number;
}

/** Makes points of values; those of the same period share it, because thousands of series have the same few. */
export class Points {
  private readonly moments = new Map<string, Map<string, Moment>>();

  of(
    { seriesId, periodStart, periodEnd, value, status, importId }: KnownValue,
    { frequency, accumulation }: { readonly frequency: Frequency; readonly accumulation: Accumulation },
  ): Point {
    const sort = `${frequency} ${accumulation}`;
    let known = this.moments.get(sort);
    if (!known) this.moments.set(sort, (known = new Map()));
    let moment = known.get(periodStart);
    if (!moment) {
      const period = { frequency, accumulation, start: periodStart, end: periodEnd };
      known.set(periodStart, (moment = { period, at: dayNumberOf(periodEnd) }));
    }
    const { period, at } = moment;
    return { seriesId, period, at, value: Number(value), text: value, status, importId };
  }
}

/** Forecasts are no history: nothing is compared with them. */
export function isForecast({ status }: Point): boolean {
  return status === 'F';
}
