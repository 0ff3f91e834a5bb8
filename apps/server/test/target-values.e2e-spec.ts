import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { ImportReport, Problem, ScorecardRow, TargetValue, ValueVintage, VintageRow } from '#contract';
import { seedsFolder, startTestApplication, type TestApplication } from './test-application.js';

const target = 'international-routes-2020';
const path = `/api/v1/targets/${target}/values`;
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let app: TestApplication;
beforeAll(async () => {
  app = await startTestApplication();
  const { body } = await app.ask<ImportReport>('/api/v1/imports?name=revised.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body:
      '指标,地区,时期,数值,发布日期,备注,source_title\n' +
      'international_routes,西安市,2019年,86,2020-06-01,"=1+1, 按新口径修订",修订公报\n' +
      'international_routes,西安市,2018年,65,,,\n',
  });
  expect([body.state, body.rows.revised]).toEqual(['applied', 2]);
});
afterAll(() => app.close());

const values = async (query = '') => (await app.ask<TargetValue[]>(path + query)).body;
const of = (all: readonly TargetValue[], period: string) => all.filter((one) => one.period === period);

it('lists every value with when it was published, by whom, and what took its place', async () => {
  const all = await values();
  const [before, after] = of(all, '2019');
  expect(before).toMatchObject({
    value: 88,
    decimal: '88',
    status: 'A',
    released: true,
    knownFrom: '2020-02-17T15:59:59.999Z',
    knownTo: '2020-06-01T15:59:59.999Z',
    import: { id: 1 },
  });
  expect(before?.source['source_title']).toContain('陕西日报');
  expect(after).toMatchObject({
    value: 86,
    knownTo: null,
    released: true,
    comment: '=1+1, 按新口径修订',
    import: { id: 2, fileName: 'revised.csv', sheet: null, line: 2, column: null },
    source: { source_title: '修订公报' },
  });
  // Without a release date a value counts as known from its import on, and no date is made up.
  expect(of(all, '2018').map(({ released, knownFrom }) => [released, knownFrom])).toEqual([
    [true, '2019-03-01T15:59:59.999Z'],
    [false, '2026-11-23T04:00:00.000Z'],
  ]);
});

it('tells as of a day only what was known then', async () => {
  expect(of(await values('?asOf=2020-03-01'), '2019').map(({ value, knownTo }) => [value, knownTo])).toEqual([
    [88, null],
  ]);
  expect((await values('?asOf=2018-12-31')).map(({ period }) => period)).toEqual(['2015-04', '2016', '2017']);
});

