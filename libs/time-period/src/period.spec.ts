import { addDays } from './day.js';
import { formatPeriod } from './format-period.js';
import { parsePeriod } from './parse-period.js';
import {
  comparePeriods,
  nextPeriod,
  periodContaining,
  previousPeriod,
  type Frequency,
  type TimePeriod,
} from './period.js';

function required(text: string): TimePeriod {
  const period = parsePeriod(text);
  if (!period) throw new Error(`not a period: ${text}`);
  return period;
}

describe('stepping', () => {
  it.each([
    ['2019', '2020'],
    ['2019-S1', '2019-S2'],
    ['2019-S2', '2020-S1'],
    ['2019-Q4', '2020-Q1'],
    ['2019-12', '2020-01'],
    ['2020-01', '2020-02'],
    ['2019-12-31', '2020-01-01'],
    ['2020-02-28', '2020-02-29'],
    ['2019-01/2019-06', '2019-01/2019-07'],
    ['2019-01/2019-12', '2020-01/2020-01'],
    ['2019-Q1/2019-Q4', '2020-Q1/2020-Q1'],
  ])('after %s comes %s, and before it again', (before, after) => {
    expect(formatPeriod(nextPeriod(required(before)))).toBe(after);
    expect(previousPeriod(required(after))).toEqual(required(before));
  });

  it.each<[string, Frequency, string]>([
    ['2019-05-20', 'A', '2019'],
    ['2019-06-30', 'S', '2019-S1'],
    ['2019-07-01', 'S', '2019-S2'],
    ['2019-05-20', 'Q', '2019-Q2'],
    ['2019-05-20', 'M', '2019-05'],
    ['2019-05-20', 'D', '2019-05-20'],
  ])('%s lies in the %s period %s', (day, frequency, text) => {
    expect(formatPeriod(periodContaining(day, frequency))).toBe(text);
  });

  it('puts every day of fifty years into a period that contains it', () => {
    for (let day = '1999-12-25'; day < '2050-01-05'; day = addDays(day, 1)) {
      for (const frequency of ['A', 'S', 'Q', 'M', 'D'] as const) {
        const period = periodContaining(day, frequency);
        if (!(period.start <= day && day <= period.end)) throw new Error(`${day} is not in its ${frequency}`);
      }
    }
  });

  it('refuses a text that is not a day', () => {
    expect(() => periodContaining('2019-02-30', 'M')).toThrow(RangeError);
  });
});

describe('comparePeriods', () => {
  it('orders by end, then by start', () => {
    const texts = ['2019-12-31', '2020-01', '2019', '2019-12', '2019-Q4', '2018', '2019-06'];
    const ordered = texts.map(required).sort(comparePeriods).map(formatPeriod);
    expect(ordered).toEqual(['2018', '2019-06', '2019', '2019-Q4', '2019-12', '2019-12-31', '2020-01']);
    expect(comparePeriods(required('2019'), required('2019'))).toBe(0);
  });
});
