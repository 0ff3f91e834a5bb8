import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '#configuration';
import type { Delivery } from '#contract';
import { type OutboxMessage, planDeliveries } from '#monitoring';
import {
  addDelivery,
  type Database,
  inTransaction,
  leaseDeliveries,
  openDatabase,
  readDeliveries,
  readDeliveryAttempts,
  saveReceiver,
} from '#storage';
import {
  createMonitoredDatabase,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { day, publishedRoutes } from '../../../../libs/monitoring/test/routes-plan.js';
import { deliverDue, type DeliveryCounts } from './delivery-worker.js';
import { createSend, type Send } from './send.js';
import { statusWords } from '../assessments/verdict-words.js';
import { receiverNamed } from './test/receivers.js';
import { messageOf, slipped, slippedAlert } from './test/slips.js';
import { startWebhookReceiver, type WebhookReceiver } from './test/webhook-receiver.js';

const start = new Date('2026-11-23T04:00:00Z');
let now: Date;
const clock = () => new Date(now);
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let database: Database;
let receiver: WebhookReceiver;
let faults: unknown[];

beforeAll(async () => {
  monitored = await createMonitoredDatabase();
  database = monitored.database;
});
beforeEach(async () => {
  now = start;
  faults = [];
  receiver = await startWebhookReceiver();
  await database.query('delete from delivery');
  await saveWebhook('everybody', receiver.url);
  for (const name of ['xian', 'drc']) await saveWebhook(name, receiver.url, false);
});
afterEach(async () => {
  await receiver.close();
  expect(faults).toEqual([]);
});
afterAll(() => monitored.drop());

function sender(settings: Record<string, string> = {}): Send {
  const parsed = parseConfiguration({ PUBLIC_URL: 'https://monitor.example.gov.cn', ...settings }, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return createSend(parsed.configuration);
}

const run = (send: Send = sender(), on: Database = database): Promise<DeliveryCounts> =>
  deliverDue(on, { clock, stopping: () => false, onFault: (error) => faults.push(error) }, send);

function saveWebhook(name: string, url: string, enabled = true): Promise<void> {
  return inTransaction(database, (tx) =>
    saveReceiver(tx, { ...receiverNamed(name), channel: 'webhook', url, enabled }),
  );
}

async function promise(key: string, to = 'everybody', message: object = slipped): Promise<void> {
  await inTransaction(database, (tx) =>
    addDelivery(tx, { key, groupKey: key, alerts: [], receiver: to, kind: 'firing', message, now }),
  );
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The one delivery there is. */
async function delivery(): Promise<Delivery> {
  const [only, ...others] = await readDeliveries(database.manager);
  if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} deliveries`);
  return only;
}

async function outcomes(): Promise<string[]> {
  const log = await readDeliveryAttempts(database.manager, (await delivery()).id);
  return log.map(({ outcome }) => outcome);
}

describe('one delivery over a webhook', () => {
  it('is sent once after 500, 500, 200, and waits longer each time', async () => {
    const statuses = [500, 500, 200];
    receiver.answer(() => ({ status: statuses.shift() ?? 418 }));
    await promise('slip');

    expect(await run()).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    const first = await delivery();
    expect(first).toMatchObject({
      state: 'due',
      attempts: 1,
      lastError: 'the receiver answered 500 Internal Server Error',
    });
    const firstWait = Date.parse(first.nextAttemptAt) - now.getTime();
    expect(firstWait).toBeGreaterThanOrEqual(7_500);
    expect(firstWait).toBeLessThanOrEqual(10_000);

    now = new Date(Date.parse(first.nextAttemptAt) - 1);
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    pass(0.001);
    expect(await run()).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    const second = await delivery();
    const secondWait = Date.parse(second.nextAttemptAt) - now.getTime();
    expect(secondWait).toBeGreaterThanOrEqual(15_000);
    expect(secondWait).toBeLessThanOrEqual(20_000);

    now = new Date(second.nextAttemptAt);
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(await delivery()).toMatchObject({
      state: 'sent',
      attempts: 3,
      sentAt: now.toISOString(),
      lastError: null,
    });

    pass(7 * 86_400);
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    expect(receiver.requests).toHaveLength(3);
  });

  it('is given up at once when the receiver will not have it', async () => {
    receiver.answer(() => ({ status: 400 }));
    await promise('slip');
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 1 });
    expect(await delivery()).toMatchObject({
      state: 'givenUp',
      attempts: 1,
      lastError: 'the receiver answered 400 Bad Request',
    });
  });

  it('is given up after about a day of failures', async () => {
    receiver.answer(() => ({ status: 503 }));
    await promise('slip');
    while ((await delivery()).state === 'due') {
      now = new Date((await delivery()).nextAttemptAt);
      await run();
    }
    const hours = (now.getTime() - start.getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(16);
    expect(hours).toBeLessThanOrEqual(24);
    expect(await delivery()).toMatchObject({ state: 'givenUp', attempts: receiver.requests.length });
  });

  it('may be a heartbeat', async () => {
    const at = start.toISOString();
    await promise('beat', 'everybody', { heartbeat: { at, lastSweepAt: at, everySeconds: 300 } });
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(receiver.requests[0]?.body).toMatchObject({
      status: 'firing',
      commonLabels: { alertname: 'Watchdog' },
      alerts: [{ startsAt: at }],
    });
  });

  it('waits for a receiver that is down', async () => {
    const away = await startWebhookReceiver();
    await away.close();
    await saveWebhook('everybody', away.url);
    await promise('slip');
    expect(await run()).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    expect((await delivery()).lastError).toContain('ECONNREFUSED');

    await saveWebhook('everybody', receiver.url);
    pass(10);
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
  });

  it('goes out although another receiver hangs with a dozen of its own', async () => {
    const quick = await startWebhookReceiver();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    receiver.answer(async () => {
      await released;
      return { status: 200 };
    });
    try {
      await saveWebhook('xian', quick.url);
      for (let index = 0; index < 12; index += 1) await promise(`slow-${index}`);
      const running = run();
      await untilTrue(() => receiver.requests.length === 10);
      await promise('meanwhile', 'xian');
      await untilTrue(() => quick.requests.length === 1);
      expect(receiver.requests).toHaveLength(10);
      release();
      expect(await running).toEqual({ sent: 13, postponed: 0, givenUp: 0 });
    } finally {
      release();
      await quick.close();
    }
  });

  it('waits while its receiver is disabled', async () => {
    await promise('slip');
    await saveWebhook('everybody', receiver.url, false);
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    expect(receiver.requests).toEqual([]);
    await saveWebhook('everybody', receiver.url, true);
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
  });

  it('does not keep others from going out when its message cannot be written', async () => {
    await promise('broken', 'everybody', { notification: slipped.notification });
    await promise('sound');
    expect(await run()).toEqual({ sent: 1, postponed: 1, givenUp: 0 });
    expect(faults.splice(0)).toHaveLength(1);
    const [sound, broken] = await readDeliveries(database.manager);
    expect(sound).toMatchObject({ state: 'sent' });
    expect(broken?.lastError).toMatch(/^the message could not be made: /);
  });
});

describe('several workers', () => {
  it('leave a leased delivery alone, and take it over when the lease of a dead worker has run out', async () => {
    await promise('slip');
    expect(await leaseDeliveries<OutboxMessage>(database, clock(), 60, 20)).toHaveLength(1);
    pass(59);
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    pass(1);
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('send each of 50 deliveries once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `slip-${index}`);
    for (const name of names)
      await promise(name, 'everybody', messageOf([{ ...slippedAlert, fingerprint: name }]));
    const other = await openDatabase(monitored.url);
    try {
      const counts = await Promise.all([run(), run(sender(), other)]);
      expect(counts[0].sent + counts[1].sent).toBe(50);
    } finally {
      await other.destroy();
    }
    const arrived = receiver.requests.map((request) => request.body.alerts[0]?.fingerprint);
    expect(arrived.toSorted()).toEqual(names.toSorted());
    const deliveries = await readDeliveries(database.manager);
    expect(deliveries.filter(({ state, attempts }) => state === 'sent' && attempts === 1)).toHaveLength(50);
  });

  it('never let "resolved" overtake "firing"', async () => {
    const statusOf = (index: number) => receiver.requests[index]?.body.status;
    for (const [index, published] of publishedRoutes.slice(0, 4).entries()) {
      const at = index > 0 ? published.knownFrom : day('2017-10-26');
      await uploadAndJudge(database, [published], at);
      await planDeliveries(database, { now: at, timeZone: 'Asia/Shanghai', statusWords });
    }
    expect((await readDeliveries(database.manager)).map(({ kind }) => kind)).toEqual(['resolved', 'firing']);

    receiver.answer(() => ({ status: 503 }));
    const other = await openDatabase(monitored.url);
    try {
      await Promise.all([run(), run(sender(), other)]);
      expect(receiver.requests).toHaveLength(1);
      expect(statusOf(0)).toBe('firing');

      pass(5);
      await Promise.all([run(), run(sender(), other)]);
      expect(receiver.requests).toHaveLength(1);

      receiver.answer(() => ({ status: 200 }));
      pass(5);
      await Promise.all([run(), run(sender(), other)]);
      await run();
    } finally {
      await other.destroy();
    }
    expect(receiver.requests.map((request) => request.body.status)).toEqual(['firing', 'firing', 'resolved']);
  });
});

describe('a run that is told to stop', () => {
  it('marks what it has sent and looks for no more', async () => {
    for (let index = 0; index < 25; index += 1) await promise(`slip-${index}`);
    let stop = false;
    receiver.answer(() => {
      stop = true;
      return { status: 200 };
    });
    const counts = await deliverDue(
      database,
      { clock, stopping: () => stop, onFault: (error) => faults.push(error) },
      sender(),
    );
    expect(counts).toEqual({ sent: 10, postponed: 0, givenUp: 0 });
    expect(await run()).toEqual({ sent: 15, postponed: 0, givenUp: 0 });
  });
});

describe('a worker that is killed after the receiver answered and before the delivery is marked', () => {
  it('leaves the delivery to be sent again when the lease has run out', async () => {
    await promise('slip');
    const cache = join(process.cwd(), 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'guanzhong-worker-'));
    try {
      const script = join(import.meta.dirname, 'test', 'deliver-and-die-process.mjs');
      const worker = spawn(process.execPath, [script, folder, monitored.url, now.toISOString()], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(receiver.requests).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'due', attempts: 0 });
    expect(await outcomes()).toEqual(['unfinished']);

    pass(59);
    expect(await run()).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    pass(1);
    expect(await run()).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(receiver.requests).toHaveLength(2);
    expect(await delivery()).toMatchObject({ state: 'sent', attempts: 1 });
    expect(await outcomes()).toEqual(['unfinished', 'sent']);
  });
});
