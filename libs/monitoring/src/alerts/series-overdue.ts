import type { Facts } from '#alerting';
import type { Indicator } from '#contract';
import {
  isSameJson,
  readTargetsAtPlaces,
  seriesKeyText,
  type Reader,
  type SeriesAtPlace,
  type SeriesKey,
  type SeriesPlace,
  type TargetAtPlace,
} from '#storage';
import { addDays, dayInZone, daysBetween, formatPeriod, periodContaining, type Day } from '#time-period';
import { owedSeries, type OwedSeries } from '../timeliness/owed-series.js';
import { timelinessOf } from '../timeliness/timeliness.js';
import type { SeriesQuestion } from './series-candidate.js';

/** A value that is to come, and the day by which it should. */
interface DueValue {
  readonly period: string;
  readonly expectedBy: Day;
}

/** A series that is owed, and its oldest value that is late; null: none is. */
export interface OwedValue {
  readonly key: SeriesKey;
  readonly missing: Extract<Facts, { readonly of: 'overdue'; readonly missing: unknown }>['missing'];
}

/**
 * The series that are owed at these places, by key as text, each with what is missing of it. They need not be stored.
 *
 * @param rows all that are stored at these places
 */
export async function readOwedValues(
  reader: Reader,
  places: readonly SeriesPlace[],
  rows: Iterable<SeriesAtPlace>,
  { today, timeZone, catalogue }: SeriesQuestion,
): Promise<ReadonlyMap<string, OwedValue>> {
  const known = [...rows].flatMap(({ newest, ...key }) =>
    newest ? [{ ...key, periodEnd: newest.periodEnd }] : [],
  );
  const targetsOf = byIndicator(await readTargetsAtPlaces(reader, places));
  const knownOf = byIndicator(known);
  const owed = new Map<string, OwedValue>();
  for (const code of new Set(places.map(({ indicator }) => indicator))) {
    const indicator = catalogue.indicators.get(code);
    // What a formula computes nobody reports.
    if (!indicator || indicator.formula) continue;
    const targets = targetsOf.get(code) ?? [];
    for (const series of owedSeries(indicator, targets, knownOf.get(code) ?? [], today)) {
      const since = sinceWhen(indicator, series.key, targets);
      const due = series.newest
        ? nextDue(series, indicator, today)
        : since && firstDue(series.key, indicator, dayInZone(since, timeZone));
      const daysLate = due ? daysBetween(due.expectedBy, today) : 0;
      const missing = due && daysLate > 0 ? { ...due, daysLate } : null;
      owed.set(seriesKeyText(series.key), { key: series.key, missing });
    }
  }
  return owed;
}

/** Since when a target waits for the series; null: none does. */
function sinceWhen({ kind }: Indicator, key: SeriesKey, targets: readonly TargetAtPlace[]): Date | null {
  const waiting = targets.filter(
    ({ area, breakdown, frequency }) =>
      area === key.area &&
      isSameJson(breakdown, key.breakdown) &&
      (kind === 'stock' || frequency === key.frequency),
  );
  return waiting.reduce<Date | null>((first, { since }) => (first && first < since ? first : since), null);
}

function nextDue(series: OwedSeries, { releaseLagDays }: Indicator, today: Day): DueValue {
  const { next, dueOn } = timelinessOf(series, releaseLagDays, today);
  return { period: formatPeriod(next), expectedBy: dueOn };
}

/**
 * Of a series that never had a value the first one that fell due since a target waits for it. Not the newest that
 * should be out, which with every month would be another: the alert would end and begin with it. And before the
 * target was set nobody had asked; where none is, nobody does.
 */
function firstDue({ frequency }: SeriesKey, { releaseLagDays }: Indicator, since: Day): DueValue {
  const period = periodContaining(addDays(since, -releaseLagDays), frequency);
  return { period: formatPeriod(period), expectedBy: addDays(period.end, releaseLagDays) };
}

function byIndicator<T extends { readonly indicator: string }>(all: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(one.indicator);
    if (group) group.push(one);
    else groups.set(one.indicator, [one]);
  }
  return groups;
}
