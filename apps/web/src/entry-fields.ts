/**
 * An entry of the catalogue (a target, an indicator, an organisation) as a form holds it: one text, or one list of
 * codes, for each field, by the path that the service gives the field.
 */
import type { FieldFault } from '#contract';
import { exactDecimal } from './number-wording';
import { plainDecimal } from './value-draft';

export type Typed = string | readonly string[];
export type Draft = Readonly<Record<string, Typed>>;

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Field {
  /** Path in what is sent: `name.zh`. */
  readonly path: string;
  readonly section: string;
  readonly label: string;
  readonly note?: string;
  readonly input: 'text' | 'long' | 'number' | 'choice' | 'choices';
  /** Twice as wide as others: names are long. */
  readonly roomy?: boolean;
  /** Of a choice. */
  readonly options?: readonly Option[];
  /** A choice that may be none. */
  readonly optional?: boolean;
  /** It says nothing in this draft, as an upper edge where the operator has none; or it is not for forms. */
  readonly hidden?: boolean;
  /** How a value is written, where it is not written as it is. */
  readonly words?: (value: Typed) => string;
}

export const textIn = (draft: Draft, path: string): string => {
  const typed = draft[path];
  return typeof typed === 'string' ? typed.trim() : '';
};

export const listIn = (draft: Draft, path: string): string[] => {
  const typed = draft[path];
  return typed === undefined || typeof typed === 'string' ? [] : [...typed];
};

/** What was typed; null: nothing. */
export const textOrNull = (draft: Draft, path: string): string | null => textIn(draft, path) || null;

const same = (a: Typed | undefined, b: Typed | undefined): boolean =>
  JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

/** Whether two drafts of one kind say different things. */
export const differ = (a: Draft, b: Draft): boolean =>
  Object.keys({ ...a, ...b }).some((path) => !same(a[path], b[path]));

export interface Difference {
  readonly path: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two drafts, in the order of the fields. */
export function differencesOf(
  fields: readonly Field[],
  before: Draft,
  after: Draft,
  none: string,
  separator: string,
): Difference[] {
  const shown = (field: Field, value: Typed | undefined): string => {
    if (value === undefined || value.length === 0) return none;
    if (field.words) return field.words(value);
    const label = (code: string) => field.options?.find((option) => option.value === code)?.label ?? code;
    if (typeof value !== 'string') return value.map(label).join(separator);
    return field.input === 'number' ? exactDecimal(value) : label(value);
  };
  return fields
    .filter(({ path }) => !same(before[path], after[path]))
    .map((field) => ({
      path: field.path,
      label: field.label,
      before: shown(field, before[field.path]),
      after: shown(field, after[field.path]),
    }));
}

/** What somebody changed on one version, put on a newer one. */
export function rebased(base: Draft, mine: Draft, newest: Draft): Draft {
  const changed = Object.entries(mine).filter(([path, value]) => !same(base[path], value));
  return { ...newest, ...Object.fromEntries(changed) };
}

/** An exact number as it was typed, full width and commas between thousands allowed; null: nothing; undefined: no number. */
export function decimalTyped(typed: string): string | null | undefined {
  return typed.trim() === '' ? null : (plainDecimal(typed) ?? undefined);
}

/** The path of a fault of a whole catalogue, as that of the entry that was changed: `targets.12.due` is `due`. */
export function faultOfEntry(fault: FieldFault): FieldFault {
  return { ...fault, path: fault.path.replace(/^(?:targets|indicators|organisations)\.\d+\./, '') };
}
