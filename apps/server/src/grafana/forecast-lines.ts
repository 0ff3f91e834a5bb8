/** What is to be expected of a due period if a series goes on as it has, as lines of a chart. */
import type { Verdict } from '#assessment';
import type { StoredTarget } from '#storage';
import { parsePeriod, pointOf } from '#time-period';
import { bySubject, type Line, targetLine } from './frames.js';
import type { PlanNames } from './plan-names.js';
import type { SeriesPlan } from './query-plan.js';
import type { Point } from './thinning.js';

const forecastMeasures = ['forecast', 'lower', 'upper'] as const;

/** A target with what its verdict says of the future. */
export interface JudgedTarget {
  readonly target: StoredTarget;
  readonly verdict: Pick<Verdict, 'observed' | 'due' | 'targetValue' | 'forecast'>;
}

/**
 * Of each target the lines that the plan wants of its forecast and the edges of its 80 % interval: two points, from
 * the value that was judged to the due period. Where the verdict has no forecast the second is null, where nothing
 * is ahead (no value yet, or one of the due period) there is no point; a target without a number has no line.
 */
export function forecastLines(
  plan: SeriesPlan,
  judged: readonly JudgedTarget[],
  names: PlanNames,
  timeZone: string,
): Line[] {
  const wanted = forecastMeasures.filter((measure) => plan.measures.includes(measure));
  return bySubject(judged)
    .filter(({ verdict }) => verdict.targetValue !== null)
    .flatMap((one) =>
      wanted.map((measure) => ({
        ...targetLine(one, measure, judged, plan, names),
        points: pointsAhead(one.verdict, measure, timeZone),
      })),
    );
}

function pointsAhead(
  { observed, due, forecast }: JudgedTarget['verdict'],
  measure: (typeof forecastMeasures)[number],
  timeZone: string,
): Point[] {
  if (!observed) return [];
  const from = timeOf(observed.period, timeZone);
  const to = timeOf(due, timeZone);
  if (from >= to) return [];
  const ahead =
    forecast && { forecast: forecast.value, lower: forecast.lower, upper: forecast.upper }[measure];
  return [
    [observed.value, from],
    [ahead, to],
  ];
}

/** Verdicts hold periods as text that the program itself wrote. */
function timeOf(period: string, timeZone: string): number {
  return pointOf(parsePeriod(period)!, timeZone);
}
