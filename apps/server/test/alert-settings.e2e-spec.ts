import type { AlertRule, AlertSettings, Problem, ShownAlertSettings } from '#contract';
import { loadSeeds } from '#ingest';
import { put, tracesIn } from './alert-changes.js';
import { seedsFolder, startTestApplication, type TestApplication } from './test-application.js';

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

const { auditOf, planIsDue } = tracesIn(() => application);

describe('alert settings', () => {
  const path = '/api/v1/alert-settings';
  const root = {
    receiver: 'desk',
    groupBy: ['alertname'],
    groupWaitSeconds: 30,
    groupIntervalSeconds: 300,
    repeatSeconds: 'never',
    routes: [{ matchers: [{ label: 'severity', operator: '=', value: 'critical' }], continue: true }],
  };

  beforeAll(async () => {
    const receiver = { channel: 'webhook', url: 'http://127.0.0.1:9/', organisations: [], enabled: true };
    expect((await application.ask('/api/v1/receivers/desk', put(receiver))).status).toBe(200);
  });

  it('are those of the seeds at first, read by everybody', async () => {
    const { status, body } = await application.ask<AlertSettings>(path, { token: viewer });
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 1, changedBy: 'seeds', root: null, heartbeat: null });
    expect(body.escalation).toEqual({
      afterWorkingDays: 5,
      superiors: {},
      leadingGroup: 'guanzhong-leading-group',
    });
  });

  it('are changed whole by an administrator, and what is left out of a route is filled in', async () => {
    await application.database.query('delete from notification_due');
    const { body: shown } = await application.ask<AlertSettings>(path);
    const heartbeat = { everySeconds: 300, staleAfterSeconds: 7200, receivers: ['desk'] };
    const answer = await application.ask<AlertSettings>(path, put({ ...shown, root, heartbeat }));
    expect(answer).toMatchObject({ status: 200, body: { version: 2, changedBy: 'admin-1', heartbeat } });
    expect(answer.body.root?.routes).toEqual([
      {
        ...root.routes[0],
        receiver: null,
        groupBy: null,
        groupWaitSeconds: null,
        groupIntervalSeconds: null,
        repeatSeconds: null,
        routes: [],
      },
    ]);
    expect(await planIsDue()).toBe(true);
    expect((await application.ask(path)).body).toEqual(answer.body);
    expect((await application.ask(path, put(answer.body))).body).toEqual(answer.body);
    const versions = await application.ask<AlertSettings[]>(`${path}/versions?limit=5`, { token: viewer });
    // A version says what was set; what of it goes nowhere depends on the receivers of the day.
    expect(versions.body.map((version) => ({ ...version, warnings: [] }))).toEqual([answer.body, shown]);
    expect(await auditOf('alert settings')).toMatchObject([{ who: 'admin-1', details: { version: 2 } }]);
    const stale = await application.ask<Problem>(path, put({ ...shown, version: 1 }));
    expect(stale.status).toBe(409);
    expect(stale.body.detail).toMatch(/version 2, changed by admin-1/);
    expect((await application.ask(path, put(answer.body, uploader))).status).toBe(403);
  });

  const inhibition = { name: 'a', source: [], target: [], equal: [] };
  it.each([30, 300, 3_000, 50_000])('are refused with a tree %i levels deep', async (levels) => {
    const { body: shown } = await application.ask<object>(path);
    const tree = '{"routes":['.repeat(levels) + ']}'.repeat(levels);
    const body = JSON.stringify({ ...shown, root: 'tree' }).replace('"tree"', tree);
    const answer = await application.ask<Problem>(path, { method: 'PUT', body });
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 400,
      code: 'invalid-request',
    });
    expect(JSON.stringify(answer.body)).toMatch(/more than (?:20|100) levels/);
  });

  it.each<[string, object, string, RegExp]>([
    [
      'a root with matchers',
      { root: { ...root, matchers: [{ label: 'a', operator: '=', value: 'b' }] } },
      'root.matchers',
      /below it/,
    ],
    ['a root that gives too little', { root: { ...root, receiver: null } }, 'root', /it needs receiver/],
    [
      'an unknown receiver',
      { root: { ...root, routes: [{ receiver: 'nobody' }] } },
      'root.routes.0.receiver',
      /set it up first/,
    ],
    [
      'a label that is none',
      { root: { ...root, routes: [{ groupBy: ['a b'] }] } },
      'root.routes.0.groupBy',
      /no name of a label/,
    ],
    ['too quick a repetition', { root: { ...root, repeatSeconds: 1 } }, 'root.repeatSeconds', /60 seconds/],
    ['an inhibition of everything', { inhibitions: [inhibition] }, 'inhibitions.0', /Give matchers/],
    [
      'a day off that is worked',
      { calendar: { holidays: ['2027-01-02'], workedWeekends: ['2027-01-02'] } },
      'calendar.workedWeekends',
      /one of the two lists/,
    ],
    [
      'a worked Monday',
      { calendar: { holidays: [], workedWeekends: ['2027-01-04'] } },
      'calendar.workedWeekends',
      /year is right/,
    ],
    [
      'a day that is none',
      { calendar: { holidays: ['2027-02-30'], workedWeekends: [] } },
      'calendar',
      /no day of the calendar/,
    ],
    [
      'an unknown superior',
      { escalation: { afterWorkingDays: 5, superiors: { 'xian-government': 'moon' }, leadingGroup: null } },
      'escalation.superiors.xian-government',
      /no organisation moon/,
    ],
    [
      'a heartbeat for nobody',
      { heartbeat: { everySeconds: 60, staleAfterSeconds: 60, receivers: ['nobody'] } },
      'heartbeat.receivers.0',
      /no receiver nobody/,
    ],
  ])('are refused with %s', async (_fault, part, field, sentence) => {
    const { body: shown } = await application.ask<AlertSettings>(path);
    const answer = await application.ask<Problem>(path, put({ ...shown, ...part }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((fault) => fault.path)).toEqual([field]);
    expect(answer.body.errors?.[0]?.message).toMatch(sentence);
  });

  it('say which routes end at a receiver that is disabled', async () => {
    const stored = await application.ask<{ version: number }>('/api/v1/receivers/desk');
    const { version: seen, ...receiver } = stored.body;
    expect(seen).toBeGreaterThan(0);
    const enable = async (name: string, enabled: boolean) => {
      const { status } = await application.ask(
        `/api/v1/receivers/${name}`,
        put({ ...receiver, name, enabled }),
      );
      expect(status).toBe(200);
    };
    const warnings = async () => {
      const { body } = await application.ask<ShownAlertSettings>(path, { token: viewer });
      return body.warnings.map((warning) => [warning.code, warning.path, warning.receiver]);
    };
    await enable('other', true);
    expect(await warnings()).toEqual([]);
    await enable('desk', false);
    expect(await warnings()).toEqual([
      ['disabled-receiver', 'root.receiver', 'desk'],
      ['disabled-receiver', 'heartbeat.receivers.0', 'desk'],
    ]);
    await enable('desk', true);
  });

  it('and rules stay as an administrator changed them when the seeds are loaded again', async () => {
    const before = await application.ask('/api/v1/alert-rules');
    const slip = (await application.ask<AlertRule>('/api/v1/alert-rules/slip')).body;
    await application.ask('/api/v1/alert-rules/slip', put({ ...slip, enabled: false }));
    await loadSeeds(application.database, seedsFolder, {
      now: () => new Date(now),
      timeZone: 'Asia/Shanghai',
    });
    expect((await application.ask<AlertSettings>(path)).body.version).toBe(2);
    const after = await application.ask<AlertRule>('/api/v1/alert-rules/slip');
    expect(after.body).toMatchObject({ version: 2, enabled: false });
    expect((await application.ask<object[]>('/api/v1/alert-rules')).body).toHaveLength(
      (before.body as object[]).length,
    );
  });
});

describe('before anybody set any', () => {
  it('the usual settings count, as version 0, which the first ones replace', async () => {
    const empty = await startTestApplication({ now, seeds: false });
    try {
      const { body } = await empty.ask<AlertSettings>('/api/v1/alert-settings');
      expect(body).toMatchObject({ version: 0, changedAt: null, changedBy: null, root: null });
      expect(await empty.ask('/api/v1/alert-settings', put(body))).toMatchObject({
        status: 200,
        body: { ...body, version: 1, changedAt: now, changedBy: 'admin-1' },
      });
    } finally {
      await empty.close();
    }
  });
});
