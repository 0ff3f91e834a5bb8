import type { Bilingual, Labels } from '#alerting';
import type { Indicator } from '#contract';
import {
  readAreas,
  readBreakdownValues,
  readIndicators,
  readOrganisations,
  readTasks,
  type Reader,
  type SeriesKey,
} from '#storage';
import type { Frequency } from '#time-period';
import { seriesLabel } from './alert-subject.js';

/** What the labels of series say and what they are called. */
export interface SeriesCatalogue {
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly areas: ReadonlyMap<string, Bilingual>;
  readonly organisations: ReadonlyMap<string, Bilingual>;
  /** By number. */
  readonly tasks: ReadonlyMap<string, Bilingual>;
  /** By dimension and code: destination=510100. */
  readonly breakdownValues: ReadonlyMap<string, Bilingual>;
}

/** @param indicators codes; absent: all */
export async function readSeriesCatalogue(
  reader: Reader,
  indicators?: readonly string[],
): Promise<SeriesCatalogue> {
  const byCode = (all: readonly { readonly code: string; readonly name: Bilingual }[]) =>
    new Map(all.map(({ code, name }) => [code, name]));
  return {
    indicators: new Map((await readIndicators(reader, indicators)).map((one) => [one.code, one])),
    areas: byCode(await readAreas(reader)),
    organisations: byCode(await readOrganisations(reader)),
    tasks: new Map((await readTasks(reader)).map(({ number, title }) => [String(number), title])),
    breakdownValues: new Map(
      (await readBreakdownValues(reader)).map(({ dimension, code, name }) => [`${dimension}=${code}`, name]),
    ),
  };
}

const frequencyNames: Readonly<Record<Frequency, Bilingual>> = {
  A: { zh: '年度', en: 'annual' },
  S: { zh: '半年度', en: 'half-yearly' },
  Q: { zh: '季度', en: 'quarterly' },
  M: { zh: '月度', en: 'monthly' },
  D: { zh: '日度', en: 'daily' },
};

/**
 * The labels that all series of an indicator have in common. The task is there only when exactly one of the plan's tasks
 * names the indicator: several have no answer to whose it is.
 */
export function indicatorLabels({ code, owner, tasks }: Indicator): Labels {
  const [task, ...others] = tasks;
  return {
    indicator: code,
    organisation: owner,
    ...(task !== undefined && others.length === 0 && { task: String(task) }),
  };
}

/**
 * The labels of a series. The frequency, and whether its values run since January, are among them: a month's and a
 * year's figure of the same thing are two subjects, and no threshold fits both.
 */
export function labelsOfSeries(indicator: Indicator, key: SeriesKey): Labels {
  return {
    ...indicatorLabels(indicator),
    series: seriesLabel(key),
    area: key.area,
    frequency: key.frequency,
    ...(key.accumulation !== 'period' && { accumulation: key.accumulation }),
  };
}

/** What the labels of a series are called. */
export function namesOfSeries(
  { areas, organisations, tasks, breakdownValues }: SeriesCatalogue,
  indicator: Indicator,
  key: SeriesKey,
): Readonly<Record<string, Bilingual>> {
  const area = areas.get(key.area);
  const { organisation = '', task = '' } = indicatorLabels(indicator);
  const owner = organisations.get(organisation);
  const title = tasks.get(task);
  const parts = Object.entries(key.breakdown).map(
    ([dimension, code]) => breakdownValues.get(`${dimension}=${code}`) ?? { zh: code, en: code },
  );
  const within = (texts: readonly string[], open: string, close: string, comma: string) =>
    texts.length > 0 ? `${open}${texts.join(comma)}${close}` : '';
  const series = area && {
    zh: `${area.zh}${indicator.name.zh}${within(
      parts.map(({ zh }) => zh),
      '（',
      '）',
      '、',
    )}`,
    en: `${indicator.name.en}, ${area.en}${within(
      parts.map(({ en }) => en),
      ' (',
      ')',
      ', ',
    )}`,
  };
  const since = { zh: '1月起累计', en: 'since January' };
  return {
    indicator: indicator.name,
    frequency: frequencyNames[key.frequency],
    ...(area && { area }),
    ...(series && { series }),
    ...(owner && { organisation: owner }),
    ...(title && { task: title }),
    ...(key.accumulation === 'yearToDate' && { accumulation: since }),
  };
}
