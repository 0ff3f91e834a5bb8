import { goalOf, meets } from './goal.js';
import { direction, limitFactor } from './methods/direction.js';
import { growthRatio } from './methods/growth-ratio.js';
import type { Progress } from './progress.js';
import { scoreWithoutTarget, scoreWithTarget } from './statistics-canada-score.js';
import { defaultThresholds } from './thresholds.js';
import type { Status } from './status.js';

/** One indicator as plain numbers; years are decimal years, whole where all values are annual. */
export interface PlainCase {
  base: number;
  baseYear: number;
  latest: number;
  latestYear: number;
  /** 1 when more is better, −1 when less is better. */
  direction: 1 | -1;
  target: number | null;
  targetYear: number | null;
  /** The natural limit, for a case without a target. */
  limit: number | null;
  zeroAs?: number;
}

/** The growth ratio (or the annual rate without a target), its score from −5 to 5, and the status it stands for. */
export interface PlainJudgement {
  value: number | null;
  score: number | null;
  status: Status;
}

/**
 * Judges plain numbers as Statistics Canada publishes them: growth ratio with a target, annual rate without, and the
 * score. Its words are ours so: achieved → achieved, substantial → onTrack, moderate → atRisk, limited → offTrack,
 * deterioration → movingAway, not available → notAssessed. A base that stands at a target not met has no value, and
 * is deterioration with the lowest score.
 */
export function judgeCase(plain: PlainCase): PlainJudgement {
  const { base, latest, baseYear, latestYear, targetYear } = plain;
  const operator = plain.direction === 1 ? 'atLeast' : 'atMost';
  const goal = targetYear === null ? null : goalOf({ operator, value: plain.target, upper: null });
  const progress: Progress = {
    base,
    baseTime: baseYear,
    latest,
    latestTime: latestYear,
    direction: plain.direction,
    target: goal && plain.target,
    targetTime: targetYear ?? latestYear,
    goal,
    complete: false,
    expected: null,
    lowerBound: null,
    upperBound: null,
    naturalLimit: plain.limit,
    isGrowthRate: false,
    zeroAs: plain.zeroAs ?? null,
  };
  const comparable = latestYear > baseYear;
  if (!goal) {
    const result = comparable ? direction(progress, defaultThresholds.direction) : null;
    if (result?.kind !== 'judged' || result.pace === null) return notAvailable;
    const factor = limitFactor(result.numbers.base, plain.limit);
    return { value: result.pace, score: scoreWithoutTarget(result.pace, factor), status: result.status };
  }
  const result = comparable ? growthRatio(progress, defaultThresholds.growthRatio) : null;
  const value = result?.kind === 'judged' ? result.pace : null;
  if (meets(goal, latest)) return { value, score: 5, status: 'achieved' };
  if (comparable && base === plain.target) return { value, score: -5, status: 'movingAway' };
  if (result?.kind !== 'judged' || value === null) return notAvailable;
  return { value, score: scoreWithTarget(value), status: result.status };
}

const notAvailable: PlainJudgement = { value: null, score: null, status: 'notAssessed' };
