import type { Alert, AlertRule, ProgressReport, Project, ProjectImportReport } from '#contract';
import { loadSeedsOnce } from '#ingest';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { until } from './source-site.js';
import { seedsFolder, startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00.000Z';
let app: TestApplication;
let hook: WebhookReceiver;
let clerk: string;

beforeAll(async () => {
  app = await startTestApplication({
    now,
    environment: { ROLES: 'api,worker', PUBLIC_URL: 'https://monitor.example.gov.cn' },
  });
  hook = await startWebhookReceiver();
  clerk = await app.token('uploader', 'china-railway-xian');
});
afterAll(async () => {
  await app.close();
  await hook.close();
});

const project: Project = {
  code: 'test-line',
  name: { zh: '测试线', en: 'Test line' },
  level: 'provincial',
  field: 'transport',
  task: 18,
  organisations: ['china-railway-xian', 'shaanxi-drc'],
  areas: ['610300'],
  investment: null,
  stage: null,
  standing: 'active',
  stages: [{ stage: 'construction', planned: '2026-06', actual: null }],
  clause: null,
  note: null,
};
const put = (path: string, body: unknown) =>
  app.ask(`/api/v1/${path}`, { method: 'PUT', body: JSON.stringify(body) });
const change = (part: Partial<Project>) => put('projects/test-line', { ...project, ...part });
const alerts = async (state: Alert['state']) =>
  (await app.ask<Alert[]>(`/api/v1/alerts?state=${state}&rule=late-stage`)).body;
/** What Grafana's annotations of alerts are about. */
const marks = async (payload: Record<string, string>) => {
  const targets = [{ refId: 'A', target: 'annotations', payload: { annotation: 'alerts', ...payload } }];
  const { body } = await app.ask<[{ rows: [unknown, unknown, string, string][] }]>('/grafana/query', {
    method: 'POST',
    body: JSON.stringify({ targets }),
  });
  return body[0].rows.map(([, , , text]) => text).filter((text) => text.includes('测试线'));
};
const firing = async () => (await alerts('firing')).map(({ subject }) => subject);

it('none of the works that the plan names is late on a first start, for they come without dates', async () => {
  expect((await app.ask('/api/v1/sweeps', { method: 'POST' })).status).toBeLessThan(300);
  expect(await firing()).toEqual([]);
});

it('an entered project with a stage in the past fires; a report that it began resolves; the receiver is told both', async () => {
  const receiver = {
    channel: 'webhook',
    url: hook.url,
    organisations: ['china-railway-xian'],
    enabled: true,
  };
  expect((await put('receivers/railway', receiver)).status).toBe(200);
  expect((await change({})).status).toBe(200);
  const [alert] = await alerts('firing');
  expect(alert).toMatchObject({
    severity: 'warning',
    subject: 'project/test-line/construction',
    labels: { project: 'test-line', stage: 'construction', task: '18', area: '610300' },
    organisation: 'china-railway-xian',
    target: null,
    summary: {
      zh: '项目进度滞后：测试线，计划2026年6月开工，已逾期146天',
      en: 'Project late: Test line, start of construction planned for June 2026, late by 146 days',
    },
  });
  expect(alert?.description.zh).toContain('“开工”最迟应在2026年6月30日');
  expect(await marks({})).toEqual(['测试线 · 开工']);
  expect(await marks({ organisation: 'china-railway-xian', task: '18' })).toEqual(['测试线 · 开工']);
  expect(await marks({ task: '6' })).toEqual([]);
  // What ends before anybody was told of it is not told.
  await until(() => hook.requests[0] ?? null);
  app.setNow('2026-11-23T04:10:00.000Z');
  const report = await app.ask<ProgressReport>('/api/v1/projects/test-line/reports', {
    method: 'POST',
    body: JSON.stringify({ text: '已开工', stage: { stage: 'construction', on: '2026-11-20' } }),
    token: clerk,
  });
  expect(report.status).toBe(201);
  expect(await firing()).toEqual([]);
  await until(() => hook.requests[1] ?? null);
  expect(hook.requests.map(({ body }) => body)).toMatchObject([
    {
      status: 'firing',
      alerts: [{ generatorURL: 'https://monitor.example.gov.cn/projects/test-line' }],
    },
    { status: 'resolved' },
  ]);
  const withdrawn = await app.ask(`/api/v1/progress-reports/${report.body.id}/withdrawal`, {
    method: 'POST',
    body: JSON.stringify({ reason: '填错' }),
    token: clerk,
  });
  expect(withdrawn.status).toBe(200);
  expect(await firing()).toEqual(['project/test-line/construction']);
}, 60_000);

it('a new plan in a file resolves it, and a check of that file does not', async () => {
  await change({});
  const send = (query: string) =>
    app.ask<ProjectImportReport>(`/api/v1/projects/import${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'code,planned_construction\ntest-line,2027-06\n',
    });
  expect((await send('?dryRun=true')).body.state).toBe('validated');
  expect(await firing()).toHaveLength(1);
  expect((await send('')).body.state).toBe('applied');
  expect(await firing()).toEqual([]);
});

it('an organisation acknowledges what it leads, and a project that leaves the library ends its alerts', async () => {
  await change({});
  const [alert] = await alerts('firing');
  const acknowledge = (token: string) =>
    app.ask(`/api/v1/alerts/${alert?.id}/acknowledgement`, { method: 'POST', body: '{}', token });
  expect((await acknowledge(await app.token('uploader', 'shaanxi-drc'))).status).toBe(403);
  expect((await acknowledge(clerk)).status).toBe(200);
  await change({ standing: 'removed' });
  expect([await alerts('firing'), await alerts('acknowledged')]).toEqual([[], []]);
});

it('a database of an earlier version gets the rule with the next start, and keeps the edited ones', async () => {
  const { body: slip } = await app.ask<AlertRule>('/api/v1/alert-rules/slip');
  await put('alert-rules/slip', { ...slip, severity: 'critical' });
  for (const table of [
    'alert_event',
    'delivery_alert',
    'alert_life',
    'alert',
    'alert_rule_version',
    'alert_rule',
  ])
    await app.database.query(
      table === 'alert_event' || table === 'delivery_alert'
        ? `delete from ${table}`
        : `delete from ${table} where ${table.startsWith('alert_rule') ? 'name' : 'rule'} = 'late-stage'`,
    );
  const start = () =>
    loadSeedsOnce(app.database, seedsFolder, { now: () => new Date(now), timeZone: 'Asia/Shanghai' });
  expect(await start()).toBeNull();
  expect((await app.ask<AlertRule>('/api/v1/alert-rules/late-stage')).body).toMatchObject({
    version: 1,
    enabled: true,
    changedBy: 'seeds',
  });
  expect((await app.ask<AlertRule>('/api/v1/alert-rules/slip')).body).toMatchObject({
    version: 2,
    severity: 'critical',
  });
  expect(await start()).toBeNull();
});
