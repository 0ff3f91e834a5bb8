/** Several series on one chart, told apart by colour and mark. Pure. */
import { type Observation, usableObservations } from '#assessment';
import type { Indicator } from '#contract';
import { type InputObservation, observationOf } from '#monitoring';
import type { Accumulation, Day, Frequency } from '#time-period';
import { periodWords } from '../assessments/verdict-words.js';
import { areaName, breakdownName, type Names } from '../observations/series-name.js';
import { timeAxis, valueAxis } from './axes.js';
import { inksOf } from './inks.js';
import type { Language, LegendEntry, Look, Mark, Picture, PictureLine } from './picture.js';
import { inLanguage, pictureWords } from './picture-words.js';
import { finestOf, pointsOf } from './points.js';
import { valueLabel } from './target-picture.js';

/** More lines than this cannot be told apart. */
export const mostSeries = 8;

/** The observations of one line. */
export interface PictureSeries {
  readonly indicator: Indicator;
  readonly area: string;
  readonly breakdown: Readonly<Record<string, string>>;
  /** null: of a stock, which is one line whatever the frequency. */
  readonly frequency: Frequency | null;
  readonly accumulation: Accumulation;
  /** In time order. */
  readonly observations: readonly Observation[];
}

export interface SeriesFacts {
  readonly series: readonly PictureSeries[];
  /** What was asked for; names a chart without a line. */
  readonly asked: { readonly indicators: readonly Indicator[]; readonly areas: readonly string[] };
  readonly names: Names;
  readonly day: Day;
  readonly timeZone: string;
}

const marks: readonly Mark[] = ['circle', 'rect', 'triangle', 'rectRot'];

/**
 * Observations as lines. Points of a stock are one line whatever their frequency; flows and averages of different
 * frequencies are different quantities and so different lines. What is no value (a forecast, a missing one) is left out.
 */
export function seriesOf(
  observations: readonly InputObservation[],
  indicators: readonly Indicator[],
): PictureSeries[] {
  const byCode = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  const groups = new Map<string, { series: Omit<PictureSeries, 'observations'>; rows: InputObservation[] }>();
  for (const row of observations) {
    const indicator = byCode.get(row.indicator);
    if (!indicator) continue;
    const { area, breakdown, accumulation } = row;
    const frequency = indicator.kind === 'stock' ? null : row.frequency;
    const key = JSON.stringify([
      indicators.indexOf(indicator),
      area,
      Object.entries(breakdown).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      frequency,
      accumulation,
    ]);
    const group = groups.get(key) ?? {
      series: { indicator, area, breakdown, frequency, accumulation },
      rows: [],
    };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { series, rows }]) => ({ ...series, observations: usableOf(rows, series.indicator.frequency) }))
    .filter((series) => series.observations.length > 0);
}

/** A group is of one accumulation already; with that out of the way the rule that verdicts use picks the values. */
function usableOf(rows: readonly InputObservation[], frequency: Frequency): Observation[] {
  const accumulations = new Map<string, Accumulation>();
  const asPeriods = rows.map((row) => {
    const observation = observationOf(row);
    accumulations.set(observation.period.end, observation.period.accumulation);
    return { ...observation, period: { ...observation.period, accumulation: 'period' as const } };
  });
  return usableObservations({ kind: 'stock', frequency }, asPeriods, '9999-12-31').map((usable) => ({
    ...usable,
    period: { ...usable.period, accumulation: accumulations.get(usable.period.end) ?? 'period' },
  }));
}

/** The chart of these series, at most {@link mostSeries} of one unit. */
export function seriesPicture(facts: SeriesFacts, look: Look): Picture {
  const { series, asked, names, timeZone } = facts;
  const { language } = look;
  const words = pictureWords[language];
  const inks = inksOf(look.theme);
  const day = inLanguage(periodWords(facts.day), language);
  const named = series.map((one) => partsOf(one, names, language));
  const shared = named[0]?.map((part, at) => named.every((parts) => parts[at] === part)) ?? [];
  const lines = series.map(({ observations, indicator }, index): PictureLine => ({
    ink: inks.series[index % inks.series.length] ?? inks.actual,
    mark: marks[index % marks.length] ?? 'circle',
    dashed: false,
    joined: true,
    points: pointsOf(observations, indicator.frequency, timeZone),
  }));
  const points = lines.flatMap((line) => line.points);
  const legend = lines.map(({ ink, mark }, index): LegendEntry => {
    const own = named[index]?.filter((part, at) => part !== '' && !shared[at]) ?? [];
    return { sample: 'line', ink, mark, label: own.length > 0 ? own.join(' · ') : words.actual };
  });
  const hollow = points.some((point) => point.hollow);
  const [only, another] = series;
  const newest = another ? undefined : only?.observations.at(-1);
  const at = points.at(-1);
  const plot =
    points.length === 0
      ? null
      : {
          x: timeAxis(
            points.map(({ x }) => x),
            finestOf(series.flatMap(({ observations }) => observations)),
            look.width - 80,
            language,
            timeZone,
          ),
          y: valueAxis(points.map(({ y }) => y)),
          lines,
          levels: [],
          due: null,
          forecast: null,
          newest:
            newest && at && only
              ? { x: at.x, y: at.y, label: valueLabel(newest, only.indicator, language) }
              : null,
        };
  const titleParts = named[0]?.filter((part, index) => part !== '' && shared[index]) ?? [];
  const joined = (texts: readonly string[]) => [...new Set(texts)].join(language === 'zh' ? '、' : ', ');
  const askedNames = joined(asked.indicators.map((indicator) => inLanguage(indicator.name, language)));
  const areaNames = joined(asked.areas.map((area) => areaName(names, area, language)));
  const unit = asked.indicators[0] ? inLanguage(asked.indicators[0].unit, language) : '';
  return {
    width: look.width,
    height: look.height,
    scale: look.scale,
    language,
    inks,
    title:
      titleParts.length > 0
        ? titleParts.join(' · ')
        : [askedNames, areaNames].filter((part) => part !== '').join(' · '),
    standing: null,
    caption: words.unit(unit),
    legend: [
      ...legend,
      ...(hollow ? [{ sample: 'hollow', ink: inks.soft, mark: null, label: words.hollow } as const] : []),
    ],
    plot,
    instead: words.nothingKnown(day),
    notes: [
      words.asOf(day),
      ...(plot?.y.cut ? [words.notFromZero] : []),
      ...(points.some(({ afterGap }) => afterGap) ? [words.gap] : []),
      ...(plot ? [words.atPeriodEnds] : []),
    ],
    origin: words.service,
  };
}

/** Indicator, area, breakdown, frequency, accumulation in words; empty where there is nothing to say. */
function partsOf(
  { indicator, area, breakdown, frequency, accumulation }: PictureSeries,
  names: Names,
  language: Language,
): string[] {
  const words = pictureWords[language];
  return [
    inLanguage(indicator.name, language),
    areaName(names, area, language),
    breakdownNames(breakdown, indicator, names, language).join(' · '),
    // An annual flow is the ordinary case.
    frequency === null || frequency === 'A' ? '' : words.frequency[frequency],
    accumulation === 'yearToDate' ? words.yearToDate : '',
  ];
}

/** What a breakdown's codes are called, in the order of the indicator's dimensions. */
export function breakdownNames(
  breakdown: Readonly<Record<string, string>>,
  indicator: Pick<Indicator, 'dimensions'>,
  names: Names,
  language: Language,
): string[] {
  return indicator.dimensions.flatMap((dimension) => {
    const code = breakdown[dimension];
    return code === undefined ? [] : [breakdownName(names, dimension, code, language)];
  });
}
