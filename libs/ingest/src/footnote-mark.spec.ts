import { normalisedWidth, withoutFootnoteMarks } from './footnote-mark.js';

describe('withoutFootnoteMarks', () => {
  it.each([
    ['常住人口①', '常住人口', '①'],
    ['常住人口 [注1]', '常住人口', '[注1]'],
    ['常住人口（注）', '常住人口', '（注）'],
    ['常住人口¹ ²', '常住人口', '¹²'],
    ['2019年*', '2019年', '*'],
    ['*西安市', '西安市', '*'],
    ['建成区面积 km²', '建成区面积 km²', null],
    ['库容（亿m³）', '库容（亿m³）', null],
    ['库容 m³①', '库容 m³', '①'],
    ['常住人口（万人）', '常住人口（万人）', null],
    ['常住人口 (a)', '常住人口 (a)', null],
    ['①', '①', null],
    ['*', '*', null],
    ['', '', null],
  ])('%j is %j with the mark %s', (text, rest, mark) => {
    expect(withoutFootnoteMarks(text)).toEqual({ text: rest, mark });
  });
});

it('width is normalised without making digits of marks', () => {
  expect(normalisedWidth('８８①（ＡＢ）¹')).toBe('88①(AB)¹');
});
