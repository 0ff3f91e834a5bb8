import {
  AppError,
  type GrafanaPayload,
  grafanaPayloadSchema,
  type Measure,
  measure,
  status,
} from '#contract';
import type { Accumulation, Frequency } from '#time-period';
import { type Selection, selectionOf } from './interpolation.js';

export type Language = 'zh' | 'en';

export const frequencies = ['A', 'S', 'Q', 'M', 'D'] as const satisfies readonly Frequency[];
export const accumulations = ['period', 'yearToDate'] as const satisfies readonly Accumulation[];
export const languages = ['zh', 'en'] as const satisfies readonly Language[];

/**
 * The payload of a query as an object. The plugin's builder sends an object, its code editor the object it parsed
 * from the text, older versions the text itself; a query without one sends nothing or an empty text.
 */
export function payloadOf(given: string | GrafanaPayload | null | undefined): GrafanaPayload {
  if (given === null || given === undefined) return {};
  if (typeof given !== 'string') return given;
  if (given.trim() === '') return {};
  const parsed = grafanaPayloadSchema.safeParse(jsonOf(given));
  if (parsed.success) return parsed.data;
  throw invalidPayload(parsed.error.issues);
}

/** The refusal of a payload that has the wrong form, with every fault of it. */
export function invalidPayload(
  issues: readonly {
    readonly path: readonly PropertyKey[];
    readonly code: string;
    readonly message: string;
  }[],
): AppError {
  return new AppError(
    'invalid-request',
    'The payload is not as expected; see errors.',
    issues.map(({ path, code, message }) => ({
      path: ['payload', ...path].map(String).join('.'),
      code,
      message,
    })),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError('invalid-request', `The payload of a query is not JSON: ${error.message}.`, [], {
      cause: error,
    });
  }
}

/** What lines a query wants; the measured values when it does not say, every one for "*". */
export function measuresOf(given: GrafanaPayload['measures']): readonly Measure[] {
  const asked = knownOnly('measure', selectionOf(given), measure.options) ?? ['actual'];
  return asked === 'all' ? measure.options : asked;
}

export function languageOf(given: GrafanaPayload['language']): Language {
  const asked = knownOnly('language', selectionOf(given), languages);
  return asked === null || asked === 'all' ? 'zh' : (asked[0] ?? 'zh');
}

/** The frequencies asked for; null: all. */
export function frequenciesOf(given: GrafanaPayload['frequency']): readonly Frequency[] | null {
  return listOrNull(knownOnly('frequency', selectionOf(given), frequencies));
}

/** Values of their own period, unless year-to-date ones are asked for: both on one axis would mislead. */
export function accumulationsOf(given: GrafanaPayload['accumulation']): readonly Accumulation[] {
  const asked = knownOnly('accumulation', selectionOf(given), accumulations) ?? ['period'];
  return asked === 'all' ? accumulations : asked;
}

export function statusesOf(given: GrafanaPayload['status']): readonly string[] | null {
  return listOrNull(knownOnly('status', selectionOf(given), status.options));
}

/** A selection of codes where "all" and "nothing said" mean the same. */
export function listOrNull<T extends string>(selection: readonly T[] | 'all' | null): readonly T[] | null {
  return selection === 'all' ? null : selection;
}

/** The selection itself when every name in it is known; else a refusal that lists those there are. */
export function knownOnly<T extends string>(
  what: string,
  selection: Selection,
  known: readonly T[],
): readonly T[] | 'all' | null {
  if (selection === null || selection === 'all') return selection;
  const names: ReadonlySet<string> = new Set(known);
  const unknown = selection.filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw new AppError(
      'unknown-name',
      `There is no ${what} ${unknown.join(', ')}; there are ${known.join(', ')}.`,
    );
  return known.filter((name) => selection.includes(name));
}
