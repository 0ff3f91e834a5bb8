import { appliesTo, evaluate, memoryOf, unborn, type Facts, type Rule } from '#alerting';
import type { Indicator } from '#contract';
import type { SeriesKey } from '#storage';
import type { Day } from '#time-period';
import type { AlertSubject } from './alert-subject.js';
import type { RunningSeries } from './running-series.js';
import { labelsOfSeries, namesOfSeries, type SeriesCatalogue } from './series-catalogue.js';

/** What is asked of series, the same for all of them. */
export interface SeriesQuestion {
  readonly today: Day;
  readonly timeZone: string;
  /** All that are put to series, disabled ones too: what these left open must still end. */
  readonly rules: readonly Rule[];
  readonly running: RunningSeries;
  readonly catalogue: SeriesCatalogue;
  /** Ids of the series that an import touched; absent in a sweep, which asks every series. */
  readonly touched?: ReadonlySet<string>;
}

/** A series with what is known of it for rules. */
export interface SeriesCandidate {
  /** Its key as text. */
  readonly code: string;
  readonly key: SeriesKey;
  readonly indicator: Indicator;
  /** null: the rule's condition has nothing to do with it, or is not to be asked now. */
  readonly facts: (rule: Rule) => Facts | null;
}

/** Of an alert that rests: there is nothing to go on from. */
const atRest = memoryOf(unborn);

/**
 * Whether putting the series to the rules can change anything: an alert of it is running, or one begins. Of the many
 * others, where nothing is the matter and nothing was, nothing more is read and nothing is written.
 */
export function isOfInterest(
  { code, key, indicator, facts }: SeriesCandidate,
  { rules, running }: SeriesQuestion,
): boolean {
  return rules.some((rule) => {
    const isRunning = running.isOf(code, rule.name);
    if (!isRunning && !rule.enabled) return false;
    const known = facts(rule);
    if (!known) return false;
    if (isRunning) return true;
    // Labels last: they are costly, and of nearly all series the condition does not hold.
    return (
      evaluate(rule.condition, known, atRest).state !== 'false' &&
      appliesTo(rule, labelsOfSeries(indicator, key))
    );
  });
}

/** @param releases how many of the series are known */
export function subjectOf(
  { code, key, indicator, facts }: SeriesCandidate,
  { catalogue }: SeriesQuestion,
  releases: number,
): AlertSubject {
  return {
    kind: 'series',
    code,
    labels: labelsOfSeries(indicator, key),
    names: namesOfSeries(catalogue, indicator, key),
    releases,
    facts,
  };
}
