import type {
  Alert,
  AlertRule,
  Delivery,
  DeliveryAttempt,
  ImportReport,
  Problem,
  ReceiverTest,
  ShownReceiver,
} from '#contract';
import {
  addDelivery,
  type Database,
  inTransaction,
  leaseDeliveries,
  markFailed,
  markSent,
  openAlert,
  readLatestAssessments,
  resolveAlert,
  saveCatalogue,
} from '#storage';
import { startRobotServer } from '../src/alerts/test/robot-server.js';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { type MailServer, startMailServer } from '../src/alerts/test/mail-server.js';
import { day, routesPlan } from '../../../libs/monitoring/test/routes-plan.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00.000Z';
let application: TestApplication;
let viewer: string;
let uploader: string;

beforeAll(async () => {
  application = await startTestApplication({ now });
  viewer = await application.token('viewer');
  uploader = await application.token('uploader');
});
afterAll(() => application.close());

const put = (body: unknown, token?: string) => ({
  method: 'PUT',
  body: JSON.stringify(body),
  ...(token === undefined ? {} : { token }),
});
const post = (token?: string) => ({ method: 'POST', ...(token === undefined ? {} : { token }) });

interface AuditEntry {
  readonly who: string;
  readonly action: string;
  readonly details: object;
}
const auditOf = (subject: string): Promise<AuditEntry[]> =>
  application.database.query('select who, action, details from audit_entry where subject = $1 order by id', [
    subject,
  ]);

describe('alert rules', () => {
  const path = '/api/v1/alert-rules/off-track';

  it('are set by an administrator, read by everybody, and the change is kept', async () => {
    const rule = { name: 'off-track', level: 'offTrack', enabled: true };
    expect(await application.ask(path, put({ level: 'offTrack', enabled: true }))).toMatchObject({
      status: 200,
      body: rule,
    });
    expect(await application.ask(path, put({ ...rule, enabled: false }))).toMatchObject({
      status: 200,
      body: { ...rule, enabled: false },
    });
    expect(await application.ask<AlertRule>(path, { token: viewer })).toMatchObject({
      status: 200,
      body: { ...rule, enabled: false },
    });
    const all = await application.ask<AlertRule[]>('/api/v1/alert-rules', { token: viewer });
    expect(all.body).toContainEqual({ ...rule, enabled: false });
    expect(await auditOf('alert rule off-track')).toEqual([
      { who: 'admin-1', action: 'change', details: rule },
      { who: 'admin-1', action: 'change', details: { ...rule, enabled: false } },
    ]);
  });

  it.each([
    ['a viewer', () => viewer],
    ['an uploader', () => uploader],
  ])('are not set by %s', async (_who, token) => {
    const { status, body } = await application.ask<Problem>(
      path,
      put({ level: 'missed', enabled: true }, token()),
    );
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'not-permitted' });
  });

  it.each([
    ['another name in the body', path, { name: 'other', level: 'missed', enabled: true }, 'name'],
    ['an unknown level', path, { level: 'awful', enabled: true }, 'level'],
    ['a name with capitals', '/api/v1/alert-rules/OffTrack', { level: 'missed', enabled: true }, 'name'],
  ])('are refused with %s', async (_fault, at, body, field) => {
    const answer = await application.ask<Problem>(at, put(body));
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid-request');
    expect(answer.body.errors?.map((fault) => fault.path)).toEqual([field]);
  });

  it('that do not exist are not found', async () => {
    expect((await application.ask('/api/v1/alert-rules/none')).status).toBe(404);
  });
});

