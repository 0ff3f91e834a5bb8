/** What the editors of queries, variables and filters offer to choose from. */
import { annotationKind, AppError, type GrafanaPayload, type Indicator, measure, rollUpBy } from '#contract';
import type { SeriesKey } from '#storage';
import { type Choice, choicesOf } from './adhoc-filters.js';
import { breakdownOf, isOfBreakdown } from './breakdown.js';
import type { Selection } from './interpolation.js';
import {
  accumulationWords,
  annotationWords,
  frequencyWords,
  groupingWords,
  measureWords,
} from './panel-words.js';
import { accumulations, frequencies, type Language } from './payload.js';
import { codesOf, type PlanNames } from './plan-names.js';
import { indicatorsOf, type TableName, tableNames } from './query-plan.js';

/** Everything that can be offered. */
export const lists = [
  'metric',
  'indicator',
  'area',
  'targetCode',
  'organisation',
  'task',
  'status',
  'breakdown',
  'frequency',
  'accumulation',
  'measures',
  'by',
  'annotation',
  'section',
  'due',
  'language',
] as const;
export type ListName = (typeof lists)[number];

/** The lists have the names of the payload entries they fill; the API's plural names are understood too. */
const plurals: Readonly<Record<string, ListName>> = {
  metrics: 'metric',
  indicators: 'indicator',
  areas: 'area',
  targets: 'targetCode',
  organisations: 'organisation',
  tasks: 'task',
  sections: 'section',
  statuses: 'status',
};

export function isListName(name: string): boolean {
  return lists.some((list) => list === name) || Object.hasOwn(plurals, name);
}

/** The list of that name. An editor that names none wants the metrics. */
export function listNamed(given: string): ListName {
  const name = given.trim();
  if (name === '') return 'metric';
  const found = lists.find((list) => list === name) ?? (isListName(name) ? plurals[name] : undefined);
  if (!found)
    throw new AppError(
      'unknown-name',
      `There is no list ${name} to choose from; there are ${lists.join(', ')}.`,
    );
  return found;
}

/** What was chosen before, by which a list is narrowed. */
export interface Narrowing {
  readonly indicators: Selection;
  readonly areas: Selection;
  readonly organisations: Selection;
  readonly tasks: Selection;
  readonly breakdown: GrafanaPayload['breakdown'];
}

export const unnarrowed: Narrowing = {
  indicators: null,
  areas: null,
  organisations: null,
  tasks: null,
  breakdown: undefined,
};

/** A series that exists, as far as lists need it. */
export type ExistingSeries = Pick<SeriesKey, 'area' | 'frequency' | 'accumulation' | 'breakdown'>;

/** The lists that hold only what the series of the chosen indicators have. */
export const listsOfSeries: ReadonlySet<ListName> = new Set([
  'area',
  'breakdown',
  'frequency',
  'accumulation',
]);

/**
 * The entries of a list: areas, breakdowns, frequencies and accumulations of which the chosen indicators have values
 * or a target in the chosen areas; targets of the chosen indicators, areas, organisations and tasks; tasks of the
 * chosen organisations.
 * @param series those of the chosen indicators; not looked at while none is chosen.
 */
