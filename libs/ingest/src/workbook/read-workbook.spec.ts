import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#contract';
import { recognise, type Recognised } from '../recognise.js';
import { workbookEntries, zipOf } from '../../test/zip-of.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-workbook-'));
});
afterAll(() => rm(folder, { recursive: true }));

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../test/fixtures/${name}`, import.meta.url));
}

interface Opened extends Recognised {
  readonly lines: string[];
}

async function opened(content: string | Buffer, sheet?: string): Promise<Opened> {
  const path = join(folder, 'upload');
  if (typeof content === 'string') await copyFile(fixture(content), path);
  else await writeFile(path, content);
  const recognised = await recognise(path, { sheet });
  const lines = (await readFile(recognised.textPath, 'utf8')).split('\n');
  await recognised.discard();
  await expect(readFile(recognised.textPath)).rejects.toThrow('ENOENT');
  return { ...recognised, lines: lines.slice(0, -1) };
}

async function refusal(content: string | Buffer, sheet?: string): Promise<string> {
  try {
    await opened(content, sheet);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-a-table') return error.detail;
    throw error;
  }
  throw new Error('the workbook was not refused');
}

describe.each(['xlsx', 'xls'] as const)('tables as .%s', (format) => {
  it('a merged title and a two-level header: the text stands in the first cell of each', async () => {
    const { lines, ...file } = await opened(`merged-title-and-two-level-header.${format}`);
    expect(file).toMatchObject({
      format,
      encoding: '',
      delimiter: ',',
      sheets: ['3-2'],
      sheet: '3-2',
      hidden: null,
    });
    expect(lines).toEqual([
      '表3-2 陕西省和西安市空气质量与常住人口',
      '单位：微克/立方米、万人',
      '地区,PM2.5年平均浓度,,,,常住人口',
      ',2017年,2018年,2019年,2020年,2015年,2020年,2021年',
      '陕西省,57,51,48,43,3792.87,3952.9,3954',
      '西 安 市,73,63,57,51,870.56,1295.29,1316.3',
      '',
      '注：常住人口2020年为第七次全国人口普查数。 资料来源：各部门公布数。,,,,,,,',
    ]);
  });

  it.each(['dates-as-serial-numbers', 'dates-counted-from-1904'])(
    '%s: as much of a date as its cell shows',
    async (name) => {
      const { lines } = await opened(`${name}.${format}`);
      expect(lines).toEqual([
        '指标,地区,时期,数值,单位,发布日期',
        '地区生产总值,陕西省,2018,24438.32,亿元,2020-10-26',
        'PM2.5年平均浓度,陕西省,2018-12,76,微克/立方米,',
        'PM2.5年平均浓度,西安市,2019-12-31,57,微克/立方米,2020-01-31',
        '常住人口,西安市,2020-11-01,1295.29,万人,2021-05-20',
      ]);
    },
  );

  it('formulas by the value computed last, error cells, per cent, a unit behind the number', async () => {
    const { lines } = await opened(`formulas-errors-and-percent.${format}`);
    expect(lines.slice(1)).toEqual([
      '2016年,19165.39,,,…',
      '2017年,21898.81,2733.42,14.2622717304474%,#DIV/0!',
      '2018年,24438.32,2539.51,11.5965662061089%,#N/A',
      '2019年,25793.17,1354.85,6%,初步数',
    ]);
  });

  it('a hidden sheet is no candidate', async () => {
    const file = await opened(`hidden-sheet-beside-the-table.${format}`);
    expect(file).toMatchObject({ sheets: ['3-2'], sheet: '3-2', unclearSheet: false });
    expect(file.hidden).toBe('隐藏的工作表“旧数”没有读取');
  });

  it('hidden rows and columns are read, and told', async () => {
    const { hidden, lines } = await opened(`hidden-rows-and-columns.${format}`);
    expect(lines[2]).toBe('2016年,19165.39,');
    expect(hidden).toBe('第 3、4 行和 C 列是隐藏的，也照样读取');
  });

  it('of several sheets the only one with a table of values; empty ones are not named', async () => {
    const file = await opened(`several-sheets-one-table.${format}`);
    expect(file).toMatchObject({ sheets: ['说明', 'GDP'], sheet: 'GDP', unclearSheet: false });
    expect(file.lines[0]).toBe('陕西省地区生产总值');
  });

  it('several sheets with tables: a person must say which', async () => {
    const name = `several-sheets-several-tables.${format}`;
    const unclear = await opened(name);
    expect(unclear).toMatchObject({ sheets: ['GDP', '人口与空气'], sheet: null, unclearSheet: true });
    const told = await opened(name, '人口与空气');
    expect(told).toMatchObject({ sheets: ['GDP', '人口与空气'], sheet: '人口与空气', unclearSheet: false });
    expect(told.lines[2]).toBe('地区,PM2.5年平均浓度,,,,常住人口');
    expect(await refusal(name, '表9')).toMatch(/“表9”.*“GDP”、“人口与空气”/);
  });

  it('a workbook with a password', async () => {
    expect(await refusal(`encrypted.${format}`)).toMatch(/密码/);
  });

  it('a workbook that was cut off is refused, or nothing of the table was lost', async () => {
    const name = `merged-title-and-two-level-header.${format}`;
    const whole = await readFile(fixture(name));
    const { lines } = await opened(name);
    let refused = 0;
    for (let part = 1; part < 24; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 24));
      try {
        expect((await opened(cut)).lines).toEqual(lines);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.detail).toMatch(/损坏或不完整|这不是 Excel 工作簿/);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(15);
  });
});

describe('what programs write', () => {
  it('dates in the formats that Excel and WPS know by number, rich text, numbers stored as text', async () => {
    const { lines } = await opened('built-in-chinese-dates-rich-text-number-as-text.xlsx');
    expect(lines).toEqual([
      '指标,地区,时期,数值',
      '',
      'PM2.5年平均浓度,西安市,2019-12-31,57',
      'PM2.5年平均浓度,陕西省,2018-12,76',
      '常住人口,西安市,2020-11-01,1295.29',
    ]);
  });

  it('a formula that nobody ever computed is neither 0 nor an empty cell', async () => {
    const { lines } = await opened('formulas-never-computed-and-inline-strings.xlsx');
    expect(lines).toEqual([
      '年份,地区生产总值（亿元）,比上年增加,增速,说明',
      '2016年,19165.39,,,',
      '2017年,21898.81,#无缓存值,#无缓存值,',
      '2018年,24438.32,2539.51,11.5965662061089%,',
      '2019年,25793.17,#无缓存值,,',
    ]);
  });

  it.each<[string, string]>([
    ['values-left-beneath-a-merged-cell.xlsx', '陕西省地区生产总值'],
    ['macro-workbook-with-a-table.xlsm', '年份,地区生产总值（亿元）'],
    ['xml-spreadsheet-2003.xml', '陕西省地区生产总值'],
  ])('%s', async (name, first) => {
    const { lines } = await opened(name);
    expect(lines[0]).toBe(first);
    expect(lines.slice(-2)).toEqual(['2018年,24438.32', '2019年,25793.17']);
  });

  it('a page in GB18030 that calls itself .xls', async () => {
    const { lines, format } = await opened('web-page-called-xls.xls');
    expect(format).toBe('xls');
    expect(lines.map((line) => line.replace('\u00a0', ' '))).toEqual([
      '陕西省和西安市PM2.5年平均浓度 （微克/立方米）',
      '地区,2018年,2019年',
      '陕西省,51,48',
      '西安市,63,57',
    ]);
  });

  it('characters that no database takes, in texts and in the name of a sheet', async () => {
    const entries = workbookEntries(
      '<row r="1"><c r="A1" t="inlineStr"><is><t>a&#xD800;b</t></is></c></row>',
    );
    const odd = entries.map((entry) => ({
      ...entry,
      content: entry.content.toString().replace('name="表"', 'name="a&#xD800;b&#0;"'),
    }));
    const { lines, sheets } = await opened(zipOf(odd));
    expect([...lines, ...sheets].join('')).not.toMatch(/[\ud800\0]/);
    expect(sheets).toHaveLength(1);
  });

  it('the GBK text of Excel 95', async () => {
    const { lines, sheet } = await opened('gbk-text-of-excel-95.xls');
    expect(sheet).toBe('常住人口');
    expect(lines.slice(0, 2)).toEqual(['指标,地区,时期,数值,单位', '常住人口,陕西省,2020年,3952.9,万人']);
  });

  it('a built-in Chinese date format of an .xls', async () => {
    const bytes = await readFile(fixture('dates-as-serial-numbers.xls'));
    // The XF record of the cell with 2018年12月 names a format of the file's own; here, the built-in 57.
    const own = formatNumber(bytes, 'yyyy\\年m\\月');
    for (let at = bytes.indexOf('e0001400', 0, 'hex'); at >= 0; at = bytes.indexOf('e0001400', at + 1, 'hex'))
      if (bytes.readUInt16LE(at + 6) === own) bytes.writeUInt16LE(57, at + 6);
    expect((await opened(bytes)).lines[2]).toBe('PM2.5年平均浓度,陕西省,2018-12,76,微克/立方米,');
  });
});

/** The number under which an .xls knows a format of its own. */
function formatNumber(bytes: Buffer, format: string): number {
  const text = Buffer.from(format, 'utf16le');
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`no format ${format} in the file`);
  return bytes.readUInt16LE(at - 5);
}

describe('workbooks without a table', () => {
  const sheet = (rows: string) => zipOf(workbookEntries(rows));
  it.each<[string, string | Buffer, RegExp]>([
    ['macro sheets only', 'macro-sheet-only.xlsm', /没有工作表/],
    ['an empty sheet', sheet(''), /没有数据/],
    ['a cell beyond the last column', sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), /损坏/],
    [
      'a cell that names no column',
      sheet('<row r="1"><c r="A1"><v>1</v></c><c r="1"><v>2</v></c></row>'),
      /损坏/,
    ],
    ['a cell beyond the last row', sheet('<row r="2000000"><c r="A2000000"><v>1</v></c></row>'), /损坏/],
    [
      'a cell beyond the last column, not in the first row',
      sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZZZ2"><v>1</v></c></row>'),
      /损坏/,
    ],
    ['a package without its sheet', zipOf(workbookEntries('').slice(0, 4)), /损坏/],
  ])('%s', async (_, content, detail) => {
    expect(await refusal(content)).toMatch(detail);
  });

  it('an .xls whose only sheet is one of macros', async () => {
    const bytes = await readFile(fixture('merged-title-and-two-level-header.xls'));
    const boundSheet = bytes.indexOf(Buffer.from([0x85, 0x00]), 512);
    bytes[boundSheet + 9] = 1;
    expect(await refusal(bytes)).toMatch(/没有工作表/);
  });
});

describe('workbooks that want too much', () => {
  const growth = async (content: Buffer): Promise<{ detail: string; megabytes: number; seconds: number }> => {
    const before = process.memoryUsage.rss();
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    const begun = performance.now();
    try {
      const detail = await refusal(content);
      return { detail, megabytes: (most - before) / 1e6, seconds: (performance.now() - begun) / 1000 };
    } finally {
      clearInterval(timer);
    }
  };

  it('a sheet of 300 MB, packed to a thousandth', async () => {
    const bomb = zipOf(workbookEntries(Buffer.alloc(300_000_000, 0x20)));
    expect(bomb.length).toBeLessThan(1_000_000);
    const { detail, megabytes, seconds } = await growth(bomb);
    expect(detail).toMatch(/太大/);
    expect(megabytes).toBeLessThan(150);
    expect(seconds).toBeLessThan(10);
  });

  it('one that lies about its size', async () => {
    const entries = workbookEntries(Buffer.alloc(300_000_000, 0x20));
    const { detail, megabytes, seconds } = await growth(
      zipOf(entries.map((entry) => ({ ...entry, declaredSize: Math.min(entry.content.length, 1_000_000) }))),
    );
    expect(detail).toMatch(/损坏/);
    expect(megabytes).toBeLessThan(150);
    expect(seconds).toBeLessThan(10);
  });

  it('several sheets that are too large together', async () => {
    const [sheet] = workbookEntries(Buffer.alloc(40_000_000, 0x20)).slice(-1);
    if (!sheet) throw new Error('no sheet');
    const extra = Array.from({ length: 3 }, (_, index) => ({
      ...sheet,
      name: `xl/worksheets/sheet${index + 2}.xml`,
    }));
    const { detail, megabytes } = await growth(zipOf([...workbookEntries(''), ...extra]));
    expect(detail).toMatch(/太大/);
    expect(megabytes).toBeLessThan(150);
  });

  it('more cells than the thread has memory for: only the thread ends', async () => {
    const row = `<row>${'<c><v>1</v></c>'.repeat(10_000)}</row>`;
    const { detail, seconds } = await growth(zipOf(workbookEntries(row.repeat(300))));
    // On a busy machine its time may be over before its memory is.
    expect(detail).toMatch(/太大|太复杂/);
    expect(seconds).toBeLessThan(45);
    expect((await opened('macro-workbook-with-a-table.xlsm')).sheet).toBe('GDP');
  });

  it('a few cells far to the right, which would be gigabytes of commas', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, at) => `<row r="${at + 1}"><c r="XFD${at + 1}"><v>1</v></c></row>`,
    );
    expect((await growth(zipOf(workbookEntries(rows.join(''))))).detail).toMatch(/太大/);
  });
});
