import { sampleCatalogue } from '../test/sample-catalogue.js';
import { readHeader, type Columns } from './header.js';
import { interpretRow, type ObservationDraft } from './interpret-row.js';
import { referenceOf } from './reference.js';

const header = [
  'indicator',
  'ref_area',
  'time_period',
  'obs_value',
  'unit',
  'obs_status',
  'released_on',
  'destination',
  'source_url',
  'comment',
];
const columns = readHeader(header, ['destination']).columns as Columns;

const timeZone = 'Asia/Shanghai';
/** 2026-03-15 in Shanghai. */
const now = new Date('2026-03-15T02:00:00Z');
const reference = referenceOf(sampleCatalogue, { organisations: null, now, timeZone });

type Cells = Partial<Record<(typeof header)[number], string>>;
const sound: Cells = {
  indicator: 'international_routes',
  ref_area: '610100',
  time_period: '2018',
  obs_value: '64',
};

function interpret(cells: Cells, against = reference) {
  const row = { ...sound, ...cells };
  return interpretRow(
    header.map((name) => row[name] ?? ''),
    columns,
    against,
  );
}

function draftOf(cells: Cells): ObservationDraft {
  const read = interpret(cells);
  if (read.faults !== null) throw new Error(JSON.stringify(read.faults));
  return read.draft;
}

function faultsOf(cells: Cells, against = reference): [string, string][] {
  return (interpret(cells, against).faults ?? []).map(({ column, code }) => [column, code]);
}

const rail: Cells = { indicator: 'rail_travel_time', destination: '510100', obs_value: '247' };
const passengers: Cells = { indicator: 'airport_passenger_throughput', obs_value: '4465.37' };

describe('a sound row', () => {
  it('becomes an observation with everything that was said about it', () => {
    expect(
      draftOf({
        unit: '条',
        obs_status: 'A',
        released_on: '2019-03-01',
        source_url: 'http://tech.jiangsulong.com/a/2019/0301/1551418368_3.html',
        comment: '国际（地区）航线，当年新开7条',
      }),
    ).toEqual({
      series: {
        indicator: 'international_routes',
        area: '610100',
        frequency: 'A',
        accumulation: 'period',
        breakdown: {},
      },
      period: { frequency: 'A', accumulation: 'period', start: '2018-01-01', end: '2018-12-31' },
      value: '64',
      status: 'A',
      released: true,
      knownFrom: new Date('2019-03-01T15:59:59.999Z'),
      comment: '国际（地区）航线，当年新开7条',
      source: { source_url: 'http://tech.jiangsulong.com/a/2019/0301/1551418368_3.html' },
    });
  });

  it.each([
    'international_routes',
    ' INTERNATIONAL_ROUTES ',
    '国际（地区）航线数（累计开通）',
    '国际(地区)航线数(累计开通)',
    'International routes opened (cumulative)',
  ])('names its indicator as %j', (indicator) => {
    expect(draftOf({ indicator }).series.indicator).toBe('international_routes');
  });

  it.each([
    '610100',
    '西安市',
    '西安',
    "Xi'an",
    '610100 西安市（机场）',
    '610100西安',
    '６１０１００',
    '610100 Xianyang',
  ])('names its area as %j', (ref_area) => {
    expect(draftOf({ ref_area }).series.area).toBe('610100');
  });

  it.each(['510100', '成都', 'Chengdu', '510100 成都市'])('names its destination as %j', (destination) => {
    expect(draftOf({ ...rail, destination }).series.breakdown).toEqual({ destination: '510100' });
  });

  it.each([
    ['', 'A'],
    ['A', 'A'],
    ['p', 'P'],
    ['Ｅ', 'E'],
    ['B', 'B'],
    ['正常', 'A'],
    ['快报', 'P'],
    ['预计', 'P'],
    ['初步核算', 'P'],
    ['估计', 'E'],
    ['预测', 'F'],
  ])('has the status %j, which is %s', (obs_status, status) => {
    expect(draftOf({ obs_status }).status).toBe(status);
  });

  it.each([
    ['条', {}],
    ['routes', {}],
    [' Routes ', {}],
    ['％', { indicator: 'rd_intensity', obs_value: '2.27' }],
    ['10,000 passengers', passengers],
  ])('has the unit %j', (unit, cells) => {
    expect(faultsOf({ ...cells, unit })).toEqual([]);
  });

  it('keeps every digit of its value', () => {
    expect(draftOf({ ...passengers, obs_value: '4,465.370' }).value).toBe('4465.370');
  });

  it('loses the apostrophe that guards a formula in the file of refused rows', () => {
    expect(draftOf({ comment: "'-见公报", source_url: "'=1" })).toMatchObject({
      comment: '-见公报',
      source: { source_url: '=1' },
    });
    expect(draftOf({ comment: "'tis so" }).comment).toBe("'tis so");
  });
});

