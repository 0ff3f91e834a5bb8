import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import {
  claimSource,
  endSourceIncident,
  endSourceRun,
  openSourceIncident,
  readSource,
  removeSource,
  renewSourceLease,
  requestSourceRun,
  saveSource,
  type NamedSource,
  type SourceRunEnd,
} from './sources.js';

const start = new Date('2026-11-23T04:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const address: NamedSource = {
  name: 'bureau',
  kind: 'http',
  url: 'https://stats.example.cn/monthly.csv',
  authorization: 'Bearer s3cret',
  timeoutSeconds: 60,
  allowPrivateAddress: false,
  cron: '0 3 * * *',
  organisation: null,
  onError: 'reject',
  silentAfterDays: 45,
  enabled: true,
};
const imported: SourceRunEnd = {
  outcome: 'imported',
  error: null,
  broughtNew: true,
  lastImport: null,
  content: { etag: '"1"', lastModified: null, sha256: 'aa' },
  again: false,
};
const failed: SourceRunEnd = {
  ...imported,
  outcome: 'failed',
  error: 'no answer',
  broughtNew: false,
  content: null,
};

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url, { poolSize: 10 });
});
beforeEach(async () => {
  await database.query('delete from delivery');
  await database.query('delete from import_source_incident');
  await database.query('delete from import_source');
  await save(address);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const save = (source: NamedSource, now = start) =>
  inTransaction(database, (tx) => saveSource(tx, source, now));
const read = () => readSource(database.manager, 'bureau');
async function claim(now: Date, run: string = randomUUID(), claimedUntil?: Date): Promise<boolean> {
  const seen = claimedUntil ?? (await read()).claimedUntil;
  return claimSource(database, { name: 'bureau', claimedUntil: seen, run, now, leaseSeconds: 60 });
}
const end = (run: string, now: Date, what: SourceRunEnd) =>
  inTransaction(database, (tx) => endSourceRun(tx, { name: 'bureau', run, now }, what));

describe('a claim', () => {
  it('is granted to one of two workers, twenty rounds long', async () => {
    for (let round = 1; round <= 20; round += 1) {
      const { claimedUntil } = await read();
      const runs = [`a-${round}`, `b-${round}`];
      const claims = await Promise.all(runs.map((run) => claim(after(round), run, claimedUntil)));
      expect([round, claims.filter(Boolean)]).toEqual([round, [true]]);
      expect(await end(runs[claims.indexOf(true)]!, after(round), imported)).toBe(true);
    }
  });

  it('takes every slot up to its instant, and goes back with the end of the look', async () => {
    expect(await claim(after(10), 'one')).toBe(true);
    expect(await read()).toMatchObject({ claimedUntil: after(10), leasedUntil: after(11) });
    expect(await end('one', after(10.5), imported)).toBe(true);
    expect(await read()).toMatchObject({
      claimedUntil: after(10),
      leasedUntil: null,
      lastRunAt: after(10.5),
      lastOutcome: 'imported',
      lastNewAt: after(10.5),
      etag: '"1"',
      contentSha256: 'aa',
    });
  });

  it('is refused while another looks, renewed or not, and granted once its lease has run out', async () => {
    expect(await claim(after(0), 'one')).toBe(true);
    expect(await claim(after(0.9), 'two')).toBe(false);
    expect(
      await renewSourceLease(database, { name: 'bureau', run: 'one', now: after(0.9), leaseSeconds: 60 }),
    ).toBe(true);
    expect(await claim(after(1.8), 'two')).toBe(false);
    expect(await claim(after(1.9), 'two')).toBe(true);
    // Whoever lost it is told, and writes nothing.
    expect(
      await renewSourceLease(database, { name: 'bureau', run: 'one', now: after(2), leaseSeconds: 60 }),
    ).toBe(false);
    expect(await end('one', after(2), imported)).toBe(false);
    expect((await read()).lastRunAt).toBeNull();
  });

  it('of a disabled source is not granted', async () => {
    await save({ ...address, enabled: false });
    expect(await claim(after(10))).toBe(false);
  });

  it('is lost when the source is pointed elsewhere or removed', async () => {
    await claim(after(1), 'one');
    await save({ ...address, url: 'https://stats.example.cn/other.csv' }, after(1));
    expect(await end('one', after(1), imported)).toBe(false);
    await claim(after(3), 'two');
    await inTransaction(database, (tx) => removeSource(tx, 'bureau'));
    expect(await end('two', after(3), imported)).toBe(false);
  });
});

describe('the state', () => {
  it('counts failures in a row and keeps what is known of the content', async () => {
    for (const [minute, what, failures] of [
      [1, imported, 0],
      [2, failed, 1],
      [3, failed, 2],
    ] as const) {
      await claim(after(minute), 'run');
      await end('run', after(minute), what);
      expect((await read()).consecutiveFailures).toBe(failures);
    }
    expect(await read()).toMatchObject({ lastError: 'no answer', lastNewAt: after(1), etag: '"1"' });
    await claim(after(4), 'run');
    await end('run', after(4), { ...imported, outcome: 'nothingNew', broughtNew: false, content: null });
    expect(await read()).toMatchObject({ consecutiveFailures: 0, lastError: null, lastNewAt: after(1) });
  });

  it('forgets the content when the source is pointed elsewhere, and only then', async () => {
    await claim(after(1), 'run');
    await end('run', after(1), imported);
    await save({ ...address, cron: '@hourly' }, after(2));
    expect(await read()).toMatchObject({ etag: '"1"', watchedSince: start, claimedUntil: after(2) });
    await save({ ...address, cron: '@hourly', url: 'http://other.example.cn/' }, after(3));
    expect(await read()).toMatchObject({ etag: null, contentSha256: null, watchedSince: after(3) });
  });

  it('of a request to look at once: due, and whatever was known of the content', async () => {
    await claim(after(1), 'run');
    await end('run', after(1), imported);
    await inTransaction(database, (tx) => requestSourceRun(tx, 'bureau'));
    expect(await read()).toMatchObject({ claimedUntil: new Date(0), etag: null, contentSha256: null });
  });

  it('asked for during a look, or with something left, is due again after it', async () => {
    await claim(after(1), 'run');
    await inTransaction(database, (tx) => requestSourceRun(tx, 'bureau'));
    await end('run', after(2), imported);
    expect((await read()).claimedUntil).toEqual(new Date(0));
    await claim(after(3), 'run');
    await end('run', after(3), { ...imported, again: true });
    expect((await read()).claimedUntil).toEqual(new Date(0));
  });

  it('keeps the settings as they were set', async () => {
    expect((await read()).settings).toEqual(address);
  });
});

describe('an incident', () => {
  const open = () =>
    inTransaction(database, (tx) =>
      openSourceIncident(tx, { source: 'bureau', kind: 'failing', startsAt: start }),
    );
  const close = () =>
    inTransaction(database, (tx) =>
      endSourceIncident(tx, { source: 'bureau', kind: 'failing', endsAt: after(5) }),
    );

  it('is opened once, whoever asks, until it is over', async () => {
    const ids = await Promise.all([open(), open(), open()]);
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
    expect((await read()).incidents).toEqual([{ kind: 'failing', since: '2026-11-23T04:00:00.000Z' }]);
    expect(await close()).toEqual({ id: ids.find((id) => id !== null), startsAt: start });
    expect(await close()).toBeNull();
    expect((await read()).incidents).toEqual([]);
    expect(await open()).not.toBeNull();
  });
});
