import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '#configuration';
import type { Alert, ImportReport, WrittenAlertRule } from '#contract';
import { inTransaction, saveCatalogue } from '#storage';
import { day, routesPlan } from '../../../libs/monitoring/test/routes-plan.js';
import { SourceRunner } from '../src/sources/source-runner.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const put = (body: unknown) => ({ method: 'PUT', body: JSON.stringify(body) });
const header = 'indicator,ref_area,time_period,obs_value\n';
let application: TestApplication;
let folder: string;
let now: Date;

beforeAll(async () => {
  application = await startTestApplication({ now: day('2018-12-13').toISOString(), seeds: false });
  await inTransaction(application.database, (tx) => saveCatalogue(tx, routesPlan, 'spec', day('2018-12-13')));
  folder = mkdtempSync(join(tmpdir(), 'guanzhong-conditions-test-'));
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true });
});

/** The clock stands at noon of a day. */
function on(text: string): void {
  now = new Date(day(text).getTime() + 12 * 3_600_000);
  application.setNow(now.toISOString());
}

async function upload(...rows: string[]): Promise<void> {
  const body = header + rows.join('\n');
  const headers = { 'content-type': 'text/csv' };
  const answer = await application.ask<ImportReport>('/api/v1/imports', { method: 'POST', body, headers });
  expect([answer.status, answer.body.state]).toEqual([201, 'applied']);
}

async function sweep(): Promise<void> {
  expect((await application.ask('/api/v1/sweeps', { method: 'POST' })).status).toBe(200);
}

/** What a worker does when a source's time has come. */
async function lookAtSources(): Promise<void> {
  const parsed = parseConfiguration({}, '/');
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const faults: unknown[] = [];
  const runner = new SourceRunner({
    database: application.database,
    configuration: parsed.configuration,
    clock: () => now,
    onFault: (error) => faults.push(error),
  });
  await runner.pass();
  await runner.idle();
  await runner.stop();
  expect(faults).toEqual([]);
}

async function make(
  name: string,
  condition: WrittenAlertRule['condition'],
  texts: WrittenAlertRule['texts'],
): Promise<void> {
  const rule = {
    enabled: true,
    condition,
    matchers: [],
    for: { sweeps: 0 },
    noDataFor: { days: 30 },
    keepFiring: { sweeps: 0 },
    severity: 'warning',
    texts,
  } satisfies WrittenAlertRule;
  expect((await application.ask(`/api/v1/alert-rules/${name}`, put(rule))).status).toBe(200);
}

/** Of every alert of a rule its state and what it says. */
async function said(rule: string): Promise<unknown[]> {
  const { body } = await application.ask<Alert[]>(`/api/v1/alerts?rule=${rule}`);
  return body.map(({ state, subject, summary, description }) => ({
    state,
    subject,
    zh: `${summary.zh}|${description.zh}`,
    en: `${summary.en}|${description.en}`,
  }));
}

const one = (state: string, subject: string, zh: string, en: string) => [{ state, subject, zh, en }];
const routesTarget = 'target/international-routes-2020';
const trains = 'series/changan_trains|610100|M|period|';

