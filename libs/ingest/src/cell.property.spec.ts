import fc from 'fast-check';
import { isUnit } from '#monitoring';
import { sampleCatalogue } from '../test/sample-catalogue.js';
import { compareDecimals, readCellValue } from './cell-value.js';
import { CodeList } from './code-list.js';
import { withoutFootnoteMarks } from './footnote-mark.js';
import { readHeader, type Columns } from './header.js';
import { interpretRow } from './interpret-row.js';
import { referenceOf } from './reference.js';
import { plainLabel, splitNameAndUnit } from './table-label.js';
import { converted, matchUnit, type Factor } from './unit-conversion.js';

/** One seed, so that a run today is a run tomorrow. */
fc.configureGlobal({ seed: 20181203, numRuns: 1000 });

/** Decimal texts as statistics have them: no leading zeros, decimals as written. */
const decimal = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 18n }),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }),
  )
  .map(([negative, whole, decimals]) => {
    const text = `${whole}${decimals.length === 0 ? '' : `.${decimals.join('')}`}`;
    return negative ? `-${text}` : text;
  });

const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

function grouped(text: string, separator: string): string {
  const [whole = '', decimals] = text.split('.');
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
  return decimals === undefined ? parted : `${parted}.${decimals}`;
}

describe('any decimal reads back, digit by digit', () => {
  it.each<[string, (text: string) => string]>([
    ['plain', (text) => text],
    ['with commas', (text) => grouped(text, ',')],
    ['with thin spaces', (text) => grouped(text, '\u2009')],
    ['in full width', fullWidth],
    ['in full width with full-width commas', (text) => fullWidth(grouped(text, ','))],
    ['with a true minus and space around', (text) => ` ${text.replace('-', '\u2212')}\u3000`],
  ])('%s', (_, written) => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(readCellValue(written(text))).toEqual({ kind: 'decimal', text });
      }),
    );
  });

  const marks = ['①', '⑳', '¹', '³', '⁴', '*', '＊', '[1]', '（注2）', '⑴', '※', '①*'];
  it('with a unit, a footnote mark or both, and the mark never becomes a digit', () => {
    fc.assert(
      fc.property(
        decimal.filter((text) => text !== '10'),
        fc.constantFrom('', '%', '‰', '％', '万人', ' 亿元', 'km'),
        fc.constantFrom('', ...marks),
        (text, unit, mark) => {
          fc.pre(unit !== '' || mark !== '');
          fc.pre(!(unit === 'km' && /^[³]/.test(mark)));
          expect(readCellValue(grouped(text, ',') + unit + mark)).toMatchObject({
            kind: 'annotated',
            text,
            unit: unit.trim().normalize('NFKC'),
            mark: mark === '' ? null : expect.any(String),
          });
        },
      ),
    );
  });
});

describe('units', () => {
  const pairs = [
    ['人', '万人'],
    ['元', '亿元'],
    ['吨', '万吨'],
    ['米', '万公里'],
    ['平方米', '平方公里'],
    ['‰', '%'],
    ['瓦', '万千瓦'],
    ['微克/立方米', '毫克/立方米'],
    ['小时', '分钟'],
    ['公顷', '亩'],
  ] as const;
  const factor = (from: string, to: string): Factor => {
    const match = matchUnit(from, { zh: to, en: to });
    if (match.kind !== 'factor') throw new Error(`${from} and ${to}: ${match.kind}`);
    return match.factor;
  };

  it('there and back is the same number', () => {
    fc.assert(
      fc.property(decimal, fc.constantFrom(...pairs), (value, [from, to]) => {
        const there = converted(value, factor(from, to));
        const back = there === null ? null : converted(there, factor(to, from));
        expect(back === null ? null : compareDecimals(back, value)).toBe(0);
      }),
    );
  });

  it('keeps the order of any two values', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.constantFrom(...pairs), (a, b, [from, to]) => {
        const [one, other] = [converted(a, factor(from, to)), converted(b, factor(from, to))];
        expect(Math.sign(compareDecimals(one!, other!))).toBe(Math.sign(compareDecimals(a, b)));
      }),
    );
  });
});

const header = [
  'indicator',
  'ref_area',
  'time_period',
  'obs_value',
  'unit',
  'obs_status',
  'released_on',
  'destination',
];
const columns = readHeader(header, ['destination']).columns as Columns;
const reference = referenceOf(sampleCatalogue, {
  organisations: null,
  now: new Date('2026-03-15T02:00:00Z'),
  timeZone: 'Asia/Shanghai',
});

describe('any text in any cell', () => {
  const pieces = [
    '8',
    '88',
    '1,234',
    '.',
    '%',
    '①',
    '¹',
    '(1)',
    '（',
    '）',
    '[',
    '*',
    '万',
    '人',
    '年',
    '2019',
    '-',
    '—',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom(...pieces, '其中：', '一、', ' ', '西安', 'rd_intensity', '¥', '>'), {
        maxLength: 10,
      })
      .map((parts) => parts.join('')),
  );
  const sound = ['rd_intensity', '610100', '2019', '2.3', '%', 'A', '', ''];

  it('is read or refused, and what is read is a decimal of digits', () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 7 }), (cell, at) => {
        const read = interpretRow(sound.with(at, cell), columns, reference);
        if (read.faults === null) expect(read.draft.value).toMatch(/^-?\d+(?:\.\d+)?$/);
        else expect(read.faults.length).toBeGreaterThan(0);
        for (const fault of read.faults ?? []) expect(fault.message).not.toBe('');
        splitNameAndUnit(cell);
        isUnit(cell);
      }),
      { numRuns: 2000 },
    );
  });

  it('a footnote mark never adds a digit to a value', () => {
    fc.assert(
      fc.property(text, (cell) => {
        const value = readCellValue(cell);
        if (value.kind !== 'decimal' && value.kind !== 'annotated') return;
        const digits = cell.replace(/[\uFF10-\uFF19]/g, (digit) =>
          String.fromCharCode(digit.charCodeAt(0) - 0xfee0),
        );
        // Of an exponent the digits are counted out; there the value may well be longer than the text.
        if (!/e/i.test(digits))
          expect(value.text.replace(/\D/g, '').length).toBeLessThanOrEqual(
            digits.replace(/[^0-9.]/g, '').length,
          );
      }),
      { numRuns: 5000 },
    );
  });

  // Every reader of a cell caps what it looks into; what is left is to trim, quote and cut the text.
  it.each([...pieces, ' ', '\u00A0', '1.', '(', '1,'])('%j over and over takes linear time', (piece) => {
    const codes = new CodeList([{ code: 'routes', names: ['国际航线数', null] }]);
    const work = (length: number): number => {
      const long = piece.repeat(length);
      const started = performance.now();
      readCellValue(long);
      withoutFootnoteMarks(long);
      plainLabel(long);
      splitNameAndUnit(long);
      isUnit(long);
      codes.find(long);
      codes.explain(long);
      interpretRow(
        sound.map((cell, at) => (at < 5 ? long : cell)),
        columns,
        reference,
      );
      return performance.now() - started;
    };
    work(1000);
    // Some milliseconds; work that grew with the square of the length would be 10^12 steps.
    expect(work(1_000_000)).toBeLessThan(10_000);
  });
});
