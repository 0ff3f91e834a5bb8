import { sumTolerance, type Contradiction } from './rounding.js';
import type { Point } from './point.js';

/**
 * Accounts of a province and of its cities are made by different offices: until 2019 the sums of the cities' GDP were
 * commonly a little more than the province's.
 */
const accountsApart = 0.01;

/**
 * The value of an area against those of the areas directly below it, for one period.
 *
 * The tree of areas is administrative and names only the areas that a plan is about; it does not say whether it names
 * all of them. So parts that together are less than the total prove nothing by themselves: they do where the same parts
 * made up the total in another period. Parts that are more than the total contradict it in any case, when nothing is
 * negative.
 *
 * @param madeUp whether the same parts made up the total in another period; asked only when it matters
 */
export function areaContradiction(
  total: Point,
  parts: readonly Point[],
  neverNegative: boolean,
  madeUp: () => boolean,
): Contradiction | null {
  const sum = parts.reduce((so, { value }) => so + value, 0);
  const apart = sum - total.value;
  if (parts.length === 0 || Math.abs(apart) <= sumTolerance(total, parts, accountsApart)) return null;
  return (apart > 0 && neverNegative) || madeUp() ? { total, parts, sum } : null;
}

/** Whether parts add up to a total, to what rounding leaves open. A single part that equals its total is none. */
export function makesUp(total: Point, parts: readonly Point[]): boolean {
  const sum = parts.reduce((so, { value }) => so + value, 0);
  return parts.length > 1 && Math.abs(sum - total.value) <= sumTolerance(total, parts, 0);
}
