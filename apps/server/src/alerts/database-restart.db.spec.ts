import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { parseConfiguration } from '#configuration';
import { receiverSchema } from '#contract';
import { countUnfinishedAttempts, type Database, inTransaction, openDatabase, saveReceiver } from '#storage';
import { saveRule, slipRule, uploadAndJudge } from '../../../../libs/monitoring/test/monitored-database.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../../libs/storage/src/embedded/embedded-postgres.js';
import { DrawingThread } from '../pictures/drawing-thread.js';
import { FinishedPictures } from '../pictures/finished-pictures.js';
import { TargetPictures } from '../pictures/target-pictures.js';
import { AlertPictures } from './alert-pictures.js';
import { AlertWorker } from './alert-worker.js';
import { citiesOf, createCitiesDatabase, routesIn } from './test/cities-plan.js';
import { startWebhookReceiver, type WebhookReceiver } from './test/webhook-receiver.js';

const cities = citiesOf(4);
const start = new Date('2020-04-01T09:00:00+08:00');

const clusterOfAll = process.env['TEST_CLUSTER_URL'];
let folder: string;
let cluster: EmbeddedPostgres;
let database: Database;
let url: string;
let drop: () => Promise<void>;
let own: Database;
let hook: WebhookReceiver;
let worker: AlertWorker;
let now: Date;

/** A Postgres of this file's own, since it is stopped and started. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanzhong-restart-'));
  // mkdtemp closes the folder to all others; for root, Postgres runs as another account.
  chmodSync(folder, 0o755);
  await startPostgres();
  process.env['TEST_CLUSTER_URL'] = cluster.url;
});
afterAll(async () => {
  process.env['TEST_CLUSTER_URL'] = clusterOfAll;
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

async function startPostgres(port?: number): Promise<void> {
  cluster = await startEmbeddedPostgres({
    dataDir: folder,
    log: () => undefined,
    settings: { max_connections: '50' },
    ...(port !== undefined && { port }),
  });
}

beforeEach(async () => {
  const silent = () => undefined;
  Logger.overrideLogger({ log: silent, warn: silent, error: silent });
  now = start;
  ({ database, url, drop } = await createCitiesDatabase(cities.length));
  hook = await startWebhookReceiver();
  await saveRule(database, slipRule('off-track', 'offTrack', { version: 3 }));
  const told = { organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };
  await inTransaction(database, async (tx) => {
    for (const name of ['first', 'second'])
      await saveReceiver(tx, receiverSchema.parse({ ...told, name, channel: 'webhook', url: hook.url }));
  });
  own = await openDatabase(url);
  const parsed = parseConfiguration({}, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const clock = () => now;
  const pictures = new AlertPictures(
    new TargetPictures(own, parsed.configuration, clock),
    new FinishedPictures(new DrawingThread()),
  );
  worker = new AlertWorker(own, parsed.configuration, clock, pictures);
});
afterEach(async () => {
  await own.destroy();
  await hook.close();
  await drop();
});

/** Ends every connection to the database but the asking one, at an instant of the test's choice. */
async function cutOff(): Promise<void> {
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

const slip = () =>
  uploadAndJudge(
    database,
    cities.map((area) => routesIn(area, 60, now)),
    now,
  );
const pass = (seconds: number) => void (now = new Date(now.getTime() + seconds * 1000));
const states = async () => {
  const rows: { state: string }[] = await database.query('select state from delivery order by id');
  return rows.map(({ state }) => state);
};
const keys = () => hook.requests.map(({ headers }) => headers['idempotency-key']);

it('the connection breaks while it is decided who is told: nothing is promised by halves, and the next tick decides', async () => {
  await slip();
  // Holds up the decision where it writes its promises.
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let lock: () => void = () => undefined;
  const locked = new Promise<void>((resolve) => (lock = resolve));
  const held = inTransaction(database, async (tx) => {
    await tx.query('lock table delivery in share row exclusive mode');
    lock();
    await released;
  });
  await locked;
  const tick = worker.deliver();
  for (;;) {
    const waiting: { pid: number }[] = await database.query(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length === 0) continue;
    await database.query('select pg_terminate_backend($1)', [waiting[0]!.pid]);
    break;
  }
  // What is sent in the same tick waits for the lock, too.
  release();
  await held;
  await tick;
  expect(await states()).toEqual([]);
  expect(await database.query('select from notification_group')).toEqual([]);

  await worker.deliver();
  expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(new Set(keys()).size).toBe(4);
  expect(hook.requests).toHaveLength(4);
});

it('all connections break while messages are out: what was not marked is sent again, under the same key, and counted', async () => {
  await slip();
  let cuts = 0;
  hook.answer(async () => {
    if (cuts === 0) {
      cuts += 1;
      await cutOff();
    }
    return { status: 200 };
  });
  await worker.deliver();
  for (let again = 0; again < 3; again += 1) {
    pass(61);
    await worker.deliver();
  }
  expect(cuts).toBe(1);
  expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(new Set(keys()).size).toBe(4);
  const unfinished = await countUnfinishedAttempts(database.manager, now);
  expect(hook.requests.length - 4).toBeLessThanOrEqual(unfinished);
  expect(unfinished).toBeLessThanOrEqual(4);
});

it('Postgres is stopped while messages are out and started later: nothing is lost, what is sent twice is counted', async () => {
  await slip();
  let stopped: Promise<void> | null = null;
  hook.answer(async () => {
    stopped ??= cluster.stop();
    await stopped;
    return { status: 200 };
  });
  await worker.deliver();
  expect(stopped).not.toBeNull();
  const before = hook.requests.length;
  expect(before).toBeGreaterThan(0);
  // While it is away the worker asks in vain and says nothing to anybody.
  await worker.deliver();
  expect(hook.requests).toHaveLength(before);

  await startPostgres(Number(new URL(cluster.url).port));
  await worker.deliver();
  pass(61);
  await worker.deliver();
  expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  expect(new Set(keys()).size).toBe(4);
  const unfinished = await countUnfinishedAttempts(database.manager, now);
  expect(hook.requests.length - 4).toBeLessThanOrEqual(unfinished);
  expect(unfinished).toBe(before);
});
