import { csvLine, safeText } from './csv.js';

describe('a line of CSV', () => {
  it.each([
    [['a', '1.50', ''], 'a,1.50,\r\n'],
    [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it.each([
    ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
    ['+86 29', `'+86 29`],
    ['-', `'-`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['＝1+1', `'＝1+1`],
    ['西安市', '西安市'],
    ['', ''],
  ])('keeps %j from being a formula', (text, cell) => {
    expect(safeText(text)).toBe(cell);
  });
});
