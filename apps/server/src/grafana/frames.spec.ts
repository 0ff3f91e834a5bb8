import { actualLines, expectedLines, frameOf, targetLines, type TargetPath } from './frames.js';
import { panelSeriesOf } from './panel-reading-points.js';
import type { SeriesPlan } from './query-plan.js';
import { names, observation, target } from './test/sample-plan.js';

const zone = 'Asia/Shanghai';
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);

const plan = (changes: Partial<SeriesPlan> & { metrics?: string[] } = {}): SeriesPlan => {
  const { metrics = ['routes'], ...rest } = changes;
  return {
    kind: 'series',
    refId: 'A',
    language: 'zh',
    asOf: null,
    indicators: names.indicators.filter((indicator) => metrics.includes(indicator.code)),
    areas: null,
    frequencies: null,
    accumulations: ['period'],
    breakdown: {},
    measures: ['actual'],
    targetCodes: null,
    ...rest,
  };
};

describe('the measured values', () => {
  it("stand at their period's last day, with null for a period without a value", () => {
    const rows = [observation('2016', '45'), observation('2017', '50'), observation('2019', '64.5')];
    expect(actualLines(plan(), panelSeriesOf(rows), names, zone)).toMatchObject([
      {
        name: '航线 · 西安市 · 实际',
        labels: {
          measure: 'actual',
          indicator: 'routes',
          area: '610100',
          accumulation: 'period',
          frequency: 'A',
        },
        unit: '条',
        points: [
          [45, day('2016-12-31')],
          [50, day('2017-12-31')],
          [null, day('2018-12-31')],
          [64.5, day('2019-12-31')],
        ],
      },
    ]);
  });

  it('of a stock are one line whatever their frequency; of two that end together the expected one counts', () => {
    const rows = [observation('2018', '60'), observation('2018-12', '61'), observation('2019-06', '63')];
    expect(actualLines(plan(), panelSeriesOf(rows), names, zone)).toMatchObject([
      {
        name: '航线 · 西安市 · 实际',
        labels: { measure: 'actual', indicator: 'routes', area: '610100', accumulation: 'period' },
        unit: '条',
        points: [
          [60, day('2018-12-31')],
          [63, day('2019-06-30')],
        ],
      },
    ]);
  });

  it('of a flow are a line per frequency, each named by it', () => {
    const flow = { indicator: 'output' };
    const rows = [
      observation('2018', '120', flow),
      observation('2018-11', '9', flow),
      observation('2018-12', '11', flow),
    ];
    expect(
      actualLines(plan({ metrics: ['output'], language: 'en' }), panelSeriesOf(rows), names, zone),
    ).toMatchObject([
      { name: "Output · Xi'an · annual · actual", points: [[120, day('2018-12-31')]] },
      {
        name: "Output · Xi'an · monthly · actual",
        points: [
          [9, day('2018-11-30')],
          [11, day('2018-12-31')],
        ],
      },
    ]);
  });

  it('of a single frequency do not name it; year-to-date values are said to be such', () => {
    const rows = [
      observation('2018-01/2018-06', '55', { indicator: 'output' }),
      observation('2018', '120', { indicator: 'output' }),
    ];
    expect(
      actualLines(plan({ metrics: ['output'] }), panelSeriesOf(rows), names, zone).map(({ name }) => name),
    ).toEqual(['产量 · 西安市 · 实际', '产量 · 西安市 · 累计 · 实际']);
  });

  it('are a line per area and per breakdown', () => {
    const of = (area: string, destination: string) => ({
      indicator: 'travel',
      area,
      breakdown: { destination },
    });
    const rows = [
      observation('2018', '270', of('610100', '110000')),
      observation('2018', '240', of('610100', '510100')),
      observation('2018', '300', of('610300', '110000')),
    ];
    expect(
      actualLines(plan({ metrics: ['travel'] }), panelSeriesOf(rows), names, zone).map(({ name }) => name),
    ).toEqual([
      '旅行时间 · 西安市 · 北京 · 实际',
      '旅行时间 · 西安市 · 成都 · 实际',
      '旅行时间 · 宝鸡市 · 北京 · 实际',
    ]);
  });

  it('leave out what is no value: a forecast, a missing value', () => {
    const rows = [
      observation('2018', '60'),
      observation('2019', '0', { status: 'M' }),
      observation('2020', '90', { status: 'F' }),
    ];
    expect(actualLines(plan(), panelSeriesOf(rows), names, zone)[0]?.points).toEqual([
      [60, day('2018-12-31')],
    ]);
  });

  it('keep their exact digits as JSON numbers', () => {
    expect(
      actualLines(plan(), panelSeriesOf([observation('2018', '18.64126')]), names, zone)[0]?.points[0]?.[0],
    ).toBe(18.64126);
  });
});

