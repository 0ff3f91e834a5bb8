import { Logger } from '@nestjs/common';
import { parseConfiguration } from '#configuration';
import {
  addDelivery,
  type Database,
  inTransaction,
  openDatabase,
  readDeliveries,
  readLatestAssessments,
  saveReceiver,
} from '#storage';
import { createMonitoredDatabase, webhook } from '../../../../libs/monitoring/test/monitored-database.js';
import { DrawingThread } from '../pictures/drawing-thread.js';
import { FinishedPictures } from '../pictures/finished-pictures.js';
import { TargetPictures } from '../pictures/target-pictures.js';
import { AlertPictures } from './alert-pictures.js';
import { AlertWorker } from './alert-worker.js';
import { interruptConnection } from './test/interrupted-connection.js';
import { slipped } from './test/slips.js';
import { type Answer, startWebhookReceiver, type WebhookReceiver } from './test/webhook-receiver.js';

const now = new Date('2026-11-23T04:00:00Z');

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let receiver: WebhookReceiver;
let said: string[];

beforeAll(async () => {
  monitored = await createMonitoredDatabase();
});
beforeEach(async () => {
  said = [];
  const say = (line: unknown) => void said.push(String(line));
  Logger.overrideLogger({ log: say, warn: say, error: say });
  receiver = await startWebhookReceiver();
  await monitored.database.query('delete from delivery');
  await inTransaction(monitored.database, async (tx) => {
    await saveReceiver(tx, webhook('everybody', [], { url: receiver.url }));
    await addDelivery(tx, {
      key: 'slip',
      groupKey: 'slip',
      alerts: [],
      receiver: 'everybody',
      kind: 'firing',
      message: slipped,
      now,
    });
  });
});
afterEach(() => receiver.close());
afterAll(() => monitored.drop());

function workerOn(database: Database): AlertWorker {
  const parsed = parseConfiguration({}, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const clock = () => new Date(now);
  const pictures = new AlertPictures(
    new TargetPictures(database, parsed.configuration, clock),
    new FinishedPictures(new DrawingThread()),
  );
  return new AlertWorker(database, parsed.configuration, clock, pictures);
}

/** Makes the receiver answer only when released. */
function holdAnswer(): { readonly asked: Promise<void>; readonly release: () => void } {
  let release: (answer: Answer) => void = () => undefined;
  const held = new Promise<Answer>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => {
    receiver.answer(() => {
      resolve();
      return held;
    });
  });
  return { asked, release: () => release({ status: 200 }) };
}

const state = async () => (await readDeliveries(monitored.database.manager))[0]?.state;

describe('a tick', () => {
  it('sends what was promised, though it cannot be decided who is to be told what', async () => {
    const rename = (from: string, to: string) =>
      monitored.database.query(`alter table ${from} rename to ${to}`);
    await rename('notification_due', 'notification_away');
    const tick = workerOn(monitored.database).deliver();
    await tick.finally(() => rename('notification_away', 'notification_due'));
    expect(await state()).toBe('sent');
    expect(said.some((line) => line.startsWith('planning: '))).toBe(true);
  });

  it('waits for the one before it instead of running beside it', async () => {
    const worker = workerOn(monitored.database);
    const { asked, release } = holdAnswer();
    const first = worker.deliver();
    await asked;
    const second = worker.deliver();
    release();
    await Promise.all([first, second]);
    expect(receiver.requests).toHaveLength(1);
    expect(said).toEqual(['deliveries: 1 sent, 0 to be tried again, 0 given up']);
  });

  it('survives an outage of the database, says it once and goes on afterwards', async () => {
    const connection = await interruptConnection(monitored.url);
    const database = await openDatabase(connection.url);
    const worker = workerOn(database);
    try {
      connection.cut();
      await worker.deliver();
      await worker.deliver();
      await worker.sweep();
      expect(said).toEqual(['planning: the database cannot be reached; it is tried again every few seconds']);
      connection.mend();
      await worker.deliver();
      expect(said.slice(1)).toEqual([
        'the database can be reached again',
        'deliveries: 1 sent, 0 to be tried again, 0 given up',
      ]);
    } finally {
      await database.destroy();
      await connection.close();
    }
  });

  it('judges all targets when the hour is due, and once', async () => {
    const worker = workerOn(monitored.database);
    await worker.sweep();
    await worker.sweep();
    expect(await readLatestAssessments(monitored.database.manager)).toHaveLength(3);
    expect(said).toHaveLength(1);
  });
});

describe('a shutdown', () => {
  it('waits until what was sent is marked, and lets nothing begin', async () => {
    const worker = workerOn(monitored.database);
    const { asked, release } = holdAnswer();
    void worker.deliver();
    await asked;
    const stopped = worker.beforeApplicationShutdown();
    release();
    await stopped;
    expect(await state()).toBe('sent');

    await monitored.database.query(`update delivery set state = 'due'`);
    await worker.deliver();
    expect(receiver.requests).toHaveLength(1);
  });
});
