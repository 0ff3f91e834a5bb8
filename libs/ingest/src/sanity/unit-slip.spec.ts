import { slipAgainst, slipBetween, unitWritten } from './unit-slip.js';

describe('slipBetween', () => {
  const cases: [says: string, value: number, reference: number, expected: string | null][] = [
    ['equal values', 5, 5, null],
    ['ten times', 50, 5, '×10'],
    ['a tenth', 0.5, 5, '÷10'],
    ['eleven times: ten, and a tenth more', 55, 5, '×10'],
    ['twenty times is neither ten nor a hundred', 100, 5, null],
    ['five times', 25, 5, null],
    ['a hundred and sixty times: a hundred, and much more', 800, 5, '×100'],
    ['six thousand times: ten thousand', 30_000, 5, '×10000'],
    ['a hundred million', 5e8, 5, '×100000000'],
    ['a million is no unit’s factor', 5e6, 5, null],
    ['nought', 0, 5, null],
    ['beside nought', 5, 0, null],
    ['negative', -50, 5, null],
  ];
  it.each(cases)('%s', (_, value, reference, expected) => {
    const slip = slipBetween(value, reference);
    expect(slip && `${slip.times ? '×' : '÷'}${slip.factor}`).toBe(expected);
  });
});

describe('slipAgainst', () => {
  it('wants the second neighbour to agree', () => {
    expect(slipAgainst(50_000, [5, 6], 0.2)).toEqual({ factor: 10_000, times: true });
    expect(slipAgainst(50_000, [5, 50_000], 0.2)).toBeNull();
  });
  it('believes a series that changed by the root of the factor before', () => {
    expect(slipAgainst(50, [5, 5], Math.log(3))).toEqual({ factor: 10, times: true });
    expect(slipAgainst(50, [5, 5], Math.log(3.2))).toBeNull();
  });
});

describe('unitWritten', () => {
  const cases: [
    factor: 10 | 100 | 1000 | 10_000 | 100_000_000,
    times: boolean,
    unit: string,
    written: string | null,
  ][] = [
    [10_000, true, '万元', '元'],
    [10_000, true, '亿元', '万元'],
    [100_000_000, true, '亿元', '元'],
    [100_000_000, true, '万元', null],
    [10_000, false, '万人次', '亿人次'],
    [10_000, false, '元', '万元'],
    [100_000_000, false, '元', '亿元'],
    [10_000, false, '亿元', null],
    [1000, true, '公里', '米'],
    [1000, true, '吨', '公斤'],
    [1000, true, '万吨', null],
    [1000, false, '微克/立方米', '毫克/立方米'],
    [100, false, '%', '小数'],
    [10_000, false, '%', null],
    [10, true, '万元', null],
  ];
  it.each(cases)('%d times (%s) of %s is %s', (factor, times, unit, written) => {
    expect(unitWritten({ factor, times }, unit)).toBe(written);
  });
});
