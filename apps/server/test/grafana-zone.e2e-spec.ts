import { parseConfiguration } from '#configuration';
import { type Database, openDatabase } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../libs/storage/test/test-database.js';
import { startService } from '../src/service.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

/** Starts the service with that zone and stops it again. */
async function startIn(timeZone: string): Promise<void> {
  const parsed = parseConfiguration(
    { DATABASE_URL: test.url, TIME_ZONE: timeZone, PORT: '0', ROLES: 'api' },
    process.cwd(),
  );
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const stop = new AbortController();
  const service = await startService(parsed.configuration, {
    webFolder: null,
    say: () => undefined,
    stopAsked: stop.signal,
  });
  stop.abort();
  await service.ended;
}

/** Where the routes of 2019 stand for Grafana's PostgreSQL source. */
async function pointOf2019(): Promise<string | undefined> {
  const [row]: { time: Date }[] = await database.query(
    `select time from grafana.observations where indicator = 'international_routes' and period = '2019'`,
  );
  return row?.time.toISOString();
}

it('the views stand in the zone that the service was last started with', async () => {
  await startIn('Asia/Shanghai');
  expect(await pointOf2019()).toBe('2019-12-30T16:00:00.000Z');
  await startIn('America/New_York');
  expect(await pointOf2019()).toBe('2019-12-31T05:00:00.000Z');
});
