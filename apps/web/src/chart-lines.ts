/** The lines of a target's chart: what was observed, what was expected, what is asked for. */
import type { TargetValue, TrajectoryResponse, Verdict } from '#contract';

export interface ChartPoint {
  /** Epoch milliseconds of the period's end. */
  x: number;
  y: number;
  period: string;
  /** OBS_STATUS of an observed value; empty on a calculated one. */
  status: string;
}

export interface ObservedPoint extends ChartPoint {
  /** Computed from other indicators or rolled up from areas, and reported by nobody. */
  computed: boolean;
}

/** Where the series is expected to stand when the target is due. */
export interface ForecastPoint extends ChartPoint {
  /** The edges of its interval. */
  lower: number;
  upper: number;
}

export interface ChartLines {
  actual: ObservedPoint[];
  expected: ChartPoint[];
  forecast: ForecastPoint | null;
  /** Level lines: one, or both edges of a range; none when only a direction is asked for. */
  goals: number[];
  due: { period: string; time: number };
  /** Epoch milliseconds between which everything stands. */
  span: { from: number; to: number };
}

/** The lines of the chart from the values of a target that stand, its trajectory, and the forecast of its verdict. */
export function chartLines(
  observations: readonly Pick<TargetValue, 'time' | 'value' | 'period' | 'status' | 'computed'>[],
  trajectory: TrajectoryResponse,
  forecast: Verdict['forecast'],
): ChartLines {
  const { due, points } = trajectory;
  const actual = observations.map(({ time, value, period, status, computed }) => ({
    x: time,
    y: value,
    period,
    status,
    computed,
  }));
  const expected = points.map(({ time, expected: y, period }) => ({ x: time, y, period, status: '' }));
  const times = [...actual, ...expected].map(({ x }) => x);
  return {
    actual,
    expected,
    forecast: forecast && {
      x: due.time,
      y: forecast.value,
      period: forecast.period,
      status: '',
      lower: forecast.lower,
      upper: forecast.upper,
    },
    goals: [due.value, due.upper].filter((goal) => goal !== null),
    due: { period: due.period, time: due.time },
    span: { from: Math.min(due.time, ...times), to: Math.max(due.time, ...times) },
  };
}

/** The way from the newest value before the due date to the forecast; empty without one. */
export function forecastLine({ actual, forecast }: Pick<ChartLines, 'actual' | 'forecast'>): ChartPoint[] {
  if (forecast === null) return [];
  const newest = actual.findLast(({ x }) => x < forecast.x);
  return newest === undefined ? [forecast] : [newest, forecast];
}

/** The way from the newest value before them through supposed values; empty without any. */
export function supposedLine(
  { actual }: Pick<ChartLines, 'actual'>,
  supposed: readonly ChartPoint[],
): ChartPoint[] {
  const first = supposed[0];
  if (first === undefined) return [];
  const newest = actual.findLast(({ x }) => x < first.x);
  return newest === undefined ? [...supposed] : [newest, ...supposed];
}

/** The least part of its highest value that a vertical axis spans. */
const leastSpan = 0.15;

/**
 * What the vertical axis must at least span. A change of 3 % must not look like a cliff, so the axis spans no less
 * than `leastSpan` of the highest value; and it does not go below 0 when nothing else does.
 */
export function verticalSpan(values: readonly number[]): {
  from: number;
  to: number;
  notBelow: number | null;
} {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, leastSpan * Math.max(Math.abs(least), Math.abs(most)) - (most - least));
  const [from, to] = [least - missing / 2, most + missing / 2];
  return { from, to, notBelow: least >= 0 && from - (to - from) * 0.25 <= 0 ? 0 : null };
}
