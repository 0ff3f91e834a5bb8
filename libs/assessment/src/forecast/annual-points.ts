import { decimalYear, periodContaining } from '#time-period';
import type { Observation } from '../observation.js';
import type { TargetSpec } from '../target.js';
import type { Point } from './linear-trend.js';

/** No trend looks further back: what held longer ago says little of the years to come. */
const mostPoints = 10;

/**
 * The points of a linear trend, one a year and the last ten at most, at their periods' ends. Of a stock, the year's
 * last value of whatever frequency. Of a flow or an average, the value of the same part of the year as the due
 * period's: every annual value, or every June for a target due in a June, so that no season is taken for a trend.
 *
 * @param usable the target's usable observations in time order
 */
export function annualPoints(
  target: Pick<TargetSpec, 'kind' | 'frequency' | 'due'>,
  usable: readonly Observation[],
): Point[] {
  const chosen =
    target.kind === 'stock'
      ? usable.filter((o, i) => usable[i + 1]?.period.end.slice(0, 4) !== o.period.end.slice(0, 4))
      : usable.filter((o) => o.period.start.slice(4) === dueStart(target).slice(4));
  return chosen.slice(-mostPoints).map((o) => ({ time: decimalYear(o.period.end), value: o.value }));
}

/** The first day of the period of the target's own frequency that the due period ends in. */
export function dueStart({ frequency, due }: Pick<TargetSpec, 'frequency' | 'due'>): string {
  return periodContaining(due.end, frequency).start;
}
