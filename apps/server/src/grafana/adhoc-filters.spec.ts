import { AppError } from '#contract';
import { adHocTest } from './adhoc-filters.js';
import { names } from './test/sample-plan.js';

const passes = (operator: string, value: string, key = 'area') => {
  const test = adHocTest([{ key, operator, value }], names);
  return ['610100', '610300', 'guanzhong'].filter((area) => test({ area }));
};

describe('ad hoc filters', () => {
  it.each([
    ['=', '610100', ['610100']],
    ['=', '西安市', ['610100']],
    ['=', "Xi'an", ['610100']],
    ['!=', '610100', ['610300', 'guanzhong']],
    ['=~', '610100|宝鸡市', ['610100', '610300']],
    ['=~', '.*', ['610100', '610300', 'guanzhong']],
    ['!~', '(610100|610300)', ['guanzhong']],
  ])('area %s %s', (operator, value, expected) => {
    expect(passes(operator, value)).toEqual(expected);
  });

  it('must all hold', () => {
    const test = adHocTest(
      [
        { key: 'area', operator: '=', value: '610100' },
        { key: 'status', operator: '!=', value: '已实现' },
      ],
      names,
    );
    expect(test({ area: '610100', status: 'missed' })).toBe(true);
    expect(test({ area: '610100', status: 'achieved' })).toBe(false);
    expect(test({ area: '610300', status: 'missed' })).toBe(false);
  });

  it('leave alone what does not have the key', () => {
    const test = adHocTest([{ key: 'task', operator: '=', value: '1 航空' }], names);
    expect(test({ area: '610100' })).toBe(true);
    expect(test({ task: '1' })).toBe(true);
    expect(test({ task: '2' })).toBe(false);
  });

  it.each([
    ['key', { key: 'colour', operator: '=', value: 'red' }],
    ['operator', { key: 'area', operator: '<', value: '610100' }],
    ['value', { key: 'area', operator: '=', value: '火星' }],
  ])('refuse an unknown %s', (_what, filter) => {
    expect(() => adHocTest([filter], names)).toThrow(AppError);
  });
});