describe('receivers', () => {
  const path = '/api/v1/receivers/duty-desk';
  const settings = {
    channel: 'webhook',
    url: 'https://user:s3cret@hooks.example.cn/robot?access_token=t0ken',
    organisations: ['xian-government'],
    enabled: true,
  };

  it('are set by an administrator; nobody sees what lets one in', async () => {
    const shown = { name: 'duty-desk', ...settings, url: 'https://hooks.example.cn/***', secret: null };
    expect(await application.ask(path, put(settings))).toMatchObject({ status: 200, body: shown });
    for (const token of [undefined, viewer])
      expect((await application.ask<ShownReceiver>(path, token === undefined ? {} : { token })).body).toEqual(
        shown,
      );
    const all = await application.ask<ShownReceiver[]>('/api/v1/receivers', { token: uploader });
    expect(all.body).toEqual([shown]);
    expect(await auditOf('receiver duty-desk')).toEqual([
      { who: 'admin-1', action: 'change', details: shown },
    ]);
  });

  it('keep what was written once when they come back as they were shown', async () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=t0ken-0123456789';
    const robot = { channel: 'dingtalk', url, secret: 'SECtestsecret', organisations: [], enabled: true };
    const stored = async () => {
      const rows: { settings: object }[] = await application.database.query(
        `select settings from receiver where name = 'group'`,
      );
      return rows[0]?.settings;
    };
    const first = await application.ask<ShownReceiver>('/api/v1/receivers/group', put(robot));
    expect(first).toMatchObject({
      status: 200,
      body: { url: 'https://oapi.dingtalk.com/***', secret: 'set', atMobiles: [], atAll: false },
    });
    const again = await application.ask('/api/v1/receivers/group', put({ ...first.body, keyword: '监测' }));
    expect(again.status).toBe(200);
    expect(await stored()).toMatchObject({ url, secret: 'SECtestsecret', keyword: '监测' });
    await application.ask('/api/v1/receivers/group', put({ ...first.body, secret: null }));
    expect(await stored()).not.toHaveProperty('secret');
    const seen = JSON.stringify([first.body, again.body, await auditOf('receiver group')]);
    expect(seen).not.toMatch(/t0ken|SECtest/);
    const redacted = { ...robot, url: 'https://elsewhere.cn/***' };
    expect(
      (await application.ask<Problem>('/api/v1/receivers/group', put(redacted))).body.errors,
    ).toMatchObject([{ path: 'url', code: 'redacted-url' }]);
    await application.database.query(`delete from receiver where name = 'group'`);
  });

  it('are not set or tested by others', async () => {
    expect((await application.ask(path, put(settings, uploader))).status).toBe(403);
    expect((await application.ask(`${path}/test`, post(viewer))).status).toBe(403);
  });

  it.each([
    ['no channel', { enabled: true, organisations: [] }, 400, 'invalid-request'],
    ['an address that is not of the web', { ...settings, url: 'file:///etc/passwd' }, 400, 'invalid-request'],
    ['settings of another channel', { ...settings, to: ['a@example.cn'] }, 400, 'invalid-request'],
    ['an unknown organisation', { ...settings, organisations: ['xian-goverment'] }, 400, 'unknown-name'],
    ['another name', { ...settings, name: 'other' }, 400, 'invalid-request'],
  ])('are refused with %s', async (_fault, body, status, code) => {
    const answer = await application.ask<Problem>('/api/v1/receivers/faulty', put(body));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect((await application.ask('/api/v1/receivers/faulty')).status).toBe(404);
  });

  it('by e-mail are refused while no mail server is set, with what to do', async () => {
    const answer = await application.ask<Problem>(
      '/api/v1/receivers/mailbox',
      put({ channel: 'email', to: ['duty@example.gov.cn'], organisations: [], enabled: true }),
    );
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain('set SMTP_URL');
  });
});

describe('a test message', () => {
  let hook: WebhookReceiver;
  beforeAll(async () => {
    hook = await startWebhookReceiver();
    await application.ask(
      '/api/v1/receivers/hook',
      put({ channel: 'webhook', url: hook.url, organisations: [], enabled: true }),
    );
  });
  afterAll(() => hook.close());

  it('goes out at once and says that it is one', async () => {
    const answer = await application.ask('/api/v1/receivers/hook/test', post());
    expect(answer).toMatchObject({
      status: 200,
      body: { ok: true, error: null, reply: { status: 200, excerpt: '{"errcode":0}' } },
    });
    expect(hook.requests).toHaveLength(1);
    expect(hook.requests[0]?.body).toMatchObject({
      receiver: 'hook',
      status: 'firing',
      alerts: [{ labels: { alertname: 'test' }, startsAt: now }],
    });
  });

  it('answers what the receiver said', async () => {
    hook.answer(() => ({ status: 500 }));
    expect(await application.ask('/api/v1/receivers/hook/test', post())).toMatchObject({
      status: 200,
      body: { ok: false, error: 'the receiver answered 500 Internal Server Error' },
    });
  });

  it.each([
    ['dingtalk', { secret: 'SECtestsecret' }, '{"errcode":0,"errmsg":"ok"}'],
    ['feishu', { secret: 'SECtestsecret' }, '{"code":0,"msg":"success","data":{}}'],
    ['wecom', {}, '{"errcode":0,"errmsg":"ok"}'],
  ] as const)('goes to a robot of %s, whose limit it counts for', async (vendor, own, said) => {
    const robot = await startRobotServer(vendor, { ...own, now: () => new Date(now) });
    const path = `/api/v1/receivers/${vendor}`;
    try {
      const receiver = { channel: vendor, url: robot.url, ...own, organisations: [], enabled: true };
      expect((await application.ask(path, put(receiver))).status).toBe(200);
      const test = async () => (await application.ask<ReceiverTest>(`${path}/test`, post())).body;
      expect(await test()).toMatchObject({ ok: true, error: null, reply: { status: 200, excerpt: said } });
      let answer = await test();
      while (answer.ok && robot.messages.length < 30) answer = await test();
      expect(answer).toMatchObject({ ok: false, reply: null });
      expect(robot.messages).toHaveLength(vendor === 'feishu' ? 5 : 20);
      expect(robot.refusals).toEqual([]);
    } finally {
      await robot.close();
    }
  });

  it('needs a receiver', async () => {
    expect((await application.ask('/api/v1/receivers/none/test', post())).status).toBe(404);
  });
});

