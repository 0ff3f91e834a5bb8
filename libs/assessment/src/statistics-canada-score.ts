import { defaultThresholds, round10, statusOfPace } from './thresholds.js';
import type { Status } from './status.js';
import type { Reason, Verdict } from './verdict.js';

/*
 * Statistics Canada's score, −5 to +5, from its progress methodology for Open SDG: made to average indicators of
 * unlike methods into one figure for a group.
 */

/** The score of a growth ratio R against a numeric target: 2.5 at 0.95, 0 at 0.6, −2.5 at 0. */
export function scoreWithTarget(ratio: number): number {
  return ratio >= 0.6 ? Math.min(7.1429 * ratio - 4.2857, 5) : Math.max(4.1667 * ratio - 2.5, -5);
}

/**
 * The score of an annual rate v in the wanted direction, without a numeric target; C is the natural limit's factor
 * (see limitFactor). 2.5 at 1.5 %·C, 0 at 0.5 %·C, −2.5 at 0.
 */
export function scoreWithoutTarget(rate: number, factor: number): number {
  const { onTrack, atRisk } = defaultThresholds.direction;
  if (rate < 0) return Math.max(125 * rate - 2.5, -5);
  // At the limit itself every threshold is 0: staying there stands exactly on the upper one.
  if (factor === 0) return rate === 0 ? 2.5 : 5;
  if (rate >= onTrack * factor) return Math.min((500 * rate) / factor - 5, 5);
  return rate >= atRisk * factor ? (250 * rate) / factor - 1.25 : (500 * rate) / factor - 2.5;
}

/**
 * The score of a verdict: 5 when achieved, from the growth ratio for a numeric target in progress, from the annual
 * rate for one without a number, and the lowest for one that stood at its target and does not meet it any more, of
 * which no growth ratio exists (as judgeCase has it). null where Statistics Canada's methodology gives none: not
 * assessed, missed, or no growth ratio.
 */
export function scoreOf({
  status,
  reason,
  byMethod,
}: Pick<Verdict, 'status' | 'reason' | 'byMethod'>): number | null {
  if (status === 'achieved') return 5;
  const ratio = byMethod.growthRatio?.pace;
  if (ratio !== undefined && ratio !== null) return scoreWithTarget(ratio);
  if (isLeftFromBase(reason)) return -5;
  // Only a target without a number is judged by its direction and compared with no method.
  const withoutNumber = reason.code === 'direction' && Object.keys(byMethod).length === 0;
  return withoutNumber ? scoreWithoutTarget(reason.annualRate, reason.limitFactor) : null;
}

/** Whether the baseline stood at the target, so that no method had a way to measure. */
function isLeftFromBase(reason: Reason): boolean {
  if (reason.code === 'lost-after-achievement') return reason.thresholds === null;
  return reason.code === 'base-equals-target';
}

/** A group's score: the mean of its scored members, and the status it stands for; null when none is scored. */
export function groupScore(scores: readonly (number | null)[]): { score: number; status: Status } | null {
  const scored = scores.filter((score) => score !== null);
  if (scored.length === 0) return null;
  const score = scored.reduce((sum, one) => sum + one, 0) / scored.length;
  return { score: round10(score), status: statusOfPace(score, { onTrack: 2.5, atRisk: 0, offTrack: -2.5 }) };
}
