import { decimalYear, type Day } from '#time-period';
import { assess } from './assess.js';
import type { Observation } from './observation.js';
import type { Status } from './status.js';
import type { Method, TargetSpec } from './target.js';
import { defaultThresholds, round10, type ThresholdTable } from './thresholds.js';
import type { Verdict } from './verdict.js';

/** One vintage: what was said of a period from a day on, until the next vintage of that period. */
export interface Vintage extends Observation {
  /** The first day, in the service's zone, on which it was known. */
  knownFrom: Day;
}

/** A target whose end is known. */
export interface BacktestCase {
  code: string;
  target: TargetSpec;
  /** In any order; of two vintages of one period and one day the latter counts. */
  vintages: readonly Vintage[];
  /** The final verdict. */
  outcome: 'achieved' | 'missed';
}

/** Who foretells: a method by its own status, the verdict by its status, the forecast by its probability. */
export type Foreteller = Method | 'verdict' | 'forecast';

/** What one foreteller said of one target before its due date. */
export interface CaseRecord {
  code: string;
  outcome: 'achieved' | 'missed';
  foreteller: Foreteller;
  /** Release days on which it said anything, and of these, on which it said what came. */
  calls: number;
  hits: number;
  /** Years from the first call of its last unbroken run of right ones to the due date; null when its last is wrong. */
  yearsBefore: number | null;
}

/** One foreteller over all targets. */
export interface ForetellerRecord {
  foreteller: Foreteller;
  calls: number;
  hits: number;
  /** Said to be met, and missed in the end. */
  falseComfort: number;
  /** Said to be missed, and met in the end. */
  falseAlarms: number;
  /** Targets it said anything of, and those of which its last word was right. */
  targets: number;
  targetsRight: number;
  /** Over the targets it was right about in the end. null without any. */
  medianYearsBefore: number | null;
}

export interface Backtest {
  /** In the order of the cases; without those that said nothing. */
  cases: CaseRecord[];
  /** By share of hits, best first. */
  foretellers: ForetellerRecord[];
}

/** From this probability on the forecast is taken to say that the target will be met. */
const evenChance = 0.5;

/**
 * Goes through the past of targets whose end is known: on every day on which something of the series was released,
 * from the first to the due date, it judges the target on what was known that day, and holds what each method and the
 * forecast said against what came. On track (or achieved) counts as saying that the target will be met, at risk and
 * worse that it will be missed, not assessed as saying nothing; the forecast says met from a probability of one half.
 * Where the latest value meets the target already no method is asked, so only the verdict and the forecast speak.
 */
export function backtest(
  cases: readonly BacktestCase[],
  thresholds: ThresholdTable = defaultThresholds,
): Backtest {
  const tallies = cases.map((one) => tallyOf(one, thresholds));
  const byForeteller = new Map<Foreteller, Tally[]>();
  for (const tally of tallies.flatMap((said) => [...said.values()])) {
    byForeteller.set(tally.record.foreteller, [...(byForeteller.get(tally.record.foreteller) ?? []), tally]);
  }
  return {
    cases: tallies.flatMap((said) => [...said.values()].map(({ record }) => record)),
    foretellers: [...byForeteller]
      .map(([foreteller, own]) => summary(foreteller, own))
      .sort((a, b) => b.hits / b.calls - a.hits / a.calls),
  };
}

interface Tally {
  record: CaseRecord;
  saidMet: number;
}

function tallyOf({ code, target, vintages, outcome }: BacktestCase, thresholds: ThresholdTable) {
  const tallies = new Map<Foreteller, Tally>();
  const ordered = vintages.toSorted((a, b) => a.knownFrom.localeCompare(b.knownFrom));
  const days = [...new Set(ordered.map((v) => v.knownFrom))].filter((day) => day <= target.due.end);
  for (const day of days) {
    const verdict = assess(target, knownOnDay(ordered, day), day, thresholds);
    const yearsToDue = round10(decimalYear(target.due.end) - decimalYear(day));
    for (const [foreteller, met] of callsOf(verdict)) {
      const tally = tallies.get(foreteller) ?? {
        record: { code, outcome, foreteller, calls: 0, hits: 0, yearsBefore: null },
        saidMet: 0,
      };
      tallies.set(foreteller, tally);
      tally.record.calls += 1;
      if (met) tally.saidMet += 1;
      if (met === (outcome === 'achieved')) {
        tally.record.hits += 1;
        tally.record.yearsBefore ??= yearsToDue;
      } else tally.record.yearsBefore = null;
    }
  }
  return tallies;
}

/** Of every period the newest vintage known on a day. */
function knownOnDay(ordered: readonly Vintage[], day: Day): Observation[] {
  const known = new Map<string, Observation>();
  for (const { knownFrom, period, value, status } of ordered) {
    if (knownFrom > day) break;
    known.set(`${period.start}/${period.end}/${period.accumulation}`, { period, value, status });
  }
  return [...known.values()];
}

function callsOf(verdict: Verdict): Map<Foreteller, boolean> {
  const calls = new Map<Foreteller, boolean>();
  const say = (foreteller: Foreteller, status: Status) => {
    if (status !== 'notAssessed') calls.set(foreteller, status === 'onTrack' || status === 'achieved');
  };
  say('verdict', verdict.status);
  for (const [method, { status }] of Object.entries(verdict.byMethod)) say(method as Method, status);
  if (verdict.forecast) calls.set('forecast', verdict.forecast.probability >= evenChance);
  return calls;
}

function summary(foreteller: Foreteller, tallies: readonly Tally[]): ForetellerRecord {
  const sum = (part: (tally: Tally) => number) => tallies.reduce((total, tally) => total + part(tally), 0);
  const missed = (t: Tally) => t.record.outcome === 'missed';
  const right = tallies.flatMap((t) => (t.record.yearsBefore === null ? [] : [t.record.yearsBefore]));
  return {
    foreteller,
    calls: sum((t) => t.record.calls),
    hits: sum((t) => t.record.hits),
    falseComfort: sum((t) => (missed(t) ? t.saidMet : 0)),
    falseAlarms: sum((t) => (missed(t) ? 0 : t.record.calls - t.saidMet)),
    targets: tallies.length,
    targetsRight: right.length,
    medianYearsBefore: median(right),
  };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : round10((sorted[middle - 1]! + sorted[middle]!) / 2);
}