describe('alerts and deliveries', () => {
  let ids: { readonly sent: number; readonly due: number; readonly givenUp: number };
  beforeAll(async () => {
    ids = await addHistory(application.database);
  });

  it('are listed by state', async () => {
    const firing = await application.ask<Alert[]>('/api/v1/alerts?state=firing', { token: viewer });
    expect(firing.body).toMatchObject([
      {
        rule: 'off-track',
        target: 'international-routes-2020',
        state: 'firing',
        status: 'missed',
        endsAt: null,
      },
    ]);
    const resolved = await application.ask<Alert[]>('/api/v1/alerts?state=resolved', { token: viewer });
    expect(resolved.body).toMatchObject([{ status: 'offTrack', endsAt: now }]);
    expect((await application.ask<Alert[]>('/api/v1/alerts')).body).toHaveLength(2);
    expect((await application.ask('/api/v1/alerts?state=burning')).status).toBe(400);

    const all = await application.ask<Delivery[]>('/api/v1/deliveries', { token: viewer });
    expect(all.body.map(({ state }) => state)).toEqual(['givenUp', 'due', 'sent']);
    const given = await application.ask<Delivery[]>('/api/v1/deliveries?state=givenUp', { token: viewer });
    expect(given.body).toMatchObject([
      { id: ids.givenUp, receiver: 'duty-desk', attempts: 1, lastError: 'the receiver answered 400' },
    ]);
    expect((await application.ask('/api/v1/deliveries?state=lost')).status).toBe(400);
  });

  it('a delivery that was given up is due again when an administrator asks', async () => {
    const path = `/api/v1/deliveries/${ids.givenUp}/retry`;
    expect((await application.ask(path, post(uploader))).status).toBe(403);
    application.setNow('2026-11-24T04:00:00.000Z');
    expect(await application.ask(path, post())).toMatchObject({
      status: 202,
      body: { id: ids.givenUp, state: 'due' },
    });
    const due = await application.ask<Delivery[]>('/api/v1/deliveries?state=due');
    expect(due.body.find(({ id }) => id === ids.givenUp)).toMatchObject({
      attempts: 1,
      nextAttemptAt: '2026-11-24T04:00:00.000Z',
    });
    expect(await auditOf(`delivery ${ids.givenUp}`)).toEqual([
      { who: 'admin-1', action: 'retry', details: {} },
    ]);
  });

  it('have a log of every attempt', async () => {
    const path = `/api/v1/deliveries/${ids.due}/attempts`;
    const log = await application.ask<DeliveryAttempt[]>(path, { token: viewer });
    expect(log).toMatchObject({
      status: 200,
      body: [{ at: now, outcome: 'unfinished', status: null, excerpt: null }],
    });
    expect((await application.ask('/api/v1/deliveries/999999/attempts')).status).toBe(404);
    expect((await application.ask('/api/v1/deliveries/one/attempts')).status).toBe(400);
  });

  it('a delivery that was sent is not sent again', async () => {
    const answer = await application.ask<Problem>(`/api/v1/deliveries/${ids.sent}/retry`, post());
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: 'conflict' });
  });

  it.each([
    ['999999', 404],
    ['99999999999', 400],
    ['one', 400],
  ])('there is no delivery %s', async (id, status) => {
    expect((await application.ask(`/api/v1/deliveries/${id}/retry`, post())).status).toBe(status);
  });
});