const path = (changes: Partial<TargetPath> = {}): TargetPath => ({
  target: target({ code: 'routes-2020' }),
  points: [
    { time: day('2016-12-31'), expected: 45 },
    { time: day('2020-12-31'), expected: 100 },
  ],
  due: { time: day('2020-12-31'), value: 100, upper: null },
  ...changes,
});
const range = { from: day('2018-01-01'), to: day('2022-01-01') };

describe('the lines of a target', () => {
  it('are its path', () => {
    expect(expectedLines(plan(), [path()], names)).toEqual([
      {
        name: '航线 · 西安市 · 预期',
        labels: {
          measure: 'expected',
          indicator: 'routes',
          area: '610100',
          frequency: 'A',
          targetCode: 'routes-2020',
        },
        unit: '条',
        points: [
          [45, day('2016-12-31')],
          [100, day('2020-12-31')],
        ],
      },
    ]);
  });

  it('and its value, level across the range', () => {
    expect(targetLines(plan({ language: 'en' }), [path()], names, range)).toEqual([
      {
        name: "Routes · Xi'an · target",
        labels: {
          measure: 'target',
          indicator: 'routes',
          area: '610100',
          frequency: 'A',
          targetCode: 'routes-2020',
        },
        unit: 'routes',
        points: [
          [100, range.from],
          [100, range.to],
        ],
      },
    ]);
  });

  it('which without a range goes from the baseline to the due date', () => {
    expect(targetLines(plan(), [path()], names, null)[0]?.points).toEqual([
      [100, day('2016-12-31')],
      [100, day('2020-12-31')],
    ]);
  });

  it('are two for an interval', () => {
    const within = path({ due: { time: day('2020-12-31'), value: 20, upper: 30 } });
    expect(
      targetLines(plan(), [within], names, range).map(({ name, labels, points }) => [
        name,
        labels.measure,
        labels.edge,
        points[0]?.[0],
      ]),
    ).toEqual([
      ['航线 · 西安市 · 目标下限', 'target', 'lower', 20],
      ['航线 · 西安市 · 目标上限', 'target', 'upper', 30],
    ]);
  });

  it('are none for a target without a number', () => {
    const direction = path({ points: [], due: { time: day('2035-12-31'), value: null, upper: null } });
    expect(expectedLines(plan(), [direction], names)).toEqual([]);
    expect(targetLines(plan(), [direction], names, range)).toEqual([]);
  });

  it('say their due date where one series has several', () => {
    const later = path({ target: target({ code: 'routes-2035', due: '2035' }) });
    expect(targetLines(plan(), [path(), later], names, range).map(({ name }) => name)).toEqual([
      '航线 · 西安市 · 目标 · 2020',
      '航线 · 西安市 · 目标 · 2035',
    ]);
  });
});

describe('a frame', () => {
  const labels = { measure: 'actual', indicator: 'routes', area: '610100' } as const;
  const points = [1, 2, 3, 4].map((value): [number, number] => [value, value * 10]);
  const line = { name: 'line', points, labels, unit: '条' };

  it('holds the points within the range, both ends included', () => {
    expect(frameOf(line, 'B', { from: 20, to: 30 }, undefined)).toEqual({
      target: 'line',
      title: 'line',
      refId: 'B',
      tags: labels,
      unit: 'suffix:条',
      datapoints: [
        [2, 20],
        [3, 30],
      ],
    });
  });

  it('holds at most as many points as asked', () => {
    expect(frameOf(line, 'B', null, 2).datapoints).toEqual([
      [1, 10],
      [4, 40],
    ]);
  });
});
