/** What the editors of queries, variables and filters offer to choose from. */
import { AppError, type Indicator } from '#contract';
import { type Choice, choicesOf } from './adhoc-filters.js';
import type { Selection } from './interpolation.js';
import { accumulationWords, frequencyWords, measureWords } from './panel-words.js';
import { accumulations, availableMeasures, frequencies, type Language } from './payload.js';
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

/** What a list is narrowed to: targets, areas and breakdowns of these indicators; targets in these areas. */
export interface Narrowing {
  readonly indicators: Selection;
  readonly areas: Selection;
}

/**
 * The entries of a list.
 * @param areasWithValues codes of the areas in which the indicators of `narrowing` have values.
 */
export function choicesIn(
  list: ListName,
  narrowing: Narrowing,
  names: PlanNames,
  areasWithValues: ReadonlySet<string>,
): Choice[] {
  const indicators = narrowedIndicators(narrowing, names);
  const ofIndicators = indicators && new Set(indicators.map((indicator) => indicator.code));
  switch (list) {
    case 'metric':
      return metricChoices(names);
    case 'indicator':
      return names.indicators.map(indicatorChoice);
    case 'area': {
      const targeted = new Set(
        names.targets.filter((target) => ofIndicators?.has(target.indicator)).map((target) => target.area),
      );
      return choicesOf('area', names).filter(
        ({ code }) => !ofIndicators || areasWithValues.has(code) || targeted.has(code),
      );
    }
    case 'targetCode': {
      const areas = codesOf('area', narrowing.areas, names);
      return names.targets
        .filter((target) => !ofIndicators || ofIndicators.has(target.indicator))
        .filter((target) => areas === null || areas.includes(target.area))
        .map(({ code, name }) => ({ code, ...name }));
    }
    case 'breakdown': {
      const dimensions = new Set(
        (indicators ?? names.indicators).flatMap((indicator) => indicator.dimensions),
      );
      return names.breakdownValues
        .filter((value) => dimensions.has(value.dimension))
        .map(({ dimension, code, name }) => ({ code: `${dimension}=${code}`, ...name }));
    }
    case 'organisation':
    case 'task':
    case 'status':
      return choicesOf(list, names);
    case 'frequency':
      return frequencies.map((code) => ({ code, ...frequencyWords[code] }));
    case 'accumulation':
      return accumulations.map((code) => ({ code, ...accumulationWords[code] }));
    case 'measures':
      return availableMeasures.map((code) => ({ code, ...measureWords[code] }));
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
