/** The same text for the same JSON, whatever the order of its keys: jsonb has an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Whether two values are the same as JSON, whatever the order of their keys: canonicalJson(a) === canonicalJson(b),
 * without writing either down.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isComposite(a) || !isComposite(b)) return JSON.stringify(a) === JSON.stringify(b);
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((part, index) => isSameJson(part ?? null, b[index] ?? null))
    );
  let left = 0;
  for (const key in b) if (b[key] !== undefined) left += 1;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (!isSameJson(a[key], b[key])) return false;
    left -= 1;
  }
  return left === 0;
}

function isComposite(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
