/** What was said of a series before: values that were revised, and the series as it was known on an earlier day. Pure. */
import type { TargetValue } from '#contract';
import type { ChartPoint } from './chart-lines';
import { dayOf, endOfDay } from './date-wording';

/** A value that was known, and replaced by another one. */
export interface FormerPoint extends ChartPoint {
  knownFrom: string;
  knownTo: string;
  /** Whether `knownFrom` is a release date; else it is the day of an import, or since when it could be computed. */
  released: boolean;
}

/** The series as it was known at the end of an earlier day. */
export interface EarlierSeries {
  /** YYYY-MM-DD */
  day: string;
  points: ChartPoint[];
  /** Periods that had another value then. */
  differing: number;
  /** Periods that have a value now and had none then. */
  missing: number;
}

/** A day on which something of the series became known. */
export interface Publication {
  day: string;
  /** Periods whose first value came that day, those whose value was replaced, and those whose value was said again. */
  added: string[];
  revised: string[];
  unchanged: string[];
}

const isStanding = ({ knownTo }: TargetValue): boolean => knownTo === null;

/** The values that stand, one per period, in the order given. */
export const standingValues = (values: readonly TargetValue[]): TargetValue[] => values.filter(isStanding);

const pointOf = ({ time, value, period, status }: TargetValue): ChartPoint => ({
  x: time,
  y: value,
  period,
  status,
});

/** Values that were replaced by a different one; one that only gained another status was not revised. */
export function formerPoints(values: readonly TargetValue[]): FormerPoint[] {
  const now = new Map(standingValues(values).map(({ period, value }) => [period, value]));
  return values.flatMap((one) =>
    one.knownTo === null || !now.has(one.period) || now.get(one.period) === one.value
      ? []
      : [{ ...pointOf(one), knownFrom: one.knownFrom, knownTo: one.knownTo, released: one.released }],
  );
}

/** The series as it was known when `day` ended, beside how it is known now. */
export function seriesKnownOn(values: readonly TargetValue[], day: string): EarlierSeries {
  const instant = Date.parse(endOfDay(day));
  const known = values.filter(
    ({ knownFrom, knownTo }) =>
      Date.parse(knownFrom) < instant && (knownTo === null || Date.parse(knownTo) >= instant),
  );
  const then = new Map(known.map(({ period, value }) => [period, value]));
  const now = standingValues(values);
  return {
    day,
    points: known.map(pointOf),
    differing: now.filter(({ period, value }) => then.has(period) && then.get(period) !== value).length,
    missing: now.filter(({ period }) => !then.has(period)).length,
  };
}

/**
 * The days on which the series changed, the newest first, without the last of them: from that one on it is known as
 * it is now.
 */
export function earlierPublications(values: readonly TargetValue[]): Publication[] {
  const byDay = new Map<string, Publication>();
  const said = new Map<string, number>();
  for (const { period, value, knownFrom } of values.toSorted(
    (a, b) => Date.parse(a.knownFrom) - Date.parse(b.knownFrom),
  )) {
    const day = dayOf(knownFrom);
    const publication = byDay.get(day) ?? { day, added: [], revised: [], unchanged: [] };
    byDay.set(day, publication);
    const before = said.get(period);
    if (before === undefined) publication.added.push(period);
    else if (before !== value) publication.revised.push(period);
    else publication.unchanged.push(period);
    said.set(period, value);
  }
  return [...byDay.values()].slice(0, -1).toReversed();
}

/** The values of each period, the one that stands first, then the former ones from the newest on; newest period first. */
export function byPeriod(values: readonly TargetValue[]): { period: string; vintages: TargetValue[] }[] {
  const periods = new Map<string, TargetValue[]>();
  for (const value of values) periods.set(value.period, [value, ...(periods.get(value.period) ?? [])]);
  return [...periods].map(([period, vintages]) => ({ period, vintages })).toReversed();
}
