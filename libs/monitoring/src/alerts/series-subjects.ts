import type { Rule } from '#alerting';
import { readPlacesOfSeries, readSeriesPlaces, type Reader, type SeriesPlace } from '#storage';
import { dayInZone } from '#time-period';
import { isPutTo, type AlertSubject } from './alert-subject.js';
import { readComputedPlaces, readComputedSubjects } from './computed-series.js';
import { RunningSeries } from './running-series.js';
import type { SeriesQuestion } from './series-candidate.js';
import { readSeriesCatalogue } from './series-catalogue.js';
import { isInScope, scopeOf } from './series-scope.js';
import { readSubjectsAt } from './stored-series.js';

/** So many series are read at a time; one place may have more. */
const portionSize = 2_000;
/** So many places are looked up at a time. */
const mostPlaces = 1_000;

export interface SeriesSubjectsOptions {
  readonly now: Date;
  readonly timeZone: string;
  readonly rules: readonly Rule[];
  /** Ids of the series that an import or its undoing touched; absent: a sweep over all. */
  readonly seriesIds?: readonly string[];
}

/**
 * The series that the rules can have anything to do with, each with what is known of it, a portion at a time: those of
 * which an alert is pending or open, and those where something is the matter. The many others are passed over, since
 * putting them to a rule would change nothing; of a hundred thousand series the memory of a portion is needed. Within
 * one reading a rule gets the facts of a series at most once.
 *
 * - overdue: the owed series (see {@link owedSeries}), whether they have values or not.
 * - valueBeyond: the newest value of every series, forecasts aside; of computed indicators the computed one.
 * - revisionLarger: what the latest release changed, of the touched series; in a sweep of those whose alert is running.
 */
export async function* readSeriesSubjects(
  reader: Reader,
  { now, timeZone, rules, seriesIds }: SeriesSubjectsOptions,
): AsyncGenerator<AlertSubject[], void> {
  const ofSeries = rules.filter((rule) => isPutTo(rule, 'series'));
  if (ofSeries.length === 0 || seriesIds?.length === 0) return;
  const touched = seriesIds && (await readPlacesOfSeries(reader, seriesIds));
  const computed = await readComputedPlaces(reader, ofSeries, seriesIds);
  const indicators = touched && [
    ...touched.map(({ indicator }) => indicator),
    ...(computed?.indicators ?? []),
  ];
  const question: SeriesQuestion = {
    today: dayInZone(now, timeZone),
    timeZone,
    rules: ofSeries,
    running: await RunningSeries.read(reader),
    catalogue: await readSeriesCatalogue(reader, indicators && [...new Set(indicators)]),
    ...(seriesIds && { touched: new Set(seriesIds) }),
  };
  const portions = touched ? portionsOf(ofInterest(touched, question)) : placesOfSweep(reader, question);
  for await (const places of portions) {
    const subjects = await readSubjectsAt(reader, places, question);
    if (subjects.length > 0) yield subjects;
  }
  if (computed) yield* readComputedSubjects(reader, computed, question);
}

function ofInterest(
  touched: readonly SeriesPlace[],
  { rules, running, catalogue }: SeriesQuestion,
): SeriesPlace[] {
  const watching = scopeOf(
    rules.filter(({ enabled }) => enabled),
    catalogue,
  );
  return touched.filter((place) => running.isAt(place) || isInScope(place, watching));
}

/** Where alerts are running, and then all the other places where a rule can find something without being told where. */
async function* placesOfSweep(
  reader: Reader,
  { rules, running, catalogue }: SeriesQuestion,
): AsyncGenerator<SeriesPlace[], void> {
  yield* portionsOf(running.places());
  const searching = rules.filter(({ enabled, condition }) => enabled && condition.kind !== 'revisionLarger');
  if (searching.length === 0) return;
  const { indicators, areas } = scopeOf(searching, catalogue);
  if (indicators.size === 0) return;
  let after: SeriesPlace | undefined;
  for (;;) {
    const found = await readSeriesPlaces(reader, {
      ...(indicators.size < catalogue.indicators.size && { indicators: [...indicators] }),
      ...(areas && { areas: [...areas] }),
      ...(after && { after }),
      limit: mostPlaces,
    });
    const portion = firstOf(found);
    after = portion.at(-1);
    if (!after) return;
    const others = portion.filter((place) => !running.isAt(place));
    if (others.length > 0) yield others;
  }
}

/** As many of the places as fit into a portion, at least one. */
function firstOf<T extends { readonly series: number }>(places: readonly T[]): T[] {
  let series = 0;
  const end = places.findIndex((place, index) => {
    series += place.series;
    return index > 0 && series > portionSize;
  });
  return end < 0 ? [...places] : places.slice(0, end);
}

function* portionsOf(places: readonly SeriesPlace[]): Generator<SeriesPlace[], void> {
  for (let start = 0; start < places.length; start += mostPlaces)
    yield places.slice(start, start + mostPlaces);
}
