import { compoundAnnualGrowth, growthCase } from './growth.js';
import type { Progress } from './progress.js';
import type { Method } from './target.js';

export interface RequiredRate {
  rate: number;
  /** perYear: the indicator's unit a year; compound: growth a year, 0.01 is 1 %. */
  kind: 'perYear' | 'compound';
}

/**
 * What is still needed each year from the latest value to reach the target at its due date: (T − x) ÷ (tT − t), or
 * for growthRatio the compound annual growth (T ÷ x)^(1 ÷ (tT − t)) − 1. null without a number to reach or without
 * time left to reach it.
 */
export function requiredRate(p: Progress, method: Method): RequiredRate | null {
  const years = p.targetTime - p.latestTime;
  if (p.target === null || years <= 0) return null;
  if (method === 'growthRatio' && typeof growthCase(p) !== 'string') {
    const rate = compoundAnnualGrowth(p.latest, p.target, years);
    // From one day to the next a year's growth may be beyond any number; what is needed a year then says more.
    if (Number.isFinite(rate)) return { rate, kind: 'compound' };
  }
  return { rate: (p.target - p.latest) / years, kind: 'perYear' };
}
