import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatPeriod } from '#time-period';
import { readFixture, readLines, seedReference, type ReadFile } from '../../test/layouts.js';
import { compareDecimals } from '../cell-value.js';
import type { Reference } from '../reference.js';

let reference: Reference;
/** Of the shipped observations the value by indicator, area and period. */
const published = new Map<string, string>();

beforeAll(async () => {
  reference = await seedReference();
  const path = fileURLToPath(new URL('../../../../seeds/observations.csv', import.meta.url));
  for (const line of (await readFile(path, 'utf8')).split('\n').slice(1)) {
    const [indicator, area, period, value] = line.split(',');
    if (value !== undefined) published.set(`${indicator} ${area} ${period}`, value);
  }
});

function nameOf({ detected }: ReadFile): string | null {
  return detected.questions === null ? detected.name : null;
}

describe('published figures in tables of every layout come in as they were published', () => {
  it.each([
    ['layout-areas-down-years-across.csv', 'periods-across', 22, 2],
    ['layout-yearbook-unit-column.csv', 'periods-across', 9, 3],
    ['layout-areas-across.csv', 'areas-across', 10, 0],
    ['layout-indicators-across.csv', 'indicators-across', 4, 0],
    ['layout-periods-down.csv', 'indicators-across', 8, 1],
    ['layout-indicator-over-year.csv', 'indicator-over-period', 10, 0],
    ['layout-year-over-indicator-over-unit.csv', 'period-over-indicator', 7, 1],
    ['layout-area-over-year.csv', 'area-over-period', 7, 1],
    ['layout-year-over-parts-of-a-year.csv', 'periods-across', 5, 0],
    ['layout-blocks-of-indicators.csv', 'periods-across-in-blocks', 8, 2],
    ['layout-blocks-of-areas.csv', 'periods-across-in-blocks', 6, 0],
    ['layout-blocks-of-years.csv', 'indicators-across-in-blocks', 6, 0],
    ['layout-merged-labels.csv', 'periods-across', 7, 1],
    ['layout-subtotals-blank-lines-continued.csv', 'periods-across', 9, 1],
    ['layout-codes-names-english.csv', 'periods-across', 6, 0],
    ['layout-english-titles.csv', 'periods-across', 4, 0],
    ['layout-refused-rows-sent-again.csv', 'periods-across', 3, 1],
    ['layout-long-below-titles.csv', 'long', 2, 0],
    ['layout-long-codes-and-names.csv', 'long', 2, 0],
    ['sdmx-csv-1.0.csv', 'sdmx-csv-1.0', 4, 1],
    ['sdmx-csv-2.0-labels-both.csv', 'sdmx-csv-2.0', 3, 0],
  ])('%s: %s, %i values, %i missing', async (fixture, name, count, missing) => {
    const file = await readFixture(fixture, reference);
    expect(nameOf(file)).toBe(name);
    expect(file.faults).toEqual([]);
    expect(file.missing).toBe(missing);
    const drafts = file.rows.flatMap(({ observations }) => observations);
    expect(drafts).toHaveLength(count);
    const keys = drafts.map(
      ({ series, period }) => `${series.indicator} ${series.area} ${formatPeriod(period)}`,
    );
    expect(new Set(keys).size).toBe(count);
    drafts.forEach(({ value }, index) => {
      const expected = published.get(keys[index]!);
      expect([
        keys[index],
        expected === undefined ? 'not published' : compareDecimals(value, expected),
      ]).toEqual([keys[index], 0]);
    });
  });
});

const tables = readdirSync(fileURLToPath(new URL('../../test/fixtures/', import.meta.url)))
  .filter((name) => /^layout-.*(?<!-gb18030)\.csv$/.test(name))
  .map((name) => name.slice(0, -'.csv'.length));

describe.each(tables)('%s', (name) => {
  it.each(['.xlsx', '.xls', '-gb18030.csv'])('says the same as %s', async (ending) => {
    const [text, other] = [
      await readFixture(`${name}.csv`, reference),
      await readFixture(name + ending, reference),
    ];
    expect(other.values).toEqual(text.values);
    expect(other.detected.questions).toEqual(text.detected.questions);
    expect({ ...other, rows: [], detected: other.detected.understood }).toEqual({
      ...text,
      rows: [],
      layout: other.layout,
      detected: text.detected.understood,
    });
  });
});