describe('the day since which a value is known', () => {
  it.each([
    ['a day: its end', '2019-03-01', '2019-03-01T15:59:59.999Z'],
    ['a month: the end of its last day', '2019-08', '2019-08-31T15:59:59.999Z'],
    ['a year: the end of its last day', '2019', '2019-12-31T15:59:59.999Z'],
    ['today: the moment of the import', '2026-03-15', now.toISOString()],
    ['this month: the moment of the import', '2026-03', now.toISOString()],
    ['this year: the moment of the import', '2026年', now.toISOString()],
  ])('%s', (_, released_on, knownFrom) => {
    const draft = draftOf({ released_on });
    expect([draft.released, draft.knownFrom.toISOString()]).toEqual([true, knownFrom]);
  });

  it('nothing said: the moment of the import, and not as a release date', () => {
    expect(draftOf({})).toMatchObject({ released: false, knownFrom: now });
  });

  it.each(['2026-03-16', '2026-04', '2027', 'soon', '2019-Q1', '2019-02-30'])(
    '%j is refused',
    (released_on) => {
      expect(faultsOf({ released_on })).toEqual([['released_on', 'invalid-date']]);
    },
  );
});

describe('one fault', () => {
  it.each<[string, Cells, string, string]>([
    ['an unknown indicator', { indicator: 'metro_lines' }, 'indicator', 'unknown-indicator'],
    ['no indicator', { indicator: '' }, 'indicator', 'unknown-indicator'],
    ['an unknown area', { ref_area: '999999' }, 'ref_area', 'unknown-area'],
    ['a name that two areas share', { ref_area: '新城区' }, 'ref_area', 'unknown-area'],
    ['no period', { time_period: '' }, 'time_period', 'invalid-period'],
    ['a period that is none', { time_period: '2019-13' }, 'time_period', 'invalid-period'],
    ['a day that does not exist', { time_period: '2019-02-29' }, 'time_period', 'invalid-period'],
    ['no value', { obs_value: '' }, 'obs_value', 'missing-value'],
    ['a dash for a value', { obs_value: '—' }, 'obs_value', 'missing-value'],
    ['a bound', { obs_value: '>1000' }, 'obs_value', 'bounded-value'],
    ['words', { obs_value: 'about 50' }, 'obs_value', 'not-a-number'],
    ['less than can be', { obs_value: '-1' }, 'obs_value', 'out-of-range'],
    ['more than can be', { indicator: 'rd_intensity', obs_value: '100.1' }, 'obs_value', 'out-of-range'],
    ['another unit', { unit: '公里' }, 'unit', 'wrong-unit'],
    ['a growth rate for a level', { unit: '%' }, 'unit', 'wrong-unit'],
    ['a percent sign on a level', { obs_value: '12.3%' }, 'obs_value', 'wrong-unit'],
    ['another unit behind the number', { obs_value: '12公里' }, 'obs_value', 'wrong-unit'],
    ['a letter behind the number', { obs_value: '12a' }, 'obs_value', 'not-a-number'],
    ['a number in brackets', { obs_value: '(88)' }, 'obs_value', 'not-a-number'],
    ['units that disagree', { obs_value: '12万条', unit: '条' }, 'unit', 'wrong-unit'],
    [
      'another unit behind the name',
      { indicator: 'international_routes（万人）' },
      'indicator',
      'wrong-unit',
    ],
    ['a sign of money on what is no money', { obs_value: '¥12' }, 'obs_value', 'wrong-unit'],
    ['a quotient without end', { ...rail, obs_value: '1', unit: '秒' }, 'obs_value', 'wrong-unit'],
    [
      'too much after conversion',
      { indicator: 'rd_intensity', obs_value: '1001', unit: '‰' },
      'obs_value',
      'out-of-range',
    ],
    ['a status that is none', { obs_status: 'Y' }, 'obs_status', 'unknown-status'],
    ['a status that says there is no value', { obs_status: 'M' }, 'obs_status', 'unknown-status'],
    ['no destination where one is needed', { ...rail, destination: '' }, 'destination', 'unknown-breakdown'],
    ['an unknown destination', { ...rail, destination: '火星' }, 'destination', 'unknown-breakdown'],
    ['a destination where none is known', { destination: '510100' }, 'destination', 'unknown-breakdown'],
    ['a year to come', { time_period: '2027' }, 'time_period', 'future-period'],
    ['a year that is not over', { time_period: '2026' }, 'time_period', 'future-period'],
    ['a day to come', { time_period: '2026-03-16' }, 'time_period', 'future-period'],
    [
      'a provisional value of a year to come',
      { time_period: '2027', obs_status: 'P' },
      'time_period',
      'future-period',
    ],
    ['a character that cannot be read', { comment: '备\uFFFD' }, 'comment', 'encoding-error'],
  ])('%s', (_, cells, column, code) => {
    expect(faultsOf(cells)).toEqual([[column, code]]);
  });

  it('says what stood in the cell', () => {
    expect(interpret({ obs_value: ' >1000 ' }).faults).toMatchObject([{ value: '>1000' }]);
  });

  it.each([
    ['indicator', 'internatonal_routes', 'international_routes'],
    ['ref_area', '宝鸡巿', '宝鸡市'],
  ])('suggests the nearest %s', (column, text, suggestion) => {
    expect(interpret({ [column]: text }).faults?.[0]?.message).toContain(`是不是 ${suggestion}？`);
  });

  it('suggests nothing that is far away', () => {
    expect(interpret({ indicator: 'metro_lines' }).faults?.[0]?.message).not.toContain('是不是');
  });

  it('names the codes of a name that several areas share', () => {
    expect(interpret({ ref_area: '新城区' }).faults?.[0]?.message).toContain('610102、150102');
  });
});

