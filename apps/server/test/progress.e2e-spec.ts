import type { Problem, ProgressReport, TaskAnswer, TaskRow } from '#contract';
import { zipOf } from '../../../libs/ingest/test/zip-of.js';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;
let clerk: string;
let viewer: string;

beforeAll(async () => {
  app = await startTestApplication();
  clerk = await app.token('uploader', 'shaanxi-water');
  viewer = await app.token('viewer');
});
afterAll(() => app.close());

const report = <T = ProgressReport>(body: object, token: string | null = clerk, task = '21') =>
  app.ask<T>(`/api/v1/tasks/${task}/reports`, { method: 'POST', body: JSON.stringify(body), token });
const withdraw = <T = ProgressReport>(id: number, reason: string, token: string | null = clerk) =>
  app.ask<T>(`/api/v1/progress-reports/${id}/withdrawal`, {
    method: 'POST',
    body: JSON.stringify({ reason }),
    token,
  });
const reports = async () =>
  (await app.ask<ProgressReport[]>('/api/v1/tasks/21/reports', { token: viewer })).body;

function form(body: unknown, ...files: [name: string, content: string | Buffer<ArrayBuffer>][]): FormData {
  const data = new FormData();
  data.append('report', JSON.stringify(body));
  for (const [name, content] of files) data.append('evidence', new Blob([content]), name);
  return data;
}
const send = <T = ProgressReport>(data: FormData, token = clerk) =>
  app.ask<T>('/api/v1/tasks/21/reports', { method: 'POST', body: data, token });

describe('tasks', () => {
  it('come all 42 with their newest report and their projects, to whoever is logged in', async () => {
    const { body: made } = await report({ text: '引汉济渭工程进展顺利', percent: 62.5 });
    const { status, body } = await app.ask<TaskRow[]>('/api/v1/tasks', { token: viewer });
    expect([status, body.length]).toEqual([200, 42]);
    expect(body[20]).toMatchObject({
      number: 21,
      organisations: ['shaanxi-water', 'shaanxi-ecology-environment'],
      reportCount: 1,
      newestReport: { id: made.id, text: '引汉济渭工程进展顺利', percent: 62.5, author: 'uploader-2' },
    });
    expect(body[0]).toMatchObject({ reportCount: 0, newestReport: null });
    expect((await app.ask('/api/v1/tasks', { token: null })).status).toBe(401);
  });

  it('come one by one with the verdicts of their targets together', async () => {
    const { body } = await app.ask<TaskAnswer>('/api/v1/tasks/6');
    expect(body).toMatchObject({ number: 6, rollUp: { key: '6', targets: body.rollUp!.members.length } });
    expect(body.rollUp!.members.map(({ target }) => target)).toContain('international-routes-2020');
    for (const number of ['0', '43', '1e3', 'x', '-1', '99999999999'])
      expect((await app.ask(`/api/v1/tasks/${number}`)).status).toBe(404);
  });
});

describe('a report', () => {
  it.each<[string, () => Promise<string | null>, number, string | null]>([
    ['nobody', () => Promise.resolve(null), 401, null],
    ['a viewer', () => Promise.resolve(viewer), 403, null],
    ['an uploader of another organisation', () => app.token('uploader', 'shaanxi-drc'), 403, null],
    ['an uploader of no organisation', () => app.token('uploader'), 403, null],
    [
      'an uploader for another organisation',
      () => Promise.resolve(clerk),
      403,
      'shaanxi-ecology-environment',
    ],
    ['an administrator who does not say for whom', () => app.token('admin'), 400, null],
    ['an administrator for one that does not answer', () => app.token('admin'), 400, 'shaanxi-drc'],
  ])('is not taken from %s', async (_case, token, status, organisation) => {
    const before = (await reports()).length;
    expect((await report({ text: 'x', organisation }, await token())).status).toBe(status);
    expect(await reports()).toHaveLength(before);
  });

  it('is taken from an administrator for one that answers, and from a member of a group that does', async () => {
    const admin = await app.token('admin');
    expect((await report({ text: 'x', organisation: 'shaanxi-water' }, admin)).body.organisation).toBe(
      'shaanxi-water',
    );
    const member = await app.token('uploader', 'baoji-government');
    expect((await report({ text: '宝鸡枢纽', percent: 0 }, member, '12')).body).toMatchObject({
      task: 12,
      organisation: 'baoji-government',
      percent: 0,
    });
  });

  it.each<[string, object]>([
    ['no words', {}],
    ['blank words', { text: '  ' }],
    ['too many words', { text: '长'.repeat(5001) }],
    ['more than all', { text: 'x', percent: 101 }],
    ['less than nothing', { text: 'x', percent: -1 }],
    ['two decimals', { text: 'x', percent: 33.33 }],
    ['a stage, which a task has not', { text: 'x', stage: { stage: 'completed', on: '2020' } }],
    ['a key nobody knows', { text: 'x', author: 'minister' }],
    ['a correction of what is not there', { text: 'x', corrects: 999_999 }],
    ['a NUL', { text: 'a\u0000b' }],
  ])('is refused with %s', async (_case, body) => {
    expect((await report<Problem>(body)).status).toBe(400);
  });

  it('keeps author and time, and markup as the words that it is', async () => {
    app.setNow('2026-11-23T05:06:07Z');
    const text = '<script>alert(1)</script>\n第二行';
    const { body } = await report({ text });
    expect(body).toMatchObject({ text, author: 'uploader-2', createdAt: '2026-11-23T05:06:07.000Z' });
    const [audit]: { who: string; action: string; details: object }[] = await app.database.query(
      `select who, action, details from audit_entry where subject = 'task 21' order by id desc limit 1`,
    );
    expect(audit).toMatchObject({ who: 'uploader-2', action: 'report', details: { report: body.id } });
  });

  it('is corrected by another one of the same organisation, never changed', async () => {
    const { body: wrong } = await report({ text: '完成 90%', percent: 90 });
    const { body: right } = await report({ text: '应为 60%', percent: 60, corrects: wrong.id });
    const [newest, earlier] = await reports();
    expect([newest!.id, newest!.corrects, earlier!.correctedBy, earlier!.text]).toEqual([
      right.id,
      wrong.id,
      right.id,
      '完成 90%',
    ]);
    const other = await app.token('uploader', 'shaanxi-ecology-environment');
    expect((await report<Problem>({ text: 'x', corrects: wrong.id }, other)).status).toBe(400);
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect((await app.ask(`/api/v1/progress-reports/${wrong.id}`, { method })).status).toBe(404);
  });

  it('is withdrawn with a reason by its organisation or an administrator, once, and stays readable', async () => {
    const { body: made } = await report({ text: '误报' });
    const other = await app.token('uploader', 'shaanxi-ecology-environment');
    expect((await withdraw(made.id, 'x', other)).status).toBe(403);
    expect((await withdraw(made.id, 'x', viewer)).status).toBe(403);
    expect((await withdraw<Problem>(made.id, ' ')).status).toBe(400);
    const { status, body } = await withdraw(made.id, '填错任务');
    expect([status, body.text, body.withdrawn]).toEqual([
      200,
      '误报',
      { at: '2026-11-23T05:06:07.000Z', by: 'uploader-2', reason: '填错任务' },
    ]);
    expect((await withdraw<Problem>(made.id, '再次')).status).toBe(409);
    expect((await report<Problem>({ text: 'x', corrects: made.id })).status).toBe(409);
    const { body: task } = await app.ask<TaskAnswer>('/api/v1/tasks/21');
    expect(task.newestReport!.id).not.toBe(made.id);
    expect((await reports())[0]!.id).toBe(made.id);
    expect((await withdraw<Problem>(2 ** 40, 'x')).status).toBe(404);
  });

  it('comes in pages, the newest first', async () => {
    const all = await reports();
    const page = (query: string) => app.ask<ProgressReport[]>(`/api/v1/tasks/21/reports?${query}`);
    const first = (await page('limit=2')).body;
    const second = (await page(`limit=2&before=${first[1]!.id}`)).body;
    expect([...first, ...second]).toEqual(all.slice(0, 4));
    expect((await page('limit=0')).status).toBe(400);
  });
});

