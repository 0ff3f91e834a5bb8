import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { rejectionsCsv } from '#ingest';
import { readObservations, readVintages, type Database } from '#storage';
import { parseAsOf } from '#time-period';
import { countRows, importContent, timeZone } from '../test/import-content.js';
import { openSampleDatabase, textOf, type SampleDatabase } from '../test/sample-database.js';

let sample: SampleDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  sample = await openSampleDatabase();
  ({ database, folder } = sample);
});
afterEach(() => sample.forgetImports());
afterAll(() => sample.close());

const header = 'indicator,ref_area,time_period,obs_value,released_on,comment\n';
const fixture = (name: string) => readFile(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));

async function valuesOf(indicator: string, asOf?: string): Promise<[string, string][]> {
  const instant = asOf === undefined ? undefined : parseAsOf(asOf, timeZone);
  const rows = await readObservations(database, {
    indicators: [indicator],
    ...(instant && { asOf: instant }),
  });
  return rows.map((row): [string, string] => [row.periodEnd, row.value]).toSorted();
}

describe('the collected file of international routes, which gives two values for 2019-08', () => {
  it('is refused, each line naming the other and both values; nothing lands', async () => {
    const before = await countRows(database);
    const report = await importContent(database, folder, await fixture('international-routes-conflict.csv'));
    expect(report).toMatchObject({
      state: 'rejected',
      rows: { read: 10, inserted: 0, rejected: 2 },
      rejectionCount: 2,
      verdictChanges: [],
      file: { format: 'csv', encoding: 'utf-8', layout: 'long' },
    });
    expect(report.rejections.map(({ line, column, code, value }) => [line, column, code, value])).toEqual([
      [8, 'obs_value', 'conflicting-duplicate', '73'],
      [9, 'obs_value', 'conflicting-duplicate', '74'],
    ]);
    for (const { message } of report.rejections) {
      for (const part of ['第 8 行', '第 9 行', '73', '74']) expect(message).toContain(part);
    }
    expect(await countRows(database)).toEqual(before);
  });

  it('lands without the two when told to skip, and counts the value that it gives twice', async () => {
    const report = await importContent(database, folder, await fixture('international-routes-conflict.csv'), {
      onError: 'skip',
    });
    expect(report).toMatchObject({
      state: 'applied',
      rows: { read: 10, inserted: 7, revised: 0, unchanged: 0, duplicate: 1, rejected: 2 },
      verdictChanges: [{ target: 'international-routes-2020', from: null }],
    });
    expect(await valuesOf('international_routes')).toEqual([
      ['2015-04-30', '28'],
      ['2016-12-31', '45'],
      ['2017-12-31', '58'],
      ['2018-12-31', '64'],
      ['2019-12-31', '88'],
      ['2021-09-30', '92'],
      ['2024-06-30', '108'],
    ]);
  });

  it('comes back as a file of the refused rows that can be mended and sent again', async () => {
    const { id } = await importContent(database, folder, await fixture('international-routes-conflict.csv'));
    const csv = await textOf(rejectionsCsv(database.manager, id));
    const lines = csv.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^\uFEFFindicator_code,.*,released_on,note,行号,列,代码,原因$/);
    expect(lines[1]).toMatch(/,73,条,.*,8,obs_value,conflicting-duplicate,.*74/);
    const mended = lines.filter((_, index) => index !== 2).join('\r\n');
    expect(await importContent(database, folder, mended)).toMatchObject({
      state: 'applied',
      file: { encoding: 'utf-8-bom' },
      rows: { inserted: 1 },
    });
    expect(await valuesOf('international_routes')).toEqual([['2019-08-31', '73']]);
  });

  it('comes back without formulas for the spreadsheet that opens it, numbers as they were', async () => {
    const text = `${header}=1+1,610100,2018,-5,,"=HYPERLINK(""http://example.org"")"\n`;
    const { id } = await importContent(database, folder, text);
    const [, row] = (await textOf(rejectionsCsv(database.manager, id))).split('\r\n');
    expect(row).toMatch(/^'=1\+1,610100,2018,-5,,"'=HYPERLINK\(""http:\/\/example\.org""\)",2,/);
  });
});

