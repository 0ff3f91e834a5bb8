import type { Area, Organisation, ScorecardRow } from '#contract';
import { severity } from '#assessment';
import type { Judgement } from '#monitoring';
import { remarksOf, trendFallsShort } from './remark-words.js';
import { verdictWords } from './verdict-words.js';

/** Names by code, read once for all rows. */
export interface Names {
  readonly areas: ReadonlyMap<string, Area>;
  readonly organisations: ReadonlyMap<string, Organisation>;
}

/** One judged target as clients see it: the verdict, its words, and the names that a row needs. */
export function scorecardRow(judgement: Judgement, asOf: Date, names: Names): ScorecardRow {
  const { target, indicator, verdict } = judgement;
  const area = names.areas.get(target.area);
  const organisation = names.organisations.get(target.organisation);
  const { stale, targetValue, targetUpper, ...numbers } = verdict;
  return {
    ...numbers,
    observed: verdict.observed && {
      period: verdict.observed.period,
      value: verdict.observed.value,
      status: verdict.observed.obsStatus,
    },
    target: target.code,
    targetVersion: target.version,
    asOf: asOf.toISOString(),
    stale: stale !== null,
    text: verdictWords(verdict, {
      unit: indicator.unit,
      decimals: indicator.decimals,
      operator: target.operator,
      value: target.value,
      upper: target.upper,
      due: target.due,
    }),
    remarks: remarksOf(verdict, indicator),
    trendFallsShort: trendFallsShort(verdict),
    name: target.name,
    indicator: indicator.code,
    indicatorName: indicator.name,
    unit: indicator.unit,
    decimals: indicator.decimals,
    area: target.area,
    areaName: area?.name ?? { zh: target.area, en: target.area },
    task: target.clause.task,
    organisation: target.organisation,
    organisationName: organisation?.name ?? { zh: target.organisation, en: target.organisation },
    operator: target.operator,
    value: targetValue,
    upper: targetUpper,
  };
}

/** Worst first; what could not be assessed stands between the bad and the good, for it may be either. */
export function worstFirst(a: ScorecardRow, b: ScorecardRow): number {
  const rank = (row: ScorecardRow) => severity(row.status) ?? 1.5;
  return rank(b) - rank(a) || a.task - b.task || (a.target < b.target ? -1 : 1);
}

export interface ScorecardFilter {
  readonly status?: readonly string[] | undefined;
  readonly organisation?: readonly string[] | undefined;
  readonly task?: readonly string[] | undefined;
  readonly area?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
}

/** Whether a row is among those asked for; a list that is absent or empty asks for all. */
export function matches(row: ScorecardRow, filter: ScorecardFilter): boolean {
  const among = (list: readonly string[] | undefined, value: string) =>
    list === undefined || list.length === 0 || list.includes(value);
  return (
    among(filter.status, row.status) &&
    among(filter.organisation, row.organisation) &&
    among(filter.task, String(row.task)) &&
    among(filter.area, row.area) &&
    among(filter.target, row.target)
  );
}
