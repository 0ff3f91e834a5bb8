import type { Facts, Rule } from '#alerting';
import type { Indicator } from '#contract';
import {
  countReleasesOf,
  readAreasOfIndicators,
  readComputedIndicators,
  seriesKeyText,
  type Reader,
  type SeriesKey,
  type StoredObservation,
} from '#storage';
import { formatPeriod, periodContaining } from '#time-period';
import { withSources, type ComputedObservation } from '../derived/compute-observations.js';
import { readComputedFrom } from '../derived/computed-targets.js';
import { allParts, reachable, readWithComputed } from '../derived/read-computed.js';
import type { AlertSubject } from './alert-subject.js';
import type { RunningSeries } from './running-series.js';
import { isOfInterest, subjectOf, type SeriesCandidate, type SeriesQuestion } from './series-candidate.js';
import { isInScope, scopeOf } from './series-scope.js';

type Value = StoredObservation | ComputedObservation;

/** A series of a computed indicator, and the newest value of it, reported or computed; null: none is known now. */
interface ComputedSeries {
  readonly key: SeriesKey;
  readonly newest: Value | null;
}

/** What is computed where. */
export interface ComputedPlaces {
  readonly indicators: readonly string[];
  readonly areas: readonly string[];
}

/**
 * The computed indicators and the areas that a rule of values may have to be put to: all, or those that are computed
 * from these series; null for none.
 */
export async function readComputedPlaces(
  reader: Reader,
  rules: readonly Rule[],
  seriesIds: readonly string[] | undefined,
): Promise<ComputedPlaces | null> {
  if (!rules.some(({ condition }) => condition.kind === 'valueBeyond')) return null;
  if (seriesIds) return readComputedFrom(reader, seriesIds);
  const computed = await readComputedByCode(reader);
  if (computed.size === 0) return null;
  const indicators = [...computed.keys()];
  const reported = await readAreasOfIndicators(reader, [...withSources(indicators, computed)]);
  return { indicators, areas: [...new Set([...reported, ...allParts([...computed.values()]).keys()])] };
}

/**
 * The series of computed indicators that are of interest to a rule of values, an area at a time, as the copies for
 * Grafana are made. Only what such a rule can match is computed.
 */
export async function* readComputedSubjects(
  reader: Reader,
  { indicators, areas }: ComputedPlaces,
  question: SeriesQuestion,
): AsyncGenerator<AlertSubject[], void> {
  const { rules, running, catalogue } = question;
  const watching = scopeOf(
    rules.filter(({ enabled, condition }) => enabled && condition.kind === 'valueBeyond'),
    catalogue,
  );
  const computed = await readComputedByCode(reader);
  const partsOf = allParts([...computed.values()]);
  for (const area of areas) {
    const asked = indicators.filter((indicator) => {
      const place = { indicator, area };
      return running.isAt(place) || isInScope(place, watching);
    });
    const subjects: AlertSubject[] = [];
    for (const { key, newest } of await readNewestOf(reader, asked, area, running)) {
      const indicator = computed.get(key.indicator);
      if (!indicator) continue;
      const candidate: SeriesCandidate = {
        code: seriesKeyText(key),
        key,
        indicator,
        facts: ({ condition }) => (condition.kind === 'valueBeyond' ? valueFacts(indicator, newest) : null),
      };
      if (!isOfInterest(candidate, question)) continue;
      // A computed value is released anew with any of those that it is computed from.
      const sources = [...withSources([indicator.code], computed)];
      const releases = await countReleasesOf(reader, sources, [...reachable(area, partsOf)]);
      subjects.push(subjectOf(candidate, question, releases));
    }
    if (subjects.length > 0) yield subjects;
  }
}

async function readComputedByCode(reader: Reader): Promise<ReadonlyMap<string, Indicator>> {
  return new Map((await readComputedIndicators(reader)).map((indicator) => [indicator.code, indicator]));
}

async function readNewestOf(
  reader: Reader,
  indicators: readonly string[],
  area: string,
  running: RunningSeries,
): Promise<Iterable<ComputedSeries>> {
  if (indicators.length === 0) return [];
  const newest = new Map<string, ComputedSeries>();
  for (const value of await readWithComputed(reader, { indicators, areas: [area] })) {
    if (value.status === 'F') continue;
    const code = seriesKeyText(value);
    const known = newest.get(code)?.newest;
    if (!known || known.periodStart < value.periodStart) newest.set(code, { key: value, newest: value });
  }
  for (const indicator of indicators)
    for (const [code, key] of running.at({ indicator, area }))
      if (!newest.has(code)) newest.set(code, { key, newest: null });
  return newest.values();
}

function valueFacts({ decimals, unit }: Indicator, newest: Value | null): Facts {
  return {
    of: 'valueBeyond',
    value: newest && Number(newest.value),
    period:
      newest &&
      formatPeriod({
        ...periodContaining(newest.periodEnd, newest.frequency),
        accumulation: newest.accumulation,
      }),
    // Of one that is computed no more it is not known; an alert that is open stays so all the same.
    everKnown: newest !== null,
    decimals,
    unit,
  };
}
