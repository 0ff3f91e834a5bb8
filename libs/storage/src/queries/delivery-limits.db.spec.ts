import { fireAlerts } from '../../test/fired-alert.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import {
  addDelivery,
  claimSend,
  countDeliveries,
  holdReceiver,
  leaseDeliveries,
  type RateLimits,
  retryDelivery,
} from './deliveries.js';
import { markFailed, markSent } from '../../test/mark-delivery.js';
import { countUnfinishedAttempts, endAttempts, readDeliveryAttempts } from './delivery-attempts.js';

let sample: SampleDatabase;
let database: Database;
let alerts: readonly [number, number];

beforeAll(async () => {
  sample = await createSampleDatabase();
  ({ database } = sample);
  ({ alerts } = await fireAlerts(database));
});
afterEach(async () => {
  await database.query('delete from delivery');
  await database.query(`update receiver set held_until = null, recent_sends = '{}'`);
});
afterAll(() => sample.drop());

const minute = (count: number) => new Date(Date.UTC(2026, 2, 15, 2, count));
const leaseSeconds = 60;

interface Promised {
  readonly alert?: number | null;
  readonly receiver?: 'everybody' | 'xian';
  readonly kind?: 'firing' | 'resolved';
}

async function promise(key: string, promised: Promised = {}): Promise<number> {
  const { alert = null, receiver = 'everybody', kind = 'firing' } = promised;
  const id = await inTransaction(database, (tx) =>
    addDelivery(tx, {
      key,
      groupKey: alert === null ? key : `about ${alert}`,
      alerts: alert === null ? [] : [alert],
      receiver,
      kind,
      message: { about: key },
      now: minute(0),
    }),
  );
  return id!;
}

const lease = async (at: Date) =>
  (await leaseDeliveries(database, at, leaseSeconds, 100)).map(({ key }) => key);

describe('a rate limit', () => {
  const limits: RateLimits = {
    webhook: [
      { count: 3, seconds: 1 },
      { count: 5, seconds: 60 },
    ],
  };
  const start = minute(0).getTime();
  const at = (seconds: number) => new Date(start + seconds * 1000);
  const leaseAt = async (seconds: number, by: Database = database, limit = 100) =>
    (await leaseDeliveries(by, at(seconds), leaseSeconds, limit, limits)).map(({ key }) => key);

  beforeEach(async () => {
    for (let index = 0; index < 12; index += 1) await promise(`key ${index}`);
  });

  it('lets as many go as every window has room for, and keeps the others due', async () => {
    expect(await leaseAt(1)).toEqual(['key 0', 'key 1', 'key 2']);
    expect(await leaseAt(1.9)).toEqual([]);
    expect(await leaseAt(2)).toEqual(['key 3', 'key 4']);
    expect(await leaseAt(60.9)).toHaveLength(0);
    expect(await leaseAt(61)).toHaveLength(3);
    expect(await countDeliveries(database.manager)).toEqual({ due: 12 });
  });

  it('does not concern another receiver, nor a channel without one', async () => {
    await promise('to another', { receiver: 'xian' });
    await leaseAt(1);
    expect(await leaseAt(1, database, 1)).toEqual([]);
    await promise('to another still', { receiver: 'xian' });
    expect(await leaseAt(1.1)).toEqual(['to another still']);
    expect(await leaseDeliveries(database, at(1.1), leaseSeconds, 100, {})).toHaveLength(9);
  });

  it('is kept by several workers together', async () => {
    const other = await openDatabase(sample.url);
    const went: number[] = [];
    for (let seconds = 0; seconds < 200; seconds += 0.5) {
      const shares = await Promise.all(
        [database, other, database, other].map((by) => leaseAt(seconds, by, 2)),
      );
      went.push(...shares.flat().map(() => seconds));
    }
    await other.destroy();
    const inWindow = (length: number) =>
      Math.max(...went.map((from) => went.filter((one) => one >= from && one < from + length).length));
    expect(went.length).toBeGreaterThanOrEqual(12);
    expect({ second: inWindow(1), minute: inWindow(60) }).toEqual({ second: 3, minute: 5 });
  });

  it('counts what was sent by a clock that was ahead as sent now, and not until that clock was right', async () => {
    expect(await leaseAt(3600)).toHaveLength(3);
    await database.query(`update delivery set leased_until = null`);
    expect(await leaseAt(10)).toEqual([]);
    expect(await leaseAt(10.9)).toEqual([]);
    expect(await leaseAt(11.1)).toHaveLength(2);
    expect(await leaseAt(70.1)).toHaveLength(3);
  });

  it('counts messages that are not in the outbox', async () => {
    const claim = () => claimSend(database, 'everybody', at(1), limits);
    expect([await claim(), await claim()]).toEqual([true, true]);
    expect(await leaseAt(1)).toEqual(['key 0']);
    expect(await claim()).toBe(false);
    expect(await claimSend(database, 'everybody', at(1), {})).toBe(true);
  });
});

