import { columnLetters } from './layouts/grid.js';
import { mostCells } from './read-rows.js';

/** What says which column of a file a fault's column name means. */
export interface ColumnsOfSheet {
  /** The report's name of the layout. */
  readonly layout: string;
  readonly columns: readonly { readonly column: number; readonly field: string }[];
  /** The header's last line. */
  readonly header: readonly string[];
}

const columnOfLetters = new Map(Array.from({ length: mostCells }, (_, at) => [columnLetters(at), at + 1]));

/** The letters with which a column of a table is named: D of “D（2019年）”; null of one that is named otherwise. */
export function lettersOf(name: string): string | null {
  return /^([A-Z]{1,3})(?:（|$)/.exec(name)?.[1] ?? null;
}

/**
 * The column, counted from 1, that a rejection names: by its field (obs_value), by its header's text, and in a table by
 * its letters (D（2019年）). Null when it names the whole line, or nothing that stands in a column.
 */
export function columnAt(name: string, { layout, columns, header }: ColumnsOfSheet): number | null {
  if (name === '') return null;
  const isTable = !/^(?:long$|sdmx|$)/.test(layout);
  const letters = lettersOf(name);
  const lettered = letters === null ? undefined : columnOfLetters.get(letters);
  if (isTable && lettered !== undefined) return lettered;
  const ofField = columns.filter(({ field }) => field === name);
  if (ofField.length === 1) return ofField[0]!.column;
  const same = header.findIndex((text) => text.trim() === name);
  return same < 0 ? (lettered ?? null) : same + 1;
}
