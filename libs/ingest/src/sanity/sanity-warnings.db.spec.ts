import type { Area, Catalogue, Indicator } from '#contract';
import { inTransaction, openDatabase, readIndicators, saveCatalogue, type Database } from '#storage';
import { formatPeriod } from '#time-period';
import { forgetObservations, insertObservations, type Observed } from '../../../storage/test/observed.js';
import { createTestDatabase, type TestDatabase } from '../../../storage/test/test-database.js';
import { sampleCatalogue } from '../../test/sample-catalogue.js';
import { months, years } from '../../test/sanity-points.js';
import { referenceOf, type Reference } from '../reference.js';
import { mostRowsChecked, notCheckedWarning, sanityWarnings } from './sanity-warnings.js';

const like = sampleCatalogue.indicators[0]!;
function indicator(
  own: Pick<Indicator, 'code' | 'kind' | 'frequency'> & Partial<Indicator>,
  zh: string,
  unit: string,
): Indicator {
  return { ...like, name: { zh, en: own.code }, unit: { zh: unit, en: unit }, ...own };
}
function area(code: string, zh: string, kind: Area['kind'], parent: string | null): Area {
  return { code, name: { zh, en: code }, shortName: null, kind, parent, note: null };
}
/** A tree as the plan's: an administration, and above the province a cluster that holds a part of it only. */
const catalogue: Catalogue = {
  ...sampleCatalogue,
  areas: [
    area('guanzhong', '关中平原城市群', 'cluster', null),
    area('610000', '陕西省', 'province', 'guanzhong'),
    area('610100', '西安市', 'city', '610000'),
    area('610300', '宝鸡市', 'city', '610000'),
    area('610400', '咸阳市', 'city', '610000'),
  ],
  indicators: [
    indicator(
      { code: 'gdp', kind: 'flow', frequency: 'Q', decimals: 2, releaseLagDays: 30 },
      '地区生产总值',
      '亿元',
    ),
    indicator({ code: 'tourists', kind: 'flow', frequency: 'M', decimals: 2 }, '接待游客', '万人次'),
    indicator({ code: 'routes', kind: 'stock', frequency: 'A' }, '国际航线数', '条'),
    indicator(
      { code: 'rail_time', kind: 'stock', frequency: 'A', dimensions: ['destination'] },
      '铁路旅行时间',
      '分钟',
    ),
  ],
  targets: [],
};

let server: TestDatabase;
let database: Database;
let reference: Reference;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase(server.url);
  await inTransaction(database, (tx) => saveCatalogue(tx, catalogue, 'test', new Date('2026-01-01')));
  reference = referenceOf(
    {
      indicators: await readIndicators(database.manager),
      areas: catalogue.areas,
      breakdownValues: [],
      organisations: [],
    },
    { organisations: null, now: new Date('2026-11-20T04:00:00Z'), timeZone: 'Asia/Shanghai' },
  );
});
afterEach(() => forgetObservations(database));
afterAll(async () => {
  await database.destroy();
  await server.drop();
});

/** `2019 12.5 P`, a period, a value and a status, of one series. */
function observed(
  indicatorAndArea: string,
  texts: readonly string[],
  more: Partial<Observed> = {},
): Observed[] {
  const [code = '', place = ''] = indicatorAndArea.split(' ');
  return texts.map((text) => {
    const [period = '', value = '', status = 'A'] = text.split(' ');
    const knownFrom = new Date('2026-11-20T04:00:00Z');
    return { indicator: code, area: place, period, value, status, knownFrom, released: false, ...more };
  });
}

/** Lands a file whose first value stands in line 2, and tells what is warned of. */
async function landed(file: readonly Observed[]): Promise<string[]> {
  const { importId } = await insertObservations(database, file);
  const warnings = await sanityWarnings(database.manager, {
    importId,
    landed: await rowsOf(file),
    reference,
  });
  return warnings.map(({ line, code, message }) => `${line} ${code} ${message}`);
}

interface StoredPeriod {
  readonly id: string;
  readonly key: string;
  readonly start: string;
  readonly accumulation: 'period' | 'yearToDate';
  readonly frequency: 'A' | 'S' | 'Q' | 'M' | 'D';
  readonly end: string;
}

