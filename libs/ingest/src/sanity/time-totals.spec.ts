import { formatPeriod } from '#time-period';
import { months, pointOf } from '../../test/sanity-points.js';
import { timeContradictions } from './time-totals.js';

const told = (texts: readonly string[], neverNegative = true) =>
  timeContradictions(
    texts.map((text) => pointOf(text)),
    neverNegative,
  ).map(({ total, parts, sum }) => {
    const of = parts.map(({ period }) => formatPeriod(period)).join(' + ');
    return `${formatPeriod(total.period)} ${total.text} is not ${Number(sum.toFixed(6))} = ${of}`;
  });

const cases: [says: string, values: string[], expected: string[]][] = [
  ['a quarter and its months', ['2019-Q1 60', ...months(2019, 10, 20, 30)], []],
  [
    'a quarter that is more than its months',
    ['2019-Q1 70', ...months(2019, 10, 20, 30)],
    ['2019-Q1 70 is not 60 = 2019-01 + 2019-02 + 2019-03'],
  ],
  ['rounding: half a unit of each last digit', ['2019-Q1 62', ...months(2019, 10, 20, 30)], []],
  [
    'no more than that',
    ['2019-Q1 62.1', '2019-01 10.0', '2019-02 20.0', '2019-03 30.0'],
    ['2019-Q1 62.1 is not 60 = 2019-01 + 2019-02 + 2019-03'],
  ],
  ['a month is missing and the rest is less', ['2019-Q1 100', ...months(2019, 10, 20)], []],
  [
    'a month is missing and the rest is more already',
    ['2019-Q1 100', ...months(2019, 90, 20)],
    ['2019-Q1 100 is not 110 = 2019-01 + 2019-02'],
  ],
  [
    'a sum since January and the next with its month',
    ['2019-01/2019-05 50', '2019-06 12', '2019-01/2019-06 62'],
    [],
  ],
  [
    'the month does not fit between two sums since January',
    ['2019-01/2019-05 50', '2019-06 21', '2019-01/2019-06 62'],
    ['2019-01/2019-06 62 is not 71 = 2019-01/2019-05 + 2019-06'],
  ],
  [
    'a sum since January that shrinks',
    ['2019-01/2019-05 50', '2019-01/2019-06 42'],
    ['2019-01/2019-06 42 is not 50 = 2019-01/2019-05'],
  ],
  ['January and February told as one', ['2019-01/2019-02 25', '2019-03 10', '2019-Q1 35'], []],
  [
    'two figures for the same months',
    ['2019-Q1 35', '2019-Q1/2019-Q1 45'],
    ['2019-Q1/2019-Q1 45 is not 35 = 2019-Q1'],
  ],
  [
    'the year and its sum since January',
    ['2019 100', '2019-01/2019-12 200'],
    ['2019 100 is not 200 = 2019-01/2019-12'],
  ],
  ['four quarters', ['2019 100', '2019-Q1 20', '2019-Q2 25', '2019-Q3 25', '2019-Q4 30'], []],
  ['two halves', ['2019 100', '2019-S1 45', '2019-S2 60'], ['2019 100 is not 105 = 2019-S1 + 2019-S2']],
  [
    'a wrong month is told of the shortest total around it only',
    [
      '2019 140',
      '2019-S1 80',
      '2019-S2 60',
      '2019-Q1 35',
      '2019-Q2 45',
      ...months(2019, 10, 12, 130, 15, 15, 15),
    ],
    ['2019-Q1 35 is not 152 = 2019-01 + 2019-02 + 2019-03'],
  ],
  [
    'a first figure and the final one differ by a few per cent',
    ['2019 103 A', '2019-S1 45 P', '2019-S2 55 P'],
    [],
  ],
  [
    'but not by ten',
    ['2019 110 A', '2019-S1 45 P', '2019-S2 55 P'],
    ['2019 110 is not 100 = 2019-S1 + 2019-S2'],
  ],
  ['a forecast contradicts nobody', ['2019 110 F', '2019-S1 45', '2019-S2 55'], []],
  ['days are left alone', ['2019-01 10', '2019-01-03 20'], []],
  ['nothing', [], []],
];

describe('timeContradictions', () => {
  it.each(cases)('%s', (_, values, expected) => {
    expect(told(values)).toEqual(expected);
  });

  it('of what may be negative, parts may be more than the total as long as some are missing', () => {
    expect(told(['2019-Q1 100', ...months(2019, 90, 20)], false)).toEqual([]);
    expect(told(['2019-Q1 100', ...months(2019, 90, 20, -20)], false)).toEqual([
      '2019-Q1 100 is not 90 = 2019-01 + 2019-02 + 2019-03',
    ]);
  });
});
