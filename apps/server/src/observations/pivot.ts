/** Observations with a row per period and a column per series. */
import { seriesKeyText } from '#storage';
import { formatPeriod, formatPeriodEn, formatPeriodZh, pointOf, type TimePeriod } from '#time-period';
import { byteOrderMark, csvLine, safeText } from '../http/csv.js';
import type { Page } from '../http/paging.js';
import { type Observed, periodOf } from './observed.js';
import type { Language } from './series-name.js';

/** Every value of one period, by seriesKeyText. */
export interface PeriodValues {
  readonly period: TimePeriod;
  readonly values: ReadonlyMap<string, string>;
}

/** Series in the order of their columns. */
export type Columns = readonly { readonly key: string; readonly name: string }[];

/**
 * Period by period, in time order (by end; of two that end together the longer first).
 * @param stored in that order, see observationPages by period.
 * @param computed in any order.
 */
export async function* byPeriod(
  stored: AsyncIterable<readonly Observed[]>,
  computed: readonly Observed[],
): AsyncGenerator<PeriodValues> {
  const waiting = new Map<string, Observed[]>();
  for (const row of computed) {
    const text = formatPeriod(periodOf(row));
    waiting.set(text, [...(waiting.get(text) ?? []), row]);
  }
  const others = [...waiting.values()].map(([row]) => periodOf(row!)).toSorted(inTime);
  let current: { period: TimePeriod; values: Map<string, string> } | null = null;
  let next = 0;
  const complete = (one: { period: TimePeriod; values: Map<string, string> }): PeriodValues => {
    const text = formatPeriod(one.period);
    for (const row of waiting.get(text) ?? []) one.values.set(seriesKeyText(row), row.value);
    waiting.delete(text);
    return one;
  };
  const before = function* (period: TimePeriod | null): Generator<PeriodValues> {
    for (; next < others.length; next += 1) {
      const other = others[next]!;
      if (period !== null && inTime(other, period) >= 0) return;
      if (waiting.has(formatPeriod(other))) yield complete({ period: other, values: new Map() });
    }
  };
  for await (const rows of stored)
    for (const row of rows) {
      const period = periodOf(row);
      if (current === null || inTime(current.period, period) !== 0) {
        if (current !== null) yield complete(current);
        yield* before(period);
        current = { period, values: new Map() };
      }
      current.values.set(seriesKeyText(row), row.value);
    }
  if (current !== null) yield complete(current);
  yield* before(null);
}

/** Those of a page, all without one. */
export async function* pageOf<T>(items: AsyncIterable<T>, page: Page | null): AsyncGenerator<T> {
  let at = 0;
  for await (const item of items) {
    if (page !== null && at >= page.offset + page.limit) return;
    if (page === null || at >= page.offset) yield item;
    at += 1;
  }
}

/** As CSV for Excel; a cell is empty where a series has no value. */
export async function* pivotTable(
  periods: AsyncIterable<PeriodValues>,
  columns: Columns,
  language: Language | undefined,
): AsyncGenerator<string> {
  const heading = language === 'zh' ? '时期' : language === 'en' ? 'period' : 'time_period';
  const words = language === 'zh' ? formatPeriodZh : language === 'en' ? formatPeriodEn : formatPeriod;
  yield byteOrderMark + csvLine([heading, ...columns.map(({ name }) => safeText(name))]);
  for await (const { period, values } of periods)
    yield csvLine([words(period), ...columns.map(({ key }) => values.get(key) ?? '')]);
}

/** As JSON: flat rows, every series a property of each. */
export async function* pivotJson(
  periods: AsyncIterable<PeriodValues>,
  columns: Columns,
  timeZone: string,
): AsyncGenerator<string> {
  const properties = columns.map(({ key, name }) => ({ key, property: JSON.stringify(name) }));
  let before = '[';
  for await (const { period, values } of periods) {
    // The decimal text is a JSON number as it stands.
    const each = properties.map(({ key, property }) => `,${property}:${values.get(key) ?? 'null'}`).join('');
    yield `${before}{"period":"${formatPeriod(period)}","time":${pointOf(period, timeZone)}${each}}`;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** As the pages by period are sorted. */
function inTime(a: TimePeriod, b: TimePeriod): number {
  return (
    compare(a.end, b.end) ||
    compare(a.start, b.start) ||
    compare(a.frequency, b.frequency) ||
    compare(a.accumulation, b.accumulation)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
