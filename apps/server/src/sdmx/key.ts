/** The key of a data query: which codes each dimension may have. */
import { AppError } from '#contract';

/** One key: per dimension the codes that it names, null for all. */
export type Key = readonly (ReadonlySet<string> | null)[];

/**
 * Reads a key of SDMX REST 2: dimensions parted by dots, `*` for all, several keys parted by commas; what is left out at
 * the end is all. An empty key or `*` is everything.
 */
export function parseKey(text: string, dimensions: readonly string[]): Key[] {
  return (
    text
      .split(',')
      .map((one) => one.trim())
      // Only the whole key may be left out: nothing behind a comma is no wish for everything.
      .filter((one, _, all) => one !== '' || all.length === 1)
      .map((one) => parse(one, dimensions, (part) => (part === '*' || part === '' ? null : new Set([part]))))
  );
}

/** Reads a key of SDMX REST 1: nothing between dots for all, codes of one dimension parted by +, `all` for everything. */
export function parseKey1(text: string, dimensions: readonly string[]): Key[] {
  if (text === 'all' || text === '') return [dimensions.map(() => null)];
  return [
    parse(text, dimensions, (part) =>
      part === '' || part === '*' ? null : new Set(part.split('+').filter((code) => code !== '')),
    ),
  ];
}

function parse(text: string, dimensions: readonly string[], read: (part: string) => Set<string> | null): Key {
  const parts = text.split('.');
  if (parts.length > dimensions.length)
    throw new AppError(
      'invalid-request',
      `The key ${text} has ${parts.length} parts; there are ${dimensions.length} dimensions: ${dimensions.join('.')}.`,
      [{ path: 'key', code: 'too-many-dimensions', message: dimensions.join('.') }],
    );
  return dimensions.map((_, at) => read(parts[at] ?? ''));
}

/** Whether the codes of a series are what one of the keys asks for. */
export function matchesKey(keys: readonly Key[], codes: readonly string[]): boolean {
  return keys.some((key) => key.every((allowed, at) => allowed === null || allowed.has(codes[at]!)));
}

/** Every code that some key names for a dimension; null: some key allows all. */
export function codesAt(keys: readonly Key[], at: number): ReadonlySet<string> | null {
  const all = new Set<string>();
  for (const key of keys) {
    const allowed = key[at] ?? null;
    if (allowed === null) return null;
    for (const code of allowed) all.add(code);
  }
  return all;
}
