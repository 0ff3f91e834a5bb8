import { join } from 'node:path';
import type { Configuration } from '#configuration';
import { importFile } from '#ingest';
import { type Database, type ObservationFilter, readBare, readObservations } from '#storage';
import { watched } from './memory.js';
import { megabytes, ratio, rounded, table } from './ratio.js';
import { monthsPerSeries, writeSampleFile } from './sample-file.js';
import { samplePlan, type SamplePlan, storePlan } from './sample-plan.js';
import { withThrowawayDatabase } from './throwaway-database.js';

const concurrent = 8;
const requestsPerRound = 80;
const rounds = 8;
const panelSeries = 20;

/**
 * Reads one series and a panel of twenty, 120 points each, now and as of a past day, eight requests at a time; prints
 * how much longer that takes than a prepared query by primary key on the same pool.
 */
export function benchRead({ seedsDir, timeZone }: Configuration, say: (line: string) => void): Promise<void> {
  return withThrowawayDatabase(
    () => undefined,
    async ({ database, folder }) => {
      const plan = await samplePlan(seedsDir, 2);
      await storePlan(database, plan.catalogue);
      const rows = plan.indicators.length * plan.areas.length * monthsPerSeries;
      // A history with revisions, so that reading as of a day has something to choose from.
      for (const revision of [null, 0]) {
        const upload = await writeSampleFile(join(folder, 'sample.csv'), plan, rows, revision);
        const caller = { name: 'bench', role: 'admin', organisation: null } as const;
        await importFile(database, upload, { caller, now: () => new Date(), timeZone });
      }
      // What autovacuum does by itself a minute after an import.
      await database.query('analyze');
      say(
        `${rows.toLocaleString('en-US')} 个样例值 sample values, 10 % revised; ${concurrent} requests at a time`,
      );

      // All periods are out, and the revisions of all but the last year.
      const asOf = new Date('2020-06-01T00:00:00Z');
      const lines = [['', 'requests/s', 'time / bare query', 'peak RSS']];
      for (const [what, areas] of [
        [`one series of ${monthsPerSeries}`, plan.areas.slice(0, 1)],
        [`${panelSeries} series of ${monthsPerSeries}`, plan.areas.slice(0, panelSeries)],
      ] as const)
        lines.push(...(await compare(database, what, filterOf(plan, areas), asOf)));
      for (const text of table(lines)) say(text);
    },
  );
}

function filterOf(plan: SamplePlan, areas: readonly string[]): ObservationFilter {
  return { indicators: plan.indicators.slice(0, 1), areas, frequencies: ['M'], accumulation: 'period' };
}

async function compare(
  database: Database,
  what: string,
  filter: ObservationFilter,
  asOf: Date,
): Promise<string[][]> {
  const now = await readObservations(database.manager, filter);
  const seriesIds = [...new Set(now.map((row) => row.seriesId))];
  const readings: readonly (readonly [name: string, read: () => Promise<unknown>])[] = [
    [`${what}: bare query`, () => readBare(database, seriesIds)],
    [`${what}: now`, () => readObservations(database.manager, filter)],
    [`${what}: as of a past day`, () => readObservations(database.manager, { ...filter, asOf })],
  ];
  const totals = readings.map(() => ({ ms: 0, peakBytes: 0 }));
  // Turn by turn, the first turn as a warm-up, so that what else this machine does falls on all alike.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [, read]] of readings.entries()) {
      const { ms, peakBytes } = await watched(() => manyRequests(read));
      const total = totals[index]!;
      if (round > 0) total.ms += ms;
      total.peakBytes = Math.max(total.peakBytes, peakBytes);
    }
  }
  const bareMs = totals[0]?.ms ?? 0;
  return readings.map(([name], index) => {
    const { ms, peakBytes } = totals[index]!;
    const rate = (rounds * requestsPerRound * 1000) / ms;
    return [name, rounded(rate), ratio(ms, bareMs), megabytes(peakBytes)];
  });
}

async function manyRequests(read: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const inTurn = async () => {
    while (begun < requestsPerRound) {
      begun += 1;
      await read();
    }
  };
  await Promise.all(Array.from({ length: concurrent }, inTurn));
}
