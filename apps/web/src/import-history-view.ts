/** Which imports are listed. A view is the page's address, so that it can be shared and comes back. */
import type { ImportState } from '#contract';
import type { ImportFilter } from './api';

// The contract's own lists would bring its whole checking into the page.
export const importStates = [
  'running',
  'validated',
  'applied',
  'rejected',
  'failed',
  'cancelled',
  'undone',
] as const satisfies readonly ImportState[];
export const importKinds = ['imports', 'checks'] as const;

export interface HistoryView {
  /** A part of the file's name. */
  file: string;
  state: ImportState | null;
  kind: (typeof importKinds)[number] | null;
  by: string;
}

type Query = Readonly<Record<string, unknown>>;

function one(query: Query, key: string): string {
  const given = query[key];
  const first: unknown = Array.isArray(given) ? given[0] : given;
  return typeof first === 'string' ? first.slice(0, 200) : '';
}

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function historyFromQuery(query: Query): HistoryView {
  return {
    file: one(query, 'file'),
    state: importStates.find((state) => state === one(query, 'state')) ?? null,
    kind: importKinds.find((kind) => kind === one(query, 'kind')) ?? null,
    by: one(query, 'by'),
  };
}

/** The query of a view, as the page's address and as the service understands it. */
export function queryOfHistory({
  file,
  state,
  kind,
  by,
}: HistoryView): Pick<ImportFilter, 'file' | 'state' | 'kind' | 'by'> {
  return {
    ...(file.trim() !== '' && { file: file.trim() }),
    ...(state !== null && { state }),
    ...(kind !== null && { kind }),
    ...(by.trim() !== '' && { by: by.trim() }),
  };
}
