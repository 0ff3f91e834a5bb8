import { receiverSchema } from '#contract';
import { planDeliveries, runDueSweep } from '#monitoring';
import { type Database, inTransaction, lockJudgement, openDatabase, saveReceiver } from '#storage';
import {
  judgementIsAwaited,
  saveRule,
  slipRule,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { day, timeZone } from '../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../assessments/verdict-words.js';
import { sent } from './channels/send-result.js';
import { deliverDue } from './delivery-worker.js';
import { citiesOf, createCitiesDatabase, routesIn } from './test/cities-plan.js';

const [xian = '', next = ''] = citiesOf(2);
const start = new Date('2020-04-01T09:00:00+08:00');
const hour = 3_600;
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

let releases: number;
let database: Database;
let other: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  let url: string;
  // Neither end of any jump is before the plan or after its horizon.
  ({ database, url, drop } = await createCitiesDatabase(2, {
    due: '2035',
    from: day('2018-12-20'),
    period: '2017',
  }));
  releases = 0;
  other = await openDatabase(url);
  await saveRule(database, slipRule('off-track', 'offTrack', { version: 3 }));
  const told = { organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };
  await inTransaction(database, (tx) =>
    saveReceiver(
      tx,
      receiverSchema.parse({ ...told, name: 'hook', channel: 'webhook', url: 'http://127.0.0.1:9/' }),
    ),
  );
});
afterEach(async () => {
  await other.destroy();
  await drop();
});

/** One tick of a worker by its own clock: the statuses and targets of what it sent. */
async function tick(now: Date, on: Database = database): Promise<string[]> {
  await runDueSweep(on, { now, timeZone });
  await planDeliveries(on, { now, timeZone, statusWords });
  const told: string[] = [];
  await deliverDue(
    on,
    {
      clock: () => now,
      stopping: () => false,
      onFault: (error) => {
        throw error;
      },
    },
    (notice) => {
      if (notice.kind === 'alerts')
        for (const { state, labels } of notice.message.alerts) told.push(`${state} ${labels['area']}`);
      return Promise.resolve(sent({ status: 200, excerpt: '' }));
    },
  );
  return told;
}

/** Lands a value that came out later than all before it, whatever the clock says. */
const land = (area: string, value: number, now: Date, on: Database = database) => {
  releases += 1;
  return uploadAndJudge(on, [routesIn(area, value, after(releases), '2018')], now);
};

/** What is told between a second and so many seconds later, looked at every minute. */
async function toldBetween(from: number, seconds: number): Promise<string[]> {
  const told: string[] = [];
  for (let second = from; second <= from + seconds; second += 60) told.push(...(await tick(after(second))));
  return told;
}

const jumps = [
  ['an hour', hour],
  ['a day', 24 * hour],
  ['a year', 366 * 24 * hour],
] as const;

describe.each(jumps)('a clock that jumps by %s', (_name, seconds) => {
  it('forward, and back again, of all workers: every slip and recovery is told, once, in time', async () => {
    await land(xian, 40, start);
    expect(await tick(start)).toEqual([`firing ${xian}`]);
    const ahead = after(seconds);
    await land(next, 40, ahead);
    // After a week what still fires is repeated, too.
    expect((await tick(ahead)).filter((one) => one.endsWith(next))).toEqual([`firing ${next}`]);
    expect(await tick(ahead)).toEqual([]);

    // Back. What was told by the wrong clock keeps its group's interval until this one has caught up, for an hour at most.
    await land(xian, 95, after(600));
    await land(next, 95, after(1_200));
    expect((await toldBetween(1_200, hour + 301)).toSorted()).toEqual([
      `resolved ${xian}`,
      `resolved ${next}`,
    ]);
    await land(xian, 40, after(3 * hour));
    expect(await tick(after(3 * hour))).toEqual([`firing ${xian}`]);
    expect(await toldBetween(3 * hour + 1, 2 * hour)).toEqual([]);
  });

  it('of one worker, the other being right: nothing is lost and nothing told twice', async () => {
    await land(xian, 40, after(-seconds), other);
    const told = [...(await tick(start)), ...(await tick(after(-seconds), other))];
    await land(next, 40, after(10));
    told.push(...(await tick(after(seconds + 10), other)), ...(await tick(after(10))));
    await land(xian, 95, after(400));
    told.push(...(await tick(after(400))), ...(await tick(after(seconds + 400), other)));
    for (const later of [700, 710])
      told.push(...(await tick(after(later))), ...(await tick(after(seconds + later), other)));
    const news = told.filter((one, index) => told.indexOf(one) === index);
    expect(news.toSorted()).toEqual([`firing ${xian}`, `firing ${next}`, `resolved ${xian}`].toSorted());
    // By a clock that is a year ahead a week passes with every look; whoever is told again then is told what holds.
    if (seconds <= 24 * hour) expect(told).toHaveLength(3);
  });
});

it('a sweep that takes longer than its interval: the next ticks do not pile up, and nothing is judged twice', async () => {
  await land(xian, 40, start);
  await tick(start);
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const first = inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    await released;
  });
  const slow = runDueSweep(database, { now: after(hour), timeZone });
  await judgementIsAwaited(database);
  // Two ticks of another worker while it is at it: the hour is claimed, so they wait for its end and find it done.
  const meanwhile = [60, 120].map((seconds) => runDueSweep(other, { now: after(hour + seconds), timeZone }));
  // Whoever is told what does not wait for the sweep.
  expect(await planDeliveries(other, { now: after(hour), timeZone, statusWords })).toBeNull();
  release();
  await first;
  expect(await slow).not.toBeNull();
  expect(await Promise.all(meanwhile)).toEqual([null, null]);
  // An hour later it goes on as usual.
  expect(await runDueSweep(other, { now: after(2 * hour), timeZone })).not.toBeNull();
  const events: unknown[] = await database.query('select from alert_event');
  expect(events).toHaveLength(1);
});