describe('places on the way', () => {
  const leaseSome = (at: Date, underWay: Record<string, number> = {}) =>
    leaseDeliveries(database, at, leaseSeconds, 100, {}, { atMost: 4, atMostFailing: 1, underWay });

  it('are so many to each receiver, less what is under way, and one where something has failed', async () => {
    for (let index = 0; index < 6; index += 1) {
      await promise(`a ${index}`);
      await promise(`b ${index}`, { receiver: 'xian' });
    }
    const count = async (at: Date, underWay?: Record<string, number>) => {
      const leased = await leaseSome(at, underWay);
      return ['everybody', 'xian'].map((name) => leased.filter(({ receiver }) => receiver === name).length);
    };
    expect(await count(minute(1), { xian: 3 })).toEqual([4, 1]);
    const [failed] = await database.query(
      `select id from delivery where receiver = 'everybody' order by id limit 1`,
    );
    await markFailed(database, failed.id, { error: '500', nextAttemptAt: minute(9), now: minute(1) });
    // All leases but that of the failed one have run out; it waits for its next try.
    expect(await count(minute(5))).toEqual([1, 4]);
  });
});

describe('holdReceiver', () => {
  it('keeps back everything for that receiver until then', async () => {
    await promise('held');
    await promise('free', { receiver: 'xian' });
    await holdReceiver(database, 'everybody', minute(10));
    await holdReceiver(database, 'everybody', minute(5));
    expect(await lease(minute(9))).toEqual(['free']);
    expect(await lease(minute(10))).toContain('held');
  });
});

describe('the log of attempts', () => {
  it('has one for every lease, and how it ended', async () => {
    const id = await promise('a');
    const [first] = await leaseDeliveries(database, minute(1), leaseSeconds, 10);
    expect(await countUnfinishedAttempts(database.manager, minute(2))).toBe(1);
    expect(await countUnfinishedAttempts(database.manager, minute(1))).toBe(0);
    const end = {
      outcome: 'retry',
      status: 500,
      milliseconds: 7,
      reason: 'it broke',
      excerpt: 'oops',
    } as const;
    const marked = { attempt: first!.attempt, delivery: id, at: minute(2), nextAttemptAt: minute(2) };
    await endAttempts(database, [{ ...end, ...marked }]);
    const [second] = await leaseDeliveries(database, minute(3), leaseSeconds, 10);
    expect(await readDeliveryAttempts(database.manager, id)).toEqual([
      { id: first!.attempt, at: minute(1).toISOString(), ...end },
      {
        id: second!.attempt,
        at: minute(3).toISOString(),
        outcome: 'unfinished',
        status: null,
        milliseconds: null,
        reason: null,
        excerpt: null,
      },
    ]);
  });

  it('is asked of a delivery that there is', async () => {
    await expect(readDeliveryAttempts(database.manager, 2 ** 31 - 1)).rejects.toEqual(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});

describe('what a lease tells', () => {
  it('since when it fails, anew after a retry by hand', async () => {
    const id = await promise('a');
    const since = async (at: Date) =>
      (await leaseDeliveries(database, at, leaseSeconds, 10))[0]?.failingSince ?? null;
    const fail = (at: Date) => markFailed(database, id, { error: '500', nextAttemptAt: minute(20), now: at });
    expect(await since(minute(1))).toBeNull();
    await fail(minute(1));
    expect(await since(minute(20))).toEqual(minute(1));
    await fail(minute(20));
    expect(await since(minute(22))).toEqual(minute(1));
    await markFailed(database, id, { error: '500', nextAttemptAt: null, now: minute(22) });
    await retryDelivery(database, id, minute(30));
    expect(await since(minute(30))).toBeNull();
  });

  it('what the receiver was told first about the same alert', async () => {
    const firsts = async (at: Date) =>
      (await leaseDeliveries(database, at, leaseSeconds, 10)).map(({ key, thread }) => [key, thread]);
    const id = await promise('firing', { alert: alerts[0] });
    await promise('to another', { alert: alerts[0], receiver: 'xian' });
    expect(await firsts(minute(1))).toEqual([
      ['firing', 'firing'],
      ['to another', 'to another'],
    ]);
    await markSent(database, id, minute(1));
    await promise('resolved', { alert: alerts[0], kind: 'resolved' });
    expect(await firsts(minute(1))).toEqual([['resolved', 'firing']]);
  });
});
