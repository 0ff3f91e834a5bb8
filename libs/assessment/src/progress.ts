import type { Goal } from './goal.js';
import { distance, isInterval } from './goal.js';
import { round10, statusOfPace, type Thresholds } from './thresholds.js';
import type { Status } from './status.js';
import type { Refusal } from './verdict.js';

/** The plain numbers that every method works on; times are decimal years of period ends. */
export interface Progress {
  /** b at t0. */
  base: number;
  baseTime: number;
  /** x at t, with t > t0. */
  latest: number;
  latestTime: number;
  /** d: 1 when more is better, −1 when less is better; null when neither is. */
  direction: 1 | -1 | null;
  /** T, for an interval the edge nearer to x; null without a numeric target. */
  target: number | null;
  targetTime: number;
  goal: Goal | null;
  /** Work counted in per cent done, 100 being all of it. */
  complete: boolean;
  /** The trajectory's value at t. */
  expected: number | null;
  lowerBound: number | null;
  upperBound: number | null;
  naturalLimit: number | null;
  isGrowthRate: boolean;
  /** What growthRatio and direction read a zero as; null: they do not apply to a zero. */
  zeroAs: number | null;
}

/** What a method makes of the numbers, or why it does not apply to them. */
export type MethodResult =
  | {
      kind: 'judged';
      /** null only where nothing is expected beyond the baseline yet. */
      pace: number | null;
      status: Status;
      thresholds: Thresholds;
      numbers: Progress;
    }
  | { kind: 'refused'; why: Refusal; numbers: Progress };

/** A pace against its thresholds; refused where annual growth is no number (20 times as much from one day to the next). */
export function judged(numbers: Progress, pace: number, thresholds: Thresholds): MethodResult {
  if (!Number.isFinite(pace)) return refused(numbers, 'growth-out-of-range');
  return { kind: 'judged', pace: round10(pace), status: statusOfPace(pace, thresholds), thresholds, numbers };
}

export function refused(numbers: Progress, why: Refusal): MethodResult {
  return { kind: 'refused', why, numbers };
}

/**
 * The share of the way from base to target that is done, a = d·(x − b) ÷ |T − b|; for an interval, by the distances
 * to its nearer edge, 1 − dist(x) ÷ dist(b), which is the same while both lie on one side. 1 is all of it, negative
 * is further away than at the start; null when the base stands at the target.
 */
export function achievedShare(p: Progress): number | null {
  if (p.goal && isInterval(p.goal)) {
    const atStart = distance(p.goal, p.base);
    return atStart === 0 ? null : 1 - distance(p.goal, p.latest) / atStart;
  }
  if (p.target === null || p.direction === null || p.target === p.base) return null;
  return (p.direction * (p.latest - p.base)) / Math.abs(p.target - p.base);
}

/** The share of the time from baseline to due date that has gone, e = (t − t0) ÷ (tT − t0). */
export function elapsedTimeShare(p: Progress): number {
  return (p.latestTime - p.baseTime) / (p.targetTime - p.baseTime);
}
