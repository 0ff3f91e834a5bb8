/** Which series of an indicator are compared, and their values as lines and as a table. */
import type { IndicatorSeries, IndicatorValue } from '#contract';
import { givenAt, type Query } from './address-query';

/** More lines nobody can tell apart. */
export const mostCompared = 8;

type SeriesPart = Pick<IndicatorSeries, 'area' | 'breakdown' | 'frequency' | 'accumulation'>;

/** Of one area and breakdown: what a line is. 610100, or 610100~destination=510100. */
export function lineOf({ area, breakdown }: Pick<SeriesPart, 'area' | 'breakdown'>): string {
  const parts = Object.keys(breakdown)
    .toSorted()
    .map((dimension) => `${dimension}=${breakdown[dimension]}`);
  return [area, ...parts].join('~');
}

/** How its periods are: A, S, Q, M, D, or with -ytd behind it sums since January. */
export const rhythmOf = ({
  frequency,
  accumulation,
}: Pick<SeriesPart, 'frequency' | 'accumulation'>): string =>
  accumulation === 'yearToDate' ? `${frequency}-ytd` : frequency;

/** All points of a stock, of whatever frequency: they are levels at moments and stand in one line. */
export const anyRhythm = 'any';

const fromLongest = ['A', 'S', 'Q', 'M', 'D', 'A-ytd', 'S-ytd', 'Q-ytd', 'M-ytd', 'D-ytd'];

/** What the reader may choose of, the usual one first: of a stock with points of several frequencies all of them. */
export function rhythmsOf(all: readonly IndicatorSeries[], kind: string): string[] {
  const known = new Set(all.filter(({ values }) => values > 0).map(rhythmOf));
  const rhythms = fromLongest.filter((rhythm) => known.has(rhythm));
  return kind === 'stock' && rhythms.length > 1 ? [anyRhythm, ...rhythms] : rhythms;
}

/** A line that can be chosen: its series of the rhythm together. */
export interface Line {
  readonly id: string;
  readonly series: readonly IndicatorSeries[];
  readonly values: number;
}

/** The lines of a rhythm, those with values first by their number, then by area. */
export function linesOf(all: readonly IndicatorSeries[], rhythm: string | null): Line[] {
  const groups = new Map<string, IndicatorSeries[]>();
  for (const one of all)
    if (rhythm === null || rhythm === anyRhythm || rhythmOf(one) === rhythm)
      groups.set(lineOf(one), [...(groups.get(lineOf(one)) ?? []), one]);
  return [...groups]
    .map(([id, series]) => ({ id, series, values: series.reduce((sum, { values }) => sum + values, 0) }))
    .toSorted((a, b) => Number(b.values > 0) - Number(a.values > 0) || (a.id < b.id ? -1 : 1));
}

/** Unless the reader chose: the four lines with most values, in the order of the table. */
export function usualLines(lines: readonly Line[]): string[] {
  const most = new Set(
    lines
      .filter(({ values }) => values > 0)
      .toSorted((a, b) => b.values - a.values)
      .slice(0, 4)
      .map(({ id }) => id),
  );
  return lines.filter(({ id }) => most.has(id)).map(({ id }) => id);
}

export interface ComparisonView {
  /** Null: the usual one. */
  rhythm: string | null;
  /** Null: the usual ones; empty: none. */
  lines: string[] | null;
}

export function comparisonFromQuery(query: Query): ComparisonView {
  const lines = givenAt(query, 'series');
  return {
    rhythm: givenAt(query, 'frequency') || null,
    lines: lines === null ? null : lines.split(',').filter(Boolean).slice(0, mostCompared),
  };
}

export function queryOfComparison({ rhythm, lines }: ComparisonView): Record<string, string> {
  return {
    ...(rhythm !== null && { frequency: rhythm }),
    ...(lines !== null && { series: lines.join(',') }),
  };
}

/** A period's row: the values of the compared lines, in their order; null where one has none. */
export interface ComparisonRow {
  readonly period: string;
  readonly time: number;
  readonly cells: readonly (IndicatorValue | null)[];
}

/** The table of the compared lines, the newest period first. */
export function comparisonRows(values: readonly IndicatorValue[], lines: readonly string[]): ComparisonRow[] {
  const rows = new Map<string, { period: string; time: number; cells: (IndicatorValue | null)[] }>();
  for (const value of values) {
    const at = lines.indexOf(lineOf(value));
    if (at < 0) continue;
    const row = rows.get(value.period) ?? {
      period: value.period,
      time: value.time,
      cells: lines.map(() => null),
    };
    row.cells[at] = value;
    rows.set(value.period, row);
  }
  // Of two periods that end together the longer stands first: its text is shorter.
  return [...rows.values()].toSorted(
    (a, b) => b.time - a.time || a.period.length - b.period.length || (a.period < b.period ? 1 : -1),
  );
}

/** The values of a rhythm. */
export function valuesOf(values: readonly IndicatorValue[], rhythm: string | null): IndicatorValue[] {
  return values.filter((value) => rhythm === null || rhythm === anyRhythm || rhythmOf(value) === rhythm);
}

/** How a line is told from the others without colour. Chart.js's names; the path draws it in a box of 12 by 12. */
export interface LineMark {
  readonly point: 'circle' | 'rect' | 'triangle' | 'rectRot' | 'star' | 'cross' | 'crossRot' | 'rectRounded';
  readonly dash: readonly number[];
  readonly path: string;
}

export const lineMarks: readonly LineMark[] = [
  { point: 'circle', dash: [], path: 'M6 2a4 4 0 1 1 0 8a4 4 0 1 1 0-8Z' },
  { point: 'rect', dash: [8, 4], path: 'M2.5 2.5H9.5V9.5H2.5Z' },
  { point: 'triangle', dash: [2, 3], path: 'M6 1.5 10.5 10H1.5Z' },
  { point: 'rectRot', dash: [10, 3, 2, 3], path: 'M6 1 11 6 6 11 1 6Z' },
  { point: 'cross', dash: [5, 3], path: 'M6 1V11M1 6H11' },
  { point: 'crossRot', dash: [12, 4], path: 'M2 2 10 10M10 2 2 10' },
  { point: 'star', dash: [4, 2, 1, 2], path: 'M6 1V11M1 6H11M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5' },
  {
    point: 'rectRounded',
    dash: [1, 4],
    path: 'M4 2.5H8Q9.5 2.5 9.5 4V8Q9.5 9.5 8 9.5H4Q2.5 9.5 2.5 8V4Q2.5 2.5 4 2.5Z',
  },
];

export const markOf = (at: number): LineMark => lineMarks[at % lineMarks.length]!;
