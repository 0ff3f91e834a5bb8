import type { Indicator } from '#contract';
import { addDays, periodContaining, type Day, type Frequency, type TimePeriod } from '#time-period';

/** From the longest to the shortest. */
const byLength: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];

/**
 * The day by which a provisional value should have become final: one more period and the indicator's release lag after
 * the end of its own period, when the figure of the following period is out and revises it. The step is the longer of
 * the value's own and the indicator's: the figure for January to September of a quarterly indicator is revised with the
 * next quarter, not in October.
 */
export function finalBy(
  { end, frequency }: TimePeriod,
  { releaseLagDays, frequency: usual }: Pick<Indicator, 'releaseLagDays' | 'frequency'>,
): Day {
  const step = byLength.indexOf(frequency) < byLength.indexOf(usual) ? frequency : usual;
  return addDays(periodContaining(addDays(end, 1), step).end, releaseLagDays);
}
