import type { Reference } from '../reference.js';
import { matchUnit } from '../unit-conversion.js';

/** The one of several units that is the indicator's or can be converted into it; null when none is or two are. */
export function unitThatFits(
  units: readonly string[],
  indicator: string,
  reference: Reference,
): string | null {
  const names = reference.indicators.get(indicator)?.unit;
  if (!names) return null;
  const fitting = units.filter((unit) => {
    const { kind } = matchUnit(unit, names);
    return kind === 'same' || kind === 'factor';
  });
  return fitting.length === 1 ? fitting[0]! : null;
}
