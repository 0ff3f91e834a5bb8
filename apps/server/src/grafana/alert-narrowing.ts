import type { StoredAlert } from '#storage';
import type { AdHocTest, FilterKey } from './adhoc-filters.js';
import type { PlanNames } from './plan-names.js';
import type { TablePlan } from './query-plan.js';
import { codesOfTarget } from './table-narrowing.js';

/**
 * Whether an alert is among those that a panel asks for: by its target where that is in force, by its labels where it
 * is about another thing or about a target that was withdrawn.
 */
export function isWantedAlert(
  { filter, indicators }: Pick<TablePlan, 'filter' | 'indicators'>,
  alert: StoredAlert,
  names: PlanNames,
  passes: AdHocTest,
): boolean {
  const target = names.targets.find(({ code }) => code === alert.target);
  const codes: Partial<Record<FilterKey, string>> = {
    ...codesOfLabels(alert),
    ...(target && codesOfTarget(target, names)),
    // An alert stays with the organisation that was responsible when it fired.
    ...(alert.organisation !== null && { organisation: alert.organisation }),
    ...(alert.status !== null && { status: alert.status }),
  };
  const among = (list: readonly string[] | null | undefined, code: string | null | undefined) =>
    !list || (typeof code === 'string' && list.includes(code));
  return (
    among(filter.target, alert.target) &&
    among(filter.area, codes.area) &&
    among(filter.organisation, codes.organisation) &&
    among(filter.task, codes.task) &&
    among(filter.status, codes.status) &&
    among(indicators, codes.indicator) &&
    passes(codes)
  );
}

function codesOfLabels({ labels }: StoredAlert): Partial<Record<FilterKey, string>> {
  const keys = ['area', 'task', 'indicator'] as const;
  return Object.fromEntries(keys.flatMap((key) => (labels[key] ? [[key, labels[key]]] : [])));
}
