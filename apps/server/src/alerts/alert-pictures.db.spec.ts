import { loadImage } from '@napi-rs/canvas';
import { Logger } from '@nestjs/common';
import { parseConfiguration } from '#configuration';
import type { NotificationMessage } from '#monitoring';
import { addDelivery, type Database, inTransaction, saveReceiver } from '#storage';
import {
  createMonitoredDatabase,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { day, publishedRoutes } from '../../../../libs/monitoring/test/routes-plan.js';
import { DrawingThread } from '../pictures/drawing-thread.js';
import { FinishedPictures } from '../pictures/finished-pictures.js';
import { TargetPictures } from '../pictures/target-pictures.js';
import { AlertPictures } from './alert-pictures.js';
import { deliverDue } from './delivery-worker.js';
import { createSend, type Send } from './send.js';
import { type MailServer, startMailServer } from './test/mail-server.js';
import { receiverNamed } from './test/receivers.js';
import { messageOf, overdueAlert, slipped, slippedAlert } from './test/slips.js';

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let database: Database;
let now: Date;
const clock = () => new Date(now);

beforeAll(async () => {
  monitored = await createMonitoredDatabase();
  database = monitored.database;
});
afterAll(() => monitored.drop());

async function run(send: Send): Promise<{ readonly sent: number }> {
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const counts = await deliverDue(database, { clock, stopping: () => false, onFault }, send);
  expect(faults).toEqual([]);
  return counts;
}

async function promise(key: string, message: NotificationMessage = slipped): Promise<void> {
  await inTransaction(database, (tx) =>
    addDelivery(tx, { key, groupKey: key, alerts: [], receiver: 'mailbox', kind: 'firing', message, now }),
  );
}

describe('the charts in a mail', () => {
  const publishedBy2019 = publishedRoutes.filter(({ knownFrom }) => knownFrom <= day('2019-03-01'));
  let mail: MailServer;
  let said: string[];
  const threads: DrawingThread[] = [];

  beforeAll(async () => {
    await uploadAndJudge(database, publishedBy2019, new Date('2019-03-01T04:00:00Z'));
  });
  beforeEach(async () => {
    now = new Date('2019-03-01T04:00:00Z');
    said = [];
    const say = (line: unknown) => void said.push(String(line));
    Logger.overrideLogger({ log: say, warn: say, error: say });
    mail = await startMailServer();
    await database.query('delete from delivery');
    await inTransaction(database, (tx) =>
      saveReceiver(tx, {
        ...receiverNamed('mailbox'),
        channel: 'email',
        to: ['duty@example.gov.cn'],
      }),
    );
    await promise('slip');
  });
  afterEach(async () => {
    await Promise.all(threads.splice(0).map((thread) => thread.onApplicationShutdown()));
    await mail.close();
  });

  function illustrated(limits: ConstructorParameters<typeof DrawingThread>[0] = {}): Send {
    const parsed = parseConfiguration({ SMTP_URL: mail.url, SMTP_FROM: 'alerts@example.gov.cn' }, '/');
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const { configuration } = parsed;
    const thread = new DrawingThread(limits);
    threads.push(thread);
    const targets = new TargetPictures(database, configuration, clock);
    return createSend(configuration, new AlertPictures(targets, new FinishedPictures(thread)));
  }

  it('stand in its HTML, Chinese and English, and the text is there without them', async () => {
    expect(await run(illustrated())).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    const [{ attachments = [], html, text } = {}] = mail.mails;
    expect(attachments.map(({ cid, contentType, related }) => [cid, contentType, related])).toEqual([
      ['chart-zh-1@guanzhong-monitor', 'image/png', true],
      ['chart-en-1@guanzhong-monitor', 'image/png', true],
    ]);
    for (const { content } of attachments) {
      const { width, height } = await loadImage(content);
      expect([width, height]).toEqual([1600, 900]);
    }
    // The parser puts the parts in the place of their Content-IDs.
    expect(String(html).match(/<img src="data:image\/png;base64,/g)).toHaveLength(2);
    expect(html).toContain('alt="目标预警：国际航线数量达到100条');
    expect(text).toContain('2018年为64条');
    expect(said).toEqual([]);
  });

  it('are of the news of a group, and not of what the receiver knows already', async () => {
    const known = { ...slippedAlert, fingerprint: 'known', isNews: false };
    await database.query('delete from delivery');
    await promise('group', messageOf([slippedAlert, overdueAlert, known]));
    await promise('reminder', messageOf([known, overdueAlert], { reason: 'repeat' }));
    expect((await run(illustrated())).sent).toBe(2);
    const mailOf = (start: RegExp) => mail.mails.find(({ subject }) => start.test(subject ?? ''));
    expect(mailOf(/3项预警/)?.attachments).toHaveLength(2);
    expect(mailOf(/提醒/)?.attachments).toEqual([]);
    expect(said).toEqual([]);
  });

  it('are left out where they would show another verdict than the mail tells', async () => {
    await uploadAndJudge(database, publishedRoutes, new Date('2021-10-01T04:00:00Z'));
    await database.query("delete from delivery where key <> 'slip'");
    now = new Date('2021-10-01T04:00:00Z');
    expect((await run(illustrated())).sent).toBe(1);
    expect(mail.mails[0]?.attachments).toEqual([]);
    expect(mail.mails[0]?.html).not.toContain('<img');
    expect(said).toEqual([]);
  });

  it.each([
    ['the thread cannot start', { program: new URL('file:///does/not/exist.mjs') }, 'Cannot find module'],
    ['it takes too long', { ms: 1 }, 'was not drawn within'],
  ])('cost no mail when they cannot be drawn, which is said once: %s', async (_what, limits, reason) => {
    const send = illustrated(limits);
    expect((await run(send)).sent).toBe(1);
    await promise('slip-again');
    expect((await run(send)).sent).toBe(1);
    expect(mail.mails.map(({ attachments }) => attachments)).toEqual([[], []]);
    expect(mail.mails[0]?.html).toMatch(/<h2[^>]*>目标预警：/);
    expect(said).toEqual([expect.stringMatching(`^mails go out without their pictures: .*${reason}`)]);
  });
});
