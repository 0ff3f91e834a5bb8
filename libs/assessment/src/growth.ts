import { isInterval, sideOf } from './goal.js';
import type { Progress } from './progress.js';
import type { Refusal } from './verdict.js';

/** Compound annual growth rate from u to v over n years: (v ÷ u)^(1 ÷ n) − 1; u and v of one sign, not zero. */
export function compoundAnnualGrowth(u: number, v: number, years: number): number {
  return (v / u) ** (1 / years) - 1;
}

/** Whether numbers are all positive or all negative: only then do growth rates between them exist. */
export function ofOneSign(...values: number[]): boolean {
  return values.every((v) => v > 0) || values.every((v) => v < 0);
}

/** What a growth method works on: all numbers there, growth rates between them defined. */
export interface GrowthCase {
  base: number;
  latest: number;
  target: number;
  direction: 1 | -1;
}

/** The numbers for a growth method, or why none applies. */
export function growthCase(p: Progress): GrowthCase | Refusal {
  const { base, latest, target, direction, goal } = p;
  if (target === null) return 'no-target-value';
  if (direction === null) return 'no-direction';
  if (p.isGrowthRate) return 'growth-rate-series';
  // From one side of an interval to the other there are two edges, and growth towards neither says how far it is.
  if (goal && isInterval(goal) && sideOf(goal, base) !== sideOf(goal, latest)) return 'interval-crossed';
  if (target === base) return 'base-equals-target';
  return ofOneSign(base, latest, target) ? { base, latest, target, direction } : 'zero-or-mixed-sign';
}
