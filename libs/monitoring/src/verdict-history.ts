import { setImmediate } from 'node:timers/promises';
import { assess, type Observation, type Status, type Verdict } from '#assessment';
import type { Indicator } from '#contract';
import {
  canonicalJson,
  readAssessmentHistory,
  readIndicators,
  readTargetVersions,
  seriesKeyText,
  type Reader,
  type StoredAssessment,
  type StoredTarget,
  type StoredVintage,
} from '#storage';
import { addDays, dayInZone, formatPeriod, parsePeriod, startOfDayInZone } from '#time-period';
import { observationOf, seriesKeysOf, targetSpecOf } from './assessment-inputs.js';
import { readVintagesWithComputed, withEnds, type ComputedVintage } from './derived/read-computed.js';
import { whyChanged, type DatedVerdict, type WhyChanged, type WhyCode } from './why-changed.js';

/** A verdict that differed from the one before it. */
export interface HistoryEntry {
  /** When it was recorded; of a retraced one, the instant since which it would have been so. */
  readonly recordedAt: Date;
  readonly asOf: Date;
  readonly from: Status | null;
  readonly cause: StoredAssessment['cause'];
  readonly importId: number | null;
  /** The version that was judged. */
  readonly target: StoredTarget;
  readonly indicator: Indicator;
  readonly verdict: Verdict;
  readonly why: WhyChanged;
  /** The vintage of the value that the reason speaks of, where a value is the reason and is stored, not computed. */
  readonly vintage: StoredVintage | null;
}

type KnownVintage = StoredVintage | ComputedVintage;

interface Life {
  /** Oldest first. */
  readonly versions: readonly StoredTarget[];
  readonly indicators: ReadonlyMap<string, Indicator>;
  /** Of all series that bear on any version, in the order in which they became known. */
  readonly vintages: readonly KnownVintage[];
}

/** Reasons that speak of a value that came. */
const byAValue: ReadonlySet<WhyCode> = new Set([
  'first-verdict',
  'new-value',
  'revision',
  'baseline-revision',
]);

const longest = 500;
const longestRetraced = 200;
const judgedInOneGo = 5;

/**
 * How a target's verdict changed as it was recorded, the newest first, each entry with why.
 * @returns null when there never was such a target.
 */
export async function recordedHistory(
  reader: Reader,
  code: string,
  timeZone: string,
): Promise<HistoryEntry[] | null> {
  const life = await readLife(reader, code);
  if (!life) return null;
  // One more, so that the oldest one shown has one before it.
  const entries = await readAssessmentHistory<Verdict>(reader, code, longest + 1);
  const dated = (entry: StoredAssessment<Verdict>): DatedVerdict => ({
    targetVersion: entry.targetVersion,
    day: dayInZone(entry.asOf, timeZone),
    verdict: entry.verdict,
  });
  return entries.slice(0, longest).map((entry, index) => {
    const before = entries[index + 1];
    const why = whyChanged(
      before ? dated(before) : null,
      dated(entry),
      entry.cause === 'import' || entry.cause === 'undo',
    );
    const { recordedAt, asOf, cause, importId, verdict } = entry;
    const target = life.versions.find(({ version }) => version === entry.targetVersion)!;
    const vintage =
      life.vintages
        .filter(isStored)
        .findLast((one) => one.importId === importId && isOfValue(one, why.after)) ?? null;
    return {
      recordedAt,
      asOf,
      from: entry.previousStatus as Status | null,
      cause,
      importId,
      target,
      indicator: life.indicators.get(target.indicator)!,
      verdict,
      why,
      vintage,
    };
  });
}

/**
 * How a target's verdict would have changed, had it been judged at every instant from the first value on by what was
 * known then: a history that reaches back beyond the first recorded verdict, as far as values have release dates. The
 * newest first, at most 200.
 *
 * A verdict of the past can change only when a value becomes known (of a period that has not ended then: on its last
 * day), when a version of the target comes into force, and when the due date or a milestone passes; it is judged at
 * these instants, up to now. That a newer value is overdue is no change of it here.
 *
 * @returns null when there never was such a target.
 */
