import { join } from 'node:path';
import type { Indicator } from '#contract';
import { loadSeeds } from '#ingest';
import { sweepNow } from '#monitoring';
import { openDatabase, readIndicators, type Database } from '../src/index.js';
import { insertObservations, type Observed } from './observed.js';
import { createTestDatabase } from './test-database.js';

/** What the clock says when the plan is judged, and the zone. */
export const seededAt = new Date('2026-11-23T04:00:00Z');
export const seededZone = 'Asia/Shanghai';

/** A database of one's own with the shipped plan, its values and further ones, all of it judged. */
export async function createSeededDatabase(): Promise<{
  readonly database: Database;
  readonly drop: () => Promise<void>;
}> {
  const test = await createTestDatabase();
  const database = await openDatabase(test.url);
  const when = { now: () => seededAt, timeZone: seededZone };
  await loadSeeds(database, join(process.cwd(), 'seeds'), when);
  await insertObservations(database, furtherValues(await readIndicators(database)));
  await sweepNow(database, { now: seededAt, timeZone: seededZone, cause: 'sweep' });
  return {
    database,
    drop: async () => {
      await database.destroy();
      await test.drop();
    },
  };
}

/**
 * Beside the shipped values, of every indicator series of all frequencies, also since January: kept up, behind and
 * given up, some revised, some foretold or said to be missing.
 */
function furtherValues(indicators: readonly Indicator[]): Observed[] {
  const newest = ['2019', '2022-S2', '2025-Q4', '2026-02', '2026-10', '2025-12-29', '2026-11-22'];
  const sinceJanuary = ['2026-01/2026-09', '2025-Q1/2025-Q4', '2024-01/2024-12'];
  return indicators.flatMap(({ code: indicator, formula }, index) => {
    if (formula !== null) return [];
    const periods = [...newest, ...sinceJanuary].filter((_, at) => (at + index) % 3 !== 0);
    const statuses = ['A', 'P', 'F', 'A', 'M'];
    return periods.flatMap((period, at) =>
      Array.from({ length: 1 + ((at + index) % 3) }, (_, release) => ({
        indicator,
        area: '610100',
        period,
        value: `${100 + index + at}.${release}`,
        status: statuses[(at + index) % statuses.length]!,
        knownFrom: new Date(Date.UTC(2026, 4, 1 + 10 * release)),
      })),
    );
  });
}
