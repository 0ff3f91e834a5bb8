import { utils, write } from '@e965/xlsx';
import { editValue, undoImport } from '#ingest';
import { readVintages, type Database } from '#storage';
import { admin, importContent, timeZone } from '../test/import-content.js';
import { openSampleDatabase, type SampleDatabase } from '../test/sample-database.js';

let sample: SampleDatabase;
let database: Database;

beforeAll(async () => {
  sample = await openSampleDatabase();
  ({ database } = sample);
});
afterEach(async () => {
  await sample.forgetImports();
  await database.query('truncate undone_vintage');
});
afterAll(() => sample.close());

const header = 'indicator,ref_area,time_period,obs_value,released_on,comment\n';
const upload = (content: string | Buffer) => importContent(database, sample.folder, content);

/** Every vintage as "value: line column", oldest first. */
async function places(): Promise<string[]> {
  return (await readVintages(database, {})).map(
    ({ value, line, column }) => `${value}: ${line ?? 'no line'}${column === null ? '' : ` ${column}`}`,
  );
}

/** A workbook with one sheet. */
function workbook(rows: (string | number)[][]): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '航空');
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

it('is the line on which a row begins, blank ones and line breaks inside quotes counted', async () => {
  const row = (period: string, value: string, comment = '') =>
    `international_routes,610100,${period},${value},,${comment}\n`;
  const report = await upload(
    header + row('2015', '28') + '\n' + row('2016', '45', '"一\n二"') + row('2017', '58') + row('2018', '64'),
  );
  expect(await places()).toEqual(['28: 2', '45: 4', '58: 6', '64: 7']);
  // The same lines as the report shows, and as a fault would name.
  expect(report.preview.map(({ value, line }) => `${value}: ${line}`)).toEqual(await places());
});

it('stays with a value that an unordered file repeats, and whose series is read a second time', async () => {
  const row = (period: string, value: string) => `international_routes,610100,${period},${value},,\n`;
  await upload(header + row('2015', '28') + row('2016', '45') + row('2015', '28') + row('2017', '58'));
  expect(await places()).toEqual(['28: 2', '45: 3', '58: 5']);
});

it('of a table across is the cell: the row and the letters of the column', async () => {
  const report = await upload(
    workbook([
      ['西安市航空运输'],
      [],
      ['地区', '指标', '2018年', '2019年'],
      ['西安市', '国际（地区）航线数（累计开通）', 64, 88],
      [],
      ['西安市', '机场旅客吞吐量', 4465.33, 4722.05],
    ]),
  );
  expect(report.understood?.sheet).toBe('航空');
  expect(report.rejections).toEqual([]);
  expect((await places()).toSorted()).toEqual(['4465.33: 6 C', '4722.05: 6 D', '64: 4 C', '88: 4 D']);
});

it('goes with its value when the import is taken back, and comes with the file that is sent again', async () => {
  const file = (value: string, blank: number) =>
    `${header}${'\n'.repeat(blank)}international_routes,610100,2019,${value},,\n`;
  await upload(file('88', 3));
  const second = await upload(file('89', 7));
  expect(await places()).toEqual(['88: 5', '89: 9']);
  await undoImport(
    database,
    { importId: second.id, dryRun: false },
    { caller: admin, now: new Date('2026-03-20T02:00:00Z'), timeZone },
  );
  expect(await places()).toEqual(['88: 5']);
  await upload(file('89', 11));
  expect(await places()).toEqual(['88: 5', '89: 13']);
});

it('is none of a value that a person typed', async () => {
  const typed = {
    area: '610100',
    breakdown: {},
    period: '2019',
    status: 'A',
    reason: '更正',
    source: '',
  } as const;
  await editValue(
    database,
    { ...typed, indicator: 'international_routes', value: '88', seen: null, dryRun: false },
    { caller: admin, now: new Date('2026-03-20T02:00:00Z'), timeZone },
  );
  await upload(`${header}international_routes,610100,2019,89,,\n`);
  expect(await places()).toEqual(['89: 2', '88: no line']);
});
