import type { Indicator } from '#contract';
import { pointOf, months, years } from '../../test/sanity-points.js';
import { judgeValue } from './judge-value.js';
import { historyOf } from './series-history.js';

type Judged = Pick<Indicator, 'kind' | 'frequency' | 'unit' | 'lowerBound'>;
const unit = (zh: string) => ({ zh, en: zh });
const money: Judged = { kind: 'flow', frequency: 'A', unit: unit('亿元'), lowerBound: '0' };
const monthly: Judged = { ...money, frequency: 'M', unit: unit('万人次') };
const routes: Judged = { ...money, kind: 'stock', unit: unit('条') };
const share: Judged = { ...money, kind: 'average', unit: unit('%') };
const growth: Judged = { ...share, lowerBound: null };
const mean: Judged = { ...money, kind: 'average', unit: unit('微克/立方米'), frequency: 'M' };

/** `ordinary`, or what is found with the value that it was compared with. */
function judged(indicator: Judged, others: readonly string[], value: string, before?: string): string {
  const point = pointOf(value);
  const all = [...others.map((text) => pointOf(text)), point];
  const own = all.filter(({ seriesId }) => seriesId === point.seriesId);
  const history = historyOf(indicator, point.period, own, all);
  const known = before === undefined ? null : { value: Number(before), text: before };
  const finding = judgeValue(point, history, indicator, known);
  if (!finding) return 'ordinary';
  const factor = finding.slip ? ` ${finding.slip.times ? '×' : '÷'}${finding.slip.factor}` : '';
  return `${finding.code}${factor}, next to ${finding.reference.text}`;
}

const gdp = years(2014, 5492, 5801, 6257, 7470, 8350, 9321);
const season = [60, 40, 90, 100, 110, 100, 130, 140, 100, 150, 90, 70];
const threeYears = months(2017, ...season, ...season.map((v) => v * 1.1), ...season.map((v) => v * 1.21));
const toDate = (year: number, grown: number) =>
  season.map((_, m) => {
    const sum = season.slice(0, m + 1).reduce((a, b) => a + b) * grown;
    return `${year}-01/${year}-${String(m + 1).padStart(2, '0')} ${sum}`;
  });

