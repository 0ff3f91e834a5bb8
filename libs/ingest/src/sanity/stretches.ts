import type { SeriesStretch } from '#storage';
import { addDays, type Day, type Frequency } from '#time-period';
import { dayNumberOf, stepDays } from './point.js';

/** So many values before a landed one are read: three years of months, with two years of changes from year to year. */
const before: Readonly<Record<Frequency, number>> = { A: 15, S: 20, Q: 24, M: 36, D: 40 };
/** Values after a landed one are compared with as far as the next year. */
const daysAfter: Readonly<Record<Frequency, number>> = { A: 800, S: 800, Q: 430, M: 430, D: 12 };
/** Landed values farther apart than this are read each with its own surroundings. */
const mostStepsApart = 40;
const lastDay: Day = '9990-12-31';

interface Numbered {
  readonly id: string;
  readonly frequency: Frequency;
}

/** What has to be read of a series to judge its values of these days by their neighbours. */
export function stretchesAround(series: Numbered, days: readonly Day[]): SeriesStretch[] {
  return stretches(series, days, {
    before: before[series.frequency],
    daysAfter: daysAfter[series.frequency],
  });
}

/** What has to be read of a series to add up the years of these days. */
export function stretchesOfYears(series: Numbered, days: readonly Day[]): SeriesStretch[] {
  const ends = new Set(days.flatMap((day) => [`${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`]));
  return stretches(series, [...ends], { before: 0, daysAfter: 0 });
}

/** What has to be read of a series to add it up with others at these days, and a year of their past. */
export function stretchesBefore(series: Numbered, days: readonly Day[]): SeriesStretch[] {
  return stretches(series, days, { before: Math.ceil(366 / stepDays[series.frequency]), daysAfter: 0 });
}

function stretches(
  { id, frequency }: Numbered,
  days: readonly Day[],
  around: { readonly before: number; readonly daysAfter: number },
): SeriesStretch[] {
  const step = stepDays[frequency];
  const found: SeriesStretch[] = [];
  const add = (first: Day, last: Day) => {
    const span = dayNumberOf(last) - dayNumberOf(first) + around.daysAfter;
    found.push({
      seriesId: id,
      until: last < lastDay ? addDays(last, around.daysAfter) : last,
      most: around.before + Math.ceil(span / step) + 1,
    });
  };
  const sorted = [...new Set(days)].toSorted();
  let first = sorted[0];
  let last = first;
  for (const day of sorted) {
    if (dayNumberOf(day) - dayNumberOf(last!) > mostStepsApart * step) {
      add(first!, last!);
      first = day;
    }
    last = day;
  }
  if (first !== undefined && last !== undefined) add(first, last);
  return found;
}
