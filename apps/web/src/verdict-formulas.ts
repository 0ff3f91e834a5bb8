/** A verdict's numbers put into its formulas. Said only where they give the very number that is shown. Pure. */
import type { ScorecardRow } from '#contract';
import { shareWords } from './number-wording';

/** As near as numbers that were rounded on the way can be. */
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

/** (88 − 45) ÷ (100 − 45): the share of the way, from the numbers that stand above it; null where it differs. */
export function achievedInNumbers(
  {
    observed,
    baseline,
    value,
    achievedShare,
  }: Pick<ScorecardRow, 'observed' | 'baseline' | 'value' | 'achievedShare'>,
  words: (value: number) => string,
): string | null {
  if (observed === null || baseline === null || value === null || achievedShare === null) return null;
  if (!isSame((observed.value - baseline.value) / (value - baseline.value), achievedShare)) return null;
  const of = (number: number) => (number < 0 ? `(${words(number)})` : words(number));
  const base = of(baseline.value);
  return `(${of(observed.value)} − ${base}) ÷ (${of(value)} − ${base})`;
}

/** 78.2% ÷ 75.0%: the pace of elapsedShare from the two shares; null for other methods. */
export function paceInNumbers({
  method,
  pace,
  achievedShare,
  elapsedShare,
}: Pick<ScorecardRow, 'method' | 'pace' | 'achievedShare' | 'elapsedShare'>): string | null {
  if (method !== 'elapsedShare' || pace === null || achievedShare === null || elapsedShare === null)
    return null;
  if (!isSame(achievedShare / elapsedShare, pace)) return null;
  return `${shareWords(achievedShare)} ÷ ${shareWords(elapsedShare)}`;
}
