/** What a table's query and the dashboard's filters leave of the plan. */
import { AppError } from '#contract';
import { mostNews, type News, type NewsFilter, type StoredTarget } from '#storage';
import type { AdHocTest, FilterKey } from './adhoc-filters.js';
import type { PlanNames } from './plan-names.js';
import type { TablePlan, TimeRange } from './query-plan.js';

/** What ad hoc filters know of a target, but for its status. */
export function codesOfTarget(target: StoredTarget, names: PlanNames): Partial<Record<FilterKey, string>> {
  const section = names.tasks.find(({ number }) => number === target.clause.task)?.section;
  return {
    area: target.area,
    organisation: target.organisation,
    task: String(target.clause.task),
    indicator: target.indicator,
    due: target.due,
    ...(section === undefined ? {} : { section }),
  };
}

/** Whether a target is among those that the payload names; a list that is absent names all. */
export function isWantedTarget(
  { filter, indicators }: Pick<TablePlan, 'filter' | 'indicators'>,
  target: StoredTarget,
): boolean {
  const among = (list: readonly string[] | null | undefined, code: string) => !list || list.includes(code);
  return (
    among(filter.target, target.code) &&
    among(filter.area, target.area) &&
    among(filter.organisation, target.organisation) &&
    among(filter.task, String(target.clause.task)) &&
    among(indicators, target.indicator)
  );
}

export function wantedTargets(plan: TablePlan, names: PlanNames, passes: AdHocTest): StoredTarget[] {
  return names.targets.filter(
    (target) => isWantedTarget(plan, target) && passes(codesOfTarget(target, names)),
  );
}

/** Which revisions and releases are asked for: of indicators and areas, or of those of the targets named. */
export function newsFilterOf(
  plan: TablePlan,
  names: PlanNames,
  passes: AdHocTest,
  range: TimeRange | null,
): NewsFilter {
  const targets =
    plan.filter.target && names.targets.filter(({ code }) => plan.filter.target?.includes(code));
  const indicators = plan.indicators ?? targets?.map(({ indicator }) => indicator) ?? null;
  const areas = plan.filter.area ?? targets?.map(({ area }) => area) ?? null;
  const passing = (all: readonly string[], key: 'indicator' | 'area', asked: readonly string[] | null) => {
    const left = (asked ?? all).filter((code) => passes({ [key]: code }));
    return asked === null && left.length === all.length ? null : [...new Set(left)];
  };
  const ofIndicators = passing(
    names.indicators.map(({ code }) => code),
    'indicator',
    indicators,
  );
  const inAreas = passing(
    names.areas.map(({ code }) => code),
    'area',
    areas,
  );
  return {
    ...(ofIndicators ? { indicators: ofIndicators } : {}),
    ...(inAreas ? { areas: inAreas } : {}),
    ...(range ? { from: new Date(range.from), to: new Date(range.to) } : {}),
  };
}

/**
 * News that were all gone through.
 * @throws AppError too-large: what is newest among only some of them would be told wrongly.
 */
export function wholeNews<T>({ found, more }: News<T>): readonly T[] {
  if (!more) return found;
  throw new AppError(
    'too-large',
    `More than ${mostNews} values became known in this range. Ask for a shorter one, or narrow it by payload.indicator and payload.area.`,
    [{ path: 'range', code: 'too-many-values', message: `at most ${mostNews} values that became known` }],
  );
}
