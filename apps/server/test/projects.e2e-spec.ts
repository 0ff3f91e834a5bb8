import type { Problem, ProjectAnswer, ProjectImportReport, ProjectList, ProgressReport } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;
let clerk: string;
let viewer: string;

beforeAll(async () => {
  app = await startTestApplication();
  clerk = await app.token('uploader', 'china-railway-xian');
  viewer = await app.token('viewer');
});
afterAll(() => app.close());

const project = {
  code: 'test-line',
  name: { zh: '测试线', en: 'Test line' },
  level: 'provincial',
  field: 'transport',
  task: 18,
  organisations: ['shaanxi-drc', 'china-railway-xian'],
  areas: ['610300', '610303'],
  investment: { value: '120.50', unit: '亿元' },
  stage: null,
  standing: 'active',
  stages: [
    { stage: 'approved', planned: '2024', actual: '2024-05' },
    { stage: 'construction', planned: '2026-06', actual: null },
  ],
  clause: null,
  note: null,
};
const put = <T = ProjectAnswer>(body: object, options: { token?: string; code?: string } = {}) =>
  app.ask<T>(`/api/v1/projects/${options.code ?? 'test-line'}`, {
    method: 'PUT',
    body: JSON.stringify(body),
    ...(options.token !== undefined && { token: options.token }),
  });
const list = async (query: string) => (await app.ask<ProjectList>(`/api/v1/projects?${query}`)).body;
const codes = async (query: string) => (await list(`${query}&q=test-`)).projects.map(({ code }) => code);

describe('a project', () => {
  it('is created and replaced by an administrator alone, and answers with its late stage', async () => {
    expect((await put<Problem>(project, { token: clerk })).status).toBe(403);
    const { status, body } = await put(project);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      code: 'test-line',
      stage: 'approved',
      statedStage: null,
      late: { stage: 'construction', planned: '2026-06', expectedBy: '2026-06-30', daysLate: 146 },
      updatedBy: 'admin-1',
    });
    expect(body.stages.map(({ stage, state, daysLate }) => [stage, state, daysLate])).toEqual([
      ['approved', 'reached', 0],
      ['designed', 'notGiven', 0],
      ['construction', 'late', 146],
      ['completed', 'notGiven', 0],
      ['operating', 'notGiven', 0],
    ]);
    expect((await app.ask(`/api/v1/projects/test-line`, { token: viewer })).body).toEqual(body);
    const again = await put(project);
    expect(again.body.updatedAt).toBe(body.updatedAt);
    const audit: object[] = await app.database.query(
      `select action, who from audit_entry where subject = 'project test-line'`,
    );
    expect(audit).toEqual([{ action: 'create', who: 'admin-1' }]);
  });

  it.each<[string, object, string[]]>([
    [
      'a task, organisation and area that are not there',
      { task: 99, organisations: ['x'], areas: ['1'] },
      ['task', 'organisations', 'areas'],
    ],
    ['no organisation', { organisations: [] }, ['organisations']],
    ['an organisation twice', { organisations: ['shaanxi-drc', 'shaanxi-drc'] }, ['organisations']],
    ['a negative investment', { investment: { value: '-1', unit: '亿元' } }, ['investment.value']],
    ['another unit', { investment: { value: '1', unit: '美元' } }, ['investment.unit']],
    [
      'a day that does not exist',
      { stages: [{ stage: 'approved', planned: '2026-02-30', actual: null }] },
      ['planned_approved'],
    ],
    [
      'a past that lies ahead',
      { stages: [{ stage: 'approved', planned: null, actual: '2027' }] },
      ['actual_approved'],
    ],
    ['a stage twice', { stages: [project.stages[0], project.stages[0]] }, ['stages']],
    ['a key nobody knows', { budget: 1 }, ['']],
    ['another code in the body', { code: 'other' }, []],
    ['a name that cannot be stored', { name: { zh: 'a\u0000', en: null } }, []],
  ])('is refused with %s', async (_case, part, paths) => {
    const { status, body } = await put<Problem>({ ...project, ...part });
    expect([status, (body.errors ?? []).map(({ path }) => path)]).toEqual([400, paths]);
  });

  it('is not found under a name that nobody gave', async () => {
    for (const path of ['no-such', 'no-such/reports', '..%2f..'])
      expect((await app.ask(`/api/v1/projects/${path}`)).status).toBe(404);
  });
});

