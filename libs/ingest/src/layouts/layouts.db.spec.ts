import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importFile, readSeeds, rejectionsCsv } from '#ingest';
import { inTransaction, openDatabase, readObservations, saveCatalogue, type Database } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../storage/test/test-database.js';
import { admin, importContent, timeZone } from '../../test/import-content.js';
import { textOf } from '../../test/sample-database.js';

const seeds = fileURLToPath(new URL('../../../../seeds/', import.meta.url));
const at = '2026-11-20T02:00:00Z';

let server: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-layouts-'));
  server = await createTestDatabase();
  database = await openDatabase(server.url);
  const read = await readSeeds(seeds);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  await inTransaction(database, (tx) =>
    saveCatalogue(tx, read.catalogue, 'test', new Date('2026-01-01T00:00:00Z')),
  );
});
afterAll(async () => {
  await database.destroy();
  await server.drop();
  await rm(folder, { recursive: true });
});

const fixture = (name: string) =>
  readFile(fileURLToPath(new URL(`../../test/fixtures/${name}`, import.meta.url)));

it('a yearbook table lands, and its report says how it was understood', async () => {
  const report = await importContent(database, folder, await fixture('layout-yearbook-unit-column.csv'), {
    at,
  });
  expect(report).toMatchObject({
    state: 'applied',
    rows: { read: 9, inserted: 9, rejected: 0, missing: 3 },
    questions: [],
    file: { format: 'csv', layout: 'periods-across' },
    understood: {
      header: { first: 2, last: 2 },
      titles: [{ line: 1, text: '1-2 西安市主要统计指标' }],
      profile: null,
    },
  });
  expect(report.preview[6]).toMatchObject({
    line: 9,
    column: 'C（2018年）',
    indicator: 'changan_trains',
    value: '1235',
  });
  expect(report.warnings.filter(({ code }) => code === 'subtotal-left-out')).toHaveLength(1);
  const trains = await readObservations(database, { indicators: ['changan_trains'] });
  expect(trains.map(({ value }) => value)).toEqual(['1235', '2133', '3720']);
});

it('a table that leaves a question open is refused with it, and lands when it is answered', async () => {
  const file = await fixture('layout-question-which-area.csv');
  const asked = await importContent(database, folder, file, { at });
  expect(asked).toMatchObject({
    state: 'rejected',
    questions: [{ field: 'ref_area' }],
    rejections: [{ line: 2, column: 'ref_area', code: 'unclear-layout' }],
  });
  const path = fileURLToPath(new URL('../../test/fixtures/layout-question-which-area.csv', import.meta.url));
  const answered = await importFile(
    database,
    {
      path,
      name: 'table.csv',
      bytes: file.length,
      sha256: '0'.repeat(64),
      dryRun: true,
      onError: 'reject',
      answers: { ref_area: 'constant:610100' },
    },
    { caller: admin, now: () => new Date(at), timeZone },
  );
  expect(answered).toMatchObject({ state: 'validated', questions: [], rows: { read: 1 } });
});

it('the refused rows of a table come back beneath its titles and header, and land when they are mended', async () => {
  const file = await fixture('layout-fault-unknown-labels.csv');
  const refused = await importContent(database, folder, file, { at, onError: 'skip', dryRun: true });
  expect(refused).toMatchObject({ state: 'validated', rejectionCount: 3 });
  const csv = await textOf(rejectionsCsv(database.manager, refused.id));
  expect(csv.replace('\uFEFF', '').split('\r\n')).toEqual([
    '各市地区生产总值,,',
    '单位：亿元,,',
    '地区,2018年,2019年,行号,列,代码,原因',
    '西按市,1,2,5,A（地区）,unknown-area,不认识的地区 西按市；是不是 西安市？',
    '宝鸡市,十二,>3,6,B（2018年）；C（2019年）,not-a-number；bounded-value,十二 不是数；这是上下限，不是观测值',
    '',
  ]);
  const mended = csv.replace('西按市,1', '渭南市,1').replace('十二,>3', '12,3');
  expect(await importContent(database, folder, mended, { at, dryRun: true })).toMatchObject({
    state: 'validated',
    rows: { read: 4, rejected: 0 },
  });
});

it('a column of the table that has the name of a column of reasons is kept', async () => {
  const table = [
    '各市地区生产总值,,,',
    '单位：亿元,,,',
    '代码,地区,2018年,2019年',
    '610100,西安市,8349.86,约9300',
    '610300,宝鸡市,2265.16,2223.81',
  ].join('\n');
  const refused = await importContent(database, folder, table, { at, onError: 'skip', dryRun: true });
  const csv = await textOf(rejectionsCsv(database.manager, refused.id));
  expect(csv.split('\r\n').slice(2, 4)).toEqual([
    '代码,地区,2018年,2019年,行号,列,代码,原因',
    expect.stringMatching(/^610100,西安市,8349\.86,约9300,4,D（2019年）,not-a-number,/),
  ]);
});

it('a note beneath a long file is no row', async () => {
  const long =
    '指标,地区,时期,数值\n地区生产总值,西安市,2018,8349.86\n注：2018年为最终核实数。\n资料来源：统计局,,,\n';
  expect(await importContent(database, folder, long, { at, dryRun: true })).toMatchObject({
    state: 'validated',
    rows: { read: 1, rejected: 0, missing: 0 },
  });
});

it('refused rows of a block come back with the heading beside them', async () => {
  const file = await fixture('layout-fault-unknown-block.csv');
  const refused = await importContent(database, folder, file, { at, onError: 'skip', dryRun: true });
  const csv = await textOf(rejectionsCsv(database.manager, refused.id));
  expect(csv.replace('\uFEFF', '').split('\r\n').slice(0, 2)).toEqual([
    '地区,2019年,指标,行号,列,代码,原因',
    expect.stringMatching(/^西安市,2,第一产业增加值（亿元）,5,指标,unknown-indicator,不认识的指标/),
  ]);
  const mended = csv.replace('第一产业增加值（亿元）', '地区生产总值（亿元）');
  expect(await importContent(database, folder, mended, { at, dryRun: true })).toMatchObject({
    state: 'validated',
    rows: { read: 1, rejected: 0 },
  });
});

it('SDMX-CSV lands with its units converted', async () => {
  const report = await importContent(database, folder, await fixture('sdmx-csv-1.0.csv'), {
    at,
    dryRun: true,
  });
  expect(report).toMatchObject({
    state: 'validated',
    file: { layout: 'sdmx-csv-1.0' },
    rows: { read: 4, missing: 1, rejected: 0 },
  });
  expect(report.preview[0]).toMatchObject({
    value: expect.stringMatching(/^8349\.86/),
    unit: '亿元',
    written: '8349.86',
  });
});
