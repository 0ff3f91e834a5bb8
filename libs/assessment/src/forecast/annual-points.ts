import { decimalYear, periodContaining } from '#time-period';
import type { Observation } from '../observation.js';
import type { TargetSpec } from '../target.js';
import type { Point } from './linear-trend.js';

/** No trend looks further back: what held longer ago says little of the years to come. */
const mostPoints = 10;

/**
 * The points of a linear trend, one a year and the last ten at most, at their periods' ends. Of a stock, the values
 * at the ends of years (the last value of a year, when it stands in the last quarter) where there are three of them or
 * more; else each year's last value wherever it stands: a count told in some April says less of a year than those of
 * other years' ends, but more than nothing. Of a flow or an average, the value of the same part of the year as the due
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
      ? stockPoints(usable)
      : usable.filter((o) => o.period.start.slice(4) === dueStart(target).slice(4));
  return chosen.slice(-mostPoints).map((o) => ({ time: decimalYear(o.period.end), value: o.value }));
}

/** Fewer do not make a line with an interval. */
const fewestYearEnds = 3;

function stockPoints(usable: readonly Observation[]): Observation[] {
  const lastOfYears = usable.filter(
    (o, i) => usable[i + 1]?.period.end.slice(0, 4) !== o.period.end.slice(0, 4),
  );
  const yearEnds = lastOfYears.filter((o) => o.period.end.slice(5) >= '10-01');
  return yearEnds.length >= fewestYearEnds ? yearEnds : lastOfYears;
}

/** The first day of the period of the target's own frequency that the due period ends in. */
export function dueStart({ frequency, due }: Pick<TargetSpec, 'frequency' | 'due'>): string {
  return periodContaining(due.end, frequency).start;
}
