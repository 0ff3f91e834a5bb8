import type { SeriesKey } from '#storage';
import {
  addDays,
  nextPeriod,
  periodContaining,
  previousPeriod,
  type Day,
  type TimePeriod,
} from '#time-period';

/** Periods of one series that a template asks for at most; who is further behind has more to say than values. */
export const mostDuePeriods = 8;

/** Which values of a series should be known by a day and are not. */
export interface Due {
  /** Oldest first, at most {@link mostDuePeriods}, the newest ones. */
  readonly periods: readonly TimePeriod[];
  /** Whether older ones are missing besides. */
  readonly moreMissing: boolean;
  /** The day on which the next period falls due. */
  readonly nextOn: Day;
}

/**
 * The periods of a series after its newest value that have ended and whose release lag has passed; of a series
 * without values the newest such period alone, for nothing says since when it is kept.
 *
 * @param newestEnd last day of the newest period that has a value, null when none has.
 * @param releaseLagDays days from the end of a period until its value is usually out.
 */
export function duePeriods(
  { frequency, accumulation }: Pick<SeriesKey, 'frequency' | 'accumulation'>,
  newestEnd: Day | null,
  releaseLagDays: number,
  today: Day,
): Due {
  const lastDay = addDays(today, -releaseLagDays);
  const containing = { ...periodContaining(lastDay, frequency), accumulation };
  const latest = containing.end <= lastDay ? containing : previousPeriod(containing);

  const isAfterNewest = ({ end }: TimePeriod) => newestEnd === null || end > newestEnd;
  const most = newestEnd === null ? 1 : mostDuePeriods;
  const periods: TimePeriod[] = [];
  let period = latest;
  while (periods.length < most && isAfterNewest(period)) {
    periods.unshift(period);
    period = previousPeriod(period);
  }
  let next = nextPeriod(latest);
  while (!isAfterNewest(next)) next = nextPeriod(next);
  return {
    periods,
    moreMissing: newestEnd !== null && isAfterNewest(period),
    nextOn: addDays(next.end, releaseLagDays),
  };
}
