import { AppError } from '#contract';
import { plainText, selectionOf } from './interpolation.js';

describe('a variable as Grafana interpolates it', () => {
  it.each<[string, string | string[] | undefined, ReturnType<typeof selectionOf>]>([
    ['nothing said', undefined, null],
    ['an empty text', '', null],
    ['an empty list', [], null],
    ['a multi-value variable with nothing chosen, as regex', '()', null],
    ['one value', '610100', ['610100']],
    ['a multi-value variable with two values, as regex', '(610100|610000)', ['610100', '610000']],
    ['the same with one value', '(610100)', ['610100']],
    ['glob format', '{610100,guanzhong}', ['610100', 'guanzhong']],
    ['csv format', '610100,610000', ['610100', '610000']],
    ['csv written by hand', ' 610100 , 610000 ', ['610100', '610000']],
    ['pipe format', '610100|610000', ['610100', '610000']],
    ['json format', ['610100', '610000'], ['610100', '610000']],
    [
      'a list in the builder that holds a variable',
      ['(610100|610000)', '610300'],
      ['610100', '610000', '610300'],
    ],
    ['a value twice', '(a|a)', ['a']],
    ['escaped characters', '(PM2\\.5|a\\|b\\(c\\))', ['PM2.5', 'a|b(c)']],
    ['the wildcard', '*', 'all'],
    ['the wildcard among others', ['610100', '*'], 'all'],
    ['the wildcard, escaped', '\\*', 'all'],
    ['the usual custom all value', '.*', 'all'],
    ["Grafana's own name for all", '$__all', 'all'],
    ['all of a multi-value variable', ['$__all'], 'all'],
    ['json format inside a text', '["610100","610000"]', ['610100', '610000']],
    ['an empty json list inside a text', '[]', null],
    ['glob format with nothing chosen', '{}', null],
    ['doublequote format', '"610100","610000"', ['610100', '610000']],
    ['singlequote format', "'610100','610000'", ['610100', '610000']],
    ['a name with an apostrophe', "Xi'an", ["Xi'an"]],
    ['regex format of a path', 'a\\/b', ['a/b']],
  ])('%s', (_case, given, expected) => {
    expect(selectionOf(given)).toEqual(expected);
  });
});

describe('a list', () => {
  it('of more values than there can be is refused', () => {
    expect(() => selectionOf(Array.from({ length: 1001 }, (_, i) => `a${i}`))).toThrow(AppError);
  });
});

describe('a text', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    [' 2020-03-01 ', '2020-03-01'],
    ['2020-03-01T00:00:00\\.000\\+08:00', '2020-03-01T00:00:00.000+08:00'],
  ])('%s is %s', (given, expected) => expect(plainText(given)).toBe(expected));
});
