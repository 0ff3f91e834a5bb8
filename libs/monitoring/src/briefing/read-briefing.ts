import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { assess, usableObservations, type Observation } from '#assessment';
import {
  canonicalJson,
  readImportFiles,
  readIndicators,
  readProjects,
  readReleasedValues,
  readRevisions,
  seriesKeyText,
  type ImportFile,
  type Reader,
  type StoredTarget,
} from '#storage';
import { comparePeriods } from '#time-period';
import { observationOf, seriesKeysOf, targetSpecOf } from '../assessment-inputs.js';
import { readVintagesWithComputed } from '../derived/read-computed.js';
import { readJudgementInputsInPortions, type Judgement } from '../judge.js';
import { readOwedSeries } from '../timeliness/read-owed-series.js';
import { composeBriefing, type Briefing } from './briefing.js';
import type { BriefingPeriod } from './briefing-period.js';
import type { Standing } from './verdict-changes.js';

/** A value that a verdict rests on, with where it comes from. */
export interface ValueEvidence extends Observation {
  readonly knownFrom: Date;
  /** null of a computed value, which no file brought. */
  readonly file: ImportFile | null;
  /** What its file said of its source, by the file's own names. */
  readonly source: Readonly<Record<string, string>>;
}

/** What became known between the instants that a briefing compares. */
export interface PeriodNews {
  readonly indicators: number;
  readonly values: number;
  readonly revisions: number;
  /** There was more than is counted here. */
  readonly more: boolean;
}

export interface BriefingRead {
  readonly briefing: Briefing;
  /** Of the first targets behind, by code: their newest values, the newest first. */
  readonly evidence: ReadonlyMap<string, readonly ValueEvidence[]>;
  readonly news: PeriodNews;
}

/** So many targets are shown with chart and values; the others that are behind stand in a table. */
export const mostDetailed = 30;
const valuesOfEach = 4;
const newsAtMost = 5000;
const judgedInOneGo = 20;

/** Reads and puts together a briefing: what was known at `when.asOf`, compared with what was known before the period. */
export async function readBriefing(
  reader: Reader,
  when: BriefingPeriod,
  timeZone: string,
): Promise<BriefingRead> {
  const before = await readStandings(reader, { asOf: when.comparedAsOf, timeZone });
  const after = await readStandings(reader, {
    asOf: when.asOf,
    timeZone,
    // As every other page of now: what is stored counts, whatever another process's clock says.
    ...(when.unfinished ? { known: 'now' as const } : {}),
  });
  const indicators = await readIndicators(reader);
  const owed = await readOwedSeries(reader, indicators, {
    today: when.day,
    ...(when.unfinished ? {} : { asOf: when.asOf }),
  });
  const projects = await readProjects(reader);
  const briefing = composeBriefing({ when, before, after, owed, projects });
  return {
    briefing,
    evidence: await readEvidence(reader, briefing.behind.slice(0, mostDetailed), when),
    news: await readNews(reader, when),
  };
}

async function readStandings(
  reader: Reader,
  options: Parameters<typeof readJudgementInputsInPortions>[1],
): Promise<Standing[]> {
  const standings: Standing[] = [];
  for await (const portion of readJudgementInputsInPortions(reader, options))
    for (const { target, indicator, spec, observations, day } of portion) {
      const valuesDigest = createHash('sha256').update(canonicalJson(observations)).digest('base64url');
      standings.push({ target, indicator, verdict: assess(spec, observations, day), valuesDigest });
      if (standings.length % judgedInOneGo === 0) await setImmediate();
    }
  return standings;
}

async function readEvidence(
  reader: Reader,
  judgements: readonly Judgement[],
  when: BriefingPeriod,
): Promise<BriefingRead['evidence']> {
  if (judgements.length === 0) return new Map();
  const vintages = await readVintagesOfTargets(
    reader,
    judgements.map(({ target }) => target),
    when.asOf,
  );
  const known = new Map<string, ValueEvidence[]>();
  const importOf = new Map<ValueEvidence, number>();
  for (const vintage of vintages) {
    if (vintage.knownTo !== null) continue;
    const stored = 'importId' in vintage ? vintage : null;
    const value: ValueEvidence = {
      ...observationOf(vintage),
      knownFrom: vintage.knownFrom,
      file: null,
      source: stored?.source ?? {},
    };
    if (stored) importOf.set(value, stored.importId);
    const key = seriesKeyText(vintage);
    const series = known.get(key);
    if (series) series.push(value);
    else known.set(key, [value]);
  }
  const shown = new Map(
    judgements.map(({ target, indicator }) => {
      const values = seriesKeysOf(target, indicator).flatMap((key) => known.get(key) ?? []);
      const usable = usableObservations(targetSpecOf(target, indicator), values, when.day);
      const newest = new Set(usable.slice(-valuesOfEach));
      return [
        target.code,
        values.filter((value) => newest.has(value)).toSorted((a, b) => comparePeriods(b.period, a.period)),
      ] as const;
    }),
  );
  const ids = [...shown.values()].flat().flatMap((value) => importOf.get(value) ?? []);
  const files = await readImportFiles(reader, [...new Set(ids)]);
  return new Map(
    [...shown].map(([code, values]) => [
      code,
      values.map((value) => ({ ...value, file: files.get(importOf.get(value) ?? 0) ?? null })),
    ]),
  );
}

/** Target by target: an indicator may have any number of series beside those that these are about. */
async function readVintagesOfTargets(
  reader: Reader,
  targets: readonly StoredTarget[],
  asOf: Date,
): Promise<Awaited<ReturnType<typeof readVintagesWithComputed>>> {
  const filters = new Map(
    targets.map(({ indicator, area, breakdown }) => {
      const codes = Object.entries(breakdown).map(([dimension, code]) => [dimension, [code]] as const);
      const filter = { indicators: [indicator], areas: [area], breakdown: Object.fromEntries(codes) };
      return [canonicalJson(filter), filter] as const;
    }),
  );
  const vintages = [];
  for (const filter of filters.values())
    vintages.push(...(await readVintagesWithComputed(reader, { ...filter, accumulation: 'period', asOf })));
  return vintages;
}

async function readNews(reader: Reader, when: BriefingPeriod): Promise<PeriodNews> {
  // known_from has whole milliseconds at the least, and the compared instant is the last of its day.
  const span = { from: new Date(when.comparedAsOf.getTime() + 1), to: when.asOf };
  const released = await readReleasedValues(reader, span, newsAtMost);
  const revisions = await readRevisions(reader, span, newsAtMost);
  return {
    indicators: new Set(released.found.map(({ indicator }) => indicator)).size,
    values: released.found.reduce((sum, { values }) => sum + values, 0),
    revisions: revisions.found.length,
    more: [released, revisions].some(({ found, more }) => more || found.length === newsAtMost),
  };
}