export function choicesIn(
  list: ListName,
  narrowing: Narrowing,
  names: PlanNames,
  series: readonly ExistingSeries[],
): Choice[] {
  const indicators = narrowedIndicators(narrowing, names);
  const areas = codesOf('area', narrowing.areas, names);
  const organisations = codesOf('organisation', narrowing.organisations, names);
  const tasks = codesOf('task', narrowing.tasks, names);
  const breakdown = indicators ? breakdownOf(narrowing.breakdown, indicators, names) : {};
  const targets = names.targets.filter(
    (target) =>
      (!indicators || indicators.some(({ code }) => code === target.indicator)) &&
      (!organisations || organisations.includes(target.organisation)) &&
      (!tasks || tasks.includes(String(target.clause.task))),
  );
  const isThere = ({ area }: { readonly area: string }) => !areas || areas.includes(area);
  const there = series.filter((one) => isThere(one) && isOfBreakdown(one.breakdown, breakdown));
  const existing: readonly { readonly breakdown: Readonly<Record<string, string>> }[] = [
    ...series.filter(isThere),
    ...targets.filter(isThere),
  ];
  const present = <T extends string>(all: readonly T[], of: readonly T[]) =>
    indicators ? all.filter((code) => of.includes(code)) : all;
  switch (list) {
    case 'metric':
      return metricChoices(names);
    case 'indicator':
      return names.indicators.map(indicatorChoice);
    case 'area': {
      const inUse = new Set([...series, ...targets].map(({ area }) => area));
      const isNarrowed = indicators !== null || organisations !== null || tasks !== null;
      return choicesOf('area', names).filter(({ code }) => !isNarrowed || inUse.has(code));
    }
    case 'targetCode':
      return targets
        .filter((target) => isThere(target) && isOfBreakdown(target.breakdown, breakdown))
        .map(({ code, name }) => ({ code, ...name }));
    case 'breakdown': {
      const dimensions = new Set(
        (indicators ?? names.indicators).flatMap((indicator) => indicator.dimensions),
      );
      return names.breakdownValues
        .filter((value) => dimensions.has(value.dimension))
        .filter(
          ({ dimension, code }) => !indicators || existing.some((one) => one.breakdown[dimension] === code),
        )
        .map(({ dimension, code, name }) => ({ code: `${dimension}=${code}`, ...name }));
    }
    case 'task':
      return choicesOf('task', names).filter(
        ({ code }) =>
          !organisations ||
          names.tasks.some(
            (task) =>
              String(task.number) === code && task.organisations.some((own) => organisations.includes(own)),
          ),
      );
    case 'organisation':
    case 'status':
    case 'section':
    case 'due':
      return choicesOf(list, names);
    case 'frequency':
      return present(
        frequencies,
        there.map(({ frequency }) => frequency),
      ).map((code) => ({ code, ...frequencyWords[code] }));
    case 'accumulation':
      return present(
        accumulations,
        there.map(({ accumulation }) => accumulation),
      ).map((code) => ({ code, ...accumulationWords[code] }));
    case 'measures':
      return measure.options.map((code) => ({ code, ...measureWords[code] }));
    case 'by':
      return rollUpBy.options.map((code) => ({ code, ...groupingWords[code] }));
    case 'annotation':
      return annotationKind.options.map((code) => ({ code, ...annotationWords[code] }));
    case 'language':
      return [
        { code: 'zh', zh: '中文', en: '中文' },
        { code: 'en', zh: 'English', en: 'English' },
      ];
  }
}

/** The indicators that a list is narrowed to; null: not narrowed (or to a table, which is of all). */
export function narrowedIndicators(narrowing: Narrowing, names: PlanNames): Indicator[] | null {
  const codes = narrowing.indicators;
  if (codes === null || codes === 'all') return null;
  if (codes.some((code) => tableNames.some((table) => table === code))) return null;
  return codes.flatMap((code) => indicatorsOf(code, names));
}

const tableWords: Readonly<Record<TableName, { zh: string; en: string }>> = {
  scorecard: { zh: '表：记分卡', en: 'Table: scorecard' },
  statusCounts: { zh: '表：各状态目标数', en: 'Table: targets by status' },
  tasks: { zh: '表：任务', en: 'Table: tasks' },
  verdictHistory: { zh: '表：评估结论变化', en: 'Table: history of a verdict' },
  alerts: { zh: '表：预警', en: 'Table: alerts' },
  imports: { zh: '表：数据导入', en: 'Table: imports' },
  rollUps: { zh: '表：分组汇总', en: 'Table: groups of targets' },
  timeliness: { zh: '表：数据及时性', en: 'Table: timeliness of data' },
  timelinessByOrganisation: { zh: '表：各单位数据及时性', en: 'Table: timeliness by organisation' },
  releases: { zh: '表：即将发布的数据', en: 'Table: coming releases' },
  rejections: { zh: '表：拒收原因', en: 'Table: why rows were refused' },
  revisions: { zh: '表：数据修订', en: 'Table: revisions of data' },
  verdictTimeline: { zh: '表：目标状态时间线', en: 'Table: timeline of verdicts' },
  annotations: { zh: '标注', en: 'Annotations' },
};

export function metricChoices(names: PlanNames): Choice[] {
  return [
    ...tableNames.map((code) => ({ code, ...tableWords[code] })),
    ...names.indicators.map(indicatorChoice),
  ];
}

function indicatorChoice({ code, name }: Indicator): Choice {
  return { code, ...name };
}

/**
 * The texts of choices, no two alike: the plugin keeps only one of several entries with the same text, so names that
 * occur twice get their code behind them.
 */
export function labelled(choices: readonly Choice[], language: Language): { text: string; value: string }[] {
  const counts = new Map<string, number>();
  for (const choice of choices) counts.set(choice[language], (counts.get(choice[language]) ?? 0) + 1);
  return choices.map((choice) => ({
    text: (counts.get(choice[language]) ?? 0) > 1 ? `${choice[language]} (${choice.code})` : choice[language],
    value: choice.code,
  }));
}
