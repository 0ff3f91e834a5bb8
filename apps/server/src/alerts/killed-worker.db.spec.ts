import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseConfiguration } from '#configuration';
import { receiverSchema } from '#contract';
import { importFile, type Upload } from '#ingest';
import { planDeliveries, runDueSweep } from '#monitoring';
import { type Database, inTransaction, saveReceiver } from '#storage';
import { saveRule, slipRule } from '../../../../libs/monitoring/test/monitored-database.js';
import { timeZone } from '../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../assessments/verdict-words.js';
import { messageIdOf } from './channels/email.js';
import { deliverDue } from './delivery-worker.js';
import { createSend } from './send.js';
import { citiesOf, createCitiesDatabase } from './test/cities-plan.js';
import { type MailServer, startMailServer } from './test/mail-server.js';
import { startWebhookReceiver, type WebhookReceiver } from './test/webhook-receiver.js';

const cities = citiesOf(3);
const killedAt = new Date('2020-04-01T09:00:00+08:00');
const from = 'alerts@example.gov.cn';

let folder: string;
let upload: Upload;
beforeAll(() => {
  const cache = join(process.cwd(), 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'guanzhong-killed-'));
  const rows = cities.map((area) => `international_routes,${area},2019,60,条,A,2020-04-01\n`);
  const csv = `indicator,ref_area,time_period,obs_value,unit,obs_status,released_on\n${rows.join('')}`;
  const path = join(folder, 'slips.csv');
  writeFileSync(path, csv);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  upload = {
    path,
    name: 'slips.csv',
    bytes: Buffer.byteLength(csv),
    sha256,
    dryRun: false,
    onError: 'reject',
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A database, and the receivers of its alerts. */
interface Station {
  readonly database: Database;
  readonly url: string;
  readonly hook: WebhookReceiver;
  readonly mail: MailServer;
}

async function atStation<T>(work: (station: Station) => Promise<T>): Promise<T> {
  const { database, url, drop } = await createCitiesDatabase(cities.length);
  const [hook, mail] = [await startWebhookReceiver(), await startMailServer()];
  try {
    await saveRule(database, slipRule('off-track', 'offTrack', { version: 3 }));
    const told = { organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 20 };
    await inTransaction(database, async (tx) => {
      await saveReceiver(
        tx,
        receiverSchema.parse({ ...told, name: 'hook', channel: 'webhook', url: hook.url }),
      );
      const to = ['duty@example.gov.cn'];
      await saveReceiver(tx, receiverSchema.parse({ ...told, name: 'mail', channel: 'email', to }));
    });
    return await work({ database, url, hook, mail });
  } finally {
    await hook.close();
    await mail.close();
    await drop();
  }
}

/** Where a process dies. */
interface Death {
  readonly dieBeforeStatement?: number;
  readonly dieAfterSend?: number;
  readonly dieWhileReceived?: boolean;
}

/** @returns what it printed, and the signal that ended it */
async function runProcess({ url, hook, mail }: Station, death: Death) {
  const script = join(import.meta.dirname, 'test', 'watch-and-die-process.mjs');
  const given = { databaseUrl: url, instant: killedAt.toISOString(), upload, smtpUrl: mail.url, ...death };
  const child = spawn(process.execPath, [script, folder, JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (death.dieWhileReceived === true)
    hook.answer(() => {
      child.kill('SIGKILL');
      return null;
    });
  const [printed, [, signal]] = await Promise.all([
    text(child.stdout),
    once(child, 'exit') as Promise<[number | null, string | null]>,
  ]);
  hook.answer(() => ({ status: 200 }));
  return { printed, signal };
}

/** What an operator and another worker do a good minute later, when the leases of the dead one have run out. */
async function recover({ database, mail }: Station): Promise<void> {
  const parsed = parseConfiguration({ SMTP_URL: mail.url, SMTP_FROM: from, TIME_ZONE: timeZone }, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const send = createSend(parsed.configuration);
  const caller = { name: 'spec', role: 'admin', organisation: null } as const;
  for (const seconds of [61, 122, 400]) {
    const now = new Date(killedAt.getTime() + seconds * 1000);
    // Nobody had answered the uploader, who sends the file again; one that has landed changes nothing.
    if (seconds === 61) await importFile(database, upload, { caller, now: () => now, timeZone });
    await runDueSweep(database, { now, timeZone });
    await planDeliveries(database, { now, timeZone, statusWords });
    const run = {
      clock: () => now,
      stopping: () => false,
      onFault: (error: unknown) => {
        throw error;
      },
    };
    await deliverDue(database, run, send);
  }
}

interface Promised {
  readonly key: string;
  readonly receiver: string;
  readonly state: string;
  readonly fingerprints: readonly string[];
  readonly unfinished: number;
}

/** Expects every alert to have been delivered to both receivers. @returns how many messages came a second time */
async function expectDelivered({
  database,
  hook,
  mail,
}: Station): Promise<{ doubles: number; unfinished: number }> {
  const events: { action: string }[] = await database.query('select action from alert_event');
  expect(events.map(({ action }) => action)).toEqual(cities.map(() => 'fire'));
  const alerts: { fingerprint: string }[] = await database.query(
    `select fingerprint from alert where state = 'firing' order by fingerprint`,
  );
  const fingerprints = alerts.map(({ fingerprint }) => fingerprint);
  expect(fingerprints).toHaveLength(cities.length);
  const deliveries: Promised[] = await database.query(
    `select d.key, d.receiver, d.state, (select count(*)::int from delivery_attempt t
         where t.delivery = d.id and t.outcome is null) as unfinished,
       array(select a.fingerprint from delivery_alert da join alert a on a.id = da.alert
         where da.delivery = d.id order by 1) as fingerprints
     from delivery d order by d.id`,
  );
  expect(deliveries.every(({ state }) => state === 'sent')).toBe(true);
  const idOf = ({ receiver, key }: Promised): string =>
    receiver === 'mail'
      ? messageIdOf(key, from)
      : createHash('sha256').update(key).digest('hex').slice(0, 32);
  const arrived = [
    ...hook.requests.map(({ headers }) => String(headers['idempotency-key'])),
    ...mail.mails.map(({ messageId }) => messageId ?? ''),
  ];
  for (const receiver of ['hook', 'mail'])
    expect(
      deliveries
        .filter((one) => one.receiver === receiver)
        .flatMap((one) => one.fingerprints)
        .toSorted(),
    ).toEqual(fingerprints);
  expect([...new Set(arrived)].toSorted()).toEqual(deliveries.map(idOf).toSorted());
  let doubles = 0;
  for (const delivery of deliveries) {
    const again = arrived.filter((id) => id === idOf(delivery)).length - 1;
    expect(again).toBeLessThanOrEqual(delivery.unfinished);
    doubles += again;
  }
  // Who gets the same key twice gets the same message.
  const bodies = new Map(hook.requests.map(({ headers, body }) => [headers['idempotency-key'], body]));
  for (const { headers, body } of hook.requests) expect(body).toEqual(bodies.get(headers['idempotency-key']));
  return { doubles, unfinished: deliveries.reduce((sum, { unfinished }) => sum + unfinished, 0) };
}

it('loses no alert, wherever between upload and mark its worker is killed', async () => {
  const statements = await atStation(async (station) => {
    const { printed, signal } = await runProcess(station, {});
    expect(signal).toBeNull();
    await recover(station);
    expect(await expectDelivered(station)).toEqual({ doubles: 0, unfinished: 0 });
    return Number(printed);
  });
  expect(statements).toBeGreaterThan(40);
  const spread = Array.from({ length: 20 }, (_, n) => ({
    dieBeforeStatement: Math.round(1 + (n * (statements - 1)) / 19),
  }));
  const deaths: Death[] = [
    ...spread,
    { dieAfterSend: 1 },
    { dieAfterSend: 2 },
    { dieAfterSend: 4 },
    { dieWhileReceived: true },
  ];
  const counted: { death: Death; doubles: number; unfinished: number }[] = [];
  const next = async (): Promise<void> => {
    for (let death = deaths.shift(); death; death = deaths.shift())
      counted.push({ death, ...(await atStation((station) => dieAndRecover(station, death))) });
  };
  await Promise.all([next(), next()]);
  expect(counted).toHaveLength(24);

  const [doubles, unfinished] = [
    sum(counted.map((one) => one.doubles)),
    sum(counted.map((one) => one.unfinished)),
  ];
  expect(doubles).toBeGreaterThanOrEqual(3);
  expect(doubles).toBeLessThanOrEqual(unfinished);
  // Who dies before anything is leased leaves no attempt, and doubles nothing.
  expect(counted.filter((one) => one.unfinished === 0).length).toBeGreaterThan(10);
}, 300_000);

async function dieAndRecover(station: Station, death: Death) {
  const { signal } = await runProcess(station, death);
  expect({ death, signal }).toEqual({ death, signal: 'SIGKILL' });
  await recover(station);
  return expectDelivered(station);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
