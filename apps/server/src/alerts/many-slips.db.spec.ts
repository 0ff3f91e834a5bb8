import { type Receiver, receiverSchema } from '#contract';
import { type NotificationMessage, planDeliveries, sweepNow } from '#monitoring';
import {
  type Database,
  inTransaction,
  leaseDeliveries,
  loadSampleSeries,
  loadSampleTargets,
  saveReceiver,
} from '#storage';
import { markSent } from '../../../../libs/storage/test/mark-delivery.js';
import { createMonitoredDatabase } from '../../../../libs/monitoring/test/monitored-database.js';
import { routesPlan, timeZone } from '../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../assessments/verdict-words.js';
import { first } from './test/slips.js';

const count = 2_000;
const organisations = ['xian-government', 'shaanxi-drc'] as const;
const before = new Date('2020-03-02T09:00:00+08:00');
const now = new Date('2020-04-01T09:00:00+08:00');

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  const target = first(routesPlan.targets);
  const numbers = Array.from({ length: count }, (_, index) => index);
  const breakdownOf = (index: number) => ({ destination: String(index) });
  const level = 100;
  await inTransaction(database, (tx) =>
    loadSampleTargets(
      tx,
      numbers.map((index) => ({
        ...target,
        code: `sample-${index}`,
        indicator: 'changan_trains',
        breakdown: breakdownOf(index),
        frequency: 'M',
        due: '2035-12',
        value: String(level / 2),
        baseline: { period: '2018-01', value: null },
        method: 'attainment',
        organisation: organisations[index % 2]!,
      })),
    ),
  );
  await loadSampleSeries(
    database,
    numbers.map((index) => ({
      indicator: 'changan_trains',
      area: target.area,
      breakdown: breakdownOf(index),
      frequency: 'M',
      accumulation: 'period',
      level,
      trend: 0,
      season: 0,
      noise: 0,
    })),
    { first: '2018-01-01', count: 24 },
  );
  await sweepNow(database, { now: before, timeZone, cause: 'sweep' });
  const told = { organisations: [], enabled: true, digest: null, quiet: null, channel: 'webhook' };
  const url = 'http://127.0.0.1:9/';
  const receivers: Receiver[] = [
    receiverSchema.parse({ ...told, name: 'brief', url, maxAlerts: 20 }),
    receiverSchema.parse({ ...told, name: 'complete', url, maxAlerts: 0 }),
  ];
  await inTransaction(database, async (tx) => {
    await tx.query('update receiver set enabled = false');
    for (const receiver of receivers) await saveReceiver(tx, receiver);
  });
});
afterAll(() => drop());

/** What goes out now, of all groups. */
async function messages(): Promise<{ receiver: string; message: NotificationMessage }[]> {
  await planDeliveries(database, { now, timeZone, statusWords });
  const due = await leaseDeliveries<NotificationMessage>(database, now, 60, 100);
  for (const { id } of due) await markSent(database, id, now);
  return due;
}

it('thousands of targets that slip in one sweep are told in few messages, each alert once', async () => {
  await database.query(
    `update observation set value = 1 where period_start = (select max(period_start) from observation)`,
  );
  const swept = await sweepNow(database, { now, timeZone, cause: 'sweep' });
  expect(swept.alerts).toEqual({ fired: count, resolved: 0 });

  // By the usual grouping, one for each receiver and organisation.
  const told = await messages();
  expect(told.map(({ receiver }) => receiver).toSorted()).toEqual(['brief', 'brief', 'complete', 'complete']);
  for (const { receiver, message } of told) {
    const { counts, truncatedAlerts } = message.notification;
    expect(counts).toEqual({ firing: count / 2, resolved: 0 });
    expect(message.alerts).toHaveLength(receiver === 'brief' ? 20 : count / 2);
    expect(truncatedAlerts).toBe(receiver === 'brief' ? count / 2 - 20 : 0);
  }
  const named = told
    .filter(({ receiver }) => receiver === 'complete')
    .flatMap(({ message }) => message.alerts.map(({ labels }) => labels['target']));
  expect(new Set(named).size).toBe(count);
  expect(named).toHaveLength(count);

  // The log of each receiver has every alert once, those that a message only counts among them.
  const logged: { receiver: string; fingerprint: string }[] = await database.query(
    `select receiver, fingerprint from notification_group, jsonb_object_keys(told) fingerprint`,
  );
  for (const name of ['brief', 'complete']) {
    const own = logged.filter(({ receiver }) => receiver === name).map(({ fingerprint }) => fingerprint);
    expect(own).toHaveLength(count);
    expect(new Set(own).size).toBe(count);
  }

  // Nothing is told again by another sweep, nor by another look.
  await sweepNow(database, { now, timeZone, cause: 'sweep' });
  expect(await messages()).toEqual([]);
  const events: { action: string; count: number }[] = await database.query(
    'select action, count(*)::int as count from alert_event group by action',
  );
  expect(events).toEqual([{ action: 'fire', count }]);
});
