import { compoundAnnualGrowth, ofOneSign } from '../growth.js';
import { judged, refused, type MethodResult, type Progress } from '../progress.js';
import type { Thresholds } from '../thresholds.js';

/**
 * C, by which the positive thresholds shrink near a natural limit L, where no indicator keeps growing: with
 * B = |b|, 1 if B ≥ 2L; 1 − (B ÷ L)^4.44 if B ≤ L; else 1 − ((2L − B) ÷ L)^4.44. 1 without a limit.
 *
 * Source: Statistics Canada's progress methodology for Open SDG.
 */
export function limitFactor(base: number, limit: number | null): number {
  if (limit === null) return 1;
  const size = Math.abs(base);
  if (size >= 2 * limit) return 1;
  return 1 - (Math.min(size, 2 * limit - size) / limit) ** 4.44;
}

/** The thresholds near a natural limit; only positive ones shrink, so that their order stays. */
function nearLimit({ onTrack, atRisk, offTrack }: Thresholds, factor: number): Thresholds {
  const shrunk = (threshold: number) => (threshold > 0 ? threshold * factor : threshold);
  return { onTrack: shrunk(onTrack), atRisk: shrunk(atRisk), offTrack: shrunk(offTrack) };
}

/**
 * Growth per year in the wanted direction, for an indicator without a numeric target: v = d·sign(b)·CAGR(b→x over
 * t − t0); 0.01 is 1 % a year. Thresholds 1.5 %, 0.5 % and 0, the positive ones multiplied by C near a natural
 * limit. Does not apply when b or x is zero (unless zeroAs replaces it), their signs differ (T's too, where there is
 * one), or the series is itself a growth rate.
 *
 * Source: Eurostat, Sustainable development in the European Union, monitoring report, method for indicators without
 * a target; thresholds and natural limit as published in Statistics Canada's progress methodology for Open SDG.
 */
export function direction(progress: Progress, thresholds: Thresholds): MethodResult {
  const base = progress.base === 0 ? (progress.zeroAs ?? 0) : progress.base;
  const latest = progress.latest === 0 ? (progress.zeroAs ?? 0) : progress.latest;
  const numbers = { ...progress, base, latest };
  if (progress.direction === null) return refused(numbers, 'no-direction');
  if (progress.isGrowthRate) return refused(numbers, 'growth-rate-series');
  // Beside a number to reach, its sign counts too: growth away from zero must not stand for growth towards it.
  const signed = progress.target === null ? [base, latest] : [base, latest, progress.target];
  if (!ofOneSign(...signed)) return refused(numbers, 'zero-or-mixed-sign');
  const growth = compoundAnnualGrowth(base, latest, progress.latestTime - progress.baseTime);
  const adjusted = nearLimit(thresholds, limitFactor(base, progress.naturalLimit));
  return judged(numbers, progress.direction * Math.sign(base) * growth, adjusted);
}
