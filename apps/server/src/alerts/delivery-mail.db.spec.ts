import { parseConfiguration } from '#configuration';
import type { Delivery } from '#contract';
import { addDelivery, type Database, inTransaction, readDeliveries, saveReceiver } from '#storage';
import { createMonitoredDatabase } from '../../../../libs/monitoring/test/monitored-database.js';
import { deliverDue, type DeliveryCounts } from './delivery-worker.js';
import { createSend, type Send } from './send.js';
import { type MailServer, startMailServer } from './test/mail-server.js';
import { receiverNamed } from './test/receivers.js';
import { manySlips, messageOf, recoveredAlert, slipped } from './test/slips.js';

let now: Date;
const clock = () => new Date(now);
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let database: Database;

beforeAll(async () => {
  monitored = await createMonitoredDatabase();
  database = monitored.database;
});
beforeEach(async () => {
  now = new Date('2026-11-23T04:00:00Z');
  await database.query('delete from delivery');
});
afterAll(() => monitored.drop());

function sender(settings: Record<string, string> = {}): Send {
  const parsed = parseConfiguration({ PUBLIC_URL: 'https://monitor.example.gov.cn', ...settings }, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return createSend(parsed.configuration);
}

async function run(send: Send): Promise<DeliveryCounts> {
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const counts = await deliverDue(database, { clock, stopping: () => false, onFault }, send);
  expect(faults).toEqual([]);
  return counts;
}

function saveMailbox(to: string[]): Promise<void> {
  return inTransaction(database, (tx) =>
    saveReceiver(tx, { ...receiverNamed('mailbox'), channel: 'email', to }),
  );
}

async function promise(key: string, message: object = slipped): Promise<void> {
  await inTransaction(database, (tx) =>
    addDelivery(tx, { key, groupKey: key, alerts: [], receiver: 'mailbox', kind: 'firing', message, now }),
  );
}

/** The one delivery there is. */
async function delivery(): Promise<Delivery> {
  const [only, ...others] = await readDeliveries(database.manager);
  if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} deliveries`);
  return only;
}

describe('one delivery by e-mail', () => {
  let mail: MailServer;
  let send: Send;
  beforeEach(async () => {
    mail = await startMailServer();
    send = sender({ SMTP_URL: mail.url, SMTP_FROM: 'alerts@example.gov.cn' });
    await saveMailbox(['duty@example.gov.cn', 'desk@example.gov.cn']);
    await promise('slip');
  });
  afterEach(() => mail.close());

  it('is sent when the mail server took it for everybody', async () => {
    expect(await run(send)).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(mail.mails).toHaveLength(1);
    const [{ subject, text, html, from, headers } = {}] = mail.mails;
    expect(subject).toMatch(/^\[关中监测\] 目标预警：.* \/ Target slipped: /);
    expect(text).toContain('2018年为64条');
    expect(text).toContain('https://monitor.example.gov.cn/targets/international-routes-2020');
    expect(html).toMatch(/<h2[^>]*>目标预警：/);
    expect(from?.text).toBe('alerts@example.gov.cn');
    expect(headers?.get('auto-submitted')).toBe('auto-generated');
  });

  it('tells a group in one mail', async () => {
    await database.query('delete from delivery');
    await promise('group', messageOf([...manySlips(30), recoveredAlert]));
    expect(await run(send)).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(mail.mails).toHaveLength(1);
    const [{ subject, text, html } = {}] = mail.mails;
    expect(subject).toMatch(
      /^\[关中监测\] 30项预警（30项新，级别：警告，另有1项解除）：责任单位“西安市政府”/,
    );
    for (const body of [text, html]) {
      expect(body).toContain('第30个目标');
      expect(body).toContain('预警解除：国际航线数量达到100条');
      expect(body).toContain('https://monitor.example.gov.cn/alerts');
    }
  });

  it('is given up at 550', async () => {
    for (const name of ['duty', 'desk']) mail.refuse(`${name}@example.gov.cn`, 550);
    expect(await run(send)).toEqual({ sent: 0, postponed: 0, givenUp: 1 });
    expect((await delivery()).lastError).toContain('550');
  });

  it('is tried again after 451, under the same Message-ID', async () => {
    mail.refuse('desk@example.gov.cn', 451);
    expect(await run(send)).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    expect((await delivery()).lastError).toMatch(/^the mail server refused desk@example\.gov\.cn: 451 /);

    mail.refuse('desk@example.gov.cn', null);
    pass(10);
    expect(await run(send)).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    const [first, second] = mail.mails;
    expect(first?.messageId).toMatch(/^<[0-9a-f]{32}@example\.gov\.cn>$/);
    expect(second?.messageId).toBe(first?.messageId);
  });

  it('is given up, naming whom it did not reach, when some recipients are refused for good', async () => {
    mail.refuse('desk@example.gov.cn', 550);
    expect(await run(send)).toEqual({ sent: 0, postponed: 0, givenUp: 1 });
    expect((await delivery()).lastError).toMatch(/^the mail server refused desk@example\.gov\.cn: 550 /);
    expect(mail.mails).toHaveLength(1);
  });

  it('waits for a mail server that is down', async () => {
    await mail.close();
    expect(await run(send)).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    expect((await delivery()).lastError).toContain('ECONNREFUSED');
  });

  it('waits for SMTP_URL to be set again', async () => {
    expect(await run(sender())).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
    expect((await delivery()).lastError).toContain('set SMTP_URL');
    pass(10);
    expect(await run(send)).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
  });

  it('waits for a mended password, and says nothing of it', async () => {
    const guarded = await startMailServer('s3cret');
    try {
      const url = guarded.url.replace('smtp://', 'smtp://alerts:wr0ng@');
      expect(await run(sender({ SMTP_URL: url }))).toEqual({ sent: 0, postponed: 1, givenUp: 0 });
      expect((await delivery()).lastError).toContain('535');
      expect((await delivery()).lastError).not.toContain('wr0ng');
      pass(10);
      const mended = guarded.url.replace('smtp://', 'smtp://alerts:s3cret@');
      expect(await run(sender({ SMTP_URL: mended }))).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    } finally {
      await guarded.close();
    }
  });
});