describe('what is said of a table', () => {
  it('names titles, header, and where each field stands', async () => {
    const { detected } = await readFixture('layout-areas-down-years-across.csv', reference);
    expect(detected.understood).toEqual({
      titles: [
        { line: 1, text: '表2-3 各市常住人口' },
        { line: 2, text: '单位：万人' },
      ],
      header: { first: 3, last: 3 },
      fields: [
        { field: 'ref_area', place: 'column:1', text: 'A（地 区）' },
        { field: 'time_period', place: 'row:3', text: '2015年、2020年①、2021年' },
        { field: 'indicator', place: 'constant:resident_population', text: '常住人口' },
        { field: 'unit', place: 'constant:万人', text: '万人' },
        { field: 'obs_value', place: 'column:2', text: 'B（2015年）' },
        { field: 'obs_value', place: 'column:4', text: 'D（2021年）' },
      ],
      notes: [
        { line: 12, text: '注：①2020年为第七次全国人口普查数。' },
        { line: 13, text: '资料来源：陕西省统计局、各市统计局。' },
      ],
    });
    expect(detected.preamble).toHaveLength(3);
  });

  it('tells what was left out, and which units were converted', async () => {
    const yearbook = await readFixture('layout-yearbook-unit-column.csv', reference);
    expect(yearbook.notices).toEqual([
      '2 subtotal-left-out F（2020年比2019年增长（%））列是由别的数算出的（增长、位次、比重等），没有读',
      '8 unit-converted 单位 人次 换算为 万人次（÷10000）',
    ]);
    const subtotals = await readFixture('layout-subtotals-blank-lines-continued.csv', reference);
    expect(subtotals.notices).toEqual([
      '7 subtotal-left-out “合计”是合计，没有读',
      '14 subtotal-left-out “其中：城镇”是上一行的一部分，没有读',
      '16 subtotal-left-out “总 计”是合计，没有读',
    ]);
    expect(subtotals.values).toContain('13 E（2020年） resident_population 610403 2020 25.3871');
  });

  it('a value carries its line, its column and what stood in its cell', async () => {
    const { rows } = await readFixture('layout-indicators-across.csv', reference);
    expect(rows[0]).toMatchObject({ line: 3, column: 'B（地区生产总值（亿元））', written: '26,181.86' });
  });

  it('a status behind a year of the header is the values’', async () => {
    const { values, faults } = await readFixture('layout-fault-period-not-over.csv', reference);
    expect(values).toEqual(['3 C（2025年） gdp 610100 2025 1', '3 E（2027年（预测）） gdp 610100 2027 3 F']);
    expect(faults).toEqual(['2 D（2026年） future-period 2026年']);
  });
});

describe('what stands far down', () => {
  const blank = Array.from({ length: 600 }, () => '西安市,1,,').join('\n');

  it('in a column that has a header is read', async () => {
    const { values } = await readLines(`常住人口,,,\n地区,2018年,2019年,\n${blank}\n宝鸡市,1,2,`, reference);
    expect(values.at(-1)).toBe('603 C（2019年） resident_population 610300 2019 2');
  });

  it('in a column that has none is refused', async () => {
    const { faults } = await readLines(`常住人口,,,\n地区,2018年,2019年,\n${blank}\n宝鸡市,1,2,3`, reference);
    expect(faults).toEqual(['603 D extra-cell 3']);
  });
});

it('a numbered label is no footnote while numbers stand beside it', async () => {
  const text =
    '西安市2019年主要指标,,\n指标,单位,2019年\n1）地区生产总值,亿元,9321.19\n（2）常住人口,万人,1020.35\n1）口径见附录。,,';
  const { values } = await readLines(text, reference);
  expect(values).toEqual([
    '3 C（2019年） gdp 610100 2019 9321.19',
    '4 C（2019年） resident_population 610100 2019 1020.35',
  ]);
});

