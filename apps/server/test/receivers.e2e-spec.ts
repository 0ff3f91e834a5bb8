import type { Problem, ReceiverTest, ReceiverVersion, ShownReceiver } from '#contract';
import { inTransaction } from '#storage';
import { type MailServer, startMailServer } from '../src/alerts/test/mail-server.js';
import { startRobotServer } from '../src/alerts/test/robot-server.js';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { until } from './source-site.js';
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

describe('receivers', () => {
  const path = '/api/v1/receivers/duty-desk';
  const settings = {
    channel: 'webhook',
    url: 'https://user:s3cret@hooks.example.cn/robot?access_token=t0ken',
    organisations: ['xian-government'],
    enabled: true,
  };

  it('are set by an administrator; nobody sees what lets one in', async () => {
    const shown = {
      name: 'duty-desk',
      ...settings,
      url: 'https://hooks.example.cn/***',
      secret: null,
      digest: null,
      quiet: null,
      maxAlerts: 20,
      version: 1,
    };
    const answered = { ...shown, changedAt: now, changedBy: 'admin-1' };
    expect(await application.ask(path, put(settings))).toMatchObject({ status: 200, body: answered });
    for (const token of [undefined, viewer])
      expect((await application.ask<ShownReceiver>(path, token === undefined ? {} : { token })).body).toEqual(
        answered,
      );
    const all = await application.ask<ShownReceiver[]>('/api/v1/receivers', { token: uploader });
    expect(all.body).toEqual([answered]);
    expect(await auditOf('receiver duty-desk')).toEqual([
      { who: 'admin-1', action: 'change', details: shown },
    ]);
  });

  it('show administrators alone whom they reach', async () => {
    const robot = {
      channel: 'dingtalk',
      url: 'https://oapi.dingtalk.com/robot/send?access_token=t0ken-0123456789',
      atMobiles: ['13812345678'],
      organisations: [],
      enabled: false,
    };
    await application.ask('/api/v1/receivers/ringing', put(robot));
    const mobiles = async (token?: string) => {
      const asked = token === undefined ? {} : { token };
      const { body: all } = await application.ask<ShownReceiver[]>('/api/v1/receivers', asked);
      const { body: one } = await application.ask<ShownReceiver>('/api/v1/receivers/ringing', asked);
      const listed = all.find(({ name }) => name === 'ringing');
      return [listed, one].map((shown) => (shown?.channel === 'dingtalk' ? shown.atMobiles : null));
    };
    expect(await mobiles()).toEqual([['13812345678'], ['13812345678']]);
    for (const token of [viewer, uploader]) expect(await mobiles(token)).toEqual([['138***'], ['138***']]);
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
    const again = await application.ask<ShownReceiver>(
      '/api/v1/receivers/group',
      put({ ...first.body, keyword: '监测' }),
    );
    expect(again.status).toBe(200);
    expect(await stored()).toMatchObject({ url, secret: 'SECtestsecret', keyword: '监测' });
    await application.ask('/api/v1/receivers/group', put({ ...again.body, secret: null }));
    expect(await stored()).not.toHaveProperty('secret');
    const seen = JSON.stringify([first.body, again.body, await auditOf('receiver group')]);
    expect(seen).not.toMatch(/t0ken|SECtest/);
    const redacted = { ...robot, url: 'https://elsewhere.cn/***' };
    expect(
      (await application.ask<Problem>('/api/v1/receivers/group', put(redacted))).body.errors,
    ).toMatchObject([{ path: 'url', code: 'redacted-url' }]);
    await application.database.query(`delete from receiver where name = 'group'`);
  });

  it('lose no change of two administrators: the second is told what the first changed, and no secret', async () => {
    const robot = '/api/v1/receivers/shared';
    const first = await application.ask<ReceiverVersion>(
      robot,
      put({
        channel: 'dingtalk',
        url: 'https://oapi.dingtalk.com/robot/send?access_token=t0ken-0123456789',
        secret: 'SECtestsecret',
        organisations: [],
        enabled: true,
        version: 0,
      }),
    );
    expect(first.body).toMatchObject({ version: 1, changedAt: now, changedBy: 'admin-1' });
    const taken = await application.ask<Problem>(robot, put({ ...first.body, version: 0 }));
    expect([taken.status, taken.body.code]).toEqual([409, 'conflict']);

    const theirs = {
      ...first.body,
      url: 'https://oapi.dingtalk.com/robot/send?access_token=t0ken-9876543210',
      secret: 'SECanother-one',
      atMobiles: ['13812345678'],
      enabled: false,
    };
    const done = await application.ask<ReceiverVersion>(robot, put(theirs));
    expect(done.body).toMatchObject({ version: 2, enabled: false });
    const mine = { ...first.body, maxAlerts: 5 };
    const late = await application.ask<Problem>(robot, put(mine));
    expect([late.status, late.body.code, late.body.detail]).toEqual([
      409,
      'conflict',
      expect.stringContaining(`at version 2, made by admin-1 at ${now}`),
    ]);
    expect(late.body.errors?.map(({ path: field, zh }) => [field, zh]).toSorted()).toEqual([
      ['atMobiles', '现为：13812345678'],
      ['enabled', '现为：否'],
      ['secret', '已更换'],
      ['url', '现为：https://oapi.dingtalk.com/***'],
    ]);
    expect(JSON.stringify(late.body)).not.toMatch(/t0ken|SEC/);
    // On what they saved it goes through, and keeps it; the same again is no other version.
    const onTheirs = { ...done.body, maxAlerts: 5 };
    for (const again of [onTheirs, { ...onTheirs, version: 3 }])
      expect((await application.ask(robot, put(again))).body).toMatchObject({
        version: 3,
        maxAlerts: 5,
        enabled: false,
        atMobiles: ['13812345678'],
      });
    const kept: { settings: object }[] = await application.database.query(
      `select settings from receiver where name = 'shared'`,
    );
    expect(kept[0]?.settings).toMatchObject({ url: theirs.url, secret: theirs.secret });
    // A script that knows it whole need not read it first.
    const { version: _v, ...whole } = done.body;
    expect((await application.ask(robot, put(whole))).body).toMatchObject({ version: 4, maxAlerts: 20 });
    // Of two at the same time one comes first.
    const both = await Promise.all(
      [1, 2].map((maxAlerts) => application.ask(robot, put({ ...whole, version: 4, maxAlerts }))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await auditOf('receiver shared')).at(-1)?.details).toMatchObject({ version: 5 });
    await application.database.query(`delete from receiver where name = 'shared'`);
  });

  it('say when and how much they are told; who was set before that could be said is told as usual', async () => {
    const quiet = { from: '20:00', to: '08:00', daysOff: true, timeZone: 'Asia/Urumqi' };
    const telling = { digest: { every: 'week', weekday: 1, at: '08:30' }, quiet, maxAlerts: 0 };
    const weekly = '/api/v1/receivers/weekly';
    const answer = await application.ask<ShownReceiver>(weekly, put({ ...settings, ...telling }));
    expect(answer).toMatchObject({ status: 200, body: telling });
    expect((await application.ask(weekly)).body).toEqual(answer.body);
    expect((await application.ask(weekly, put(answer.body))).body).toEqual(answer.body);
    const wrong = {
      ...settings,
      digest: { every: 'day', at: '8:30' },
      quiet: { ...quiet, timeZone: 'Moon' },
    };
    const refused = await application.ask<Problem>(weekly, put(wrong));
    expect(refused.body.errors).toMatchObject([
      { path: 'digest', message: expect.stringContaining('HH:MM') as string },
      { path: 'quiet.timeZone', message: expect.stringContaining('Asia/Shanghai') as string },
    ]);
    await application.database.query(
      `update receiver set settings = jsonb_build_object('url', settings -> 'url') where name = 'weekly'`,
    );
    expect((await application.ask(weekly)).body).toMatchObject({ digest: null, quiet: null, maxAlerts: 20 });
    await application.database.query(`delete from receiver where name = 'weekly'`);
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

describe('a change of a receiver at the same time as another', () => {
  it('keeps the secret that the other one set, and not the one before', async () => {
    const path = '/api/v1/receivers/at-once';
    const body = { channel: 'webhook', url: 'https://hooks.example.cn/', organisations: [], enabled: true };
    await application.ask(path, put({ ...body, secret: 'the-old-secret' }));
    const isWaiting = async () => {
      const rows: unknown[] = await application.database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0 || null;
    };
    const answer = await inTransaction(application.database, async (tx) => {
      await tx.query(
        `update receiver set settings = settings || '{"secret":"the-new-secret"}' where name = 'at-once'`,
      );
      const answering = application.ask(path, put({ ...body, enabled: false }));
      await until(isWaiting);
      return { answering };
    });
    expect((await answer.answering).status).toBe(200);
    const rows: unknown[] = await application.database.query(
      `select settings ->> 'secret' as secret, enabled from receiver where name = 'at-once'`,
    );
    expect(rows).toEqual([{ secret: 'the-new-secret', enabled: false }]);
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
