import { parsePeriod, type Frequency } from '#time-period';
import { finalBy } from './late-provisional.js';

it.each<[says: string, period: string, frequency: Frequency, releaseLagDays: number, expected: string]>([
  ['a year is final when the next year’s figure is out', '2018', 'A', 30, '2020-01-30'],
  ['a month, when the next month’s is', '2019-01', 'M', 20, '2019-03-20'],
  ['a quarter', '2019-Q4', 'Q', 30, '2020-04-30'],
  ['the year of a monthly indicator, when the next year’s is', '2018', 'M', 20, '2020-01-20'],
  ['a sum since January', '2019-01/2019-12', 'M', 20, '2020-02-20'],
  ['of a quarterly indicator with the next quarter', '2020-01/2020-09', 'Q', 30, '2021-01-30'],
])('%s', (_, period, frequency, releaseLagDays, expected) => {
  expect(finalBy(parsePeriod(period)!, { releaseLagDays, frequency })).toBe(expected);
});
