import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport, ImportSheet, Problem } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

async function check(name: string, body: string | Buffer, query = ''): Promise<ImportReport> {
  const form = new FormData();
  form.append('file', new Blob([typeof body === 'string' ? body : new Uint8Array(body)]), name);
  const { body: report } = await app.ask<ImportReport>(`/api/v1/imports?dryRun=true&onError=skip${query}`, {
    method: 'POST',
    body: form,
  });
  return report;
}
const sheetOf = async (id: number, query = '') =>
  (await app.ask<ImportSheet>(`/api/v1/imports/${id}/sheet${query}`)).body;
const fixture = (name: string) => readFile(join(process.cwd(), 'libs/ingest/test/fixtures', name));

it('shows a long file as it stands, with each fault at its cell and what its values were read as', async () => {
  const { id } = await check(
    '地铁.csv',
    '指标,地区,时期,数值,单位\nmetro_length,西安市,2018年, 123.4 ,公里\nmetro_length,西按市,2019年,abc,公里\nmetro_length,西安市,2017年,88①,公里\n',
  );
  const sheet = await sheetOf(id);
  expect(sheet.columns.slice(0, 5)).toEqual([
    { column: 1, field: 'indicator' },
    { column: 2, field: 'ref_area' },
    { column: 3, field: 'time_period' },
    { column: 4, field: 'obs_value' },
    { column: 5, field: 'unit' },
  ]);
  expect(sheet.lines.map(({ line, role }) => [line, role])).toEqual([
    [1, 'header'],
    [2, 'values'],
    [3, 'values'],
    [4, 'values'],
  ]);
  expect(sheet.lines[1]).toMatchObject({
    cells: ['metro_length', '西安市', '2018年', ' 123.4 ', '公里'],
    marks: [],
    readings: [{ column: 4, area: '610100', period: '2018', value: '123.4' }],
  });
  expect(sheet.lines[2]?.marks.map(({ kind, code, column }) => [kind, code, column])).toEqual([
    ['fault', 'unknown-area', 2],
    ['fault', 'not-a-number', 4],
  ]);
  expect(sheet.lines[3]?.marks).toContainEqual(
    expect.objectContaining({ kind: 'warning', code: 'footnote-mark', column: 4 }),
  );
  expect([sheet.next, sheet.width]).toEqual([null, 5]);
});

it('shows a workbook with its titles and header, and what its lines and columns were taken for', async () => {
  const { id } = await check('年鉴.xlsx', await fixture('layout-fault-unknown-labels.xlsx'));
  const sheet = await sheetOf(id);
  const faults = sheet.lines.flatMap(({ line, cells, marks }) =>
    marks.map(({ code, column }) => [line, code, column === null ? null : cells[column - 1]]),
  );
  expect(faults).toEqual([
    [4, 'unit-slip', '1'],
    [5, 'unknown-area', '西按市'],
    [6, 'not-a-number', '十二'],
    [6, 'bounded-value', '>3'],
  ]);
  expect(sheet.lines.map(({ role }) => role)).toEqual([
    'title',
    'title',
    'header',
    'values',
    'values',
    'values',
    'passed-over',
  ]);
  expect(sheet.columns).toEqual([
    { column: 1, field: 'ref_area' },
    { column: 2, field: 'obs_value' },
    { column: 3, field: 'obs_value' },
  ]);
});

it('shows the table that a question is asked about', async () => {
  const report = await check('年鉴.xlsx', await fixture('layout-question-which-area.xlsx'));
  expect(report.questions.length).toBeGreaterThan(0);
  const { lines } = await sheetOf(report.id);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.every(({ role }) => role === null)).toBe(true);
});

