import type { Method } from './target.js';
import type { Status } from './status.js';

/** The least pace for each status; below offTrack it is movingAway. */
export interface Thresholds {
  onTrack: number;
  atRisk: number;
  offTrack: number;
}

export type ThresholdTable = Readonly<Record<Method, Readonly<Thresholds>>>;

/** Each method's thresholds as its source publishes them; for direction in growth per year (0.015 is 1.5 %). */
export const defaultThresholds: ThresholdTable = {
  growthRatio: { onTrack: 0.95, atRisk: 0.6, offTrack: 0 },
  extrapolatedShare: { onTrack: 0.95, atRisk: 0.1, offTrack: 0 },
  elapsedShare: { onTrack: 1, atRisk: 0.8, offTrack: 0 },
  attainment: { onTrack: 0.95, atRisk: 0.8, offTrack: 0 },
  milestone: { onTrack: 1, atRisk: 0.8, offTrack: 0 },
  direction: { onTrack: 0.015, atRisk: 0.005, offTrack: 0 },
};

/**
 * Rounds to 10 significant digits and no finer than 10 decimals, so that a pace of 0.95 computed as
 * 0.9499999999999999, or of 0 as −5e−17, stands on its own side of a threshold.
 */
export function round10(x: number): number {
  const rounded = Number(Number(x.toPrecision(10)).toFixed(10));
  return rounded === 0 ? 0 : rounded;
}

/** The status of a pace; both sides are rounded to 10 digits before they are compared. */
export function statusOfPace(pace: number, thresholds: Thresholds): Status {
  const rounded = round10(pace);
  if (rounded >= round10(thresholds.onTrack)) return 'onTrack';
  if (rounded >= round10(thresholds.atRisk)) return 'atRisk';
  return rounded >= round10(thresholds.offTrack) ? 'offTrack' : 'movingAway';
}