describe('the library', () => {
  it('is filtered by every trait, areas with those below, organisations with their groups', async () => {
    await put(project);
    await put(
      {
        ...project,
        code: 'test-b',
        level: null,
        field: null,
        areas: ['610403'],
        stages: [],
        standing: 'removed',
        organisations: ['cities-districts-concerned'],
      },
      { code: 'test-b' },
    );
    const both = ['test-line', 'test-b'];
    expect(await codes('')).toEqual(both);
    expect(await codes('level=provincial')).toEqual(['test-line']);
    expect(await codes('level=none&field=none&stage=none')).toEqual(['test-b']);
    expect(await codes('late=true')).toEqual(['test-line']);
    expect(await codes('late=false')).toEqual(['test-b']);
    expect(await codes('stage=approved')).toEqual(['test-line']);
    expect(await codes('standing=removed')).toEqual(['test-b']);
    expect(await codes('area=610300')).toEqual(['test-line']);
    expect(await codes('area=610000')).toEqual(both);
    expect(await codes('area=610400')).toEqual(['test-b']);
    expect(await codes('organisation=china-railway-xian')).toEqual(['test-line']);
    expect(await codes('task=18')).toEqual(both);
    expect(await list('q=测试线&limit=1')).toMatchObject({
      total: 2,
      late: 1,
      projects: [{ code: 'test-line' }],
    });
    expect(await list('q=测试线&limit=1&offset=1')).toMatchObject({
      total: 2,
      projects: [{ code: 'test-b' }],
    });
    expect((await app.ask('/api/v1/projects?level=high')).status).toBe(400);
    expect((await app.ask('/api/v1/projects?limit=0')).status).toBe(400);
  });

  it('hands itself out as a file, and takes it back unchanged', async () => {
    for (const format of ['xlsx', 'csv']) {
      const response = await fetch(`${app.url}/api/v1/projects/import-template?format=${format}`, {
        headers: { authorization: `Bearer ${viewer}` },
      });
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename=projects-2026-11-23.${format}`,
      );
      const form = new FormData();
      form.append('file', await response.blob(), `库.${format}`);
      const { status, body } = await app.ask<ProjectImportReport>('/api/v1/projects/import?dryRun=true', {
        method: 'POST',
        body: form,
      });
      expect([status, body.faults, body.rows.created, body.rows.changed]).toEqual([200, [], 0, 0]);
      expect(body.rows.unchanged).toBe((await list('')).total);
    }
  });

  it('is filled from a file by an administrator: a dry run does nothing, a fault refuses all', async () => {
    const send = <T = ProjectImportReport>(text: string, query = '', token?: string) =>
      app.ask<T>(`/api/v1/projects/import${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: text,
        ...(token !== undefined && { token }),
      });
    const file = '项目代码,项目名称,任务,责任单位\ntest-c,丙,42,省发展改革委\n';
    expect((await send<Problem>(file, '', clerk)).status).toBe(403);
    expect((await send(file, '?dryRun=true')).status).toBe(200);
    expect(await codes('task=42')).toEqual([]);
    const bad = await send(`${file}test-d,丁,42,没有的单位\n`);
    expect([bad.status, bad.body.faults[0]]).toEqual([
      422,
      expect.objectContaining({
        line: 3,
        column: 'organisations',
        code: 'unknown-organisation',
        value: '没有的单位',
      }),
    ]);
    expect(await codes('task=42')).toEqual([]);
    expect((await send(file)).status).toBe(201);
    expect(await codes('task=42')).toEqual(['test-c']);
    expect((await send<Problem>('%PDF-1.7')).body.code).toBe('not-a-table');
  });
});

describe('reports on a project', () => {
  const report = <T = ProgressReport>(body: object, token = clerk) =>
    app.ask<T>('/api/v1/projects/test-line/reports', { method: 'POST', body: JSON.stringify(body), token });

  it('move its stage on, until they are withdrawn', async () => {
    await put(project);
    const began = { stage: 'construction', on: '2026-07-15' };
    const { status, body } = await report({ text: '已开工', percent: 3.5, stage: began });
    expect([status, body.stage, body.percent, body.organisation]).toEqual([
      201,
      began,
      3.5,
      'china-railway-xian',
    ]);
    const after = (await app.ask<ProjectAnswer>('/api/v1/projects/test-line')).body;
    expect(after).toMatchObject({ stage: 'construction', late: null, percent: 3.5 });
    expect(after.stages[2]).toEqual({
      stage: 'construction',
      planned: '2026-06',
      actual: null,
      reported: { on: '2026-07-15', report: body.id },
      state: 'reachedLate',
      daysLate: 15,
    });
    await app.ask(`/api/v1/progress-reports/${body.id}/withdrawal`, {
      method: 'POST',
      body: JSON.stringify({ reason: '日期有误' }),
      token: clerk,
    });
    expect((await app.ask<ProjectAnswer>('/api/v1/projects/test-line')).body).toMatchObject({
      stage: 'approved',
      percent: null,
      late: { stage: 'construction' },
    });
  });

  it.each<[string, object, number]>([
    ['a stage that lies ahead', { text: 'x', stage: { stage: 'completed', on: '2027-01' } }, 400],
    ['a stage before the one before it', { text: 'x', stage: { stage: 'construction', on: '2023' } }, 400],
    ['a stage whose day the library has', { text: 'x', stage: { stage: 'approved', on: '2024-06' } }, 409],
    ['no stage', { text: 'x', stage: { stage: 'preparation', on: '2024' } }, 400],
    ['a day that is none', { text: 'x', stage: { stage: 'completed', on: '2025-02-30' } }, 400],
  ])('are refused with %s', async (_case, body, status) => {
    expect((await report<Problem>(body)).status).toBe(status);
  });

  it('come from those who answer for it alone', async () => {
    const other = await app.token('uploader', 'shaanxi-water');
    const nobody = await app.token('uploader');
    for (const [token, status] of [
      [other, 403],
      [nobody, 403],
      [viewer, 403],
      [clerk, 201],
    ] as const)
      expect((await report({ text: '正常推进' }, token)).status).toBe(status);
    expect((await report({ text: 'x', organisation: 'shaanxi-drc' }, clerk)).status).toBe(403);
  });
});
