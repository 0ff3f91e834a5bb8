import {
  achievedShare,
  elapsedTimeShare,
  judged,
  refused,
  type MethodResult,
  type Progress,
} from '../progress.js';
import type { Thresholds } from '../thresholds.js';

/**
 * Share of the way done over share of the time gone (时序进度), a pure number: a ÷ e with a = (x − b) ÷ (T − b) and
 * e = (t − t0) ÷ (tT − t0). Needs no growth rate, so it stands in where a growth method does not apply.
 *
 * Source: the mid-term reviews of China's five-year plans, which hold progress against the time gone (时序进度要求);
 * thresholds 1.0, 0.80 and 0.
 */
export function elapsedShare(progress: Progress, thresholds: Thresholds): MethodResult {
  if (progress.target === null) return refused(progress, 'no-target-value');
  if (progress.direction === null) return refused(progress, 'no-direction');
  const achieved = achievedShare(progress);
  if (achieved === null) return refused(progress, 'base-equals-target');
  return judged(progress, achieved / elapsedTimeShare(progress), thresholds);
}
