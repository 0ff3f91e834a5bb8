import { indicatorOf } from '../../test/derived-plan.js';
import { isGrowthRate } from './growth-rate.js';

describe('an indicator is itself a growth rate', () => {
  it.each<[formula: string, expected: boolean]>([
    ['changeOnYear(gdp)', true],
    ['changeOnYear(gdp / population)', true],
    ['changeOnYear(gdp) - changeOnYear("gdp-of-china")', true],
    ['national_growth - changeOnYear(gdp)', true],
    ['2 × changeOnYear(gdp)', true],
    ['−changeOnYear(gdp)', true],
    ['(changeOnYear(gdp) + changeOnYear(trade)) ÷ 2', true],
    ['changeOnYear(energy) / changeOnYear(gdp)', false],
    ['changeOnYear(gdp) × population', false],
    ['2 ÷ changeOnYear(gdp)', false],
    ['share(research, gdp)', false],
    ['gdp / population', false],
    ['changeOnYear(', false],
  ])('%s: %p', (formula, expected) => {
    expect(isGrowthRate(indicatorOf('result', '%', { formula }))).toBe(expected);
  });

  it('where it says so, whatever its formula says', () => {
    expect(isGrowthRate(indicatorOf('cpi_change', '%', { isGrowthRate: true }))).toBe(true);
    const gap = indicatorOf('gap', '%', { formula: 'growth - national_growth', isGrowthRate: true });
    expect(isGrowthRate(gap)).toBe(true);
  });

  it('and is not where nothing says so', () => {
    expect(isGrowthRate(indicatorOf('reuse', '%'))).toBe(false);
    expect(isGrowthRate(indicatorOf('reuse', '%', { isGrowthRate: null, formula: null }))).toBe(false);
    expect(isGrowthRate(indicatorOf('reuse', '%', { isGrowthRate: false }))).toBe(false);
  });
});