/** One resolved and one firing alert, and a delivery in each state. */
async function addHistory(database: Database) {
  const at = new Date(now);
  const assessment = (await readLatestAssessments(database.manager))[0]?.id;
  if (assessment === undefined) throw new Error('the seeds were not judged');
  const slip = {
    rule: 'off-track',
    targetCode: 'international-routes-2020',
    organisation: 'xian-government',
    fingerprint: '0123456789abcdef',
    startsAt: at,
    assessment,
  };
  const promise = await inTransaction(database, async (tx) => {
    const resolved = await openAlert(tx, { ...slip, status: 'offTrack', from: 'onTrack' });
    await resolveAlert(tx, resolved, at);
    const alert = await openAlert(tx, { ...slip, status: 'missed', from: 'offTrack' });
    return async (key: string) =>
      (await addDelivery(database.manager, {
        key,
        alert,
        receiver: 'duty-desk',
        kind: 'firing',
        message: {},
        now: at,
      })) ?? 0;
  });
  const sent = await promise('sent');
  await markSent(database, sent, at);
  const due = await promise('due');
  expect(await leaseDeliveries(database, at, 60, 20)).toHaveLength(1);
  const givenUp = await promise('givenUp');
  await markFailed(database, givenUp, {
    error: 'the receiver answered 400',
    nextAttemptAt: null,
    now: at,
  });
  return { sent, due, givenUp };
}

describe('with a mail server', () => {
  let mail: MailServer;
  let withMail: TestApplication;
  beforeAll(async () => {
    mail = await startMailServer();
    withMail = await startTestApplication({ now, seeds: false, environment: { SMTP_URL: mail.url } });
  });
  afterAll(async () => {
    await withMail.close();
    await mail.close();
  });

  it('an e-mail receiver is taken and can be tested', async () => {
    const receiver = { channel: 'email', to: ['duty@example.gov.cn'], organisations: [], enabled: true };
    expect((await withMail.ask('/api/v1/receivers/mailbox', put(receiver))).status).toBe(200);
    expect(await withMail.ask('/api/v1/receivers/mailbox/test', post())).toMatchObject({
      status: 200,
      body: { ok: true, error: null },
    });
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.subject).toContain('测试消息');
  });
});

describe('a slip', () => {
  it('goes from the upload that shows it to the receiver, by the worker of the same process', async () => {
    const whole = await startTestApplication({
      now: day('2018-06-07').toISOString(),
      seeds: false,
      environment: { ROLES: 'api,worker', PUBLIC_URL: 'https://monitor.example.gov.cn' },
    });
    const hook = await startWebhookReceiver();
    const arrived = new Promise<void>((resolve) => {
      hook.answer(() => {
        resolve();
        return { status: 200 };
      });
    });
    const upload = async (...rows: string[]) => {
      const body = ['indicator,ref_area,time_period,obs_value', ...rows].join('\n');
      const headers = { 'content-type': 'text/csv' };
      const answer = await whole.ask<ImportReport>('/api/v1/imports', { method: 'POST', body, headers });
      expect(answer.status).toBe(201);
      return answer.body.verdictChanges;
    };
    try {
      await inTransaction(whole.database, (tx) => saveCatalogue(tx, routesPlan, 'spec', day('2018-12-13')));
      await whole.ask('/api/v1/alert-rules/off-track', put({ level: 'offTrack', enabled: true }));
      const receiver = {
        channel: 'webhook',
        url: hook.url,
        organisations: ['xian-government'],
        enabled: true,
      };
      expect((await whole.ask('/api/v1/receivers/xian', put(receiver))).status).toBe(200);

      await upload('international_routes,610100,2016,45', 'international_routes,610100,2017,58');
      whole.setNow(day('2019-03-01').toISOString());
      const target = 'international-routes-2020';
      expect(await upload('international_routes,610100,2018,64')).toEqual([
        { target, from: 'atRisk', to: 'offTrack' },
      ]);

      await arrived;
      expect(hook.requests[0]?.body).toMatchObject({
        receiver: 'xian',
        status: 'firing',
        alerts: [
          {
            labels: { alertname: 'off-track', target, organisation: 'xian-government', status: 'offTrack' },
            startsAt: day('2019-03-01').toISOString(),
            generatorURL: `https://monitor.example.gov.cn/targets/${target}`,
          },
        ],
      });
    } finally {
      await whole.close();
      await hook.close();
    }
    expect(hook.requests).toHaveLength(1);
  }, 20_000);
});
