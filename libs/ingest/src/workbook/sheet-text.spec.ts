import { SheetLines, uncomputed } from './sheet-text.js';
import type { SheetCell } from './workbook-cells.js';

function cell(value: number | string, format = 'General'): SheetCell {
  return { column: 0, type: typeof value === 'number' ? 'number' : 'text', value, format };
}

function textOf(value: number, format: string, date1904 = false): string {
  return new SheetLines(date1904).of([{ row: 0, cells: [cell(value, format)] }]).trimEnd();
}

describe('numbers, as their format means them', () => {
  it.each<[number, string, string]>([
    [1295.29, 'General', '1295.29'],
    [2926.0754999999999, 'General', '2926.0755'],
    [0.1 + 0.2, '0.00', '0.3'],
    [0, 'General', '0'],
    [-0.5, 'General', '-0.5'],
    [1e21, 'General', '1000000000000000000000'],
    [1.5e-9, 'General', '0.0000000015'],
    [123456789012345680, '0', '123456789012346000'],
    [24438.32, '#,##0.00', '24438.32'],
    [24438.32, '0.00"亿元"', '24438.32'],
    [24438.32, '0.00\\d', '24438.32'],
    [57, 'G/通用格式', '57'],
    [57, '0_);[Red]\\(0\\)', '57'],
    [1234, '0.00E+00', '1234'],
    [2019, 'General"年"', '2019'],
    [51, 'General;-General;0 "yd"', '51'],
    [0.123, '0.0%', '12.3%'],
    [0.07, '0%', '7%'],
    [1.005, '0.00%', '100.5%'],
    [12.3, '0.0"%"', '12.3'],
    [43, '', '43'],
  ])('%s in the format %s is %s', (value, format, text) => {
    expect(textOf(value, format)).toBe(text);
  });
});

describe('dates, as much of them as their format shows', () => {
  it.each<[number, string, string]>([
    [43646, 'yyyy-mm-dd', '2019-06-30'],
    [43646, 'm/d/yy', '2019-06-30'],
    [43646, 'yyyy"年"m"月"d"日"', '2019-06-30'],
    [43646, '[$-804]yyyy"年"m"月"d"日";@', '2019-06-30'],
    [43646, '[DBNum1][$-804]yyyy"年"m"月"', '2019-06'],
    [43646, 'yyyy年m月', '2019-06'],
    [43646, 'mmm-yy', '2019-06'],
    [43646, 'yyyy/mm', '2019-06'],
    [43646, 'm"月"', '2019-06'],
    [43646, 'm"月"d"日"', '2019-06-30'],
    [43466, 'yyyy"年"', '2019'],
    [43646.354166666664, 'yyyy-mm-dd hh:mm', '2019-06-30 08:30:00'],
    [43646, 'yyyy/m/d h:mm', '2019-06-30'],
    [43646.5, 'yyyy-mm-dd hh:mm:ss.000', '2019-06-30 12:00:00'],
    [1, 'yyyy-mm-dd', '1900-01-01'],
    [60, 'yyyy-mm-dd', '1900-02-29'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
    [2958465, 'yyyy-mm-dd', '9999-12-31'],
    // No dates: the number itself, for the reader to refuse or take.
    [0, 'yyyy-mm-dd', '0'],
    [-5, 'yyyy-mm-dd', '-5'],
    [2958466, 'yyyy-mm-dd', '2958466'],
  ])('%s in the format %s is %s', (serial, format, text) => {
    expect(textOf(serial, format)).toBe(text);
  });

  it('of a time without a day the hours, and not the share of a day that it is stored as', () => {
    expect(textOf(79 / 1440, 'h:mm')).toBe('1:19:00');
    expect(textOf(1.5, '[h]:mm:ss')).toBe('36:00:00');
    expect(textOf(-1 / 24, '上午/下午h"时"mm"分"')).toBe('-1:00:00');
  });

  it('counts from 1904 where the workbook does', () => {
    expect(textOf(0, 'yyyy-mm-dd', true)).toBe('1904-01-01');
    expect(textOf(42184, 'yyyy-mm-dd', true)).toBe('2019-06-30');
  });
});

describe('rows', () => {
  it('line n is row n: blank rows are blank lines, short rows are filled up, and line breaks in cells are spaces', () => {
    const lines = new SheetLines(false);
    const first = lines.of([
      { row: 1, cells: [cell('PM2.5\r\n年平均浓度'), { ...cell('a,"b"'), column: 3 }] },
      { row: 4, cells: [{ ...cell(57), column: 1 }] },
    ]);
    const second = lines.of([{ row: 6, cells: [cell(' 01 ')] }]);
    expect(first + second).toBe('\nPM2.5 年平均浓度,,,"a,""b"""\n\n\n,57,,\n\n 01 ,,,\n');
  });

  it('a NUL, which a page can write as &#0;, is no text', () => {
    expect(new SheetLines(false).of([{ row: 0, cells: [cell('西\0安')] }])).toBe('西\uFFFD安\n');
  });

  it('errors, truth values and formulas that were never computed say what they are', () => {
    const lines = new SheetLines(false);
    const cells: SheetCell[] = [
      { column: 0, type: 'error', value: 0x07, format: '' },
      { column: 1, type: 'error', value: 0x2a, format: '' },
      { column: 2, type: 'error', value: 999, format: '' },
      { column: 3, type: 'boolean', value: true, format: '' },
      { column: 4, type: 'unknown', value: '', format: '' },
    ];
    expect(lines.of([{ row: 0, cells }])).toBe(`#DIV/0!,#N/A,#ERROR!,TRUE,${uncomputed}\n`);
    expect(lines.rowsWithNumbers).toBe(0);
  });

  it('counts the rows with numbers, those stored as text included, dates not', () => {
    const lines = new SheetLines(false);
    lines.of([
      { row: 0, cells: [cell('2018年')] },
      { row: 1, cells: [cell(57)] },
      { row: 2, cells: [cell('1,295.29')] },
      { row: 3, cells: [cell(43646, 'yyyy-mm-dd')] },
      { row: 4, cells: [cell(0.1, '0%')] },
    ]);
    expect(lines.rowsWithNumbers).toBe(3);
  });
});