it('of a long file keeps its first lines and every line with a fault, window by window', async () => {
  const rows = Array.from({ length: 3000 }, (_, at) =>
    at >= 1000 && at < 2500
      ? `metro_length,西安市,2018-01-01,x${at},公里`
      : `metro_length,西安市,${1700 + Math.floor(at / 12)}-0${(at % 9) + 1},1,公里`,
  );
  const { id, rejectionCount } = await check('长.csv', `指标,地区,时期,数值,单位\n${rows.join('\n')}\n`);
  expect(rejectionCount).toBeGreaterThanOrEqual(1500);
  const seen: number[] = [];
  for (let after: number | null = 0; after !== null;) {
    const sheet: ImportSheet = await sheetOf(id, `?after=${after}&limit=200`);
    expect(sheet.lines.length).toBeLessThanOrEqual(200);
    seen.push(...sheet.lines.filter(({ marks }) => marks.length > 0).map(({ line }) => line));
    if (after === 0)
      expect(sheet.lines.slice(0, 40).map(({ line }) => line)).toEqual(
        rows.slice(0, 40).map((_, at) => at + 1),
      );
    after = sheet.next;
  }
  const faulty = Array.from({ length: 1500 }, (_, at) => at + 1002);
  expect(seen.filter((line) => line >= 1002 && line < 2502)).toEqual(faulty);
  expect(new Set(seen).size).toBe(seen.length);
  const [last] = (await sheetOf(id, '?after=2400&limit=1')).lines;
  expect([last?.line, last?.cells[3], last?.marks[0]?.column]).toEqual([2401, 'x2399', 4]);
});

it('does not grow with what a cell holds, and is no import for nobody', async () => {
  const wide = `${'长'.repeat(5000)},`.repeat(150);
  const { id } = await check('宽.csv', `指标,地区,时期,数值\n${`${wide}\n`.repeat(60)}`);
  const text = JSON.stringify(await sheetOf(id));
  expect(text.length).toBeLessThan(400_000);
  expect((await app.ask<Problem>('/api/v1/imports/987654/sheet')).body).toMatchObject({ code: 'not-found' });
  expect((await app.ask(`/api/v1/imports/${id}/sheet?limit=0`)).status).toBe(400);
});

it('takes names and cells with any characters, and gives them back as text', async () => {
  const name = '<img src=x onerror=alert(1)>\u202Egnp.csv';
  const { id, file } = await check(
    name,
    '指标,地区,时期,数值\n"<script>alert(1)</script>",西安市,2018年,1\n',
  );
  expect(file.name).toBe(name);
  expect((await sheetOf(id)).lines[1]?.cells[0]).toBe('<script>alert(1)</script>');
  const raw = await app.ask<ImportReport>(
    `/api/v1/imports?dryRun=true&name=${encodeURIComponent('a\0b\uFFFDc.csv')}`,
    {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值\nmetro_length,西安市,2018年,1\n',
    },
  );
  expect([raw.status, raw.body.file.name]).toEqual([200, 'ab\uFFFDc.csv']);
});

it('lists imports by name, state, person and kind, page by page', async () => {
  const uploader = await app.token('uploader');
  const upload = (name: string, query: string) =>
    app.ask<ImportReport>(`/api/v1/imports?name=${encodeURIComponent(name)}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值\nmetro_length,西安市,2018年,1\n',
      token: uploader,
    });
  const checked = (await upload('季报100%.csv', '&dryRun=true')).body;
  const landed = (await upload('季报1000.csv', '')).body;
  const list = async (query: string) =>
    (await app.ask<ImportReport[]>(`/api/v1/imports?${query}`)).body.map(({ id }) => id);
  const by = `by=${encodeURIComponent(landed.uploadedBy)}`;
  expect(await list(by)).toEqual([landed.id, checked.id]);
  expect(await list(`file=${encodeURIComponent('100%')}`)).toEqual([checked.id]);
  expect(await list(`${by}&kind=checks`)).toEqual([checked.id]);
  expect(await list(`${by}&kind=imports&state=applied`)).toEqual([landed.id]);
  expect(await list(`${by}&limit=1&before=${landed.id}`)).toEqual([checked.id]);
  expect((await app.ask('/api/v1/imports?state=lost')).status).toBe(400);
  expect((await app.ask('/api/v1/imports?limit=1000')).status).toBe(400);
});
