import { formatPeriod, formatPeriodEn, formatPeriodZh } from './format-period.js';
import { parsePeriod } from './parse-period.js';
import {
  nextPeriod,
  periodContaining,
  type Accumulation,
  type Frequency,
  type TimePeriod,
} from './period.js';

function required(text: string): TimePeriod {
  const period = parsePeriod(text);
  if (!period) throw new Error(`not a period: ${text}`);
  return period;
}

describe('words for a period', () => {
  it.each([
    ['2019', '2019年', '2019'],
    ['2019-S1', '2019年上半年', 'first half of 2019'],
    ['2019-S2', '2019年下半年', 'second half of 2019'],
    ['2019-Q3', '2019年三季度', 'Q3 2019'],
    ['2019-06', '2019年6月', 'June 2019'],
    ['2019-01/2019-06', '2019年1—6月', 'January–June 2019'],
    ['2019-01/2019-01', '2019年1月累计', 'January 2019 to date'],
    ['2019-Q1/2019-Q3', '2019年前三季度', 'Q1–Q3 2019'],
    ['2019-Q1/2019-Q1', '2019年一季度累计', 'Q1 2019 to date'],
    ['2019-06-30', '2019年6月30日', '30 June 2019'],
  ])('%s is %s, %s', (text, zh, en) => {
    expect(formatPeriodZh(required(text))).toBe(zh);
    expect(formatPeriodEn(required(text))).toBe(en);
  });
});

const kinds: [Frequency, Accumulation, number][] = [
  ['A', 'period', 61],
  ['S', 'period', 122],
  ['Q', 'period', 244],
  ['M', 'period', 732],
  ['D', 'period', 22_280],
  ['Q', 'yearToDate', 244],
  ['M', 'yearToDate', 732],
];

describe('round trips over 1990 to 2050', () => {
  it.each(kinds)('%s %s: every period survives SDMX and Chinese text', (frequency, accumulation, count) => {
    const faults: string[] = [];
    let period: TimePeriod = { ...periodContaining('1990-01-01', frequency), accumulation };
    let seen = 0;
    for (; period.start < '2051-01-01'; period = nextPeriod(period)) {
      seen++;
      for (const text of [formatPeriod(period), formatPeriodZh(period)]) {
        if (JSON.stringify(parsePeriod(text)) !== JSON.stringify(period)) faults.push(text);
      }
    }
    expect(faults).toEqual([]);
    expect(seen).toBe(count);
  });
});
