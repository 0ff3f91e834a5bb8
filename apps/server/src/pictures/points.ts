/** From observations to the points of a line. */
import { isProvisional, type Observation } from '#assessment';
import { type Frequency, nextPeriod, periodContaining, pointOf } from '#time-period';
import type { PicturePoint } from './picture.js';

const longestFirst: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];

/**
 * The points of these observations, which are in time order. A gap is counted in the longest step of those that came
 * and the one a value is expected in: an annual indicator that was told twice by the month misses no other month.
 *
 * @param expected how often the indicator has a value
 */
export function pointsOf(
  observations: readonly Observation[],
  expected: Frequency,
  timeZone: string,
): PicturePoint[] {
  const present = new Set([expected, ...observations.map(({ period }) => period.frequency)]);
  const step = longestFirst.find((frequency) => present.has(frequency)) ?? 'A';
  return observations.map(({ period, value, status }, index) => {
    const before = observations[index - 1];
    return {
      x: pointOf(period, timeZone),
      y: value,
      hollow: isProvisional(status),
      afterGap:
        before !== undefined && nextPeriod(periodContaining(before.period.end, step)).end < period.end,
    };
  });
}

/** The shortest period among these; of none, a year. */
export function finestOf(observations: readonly Observation[]): Frequency {
  return (
    longestFirst.findLast((frequency) => observations.some(({ period }) => period.frequency === frequency)) ??
    'A'
  );
}
