import type { AreaRollUp } from '#contract';
import { dividedBy, fraction, plus, times, type Fraction } from './fraction.js';
import {
  contextText,
  seriesSet,
  told,
  type Context,
  type Point,
  type Series,
  type SeriesSet,
} from './series-set.js';

/** The parts of every area that a roll-up computes. */
export function partsByArea({ areas }: AreaRollUp): ReadonlyMap<string, readonly string[]> {
  return new Map(areas.map(({ area, parts }) => [area, parts]));
}

/**
 * Computes areas from their parts, for the periods of which they have no value of their own. Only where every part has
 * a value for the period (weighted: and its weight, none of them negative and not all 0): a total of some of them would
 * be a wrong number. A part may itself be computed.
 */
export function rollUpAreas(set: SeriesSet, rollUp: AreaRollUp, weights: SeriesSet | null): SeriesSet {
  const partsOf = partsByArea(rollUp);
  const all = new Map(set);
  const computed: Series[] = [];
  for (const area of partsFirst(partsOf)) {
    const parts = partsOf.get(area) ?? [];
    const ofFirst = [...all.values()].filter(({ context }) => context.area === parts[0]);
    for (const { context, points } of ofFirst) {
      const own = all.get(contextText({ ...context, area }))?.points;
      const results = new Map<string, Point>();
      for (const start of points.keys()) {
        if (own?.has(start)) continue;
        const inputs = parts.map((part) => ({
          point: all.get(contextText({ ...context, area: part }))?.points.get(start),
          weight: weights ? weightOf(weights, { ...context, area: part }, start) : undefined,
        }));
        const point =
          rollUp.method === 'weighted' ? weightedMean(inputs) : total(inputs, rollUp.method === 'mean');
        if (point) results.set(start, point);
      }
      const ofArea = { ...context, area };
      computed.push({ context: ofArea, points: results });
      all.set(contextText(ofArea), { context: ofArea, points: new Map([...(own ?? []), ...results]) });
    }
  }
  return seriesSet(computed);
}

interface Input {
  readonly point: Point | undefined;
  readonly weight: Point | undefined;
}

function total(inputs: readonly Input[], isMean: boolean): Point | null {
  const points = complete(inputs.map(({ point }) => point));
  if (!points) return null;
  const sum = points.map(({ value }) => value).reduce(plus);
  return pointOf(points, isMean ? dividedBy(sum, fraction(BigInt(points.length))) : sum);
}

function weightedMean(inputs: readonly Input[]): Point | null {
  const points = complete(inputs.map(({ point }) => point));
  const weights = complete(inputs.map(({ weight }) => weight));
  if (!points || !weights || weights.some(({ value }) => value.over < 0n)) return null;
  const sum = points.map(({ value }, at) => times(value, weights[at]!.value)).reduce(plus);
  const weight = weights.map(({ value }) => value).reduce(plus);
  return pointOf([...points, ...weights], dividedBy(sum, weight));
}

/** Null when one is missing, or when there is none at all. */
function complete(points: readonly (Point | undefined)[]): Point[] | null {
  const there = points.filter((point) => point !== undefined);
  return there.length === points.length && there.length > 0 ? there : null;
}

function pointOf(inputs: readonly Point[], value: Fraction | null): Point | null {
  return value && { ...inputs[0]!, ...told(inputs), value };
}

/** A weight that is not broken down weighs every value of its area. */
function weightOf(weights: SeriesSet, context: Context, start: string): Point | undefined {
  const series = weights.get(contextText(context)) ?? weights.get(contextText({ ...context, breakdown: {} }));
  return series?.points.get(start);
}

/** The areas in the order in which each can be computed from its parts. */
function partsFirst(partsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered = new Set<string>();
  const visit = (area: string) => {
    for (const part of partsOf.get(area) ?? []) if (partsOf.has(part)) visit(part);
    ordered.add(area);
  };
  for (const area of partsOf.keys()) visit(area);
  return [...ordered];
}
