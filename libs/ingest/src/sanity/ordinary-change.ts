/**
 * How much a series ordinarily changes from one value to the next: the median of its changes and, around it, their
 * median absolute deviation. With five to ten points a mean and a standard deviation would be made by the very value
 * that is in question; median and MAD stand until half of the changes are wrong.
 */

/** One change of a series across a number of steps (1 between neighbours; more where values are missing). */
export interface Change {
  readonly steps: number;
}

export interface OrdinaryChange {
  /** Median change of one step. */
  readonly median: number;
  /** Of one step, on the scale of a standard deviation; 0 when most changes are alike. */
  readonly spread: number;
  /** The largest deviation from the median there ever was, of one step. */
  readonly largest: number;
}

/** Fewer changes (of five values) say nothing about what is ordinary. */
export const leastChanges = 4;

/** The MAD of a normal distribution is 1 / 1.4826 of its standard deviation. */
const madToDeviation = 1.4826;

/**
 * Median and spread of changes, or null when there are too few. A change across n steps is taken for n median steps and
 * a deviation that grows with √n, as it does when the steps are independent of one another.
 */
export function ordinaryChange<C extends Change>(
  changes: readonly C[],
  sizeOf: (change: C) => number,
): OrdinaryChange | null {
  if (changes.length < leastChanges) return null;
  const sizes = Float64Array.from(changes, sizeOf);
  const median = medianOfSorted(sizes.map((size, at) => size / changes[at]!.steps).sort());
  const deviations = sizes
    .map((size, at) => Math.abs(size - median * changes[at]!.steps) / Math.sqrt(changes[at]!.steps))
    .sort();
  return {
    median,
    spread: madToDeviation * medianOfSorted(deviations),
    largest: deviations[deviations.length - 1]!,
  };
}

export function medianOf(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
