import { assess, type Observation, type TargetSpec, type Verdict } from '#assessment';
import type { Indicator } from '#contract';
import {
  readIndicators,
  readObservations,
  readTargets,
  seriesKeyText,
  type Reader,
  type StoredTarget,
} from '#storage';
import { dayInZone, type Day } from '#time-period';
import { observationOf, seriesKeysOf, targetSpecOf } from './assessment-inputs.js';

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

/** Judges targets as of an instant, in the order of their codes. Records nothing. */
export async function judge(reader: Reader, options: JudgeOptions): Promise<Judgement[]> {
  const inputs = await readJudgementInputs(reader, options);
  return inputs.map(({ target, indicator, spec, observations, day }) => ({
    target,
    indicator,
    verdict: assess(spec, observations, day),
  }));
}

/** Reads what targets are judged on as of an instant, in the order of their codes. */
export async function readJudgementInputs(
  reader: Reader,
  { asOf, timeZone, targetCodes, known = 'asOf' }: JudgeOptions,
): Promise<JudgementInputs[]> {
  const knownAt = known === 'asOf' ? { asOf } : {};
  const targets = await readTargets(reader, { ...knownAt, ...(targetCodes && { codes: targetCodes }) });
  if (targets.length === 0) return [];
  const indicators = new Map((await readIndicators(reader)).map((indicator) => [indicator.code, indicator]));
  const observations = await readObservationsOf(reader, targets, knownAt);
  const day = dayInZone(asOf, timeZone);
  return targets.map((target) => {
    const indicator = indicators.get(target.indicator);
    // A foreign key ties a target to its indicator, and indicators are never deleted.
    if (!indicator) throw new Error(`target ${target.code} names the unknown indicator ${target.indicator}`);
    return {
      target,
      indicator,
      spec: targetSpecOf(target, indicator),
      observations: seriesKeysOf(target, indicator).flatMap((key) => observations.get(key) ?? []),
      day,
    };
  });
}

/** The observations of the targets' indicators and areas, by series, in one query. */
async function readObservationsOf(
  reader: Reader,
  targets: readonly StoredTarget[],
  knownAt: { readonly asOf?: Date },
): Promise<Map<string, Observation[]>> {
  const stored = await readObservations(reader, {
    indicators: [...new Set(targets.map((target) => target.indicator))],
    areas: [...new Set(targets.map((target) => target.area))],
    accumulation: 'period',
    ...knownAt,
  });
  const bySeries = new Map<string, Observation[]>();
  for (const observation of stored) {
    const key = seriesKeyText(observation);
    const series = bySeries.get(key);
    if (series) series.push(observationOf(observation));
    else bySeries.set(key, [observationOf(observation)]);
  }
  return bySeries;
}
