import { addDelivery, type Database, inTransaction, leaseDeliveries } from '#storage';
import {
  createMonitoredDatabase,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { day, publishedRoutes, routes } from '../../../../libs/monitoring/test/routes-plan.js';
import { Metrics } from './metrics.js';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createMonitoredDatabase());
});
afterAll(() => drop());

const promised = new Date('2020-04-01T01:00:00Z');
const after = (seconds: number) => new Date(promised.getTime() + seconds * 1000);

/** The gauges of alerts and deliveries, as Prometheus reads them. */
async function figures(now: Date): Promise<string[]> {
  const text = await new Metrics().text(database, now);
  return text
    .split('\n')
    .filter((line) => /^guanzhong_(?:alerts|deliveries|oldest|unfinished)/.test(line))
    .toSorted();
}

it('tells of alerts, of messages that wait and of attempts that a worker died over', async () => {
  expect(await figures(promised)).toEqual([
    'guanzhong_alerts{state="acknowledged"} 0',
    'guanzhong_alerts{state="firing"} 0',
    'guanzhong_alerts{state="pending"} 0',
    'guanzhong_deliveries{state="due"} 0',
    'guanzhong_deliveries{state="givenUp"} 0',
    'guanzhong_deliveries{state="sent"} 0',
    'guanzhong_oldest_waiting_delivery_seconds 0',
    'guanzhong_unfinished_delivery_attempts 0',
  ]);

  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-02'));
  await uploadAndJudge(database, [routes('2019', '60', '2020-04-01')], promised);
  await inTransaction(database, (tx) =>
    addDelivery(tx, {
      key: 'one',
      groupKey: 'group',
      alerts: [],
      receiver: 'everybody',
      kind: 'firing',
      message: {},
      now: promised,
    }),
  );
  await leaseDeliveries(database, after(10), 60, 20);
  expect(await figures(after(20))).toContain('guanzhong_unfinished_delivery_attempts 0');
  expect(await figures(after(600))).toEqual([
    'guanzhong_alerts{state="acknowledged"} 0',
    'guanzhong_alerts{state="firing"} 1',
    'guanzhong_alerts{state="pending"} 0',
    'guanzhong_deliveries{state="due"} 1',
    'guanzhong_deliveries{state="givenUp"} 0',
    'guanzhong_deliveries{state="sent"} 0',
    'guanzhong_oldest_waiting_delivery_seconds 600',
    'guanzhong_unfinished_delivery_attempts 1',
  ]);
});
