import { AppError, status } from '#contract';
import { statusWords } from '../assessments/verdict-words.js';
import { selectionOf } from './interpolation.js';
import type { PlanNames } from './plan-names.js';

/** What Grafana's ad hoc filters may narrow. */
export const filterKeys = ['area', 'organisation', 'task', 'status'] as const;
export type FilterKey = (typeof filterKeys)[number];

/** A value to choose from: its code and how it is called. */
export interface Choice {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** What can be chosen for each key. */
export function choicesOf(key: FilterKey, names: PlanNames): Choice[] {
  switch (key) {
    case 'area':
      return names.areas.map(({ code, name }) => ({ code, ...name }));
    case 'organisation':
      return names.organisations.map(({ code, name }) => ({ code, ...name }));
    case 'task':
      return names.tasks.map(({ number, title }) => ({
        code: String(number),
        zh: `${number} ${title.zh}`,
        en: `${number} ${title.en}`,
      }));
    case 'status':
      return status.options.map((code) => ({ code, ...statusWords[code] }));
  }
}

export interface AdHocFilter {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
}

/** Whether something with these codes passes; a key that it does not have does not exclude it. */
export type AdHocTest = (codes: Partial<Record<FilterKey, string>>) => boolean;

/**
 * All filters must hold. A value is a code or a name, for versions of Grafana differ in which of the two they send;
 * with `=~` and `!~` it is a list of them (`a|b`), not any regular expression.
 */
export function adHocTest(filters: readonly AdHocFilter[], names: PlanNames): AdHocTest {
  const tests = filters.map((filter): AdHocTest => {
    const { key, operator, value } = filter;
    if (!isFilterKey(key))
      throw new AppError('unknown-name', `No filter is named ${key}; there are ${filterKeys.join(', ')}.`);
    if (!['=', '!=', '=~', '!~'].includes(operator))
      throw new AppError('unknown-name', `No filter compares with ${operator}; there are =, !=, =~ and !~.`);
    const wanted = operator.includes('~') ? selectionOf(value) : [value];
    const codes = wanted === null || wanted === 'all' ? null : codesNamed(key, wanted, names);
    const among = (code: string) => codes === null || codes.has(code);
    return (own) => {
      const code = own[key];
      return code === undefined || among(code) !== operator.startsWith('!');
    };
  });
  return (own) => tests.every((test) => test(own));
}

function codesNamed(key: FilterKey, wanted: readonly string[], names: PlanNames): ReadonlySet<string> {
  const choices = choicesOf(key, names);
  return new Set(
    wanted.map((text) => {
      const found =
        choices.find((choice) => choice.code === text) ??
        choices.find((choice) => choice.zh === text || choice.en === text);
      if (!found) throw new AppError('unknown-name', `There is no ${key} ${text} to filter by.`);
      return found.code;
    }),
  );
}

export function isFilterKey(key: string): key is FilterKey {
  return (filterKeys as readonly string[]).includes(key);
}