describe('what is read with a notice', () => {
  const money: Cells = { indicator: 'us_gdp', time_period: '2019-Q3', obs_value: '21500' };
  it.each<[string, Cells, string, [string, string][]]>([
    ['a circled mark', { obs_value: '88①' }, '88', [['footnote-mark', '数值 88① 带有注记 ①，读作 88']]],
    ['a raised mark', { obs_value: '88¹' }, '88', [['footnote-mark', '数值 88¹ 带有注记 ¹，读作 88']]],
    [
      'a mark on the period',
      { time_period: '2018年①' },
      '64',
      [['footnote-mark', '时期 2018年① 带有注记 ①，读作 2018年']],
    ],
    ['a mark on the area', { ref_area: '西安市*' }, '64', [['footnote-mark', '地区 西安市* 带有注记 *']]],
    [
      'a mark and a unit on the indicator',
      { ...passengers, indicator: '机场旅客吞吐量②（万人次）' },
      '4465.37',
      [['footnote-mark', '指标 机场旅客吞吐量②（万人次） 带有注记 ②']],
    ],
    ['the unit behind the number', { obs_value: '88 条' }, '88', []],
    ['the unit in English behind the number', { obs_value: '88 routes' }, '88', []],
    ['a percent sign on a share', { indicator: 'rd_intensity', obs_value: '2.30%' }, '2.30', []],
    [
      'per mille on a share',
      { indicator: 'rd_intensity', obs_value: '23.5‰' },
      '2.35',
      [['unit-converted', '单位 ‰ 换算为 %（÷10）']],
    ],
    [
      'a smaller unit in its column',
      { ...passengers, obs_value: '44,653,700', unit: '人次' },
      '4465.37',
      [['unit-converted', '单位 人次 换算为 万人次（÷10000）']],
    ],
    [
      'a larger unit behind the name',
      { ...passengers, indicator: '机场旅客吞吐量（亿人次）', obs_value: '0.446537' },
      '4465.37',
      [['unit-converted', '单位 亿人次 换算为 万人次（×10000）']],
    ],
    [
      'an English unit',
      { ...passengers, unit: 'million passengers', obs_value: '44.6537' },
      '4465.37',
      [['unit-converted', '单位 million passengers 换算为 万人次（×100）']],
    ],
    [
      'only a multiplier',
      { obs_value: '1.2万' },
      '12000',
      [['unit-converted', '单位 万 换算为 条（×10000）']],
    ],
    ['a title line for a unit', { ...passengers, unit: '单位：万人次' }, '4465.37', []],
    [
      'hours',
      { ...rail, obs_value: '4.25', unit: '小时' },
      '255',
      [['unit-converted', '单位 小时 换算为 分钟（×60）']],
    ],
    ['a currency sign', { ...money, obs_value: '$21,500.1' }, '21500.1', []],
    [
      'the guard of the file of refused rows',
      { ...money, obs_value: "'+5*" },
      '5',
      [['footnote-mark', '数值 +5* 带有注记 *，读作 5']],
    ],
  ])('%s', (_, cells, value, notices) => {
    const read = interpret(cells);
    if (read.faults !== null) throw new Error(JSON.stringify(read.faults));
    expect(read.draft.value).toBe(value);
    expect(read.notices.map(({ code, message }) => [code, message])).toEqual(notices);
  });

  it('says nothing of a plain row', () => {
    expect(interpret({})).toMatchObject({ notices: [], faults: null });
  });
});

