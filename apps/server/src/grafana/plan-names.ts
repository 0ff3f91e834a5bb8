import {
  AppError,
  type Area,
  type BreakdownValue,
  type Indicator,
  type Organisation,
  type Plan,
  type Task,
} from '#contract';
import type { StoredTarget } from '#storage';
import type { Selection } from './interpolation.js';
import { listOrNull } from './payload.js';

/** The catalogue as one request needs it, read once. */
export interface PlanNames {
  readonly sections: Plan['sections'];
  readonly indicators: readonly Indicator[];
  readonly areas: readonly Area[];
  readonly breakdownValues: readonly BreakdownValue[];
  readonly organisations: readonly Organisation[];
  readonly tasks: readonly Task[];
  readonly targets: readonly StoredTarget[];
}

/** The codes asked for, all of them known; null: nothing was said, or all. The refusal says where the list is. */
export function codesOf(
  what: 'area' | 'organisation' | 'task' | 'target' | 'indicator',
  selection: Selection,
  names: PlanNames,
): readonly string[] | null {
  const codes = listOrNull(selection);
  if (codes === null) return null;
  const known = knownCodes(what, names);
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0)
    throw new AppError('unknown-name', `There is no ${what} ${unknown.join(', ')}; see /api/v1/${what}s.`);
  return codes;
}

function knownCodes(
  what: 'area' | 'organisation' | 'task' | 'target' | 'indicator',
  names: PlanNames,
): ReadonlySet<string> {
  switch (what) {
    case 'area':
      return new Set(names.areas.map((area) => area.code));
    case 'organisation':
      return new Set(names.organisations.map((organisation) => organisation.code));
    case 'task':
      return new Set(names.tasks.map((task) => String(task.number)));
    case 'indicator':
      return new Set(names.indicators.map((indicator) => indicator.code));
    case 'target':
      return new Set(names.targets.map((target) => target.code));
  }
}
