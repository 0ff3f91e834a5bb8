import type { GrafanaQuery } from '#contract';
import { payloadOf } from './payload.js';

/** `$area`, `${area}`, `${area:regex}` and `[[area]]`, as Grafana writes a variable. */
const reference = /\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]/g;

/** Entries that are a text, of which no list can be made. */
const texts: ReadonlySet<string> = new Set(['asOf', 'breakdown']);

type Chosen = string | readonly string[];

/**
 * Puts the values of a request's scoped variables where its queries still name them. Grafana and its plugin do so
 * before they ask; what reaches here all the same is a variable in a payload that the plugin does not look into, or
 * the query of another client. A list stays one where the variable stands alone, else it is written `(a|b)`.
 * Variables that the request does not tell are left, and refused as names that are not known.
 */
export function withScopedVariables(query: GrafanaQuery): GrafanaQuery {
  if (!query.targets.some(({ target, payload }) => /\$|\[\[/.test(`${target}${JSON.stringify(payload)}`)))
    return query;
  const chosen = valuesOf(query.scopedVars ?? {});
  return {
    ...query,
    targets: query.targets.map((target) =>
      target.hide
        ? target
        : {
            ...target,
            target: textOf(filled(target.target, chosen)),
            payload: Object.fromEntries(
              Object.entries(payloadOf(target.payload)).map(([name, value]) => [
                name,
                texts.has(name) && typeof value === 'string'
                  ? textOf(filled(value, chosen))
                  : filledDeeply(value, chosen),
              ]),
            ),
          },
    ),
  };
}

function valuesOf(scopedVars: Readonly<Record<string, unknown>>): Map<string, Chosen> {
  const chosen = new Map<string, Chosen>();
  for (const [name, variable] of Object.entries(scopedVars)) {
    if (typeof variable !== 'object' || variable === null || !('value' in variable)) continue;
    const { value } = variable;
    if (typeof value === 'string' || typeof value === 'number') chosen.set(name, String(value));
    else if (Array.isArray(value)) chosen.set(name, value.map(String));
  }
  return chosen;
}

function filledDeeply<T>(value: T, chosen: ReadonlyMap<string, Chosen>): unknown {
  if (typeof value === 'string') return filled(value, chosen);
  if (Array.isArray(value)) return value.flatMap((one: unknown) => filledDeeply(one, chosen));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledDeeply(one, chosen)]));
}

function filled(text: string, chosen: ReadonlyMap<string, Chosen>): string | string[] {
  const trimmed = text.trim();
  const [only] = trimmed.matchAll(reference);
  if (only?.[0] === trimmed) {
    const value = chosen.get(nameIn(only));
    if (value !== undefined) return typeof value === 'string' ? value : [...value];
  }
  return text.replace(reference, (written, ...names: unknown[]) => {
    const value = chosen.get(nameIn([written, ...names.slice(0, 3)]));
    return value === undefined ? written : textOf(typeof value === 'string' ? value : [...value]);
  });
}

function nameIn([, plain, braced, bracketed]: readonly unknown[]): string {
  return [plain, braced, bracketed].find((name) => typeof name === 'string') ?? '';
}

function textOf(value: string | string[]): string {
  if (typeof value === 'string') return value;
  const [only, ...further] = value;
  if (further.length === 0) return only ?? '';
  return `(${value.map((one) => one.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&')).join('|')})`;
}