describe('faults', () => {
  it.each([
    ['layout-fault-unknown-area-across.csv', ['2 C（未知市） unknown-area 未知市'], 4],
    [
      'layout-fault-unknown-labels.csv',
      [
        '5 A（地区） unknown-area 西按市',
        '6 B（2018年） not-a-number 十二',
        '6 C（2019年） bounded-value >3',
      ],
      2,
    ],
    ['layout-fault-name-against-code.csv', ['4 A（行政区划代码） unknown-area 铜川市'], 2],
    ['layout-fault-second-header-differs.csv', ['5  unclear-layout 指标 单位 2020年 2021年'], 2],
    ['layout-fault-unknown-block.csv', ['5 指标 unknown-indicator 第一产业增加值（亿元）'], 2],
    ['layout-fault-blank-unit.csv', ['4 B（单位） wrong-unit'], 2],
    [
      'sdmx-csv-2.0-actions-and-faults.csv',
      [
        '3 ACTION missing-value D',
        '4 FREQ wrong-frequency Q',
        '5 UNIT_MULT wrong-unit 8',
        '6 time_period invalid-period 2020-W03',
        '7 SEX unknown-breakdown F',
      ],
      1,
    ],
  ])('%s names each once, where a person finds it, and reads the rest', async (fixture, faults, values) => {
    const file = await readFixture(fixture, reference);
    expect(file.faults).toEqual(faults);
    expect(file.values).toHaveLength(values);
  });

  it('a refused row of a block carries the heading in a column of its own, and is read with it again', async () => {
    const file = await readFixture('layout-fault-unknown-block.csv', reference);
    const row = file.rows.find(({ faults }) => faults.length > 0);
    expect(file.detected.preamble.at(-1)).toEqual(['地区', '2019年', '指标']);
    expect(row?.cells).toEqual(['西安市', '2', '第一产业增加值（亿元）']);
    const again = await readLines('地区,2019年,指标\n西安市,2,地区生产总值（亿元）', reference);
    expect(again.values).toEqual(['2 B（2019年） gdp 610100 2019 2']);
  });

  it('a unit between the rows goes with the heading', async () => {
    const { rows } = await readLines(
      '地区,2020年\n常住人口,\n单位：人,\n西按市,12952900\n西安市,12952900',
      reference,
    );
    expect(rows[0]?.cells).toEqual(['西按市', '12952900', '常住人口（人）']);
    expect(rows[1]?.observations[0]?.value).toBe('1295.29');
  });

  it('a label that a merged cell leaves blank is written into the refused row', async () => {
    const { rows } = await readLines(
      '地区,指标,单位,2018年,2019年\n西安市,地区生产总值,亿元,1,2\n,常住人口,万人,x,3',
      reference,
    );
    expect(rows.find(({ faults }) => faults.length > 0)?.cells).toEqual([
      '西安市',
      '常住人口',
      '万人',
      'x',
      '3',
    ]);
  });

  it("another organisation's indicator is refused once: in the header, or for the whole table", async () => {
    const limited = await seedReference('west-airport-group');
    const across = await readFixture('layout-indicators-across.csv', limited);
    expect(across.faults).toEqual([
      '2 B（地区生产总值（亿元）） not-permitted 地区生产总值（亿元）',
      '2 C（常住人口（人）） not-permitted 常住人口（人）',
    ]);
    const { detected } = await readFixture('layout-areas-across.csv', limited);
    expect(detected).toMatchObject({ headerFaults: [{ column: 'indicator', code: 'not-permitted' }] });
  });

  it('a file of which nothing is understood is told what a long one needs', async () => {
    const { detected } = await readLines('a,b\n1,2', reference);
    expect(detected).toMatchObject({ name: 'long' });
    expect('headerFaults' in detected && detected.headerFaults.map(({ code }) => code)).toEqual([
      'unknown-column',
      'unknown-column',
      'missing-column',
      'missing-column',
      'missing-column',
      'missing-column',
    ]);
  });
});

