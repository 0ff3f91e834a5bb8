import { FormulaFault, indicatorsOf, parseFormula } from './formula.js';

function faultOf(text: string): string {
  try {
    parseFormula(text);
    return 'none';
  } catch (error) {
    if (error instanceof FormulaFault) return error.message;
    throw error;
  }
}

describe('a formula', () => {
  it.each([
    ['gdp ÷ population × 2', ['gdp', 'population']],
    ['share(a_b, c) − -d', ['a_b', 'c', 'd']],
    ['a + a', ['a']],
    ['"gdp-current" / "2019_prices"', ['gdp-current', '2019_prices']],
    ['changeOnYear(fromCumulative(gdp))', ['gdp']],
    ['1.5 * 2', []],
  ])('%s names %j', (text, codes) => {
    expect(indicatorsOf(parseFormula(text))).toEqual(codes);
  });

  it('reads signs of the printed page as those of the keyboard, and multiplies before it adds', () => {
    expect(parseFormula('a − b × c ÷ d')).toEqual(parseFormula('a - ((b * c) / d)'));
  });
});

describe('whatever else the parser understands is refused', () => {
  it.each([
    ['', 'nothing else'],
    ['a b', 'nothing else'],
    ['a; b', 'nothing else'],
    ['a, b', 'nothing else'],
    ['a.constructor', 'nothing else'],
    ['a["b"]', 'nothing else'],
    ['[a]', 'nothing else'],
    ['this', 'nothing else'],
    ['a ? b : c', 'nothing else'],
    ['a ** b', 'no operator **'],
    ['a % b', 'no operator %'],
    ['a && b', 'no operator &&'],
    ['a > 1', 'no operator >'],
    ['!a', 'no operator !'],
    ['1e3 * a', '1e3 is no plain decimal number'],
    ['true', 'true is no plain decimal number'],
    ['a / (b', 'cannot be read: Unclosed ('],
    ['a +', 'cannot be read: Expected expression after +'],
    ['median(a)', 'there is no function median; there are share, changeOnYear'],
    ['constructor(a)', 'there is no function constructor'],
    ['share.constructor(a)', 'there is no function'],
    ['share(a)', 'share takes 2 argument(s), not 1'],
    ['cumulative(a, b)', 'cumulative takes 1 argument(s), not 2'],
  ])('%j: %s', (text, words) => {
    expect(faultOf(text)).toContain(words);
  });

  it('however deep its parentheses go within the length that a catalogue may have', () => {
    expect(faultOf('('.repeat(300))).toContain('cannot be read');
    expect(faultOf('-'.repeat(299) + 'a')).not.toBe('');
  });
});
