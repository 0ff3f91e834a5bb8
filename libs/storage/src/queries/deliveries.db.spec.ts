import { AppError } from '#contract';
import { fireAlerts } from '../../test/fired-alert.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import {
  addDelivery,
  countDeliveries,
  leaseDeliveries,
  readDeliveries,
  readLastMessages,
  retryDeliveriesTo,
  retryDelivery,
} from './deliveries.js';
import { markFailed, markSent } from '../../test/mark-delivery.js';

let sample: SampleDatabase;
let database: Database;
let alerts: readonly [number, number];

beforeAll(async () => {
  sample = await createSampleDatabase();
  ({ database } = sample);
  ({ alerts } = await fireAlerts(database));
});
afterEach(() => database.query('delete from delivery'));
afterAll(() => sample.drop());

const minute = (count: number) => new Date(Date.UTC(2026, 2, 15, 2, count));
const leaseSeconds = 60;

interface Promised {
  readonly alert?: number | null;
  readonly receiver?: 'everybody' | 'xian';
  readonly kind?: 'firing' | 'resolved' | 'test';
  readonly at?: Date;
}

async function promise(key: string, promised: Promised = {}): Promise<number> {
  const { alert = null, receiver = 'everybody', kind = 'firing', at = minute(0) } = promised;
  const id = await inTransaction(database, (tx) =>
    addDelivery(tx, {
      key,
      groupKey: alert === null ? key : `about ${alert}`,
      alerts: alert === null ? [] : [alert],
      receiver,
      kind,
      message: { about: key },
      now: at,
    }),
  );
  return id!;
}

async function lease(at: Date, limit = 100, by: Database = database): Promise<string[]> {
  return (await leaseDeliveries(by, at, leaseSeconds, limit)).map(({ key }) => key);
}

const stateOf = async (id: number) => (await readDeliveries(database.manager)).find((one) => one.id === id);

describe('addDelivery', () => {
  it('the same key twice is one row, which keeps its first message', async () => {
    const id = await promise('a');
    const again = await inTransaction(database, (tx) =>
      addDelivery(tx, {
        key: 'a',
        groupKey: 'other',
        alerts: [],
        receiver: 'xian',
        kind: 'resolved',
        message: {},
        now: minute(9),
      }),
    );
    expect(again).toBeNull();
    expect(await leaseDeliveries(database, minute(1), leaseSeconds, 10)).toEqual([
      {
        id,
        key: 'a',
        receiver: 'everybody',
        kind: 'firing',
        message: { about: 'a' },
        attempts: 0,
        failingSince: null,
        thread: 'a',
        attempt: expect.any(Number) as number,
      },
    ]);
  });

  it('of two transactions that promise the same at once one makes the row', async () => {
    const ids = await Promise.all([promise('a'), promise('a'), promise('a')]);
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
    expect(await countDeliveries(database.manager)).toEqual({ due: 1 });
  });
});

