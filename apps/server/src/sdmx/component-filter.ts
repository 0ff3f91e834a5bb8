/** The filters c[COMPONENT]=… of SDMX REST 2 (https://github.com/sdmx-twg/sdmx-rest, doc/data.md). */
import { AppError } from '#contract';

const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'co', 'nc', 'sw', 'ew'] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  readonly operator: Operator;
  readonly value: string;
}

/** Alternatives, each of conditions that must all hold. */
export type ComponentFilter = readonly (readonly Condition[])[];

/** How a component's values compare: below 0 when the first is less, above 0 when it is more. */
export type Compare = (value: string, other: string, operator: Operator) => number;

/**
 * Reads `A,B` (either), `ge:2015+le:2020` (both), `ne:A`. A + arrives as a space where the URL did not encode it.
 * @throws AppError invalid-request for an empty value or a value that is left out.
 */
export function parseComponentFilter(component: string, text: string): ComponentFilter {
  return text.split(',').map((alternative) =>
    alternative.split(/[+ ]/).map((part) => {
      const match = /^([a-z]{2}):(.*)$/s.exec(part);
      const operator = operators.find((one) => one === match?.[1]) ?? 'eq';
      const value = operators.some((one) => one === match?.[1]) ? match![2]! : part;
      if (value === '')
        throw new AppError('invalid-request', `c[${component}]=${text} leaves a value out.`, [
          { path: `c[${component}]`, code: 'invalid', message: 'such as A,B or ge:2015+le:2020' },
        ]);
      return { operator, value };
    }),
  );
}

/** Whether a value passes a filter. */
export function passes(filter: ComponentFilter, value: string, compare: Compare): boolean {
  return filter.some((all) => all.every((condition) => holds(condition, value, compare)));
}

function holds({ operator, value: other }: Condition, value: string, compare: Compare): boolean {
  switch (operator) {
    case 'eq':
      return compare(value, other, operator) === 0;
    case 'ne':
      return compare(value, other, operator) !== 0;
    case 'lt':
      return compare(value, other, operator) < 0;
    case 'le':
      return compare(value, other, operator) <= 0;
    case 'gt':
      return compare(value, other, operator) > 0;
    case 'ge':
      return compare(value, other, operator) >= 0;
    case 'co':
      return value.includes(other);
    case 'nc':
      return !value.includes(other);
    case 'sw':
      return value.startsWith(other);
    case 'ew':
      return value.endsWith(other);
  }
}

/** Codes and texts, by code unit. */
export function compareTexts(value: string, other: string): number {
  return value < other ? -1 : value > other ? 1 : 0;
}

/** Numbers in double precision; a text that is none equals nothing. */
export function compareNumbers(value: string, other: string): number {
  return Number(value) - Number(other);
}
