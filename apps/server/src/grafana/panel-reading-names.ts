import type { Area, BreakdownValue, Indicator } from '#contract';
import type { PlanNames } from './plan-names.js';

/** The catalogue by code. */
export interface NamesByCode {
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly areas: ReadonlyMap<string, Area>;
  /** By dimension and code, parted by a blank. */
  readonly breakdownValues: ReadonlyMap<string, BreakdownValue>;
}

/** Made once for each catalogue that was read, and gone with it. */
const known = new WeakMap<PlanNames, NamesByCode>();

export function namesByCode(names: PlanNames): NamesByCode {
  const before = known.get(names);
  if (before) return before;
  const made = {
    indicators: new Map(names.indicators.map((indicator) => [indicator.code, indicator])),
    areas: new Map(names.areas.map((area) => [area.code, area])),
    breakdownValues: new Map(
      names.breakdownValues.map((value) => [`${value.dimension} ${value.code}`, value]),
    ),
  };
  known.set(names, made);
  return made;
}