describe('leaseDeliveries', () => {
  it('not before a delivery is due', async () => {
    await promise('a', { at: minute(5) });
    expect(await lease(minute(4))).toEqual([]);
    expect(await lease(minute(5))).toEqual(['a']);
  });

  it('not twice while the lease runs, again when it has run out', async () => {
    await promise('a');
    expect(await lease(minute(1))).toEqual(['a']);
    expect(await lease(new Date(minute(2).getTime() - 1))).toEqual([]);
    expect(await lease(minute(2))).toEqual(['a']);
  });

  it('of each receiver some, however long those of another have waited', async () => {
    for (let index = 0; index < 5; index += 1) await promise(`old ${index}`, { at: minute(1) });
    await promise('new', { at: minute(5), receiver: 'xian' });
    expect(await lease(minute(9), 2)).toEqual(['old 0', 'new']);
    expect(await lease(minute(9), 2)).toEqual(['old 1', 'old 2']);
  });

  it('nothing to a disabled receiver, until it is enabled again', async () => {
    await promise('queued', { receiver: 'xian' });
    const enable = (enabled: boolean) =>
      database.query(`update receiver set enabled = $1 where name = 'xian'`, [enabled]);
    await enable(false);
    expect(await lease(minute(0))).toEqual([]);
    await enable(true);
    expect(await lease(minute(1))).toEqual(['queued']);
  });

  it('at most as many as asked for, those first that have waited longest', async () => {
    for (const [key, at] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
    ] as const)
      await promise(key, { at: minute(at) });
    expect((await lease(minute(9), 2)).toSorted()).toEqual(['a', 'b']);
    expect(await lease(minute(9), 2)).toEqual(['c']);
    expect(await lease(minute(9), 2)).toEqual([]);
  });

  it('two workers at once never share a row, and together they get every one', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
    await inTransaction(database, async (tx) => {
      for (const key of keys)
        await addDelivery(tx, {
          key,
          groupKey: key,
          alerts: [],
          receiver: 'xian',
          kind: 'test',
          message: {},
          now: minute(0),
        });
    });
    const other = await openDatabase(sample.url);
    const work = async (by: Database): Promise<string[]> => {
      const leased = await lease(minute(1), 7, by);
      return leased.length === 0 ? [] : [...leased, ...(await work(by))];
    };
    const shares = await Promise.all([database, other, database, other].map(work));
    await other.destroy();
    expect(shares.flat().toSorted()).toEqual(keys.toSorted());
  });

  it('waits for nobody: rows that another transaction holds are passed over', async () => {
    await promise('a');
    await promise('b');
    const holder = database.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`select from delivery where key = 'a' for update`);
    expect(await lease(minute(1))).toEqual(['b']);
    await holder.rollbackTransaction();
    await holder.release();
    expect(await lease(minute(1))).toEqual(['a']);
  });

  describe('of one receiver and one group', () => {
    const [about, other] = [() => alerts[0], () => alerts[1]];

    it('the older unsent one blocks the newer, until it is sent', async () => {
      const first = await promise('firing', { alert: about() });
      await promise('resolved', { alert: about(), kind: 'resolved' });
      expect(await lease(minute(1))).toEqual(['firing']);
      expect(await lease(minute(1))).toEqual([]);
      await markSent(database, first, minute(1));
      expect(await lease(minute(1))).toEqual(['resolved']);
    });

    it('it blocks while it waits for another try, and no longer when it was given up', async () => {
      const first = await promise('firing', { alert: about() });
      await promise('resolved', { alert: about(), kind: 'resolved' });
      await lease(minute(1));
      await markFailed(database, first, { error: '500', nextAttemptAt: minute(10), now: minute(1) });
      expect(await lease(minute(2))).toEqual([]);
      expect(await lease(minute(10))).toEqual(['firing']);
      await markFailed(database, first, { error: '500', nextAttemptAt: null, now: minute(1) });
      expect(await lease(minute(10))).toEqual(['resolved']);
    });

    it('another receiver, another group and messages about none are not blocked', async () => {
      await promise('firing', { alert: about(), at: minute(30) });
      await promise('to another', { alert: about(), receiver: 'xian' });
      await promise('about another', { alert: other() });
      await promise('a test', { kind: 'test' });
      await promise('another test', { kind: 'test' });
      expect(await lease(minute(1))).toEqual(['to another', 'about another', 'a test', 'another test']);
    });
  });
});

describe('the end of an attempt', () => {
  it('sent is final, and says when', async () => {
    const id = await promise('a');
    await markFailed(database, id, { error: 'connection refused', nextAttemptAt: minute(2), now: minute(1) });
    await markSent(database, id, minute(3));
    expect(await stateOf(id)).toMatchObject({
      state: 'sent',
      attempts: 2,
      sentAt: minute(3).toISOString(),
      lastError: null,
    });
    expect(await lease(minute(60))).toEqual([]);
  });

  it('failed is due again at the given time, with the error', async () => {
    const id = await promise('a');
    await lease(minute(1));
    await markFailed(database, id, {
      error: '500 Internal Server Error',
      nextAttemptAt: minute(2),
      now: minute(1),
    });
    expect(await stateOf(id)).toMatchObject({
      state: 'due',
      attempts: 1,
      nextAttemptAt: minute(2).toISOString(),
      lastError: '500 Internal Server Error',
    });
    expect(await leaseDeliveries(database, minute(2), leaseSeconds, 10)).toMatchObject([{ id, attempts: 1 }]);
  });

  it('failed without another time is given up', async () => {
    const id = await promise('a');
    await markFailed(database, id, { error: '404 Not Found', nextAttemptAt: null, now: minute(1) });
    expect(await stateOf(id)).toMatchObject({ state: 'givenUp', attempts: 1, lastError: '404 Not Found' });
    expect(await lease(minute(60))).toEqual([]);
  });

  it('a failure that comes after another worker has sent it changes nothing', async () => {
    const id = await promise('a');
    await lease(minute(1));
    await lease(minute(5));
    await markSent(database, id, minute(5));
    await markFailed(database, id, { error: 'timed out', nextAttemptAt: minute(6), now: minute(1) });
    expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 1, lastError: null });
  });
});