it('has, of every target, the values that its verdict speaks of', async () => {
  const { body: rows } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
  const missing: string[] = [];
  for (const row of rows) {
    const { body } = await app.ask<TargetValue[]>(`/api/v1/targets/${row.target}/values`);
    const standing = body.filter(({ knownTo }) => knownTo === null);
    if (new Set(standing.map(({ period }) => period)).size !== standing.length)
      missing.push(`${row.target}: twice`);
    const { observed } = row;
    if (
      observed &&
      !standing.some(({ period, value }) => period === observed.period && value === observed.value)
    )
      missing.push(`${row.target}: ${observed.period}`);
  }
  expect(rows.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

it('hands them over as CSV that Excel takes for nothing but values', async () => {
  const { status, body, headers } = await app.ask<string>(`${path}.csv?asOf=2020-07-01`);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toBe(`attachment; filename=${target}-2020-07-01-zh.csv`);
  expect(headers.get('content-type')).toMatch(/^text\/csv/);
  const bytes = Buffer.from(
    await (await fetch(`${app.url}${path}.csv?asOf=2020-07-01`, await asViewer())).arrayBuffer(),
  );
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = body.replace(/^\uFEFF/, '').split('\r\n');
  expect(lines[0]).toMatch(/^目标代码,时期,数值,单位,数据状态,是否现行,公布或导入日期,/);
  const of2019 = lines.filter((line) => line.startsWith(`${target},2019,`));
  expect(of2019[0]).toContain(`${target},2019,88,条,正式数,否,2020-02-17,公布日期,2020-06-01,`);
  expect(of2019[1]).toContain(`${target},2019,86,条,正式数,是,2020-06-01,公布日期,,86.25,`);
  expect(of2019[1]).toContain(`"'=1+1, 按新口径修订",修订公报,2020-07-01`);
  // The due period has no value, but a target and a forecast.
  expect(lines.find((line) => line.startsWith(`${target},2020,`))).toMatch(/,,条,,,,,,100,100,,\d/);
});

it('hands them over as a workbook with the verdict beside them', async () => {
  const answer = await fetch(`${app.url}${path}.xlsx?asOf=2020-03-01&lang=en`, await asViewer());
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${target}-2020-03-01-en.xlsx`);
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
  expect(sheets.map(({ name }) => name)).toEqual(['Values', 'Verdict']);
  const rows = sheets[0]!.rows;
  expect(rows[0]?.slice(0, 4)).toEqual(['target', 'period', 'value', 'unit']);
  expect(rows.find((row) => row[1] === '2019')?.slice(2, 6)).toEqual([88, 'routes', 'final', 'yes']);
  const facts = new Map(sheets[1]!.rows.map(([name, value]) => [name, value]));
  expect([facts.get('status'), facts.get('as_of'), facts.get('pace')]).toEqual(
    expect.arrayContaining(['On track', '2020-03-01']),
  );
  expect(facts.get('pace')).toBeCloseTo(1.0424, 4);
});

it('names the place of a value in its file: sheet and cell of a workbook, with the export and the history too', async () => {
  const seeds = (await readFile(join(seedsFolder, 'observations.csv'), 'utf8')).split('\n');
  const seedLine = seeds.findIndex((line) => line.startsWith('international_routes,610100,2017,')) + 1;
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '航空',
        rows: [
          ['西安市航空运输'],
          [],
          ['地区', '指标', '2016年', '2017年'],
          ['西安市', '国际（地区）航线数（累计开通）', 46, 59],
        ],
      },
    ],
  });
  const { body: report } = await app.ask<ImportReport>(
    `/api/v1/imports?name=${encodeURIComponent('2019年统计公报.xlsx')}`,
    { method: 'POST', headers: { 'content-type': xlsxType }, body: Buffer.from(bytes) },
  );
  expect([report.state, report.rows.revised]).toEqual(['applied', 2]);
  const brought = { id: report.id, fileName: '2019年统计公报.xlsx', sheet: '航空', line: 4 };
  const all = await values();
  expect(of(all, '2016').at(-1)?.import).toMatchObject({ ...brought, column: 'C' });
  expect(of(all, '2017').at(-1)?.import).toMatchObject({ ...brought, column: 'D' });

  const query = 'area=610100&period=2017';
  const { body: vintages } = await app.ask<ValueVintage[]>(
    `/api/v1/indicators/international_routes/vintages?${query}`,
  );
  expect(vintages.map(({ value, sheet, line, column }) => [value, sheet, line, column])).toEqual([
    ['59', '航空', 4, 'D'],
    ['58', null, seedLine, null],
  ]);
  const { body: history } = await app.ask<VintageRow[]>(
    '/api/v1/observations/vintages?indicator=international_routes&area=610100&from=2017&to=2017',
  );
  expect(history.map(({ value, line, column }) => [value, line, column])).toEqual([
    [58, seedLine, null],
    [59, 4, 'D'],
  ]);

  const { body: csv } = await app.ask<string>(`${path}.csv`);
  const heading = csv.split('\r\n')[0]!.split(',');
  const row = csv.split('\r\n').find((line) => line.startsWith(`${target},2017,59,`));
  const at = (name: string) => row?.split(',')[heading.indexOf(name)];
  expect(['导入文件', '工作表', '文件行号', '文件列'].map(at)).toEqual([
    '2019年统计公报.xlsx',
    '航空',
    '4',
    'D',
  ]);

  await app.ask(`/api/v1/imports/${report.id}/undo`, { method: 'POST' });
  expect(of(await values(), '2017').map((one) => one.import?.line)).toEqual([seedLine]);
});

it('is for whoever may read, and knows its targets', async () => {
  for (const file of ['', '.csv', '.xlsx'])
    expect((await app.ask<Problem>(path + file, { token: null })).status).toBe(401);
  expect((await app.ask<Problem>('/api/v1/targets/no-such/values.csv')).body.code).toBe('not-found');
  expect((await app.ask<Problem>(`${path}?asOf=yesterday`)).body.code).toBe('invalid-as-of');
});

async function asViewer(): Promise<RequestInit> {
  return { headers: { authorization: `Bearer ${await app.token('viewer')}` } };
}
