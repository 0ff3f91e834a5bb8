import { addDays, decimalYear, isDay, nextPeriod, periodContaining, type TimePeriod } from '#time-period';
import { meets, type Goal } from '../goal.js';
import type { Observation } from '../observation.js';
import type { TargetSpec } from '../target.js';
import { round10 } from '../thresholds.js';
import { annualPoints, dueStart } from './annual-points.js';
import type { Forecast } from './forecast.js';
import {
  fitLinearTrend,
  predictionError,
  timeOfReaching,
  trendAt,
  type LinearTrend,
} from './linear-trend.js';
import { periodOfRun, runNumber, seasonalRun } from './seasonal-run.js';
import { rememberedFit } from './remembered-fit.js';
import { smoothedAhead, smoothedError } from './seasonal-smoothing.js';

/** A fitted series, ready to be asked for what comes after its last value. */
export interface Extrapolation {
  method: Forecast['method'];
  n: number;
  degreesOfFreedom: number;
  /** Where the values it was fitted to end, in decimal years, and the years they span. */
  lastTime: number;
  span: number;
  valueAt(period: TimePeriod): number;
  standardErrorAt(period: TimePeriod): number;
  /** The first period after the newest observation whose value lies in the goal, within the horizon; else null. */
  firstIn(goal: Goal): TimePeriod | null;
}

/** The farthest look ahead, as a multiple of the time looked back on. */
const horizonFactor = 2;

/** Whether a computed value meets a goal once it is rounded, which is dear and mostly plain without. */
function meetsRounded(goal: Goal, value: number): boolean {
  // More than rounding to 10 digits and 10 decimals moves it.
  const margin = 1e-9 * Math.abs(value) + 1e-9;
  if (value + margin < goal.lower || value - margin > goal.upper) return false;
  return meets(goal, round10(value));
}

/** The end of the horizon, in decimal years. */
export function horizonOf({ lastTime, span }: Pick<Extrapolation, 'lastTime' | 'span'>): number {
  return round10(lastTime + horizonFactor * span);
}

/** The linear trend of a target's annual points, or how many there are when they are too few. */
export function annualExtrapolation(
  target: TargetSpec,
  usable: readonly Observation[],
): { kind: 'extrapolation'; extrapolation: Extrapolation } | { kind: 'tooFew'; periods: number } {
  const points = annualPoints(target, usable);
  const trend = fitLinearTrend(points);
  if (!trend) return { kind: 'tooFew', periods: points.length };
  const newest = usable.at(-1)!.period;
  const lastTime = points.at(-1)!.time;
  const span = lastTime - points[0]!.time;
  const extrapolation: Extrapolation = {
    method: 'linearTrend',
    n: trend.n,
    degreesOfFreedom: trend.n - 2,
    lastTime,
    span,
    valueAt: ({ end }) => trendAt(trend, decimalYear(end)),
    standardErrorAt: ({ end }) => predictionError(trend, decimalYear(end)),
    firstIn: (goal) => firstOnTrend(trend, goal, target, newest, horizonOf({ lastTime, span })),
  };
  return { kind: 'extrapolation', extrapolation };
}

function firstOnTrend(
  trend: LinearTrend,
  goal: Goal,
  target: TargetSpec,
  newest: TimePeriod,
  horizon: number,
): TimePeriod | null {
  const time = timeOfReaching(trend, goal, decimalYear(newest.end));
  if (time === null || round10(time) > horizon) return null;
  const candidates = target.kind === 'stock' ? periodsAround(time, target) : sameParts(time, target);
  const first = candidates.find(
    ({ end }) => end > newest.end && meetsRounded(goal, trendAt(trend, decimalYear(end))),
  );
  return first && decimalYear(first.end) <= horizon ? first : null;
}

/** The periods that end about a time and the two after: it may lie on an edge, or in the newest period itself. */
function periodsAround(time: number, { frequency }: TargetSpec): TimePeriod[] {
  const year = Math.floor(time);
  const day = addDays(yearStart(year), Math.floor((time - year) * 365) - 1);
  const first = periodContaining(day, frequency);
  const second = nextPeriod(first);
  return [first, second, nextPeriod(second)];
}

/** The due period's part of the years about a time. */
function sameParts(time: number, target: TargetSpec): TimePeriod[] {
  const year = Math.floor(time);
  const part = dueStart(target).slice(4);
  return [year - 1, year, year + 1]
    .map((y) => yearStart(y).slice(0, 4) + part)
    .filter(isDay)
    .map((start) => periodContaining(start, target.frequency));
}

function yearStart(year: number): string {
  return `${String(year).padStart(4, '0')}-01-01`;
}

/** The seasonal model of a monthly or quarterly series; null for others, and with fewer than two years in a row. */
export function seasonalExtrapolation(
  target: TargetSpec,
  usable: readonly Observation[],
): Extrapolation | null {
  const run = seasonalRun(target, usable);
  const due = run && runNumber(target.due, run.frequency);
  const model = run && due !== null ? rememberedFit(run.values, run.perYear) : null;
  if (!run || !model) return null;
  const last = runNumber(run.last, run.frequency)!;
  const ahead = (period: TimePeriod) => runNumber(period, run.frequency)! - last;
  const newest = usable.at(-1)!.period;
  return {
    method: 'seasonalSmoothing',
    n: model.n,
    degreesOfFreedom: model.degreesOfFreedom,
    lastTime: decimalYear(run.last.end),
    span: model.n / run.perYear,
    valueAt: (period) => smoothedAhead(model, ahead(period)),
    standardErrorAt: (period) => smoothedError(model, ahead(period)),
    firstIn: (goal) => {
      for (let h = 1; h <= horizonFactor * model.n; h++) {
        if (!meetsRounded(goal, smoothedAhead(model, h))) continue;
        const period = periodOfRun(last + h, run.frequency);
        if (period.end > newest.end) return period;
      }
      return null;
    },
  };
}