describe('names as tables print them', () => {
  it.each(['西 安 市', '其中：西安', '一、西安市', '陕西', 'Xi’an', 'Xian', 'XI AN'])(
    'the area %j is found',
    (ref_area) => {
      expect(faultsOf({ ref_area })).toEqual([]);
    },
  );
  it.each([
    '1. 国际（地区）航线数（累计开通）',
    '国际（地区）航线数（累计开通）（条）',
    '#国际（地区）航线数（累计开通）：',
    'International routes opened (cumulative) (routes)',
    '国际（地区）航线数（累计开通）①（条）',
  ])('the indicator %j is found', (indicator) => {
    expect(draftOf({ indicator }).series.indicator).toBe('international_routes');
  });
  it('what narrows a name down in brackets makes another name of it', () => {
    expect(faultsOf({ indicator: '机场旅客吞吐量（国际）' })).toEqual([['indicator', 'unknown-indicator']]);
    expect(faultsOf({ ref_area: '西安市（个）' })).toEqual([['ref_area', 'unknown-area']]);
  });
  it('of a name that nobody has, up to three are suggested', () => {
    expect(interpret({ indicator: '国际航线数量' }).faults?.[0]?.message).toBe(
      '不认识的指标 国际航线数量；是不是 国际（地区）航线数（累计开通）？',
    );
    expect(interpret({ indicator: '旅客吞吐量' }).faults?.[0]?.message).toContain('是不是 机场旅客吞吐量？');
  });
});

describe('why a text is refused is said', () => {
  it.each<[Cells, string]>([
    [{ obs_value: '(88)' }, '负数请写减号'],
    [{ obs_value: '▲1.2' }, '▲'],
    [{ obs_value: '50～60' }, '这是范围'],
    [{ obs_value: '#DIV/0!' }, '公式的错误值'],
    [{ obs_value: '88(1)' }, '名次'],
    [{ unit: '%' }, '% 像是比重或增速'],
    [{ time_period: '19年' }, '年份要写四位'],
    [{ time_period: '2019.6' }, '小数'],
    [{ time_period: '前三季度' }, '没有写年份'],
    [{ time_period: '2019年4-6月' }, '不是从 1 月起'],
    [{ time_period: '43646' }, '日期序号'],
  ])('%j', (cells, words) => {
    expect(
      interpret(cells)
        .faults?.map(({ message }) => message)
        .join(),
    ).toContain(words);
  });
});

describe('every fault of a row is found at once', () => {
  it('a row that is wrong everywhere', () => {
    expect(
      faultsOf({
        indicator: 'rd_intensity',
        ref_area: '?',
        time_period: '?',
        obs_value: '?',
        unit: '条',
        obs_status: '?',
        released_on: '?',
        destination: '510100',
      }),
    ).toEqual([
      ['ref_area', 'unknown-area'],
      ['destination', 'unknown-breakdown'],
      ['obs_status', 'unknown-status'],
      ['time_period', 'invalid-period'],
      ['obs_value', 'not-a-number'],
      ['unit', 'wrong-unit'],
      ['released_on', 'invalid-date'],
    ]);
  });
});

