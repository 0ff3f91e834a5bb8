import { linesOf, typedNumber } from './text-lines';

describe('what is typed', () => {
  it('into a list is taken line by line, by commas of either script, without blanks', () => {
    expect(linesOf(' a@b.cn \n\nc@d.cn，e@f.cn, \n')).toEqual(['a@b.cn', 'c@d.cn', 'e@f.cn']);
    expect(linesOf('')).toEqual([]);
  });

  it.each([
    ['12', 12],
    [' 1,200.5 ', 1200.5],
    ['3,5', null],
    ['１２', 12],
    ['−3', -3],
    ['0', 0],
    ['', null],
    ['  ', null],
    ['many', null],
    ['1 2', null],
  ])('as a number: %j is %s', (text, number) => {
    expect(typedNumber(text)).toBe(number);
  });
});
