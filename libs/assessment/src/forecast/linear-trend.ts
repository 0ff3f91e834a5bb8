import { meets, type Goal } from '../goal.js';

/** One value at its period's end in decimal years. */
export interface Point {
  time: number;
  value: number;
}

/** A straight line through points by ordinary least squares. */
export interface LinearTrend {
  n: number;
  meanTime: number;
  meanValue: number;
  /** Units a year. */
  slope: number;
  /** Sxx, the sum of squared distances from the mean time. */
  spread: number;
  /** s, the residual standard error with n − 2 degrees of freedom; 0 when the points lie on the line. */
  residualError: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Residuals this small against the values are what floating point leaves of none. */
export const noise = 1e-9;

export const leastPoints = 3;

/** Fits the line to points of distinct times; null with fewer than three, which leave no residual to estimate s from. */
export function fitLinearTrend(points: readonly Point[]): LinearTrend | null {
  const n = points.length;
  if (n < leastPoints) return null;
  const meanTime = mean(points.map((p) => p.time));
  const meanValue = mean(points.map((p) => p.value));
  let spread = 0;
  let product = 0;
  for (const { time, value } of points) {
    spread += (time - meanTime) ** 2;
    product += (time - meanTime) * (value - meanValue);
  }
  const slope = product / spread;
  let squares = 0;
  let largest = 0;
  for (const { time, value } of points) {
    squares += (value - meanValue - slope * (time - meanTime)) ** 2;
    largest = Math.max(largest, Math.abs(value));
  }
  const s = Math.sqrt(squares / (n - 2));
  return { n, meanTime, meanValue, slope, spread, residualError: s <= noise * largest ? 0 : s };
}

export function trendAt(trend: LinearTrend, time: number): number {
  return trend.meanValue + trend.slope * (time - trend.meanTime);
}

/** The first time, not before the given one, at which the line lies between two values; null when it never does. */
export function timeOfReaching(trend: LinearTrend, goal: Goal, from: number): number | null {
  const value = trendAt(trend, from);
  const edge = value < goal.lower ? goal.lower : goal.upper;
  if (meets(goal, value)) return from;
  const years = (edge - value) / trend.slope;
  return years > 0 && Number.isFinite(years) ? from + years : null;
}

/**
 * The standard error of predicting one new value at a time: s·√(1 + 1/n + (x0 − x̄)²/Sxx), in the values' unit.
 *
 * Source: Draper & Smith, Applied Regression Analysis, 3rd ed., section 3.1; Hyndman & Athanasopoulos, Forecasting:
 * Principles and Practice, 3rd ed., section 7.9.
 */
export function predictionError(trend: LinearTrend, time: number): number {
  const leverage = 1 / trend.n + (time - trend.meanTime) ** 2 / trend.spread;
  return trend.residualError * Math.sqrt(1 + leverage);
}
