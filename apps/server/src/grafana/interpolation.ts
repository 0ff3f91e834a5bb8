/**
 * How Grafana writes the value of a variable into a query. Which of these forms arrives depends on the variable
 * (single or multi-value), on the format the dashboard's author wrote (`${area:regex}`, `${area:csv}`) and on the
 * editor, so all of them are read alike.
 */

import { AppError } from '#contract';

/** What one entry of a payload asks for: these codes, all there are, or nothing said. */
export type Selection = readonly string[] | 'all' | null;

/** More than any list of a plan; a longer one is a mistake or worse. */
const most = 1000;

/** `*` is what people write, `.*` Grafana's usual custom "all" value, `$__all` its own name for it. */
const everything: ReadonlySet<string> = new Set(['*', '.*', '$__all']);

/**
 * Reads `a`, `a,b`, `a|b`, `(a|b)`, `{a,b}`, `["a","b"]`, `"a","b"`, a list of any of these, and the wildcards.
 * Characters that Grafana's regex format escapes (`\.`) are themselves again. An empty text or list says nothing, as
 * does a multi-value variable of which nothing is chosen.
 */
export function selectionOf(given: string | readonly string[] | undefined): Selection {
  if (given === undefined) return null;
  const values = (typeof given === 'string' ? [given] : given).flatMap(valuesIn);
  if (values.length > most)
    throw new AppError(
      'invalid-request',
      `A list has ${values.length} values; at most ${most} can be asked for.`,
    );
  if (values.some((value) => everything.has(value))) return 'all';
  return values.length === 0 ? null : [...new Set(values)];
}

/** A text that is no list, without the escapes of Grafana's regex format; undefined when it is empty. */
export function plainText(given: string | undefined): string | undefined {
  const text = given === undefined ? '' : unescaped(given.trim());
  return text === '' ? undefined : text;
}

function valuesIn(text: string): string[] {
  const trimmed = text.trim();
  return separated(trimmed)
    .map((part) => unescaped(unquoted(part.trim())).trim())
    .filter((part) => part !== '');
}

function separated(text: string): string[] {
  if (text.startsWith('(') && text.endsWith(')')) return alternatives(text.slice(1, -1));
  if (text.startsWith('{') && text.endsWith('}')) return text.slice(1, -1).split(',');
  if (text.startsWith('[') && text.endsWith(']')) return text.slice(1, -1).split(',');
  const parts = alternatives(text);
  return parts.length > 1 ? parts : text.split(',');
}

/** Splits at each `|` that is not escaped. */
function alternatives(text: string): string[] {
  return text.split(/(?<!\\)\|/);
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/su.exec(text)?.[2] ?? text;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, '$1');
}
