import { AppError, type GrafanaFilter, status } from '#contract';
import { parsePeriod, type TimePeriod } from '#time-period';
import { periodWords, statusWords } from '../assessments/verdict-words.js';
import { patternOf } from './pattern.js';
import type { PlanNames } from './plan-names.js';

/** What Grafana's ad hoc filters may narrow. */
export const filterKeys = ['area', 'organisation', 'task', 'status', 'indicator', 'section', 'due'] as const;
export type FilterKey = (typeof filterKeys)[number];

const operators = ['=', '!=', '=|', '!=|', '=~', '!~', '<', '<=', '>', '>='] as const;
type Operator = (typeof operators)[number];

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
    case 'indicator':
      return names.indicators.map(({ code, name }) => ({ code, ...name }));
    case 'section':
      return names.sections.map(({ code, title }) => ({ code, ...title }));
    case 'due':
      return [...new Set(names.targets.map(({ due }) => due))]
        .toSorted()
        .map((code) => ({ code, ...periodWords(code) }));
    case 'status':
      return status.options.map((code) => ({ code, ...statusWords[code] }));
  }
}

/** Whether something with these codes passes; a key that it does not have does not exclude it. */
export type AdHocTest = (codes: Partial<Record<FilterKey, string>>) => boolean;

/**
 * All filters must hold. A value is a code or a name, for versions of Grafana differ in which of the two they send.
 * `=|` and `!=|` take several; `=~` and `!~` a pattern (see patternOf) that is held against the code and both names;
 * `<`, `<=`, `>` and `>=` compare what has an order: numbers of tasks and due periods.
 */
export function adHocTest(filters: readonly GrafanaFilter[], names: PlanNames): AdHocTest {
  const tests = filters.map((filter): AdHocTest => {
    const { key } = filter;
    if (!isFilterKey(key))
      throw new AppError('unknown-name', `No filter is named ${key}; there are ${filterKeys.join(', ')}.`);
    const test = codeTest(key, operatorOf(filter.operator), filter, names);
    return (own) => {
      const code = own[key];
      return code === undefined || test(code);
    };
  });
  return (own) => tests.every((test) => test(own));
}

function operatorOf(given: string): Operator {
  const operator = operators.find((one) => one === given);
  if (operator) return operator;
  throw new AppError('unknown-name', `No filter compares with ${given}; there are ${operators.join(', ')}.`);
}

function codeTest(
  key: FilterKey,
  operator: Operator,
  { value, values }: GrafanaFilter,
  names: PlanNames,
): (code: string) => boolean {
  switch (operator) {
    case '=':
    case '!=':
    case '=|':
    case '!=|': {
      const several = operator.endsWith('|') ? (values ?? value.split('|')) : [value];
      const wanted = new Set(several.flatMap((text) => codesNamed(key, text, names)));
      return (code) => wanted.has(code) !== operator.startsWith('!');
    }
    case '=~':
    case '!~': {
      const wanted = codesMatching(key, value, names);
      return (code) => wanted.has(code) !== (operator === '!~');
    }
    default:
      return comparison(key, operator, value);
  }
}

/** All that have this code, or else this name: two districts may be called the same. */
function codesNamed(key: FilterKey, text: string, names: PlanNames): string[] {
  const choices = choicesOf(key, names);
  const byCode = choices.filter(({ code }) => code === text);
  const found = byCode.length > 0 ? byCode : choices.filter(({ zh, en }) => zh === text || en === text);
  if (found.length === 0) throw new AppError('unknown-name', `There is no ${key} ${text} to filter by.`);
  return found.map(({ code }) => code);
}

/** An alternative without a wildcard names something, which there must be. */
function codesMatching(key: FilterKey, text: string, names: PlanNames): ReadonlySet<string> {
  const { matches, literals } = patternOf(text);
  for (const literal of literals) if (literal !== '') codesNamed(key, literal, names);
  const found = choicesOf(key, names).filter(({ code, zh, en }) => [code, zh, en].some(matches));
  return new Set(found.map(({ code }) => code));
}

function comparison(
  key: FilterKey,
  operator: '<' | '<=' | '>' | '>=',
  text: string,
): (code: string) => boolean {
  const holds = (sign: number) =>
    ({ '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 })[operator];
  if (key === 'task') {
    const bound = Number(text);
    if (text.trim() === '' || !Number.isFinite(bound)) throw notComparable(key, text, 'a number');
    return (code) => holds(Number(code) - bound);
  }
  if (key === 'due') {
    const bound = parsePeriod(text.trim());
    if (!bound) throw notComparable(key, text, 'a period such as 2030 or 2030-06');
    return (code) => holds(order(parsePeriod(code)!, bound));
  }
  throw new AppError(
    'invalid-request',
    `${key} has no order, so ${operator} cannot filter by it; task and due can be compared, the others take =, !=, =~ and !~.`,
  );
}

/** Whether a due period ends before a period begins (negative), after it ends (positive) or within it (0). */
function order(due: TimePeriod, bound: TimePeriod): number {
  if (due.end < bound.start) return -1;
  return due.end > bound.end ? 1 : 0;
}

function notComparable(key: FilterKey, text: string, form: string): AppError {
  return new AppError('invalid-request', `${key} is compared with ${form}, which "${text}" is not.`);
}

export function isFilterKey(key: string): key is FilterKey {
  return (filterKeys as readonly string[]).includes(key);
}
