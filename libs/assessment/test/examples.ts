import { decimalYear, parsePeriod, type TimePeriod } from '#time-period';
import type { Observation } from '../src/observation.js';
import type { Progress } from '../src/progress.js';
import type { TargetSpec } from '../src/target.js';

export function period(text: string): TimePeriod {
  const parsed = parsePeriod(text);
  if (!parsed) throw new Error(`not a period: ${text}`);
  return parsed;
}

export function baseline(text: string, value: number | null): TargetSpec['baseline'] {
  return { period: period(text), value };
}

/** Observations in the order given; a value with a status is written [value, status]. */
export function series(values: Record<string, number | [number, string]>): Observation[] {
  return Object.entries(values).map(([text, value]) => {
    const [number, status] = typeof value === 'number' ? [value, 'A'] : value;
    return { period: period(text), value: number, status };
  });
}

/** At least 100 international routes in 2020, from 45 in 2016: the plan's own first target. */
export const routes: TargetSpec = {
  kind: 'stock',
  direction: 'up',
  operator: 'atLeast',
  value: 100,
  upper: null,
  baseline: { period: period('2016'), value: null },
  due: period('2020'),
  frequency: 'A',
  method: 'elapsedShare',
  trajectory: 'linear',
  milestones: [],
  lowerBound: null,
  upperBound: null,
  naturalLimit: null,
  indicatorFrequency: 'A',
  releaseLagDays: 60,
};

/** Values of the routes until 2019. */
export const routesUntil2019 = series({ '2016': 45, '2017': 58, '2018': 64, '2019': 88 });

export function targetLike(changes: Partial<TargetSpec>): TargetSpec {
  return { ...routes, ...changes };
}

interface PlainProgress {
  b: number;
  t0: string;
  x: number;
  t: string;
  target: number;
  due: string;
  d: 1 | -1;
}

/** Plain numbers of one-sided progress, as the worked cases give them. */
export function progress(
  { b, t0, x, t, target, due, d }: PlainProgress,
  changes: Partial<Progress> = {},
): Progress {
  return {
    base: b,
    baseTime: decimalYear(period(t0).end),
    latest: x,
    latestTime: decimalYear(period(t).end),
    direction: d,
    target,
    targetTime: decimalYear(period(due).end),
    goal: d === 1 ? { lower: target, upper: Infinity } : { lower: -Infinity, upper: target },
    complete: false,
    expected: null,
    lowerBound: null,
    upperBound: null,
    naturalLimit: null,
    isGrowthRate: false,
    zeroAs: null,
    ...changes,
  };
}
