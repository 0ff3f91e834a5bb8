import { compoundAnnualGrowth, growthCase } from '../growth.js';
import { judged, refused, type MethodResult, type Progress } from '../progress.js';
import type { Thresholds } from '../thresholds.js';

/**
 * Growth achieved over growth needed, a pure number: R = d·sign(b)·CAGR(b→x over t − t0) ÷ |CAGR(b→T over tT − t0)|.
 * 1 is exactly the growth that reaches the target in time; negative is growth the wrong way. Does not apply when b, x
 * or T is zero, their signs differ, or the series is itself a growth rate; with zeroAs a zero is read as that small
 * number instead.
 *
 * Source: Eurostat, Sustainable development in the European Union, monitoring report, method for indicators with a
 * quantitative target; thresholds 0.95, 0.60 and 0, and 0.001 for zero, as published in Statistics Canada's progress
 * methodology for Open SDG.
 */
export function growthRatio(progress: Progress, thresholds: Thresholds): MethodResult {
  const numbers = withZeroReplaced(progress);
  const growth = growthCase(numbers);
  if (typeof growth === 'string') return refused(numbers, growth);
  const { base, latest, target, direction } = growth;
  const achieved = compoundAnnualGrowth(base, latest, numbers.latestTime - numbers.baseTime);
  const needed = compoundAnnualGrowth(base, target, numbers.targetTime - numbers.baseTime);
  return judged(numbers, (direction * Math.sign(base) * achieved) / Math.abs(needed), thresholds);
}

function withZeroReplaced(p: Progress): Progress {
  const { zeroAs } = p;
  if (zeroAs === null) return p;
  const replaced = (value: number) => (value === 0 ? zeroAs : value);
  const target = p.target === null ? null : replaced(p.target);
  return { ...p, base: replaced(p.base), latest: replaced(p.latest), target };
}