describe('a dry run', () => {
  it('leaves nothing and reports what the file would do', async () => {
    const file = await fixture('international-routes-conflict.csv');
    const before = await countRows(database);
    const dry = await importContent(database, folder, file, { dryRun: true, onError: 'skip' });
    expect(await countRows(database)).toEqual(before);
    const wet = await importContent(database, folder, file, { onError: 'skip' });
    expect(dry).toMatchObject({ state: 'validated', dryRun: true });
    expect(wet.state).toBe('applied');
    const { rows, rejections, warnings, verdictChanges } = wet;
    expect(dry).toMatchObject({ rows, rejections, warnings, verdictChanges });
    expect(wet.verdictChanges).toHaveLength(1);
  });

  it('of a file with a refused row is rejected', async () => {
    const report = await importContent(database, folder, `${header}international_routes,610100,2018,x,,\n`, {
      dryRun: true,
    });
    expect(report).toMatchObject({ state: 'rejected', rows: { read: 1, rejected: 1 } });
  });
});

describe('sending a file again', () => {
  const first = `${header}international_routes,610100,2018,64,2019-03-01,\ninternational_routes,610100,2019,88,,\n`;

  it('the same file changes nothing', async () => {
    await importContent(database, folder, first);
    const before = await countRows(database);
    const report = await importContent(database, folder, first, { at: '2026-04-01T00:00:00Z' });
    expect(report).toMatchObject({
      state: 'applied',
      rows: { read: 2, inserted: 0, revised: 0, unchanged: 2, duplicate: 0, rejected: 0 },
      verdictChanges: [],
    });
    // Nothing but that it was sent.
    expect(await countRows(database)).toEqual({ ...before, audit_entry: before['audit_entry']! + 1 });
  });

  it('a file dated on the day it is sent changes nothing when it is sent again the next day', async () => {
    const dated = `${header}international_routes,610100,2018,64,2026-03-15,\n`;
    await importContent(database, folder, dated, { at: '2026-03-15T02:00:00Z' });
    const report = await importContent(database, folder, dated, { at: '2026-03-16T02:00:00Z' });
    expect(report.rows).toMatchObject({ unchanged: 1, revised: 0 });
  });

  it('a corrected value is a revision, counted apart from new ones', async () => {
    await importContent(database, folder, first);
    const corrected = `${first.replace(',88,', ',89,')}international_routes,610100,2017,58,,\n`;
    const report = await importContent(database, folder, corrected, { at: '2026-04-01T00:00:00Z' });
    expect(report.rows).toEqual({
      read: 3,
      inserted: 1,
      revised: 1,
      unchanged: 1,
      duplicate: 0,
      rejected: 0,
      missing: 0,
    });
    expect(await valuesOf('international_routes')).toEqual([
      ['2017-12-31', '58'],
      ['2018-12-31', '64'],
      ['2019-12-31', '89'],
    ]);
  });

  it('an older release that is loaded later changes the history, not the current value', async () => {
    await importContent(database, folder, `${header}international_routes,610100,2019,88,2020-02-17,\n`);
    const report = await importContent(
      database,
      folder,
      `${header}international_routes,610100,2019,85,2020-01-10,\n`,
      { at: '2026-04-01T00:00:00Z' },
    );
    expect(report.rows).toMatchObject({ inserted: 0, revised: 1 });
    expect(await valuesOf('international_routes')).toEqual([['2019-12-31', '88']]);
    expect(await valuesOf('international_routes', '2020-02-01')).toEqual([['2019-12-31', '85']]);
  });
});

describe('the three releases of US GDP for 2014-Q1 (ALFRED)', () => {
  const releases = [
    'us_gdp,us,2014-Q1,17149.6,2014-04-30,advance estimate',
    'us_gdp,us,2014-Q1,17101.3,2014-05-29,second estimate',
    'us_gdp,us,2014-Q1,17016.0,2014-06-25,third estimate',
  ];

  async function expectHistory(): Promise<void> {
    const known: Record<string, string | undefined> = {};
    for (const day of ['2014-04-29', '2014-04-30', '2014-05-28', '2014-05-29', '2014-06-24', '2014-06-25'])
      known[day] = (await valuesOf('us_gdp', day))[0]?.[1];
    expect(known).toEqual({
      '2014-04-29': undefined,
      '2014-04-30': '17149.6',
      '2014-05-28': '17149.6',
      '2014-05-29': '17101.3',
      '2014-06-24': '17101.3',
      '2014-06-25': '17016.0',
    });
    expect(await valuesOf('us_gdp')).toEqual([['2014-03-31', '17016.0']]);
  }

  it('in one file are one history, with a warning for each revision', async () => {
    const report = await importContent(database, folder, `${header}${releases.join('\n')}\n`);
    expect(report).toMatchObject({ state: 'applied', rows: { inserted: 1, revised: 2, rejected: 0 } });
    expect(report.warnings.map(({ line, code }) => [line, code])).toEqual([
      [3, 'several-vintages'],
      [4, 'several-vintages'],
    ]);
    await expectHistory();
  });

  it.each([
    ['in order', [0, 1, 2]],
    ['in any order', [2, 0, 1]],
  ])('in three files %s are the same history', async (_, order) => {
    for (const index of order) await importContent(database, folder, `${header}${releases[index]}\n`);
    await expectHistory();
    const vintages = await readVintages(database, { indicators: ['us_gdp'] });
    expect(vintages.map((vintage) => vintage.comment)).toEqual([
      'advance estimate',
      'second estimate',
      'third estimate',
    ]);
  });
});