describe('evidence', () => {
  const pdf = '%PDF-1.7\n%…';

  it('is kept with its report and handed out to be saved, never to be shown or run', async () => {
    const docx = Buffer.from(
      zipOf([
        { name: '[Content_Types].xml', content: '<x/>' },
        { name: 'word/document.xml', content: '<x/>' },
      ]),
    );
    const { status, body } = await send(
      form({ text: '附批复', percent: 30 }, ['批复.html', pdf], ['进展.docx', docx]),
    );
    expect([status, body.evidence.map(({ name, mediaType }) => [name, mediaType])]).toEqual([
      201,
      [
        ['批复.html.pdf', 'application/pdf'],
        ['进展.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
      ],
    ]);
    const address = `${app.url}/api/v1/progress-reports/${body.id}/evidence/1`;
    const got = await fetch(address, { headers: { authorization: `Bearer ${viewer}` } });
    expect(await got.text()).toBe(pdf);
    expect(
      Object.fromEntries(
        [
          'content-type',
          'content-disposition',
          'content-security-policy',
          'x-content-type-options',
          'cache-control',
        ].map((name) => [name, got.headers.get(name)]),
      ),
    ).toEqual({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="??.html.pdf"; filename*=UTF-8''${encodeURIComponent('批复.html.pdf')}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect((await fetch(address)).status).toBe(401);
    for (const path of [`${body.id}/evidence/3`, `${body.id}/evidence/99999999999`, `99999999999/evidence/1`])
      expect((await app.ask(`/api/v1/progress-reports/${path}`)).status).toBe(404);
    expect((await app.ask(`/api/v1/progress-reports/${body.id}/evidence/x`)).status).toBe(400);
  });

  it.each<[string, () => FormData, number, string]>([
    ['a page', () => form({ text: 'x' }, ['a.pdf', '<html><script>1</script>']), 415, 'not-evidence'],
    [
      'one bad file among good ones',
      () => form({ text: 'x' }, ['a.pdf', pdf], ['b.pdf', Buffer.from('4d5a9000', 'hex')]),
      415,
      'not-evidence',
    ],
    [
      'a file over the limit',
      () => form({ text: 'x' }, ['a.pdf', Buffer.alloc(10_000_001, '%PDF-1.7')]),
      413,
      'too-large',
    ],
    [
      'too many files',
      () =>
        form({ text: 'x' }, ...Array.from({ length: 6 }, (_, at): [string, string] => [`${at}.pdf`, pdf])),
      413,
      'too-large',
    ],
    [
      'a report that is no JSON',
      () => {
        const data = new FormData();
        data.append('report', '{');
        return data;
      },
      400,
      'invalid-request',
    ],
    [
      'no report',
      () => {
        const data = new FormData();
        data.append('evidence', new Blob([pdf]), 'a.pdf');
        return data;
      },
      400,
      'invalid-request',
    ],
    ['words too long for a form', () => form({ text: '长'.repeat(50_000) }), 413, 'too-large'],
  ])('refuses %s, and then keeps nothing', async (_case, data, status, code) => {
    const before = await reports();
    const answer = await send<Problem>(data());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await reports()).toEqual(before);
  });
});
