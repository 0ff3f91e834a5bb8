import { appliesTo, type Condition, type Facts, type Rule } from '#alerting';
import type { Indicator } from '#contract';
import {
  readLatestRevisions,
  type LatestRevision,
  type Reader,
  type SeriesAtPlace,
  type SeriesKey,
} from '#storage';
import { formatPeriod, periodContaining } from '#time-period';
import type { SeriesQuestion } from './series-candidate.js';
import { labelsOfSeries } from './series-catalogue.js';

type Measure = Parameters<typeof readLatestRevisions>[2];

/** What the latest releases of series changed most, in each measure that a rule asks for, by id of the series. */
export type SeriesRevisions = ReadonlyMap<Measure, ReadonlyMap<string, LatestRevision>>;

/**
 * Reads what the latest releases changed of the series that a rule of revisions asks about: those that an import has
 * just touched, and those whose alert is running. A sweep asks no others: what was revised before the rule was made is
 * no news.
 *
 * @param stored by key as text
 */
export async function readSeriesRevisions(
  reader: Reader,
  stored: ReadonlyMap<string, SeriesAtPlace>,
  { rules, running, touched, catalogue }: SeriesQuestion,
): Promise<SeriesRevisions> {
  const revisions = new Map<Measure, ReadonlyMap<string, LatestRevision>>();
  for (const measure of ['share', 'amount'] as const) {
    const asking = rules.filter(({ condition }) => measureOf(condition) === measure);
    if (asking.length === 0) continue;
    const isAsked = (code: string, series: SeriesAtPlace) => {
      const indicator = catalogue.indicators.get(series.indicator);
      return asking.some(
        (rule) =>
          running.isOf(code, rule.name) ||
          (indicator &&
            isNews(rule, series.id, touched) &&
            appliesTo(rule, labelsOfSeries(indicator, series))),
      );
    };
    const ids = [...stored].filter(([code, series]) => isAsked(code, series)).map(([, { id }]) => id);
    const read = ids.length > 0 ? await readLatestRevisions(reader, ids, measure) : [];
    revisions.set(measure, new Map(read.map((revision) => [revision.seriesId, revision])));
  }
  return revisions;
}

function isNews({ enabled }: Rule, seriesId: string, touched: ReadonlySet<string> | undefined): boolean {
  return enabled && touched !== undefined && touched.has(seriesId);
}

function measureOf(condition: Condition): Measure | null {
  if (condition.kind !== 'revisionLarger') return null;
  return 'share' in condition ? 'share' : 'amount';
}

/** What a rule of revisions is to know of a series. */
export function revisionFacts(
  { condition }: Rule,
  { decimals, unit }: Indicator,
  { id, ...key }: SeriesKey & { readonly id: string },
  revisions: SeriesRevisions,
): Facts {
  const measure = measureOf(condition);
  const changed = measure && revisions.get(measure)?.get(id);
  const revision = changed
    ? {
        period: formatPeriod({
          ...periodContaining(changed.periodEnd, key.frequency),
          accumulation: key.accumulation,
        }),
        before: Number(changed.before),
        after: Number(changed.after),
      }
    : null;
  return { of: 'revisionLarger', revision, decimals, unit };
}
