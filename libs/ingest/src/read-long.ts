import { cellFault, type CellFault } from './cell-fault.js';
import { readHeader, type Columns } from './header.js';
import { interpretRow, type ObservationDraft } from './interpret-row.js';
import type { FileRow } from './read-rows.js';
import type { Reference } from './reference.js';

/** What a layout makes of one row of a file: observations, or the faults for which the row is refused. */
export interface ReadRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly observations: readonly ObservationDraft[];
  readonly faults: readonly CellFault[];
}

/** What a layout makes of a batch of rows; the header comes once, before the rows beneath it. */
export interface ReadBatch {
  readonly header: {
    readonly line: number;
    readonly cells: readonly string[];
    readonly faults: readonly CellFault[];
  } | null;
  readonly rows: readonly ReadRow[];
}

/**
 * The long layout: one value a row, a header first. A fault of the header concerns every row; rows are read all the
 * same while their required columns are known, so that all faults of the file are found in one pass.
 */
export async function* readLong(
  batches: AsyncIterable<readonly FileRow[]>,
  reference: Reference,
): AsyncGenerator<ReadBatch> {
  let columns: Columns | null = null;
  let header: ReadBatch['header'] = null;
  for await (const batch of batches) {
    let rows = batch;
    const first: FileRow | undefined = header === null ? rows[0] : undefined;
    if (first) {
      const read = readHeader(first.cells, reference.breakdownCodes.keys());
      columns = first.fault ? null : read.columns;
      header = { line: first.line, cells: first.cells, faults: first.fault ? [first.fault] : read.faults };
      rows = rows.slice(1);
    }
    yield {
      header: first ? header : null,
      rows: rows.map((row) => readRow(row, columns, reference)),
    };
  }
}

function readRow({ line, cells, fault }: FileRow, columns: Columns | null, reference: Reference): ReadRow {
  if (fault) return { line, cells, observations: [], faults: [fault] };
  if (columns === null) return { line, cells, observations: [], faults: [] };
  const read = interpretRow(cells, columns, reference);
  return read.faults === null
    ? { line, cells, observations: [read.draft], faults: [] }
    : { line, cells, observations: [], faults: read.faults };
}

/** The fault of a file that has a header and nothing beneath it. */
export function noRows(): CellFault {
  return cellFault('obs_value', 'missing-value', '', '没有数据行');
}
