import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfiguration } from '#configuration';
import type { Receiver } from '#contract';
import { planDeliveries } from '#monitoring';
import { type Database, inTransaction, openDatabase, saveReceiver } from '#storage';
import {
  createMonitoredDatabase,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { publishedRoutes } from '../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../assessments/verdict-words.js';
import { deliverDue } from './delivery-worker.js';
import { repeatToAlertmanagers } from './repeat-to-alertmanagers.js';
import { createSend, type Send } from './send.js';
import { startAlertmanagerServer } from './test/alertmanager-server.js';
import { startMailServer } from './test/mail-server.js';
import { receiverNamed } from './test/receivers.js';

const publicUrl = 'https://monitor.example.gov.cn';
const timeZone = 'Asia/Shanghai';
let now: Date;
const clock = () => new Date(now);
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
let database: Database;
let other: Database;

beforeEach(async () => {
  monitored = await createMonitoredDatabase();
  ({ database } = monitored);
  other = await openDatabase(monitored.url);
  await database.query('update receiver set enabled = false');
});
afterEach(async () => {
  await other.destroy();
  await monitored.drop();
});

function sender(settings: Record<string, string>): Send {
  const parsed = parseConfiguration({ PUBLIC_URL: publicUrl, ...settings }, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return createSend(parsed.configuration, null, clock);
}

async function run(send: Send): Promise<void> {
  const onFault = (error: unknown) => {
    throw error;
  };
  await deliverDue(database, { clock, stopping: () => false, onFault }, send);
}

const save = (receiver: Receiver) => inTransaction(database, (tx) => saveReceiver(tx, receiver));

/** Lands what was published, each on its day, and decides who is told. */
async function tell(from: number, to: number): Promise<void> {
  for (const published of publishedRoutes.slice(from, to)) {
    now = published.knownFrom;
    await uploadAndJudge(database, [published], now);
    await planDeliveries(database, { now, timeZone, statusWords });
  }
}

describe('an Alertmanager that does not answer', () => {
  it('keeps no other from being told again', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const hanging = await listening(
      createServer((_message, response) => void released.then(() => response.end())),
    );
    const healthy = await listening(
      createServer((_message, response) => {
        release();
        response.end();
      }),
    );
    try {
      const told = [
        ['a-hanging', hanging.url],
        ['b-healthy', healthy.url],
      ] as const;
      for (const [name, url] of told)
        await save({ ...receiverNamed(name), channel: 'alertmanager', urls: [url], maxAlerts: 0 });
      await tell(0, 3);
      await database.query(`update delivery set state = 'sent', sent_at = $1`, [now]);
      expect(await repeatToAlertmanagers(database, { now, publicUrl, timeZone })).toEqual([]);
      await released;
    } finally {
      hanging.close();
      healthy.close();
    }
  }, 20_000);
});

async function listening(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe('an end that did not get through', () => {
  it('comes by itself, since what is over is not repeated as if it fired', async () => {
    const peer = await startAlertmanagerServer();
    try {
      await save({ ...receiverNamed('peer'), channel: 'alertmanager', urls: [peer.url], maxAlerts: 0 });
      await tell(0, 3);
      await run(sender({}));
      await tell(3, 4);
      await database.query(`update delivery set state = 'givenUp' where state = 'due'`);
      const posts = peer.posts;
      expect(await repeatToAlertmanagers(database, { now, publicUrl, timeZone })).toEqual([]);
      expect(peer.posts).toBe(posts);
      pass(241);
      expect(peer.active(now)).toEqual([]);
    } finally {
      await peer.close();
    }
  });
});

describe('the story of one alert', () => {
  it('is one thread of mails, and one alert at an Alertmanager for as long as it lasts', async () => {
    const mail = await startMailServer();
    const peer = await startAlertmanagerServer();
    const repeat = () =>
      Promise.all(
        [database, other].map((by) => repeatToAlertmanagers(by, { now: clock(), publicUrl, timeZone })),
      );
    try {
      const send = sender({ SMTP_URL: mail.url, SMTP_FROM: 'alerts@example.gov.cn' });
      await save({ ...receiverNamed('mailbox'), channel: 'email', to: ['duty@example.gov.cn'] });
      await save({ ...receiverNamed('peer'), channel: 'alertmanager', urls: [peer.url], maxAlerts: 0 });
      await tell(0, 3);
      await run(send);
      expect(peer.active(now)).toMatchObject([
        { labels: { alertname: 'off-track', target: 'international-routes-2020' } },
      ]);

      const began = peer.posts;
      for (let minute = 0; minute < 10; minute += 1) {
        pass(60);
        await repeat();
        expect(peer.active(now)).toHaveLength(1);
      }
      expect(peer.posts - began).toBe(10);
      peer.forget();
      pass(60);
      await repeat();
      expect(peer.active(now)).toHaveLength(1);
      peer.fail(503);
      pass(60);
      expect((await repeat()).flat()).toMatchObject([{ receiver: 'peer' }]);
      peer.fail(null);

      await tell(3, 4);
      await run(send);
      expect(peer.active(now)).toEqual([]);
      peer.forget();
      pass(60);
      await repeat();
      expect(peer.known()).toMatchObject([{ annotations: { status: 'onTrack' } }]);
      pass(16 * 60);
      peer.forget();
      await repeat();
      expect(peer.known()).toEqual([]);

      const [first, last, ...more] = mail.mails;
      expect(more).toEqual([]);
      expect(first?.inReplyTo).toBeUndefined();
      expect(last?.inReplyTo).toBe(first?.messageId);
      expect(last?.references).toBe(first?.messageId);
      expect(first?.headers.get('list')).toMatchObject({ id: { id: 'mailbox.alerts.example.gov.cn' } });
    } finally {
      await peer.close();
      await mail.close();
    }
  });
});
