import type { BreakdownValue, Indicator, Target } from '#contract';

/** Reports a fault at a path inside the target. */
export type ReportInTarget = (path: readonly (string | number)[], message: string) => void;

/**
 * Where a target contradicts the indicator it is set for: a number outside the indicator's bounds, an operator that
 * pulls against its direction, an interval upside down, a zero read as more than a value may be.
 */
export function checkTargetNumbers(target: Target, indicator: Indicator, report: ReportInTarget): void {
  const { operator } = target;
  if (
    (operator === 'atLeast' && indicator.direction === 'down') ||
    (operator === 'atMost' && indicator.direction === 'up')
  )
    report(
      ['operator'],
      `${operator} contradicts indicator ${indicator.code}, whose direction is ${indicator.direction}`,
    );
  if (target.value !== null && target.upper !== null && Number(target.upper) < Number(target.value))
    report(['upper'], `the upper edge is under the lower edge ${target.value}`);

  const { decimals } = indicator;
  if (target.zeroAs && Number(target.zeroAs) > 10 ** -decimals)
    report(
      ['zeroAs'],
      `${target.zeroAs} is more than the least value of ${decimals} decimals: less than it would count as worse than nothing`,
    );

  const { lowerBound, upperBound } = indicator;
  const checkBounds = (value: string | null, path: (string | number)[]) => {
    if (value === null) return;
    if (lowerBound !== null && Number(value) < Number(lowerBound))
      report(path, `${value} is under the lower bound ${lowerBound} of indicator ${indicator.code}`);
    if (upperBound !== null && Number(value) > Number(upperBound))
      report(path, `${value} is over the upper bound ${upperBound} of indicator ${indicator.code}`);
  };
  checkBounds(target.value, ['value']);
  checkBounds(target.upper, ['upper']);
  checkBounds(target.baseline?.value ?? null, ['baseline', 'value']);
  target.milestones.forEach(({ value }, index) => checkBounds(value, ['milestones', index, 'value']));
}

/**
 * A target names one series, so it gives a value for each of the indicator's dimensions and for no other.
 *
 * @param values the known breakdown values; null when some of them were refused, so that codes cannot be judged.
 */
export function checkTargetBreakdown(
  target: Target,
  indicator: Indicator,
  values: readonly BreakdownValue[] | null,
  report: ReportInTarget,
): void {
  for (const dimension of indicator.dimensions)
    if (!Object.hasOwn(target.breakdown, dimension))
      report(
        ['breakdown'],
        `indicator ${indicator.code} is broken down by ${dimension}: a value for it is needed`,
      );
  for (const [dimension, code] of Object.entries(target.breakdown)) {
    if (!indicator.dimensions.includes(dimension))
      report(['breakdown', dimension], `indicator ${indicator.code} is not broken down by ${dimension}`);
    else if (values !== null && !values.some((value) => value.dimension === dimension && value.code === code))
      report(['breakdown', dimension], `dimension ${dimension} has no value ${code}`);
  }
}
