import { warningCode } from '#contract';
import { groupWarnings } from './warning-groups';

describe('warnings', () => {
  it('stand together by kind, the doubtful ones first, in the order of the file', () => {
    const groups = groupWarnings([
      { line: 2, code: 'unit-converted', message: 'a' },
      { line: 3, code: 'jump', message: 'b' },
      { line: 4, code: 'unit-converted', message: 'c' },
    ]);
    expect(groups.map(({ code, warnings }) => [code, warnings.map(({ line }) => line)])).toEqual([
      ['jump', [3]],
      ['unit-converted', [2, 4]],
    ]);
  });

  it('of every code are shown', () => {
    const all = warningCode.options.map((code) => ({ line: 1, code, message: '' }));
    expect(groupWarnings(all)).toHaveLength(all.length);
  });
});
