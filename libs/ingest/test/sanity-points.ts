import { parsePeriod } from '#time-period';
import { dayNumberOf, type Point } from '../src/sanity/point.js';

/** A value as a spec writes it down: `2019-06 12.5`, with a status after it when it is not normal. */
export function pointOf(text: string, seriesId?: string): Point {
  const [when = '', value = '', status = 'A'] = text.split(' ');
  const period = parsePeriod(when);
  if (!period) throw new Error(`${when} is no period`);
  return {
    seriesId: seriesId ?? `${period.frequency} ${period.accumulation}`,
    period,
    at: dayNumberOf(period.end),
    value: Number(value),
    text: value,
    status,
    importId: 1,
  };
}

/** Values of consecutive years, the first of them given. */
export function years(first: number, ...values: number[]): string[] {
  return values.map((value, index) => `${first + index} ${value}`);
}

/** Values of consecutive months. */
export function months(first: number, ...values: number[]): string[] {
  return values.map(
    (value, index) =>
      `${first + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')} ${value}`,
  );
}
