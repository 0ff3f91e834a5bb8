import type { Alert, FirstPassword, ImportReport, NewTokenAnswer, ProgressReport, Session } from '#contract';
import { PageClient } from './page-client.js';
import type { TestApplication } from './test-application.js';

/** One of each that a page of its own shows. */
export interface PlanInUse {
  /** The session of an administrator, as a browser's Cookie header and by the cookies' names. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly target: string;
  readonly rejectedImport: number;
  readonly appliedImport: number;
  readonly alert: number;
  readonly project: string;
  readonly task: number;
  readonly rule: string;
  readonly receiver: string;
}

const target = 'rail-travel-time-zhengzhou-2035';
const project = 'weihe-line';

/**
 * The shipped plan after some days of work: accounts, tokens, imports that landed and that were refused, an alert with
 * its deliveries, a silence, a late project, progress reports. An application with the role of a worker delivers.
 * @param webhook where the receiver listens.
 */
export async function usePlan(app: TestApplication, webhook: string): Promise<PlanInUse> {
  const cookies = await administrator(app);
  await send(app, 'POST', '/api/v1/accounts', {
    name: 'zhaolei',
    displayName: '赵磊',
    role: 'uploader',
    organisations: ['xian-government', 'baoji-government'],
  });
  await send<NewTokenAnswer>(app, 'POST', '/api/v1/tokens', {
    name: 'grafana',
    role: 'viewer',
    organisations: null,
    expiresAt: '2027-11-23T04:00:00Z',
  });
  const receiver = 'duty';
  await send(app, 'PUT', `/api/v1/receivers/${receiver}`, {
    channel: 'webhook',
    url: webhook,
    secret: 'not to be read again',
    organisations: ['xian-government'],
    enabled: true,
  });
  await send(app, 'PUT', `/api/v1/projects/${project}`, {
    code: project,
    name: { zh: '渭河轨道线', en: 'Weihe line' },
    level: 'provincial',
    field: 'transport',
    task: 18,
    organisations: ['shaanxi-drc', 'china-railway-xian'],
    areas: ['610300'],
    investment: { value: '120.50', unit: '亿元' },
    stage: null,
    standing: 'active',
    stages: [
      { stage: 'approved', planned: '2024', actual: '2024-05' },
      { stage: 'construction', planned: '2026-06', actual: null },
    ],
    clause: null,
    note: null,
  });
  for (const [subject, organisation] of [
    ['tasks/21', 'shaanxi-water'],
    [`projects/${project}`, 'shaanxi-drc'],
  ]) {
    const report = new FormData();
    report.append('report', JSON.stringify({ text: '秦岭隧洞贯通', percent: 62.5, organisation }));
    report.append('evidence', new Blob(['%PDF-1.7']), '验收.pdf');
    const { status, body } = await app.ask<ProgressReport>(`/api/v1/${subject}/reports`, {
      method: 'POST',
      body: report,
    });
    if (status !== 201) throw new Error(`No report: ${status} ${JSON.stringify(body)}`);
  }
  const header = '指标,地区,时期,数值,单位,destination\n';
  const applied = await upload(
    app,
    '铁路时间.csv',
    `${header}rail_travel_time,西安市,2026年10月,200,分钟,郑州\n`,
  );
  const rejected = await upload(
    app,
    '错误.csv',
    `${header}rail_travel_time,西安市,2026年10月,二百,分钟,郑州\nno_such,西安市,2026年10月,1,分钟,\n`,
  );
  const { body: alerts } = await app.ask<Alert[]>('/api/v1/alerts');
  const alert = alerts.find((one) => one.rule === 'slip' && one.target === target)?.id;
  if (alert === undefined || alert === null) throw new Error('The upload raised no alert.');
  await send(app, 'POST', `/api/v1/alerts/${alert}/acknowledgement`, { comment: '已联系铁路局' });
  await send(app, 'POST', '/api/v1/silences', {
    matchers: [{ label: 'alertname', operator: '=', value: 'slip' }],
    comment: '十月停运检修',
    endsAt: '2026-11-30T18:00:00+08:00',
  });
  return {
    cookies,
    target,
    rejectedImport: rejected.id!,
    appliedImport: applied.id!,
    alert,
    project,
    task: 21,
    rule: 'slip',
    receiver,
  };
}

/** An administrator's account whose first password has been changed, logged in. */
async function administrator(app: TestApplication): Promise<ReadonlyMap<string, string>> {
  const name = 'wangfang';
  const { password } = await send<FirstPassword>(app, 'POST', '/api/v1/accounts', {
    name,
    displayName: '王芳',
    role: 'admin',
    organisations: null,
  });
  const client = new PageClient(app);
  await client.logIn({ name, password });
  const next = '渭河两岸 2035 年见';
  const changed = await client.send<Session>('PUT', '/api/v1/own-account/password', {
    current: password,
    next,
  });
  if (changed.status !== 200) throw new Error(`The password stayed: ${JSON.stringify(changed.body)}`);
  return client.cookies;
}

async function upload(app: TestApplication, name: string, body: string): Promise<ImportReport> {
  const answer = await app.ask<ImportReport>(`/api/v1/imports?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
  });
  if (answer.body.id === undefined || answer.body.id === null)
    throw new Error(`No import: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function send<T>(app: TestApplication, method: string, path: string, body: object): Promise<T> {
  const answer = await app.ask<T>(path, { method, body: JSON.stringify(body) });
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