export async function retracedHistory(
  reader: Reader,
  code: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<HistoryEntry[] | null> {
  const life = await readLife(reader, code);
  if (!life) return null;
  /** By series and period. */
  const known = new Map<string, Map<string, KnownVintage>>();
  const entries: HistoryEntry[] = [];
  let judged = 0;
  let arrived = 0;
  let before: DatedVerdict | null = null;
  for (const instant of instantsOf(life, now, timeZone)) {
    const news: KnownVintage[] = [];
    for (; life.vintages[arrived] && life.vintages[arrived]!.knownFrom <= instant; arrived += 1) {
      const vintage = life.vintages[arrived]!;
      const key = seriesKeyText(vintage);
      known.set(key, (known.get(key) ?? new Map()).set(vintage.periodStart, vintage));
      if (vintage.knownFrom.getTime() === instant.getTime()) news.push(vintage);
    }
    const target = versionAt(life.versions, instant);
    if (!target) continue;
    const indicator = life.indicators.get(target.indicator)!;
    const day = dayInZone(instant, timeZone);
    judged += 1;
    // A daily series has thousands of instants: whatever else waits has its turn.
    if (judged % judgedInOneGo === 0) await setImmediate();
    const verdict = assess(targetSpecOf(target, indicator), observationsOf(target, indicator, known), day);
    const after: DatedVerdict = { targetVersion: target.version, day, verdict };
    if (before && saysTheSame(before, after)) continue;
    const why = whyChanged(before, after, news.length > 0);
    const vintage = byAValue.has(why.code)
      ? (valuesOf(known)
          .filter(isStored)
          .find((one) => isOfValue(one, why.after)) ?? null)
      : null;
    entries.push({
      recordedAt: instant,
      asOf: instant,
      from: before?.verdict.status ?? null,
      cause: news.length > 0 ? 'import' : why.code === 'target-changed' ? 'catalogue' : 'sweep',
      importId: vintage?.importId ?? news.find(isStored)?.importId ?? null,
      target,
      indicator,
      verdict,
      why,
      vintage,
    });
    before = after;
  }
  return entries.toReversed().slice(0, longestRetraced);
}

function saysTheSame(before: DatedVerdict, after: DatedVerdict): boolean {
  const said = ({ verdict }: DatedVerdict) => canonicalJson({ ...verdict, stale: null });
  return before.targetVersion === after.targetVersion && said(before) === said(after);
}

async function readLife(reader: Reader, code: string): Promise<Life | null> {
  const versions = await readTargetVersions(reader, code);
  if (versions.length === 0) return null;
  const indicators = new Map((await readIndicators(reader)).map((indicator) => [indicator.code, indicator]));
  const series = new Set(
    versions.flatMap((version) => seriesKeysOf(version, indicators.get(version.indicator)!)),
  );
  const vintages = await readVintagesWithComputed(reader, {
    indicators: [...new Set(versions.map(({ indicator }) => indicator))],
    areas: [...new Set(versions.map(({ area }) => area))],
    accumulation: 'period',
  });
  return {
    versions,
    indicators,
    vintages: withEnds(vintages)
      .filter((vintage) => series.has(seriesKeyText(vintage)))
      .toSorted((a, b) => a.knownFrom.getTime() - b.knownFrom.getTime()),
  };
}

/** Every instant up to now since which a verdict may be another, in order, from the first known value on. */
function instantsOf({ versions, vintages }: Life, now: Date, timeZone: string): Date[] {
  const first = vintages[0]?.knownFrom;
  if (!first) return [];
  const dayAfter = (period: string) => startOfDayInZone(addDays(parsePeriod(period)!.end, 1), timeZone);
  const instants = [
    ...vintages.flatMap(({ knownFrom, periodEnd }) => {
      const lastDay = startOfDayInZone(periodEnd, timeZone);
      return lastDay > knownFrom ? [knownFrom, lastDay] : [knownFrom];
    }),
    ...versions.flatMap(({ validFrom, due, milestones }) => [
      validFrom,
      ...[due, ...milestones.map(({ period }) => period)].map(dayAfter),
    ]),
  ].filter((instant) => instant >= first && instant <= now);
  return [...new Set(instants.map((instant) => instant.getTime()))]
    .toSorted((a, b) => a - b)
    .map((time) => new Date(time));
}

/**
 * As readTargets finds it: the first version of a target of the plan, which dates it, also before it came into force;
 * none once it was withdrawn.
 */
function versionAt(versions: readonly StoredTarget[], instant: Date): StoredTarget | null {
  const version = versions.findLast(({ validFrom }) => validFrom <= instant) ?? versions.find(isOfThePlan);
  return version && (version.validTo === null || version.validTo > instant) ? version : null;
}

function isOfThePlan({ version, validFrom, changedAt }: StoredTarget): boolean {
  return version === 1 && validFrom.getTime() !== changedAt.getTime();
}

type Known = ReadonlyMap<string, ReadonlyMap<string, KnownVintage>>;

function valuesOf(known: Known): KnownVintage[] {
  return [...known.values()].flatMap((series) => [...series.values()]);
}

function observationsOf(target: StoredTarget, indicator: Indicator, known: Known): Observation[] {
  return seriesKeysOf(target, indicator).flatMap((key) =>
    [...(known.get(key)?.values() ?? [])].map(observationOf),
  );
}

/** A computed value came with no file of its own. */
function isStored(vintage: KnownVintage): vintage is StoredVintage {
  return 'importId' in vintage;
}

function isOfValue(vintage: KnownVintage, judged: WhyChanged['after']): boolean {
  return (
    judged !== null &&
    formatPeriod(observationOf(vintage).period) === judged.period &&
    Number(vintage.value) === judged.value
  );
}
