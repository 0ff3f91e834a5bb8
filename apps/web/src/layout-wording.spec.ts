import { imports as en } from './import-messages.en';
import { imports as zh } from './import-messages.zh';
import { columnLetter, layoutWords, placeWords, profileName } from './layout-wording';

describe('a place in a file', () => {
  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [52, 'AZ'],
    [703, 'AAA'],
  ])('column %i is %s, as spreadsheets count', (column, letter) => {
    expect(columnLetter(column)).toBe(letter);
  });

  it.each([
    ['column:3', '地区', 'C 列“地区”', 'column C “地区”'],
    ['column:3', '', 'C 列', 'column C'],
    ['row:2', '2019年', '第 2 行“2019年”', 'line 2 “2019年”'],
    ['constant:西安市：全市', '', '整个文件都是“西安市：全市”', '“西安市：全市” for the whole file'],
    ['column:3', 'C（2019年）', 'C 列“2019年”', 'column C “2019年”'],
    ['column:3', 'C', 'C 列', 'column C'],
    ['headings', '', '各段的小标题', 'headings between the rows'],
    ['4', '', '第 4 行', 'line 4'],
    ['表3-1', '', '表3-1', '表3-1'],
  ])('%s (%s) is said in words', (place, text, chinese, english) => {
    expect(placeWords(place, text, zh)).toBe(chinese);
    expect(placeWords(place, text, en)).toBe(english);
  });
});

describe('a constant', () => {
  it('that is a code is said by its name', () => {
    const name = (code: string) => (code === '610100' ? '西安市' : code);
    expect(placeWords('constant:610100', '回答', zh, name)).toBe('整个文件都是“西安市”');
  });
});

describe('a layout', () => {
  it.each([
    ['long', '长表，一行一个数值', 'long, one value a row'],
    ['periods-across', '时期横排', 'Period across'],
    ['indicator-over-period', '2级表头（指标、时期）', 'header of 2 levels (Indicator, Period)'],
    ['areas-across-in-blocks', '地区横排，分段', 'Area across, in blocks'],
    ['sdmx-csv-1.0', 'SDMX-CSV 1.0', 'SDMX-CSV 1.0'],
    ['something-new', 'something-new', 'something-new'],
  ])('%s has words', (name, chinese, english) => {
    expect(layoutWords(name, zh)).toBe(chinese);
    expect(layoutWords(name, en)).toBe(english);
  });
});

describe('the name of a kept layout', () => {
  it.each([
    ['2025年铁路客运.xlsx', '铁路客运'],
    ['西安市统计年鉴2024（表3-1）.xls', '西安市统计年鉴'],
    ['铁路时间_2026-10.csv', '铁路时间'],
    ['２０２５年三季度农业.et', '三季度农业'],
    ['2026.csv', ''],
  ])('of %s leaves out its numbers: %s', (file, name) => {
    expect(profileName(file)).toBe(name);
  });

  it('is never longer than the service keeps', () => {
    expect(profileName(`${'表'.repeat(300)}.csv`)).toHaveLength(100);
  });
});
