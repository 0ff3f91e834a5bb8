import type { Indicator } from '#contract';
import { FormulaFault, parseFormula, type Formula } from './formula.js';

/**
 * Whether an indicator is itself a growth rate, of which no growth rate is taken: as it says, and where it does not
 * say, as its formula makes it.
 */
export function isGrowthRate(indicator: Pick<Indicator, 'isGrowthRate' | 'formula'>): boolean {
  return indicator.isGrowthRate ?? isGrowthRateByFormula(indicator.formula ?? null);
}

/** Whether a formula gives a growth rate whatever its indicators are; one that cannot be read gives nothing. */
export function isGrowthRateByFormula(formula: string | null): boolean {
  // Most formulas take no change, and every target's is asked about whenever it is judged.
  if (!formula?.includes('changeOnYear')) return false;
  try {
    return givesGrowthRate(parseFormula(formula));
  } catch (error) {
    if (error instanceof FormulaFault) return false;
    throw error;
  }
}

/**
 * changeOnYear is a growth rate; so is what is added to one or taken from it, for nothing else has its unit and makes
 * sense there, and any multiple of it. The quotient of two (an elasticity) is not.
 */
function givesGrowthRate(formula: Formula): boolean {
  if (formula.type === 'call') return formula.name === 'changeOnYear';
  if (formula.type !== 'operation') return false;
  const { operator, left, right } = formula;
  if (operator === '+' || operator === '-') return givesGrowthRate(left) || givesGrowthRate(right);
  const multiplied = operator === '*' && left.type === 'number' && givesGrowthRate(right);
  return multiplied || (right.type === 'number' && givesGrowthRate(left));
}
