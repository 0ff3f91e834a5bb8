import {
  addDays,
  formatPeriod,
  periodContaining,
  previousPeriod,
  type Day,
  type Frequency,
  type TimePeriod,
} from '#time-period';
import type { Observation } from './observation.js';
import type { TargetSpec } from './target.js';
import type { Verdict } from './verdict.js';

const longestPeriodDays: Readonly<Record<Frequency, number>> = { A: 366, S: 184, Q: 92, M: 31, D: 1 };

/**
 * Whether a newer period should be known by now: the newest period whose end plus the release lag is not after the
 * asked day. A stock is expected on the indicator's frequency, a flow or an average on the frequency it is judged on.
 * Nothing is overdue once the due period's own value is in.
 *
 * @param usable the target's usable observations in time order
 * @returns null when nothing is overdue, and when no observation exists at all (the verdict says that itself)
 */
export function staleness(
  target: TargetSpec,
  usable: readonly Observation[],
  asOfDay: Day,
): Verdict['stale'] {
  const newest = usable.at(-1)?.period;
  if (!newest || usable.some((o) => o.period.end === target.due.end)) return null;
  const expected = newestReleased(target, asOfDay);
  if (newest.end >= expected.end) return null;
  if (target.kind === 'stock' && isFreshPoint(target, newest.end, asOfDay)) return null;
  return {
    newest: formatPeriod(newest),
    expected: formatPeriod(expected),
    expectedBy: addDays(expected.end, target.releaseLagDays),
  };
}

function newestReleased(target: TargetSpec, asOfDay: Day): TimePeriod {
  const frequency = target.kind === 'stock' ? target.indicatorFrequency : target.frequency;
  const lastDay = addDays(asOfDay, -target.releaseLagDays);
  const containing = periodContaining(lastDay, frequency);
  return containing.end <= lastDay ? containing : previousPeriod(containing);
}

function isFreshPoint(target: TargetSpec, newest: Day, asOfDay: Day): boolean {
  const until = pointFreshUntil(newest, target.indicatorFrequency, target.releaseLagDays);
  return until !== null && asOfDay <= until;
}

/**
 * Until when a stock's point keeps a newer one from being overdue. A stock may be dated any day: told on 29 December it
 * is as good as a year-end figure, and the next one is due a period later, not two days later.
 *
 * @returns null of a point at the end of a period of that frequency, after which the next period's own lag counts.
 */
export function pointFreshUntil(newest: Day, frequency: Frequency, releaseLagDays: number): Day | null {
  if (periodContaining(newest, frequency).end === newest) return null;
  return addDays(newest, longestPeriodDays[frequency] + releaseLagDays);
}
