import { compareDecimals, readCellValue } from './cell-value.js';

describe('readCellValue', () => {
  it.each([
    ['64', '64'],
    ['7.50', '7.50'],
    ['-0.25', '-0.25'],
    [' 64\t', '64'],
    ['　64　', '64'],
    ['1,234.5', '1234.5'],
    ['1,234,567', '1234567'],
    ['１，２３４．５', '1234.5'],
    ['６４', '64'],
    ['+5', '5'],
    ['−5', '-5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['0', '0'],
    ['0.00', '0.00'],
    ['1.5e3', '1500'],
    ['1.2E+05', '120000'],
    ['1.25e1', '12.5'],
    ['5E-3', '0.005'],
    ['-1.5E-1', '-0.15'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ])('reads %j as %s', (cell, text) => {
    expect(readCellValue(cell)).toEqual({ kind: 'decimal', text });
  });

  it.each(['', ' ', '-', '—', '——', '…', '……', '..', '...', 'NA', 'n/a', '#N/A', 'NULL', '无', '／'])(
    'takes %j for a missing value',
    (cell) => {
      expect(readCellValue(cell).kind).toBe('missing');
    },
  );

  const bounds = ['>1000', '> 1,000', '>=30', '<5', '≥30', '≤ 5', '＞1000', '=>3', '超过1000', '不足5'];
  it.each([...bounds, '1000以上', '50余', '3000多列', '100+', '不低于30%'])(
    'takes %j for a bound',
    (cell) => {
      expect(readCellValue(cell).kind).toBe('bounded');
    },
  );

  const noNumbers = ['abc', '12a', '1.2.3', '1,23', '1 234', '12%', '1e', 'e5', '1e999', '1e-41', '--5', '.'];
  it.each([...noNumbers, '1'.repeat(41), '=1+1', '0x10', 'Infinity', '六十四', '约50', '>'])(
    'takes %j for no number',
    (cell) => {
      expect(readCellValue(cell).kind).toBe('invalid');
    },
  );
});

describe('compareDecimals', () => {
  it.each([
    ['1', '2', -1],
    ['2', '1', 1],
    ['1.0', '1', 0],
    ['-1', '0', -1],
    ['100.0000000000000000001', '100', 1],
    ['99.9999999999999999999', '100', -1],
    ['0', '-0.0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareDecimals(a, b))).toBe(sign);
  });
});
