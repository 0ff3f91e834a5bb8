import { decimalYear, formatPeriod, type Day } from '#time-period';
import { goalOf, meets, type Goal } from '../goal.js';
import type { Observation } from '../observation.js';
import type { TargetSpec } from '../target.js';
import { round10 } from '../thresholds.js';
import { clipped } from '../trajectory.js';
import {
  annualExtrapolation,
  horizonOf,
  seasonalExtrapolation,
  type Extrapolation,
} from './extrapolation.js';
import { studentCdf, studentQuantile } from './student-t.js';

/** What is to be expected of the due period if the series goes on as it has. It is no observation. */
export interface Forecast {
  /** The due period as SDMX text. */
  period: string;
  /** In the indicator's unit, clipped to its bounds, as are lower and upper. */
  value: number;
  /** The 80 % prediction interval. */
  lower: number;
  upper: number;
  /** Standard error of the prediction, in the indicator's unit. */
  standardError: number;
  /** That the due period's value meets the target; 0 or 1 only where the indicator's bounds alone decide it. */
  probability: number;
  /** Values it rests on. */
  n: number;
  method: 'linearTrend' | 'seasonalSmoothing';
}

/** Why there is no forecast. */
export type ForecastRefusal =
  /** The target names no number. */
  | { code: 'no-target-value' }
  /** The due date has passed, or its own value (or a later one) is in. */
  | { code: 'due-passed' }
  | { code: 'due-observed' }
  /** Fewer than three years of values. */
  | { code: 'too-few-periods'; periods: number }
  /** The due date lies further ahead than twice the time the values span; in years. */
  | { code: 'beyond-horizon'; ahead: number; span: number }
  /** The values lie on a line exactly: value is where it leads, but nothing tells how sure that is. */
  | { code: 'no-variation'; value: number };

export interface Outlook {
  forecast: Forecast | null;
  refusal: ForecastRefusal | null;
  /**
   * The first period after the latest value whose forecast value meets the target, as SDMX text. null when none does
   * within the horizon, and when the latest value meets it already.
   */
  attainmentPeriod: string | null;
}

/** The interval holds the middle 80 %. */
const upperTail = 0.9;

/**
 * No probability is shown as smaller, or as nearer to 1: Student's distribution is computed a little better than this,
 * and no series tells that anything is certain.
 */
const leastProbability = 1e-6;

/**
 * Looks ahead from a target's usable observations to its due period. Monthly and quarterly series with two full years
 * or more without a gap: exponential smoothing with a season (see seasonal-smoothing). Others, and those whose due
 * date lies beyond that run's horizon: ordinary least squares on the last ten annual points (see annual-points), with
 * Student's t of n − 2 degrees of freedom. The horizon is twice the time that the values span.
 *
 * @param usable the target's usable observations in time order; only those known as of the asked day
 */
export function outlook(target: TargetSpec, usable: readonly Observation[], asOfDay: Day): Outlook {
  const goal = goalOf(target);
  const latest = usable.at(-1);
  if (!goal) return refused({ code: 'no-target-value' });
  if (asOfDay > target.due.end) return refused({ code: 'due-passed' });
  if (!latest) return refused({ code: 'too-few-periods', periods: 0 });
  if (latest.period.end >= target.due.end) return refused({ code: 'due-observed' });
  const seasonal = seasonalExtrapolation(target, usable);
  if (seasonal && isWithinHorizon(seasonal, target)) return lookAhead(seasonal, target, goal, latest);
  const annual = annualExtrapolation(target, usable);
  if (annual.kind === 'extrapolation') return lookAhead(annual.extrapolation, target, goal, latest);
  if (seasonal) return lookAhead(seasonal, target, goal, latest);
  return refused({ code: 'too-few-periods', periods: annual.periods });
}

function refused(refusal: ForecastRefusal): Outlook {
  return { forecast: null, refusal, attainmentPeriod: null };
}

function lookAhead(path: Extrapolation, target: TargetSpec, goal: Goal, latest: Observation): Outlook {
  const reachable = unclippedGoal(target, goal);
  const first = reachable && !meets(goal, latest.value) ? path.firstIn(reachable) : null;
  const attainmentPeriod = first && formatPeriod(first);
  if (!isWithinHorizon(path, target)) {
    const ahead = round10(decimalYear(target.due.end) - path.lastTime);
    const refusal: ForecastRefusal = { code: 'beyond-horizon', ahead, span: round10(path.span) };
    return { forecast: null, refusal, attainmentPeriod };
  }
  const value = path.valueAt(target.due);
  const standardError = path.standardErrorAt(target.due);
  const shown = (v: number) => round10(clipped(target, v));
  if (standardError === 0) {
    return { forecast: null, refusal: { code: 'no-variation', value: shown(value) }, attainmentPeriod };
  }
  const half = studentQuantile(upperTail, path.degreesOfFreedom) * standardError;
  const forecast: Forecast = {
    period: formatPeriod(target.due),
    value: shown(value),
    lower: shown(value - half),
    upper: shown(value + half),
    standardError: round10(standardError),
    probability: probabilityOf(reachable, (edge) =>
      studentCdf((edge - value) / standardError, path.degreesOfFreedom),
    ),
    n: path.n,
    method: path.method,
  };
  return { forecast, refusal: null, attainmentPeriod };
}

function isWithinHorizon(path: Extrapolation, target: TargetSpec): boolean {
  return decimalYear(target.due.end) <= horizonOf(path);
}

/**
 * The goal for values that are not clipped yet: what falls outside the indicator's bounds falls on them, so an edge on
 * or beyond a bound cannot be missed on that side. null when the bounds leave nothing of the goal.
 */
function unclippedGoal({ lowerBound, upperBound }: TargetSpec, goal: Goal): Goal | null {
  const least = lowerBound ?? -Infinity;
  const most = upperBound ?? Infinity;
  if (goal.lower > most || goal.upper < least) return null;
  return {
    lower: goal.lower <= least ? -Infinity : goal.lower,
    upper: goal.upper >= most ? Infinity : goal.upper,
  };
}

/** The probability of a goal, given that of staying below (or at) an edge. */
function probabilityOf(goal: Goal | null, below: (edge: number) => number): number {
  if (!goal) return 0;
  if (goal.lower === -Infinity && goal.upper === Infinity) return 1;
  const p = below(goal.upper) - below(goal.lower);
  return Number(Math.min(Math.max(p, leastProbability), 1 - leastProbability).toFixed(6));
}
