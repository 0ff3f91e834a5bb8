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
    ['1\u00A0234\u00A0567.8', '1234567.8'],
    ['1\u202F234', '1234'],
    ['１，２３４', '1234'],
    ['\u200B64', '64'],
    ['－５．２', '-5.2'],
    ['–5.2', '-5.2'],
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

  it.each([
    '',
    ' ',
    '-',
    '—',
    '——',
    '…',
    '……',
    '..',
    '...',
    'NA',
    'n/a',
    '#N/A',
    'NULL',
    '无',
    '／',
    '－',
    '－－',
    '⋯',
    '空',
    'n.a.',
    '—①',
    '…*',
  ])('takes %j for a missing value', (cell) => {
    expect(readCellValue(cell).kind).toBe('missing');
  });

  const bounds = ['>1000', '> 1,000', '>=30', '<5', '≥30', '≤ 5', '＞1000', '=>3', '超过1000', '不足5'];
  it.each([
    ...bounds,
    '1000以上',
    '50余',
    '3000多列',
    '100+',
    '不低于30%',
    '1000条以上',
    'over 1,000',
    '>5①',
  ])('takes %j for a bound', (cell) => {
    expect(readCellValue(cell).kind).toBe('bounded');
  });

  const noNumbers = [
    '12a',
    '5G基站',
    '2019年',
    '6月',
    '610100西安',
    '1e',
    '1e999',
    'abc',
    '1.2.3',
    '1,23',
    '0,123',
    '1 234',
    '1,234\u00A0567',
    'e5',
    '1e999',
    '1e-41',
    '--5',
    '.',
  ];
  it.each([...noNumbers, '1'.repeat(41), '=1+1', '0x10', 'Infinity', '六十四', '约50', '>'])(
    'takes %j for no number',
    (cell) => {
      expect(readCellValue(cell).kind).toBe('invalid');
    },
  );
});

describe('what stands beside a number', () => {
  it.each([
    ['88①', '88', '', '①'],
    ['88⑴', '88', '', '⑴'],
    ['88¹', '88', '', '¹'],
    ['8.8¹²', '8.8', '', '¹²'],
    ['88*', '88', '', '*'],
    ['88 ＊', '88', '', '*'],
    ['88[1]', '88', '', '[1]'],
    ['88［注１］', '88', '', '[注1]'],
    ['88（注）', '88', '', '(注)'],
    ['1,234.50（注2）', '1234.50', '', '(注2)'],
    ['*88', '88', '', '*'],
    ['88①②', '88', '', '①②'],
    ['12.3%①', '12.3', '%', '①'],
    ['12.3％', '12.3', '%', null],
    ['12.3‰', '12.3', '‰', null],
    ['12.3 万人', '12.3', '万人', null],
    ['1,234km²', '1234', 'km²', null],
    ['1,234 m2', '1234', 'm2', null],
    ['12㎡', '12', '㎡', null],
  ])('%j is %s, unit %j, mark %s', (cell, text, unit, mark) => {
    expect(readCellValue(cell)).toEqual({ kind: 'annotated', text, unit, currency: '', mark });
  });

  it.each(['￥12.3', '¥12.3', 'RMB 12.3'])('%j has a sign of money', (cell) => {
    expect(readCellValue(cell)).toMatchObject({ kind: 'annotated', text: '12.3' });
  });

  it.each([
    '(88)',
    '（88）',
    '▲1.2',
    '△1.2',
    '88-',
    '—5',
    '88(1)',
    '88（8.2%）',
    '88(p)',
    '50-60',
    '50～60',
    '50%-60%',
    '50至60',
  ])('%j would have to be guessed, and says so', (cell) => {
    const value = readCellValue(cell);
    expect(value.kind === 'invalid' && value.why).toMatch(/^(?!null)./);
  });

  it.each(['10²', '10⁴', '①88', '①', '¹', '88¹5', '8①8', '2小时30分', "1'234"])('%j is no number', (cell) => {
    expect(readCellValue(cell).kind).toBe('invalid');
  });
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
