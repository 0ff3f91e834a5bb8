import { seriesKeyText, type SeriesKey } from '#storage';
import type { Fraction } from './fraction.js';

/** A value with what else is told of it. */
export interface Quantity {
  /** In the bases of its measure, not in multiples of them: 120000 for 12 万人. */
  readonly value: Fraction;
  /** OBS_STATUS. */
  readonly status: string;
  /** Whether the series breaks here: what was before does not compare. */
  readonly isBreak: boolean;
  /** Since when it is known: since the last of its inputs was. */
  readonly knownFrom: Date;
}

/** A quantity of one period. Within a series the start names the period. */
export interface Point extends Quantity {
  readonly start: string;
  readonly end: string;
}

/** What two series must share to be computed with each other; a {@link SeriesKey} but for the indicator. */
export type Context = Omit<SeriesKey, 'indicator'>;

export interface Series {
  readonly context: Context;
  /** By the start of the period, in time order. */
  readonly points: ReadonlyMap<string, Point>;
}

/** All series of one indicator, or of a part of a formula, by {@link contextText}. */
export type SeriesSet = ReadonlyMap<string, Series>;

export function contextText(context: Context): string {
  return seriesKeyText({ ...context, indicator: '' });
}

/** A set of these series; of two with the same context the later one counts, and one without points is left out. */
export function seriesSet(series: Iterable<Series>): SeriesSet {
  const set = new Map<string, Series>();
  for (const one of series) if (one.points.size > 0) set.set(contextText(one.context), one);
  return set;
}

/** The first of these that one of the inputs has is the result's; a forecast makes everything a forecast. */
const statusesByDoubt = ['F', 'E', 'I', 'V', 'P', 'U', 'G', 'N', 'D', 'B', 'K', 'W', 'J', 'S'];

/** What is told of a value that was computed from these; there is at least one. */
export function told(inputs: readonly Quantity[]): Omit<Quantity, 'value'> {
  const statuses = new Set(inputs.map(({ status }) => status));
  return {
    status: statusesByDoubt.find((status) => statuses.has(status)) ?? 'A',
    isBreak: inputs.some(({ isBreak }) => isBreak),
    knownFrom: inputs.map(({ knownFrom }) => knownFrom).reduce((a, b) => (a > b ? a : b)),
  };
}
