import { expectedAt, type Baseline, type TargetSpec, type Verdict } from '#assessment';
import type { TrajectoryResponse } from '#contract';
import {
  comparePeriods,
  decimalYear,
  formatPeriod,
  nextPeriod,
  parsePeriod,
  periodContaining,
  pointOf,
  type TimePeriod,
} from '#time-period';
import { targetSpecOf } from './assessment-inputs.js';
import type { Judgement } from './judge.js';

/**
 * The path that a judged target is expected to take, for charts: a point at its baseline, at the end of every period
 * of its frequency from there to the due date (of every month, where that is daily), at every milestone and at the
 * due period. The values are those that the verdict is judged by, in the indicator's unit. There are no points
 * without a baseline or without a number to reach.
 */
export function trajectoryOf(
  { target, indicator, verdict }: Pick<Judgement, 'target' | 'indicator' | 'verdict'>,
  timeZone: string,
): TrajectoryResponse {
  const spec = targetSpecOf(target, indicator);
  const baseline = baselineOf(verdict);
  return {
    target: target.code,
    points: baseline
      ? periodsOfWay(spec, baseline).flatMap((period) => {
          const expected = expectedAt(spec, baseline, period.end);
          if (expected === null) return [];
          return [{ period: formatPeriod(period), time: pointOf(period, timeZone), expected }];
        })
      : [],
    due: {
      period: verdict.due,
      time: pointOf(spec.due, timeZone),
      value: verdict.targetValue,
      upper: verdict.targetUpper,
    },
  };
}

/** The baseline that the verdict was judged from. */
function baselineOf({ baseline }: Verdict): Baseline | null {
  const period = baseline && parsePeriod(baseline.period);
  return period && { ...baseline, period, time: decimalYear(period.end) };
}

/** Periods from the baseline to the due period in time order, one for each day on which any of them ends. */
function periodsOfWay(spec: TargetSpec, baseline: Baseline): TimePeriod[] {
  const periods = [baseline.period, ...spec.milestones.map((milestone) => milestone.period), spec.due];
  const frequency = spec.frequency === 'D' ? 'M' : spec.frequency;
  let period = periodContaining(baseline.period.end, frequency);
  for (; period.end < spec.due.end; period = nextPeriod(period)) periods.push(period);
  periods.sort(comparePeriods);
  return periods.filter(({ end }, index) => end !== periods[index - 1]?.end);
}
