/** Which imports are listed. A view is the page's address, so that it can be shared and comes back. */
import type { ImportState } from '#contract';
import { choiceAt, queryOf, textAt, type Query } from './address-query';

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

const shortTextAt = (query: Query, key: string): string => textAt(query, key).slice(0, 200);

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function historyFromQuery(query: Query): HistoryView {
  return {
    file: shortTextAt(query, 'file'),
    state: choiceAt(query, 'state', importStates),
    kind: choiceAt(query, 'kind', importKinds),
    by: shortTextAt(query, 'by'),
  };
}

/** The query of a view, as the page's address and as the service understands it. */
export const queryOfHistory = ({ file, state, kind, by }: HistoryView): Record<string, string> =>
  queryOf({ file: file.trim(), state, kind, by: by.trim() });
