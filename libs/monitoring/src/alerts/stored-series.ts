import type { Facts } from '#alerting';
import type { Indicator } from '#contract';
import {
  countReleases,
  readSeriesAtPlaces,
  seriesKeyText,
  type Reader,
  type SeriesAtPlace,
  type SeriesKey,
  type SeriesPlace,
} from '#storage';
import { formatPeriod, periodContaining } from '#time-period';
import { isComputed } from '../derived/compute-observations.js';
import type { AlertSubject } from './alert-subject.js';
import { isOfInterest, subjectOf, type SeriesCandidate, type SeriesQuestion } from './series-candidate.js';
import { readOwedValues, type OwedValue } from './series-overdue.js';
import { readSeriesRevisions, revisionFacts, type SeriesRevisions } from './series-revisions.js';

/** What is known of the series at some places, by key as text. */
interface Known {
  readonly stored: ReadonlyMap<string, SeriesAtPlace>;
  readonly owed: ReadonlyMap<string, OwedValue>;
  readonly revisions: SeriesRevisions;
}

/** The stored and the owed series at these places that are of interest to a rule. */
export async function readSubjectsAt(
  reader: Reader,
  places: readonly SeriesPlace[],
  question: SeriesQuestion,
): Promise<AlertSubject[]> {
  const rows = await readSeriesAtPlaces(reader, places);
  const stored = new Map(rows.map((row) => [seriesKeyText(row), row]));
  const asksForOverdue = question.rules.some(({ condition }) => condition.kind === 'overdue');
  const known: Known = {
    stored,
    owed: asksForOverdue
      ? await readOwedValues(reader, places, rows, question)
      : new Map<string, OwedValue>(),
    revisions: await readSeriesRevisions(reader, stored, question),
  };
  const ofInterest: SeriesCandidate[] = [];
  for (const [code, key] of keysAt(places, known, question)) {
    const indicator = question.catalogue.indicators.get(key.indicator);
    if (!indicator) continue;
    const facts = factsOf(indicator, code, known, question);
    const candidate = { code, key, indicator, facts };
    if (isOfInterest(candidate, question)) ofInterest.push(candidate);
  }
  const idsOfInterest = ofInterest.flatMap(({ code }) => stored.get(code)?.id ?? []);
  const releases = await countReleases(reader, idsOfInterest);
  return ofInterest.map((one) => subjectOf(one, question, releases.get(stored.get(one.code)?.id ?? '') ?? 0));
}

/** Every series there: stored ones, those that are owed without being stored, and those of running alerts. */
function keysAt(
  places: readonly SeriesPlace[],
  { stored, owed }: Known,
  { running }: SeriesQuestion,
): ReadonlyMap<string, SeriesKey> {
  const keys = new Map<string, SeriesKey>(stored);
  for (const [code, { key }] of owed) if (!keys.has(code)) keys.set(code, key);
  for (const place of places)
    for (const [code, key] of running.at(place)) if (!keys.has(code)) keys.set(code, key);
  return keys;
}

function factsOf(
  indicator: Indicator,
  code: string,
  { stored, owed, revisions }: Known,
  { running, touched }: SeriesQuestion,
): SeriesCandidate['facts'] {
  const series = stored.get(code);
  const isTouched = series !== undefined && (touched?.has(series.id) ?? false);
  return (rule) => {
    const isRunning = running.isOf(code, rule.name);
    switch (rule.condition.kind) {
      case 'overdue': {
        const value = owed.get(code);
        // What is owed no more is missing no more.
        return value || isRunning ? { of: 'overdue', missing: value?.missing ?? null } : null;
      }
      case 'valueBeyond':
        // Values of computed indicators are read together with those that they are computed from.
        if (isComputed(indicator) || (touched && !isTouched)) return null;
        return series || isRunning ? valueFacts(indicator, series) : null;
      case 'revisionLarger':
        return series && (isTouched || isRunning) ? revisionFacts(rule, indicator, series, revisions) : null;
      default:
        return null;
    }
  };
}

/** @param series absent: it is not stored */
function valueFacts({ decimals, unit }: Indicator, series: SeriesAtPlace | undefined): Facts {
  const newest = series?.newest ?? null;
  return {
    of: 'valueBeyond',
    value: newest && Number(newest.value),
    period:
      series && newest
        ? formatPeriod({
            ...periodContaining(newest.periodEnd, series.frequency),
            accumulation: series.accumulation,
          })
        : null,
    everKnown: series?.everKnown ?? false,
    decimals,
    unit,
  };
}