describe('periods by the kind of the indicator', () => {
  it.each<[string, Cells, string | null]>([
    ['a stock by month', { time_period: '2019-08' }, null],
    ['a stock by day', { time_period: '2019-08-30' }, null],
    ['a stock since January', { time_period: '2019-01/2019-08' }, 'wrong-frequency'],
    ['a monthly flow by month', { ...passengers, time_period: '2019-08' }, null],
    ['a monthly flow by quarter', { ...passengers, time_period: '2019-Q3' }, null],
    ['a monthly flow by half-year', { ...passengers, time_period: '2019-S1' }, null],
    ['a monthly flow by year', { ...passengers, time_period: '2019' }, null],
    ['a monthly flow since January', { ...passengers, time_period: '2019年1-8月' }, null],
    ['a monthly flow by day', { ...passengers, time_period: '2019-08-30' }, 'wrong-frequency'],
    [
      'an annual average by month',
      { indicator: 'rd_intensity', obs_value: '2', time_period: '2019-08' },
      'wrong-frequency',
    ],
    [
      'an annual average since January',
      { indicator: 'rd_intensity', obs_value: '2', time_period: '2019-01/2019-08' },
      null,
    ],
    ['today', { time_period: '2026-03-15' }, null],
    ['the month before', { time_period: '2026-02' }, null],
    ['a running month, provisional', { time_period: '2026-03', obs_status: 'P' }, null],
    ['a running year, estimated', { time_period: '2026', obs_status: '估计' }, null],
    ['a year to come, forecast', { time_period: '2030', obs_status: 'F' }, null],
  ])('%s', (_, cells, code) => {
    expect(faultsOf(cells)).toEqual(code === null ? [] : [['time_period', code]]);
  });
});

describe('rights', () => {
  const limited = { ...reference, organisations: ['west-airport-group'] };
  it('an organisation writes its own indicators', () => {
    expect(faultsOf({}, limited)).toEqual([]);
  });
  it('and no other', () => {
    expect(faultsOf({ indicator: 'rd_intensity', obs_value: '2.27' }, limited)).toEqual([
      ['indicator', 'not-permitted'],
    ]);
  });
  it('one for several organisations writes what any of them owns', () => {
    const several = { ...reference, organisations: ['bureau', 'west-airport-group'] };
    expect(faultsOf({}, several)).toEqual([]);
  });
  it('an organisation of some areas writes these and what lies in them, and no other', () => {
    const organisations = sampleCatalogue.organisations.map((organisation) =>
      organisation.code === 'west-airport-group' ? { ...organisation, areas: ['610100'] } : organisation,
    );
    const of = (caller: string[] | null) =>
      referenceOf({ ...sampleCatalogue, organisations }, { organisations: caller, now, timeZone });
    expect(faultsOf({ ref_area: '610100' }, of(['west-airport-group']))).toEqual([]);
    expect(faultsOf({ ref_area: '610000' }, of(['west-airport-group']))).toEqual([
      ['ref_area', 'not-permitted'],
    ]);
    expect(faultsOf({ ref_area: '610000' }, of(null))).toEqual([]);
  });
  it('nobody writes what a formula computes', () => {
    const indicators = sampleCatalogue.indicators.map((indicator) =>
      indicator.code === 'rd_intensity' ? { ...indicator, formula: 'share(rd_expenditure, gdp)' } : indicator,
    );
    const derived = referenceOf({ ...sampleCatalogue, indicators }, { organisations: null, now, timeZone });
    expect(faultsOf({ indicator: 'rd_intensity', obs_value: '2.27' }, derived)).toEqual([
      ['indicator', 'not-permitted'],
    ]);
  });
});

describe('the shape of a row', () => {
  const row = (cells: string[]) =>
    (interpretRow(cells, columns, reference).faults ?? []).map((fault) => fault.code);
  const cells = header.map((name) => sound[name] ?? '');

  it('fewer cells than the header is one fault, whatever else is wrong', () => {
    expect(row(['?', '?'])).toEqual(['missing-cell']);
  });
  it('one cell too many is one fault', () => {
    expect(row([...cells, 'x'])).toEqual(['extra-cell']);
  });
  it('blank cells too many are none', () => {
    expect(row([...cells, '', ' '])).toEqual([]);
  });
  it('something under a column without a name is a fault, a blank is none', () => {
    const unnamed = readHeader([...header, ''], ['destination']).columns as Columns;
    expect(interpretRow([...cells, 'x'], unnamed, reference).faults).toMatchObject([{ code: 'extra-cell' }]);
    expect(interpretRow([...cells, ''], unnamed, reference).faults).toBeNull();
  });
});
