import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import { claimSlot, lockJudgement, readLastSlot } from './slots.js';

const workers = 20;

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url, { poolSize: workers + 1 });
});
beforeEach(() => database.query('delete from schedule_slot'));
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const slot = (text: string) => new Date(`2026-03-15T${text}:00Z`);
const claim = (at: Date, schedule = 'sweep') => inTransaction(database, (tx) => claimSlot(tx, schedule, at));

describe('claimSlot', () => {
  it('of twenty workers that ask for a slot at once exactly one gets it, slot after slot', async () => {
    const runners = Array.from({ length: workers }, () => database.createQueryRunner());
    const connections: { pid: number }[][] = await Promise.all(
      runners.map((runner) => runner.query('select pg_backend_pid() as pid')),
    );
    expect(new Set(connections.flat().map(({ pid }) => pid)).size).toBe(workers);
    for (const time of ['02:00', '02:01', '02:02', '02:03', '02:04']) {
      const claims = await Promise.all(
        runners.map((runner) => runner.manager.transaction((tx) => claimSlot(tx, 'sweep', slot(time)))),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await readLastSlot(database.manager, 'sweep')).toEqual(slot(time));
    }
    await Promise.all(runners.map((runner) => runner.release()));
  });

  it('of workers with different slots at once the newest always gets its own', async () => {
    const slots = Array.from({ length: workers }, (_, index) => slot(`03:${10 + index}`));
    const claims = await Promise.all(slots.map((at) => claim(at)));
    expect(claims.at(-1)).toBe(true);
    expect(await readLastSlot(database.manager, 'sweep')).toEqual(slots.at(-1));
  });

  it.each([
    ['the same slot again', '02:10', false],
    ['an older slot, of a clock that jumped back', '02:09', false],
    ['the next slot', '02:11', true],
    ['a later slot, after a pause', '09:00', true],
  ])('%s', async (_, time, granted) => {
    expect(await claim(slot('02:10'))).toBe(true);
    expect(await claim(slot(time))).toBe(granted);
  });

  it('of different schedules do not meet', async () => {
    expect(await claim(slot('02:10'), 'sweep')).toBe(true);
    expect(await claim(slot('02:00'), 'backup')).toBe(true);
    expect(await readLastSlot(database.manager, 'never')).toBeNull();
  });

  it('a slot whose work was rolled back is granted to the next who asks, even to one that waits already', async () => {
    await claim(slot('02:00'));
    const first = database.createQueryRunner();
    await first.startTransaction();
    expect(await claimSlot(first.manager, 'sweep', slot('02:10'))).toBe(true);
    const second = claim(slot('02:10'));
    await somebodyWaits();
    await first.rollbackTransaction();
    await first.release();
    expect(await second).toBe(true);
  });
});

describe('lockJudgement', () => {
  it('is held until the end of the transaction, so that the next sees what it wrote', async () => {
    const first = database.createQueryRunner();
    await first.startTransaction();
    await lockJudgement(first.manager);
    const second = inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      return readLastSlot(tx, 'sweep');
    });
    await somebodyWaits();
    await claimSlot(first.manager, 'sweep', slot('02:10'));
    await first.commitTransaction();
    await first.release();
    expect(await second).toEqual(slot('02:10'));
  });
});

/** Resolves when a connection to this database waits for a lock of another. */
async function somebodyWaits(): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const waiting: unknown[] = await database.query(
      `select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
    );
    if (waiting.length > 0) return;
    if (Date.now() > deadline) throw new Error('nobody waits for a lock');
  }
}
