import type { Indicator } from '#contract';
import type { Accumulation, Frequency } from '#time-period';
import { isForecast, stepDays, type Point } from './point.js';

/** From one value of a history to a later one. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** The values that one value of a series is compared with; they are named by their place in time order. */
export interface SeriesHistory {
  /** In time order, without forecasts. */
  readonly points: readonly Point[];
  /** What is compared: the value, or of a sum since January its mean per month or quarter, so that months compare. */
  readonly levels: readonly number[];
  /** Of each point the place of the same months a year before, or -1. */
  readonly yearBefore: readonly number[];
  /** Of each point the place of the same months a year later, or -1. */
  readonly yearAfter: readonly number[];
  /** Of each point the link to it from the same months a year before; null where that value is missing. */
  readonly yearLinks: readonly (Link | null)[];
  /** Days of one step. */
  readonly stepDays: number;
  /** Whether the same months of other years are the better comparison. */
  readonly seasonal: boolean;
  /** Whether sums begin anew in January, so that January is no successor of December. */
  readonly yearly: boolean;
}

/**
 * @param own the series' values
 * @param alike of a stock, its values of other frequencies: a count of 29 June stands in line with those of year ends
 */
export function historyOf(
  { kind, frequency: usual }: Pick<Indicator, 'kind' | 'frequency'>,
  { frequency, accumulation }: { readonly frequency: Frequency; readonly accumulation: Accumulation },
  own: readonly Point[],
  alike: readonly Point[],
): SeriesHistory {
  const real = own.filter((point) => !isForecast(point));
  const ends = new Set(real.map((point) => point.at));
  const others = kind === 'stock' ? alike.filter((point) => !isForecast(point) && !ends.has(point.at)) : [];
  const atOnce = new Map(others.map((point) => [point.at, point]));
  const points = [...real, ...atOnce.values()].toSorted((a, b) => a.at - b.at);
  const sums = accumulation === 'yearToDate' && kind === 'flow';
  const seasonal = frequency === 'S' || frequency === 'Q' || frequency === 'M';
  return {
    points,
    levels: points.map(sums ? meanOfSum : ({ value }) => value),
    ...yearsApart(points, seasonal ? new Set(real) : new Set()),
    // Counts of single days come when they come: their pace is the indicator's.
    stepDays: stepDays[kind === 'stock' && (frequency === 'D' || others.length > 0) ? usual : frequency],
    seasonal,
    yearly: accumulation === 'yearToDate',
  };
}

function meanOfSum({ value, period }: Point): number {
  const months = period.frequency === 'Q' ? 3 : 1;
  return (value * months) / (Number(period.start.slice(5, 7)) + months - 1);
}

function yearsApart(
  points: readonly Point[],
  own: ReadonlySet<Point>,
): Pick<SeriesHistory, 'yearBefore' | 'yearAfter' | 'yearLinks'> {
  const places = new Map<string, number>();
  const yearAfter = points.map(() => -1);
  const yearBefore = points.map((point, place) => {
    if (!own.has(point)) return -1;
    const { start } = point.period;
    places.set(start, place);
    const before = places.get(String(Number(start.slice(0, 4)) - 1).padStart(4, '0') + start.slice(4)) ?? -1;
    if (before >= 0) yearAfter[before] = place;
    return before;
  });
  const yearLinks = yearBefore.map((from, to) => (from < 0 ? null : { from, to, steps: 1 }));
  return { yearBefore, yearAfter, yearLinks };
}

/** Where a point stands among points in time order. */
export function placeOf(points: readonly Point[], { at }: Point): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