async function rowsOf(
  file: readonly Observed[],
): Promise<{ line: number; seriesId: string; periodStart: string }[]> {
  const stored: StoredPeriod[] = await database.query(
    `select s.id::text, s.indicator || s.area || coalesce(s.breakdown ->> 'destination', '') as key, s.frequency,
       s.accumulation, o.period_start as start, o.period_end as "end"
     from observation o join series s on s.id = o.series_id`,
  );
  const at = new Map(stored.map((row) => [`${row.key} ${formatPeriod(row)}`, row]));
  return file.map((row, index) => {
    const { id, start } = at.get(
      `${row.indicator}${row.area}${row.breakdown?.['destination'] ?? ''} ${row.period}`,
    )!;
    return { line: index + 2, seriesId: id, periodStart: start };
  });
}

const gdp = years(2014, 5492, 5801, 6257, 7470, 8350, 9321);

describe('sanityWarnings', () => {
  it('says nothing of a series that goes on as before', async () => {
    await insertObservations(database, observed('gdp 610100', gdp));
    expect(await landed(observed('gdp 610100', ['2020 10020']))).toEqual([]);
  });

  it('tells a jump with what the clerk has to compare', async () => {
    await insertObservations(database, observed('gdp 610100', gdp));
    expect(await landed(observed('gdp 610100', ['2020 20040.5']))).toEqual([
      '2 jump 西安市 地区生产总值 2020年 为 20040.5 亿元，比 2019年的 9321 多 115%；按该指标以往的变动，一般在 8003.78 至 13526.39 之间，请核对',
    ]);
  });

  it('tells a slip of units, within one file too', async () => {
    expect(await landed(observed('gdp 610100', [...gdp, '2020 100200000']))).toEqual([
      '8 unit-slip 西安市 地区生产总值 2020年 为 100200000 亿元，约为 2019年的 9321 的 10000 倍，像是按 万元 填的（单位应是 亿元），请核对',
    ]);
  });

  it('tells a revision by ten thousand, though it is the only value of its series', async () => {
    await insertObservations(database, observed('gdp 610100', ['2020 10020']));
    const revised = observed('gdp 610100', ['2020 100200000'], {
      knownFrom: new Date('2026-11-21T04:00:00Z'),
    });
    expect(await landed(revised)).toEqual([
      '2 unit-slip 西安市 地区生产总值 2020年 为 100200000 亿元，约为原有的值 10020 的 10000 倍，像是按 万元 填的（单位应是 亿元），请核对',
    ]);
  });

  it('does not repeat a warning about what the file only repeats', async () => {
    await landed(observed('gdp 610100', [...gdp, '2020 100200000']));
    expect(await landed(observed('gdp 610100', [...gdp, '2020 100200000']))).toEqual([]);
  });

  it('names the breakdown', async () => {
    const to = (destination: string) => ({ breakdown: { destination } });
    const file = [
      ...observed('rail_time 610100', years(2015, 300, 290, 280, 275, 270), to('510100')),
      ...observed('rail_time 610100', ['2020 2700'], to('510100')),
      ...observed('rail_time 610100', ['2020 2700'], to('310000')),
    ];
    expect(await landed(file)).toEqual([
      '7 unit-slip 西安市 铁路旅行时间（成都） 2020年 为 2700 分钟，约为 2019年的 270 的 10 倍，像是小数点错位或单位不对（单位应是 分钟），请核对',
    ]);
  });

  it('finds stored quarters that contradict the year of the file', async () => {
    await insertObservations(
      database,
      observed('gdp 610100', ['2019-Q1 2000', '2019-Q2 2300', '2019-Q3 2400', '2019-Q4 2621']),
    );
    expect(await landed(observed('gdp 610100', ['2019 9821']))).toEqual([
      '2 total-mismatch 西安市 地区生产总值 2019年 为 9821 亿元，与各部分之和 9321 不符（少 500）：2019年一季度 2000、2019年二季度 2300、2019年三季度 2400、2019年四季度 2621，请核对',
    ]);
  });

  it('finds the stored year that a quarter of the file contradicts', async () => {
    await insertObservations(
      database,
      observed('gdp 610100', ['2019 9321', '2019-Q1 2000', '2019-Q2 2300', '2019-Q3 2400']),
    );
    expect(await landed(observed('gdp 610100', ['2019-Q4 3621']))).toEqual([
      expect.stringMatching(
        /^2 total-mismatch 西安市 地区生产总值 2019年 为 9321 亿元，与各部分之和 10321 不符（多 1000）/,
      ),
    ]);
  });

  it('finds cities that are more than their province, and not a province that is more than its cluster', async () => {
    await insertObservations(database, [
      ...observed('gdp guanzhong', ['2019 20000']),
      ...observed('gdp 610000', ['2019 25793.17']),
      ...observed('gdp 610300', ['2019 2224']),
    ]);
    expect(await landed(observed('gdp 610100', ['2019 29321']))).toEqual([
      '2 total-mismatch 陕西省 地区生产总值 2019年 为 25793.17 亿元，与各部分之和 31545 不符（多 5751.83）：西安市 地区生产总值 29321、宝鸡市 地区生产总值 2224，请核对',
    ]);
  });

  it('holds cities that are less than their province against it only where they once made it up', async () => {
    const cities = (year: number, xian: number, baoji: number) => [
      ...observed('gdp 610100', [`${year} ${xian}`]),
      ...observed('gdp 610300', [`${year} ${baoji}`]),
    ];
    await insertObservations(database, [
      ...cities(2019, 9000, 2000),
      ...observed('gdp 610000', ['2019 12000']),
    ]);
    expect(await landed([...cities(2020, 9500, 2100), ...observed('gdp 610000', ['2020 12500'])])).toEqual(
      [],
    );
    expect(await landed([...cities(2021, 9900, 2200), ...observed('gdp 610000', ['2021 12100'])])).toEqual(
      [],
    );
    expect(await landed([...cities(2022, 9950, 2250), ...observed('gdp 610000', ['2022 14000'])])).toEqual([
      expect.stringMatching(/^4 total-mismatch 陕西省 .* 为 14000 亿元，与各部分之和 12200 不符（少 1800）/),
    ]);
  });

  it('does not add up visitors of places: one visits several', async () => {
    await insertObservations(database, observed('tourists 610000', ['2019-06 100']));
    expect(await landed(observed('tourists 610100', ['2019-06 120']))).toEqual([]);
  });

  it('notices last month’s column under this month’s name', async () => {
    const places = ['610000', '610100', '610300', '610400', 'guanzhong'];
    const column = (month: string, more: number) =>
      places.flatMap((place, index) => observed(`tourists ${place}`, [`${month} ${100 + index * 7 + more}`]));
    await insertObservations(database, [...column('2026-07', 0), ...column('2026-08', 3)]);
    expect(await landed(column('2026-09', 3))).toEqual([
      '2 same-as-previous-period 2026年9月可比的 5 个值中有 5 个与2026年8月完全相同，像是把上期的数又报了一次，请核对',
    ]);
  });

  it('asks after final values of old provisional ones, once a series', async () => {
    const file = [
      ...observed('gdp 610100', ['2018 8350 P', '2019 9321 P', '2025 13600 P']),
      ...observed('gdp 610300', ['2018 2265']),
    ];
    expect(await landed(file)).toEqual([
      '2 late-provisional 西安市 地区生产总值 2018年等 2 个时期仍是快报数（P），按发布周期 2020-01-30 前应已有正式数，请核对有没有正式数',
    ]);
  });

  it('sees a value among its neighbours, however long the series goes on after it', async () => {
    const flat = Array.from({ length: 480 }, (_, index) => 100 + (index % 12) + Math.floor(index / 12));
    const all = months(1980, ...flat);
    await insertObservations(
      database,
      observed(
        'tourists 610100',
        all.filter((text) => !text.startsWith('1984-06')),
      ),
    );
    expect(await landed(observed('tourists 610100', ['1984-06 1090000']))).toEqual([
      expect.stringMatching(
        /^2 unit-slip 西安市 接待游客 1984年6月 为 1090000 万人次，约为 1983年6月的 108 的 10000 倍/,
      ),
    ]);
  });

  it('tells 200 at most, slips before provisional values, and how many more there are', async () => {
    const to = (index: number) => ({ breakdown: { destination: `d${index}` } });
    const file = Array.from({ length: 250 }, (_, index) =>
      observed('rail_time 610100', index === 249 ? ['2018 300', '2019 3000000'] : ['2018 300 P'], to(index)),
    ).flat();
    const warnings = await landed(file);
    expect(warnings).toHaveLength(200);
    expect(warnings.filter((text) => text.includes('1000'))).toHaveLength(1);
    expect(warnings.at(-1)).toMatch(/^252 unit-slip 另有 51 条核对提示没有列出$/);
  });

  it('says of a larger file that it was not checked', () => {
    expect(notCheckedWarning(mostRowsChecked + 1)).toEqual({
      line: 1,
      code: 'not-checked',
      message: expect.stringContaining('本文件有 20001 行数值，超过 20000 行'),
    });
  });

  it('has nothing to say of nothing', async () => {
    expect(await sanityWarnings(database.manager, { importId: 1, landed: [], reference })).toEqual([]);
  });
});
