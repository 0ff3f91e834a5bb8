/** The query of a page's address. What a page shows stands in it, so that it can be shared and comes back on reload. */
export type Query = Readonly<Record<string, unknown>>;

/** What a key says, where it is given twice the first; null: it is not given. */
export function givenAt(query: Query, key: string): string | null {
  const given = query[key];
  const first: unknown = Array.isArray(given) ? given[0] : given;
  return typeof first === 'string' ? first : null;
}

/** As {@link givenAt}; empty: it is not given. */
export const textAt = (query: Query, key: string): string => givenAt(query, key) ?? '';

/** Which of those allowed a key says; null: none. */
export const choiceAt = <T extends string>(query: Query, key: string, allowed: readonly T[]): T | null =>
  allowed.find((one) => one === givenAt(query, key)) ?? null;

/** Which of those allowed a key lists, in their own order. */
export function choicesAt<T extends string>(query: Query, key: string, allowed: readonly T[]): T[] {
  const listed = textAt(query, key).split(',');
  return allowed.filter((one) => listed.includes(one));
}

/** The query that says these; what is null or empty is left out. */
export const queryOf = (parts: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1])));
