import { compoundAnnualGrowth, growthCase } from '../growth.js';
import { judged, refused, type MethodResult, type Progress } from '../progress.js';
import type { Thresholds } from '../thresholds.js';

/**
 * The share of the way done by the due date if growth went on as since the baseline, a pure number:
 * q = (x·(1 + CAGR(b→x))^(tT − t) − b) ÷ (T − b). The extrapolated value is clipped to the indicator's bounds. As in
 * the other methods the denominator is taken absolutely and the sign from d, so that a target on the wrong side of
 * its base still gives a negative share for moving away. Applies where growth rates exist (see growthCase).
 *
 * Source: United Nations Statistics Division, The Sustainable Development Goals Progress Chart 2023, technical note;
 * thresholds 0.95, 0.10 and 0.
 */
export function extrapolatedShare(progress: Progress, thresholds: Thresholds): MethodResult {
  const growth = growthCase(progress);
  if (typeof growth === 'string') return refused(progress, growth);
  const { base, latest, target, direction } = growth;
  const rate = compoundAnnualGrowth(base, latest, progress.latestTime - progress.baseTime);
  const continued = latest * (1 + rate) ** (progress.targetTime - progress.latestTime);
  const atDue = Math.min(
    Math.max(continued, progress.lowerBound ?? -Infinity),
    progress.upperBound ?? Infinity,
  );
  return judged(progress, (direction * (atDue - base)) / Math.abs(target - base), thresholds);
}
