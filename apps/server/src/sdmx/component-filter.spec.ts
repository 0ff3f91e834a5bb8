import { AppError } from '#contract';
import { compareNumbers, compareTexts, parseComponentFilter, passes } from './component-filter.js';

describe('a filter of a component', () => {
  it.each([
    ['A', 'A', true],
    ['A', 'B', false],
    ['A,B', 'B', true],
    ['eq:A', 'A', true],
    ['ne:A', 'A', false],
    ['ne:A+ne:B', 'C', true],
    ['ne:A+ne:B', 'B', false],
    ['ne:A,ne:B', 'A', true],
    ['sw:61', '610100', true],
    ['ew:00', '610100', true],
    ['ew:00', '610101', false],
    ['co:01', '610100', true],
    ['nc:01', '610100', false],
    ['ge:610100+le:610300', '610200', true],
    ['ge:610100 le:610300', '610400', false],
    ['lt:b', 'a', true],
    ['gt:b', 'b', false],
    ['xx:b', 'xx:b', true],
  ])('c=%s of %s: %s', (text, value, expected) => {
    expect(passes(parseComponentFilter('X', text), value, compareTexts)).toBe(expected);
  });

  it('compares numbers as numbers', () => {
    expect(passes(parseComponentFilter('OBS_VALUE', 'ge:10'), '9.5', compareNumbers)).toBe(false);
    expect(passes(parseComponentFilter('OBS_VALUE', 'eq:10'), '10.00', compareNumbers)).toBe(true);
    expect(passes(parseComponentFilter('OBS_VALUE', 'ge:x'), '9', compareNumbers)).toBe(false);
  });

  it.each(['', 'A,', 'ge:', 'A++B'])('refuses %j', (text) => {
    expect(() => parseComponentFilter('X', text)).toThrow(AppError);
  });
});
