import type { Indicator } from '#contract';
import type { StoredObservation } from '#storage';
import { sourcesOf } from './check-derived.js';
import { evaluate } from './evaluate.js';
import { parseFormula } from './formula.js';
import { decimalText, dividedBy, fractionOf, times, type Fraction } from './fraction.js';
import { measureOfUnit } from './measure.js';
import { partsByArea, rollUpAreas } from './roll-up-areas.js';
import {
  contextText,
  seriesSet,
  type Context,
  type Point,
  type Series,
  type SeriesSet,
} from './series-set.js';

/** An observation that nobody reported: computed from others, and stored nowhere. */
export interface ComputedObservation extends Omit<StoredObservation, 'seriesId' | 'importId'> {
  readonly computed: {
    /** How many areas it was rolled up from; null when it was computed by a formula. */
    readonly areas: number | null;
  };
}

/** What the observations it is computed from must hold of an observation. */
export type InputObservation = Omit<StoredObservation, 'seriesId' | 'importId'>;

/** Beyond an indicator's own decimals, so that rounding never lifts a value to its target. */
const furtherDecimals = 6;

export function isComputed({ formula, areaRollUp }: Indicator): boolean {
  return Boolean(formula) || Boolean(areaRollUp);
}

/**
 * Codes of these indicators and of all that they are computed from, at every remove.
 * @param computed every computed indicator; one that is not among them is taken for reported.
 */
export function withSources(
  codes: readonly string[],
  computed: ReadonlyMap<string, Indicator>,
): ReadonlySet<string> {
  const all = new Set<string>();
  const waiting = [...codes];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (all.has(next)) continue;
    all.add(next);
    const indicator = computed.get(next);
    if (indicator) waiting.push(...sourcesOf(indicator));
  }
  return all;
}

/**
 * Computes what these indicators have beyond what was reported: by their formula, or for areas from their parts.
 * What was reported stands; only where there is no value one is computed. Values are exact and rounded once, to six
 * decimals more than the indicator has. The catalogue was checked by checkDerived.
 *
 * @param observations of the indicators themselves and of all that they are computed from.
 */
export function computeObservations(
  codes: readonly string[],
  indicators: ReadonlyMap<string, Indicator>,
  observations: readonly InputObservation[],
): ComputedObservation[] {
  const reported = new Map<string, InputObservation[]>();
  for (const observation of observations) {
    const ofIndicator = reported.get(observation.indicator);
    if (ofIndicator) ofIndicator.push(observation);
    else reported.set(observation.indicator, [observation]);
  }
  const known = new Map<string, SeriesSet>();
  const results = new Map<string, ComputedObservation[]>();

  const seriesOf = (code: string): SeriesSet => {
    const before = known.get(code);
    if (before) return before;
    const indicator = indicators.get(code);
    if (!indicator) return new Map();
    const size = sizeOfUnit(indicator);
    const own = reportedSeries(reported.get(code) ?? [], size);
    const series = computedSeries(indicator, own);
    const partsOf = indicator.areaRollUp && partsByArea(indicator.areaRollUp);
    const merged = new Map(own);
    const found: ComputedObservation[] = [];
    for (const [text, { context, points }] of series) {
      const there = own.get(text)?.points;
      const missing = [...points.values()].filter(({ start }) => !there?.has(start));
      const computed = { areas: partsOf?.get(context.area)?.length ?? null };
      const all = [...(there?.values() ?? [])];
      for (const point of missing) {
        const observation = observationOf(indicator, context, inUnits(point, size), computed);
        found.push(observation);
        // Whatever is computed from it is computed from the value that is shown.
        all.push({ ...pointOf(observation, size), isBreak: point.isBreak });
      }
      merged.set(text, { context, points: inOrder(all) });
    }
    known.set(code, merged);
    results.set(code, found);
    return merged;
  };

  const computedSeries = ({ formula, areaRollUp }: Indicator, own: SeriesSet): SeriesSet => {
    if (formula) return evaluate(parseFormula(formula), seriesOf);
    if (!areaRollUp) return new Map();
    return rollUpAreas(own, areaRollUp, areaRollUp.by === null ? null : seriesOf(areaRollUp.by));
  };

  return codes.flatMap((code) => {
    seriesOf(code);
    return results.get(code) ?? [];
  });
}

function reportedSeries(observations: readonly InputObservation[], size: Fraction): SeriesSet {
  const bySeries = new Map<string, { context: Context; points: Point[] }>();
  for (const observation of observations) {
    const { area, frequency, accumulation, breakdown } = observation;
    const context = { area, frequency, accumulation, breakdown };
    const text = contextText(context);
    const series = bySeries.get(text) ?? { context, points: [] };
    bySeries.set(text, series);
    series.points.push(pointOf(observation, size));
  }
  const series = [...bySeries.values()].map(({ context, points }): Series => ({
    context,
    points: inOrder(points),
  }));
  return seriesSet(series);
}

function inOrder(points: readonly Point[]): ReadonlyMap<string, Point> {
  const ordered = points.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  return new Map(ordered.map((point) => [point.start, point]));
}

/** @param size of the unit that the observation is in. */
function pointOf(observation: InputObservation, size: Fraction): Point {
  const { periodStart, periodEnd, value, status, knownFrom } = observation;
  return {
    start: periodStart,
    end: periodEnd,
    value: times(fractionOf(value), size),
    status,
    isBreak: status === 'B',
    knownFrom,
  };
}

function inUnits(point: Point, size: Fraction): Point {
  // The size of a unit is never 0.
  return { ...point, value: dividedBy(point.value, size)! };
}

/** @param point its value in the indicator's unit. */
function observationOf(
  indicator: Indicator,
  context: Context,
  { start, end, value, status, knownFrom }: Point,
  computed: ComputedObservation['computed'],
): ComputedObservation {
  return {
    ...context,
    indicator: indicator.code,
    periodStart: start,
    periodEnd: end,
    value: decimalText(value, indicator.decimals + furtherDecimals),
    status,
    knownFrom,
    computed,
  };
}

function sizeOfUnit({ code, unit }: Indicator): Fraction {
  const measure = measureOfUnit(unit.zh);
  if (!measure) throw new Error(`indicator ${code} has the unit ${unit.zh}, which checkDerived refuses`);
  return measure.size;
}
