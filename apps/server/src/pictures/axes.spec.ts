import { parsePeriod, pointOf } from '#time-period';
import { timeAxis, valueAxis } from './axes.js';

const timeZone = 'Asia/Shanghai';
const at = (text: string): number => {
  const period = parsePeriod(text);
  if (!period) throw new Error(`${text} is no period`);
  return pointOf(period, timeZone);
};

describe('valueAxis', () => {
  it.each([
    ['begins at 0 when that costs at most half of the height', [45, 58, 100], 0, 120, false],
    ['leaves out 0 when it would cost more, and says so', [88, 92, 100], 85, 105, true],
    ['spans 15 % of the highest value at least: 3 % is no cliff', [97, 100], 90, 110, true],
    ['has no part below 0 of values that have none', [0, 3], 0, 4, false],
    ['goes below 0 with the values', [-5, 5], -6, 6, false],
    ['shows a single value with room around it', [50], 46, 54, true],
    ['shows a single 0', [0], 0, 0.2, false],
    ['ends at 0 of values below it', [-8, -1], -10, 0, false],
  ])('%s', (_what, values, from, to, cut) => {
    expect(valueAxis(values)).toMatchObject({ from, to, cut });
  });

  it('labels round numbers, without the tails of doubles', () => {
    expect(valueAxis([0.1, 0.31]).ticks.map(({ label }) => label)).toEqual(['0', '0.1', '0.2', '0.3', '0.4']);
    expect(valueAxis([0, 28_000]).ticks.map(({ label }) => label)).toEqual([
      '0',
      '5,000',
      '10,000',
      '15,000',
      '20,000',
      '25,000',
      '30,000',
    ]);
    expect(valueAxis([-5, 5]).ticks[0]?.label).toBe('−6');
  });

  it('covers every value, whatever they are', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const values = [0, 1, 2].map((index) => Math.sin(seed * 7 + index * 3) * 10 ** ((seed % 12) - 4));
      const { from, to, ticks } = valueAxis(values);
      expect(from).toBeLessThanOrEqual(Math.min(...values));
      expect(to).toBeGreaterThanOrEqual(Math.max(...values));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(9);
    }
  });
});

describe('timeAxis', () => {
  const labels = (
    ...[times, finest, width, language]: [string[], 'A' | 'Q' | 'M' | 'D', number, 'zh' | 'en']
  ) => timeAxis(times.map(at), finest, width, language, timeZone).ticks.map(({ label }) => label);

  it.each<[string, Parameters<typeof labels>, string[]]>([
    [
      'names years as Chinese readers write them',
      [['2016', '2020'], 'A', 700, 'zh'],
      ['2016年', '2017年', '2018年', '2019年', '2020年'],
    ],
    [
      'names fewer where there is no room',
      [['2016', '2035'], 'A', 300, 'zh'],
      ['2019年', '2023年', '2027年', '2031年', '2035年'],
    ],
    [
      'names months of a short span',
      [['2021-08', '2021-11'], 'M', 500, 'zh'],
      ['2021年8月', '2021年9月', '2021年10月', '2021年11月'],
    ],
    [
      'names quarters where months are too many',
      [['2020-01', '2021-06'], 'M', 700, 'en'],
      ['Q1 2020', 'Q2 2020', 'Q3 2020', 'Q4 2020', 'Q1 2021', 'Q2 2021'],
    ],
    ['names the year of a lone annual value', [['2019'], 'A', 300, 'zh'], ['2019年']],
    [
      'names years of values by the month over many years',
      [['2010-01', '2020-12'], 'M', 700, 'zh'],
      Array.from({ length: 12 }, (_, i) => `${2009 + i}年`),
    ],
  ])('%s', (_what, asked, expected) => {
    expect(labels(...asked)).toEqual(expected);
  });

  it('labels a year at its last day in the zone', () => {
    expect(timeAxis([at('2016'), at('2020')], 'A', 700, 'zh', timeZone).ticks.at(-1)).toEqual({
      at: Date.UTC(2020, 11, 30, 16),
      label: '2020年',
    });
  });
});