describe('retryDelivery', () => {
  it('makes one that was given up due at once', async () => {
    const id = await promise('a');
    await markFailed(database, id, { error: '404', nextAttemptAt: null, now: minute(1) });
    await retryDelivery(database, id, minute(7));
    expect(await stateOf(id)).toMatchObject({ state: 'due', nextAttemptAt: minute(7).toISOString() });
    expect(await lease(minute(7))).toEqual(['a']);
  });

  it('makes one that waits for its next try due at once', async () => {
    const id = await promise('a');
    await markFailed(database, id, { error: '500', nextAttemptAt: minute(30), now: minute(1) });
    await retryDelivery(database, id, minute(7));
    expect(await lease(minute(7))).toEqual(['a']);
  });

  it('leaves one that is being sent with the worker that sends it', async () => {
    const id = await promise('a');
    await lease(minute(7));
    await retryDelivery(database, id, minute(7));
    expect(await lease(minute(7))).toEqual([]);
  });

  it('refuses one that was sent, and one that there is not', async () => {
    const id = await promise('a');
    await markSent(database, id, minute(1));
    const refusal = (code: string) => expect.objectContaining({ code, name: AppError.name });
    await expect(retryDelivery(database, id, minute(2))).rejects.toEqual(refusal('conflict'));
    for (const unknown of [-1, 2 ** 31 - 1, 2 ** 31, 1e20])
      await expect(retryDelivery(database, unknown, minute(2))).rejects.toEqual(refusal('not-found'));
    expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  });
});

describe('readDeliveries', () => {
  it('the newest first, of one state when asked, as many as asked', async () => {
    const ids = [await promise('a'), await promise('b'), await promise('c', { alert: alerts[0] })];
    await markSent(database, ids[0]!, minute(1));
    await markFailed(database, ids[1]!, { error: '404', nextAttemptAt: null, now: minute(1) });
    const read = async (filter: { state?: string; alert?: number; receiver?: string; limit?: number }) =>
      (await readDeliveries(database.manager, filter)).map(({ id }) => ids.indexOf(id));
    expect(await read({})).toEqual([2, 1, 0]);
    expect(await read({ limit: 2 })).toEqual([2, 1]);
    expect(await read({ state: 'sent' })).toEqual([0]);
    expect(await read({ state: 'nonsense' })).toEqual([]);
    expect(await read({ alert: alerts[0] })).toEqual([2]);
    expect(await read({ alert: 2 ** 31 })).toEqual([]);
    expect(await read({ receiver: 'xian' })).toEqual([]);
    expect(await stateOf(ids[2]!)).toEqual({
      id: ids[2],
      alerts: [alerts[0]],
      groupKey: `about ${alerts[0]}`,
      receiver: 'everybody',
      kind: 'firing',
      state: 'due',
      attempts: 0,
      createdAt: minute(0).toISOString(),
      nextAttemptAt: minute(0).toISOString(),
      sentAt: null,
      lastError: null,
    });
    expect(await countDeliveries(database.manager)).toEqual({ due: 1, sent: 1, givenUp: 1 });
  });
});

it('does not send again by hand what a later message about the same group has overtaken', async () => {
  const [alert] = alerts;
  const firing = await promise('firing', { alert });
  await markFailed(database, firing, { error: '404', nextAttemptAt: null, now: minute(1) });
  const resolved = await promise('resolved', { alert, kind: 'resolved' });
  await promise('to another', { alert, receiver: 'xian' });
  await markSent(database, resolved, minute(2));
  await expect(retryDelivery(database, firing, minute(3))).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('later message') as string,
  });
  expect(await stateOf(firing)).toMatchObject({ state: 'givenUp' });
});

it('makes all that was given up for a receiver due at once, but for what was overtaken', async () => {
  const [one, other] = alerts;
  const giveUp = async (id: number) =>
    markFailed(database, id, { error: '404', nextAttemptAt: null, now: minute(1) });
  await giveUp(await promise('first', { alert: one }));
  await giveUp(await promise('second', { alert: one, kind: 'resolved' }));
  await giveUp(await promise('overtaken', { alert: other }));
  await markSent(database, await promise('later', { alert: other, kind: 'resolved' }), minute(2));
  await giveUp(await promise('to another', { alert: one, receiver: 'xian' }));
  expect(await inTransaction(database, (tx) => retryDeliveriesTo(tx, 'everybody', minute(3)))).toBe(2);
  expect(await lease(minute(3))).toEqual(['first']);
});

it('has the message that told last of every alert that is open or ended lately', async () => {
  const told = async () =>
    (await readLastMessages<{ about: string }>(database.manager, 'everybody', minute(10))).map(
      ({ message, alerts: ids }) => [message.about, ids],
    );
  const [one, other] = alerts;
  const first = await promise('firing', { alert: one });
  expect(await told()).toEqual([]);
  await markSent(database, first, minute(1));
  await markSent(database, await promise('about another', { alert: other }), minute(1));
  const repeated = await promise('repeated', { alert: one });
  await markSent(database, await promise('to another', { alert: one, receiver: 'xian' }), minute(1));
  expect(await told()).toEqual([
    ['firing', [one]],
    ['about another', [other]],
  ]);
  await markSent(database, repeated, minute(2));
  expect(await told()).toEqual([
    ['about another', [other]],
    ['repeated', [one]],
  ]);
  await database.query(`update alert set ends_at = $1 where id = $2`, [minute(9), other]);
  expect(await told()).toEqual([['repeated', [one]]]);
  await database.query(`update alert set ends_at = null where id = $1`, [other]);
});
