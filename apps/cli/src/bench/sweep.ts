import { join } from 'node:path';
import { assess, isOfTarget, type Observation, type TargetSpec } from '#assessment';
import type { Configuration } from '#configuration';
import { importFile, loadSeeds } from '#ingest';
import { judge, type Judgement, observationOf, targetSpecOf } from '#monitoring';
import { type Database, readBare, type Reader, readObservations, type StoredObservation } from '#storage';
import { type Day, dayInZone } from '#time-period';
import { watched } from './memory.js';
import { megabytes, ratio, share, table } from './ratio.js';
import { monthsPerSeries, writeSampleFile } from './sample-file.js';
import { samplePlan, sampleTargets, storePlan } from './sample-plan.js';
import { withThrowawayDatabase } from './throwaway-database.js';

const sampleTargetCount = 5000;
const rounds = 5;

/**
 * Judges the plan's own targets, then 5,000 sample ones beside them with 120 observations each, as a sweep does;
 * prints the time per target, its shares, and how much longer it takes than fetching the same observations alone.
 */
export function benchSweep(
  { seedsDir, timeZone }: Configuration,
  say: (line: string) => void,
): Promise<void> {
  return withThrowawayDatabase(
    () => undefined,
    async ({ database, folder }) => {
      const context = { now: () => new Date(), timeZone };
      await loadSeeds(database, seedsDir, context);
      const lines = [
        ['', 'µs/target', 'time / bare query', 'in SQL', 'in assess', 'between', 'observations', 'peak RSS'],
      ];
      lines.push(await measured(database, 'targets of the plan', timeZone));

      const { areas } = await samplePlan(seedsDir, 0);
      const plan = await samplePlan(seedsDir, Math.ceil(sampleTargetCount / areas.length));
      const targets = sampleTargets(plan, sampleTargetCount);
      await storePlan(database, { ...plan.catalogue, targets: [...plan.catalogue.targets, ...targets] });
      const upload = await writeSampleFile(
        join(folder, 'sample.csv'),
        plan,
        sampleTargetCount * monthsPerSeries,
        null,
      );
      const caller = { name: 'bench', role: 'admin', organisation: null } as const;
      await importFile(database, upload, { caller, ...context });
      lines.push(await measured(database, 'with sample targets', timeZone));
      for (const text of table(lines)) say(text);
    },
  );
}

async function measured(database: Database, what: string, timeZone: string): Promise<string[]> {
  // What autovacuum does by itself a minute after an import.
  await database.query('analyze');
  const asOf = new Date();
  const day = dayInZone(asOf, timeZone);
  const options = { asOf, timeZone, known: 'now' } as const;
  // The warm-up, and the memory that judging takes before the benchmark keeps anything itself.
  const { result: judgements, peakBytes } = await watched(() => judge(database.manager, options));
  const inputs = await inputsOf(database, judgements);
  const seriesIds = [...new Set(inputs.flatMap((input) => input.seriesIds))];
  const totals = { judge: 0, sql: 0, assess: 0, bare: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const reader = new TimedReader(database.manager);
    totals.judge += (await watched(() => judge(reader, options))).ms;
    totals.sql += reader.ms;
    totals.assess += assessingMs(inputs, day);
    totals.bare += (await watched(() => readBare(database, seriesIds))).ms;
  }
  const count = judgements.length;
  return [
    `${count.toLocaleString('en-US')} ${what}`,
    String(Math.round((totals.judge / rounds / count) * 1000)),
    ratio(totals.judge, totals.bare),
    share(totals.sql, totals.judge),
    share(totals.assess, totals.judge),
    share(totals.judge - totals.sql - totals.assess, totals.judge),
    inputs.reduce((sum, { observations }) => sum + observations.length, 0).toLocaleString('en-US'),
    megabytes(peakBytes),
  ];
}

/** Adds up the time until queries have answered, rows as objects included. */
class TimedReader implements Reader {
  ms = 0;
  readonly getRepository: Reader['getRepository'];

  constructor(private readonly reader: Reader) {
    this.getRepository = reader.getRepository.bind(reader);
  }

  readonly query: Reader['query'] = async (...args) => {
    const begun = performance.now();
    try {
      return await this.reader.query(...args);
    } finally {
      this.ms += performance.now() - begun;
    }
  };
}

interface AssessInput {
  readonly spec: TargetSpec;
  readonly observations: readonly Observation[];
  readonly seriesIds: readonly string[];
}

/** What `judge` hands to `assess`, target by target. */
async function inputsOf(database: Database, judgements: readonly Judgement[]): Promise<AssessInput[]> {
  const stored = await readObservations(database.manager, { accumulation: 'period' });
  const measure = (of: Pick<StoredObservation, 'indicator' | 'area' | 'breakdown'>) =>
    `${of.indicator}|${of.area}|${JSON.stringify(Object.entries(of.breakdown).toSorted())}`;
  const byMeasure = new Map<string, StoredObservation[]>();
  for (const observation of stored) {
    const series = byMeasure.get(measure(observation));
    if (series) series.push(observation);
    else byMeasure.set(measure(observation), [observation]);
  }
  return judgements.map(({ target, indicator }) => {
    const kind = { kind: indicator.kind, frequency: target.frequency };
    const own = (byMeasure.get(measure(target)) ?? []).filter((one) => isOfTarget(kind, one));
    return {
      spec: targetSpecOf(target, indicator),
      observations: own.map(observationOf),
      seriesIds: own.map(({ seriesId }) => seriesId),
    };
  });
}

function assessingMs(inputs: readonly AssessInput[], day: Day): number {
  const begun = performance.now();
  for (const { spec, observations } of inputs) assess(spec, observations, day);
  return performance.now() - begun;
}
