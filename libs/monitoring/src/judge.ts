import { setImmediate } from 'node:timers/promises';
import { assess, type Observation, type TargetSpec, type Verdict } from '#assessment';
import type { Indicator } from '#contract';
import {
  readIndicators,
  readSeriesValues,
  readTargetCodes,
  readTargets,
  seriesKeyText,
  type Reader,
  type SeriesKey,
  type StoredTarget,
} from '#storage';
import { dayInZone, type Day } from '#time-period';
import { seriesOf, targetSpecOf } from './assessment-inputs.js';
import { withComputedValues } from './derived/computed-targets.js';

/** A target, what it measures, and how it stands. */
export interface Judgement {
  readonly target: StoredTarget;
  readonly indicator: Indicator;
  readonly verdict: Verdict;
}

/** A target with all that its verdict depends on. */
export interface JudgementInputs {
  readonly target: StoredTarget;
  readonly indicator: Indicator;
  readonly spec: TargetSpec;
  /** What is known of the series that can bear on it. */
  readonly observations: readonly Observation[];
  readonly day: Day;
}

export interface JudgeOptions {
  /** The instant asked about; its calendar day in `timeZone` is the day that due dates are compared with. */
  readonly asOf: Date;
  readonly timeZone: string;
  /** Only these targets; absent: all. */
  readonly targetCodes?: readonly string[];
  /**
   * What counts as known. asOf (the default): the versions of targets and the vintages of observations known at that
   * instant. now: whatever is stored now, for recording a verdict. Both agree on the present as long as all clocks do;
   * where one process's clock is a second behind another's, only `now` sees what the other has just committed.
   */
  readonly known?: 'asOf' | 'now';
}

/** So many targets are read, judged and recorded at a time: a plan of any size needs the memory of these. */
const portionSize = 500;
/** Judged in one go; then whatever else waits has its turn, the answer with the next portion among it. */
const judgedInOneGo = 20;

/** Judges targets as of an instant, in the order of their codes. Records nothing. */
export async function judge(reader: Reader, options: JudgeOptions): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  await judgeInPortions(reader, options, (portion) => void judgements.push(...portion));
  return judgements;
}

/**
 * Judges targets as of an instant, in the order of their codes, a portion at a time. While one portion is judged, the
 * database takes what is made of the one before and then reads the one after, never two statements at a time: the
 * reader may be a transaction, and `take` may use it.
 *
 * @param take what is to be done with a portion; the next one comes when it is done.
 */
export async function judgeInPortions(
  reader: Reader,
  options: JudgeOptions,
  take: (judgements: readonly Judgement[]) => Promise<void> | void,
): Promise<void> {
  const portions = readJudgementInputsInPortions(reader, options);
  const readNext = async (): Promise<readonly JudgementInputs[]> => {
    const next = await portions.next();
    return next.done ? [] : next.value;
  };
  const takeAndReadNext = async (judgements: readonly Judgement[]) => {
    if (judgements.length > 0) await take(judgements);
    return readNext();
  };
  let inputs = await readNext();
  let judgements: readonly Judgement[] = [];
  while (inputs.length > 0 || judgements.length > 0) {
    // Both are waited for even when one fails: a transaction must not be rolled back under a statement.
    const both = await Promise.allSettled([judgedOf(inputs), takeAndReadNext(judgements)]);
    judgements = valueOf(both[0]);
    inputs = valueOf(both[1]);
  }
}

/** Reads what targets are judged on as of an instant, in the order of their codes. */
export async function readJudgementInputs(reader: Reader, options: JudgeOptions): Promise<JudgementInputs[]> {
  const inputs: JudgementInputs[] = [];
  for await (const portion of readJudgementInputsInPortions(reader, options)) inputs.push(...portion);
  return inputs;
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

async function judgedOf(inputs: readonly JudgementInputs[]): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const { target, indicator, spec, observations, day } of inputs) {
    judgements.push({ target, indicator, verdict: assess(spec, observations, day) });
    if (judgements.length % judgedInOneGo === 0) await setImmediate();
  }
  return judgements;
}

/** {@link readJudgementInputs}, a portion at a time, none of them empty. */
export async function* readJudgementInputsInPortions(
  reader: Reader,
  { asOf, timeZone, targetCodes, known = 'asOf' }: JudgeOptions,
): AsyncGenerator<JudgementInputs[], void> {
  const knownAt = known === 'asOf' ? { asOf } : {};
  const day = dayInZone(asOf, timeZone);
  const indicators = new Map<string, Indicator>();
  for (const codes of await portionsOf(reader, targetCodes, knownAt)) {
    const targets = await readTargets(reader, { ...knownAt, codes });
    if (targets.length === 0) continue;
    const unread = new Set(targets.map(({ indicator }) => indicator).filter((code) => !indicators.has(code)));
    if (unread.size > 0)
      for (const indicator of await readIndicators(reader, [...unread]))
        indicators.set(indicator.code, indicator);
    const measured = targets.map((target) => {
      const indicator = indicators.get(target.indicator);
      // A foreign key ties a target to its indicator, and indicators are never deleted.
      if (!indicator)
        throw new Error(`target ${target.code} names the unknown indicator ${target.indicator}`);
      return { target, indicator, series: seriesOf(target, indicator) };
    });
    const observations = await readObservationsOf(reader, measured, knownAt);
    yield measured.map(({ target, indicator, series }) => ({
      target,
      indicator,
      spec: targetSpecOf(target, indicator),
      observations: series.flatMap((key) => observations.get(seriesKeyText(key)) ?? []),
      day,
    }));
  }
}

/** The codes of the targets asked about, portion by portion, in the order in which they are answered. */
async function portionsOf(
  reader: Reader,
  codes: readonly string[] | undefined,
  knownAt: { readonly asOf?: Date },
): Promise<(readonly string[])[]> {
  // One portion is put in order when its targets are read.
  if (codes && codes.length <= portionSize) return codes.length > 0 ? [codes] : [];
  const ordered = await readTargetCodes(reader, { ...knownAt, ...(codes && { codes }) });
  return Array.from({ length: Math.ceil(ordered.length / portionSize) }, (_, index) =>
    ordered.slice(index * portionSize, (index + 1) * portionSize),
  );
}

/** What is known of every series that can bear on the targets, computed values included, by {@link seriesKeyText}. */
async function readObservationsOf(
  reader: Reader,
  targets: readonly {
    readonly target: StoredTarget;
    readonly indicator: Indicator;
    readonly series: readonly SeriesKey[];
  }[],
  knownAt: { readonly asOf?: Date },
): Promise<ReadonlyMap<string, readonly Observation[]>> {
  const series = targets.flatMap((target) => target.series);
  return withComputedValues(reader, await readSeriesValues(reader, series, knownAt), targets, knownAt);
}
