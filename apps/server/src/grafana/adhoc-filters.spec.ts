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
    ['=~', '6101.*', ['610100']],
    ['=~', '.*市', ['610100', '610300']],
    ['!~', '6.*', ['guanzhong']],
    ['=~', '(X.*|Bao.*)', ['610100', '610300']],
    ['=~', '火.*', []],
    ['=|', '610100|610300', ['610100', '610300']],
    ['!=|', '610100|610300', ['guanzhong']],
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

  it('take a list of values where the operator takes several', () => {
    const test = adHocTest(
      [{ key: 'area', operator: '=|', value: '610100', values: ['610100', 'Guanzhong'] }],
      names,
    );
    expect(['610100', '610300', 'guanzhong'].filter((area) => test({ area }))).toEqual([
      '610100',
      'guanzhong',
    ]);
  });

  it.each([
    ['due', '<', '2030', ['2020']],
    ['due', '<=', '2020', ['2020']],
    ['due', '>', '2020', ['2035']],
    ['due', '>=', '2020-06', ['2020', '2035']],
    ['due', '<', '2020-06', []],
    ['due', '=', '2020年', ['2020']],
  ])('compare %s %s %s', (key, operator, value, expected) => {
    const test = adHocTest([{ key, operator, value }], names);
    expect(['2020', '2035'].filter((due) => test({ due }))).toEqual(expected);
  });

  it.each([
    ['<', '10', ['9']],
    ['<=', '10', ['9', '10']],
    ['>', '10', ['11']],
    ['>=', '10', ['10', '11']],
  ])('compare numbers of tasks as numbers: %s %s', (operator, value, expected) => {
    const test = adHocTest([{ key: 'task', operator, value }], names);
    expect(['9', '10', '11'].filter((task) => test({ task }))).toEqual(expected);
  });

  it('say what can be compared', () => {
    expect(() => adHocTest([{ key: 'status', operator: '>', value: 'missed' }], names)).toThrow(
      /task and due can be compared/,
    );
    expect(() => adHocTest([{ key: 'task', operator: '>', value: 'first' }], names)).toThrow(/a number/);
    expect(() => adHocTest([{ key: 'due', operator: '>', value: 'soon' }], names)).toThrow(/a period/);
  });

  it.each([
    ['section', 'Transport', 's'],
    ['indicator', '航线', 'routes'],
  ])('%s may be named', (key, value, code) => {
    const test = adHocTest([{ key, operator: '=', value }], names);
    expect(test({ [key]: code })).toBe(true);
    expect(test({ [key]: 'another' })).toBe(false);
  });

  it.each([
    ['key', { key: 'colour', operator: '=', value: 'red' }],
    ['operator', { key: 'area', operator: '<', value: '610100' }],
    ['value', { key: 'area', operator: '=', value: '火星' }],
    ['alternative', { key: 'area', operator: '=~', value: '610100|火星' }],
    ['way of writing patterns', { key: 'area', operator: '=~', value: '[0-9]+' }],
  ])('refuse an unknown %s', (_what, filter) => {
    expect(() => adHocTest([filter], names)).toThrow(AppError);
  });
});