describe('what is unsure is asked', () => {
  it.each([
    ['layout-question-which-indicator.csv', { indicator: ['constant:gdp'] }],
    ['layout-question-which-year.csv', { time_period: ['constant:2018年', 'constant:2019年'] }],
    [
      'layout-question-which-area.csv',
      { ref_area: ['constant:guanzhong', 'constant:610000', 'constant:140000', 'constant:620000'] },
    ],
    ['layout-question-which-area-level.csv', { ref_area: ['row:2', 'row:3'] }],
    ['layout-question-which-unit.csv', { unit: ['constant:亿元', 'constant:万元'] }],
    ['layout-question-unknown-column.csv', { indicator: ['column:2', 'constant:resident_population'] }],
    ['layout-question-which-values.csv', { obs_value: ['column:2', 'column:3'] }],
    ['layout-question-which-header.csv', { header: ['row:1', 'row:2', 'row:3'] }],
  ])('%s', async (fixture, asked) => {
    const { detected } = await readFixture(fixture, reference);
    const questions = (detected.questions ?? []).map(({ field, options }): [string, string[]] => [
      field,
      options.map(({ answer }) => answer),
    ]);
    expect(Object.fromEntries(questions)).toEqual(asked);
  });

  it('which of two columns of areas counts', async () => {
    const { detected } = await readFixture('layout-question-which-area-column.csv', reference);
    expect(detected.questions).toMatchObject([
      { field: 'ref_area', options: [{ answer: 'column:1' }, { answer: 'column:2' }] },
    ]);
    expect(detected.questions?.[0]?.options).toHaveLength(2);
  });

  it.each([
    [
      'layout-question-which-indicator.csv',
      { indicator: 'constant:gdp' },
      ['3 B（2018年） gdp 610100 2018 1', '3 C（2019年） gdp 610100 2019 2'],
    ],
    [
      'layout-question-which-year.csv',
      { time_period: 'constant:2019年' },
      [
        '3 B（1-3月） vehicle_output 610000 2019-01/2019-03 1',
        '3 C（1-6月） vehicle_output 610000 2019-01/2019-06 2',
      ],
    ],
    ['layout-question-which-area.csv', { ref_area: 'constant:西安' }, ['3 C（2019年） gdp 610100 2019 1']],
    [
      'layout-question-which-area-column.csv',
      { ref_area: 'column:2' },
      [
        '3 C（2019年） gdp 610103 2019 1',
        '4 C（2019年） gdp 610104 2019 2',
        '5 C（2019年） gdp 610303 2019 3',
      ],
    ],
    [
      'layout-question-which-area-level.csv',
      { ref_area: 'row:3' },
      [
        '4 B（陕西省 西安市） gdp 610100 2019 1',
        '4 C（陕西省 宝鸡市） gdp 610300 2019 2',
        '4 D（陕西省 铜川市） gdp 610200 2019 3',
      ],
    ],
    [
      'layout-question-which-unit.csv',
      { unit: 'constant:万元' },
      ['4 B（2018年） gdp 610100 2018 0.0001', '4 C（2019年） gdp 610100 2019 0.0002'],
    ],
    [
      'layout-question-which-values.csv',
      { obs_value: 'column:3' },
      ['3 C（执行数） gdp 610100 2018 2', '4 C（执行数） gdp 610100 2019 4'],
    ],
  ])('%s is read as %o says', async (fixture, answers, values) => {
    const file = await readFixture(fixture, reference, answers);
    expect(file.detected.questions).toBeNull();
    expect(file.values).toEqual(values);
    expect(file.faults).toEqual([]);
  });

  it('words over all values are passed over when a person says that they change nothing', async () => {
    const text = '2019年,,\n指标,关中,\n,西安市,宝鸡市\n地区生产总值（亿元）,1,2';
    const { detected } = await readLines(text, reference);
    expect(detected.questions).toMatchObject([{ field: 'obs_value', options: [{ answer: 'row:3' }] }]);
    const { values } = await readLines(text, reference, { obs_value: 'row:3' });
    expect(values).toEqual(['4 B（关中 西安市） gdp 610100 2019 1', '4 C（关中 宝鸡市） gdp 610300 2019 2']);
  });

  it('an answer that names nothing known is asked again', async () => {
    const { detected } = await readFixture('layout-question-which-area.csv', reference, {
      ref_area: 'constant:亚特兰蒂斯',
    });
    expect(detected.questions).toMatchObject([
      { field: 'ref_area', message: '不认识回答里的地区 亚特兰蒂斯' },
    ]);
  });

  it.each([
    ['a qualifier that is the same in every row', '2019年常住人口,,\n地区,性别,2019年\n西安市,男,1'],
    ['a word over all values', '常住人口,,\n地区,城镇,\n,2018年,2019年\n西安市,1,2'],
    ['a word over the only values', '地区,年份,指标,男\n西安市,2018年,常住人口,1'],
    ['an index in the title', '人均地区生产总值,,\n地区,2018年,2019年\n西安市,1,2'],
    ['a second indicator in the title', '地区生产总值和常住人口,,\n地区,2018年,2019年\n西安市,1,2'],
    ['a base year in the title', '按2015年不变价格计算,\n地区,地区生产总值（亿元）\n西安市,1'],
    ['two areas in the title', '西安市和宝鸡市主要指标,,\n指标,2018年,2019年\n地区生产总值,1,2'],
    ['sectors below a total', '西安市地区生产总值,,\n项目,2018年,2019年\n第一产业,1,2\n第二产业,3,4'],
  ])('never guessed: %s', async (_, text) => {
    const { detected } = await readLines(text, reference);
    expect(detected.questions?.length).toBeGreaterThan(0);
  });
});

describe('the fingerprint', () => {
  const table = '表3-2 2019年各市地区生产总值,,\n地区,2018年,2019年\n西安市,1,2';
  const of = async (text: string, answers = {}) =>
    (await readLines(text, reference, answers)).detected.fingerprint;

  it('is the same for next year’s file with other rows', async () => {
    const next = '表3-4 2020年各市地区生产总值,,\n地区,2019年,2020年\n宝鸡市,1,2\n西安市,3,4\n';
    expect(await of(next)).toBe(await of(table));
  });

  it.each([
    ['another title', '2019年各市常住人口,,\n地区,2018年,2019年\n西安市,1,2'],
    ['another column', '表3-2 2019年各市地区生产总值,,\n地区,2018年,2019年,2020年\n西安市,1,2,3'],
    ['another order', '表3-2 2019年各市地区生产总值,,\n2018年,地区,2019年\n1,西安市,2'],
  ])('is another for %s', async (_, text) => {
    expect(await of(text)).not.toBe(await of(table));
  });

  it('is the same before and after questions are answered', async () => {
    const text = '地区,1-3月,1-6月\n陕西省,1,2';
    const answers = { indicator: 'constant:vehicle_output', time_period: 'constant:2019' };
    expect((await readLines(text, reference, answers)).detected.questions).toBeNull();
    expect(await of(text)).toBe(await of(text, answers));
  });
});
