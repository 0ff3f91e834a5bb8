import { AppError } from '#contract';
import { codesAt, matchesKey, parseKey, parseKey1 } from './key.js';

const dimensions = ['FREQ', 'INDICATOR', 'REF_AREA'];

describe('a key of SDMX REST', () => {
  const cases: [string, 1 | 2, string, string[][], string[][]][] = [
    ['everything', 2, '*', [['A', 'gdp', '610100']], []],
    ['nothing said', 2, '', [['A', 'gdp', '610100']], []],
    [
      'a full key',
      2,
      'A.gdp.610100',
      [['A', 'gdp', '610100']],
      [
        ['M', 'gdp', '610100'],
        ['A', 'gdp', '610000'],
      ],
    ],
    ['a wildcard', 2, 'A.*.610100', [['A', 'cpi', '610100']], [['A', 'cpi', '610000']]],
    ['what is left out is all', 2, 'A.gdp', [['A', 'gdp', '610000']], [['A', 'cpi', '610000']]],
    [
      'several keys',
      2,
      'A.gdp.*,M.cpi.*',
      [
        ['A', 'gdp', 'x'],
        ['M', 'cpi', 'x'],
      ],
      [
        ['A', 'cpi', 'x'],
        ['M', 'gdp', 'x'],
      ],
    ],
    ['nothing behind a comma', 2, 'A.gdp,', [['A', 'gdp', 'x']], [['M', 'cpi', 'x']]],
    ['all', 1, 'all', [['A', 'gdp', '610100']], []],
    ['empty for all', 1, 'A..610100', [['A', 'cpi', '610100']], [['M', 'cpi', '610100']]],
    [
      'or',
      1,
      'A+M.gdp.',
      [
        ['A', 'gdp', 'x'],
        ['M', 'gdp', 'x'],
      ],
      [['Q', 'gdp', 'x']],
    ],
  ];
  it.each(cases)('%s', (_what, edition, text, inside, outside) => {
    const keys = (edition === 1 ? parseKey1 : parseKey)(text, dimensions);
    for (const codes of inside) expect([codes, matchesKey(keys, codes)]).toEqual([codes, true]);
    for (const codes of outside) expect([codes, matchesKey(keys, codes)]).toEqual([codes, false]);
  });

  it('refuses more parts than there are dimensions', () => {
    expect(() => parseKey('A.gdp.610100.x', dimensions)).toThrow(AppError);
  });

  it('names the codes of a dimension, unless all are allowed', () => {
    const keys = parseKey('A.gdp.*,M.cpi.610100', dimensions);
    expect([...codesAt(keys, 0)!]).toEqual(['A', 'M']);
    expect(codesAt(keys, 2)).toBeNull();
  });
});
