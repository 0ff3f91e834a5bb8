import fc from 'fast-check';
import { formatPeriod, formatPeriodEn, formatPeriodZh } from './format-period.js';
import { combinePeriod, parsePeriod, releaseDay } from './parse-period.js';
import { periodContaining, type TimePeriod } from './period.js';

/** One seed, so that a run today is a run tomorrow. */
fc.configureGlobal({ seed: 20181203, numRuns: 1000 });

const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const period: fc.Arbitrary<TimePeriod> = fc.oneof(
  fc
    .tuple(day, fc.constantFrom('A', 'S', 'Q', 'M', 'D'))
    .map(([at, frequency]) => periodContaining(at, frequency)),
  fc.tuple(day, fc.constantFrom('Q', 'M')).map(([at, frequency]): TimePeriod => ({
    ...periodContaining(at, frequency),
    accumulation: 'yearToDate',
  })),
);

const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

describe('what is formatted reads back', () => {
  it('as SDMX text, in either width and with space around', () => {
    fc.assert(
      fc.property(period, (each) => {
        const text = formatPeriod(each);
        expect(parsePeriod(text)).toEqual(each);
        expect(parsePeriod(` ${fullWidth(text)}\t`)).toEqual(each);
      }),
    );
  });

  // Words print a year as people do, without leading zeros; four digits are what reads back.
  const ofFourDigits = period.filter(({ start }) => start >= '1000');

  it('in Chinese, with every make of dash and with spaces between the words', () => {
    fc.assert(
      fc.property(ofFourDigits, fc.constantFrom('—', '-', '－', '～', '至', '——'), (each, dash) => {
        const text = formatPeriodZh(each).replace('—', dash);
        expect(parsePeriod(text)).toEqual(each);
        expect(parsePeriod(fullWidth(text))).toEqual(each);
        expect(parsePeriod(text.replace(/([年月])/g, ' $1 '))).toEqual(each);
      }),
    );
  });

  it('in English, in either case', () => {
    fc.assert(
      fc.property(ofFourDigits, (each) => {
        expect(parsePeriod(formatPeriodEn(each))).toEqual(each);
        expect(parsePeriod(formatPeriodEn(each).toUpperCase())).toEqual(each);
      }),
    );
  });

  it('from a year and a part of it', () => {
    fc.assert(
      fc.property(ofFourDigits, (each) => {
        const year = each.start.slice(0, 4);
        const part = formatPeriodZh(each).slice('2019年'.length);
        fc.pre(part !== '');
        expect(combinePeriod(`${year}年`, part)).toEqual(each);
        expect(combinePeriod(year, part)).toEqual(each);
      }),
    );
  });
});

describe('any text', () => {
  const pieces = [
    '2019',
    '年',
    '月',
    '1',
    '-',
    '—',
    '至',
    '前',
    '季度',
    'Q3',
    ' ',
    'of',
    'June',
    '十',
    '①',
    '〇',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join('')),
  );

  it('is a period that reads back, or null', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        for (const read of [parsePeriod(one), combinePeriod(one, other)])
          if (read) expect(parsePeriod(formatPeriod(read))).toEqual(read);
        releaseDay(one);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(pieces)('%j a million times over costs nothing, since no wording is so long', (piece) => {
    const long = piece.repeat(1_000_000);
    const started = performance.now();
    for (let i = 0; i < 100; i++) {
      expect(parsePeriod(long)).toBeNull();
      expect(combinePeriod('2019年', long)).toBeNull();
    }
    // Some milliseconds; work that grew with the square of the length would be 10^14 steps.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
