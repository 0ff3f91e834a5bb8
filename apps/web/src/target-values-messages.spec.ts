import * as en from './target-values-messages.en';
import * as zh from './target-values-messages.zh';

/** A number and what it counts stay on one line. */
const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the place of a value in its file', () => {
  it.each([
    [
      'a cell of a workbook',
      { sheet: '航空', line: 12, column: 'D' },
      'a.xlsx，表“航空”第 12 行 D 列',
      'a.xlsx, sheet “航空”, row 12, column D',
    ],
    [
      'a row of a workbook with one value a row',
      { sheet: 'Sheet1', line: 1012, column: null },
      'a.xlsx，表“Sheet1”第 1012 行',
      'a.xlsx, sheet “Sheet1”, row 1012',
    ],
    ['a line of a text file', { sheet: null, line: 3, column: null }, 'a.xlsx 第 3 行', 'a.xlsx, line 3'],
    [
      'a text file with several values a line',
      { sheet: null, line: 3, column: 'C' },
      'a.xlsx 第 3 行 C 列',
      'a.xlsx, line 3, column C',
    ],
    [
      'a file from before lines were kept',
      { sheet: '航空', line: null, column: null },
      'a.xlsx，表“航空”（行号当时未记录）',
      'a.xlsx, sheet “航空” (line not recorded then)',
    ],
  ])('%s', (_what, place, inChinese, inEnglish) => {
    expect(spaced(zh.sources.place('a.xlsx', place))).toBe(inChinese);
    expect(spaced(en.sources.place('a.xlsx', place))).toBe(inEnglish);
  });
});