describe('every condition of a rule, from the file that makes it true to the one that ends it', () => {
  it('statusWorsens: a target slips, and is on its way again', async () => {
    const rule = 'off-track';
    on('2018-12-14');
    await make(
      rule,
      { kind: 'statusWorsens', level: 'offTrack' },
      {
        zh: {
          summary: '{{target}}由“{{before}}”转为“{{now}}”',
          description:
            '{{period}}{{value}}，应有{{expected}}，{{due}}目标{{goal}}，界限“{{level}}”，{{organisation}}',
        },
        en: {
          summary: '{{target}}: from {{before}} to {{now}}',
          description:
            '{{value}} in {{period}}, expected {{expected}}, goal of {{due}} {{goal}}, limit {{level}}, {{organisation}}',
        },
      },
    );
    await upload('international_routes,610100,2016,45', 'international_routes,610100,2017,58');
    expect(await said(rule)).toEqual([]);
    on('2019-03-01');
    await upload('international_routes,610100,2018,64');
    const told = {
      zh: '国际航线数量达到100条由“存在风险”转为“进度滞后”|2018年64条，应有72.5条，2020年目标100条，界限“进度滞后”，西安市政府',
      en: "100 international routes: from At risk to Off track|64 routes in 2018, expected 72.5 routes, goal of 2020 100 routes, limit Off track, Xi'an Municipal People's Government",
    };
    expect(await said(rule)).toEqual(one('firing', routesTarget, told.zh, told.en));
    on('2020-02-17');
    await upload('international_routes,610100,2019,98');
    expect(await said(rule)).toMatchObject([{ state: 'resolved' }]);
  });

  it('forecastBelow: it becomes unlikely that a target will be met, and likely again', async () => {
    const rule = 'unlikely';
    on('2020-02-18');
    await make(
      rule,
      { kind: 'forecastBelow', probability: 0.5, recoverAt: 0.6 },
      {
        zh: { summary: '{{target}}：{{due}}完成的可能性{{probability}}', description: '低于{{threshold}}' },
        en: { summary: '{{target}}: {{probability}} for {{due}}', description: 'below {{threshold}}' },
      },
    );
    await upload('international_routes,610100,2019,70');
    expect(await said(rule)).toEqual([
      {
        state: 'firing',
        subject: routesTarget,
        zh: expect.stringMatching(
          /^国际航线数量达到100条：2020年完成的可能性\d+(?:\.\d)?%\|低于50%$/,
        ) as string,
        en: expect.stringMatching(/^100 international routes: \d+(?:\.\d)?% for 2020\|below 50%$/) as string,
      },
    ]);
    on('2020-02-20');
    // On a straight line there is no forecast, and none is needed: the target is met.
    await upload(
      'international_routes,610100,2017,65',
      'international_routes,610100,2018,85',
      'international_routes,610100,2019,105',
    );
    expect(await said(rule)).toMatchObject([{ state: 'resolved' }]);
  });

  it('overdue: a figure stays away, and comes', async () => {
    const rule = 'late';
    on('2020-12-15');
    await make(
      rule,
      { kind: 'overdue', days: 15 },
      {
        zh: {
          summary: '{{series}}{{period}}逾期{{daysLate}}天',
          description: '应于{{expectedBy}}前发布，限{{limit}}天，{{area}}，{{frequency}}',
        },
        en: {
          summary: '{{series}}: {{period}} is {{daysLate}} days late',
          description: 'expected by {{expectedBy}}, limit {{limit}}, {{area}}, {{frequency}}',
        },
      },
    );
    await upload('changan_trains,610100,2020-10,120');
    on('2020-12-29');
    await sweep();
    const ofTrains = async () =>
      (await said(rule)).filter((alert) => (alert as { subject: string }).subject === trains);
    expect(await ofTrains()).toEqual([]);
    on('2020-12-30');
    await sweep();
    expect(await ofTrains()).toEqual(
      one(
        'firing',
        trains,
        '西安市中欧班列（西安）开行列数2020年11月逾期15天|应于2020年12月15日前发布，限15天，西安市，月度',
        "China–Europe trains (Xi'an) run, Xi'an: November 2020 is 15 days late|expected by 15 December 2020, limit 15, Xi'an, monthly",
      ),
    );
    await upload('changan_trains,610100,2020-11,130');
    expect(await ofTrains()).toMatchObject([{ state: 'resolved' }]);
  });

  it('revisionLarger: a figure is changed by much, and another release changes nothing much', async () => {
    const rule = 'revised';
    on('2021-01-20');
    await make(
      rule,
      { kind: 'revisionLarger', share: 0.05 },
      {
        zh: {
          summary: '{{indicator}}{{period}}由{{before}}改为{{after}}',
          description: '变动{{change}}（{{share}}），超过{{limit}}',
        },
        en: {
          summary: '{{indicator}}, {{period}}: from {{before}} to {{after}}',
          description: 'by {{change}} ({{share}}), more than {{limit}}',
        },
      },
    );
    await upload('changan_trains,610100,2020-12,131');
    expect(await said(rule)).toEqual([]);
    on('2021-01-21');
    await upload('changan_trains,610100,2020-12,1131');
    expect(await said(rule)).toEqual(
      one(
        'firing',
        trains,
        '中欧班列（西安）开行列数2020年12月由131列改为1,131列|变动1,000列（763.4%），超过5%',
        "China–Europe trains (Xi'an) run, December 2020: from 131 trains to 1,131 trains|by 1,000 trains (763.4%), more than 5%",
      ),
    );
    on('2021-01-22');
    await upload('changan_trains,610100,2020-12,1130');
    expect(await said(rule)).toMatchObject([{ state: 'resolved' }]);
  });

  it('valueBeyond: the newest value is beyond a threshold, and one is not', async () => {
    const rule = 'many';
    on('2021-02-20');
    await make(
      rule,
      { kind: 'valueBeyond', operator: '>=', threshold: 2000 },
      {
        zh: { summary: '{{indicator}}（{{area}}）{{period}}为{{value}}', description: '不少于{{threshold}}' },
        en: { summary: '{{indicator}} ({{area}}), {{period}}: {{value}}', description: 'at {{threshold}}' },
      },
    );
    await upload('changan_trains,610100,2021-01,2000');
    expect(await said(rule)).toEqual(
      one(
        'firing',
        trains,
        '中欧班列（西安）开行列数（西安市）2021年1月为2,000列|不少于2,000列',
        "China–Europe trains (Xi'an) run (Xi'an), January 2021: 2,000 trains|at 2,000 trains",
      ),
    );
    on('2021-03-20');
    await upload('changan_trains,610100,2021-02,1999');
    expect(await said(rule)).toMatchObject([{ state: 'resolved' }]);
  });

  it('importRefused and sourceSilent: a source brings a faulty file, a good one, nothing, and something again', async () => {
    on('2021-04-01');
    await make(
      'refused',
      { kind: 'importRefused' },
      {
        zh: { summary: '{{source}}的{{file}}被拒收', description: '{{refusedRows}}行：{{why}}' },
        en: { summary: '{{file}} of {{source}} was refused', description: '{{refusedRows}} rows: {{why}}' },
      },
    );
    await make(
      'silent',
      { kind: 'sourceSilent' },
      {
        zh: {
          summary: '{{source}}已{{silentDays}}天没有新数据',
          description: '限{{limit}}天，最近{{lastNew}}{{why}}',
        },
        en: {
          summary: '{{source}} silent for {{silentDays}} days',
          description: 'limit {{limit}}, last {{lastNew}}{{why}}',
        },
      },
    );
    const source = { kind: 'folder', path: folder, quietSeconds: 0, cron: '0 * * * *', silentAfterDays: 10 };
    expect((await application.ask('/api/v1/sources/bureau', put(source))).status).toBe(200);

    on('2021-04-02');
    writeFileSync(join(folder, 'trains.csv'), `${header}changan_trains,610100,2021-03,很多\n`);
    await lookAtSources();
    const why = '1 处不合要求，例如第 2 行：';
    expect(await said('refused')).toEqual([
      {
        state: 'firing',
        subject: 'source/bureau',
        zh: expect.stringContaining(`bureau的trains.csv被拒收|1行：${why}`) as string,
        en: expect.stringContaining(`trains.csv of bureau was refused|1 rows: ${why}`) as string,
      },
    ]);
    on('2021-04-03');
    writeFileSync(join(folder, 'trains.csv'), `${header}changan_trains,610100,2021-03,150\n`);
    await lookAtSources();
    expect(await said('refused')).toMatchObject([{ state: 'resolved' }]);

    on('2021-04-13');
    await lookAtSources();
    expect(await said('silent')).toEqual([]);
    on('2021-04-14');
    await lookAtSources();
    expect(await said('silent')).toEqual(
      one(
        'firing',
        'source/bureau',
        'bureau已11天没有新数据|限10天，最近2021年4月3日—',
        'bureau silent for 11 days|limit 10, last 3 April 2021—',
      ),
    );
    on('2021-05-16');
    writeFileSync(join(folder, 'trains.csv'), `${header}changan_trains,610100,2021-04,160\n`);
    await lookAtSources();
    expect(await said('silent')).toMatchObject([{ state: 'resolved' }]);
  });
});
