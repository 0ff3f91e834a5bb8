import { goalWords } from './goal-wording';

const goal = { operator: 'atLeast', value: 100, upper: null, unit: '条' };

describe('what a target asks for', () => {
  it('writes at least and at most with their sign', () => {
    expect(goalWords(goal, 'zh')).toBe('≥ 100 条');
    expect(goalWords({ ...goal, operator: 'atMost', value: 35.5 }, 'zh')).toBe('≤ 35.5 条');
    expect(goalWords({ ...goal, value: 6, unit: '%' }, 'zh')).toBe('≥ 6%');
  });

  it('writes complete as a word', () => {
    expect(goalWords({ ...goal, operator: 'complete', unit: '%' }, 'zh')).toBe('全部完成');
    expect(goalWords({ ...goal, operator: 'complete', unit: '%', value: 95 }, 'zh')).toBe('≥ 95%');
  });

  it('writes an interval from edge to edge', () => {
    const within = { ...goal, operator: 'within', value: 1000, upper: 1200 };
    expect(goalWords(within, 'zh')).toBe('1,000—1,200 条');
    expect(goalWords({ ...within, unit: 'routes' }, 'en')).toBe('1,000–1,200 routes');
  });

  it('says so when the plan names no number', () => {
    expect(goalWords({ ...goal, operator: 'direction', value: null }, 'zh')).toBe('只定方向，未定数值');
  });
});