const cases: [says: string, indicator: Judged, others: string[], value: string, expected: string][] = [
  ['a value that goes on as before', money, gdp, '2020 10020', 'ordinary'],
  [
    'a fall by a fifth of a series that always grew: unusual, not absurd',
    money,
    gdp,
    '2020 7600',
    'ordinary',
  ],
  ['twice the year before', money, gdp, '2020 20040', 'jump, next to 9321'],
  ['half of the year before', money, gdp, '2020 4600', 'jump, next to 9321'],
  ['four others are too few to call anything a jump', money, gdp.slice(0, 4), '2018 20000', 'ordinary'],
  ['five others are enough', money, gdp.slice(0, 5), '2019 20000', 'jump, next to 8350'],
  ['a constant series that moves by a little', money, years(2014, 5, 5, 5, 5, 5, 5), '2020 6', 'ordinary'],
  ['a constant series that doubles', money, years(2014, 5, 5, 5, 5, 5, 5), '2020 10', 'jump, next to 5'],
  [
    'one wild year in the past does not hide a jump now',
    money,
    years(2014, 100, 106, 30, 110, 118, 125, 131, 139),
    '2022 300',
    'jump, next to 139',
  ],
  ['a wild series may go on wildly', money, years(2014, 10, 30, 12, 45, 15, 50, 14), '2021 60', 'ordinary'],
  [
    'the year after the wild one is ordinary',
    money,
    years(2014, 100, 106, 112, 118, 40),
    '2019 125',
    'ordinary',
  ],
  [
    'a year in the middle, loaded later',
    money,
    gdp.filter((text) => !text.startsWith('2017')),
    '2017 17470',
    'jump, next to 6257',
  ],
  ['the first year of a series, loaded later', money, gdp.slice(1), '2014 1500', 'jump, next to 5801'],
  ['the first year, in line', money, gdp.slice(1), '2014 5492', 'ordinary'],
  [
    'the first value of a new level is told',
    money,
    years(2014, 10, 11, 10, 11, 10, 11),
    '2020 25',
    'jump, next to 11',
  ],
  ['the second is not', money, years(2014, 10, 11, 10, 11, 10, 11, 25), '2021 26', 'ordinary'],
  ['years are missing: growth went on meanwhile', money, gdp, '2024 14000', 'ordinary'],
  ['years are missing, and it fell to a third', money, gdp, '2022 2800', 'jump, next to 9321'],
  [
    'a stock’s points of any frequency stand in one line',
    routes,
    ['2015-04 28', ...years(2016, 45, 58, 64, 88)],
    '2021-09 92',
    'ordinary',
  ],
  [
    'and tell a jump together',
    routes,
    ['2015-04 28', ...years(2016, 45, 58, 64, 88)],
    '2021-09 500',
    'jump, next to 88',
  ],
  ['a share near 95 moves by points', share, years(2014, 94, 95, 95.2, 95.5, 95.6), '2019 93', 'ordinary'],
  [
    'ten points are a jump of such a share',
    share,
    years(2014, 94, 95, 95.2, 95.5, 95.6),
    '2019 84',
    'jump, next to 95.6',
  ],
  ['a share near 2 moves by tenths', share, years(2014, 2.1, 2.2, 2.2, 2.3, 2.3), '2019 2.6', 'ordinary'],
  [
    'three points are a jump of such a share',
    share,
    years(2014, 2.1, 2.2, 2.2, 2.3, 2.3),
    '2019 5.3',
    'jump, next to 2.3',
  ],
  ['a growth rate may turn negative', growth, years(2014, 8, 7, 7.5, 7, 6), '2019 -1', 'ordinary'],
  ['but not by thirty points', growth, years(2014, 8, 7, 7.5, 7, 6), '2019 -25', 'jump, next to 6'],
  ['nought until now: nobody can tell', money, years(2014, 0, 0, 0, 0, 0), '2019 7', 'ordinary'],
  [
    'a month is compared with the same month of the year before',
    monthly,
    threeYears,
    '2020-02 53.2',
    'ordinary',
  ],
  [
    'what would fit the month before does not fit the season',
    monthly,
    threeYears,
    '2020-02 110',
    'jump, next to 48.4',
  ],
  [
    'a sum since January is compared with the same months',
    monthly,
    [...toDate(2018, 1), ...toDate(2019, 1.1)],
    '2020-01/2020-01 73',
    'ordinary',
  ],
  [
    'and stands out against them',
    monthly,
    [...toDate(2018, 1), ...toDate(2019, 1.1)],
    '2020-01/2020-01 1320',
    'jump, next to 66',
  ],
  [
    'in its first year a sum since January goes by its mean month',
    monthly,
    toDate(2018, 1).slice(0, 6),
    '2018-01/2018-07 630',
    'ordinary',
  ],
  [
    'a mean since January is not a sum',
    mean,
    [
      '2018-01/2018-01 97',
      '2018-01/2018-02 90',
      '2018-01/2018-03 80',
      '2018-01/2018-04 74',
      '2018-01/2018-05 68',
    ],
    '2018-01/2018-06 63',
    'ordinary',
  ],
  ['a forecast is nobody’s history', money, [...gdp, '2020 90000 F'], '2021 11000', 'ordinary'],

  ['ten thousand times the last value', money, gdp, '2020 100200000', 'unit-slip ×10000, next to 9321'],
  ['a hundred-millionth', money, gdp, '2020 0.0001002', 'unit-slip ÷100000000, next to 9321'],
  ['a digit too many', money, gdp, '2020 100200', 'unit-slip ×10, next to 9321'],
  [
    'a single other value is enough for ten thousand',
    money,
    ['2019 9321'],
    '2020 100200000',
    'unit-slip ×10000, next to 9321',
  ],
  ['but not for ten: things begin small', money, ['2019 9321'], '2020 93210', 'ordinary'],
  ['nothing to compare with', money, [], '2020 93210', 'ordinary'],
  [
    'a series that ranges widely, and has too few values to tell how widely',
    money,
    years(2016, 3, 14, 4, 15),
    '2020 150',
    'ordinary',
  ],
  ['a share written as a fraction', share, years(2017, 94, 95), '2019 0.955', 'unit-slip ÷100, next to 95'],
  [
    'the season is not a slip',
    monthly,
    [...months(2018, 2, 2, 9, 20, 24, 25, 30, 29, 18, 15, 6, 3)],
    '2019-01 2',
    'ordinary',
  ],
  ['a sum since January after December’s', monthly, toDate(2018, 1), '2019-01/2019-01 65', 'ordinary'],
];

describe('judgeValue', () => {
  it.each(cases)('%s', (_, indicator, others, value, expected) => {
    expect(judged(indicator, others, value)).toBe(expected);
  });

  const revisions: [says: string, others: string[], value: string, before: string, expected: string][] = [
    ['a revision by ten thousand', [], '2020 100200000', '10020', 'unit-slip ×10000, next to 10020'],
    ['the correction of such a slip', gdp, '2020 10020', '100200000', 'ordinary'],
    ['the correction of a slip beside two values only', gdp.slice(4), '2020 10020', '100200000', 'ordinary'],
    ['a small revision of a value that was odd before', gdp, '2020 4500', '4600', 'ordinary'],
    ['a revision that makes it odd', gdp, '2020 4600', '10020', 'jump, next to 9321'],
    ['an ordinary revision', gdp, '2020 10740', '10020', 'ordinary'],
  ];
  it.each(revisions)('%s', (_, others, value, before, expected) => {
    expect(judged(money, others, value, before)).toBe(expected);
  });

  it('takes a slip in the January of a second year by the January before', () => {
    expect(judged(monthly, toDate(2018, 1), '2019-01/2019-01 650000')).toBe('unit-slip ×10000, next to 60');
  });

  it('tells the range in which an ordinary value lies, in the value’s own measure', () => {
    const point = pointOf('2020-01/2020-01 1320');
    const all = [...toDate(2018, 1), ...toDate(2019, 1.1)].map((text) => pointOf(text)).concat(point);
    const finding = judgeValue(point, historyOf(monthly, point.period, all, all), monthly, null);
    // The year before was 66, the median growth 10 %, the least that counts 30 % beside it.
    expect(finding?.ordinary?.from).toBeCloseTo((66 * 1.1) / 1.3, 6);
    expect(finding?.ordinary?.to).toBeCloseTo(66 * 1.1 * 1.3, 6);
  });
});
