import type { Accumulation } from '#time-period';
import { accumulationWords } from './panel-words.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';

/** An indicator with its breakdown, and whether its values run from January on; the area stands beside it. */
export function seriesName(
  series: {
    readonly indicator: string;
    readonly breakdown: Readonly<Record<string, string>>;
    readonly accumulation: Accumulation;
  },
  language: Language,
  names: PlanNames,
): string {
  const indicator = names.indicators.find(({ code }) => code === series.indicator);
  const breakdown = Object.entries(series.breakdown).map(
    ([dimension, code]) =>
      names.breakdownValues.find((value) => value.dimension === dimension && value.code === code)?.name[
        language
      ] ?? code,
  );
  return [
    indicator?.name[language] ?? series.indicator,
    ...breakdown,
    ...(series.accumulation === 'period' ? [] : [accumulationWords[series.accumulation][language]]),
  ].join(' · ');
}

export function areaName(code: string, language: Language, names: PlanNames): string {
  return names.areas.find((area) => area.code === code)?.name[language] ?? code;
}
