import jsep from 'jsep';
import { fraction, fractionOf, type Fraction } from './fraction.js';

/** Functions of a formula, by their names there, with how many arguments each takes. */
const argumentCounts = { share: 2, changeOnYear: 1, perHead: 2, cumulative: 1, fromCumulative: 1 } as const;

export type FunctionName = keyof typeof argumentCounts;
export type Operator = '+' | '-' | '*' | '/';

/** How an indicator is computed from others. */
export type Formula =
  | { readonly type: 'number'; readonly value: Fraction }
  | { readonly type: 'indicator'; readonly code: string }
  | {
      readonly type: 'operation';
      readonly operator: Operator;
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly type: 'call'; readonly name: FunctionName; readonly arguments: readonly Formula[] };

/** Why a formula cannot be used: a clause for a person. */
export class FormulaFault extends Error {
  override readonly name = 'FormulaFault';
}

/**
 * Reads a formula: codes of indicators, numbers, + − × ÷ (also - * /), parentheses and the functions share,
 * changeOnYear, perHead, cumulative and fromCumulative. A code that a formula could misread, with a hyphen or a digit
 * in front, stands in quotes: "gdp-current". Nothing of a formula is ever executed as a program: what the parser
 * understands beyond this is refused.
 *
 * @throws FormulaFault naming what is wrong.
 */
export function parseFormula(text: string): Formula {
  const plain = text.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-');
  return formulaOf(parsed(plain));
}

function parsed(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (error) {
    // The parser marks its own errors with the place in the text.
    if (!(error instanceof Error && 'index' in error)) throw error;
    throw new FormulaFault(`cannot be read: ${error.message}`);
  }
}

function formulaOf(given: jsep.Expression): Formula {
  const expression = given as jsep.CoreExpression;
  switch (expression.type) {
    case 'Identifier':
      return { type: 'indicator', code: expression.name };
    case 'Literal':
      return literal(expression);
    case 'BinaryExpression':
      return {
        type: 'operation',
        operator: operatorOf(expression.operator),
        left: formulaOf(expression.left),
        right: formulaOf(expression.right),
      };
    case 'UnaryExpression':
      return {
        type: 'operation',
        operator: '*',
        left: { type: 'number', value: fraction(operatorOf(expression.operator) === '-' ? -1n : 1n) },
        right: formulaOf(expression.argument),
      };
    case 'CallExpression':
      return call(expression);
    default:
      throw new FormulaFault(
        'cannot be read: it takes indicators, numbers, + − × ÷, parentheses and functions, and nothing else',
      );
  }
}

function literal({ value, raw }: jsep.Literal): Formula {
  if (typeof value === 'string') return { type: 'indicator', code: value };
  if (typeof value !== 'number' || !/^\d+(?:\.\d+)?$/.test(raw))
    throw new FormulaFault(`${raw} is no plain decimal number`);
  return { type: 'number', value: fractionOf(raw) };
}

function operatorOf(text: string): Operator {
  if (text === '+' || text === '-' || text === '*' || text === '/') return text;
  throw new FormulaFault(`there is no operator ${text}; there are + − × ÷`);
}

function call({ callee, arguments: given }: jsep.CallExpression): Formula {
  const name = callee.type === 'Identifier' ? String(callee['name']) : '';
  if (!isFunctionName(name))
    throw new FormulaFault(
      `there is no function ${name}; there are ${Object.keys(argumentCounts).join(', ')}`,
    );
  const count = argumentCounts[name];
  if (given.length !== count)
    throw new FormulaFault(`${name} takes ${count} argument(s), not ${given.length}`);
  return { type: 'call', name, arguments: given.map(formulaOf) };
}

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(argumentCounts, name);
}

/** Codes of the indicators that a formula names, each once. */
export function indicatorsOf(formula: Formula): string[] {
  const parts =
    formula.type === 'indicator'
      ? [formula.code]
      : formula.type === 'operation'
        ? [...indicatorsOf(formula.left), ...indicatorsOf(formula.right)]
        : formula.type === 'call'
          ? formula.arguments.flatMap(indicatorsOf)
          : [];
  return [...new Set(parts)];
}
