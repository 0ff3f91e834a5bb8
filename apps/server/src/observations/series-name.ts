import type { Area, BreakdownValue, Indicator } from '#contract';
import type { SeriesKey } from '#storage';
import type { Frequency } from '#time-period';

export type Language = 'zh' | 'en';

/** What the codes of observations are called. */
export interface Names {
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly areas: ReadonlyMap<string, Area>;
  /** By dimension and code, joined by a space. */
  readonly breakdowns: ReadonlyMap<string, BreakdownValue>;
}

const frequencyWords: Record<Frequency, Record<Language, string>> = {
  A: { zh: '年', en: 'annual' },
  S: { zh: '半年', en: 'half-yearly' },
  Q: { zh: '季', en: 'quarterly' },
  M: { zh: '月', en: 'monthly' },
  D: { zh: '日', en: 'daily' },
};

/**
 * A column's heading for each series, no two the same: by codes, which never change
 * (gdp.610100.A, rail_travel_time.610100.A.destination=510100), or in words with the unit.
 */
export function seriesNames(
  series: readonly SeriesKey[],
  names: Names,
  language: Language | undefined,
): string[] {
  if (language === undefined) return series.map(codedName);
  const words = series.map((one) => wordedName(one, names, language));
  const seen = new Map<string, number>();
  for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
  return words.map((word, at) => (seen.get(word) === 1 ? word : `${word} ${codedName(series[at]!)}`));
}

function codedName({ indicator, area, frequency, accumulation, breakdown }: SeriesKey): string {
  const parts = Object.keys(breakdown)
    .toSorted()
    .map((dimension) => `${dimension}=${breakdown[dimension]}`);
  return [indicator, area, frequency, ...(accumulation === 'yearToDate' ? ['ytd'] : []), ...parts].join('.');
}

function wordedName(key: SeriesKey, names: Names, language: Language): string {
  const indicator = names.indicators.get(key.indicator);
  const parts = Object.entries(key.breakdown).map(([dimension, code]) =>
    breakdownName(names, dimension, code, language),
  );
  const toDate = language === 'zh' ? '累计' : ' to date';
  const frequency =
    frequencyWords[key.frequency][language] + (key.accumulation === 'yearToDate' ? toDate : '');
  const unit = indicator?.unit[language] ?? '';
  return [
    indicator?.name[language] ?? key.indicator,
    areaName(names, key.area, language),
    ...parts,
    frequency,
    ...(unit === '' ? [] : [`(${unit})`]),
  ].join(' ');
}

export function areaName(names: Names, code: string, language: Language): string {
  return names.areas.get(code)?.name[language] ?? code;
}

export function breakdownName(names: Names, dimension: string, code: string, language: Language): string {
  return names.breakdowns.get(`${dimension} ${code}`)?.name[language] ?? code;
}
