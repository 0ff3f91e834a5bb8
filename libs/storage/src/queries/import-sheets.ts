import { AppError } from '#contract';
import type { Reader } from '../database.js';
import { idParameter } from './id-parameter.js';
import type { StoredRejection } from './imports.js';

/** Lines of an uploaded file as they stand in it, and what its columns were taken for. */
export interface SheetExcerpt {
  /** Counted from 1. */
  readonly columns: readonly { readonly column: number; readonly field: string }[];
  readonly lines: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** What was kept of an import's file; null of one that was not looked at, or before lines were kept. */
export async function readSheetExcerpt(reader: Reader, id: number): Promise<SheetExcerpt | null> {
  const [row]: { excerpt: SheetExcerpt | null }[] = await reader.query(
    `select understood -> 'excerpt' as excerpt from import where id = $1::bigint`,
    [idParameter(id)],
  );
  if (!row) throw new AppError('not-found', `There is no import ${id}.`);
  return row.excerpt;
}

/** All faults of an import's first `lines` faulty lines below the line `after`, line by line. */
export async function readRejectionsBelow(
  reader: Reader,
  importId: number,
  after: number,
  lines: number,
): Promise<StoredRejection[]> {
  return reader.query(
    `select line, "column", code, value, message, to_jsonb(cells) as cells from import_rejection
     where import_id = $1 and line in (
       select distinct line from import_rejection where import_id = $1 and line > $2 order by line limit $3)
     order by line, position`,
    [importId, after, lines],
  );
}
