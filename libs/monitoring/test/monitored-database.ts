import type { Receiver } from '#contract';
import {
  inTransaction,
  lockJudgement,
  openDatabase,
  saveAlertRule,
  saveCatalogue,
  saveReceiver,
  type Database,
} from '#storage';
import { mergeObservations, type Observed } from '../../storage/test/observed.js';
import { createTestDatabase } from '../../storage/test/test-database.js';
import { recordJudgements, type RecordedJudgements } from '../src/record.js';
import { routesPlan, timeZone } from './routes-plan.js';

/** Every alert of this database goes to these, if it is about a target of Xi'an's government. */
export const receiversOfXian = ['everybody', 'xian'];

/**
 * A database with the routes plan, a rule that fires off track and four receivers: of everything, of each of the two
 * organisations, and a disabled one.
 */
export async function createMonitoredDatabase(): Promise<{
  readonly database: Database;
  readonly url: string;
  readonly drop: () => Promise<void>;
}> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase(url);
  await inTransaction(database, async (tx) => {
    await saveCatalogue(tx, routesPlan, 'spec', new Date('2018-12-13T00:00:00Z'));
    await saveAlertRule(tx, { name: 'off-track', level: 'offTrack', enabled: true });
    await saveReceiver(tx, webhook('everybody', []));
    await saveReceiver(tx, webhook('xian', ['xian-government']));
    await saveReceiver(tx, webhook('drc', ['shaanxi-drc']));
    await saveReceiver(tx, { ...webhook('former', []), enabled: false });
  });
  return {
    database,
    url,
    drop: async () => {
      await database.destroy();
      await drop();
    },
  };
}

function webhook(name: string, organisations: string[]): Receiver {
  return { name, channel: 'webhook', url: 'http://127.0.0.1:9/', organisations, enabled: true };
}

/** Lands values and judges what they touch in one transaction, as an upload does. */
export function uploadAndJudge(
  database: Database,
  observed: readonly Observed[],
  now: Date,
): Promise<RecordedJudgements> {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const { importId, touchedSeries } = await mergeObservations(tx, observed);
    return recordJudgements(tx, { now, timeZone, cause: 'import', importId, seriesIds: touchedSeries });
  });
}

/** Resolves when somebody waits for the judgement lock. */
export async function judgementIsAwaited(database: Database): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const waiting: unknown[] = await database.query(
      `select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    if (waiting.length > 0) return;
    if (Date.now() > deadline) throw new Error('nobody waits for the judgement lock');
  }
}