describe('files as they come', () => {
  it('GB18030 with semicolons and Chinese names, released dates and provenance kept', async () => {
    const text =
      '指标;地区;年份;数值;单位;状态;发布日期;source_title;备注\r\n' +
      '国际（地区）航线数（累计开通）;西安;2018年;64;条;正常;2019年3月1日;江苏龙;"当年新开7条;含地区"\r\n';
    const report = await importContent(database, folder, iconv.encode(text, 'gb18030'));
    expect(report).toMatchObject({ state: 'applied', file: { encoding: 'gb18030' }, rows: { inserted: 1 } });
    expect(await readVintages(database, { indicators: ['international_routes'] })).toMatchObject([
      {
        value: '64',
        status: 'A',
        knownFrom: new Date('2019-03-01T15:59:59.999Z'),
        source: { source_title: '江苏龙' },
        comment: '当年新开7条;含地区',
      },
    ]);
  });

  it('line breaks, tabs and backslashes in a comment come back as they were', async () => {
    const comment = 'a\tb\\n\r\nc "d" \\.';
    await importContent(
      database,
      folder,
      `${header}international_routes,610100,2018,64,,"${comment.replaceAll('"', '""')}"\n`,
    );
    expect(await readVintages(database, {})).toMatchObject([{ comment }]);
  });

  it('every fault of a file in one pass, with its line, whatever stands before it', async () => {
    const text = [
      'indicator,ref_area,time_period,obs_value,released_on,comment',
      'international_routes,610100,2016,45,,"two',
      'lines"',
      'internatonal_routes,999999,2017,58,,',
      '',
      'international_routes,610100,2018,>60,,',
      'international_routes,610100,2018,64,,"open',
      'international_routes,610100,2019',
      'international_routes,610100,2019,88,,备\uFFFD注',
    ].join('\r\n');
    const report = await importContent(database, folder, text);
    expect(report.rejections.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '4 indicator unknown-indicator',
      '4 ref_area unknown-area',
      '6 obs_value bounded-value',
      '7  missing-cell',
      '8 obs_value missing-cell',
      '9 comment encoding-error',
    ]);
    expect(report.rows).toMatchObject({ read: 6, rejected: 5 });
    expect(report.rejectionCount).toBe(6);
  });

  it('a header with a fault lands nothing, not even when rows may be skipped', async () => {
    const text = 'indicator,ref_area,time_period,obs_value,颜色\ninternational_routes,610100,2018,64,红\n';
    const report = await importContent(database, folder, text, { onError: 'skip' });
    expect(report).toMatchObject({
      state: 'rejected',
      rejections: [{ line: 1, column: '颜色', code: 'unknown-column' }],
      rows: { read: 1, rejected: 0 },
    });
    expect(await valuesOf('international_routes')).toEqual([]);
  });

  it('a header alone is refused', async () => {
    expect(await importContent(database, folder, `${header}\r\n\r\n`)).toMatchObject({
      state: 'rejected',
      rejections: [{ line: 2, code: 'missing-value', message: '没有数据行' }],
    });
  });

  it('what is no table is refused before there is a report', async () => {
    await expect(importContent(database, folder, Buffer.from('504b030414000600', 'hex'))).rejects.toThrow(
      /not-a-table/,
    );
    expect(await database.query('select from import')).toEqual([]);
  });

  it('an organisation cannot write what another owns', async () => {
    const report = await importContent(database, folder, `${header}us_gdp,us,2014-Q1,17149.6,,\n`, {
      caller: { name: 'airport', role: 'uploader', organisation: 'west-airport-group' },
    });
    expect(report).toMatchObject({
      state: 'rejected',
      uploadedBy: 'airport',
      rejections: [{ line: 2, column: 'indicator', code: 'not-permitted' }],
    });
  });
});
