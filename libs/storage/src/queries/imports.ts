import { AppError, type ImportReport, type Rejection } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

/** A refused cell with the row it stood in. */
export interface StoredRejection extends Rejection {
  readonly cells: readonly string[];
}

const columns = `id, state, created_at as "createdAt", uploaded_by as "uploadedBy", dry_run as "dryRun",
  on_error as "onError", rejection_count as "rejectionCount", warnings, verdict_changes as "verdictChanges", failure,
  jsonb_build_object('name', file_name, 'bytes', file_bytes, 'sha256', sha256, 'format', format,
    'encoding', encoding, 'layout', layout) as file,
  jsonb_build_object('read', rows_read, 'inserted', rows_inserted, 'revised', rows_revised,
    'unchanged', rows_unchanged, 'duplicate', rows_duplicate, 'rejected', rows_rejected) as rows`;

type ReportRow = Omit<ImportReport, 'createdAt' | 'rejections'> & { createdAt: Date };

/** Begins the record of an upload, so that its number exists before its rows do. */
export async function beginImport(
  tx: Tx,
  upload: {
    readonly createdAt: Date;
    readonly uploadedBy: string;
    readonly dryRun: boolean;
    readonly onError: 'reject' | 'skip';
    readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
  },
): Promise<number> {
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into import (created_at, uploaded_by, state, dry_run, on_error, file_name, file_bytes, sha256, format,
       encoding, layout, rows_read, rows_inserted, rows_revised, rows_unchanged, rows_duplicate, rows_rejected,
       rejection_count, warnings, verdict_changes, header)
     values ($1, $2, 'running', $3, $4, $5, $6, $7, '', '', '', 0, 0, 0, 0, 0, 0, 0, '[]', '[]', '{}')
     returning id`,
    [
      upload.createdAt,
      upload.uploadedBy,
      upload.dryRun,
      upload.onError,
      upload.file.name,
      upload.file.bytes,
      upload.file.sha256,
    ],
  );
  return id;
}

/** Writes what an upload did (everything of its report but who, when and which file) and the file's header row. */
export async function finishImport(
  tx: Tx,
  report: Pick<
    ImportReport,
    'id' | 'state' | 'file' | 'rows' | 'rejectionCount' | 'warnings' | 'verdictChanges' | 'failure'
  >,
  header: readonly string[],
): Promise<void> {
  const { file, rows } = report;
  await tx.query(
    `update import set state = $2, format = $3, encoding = $4, layout = $5, rows_read = $6, rows_inserted = $7,
       rows_revised = $8, rows_unchanged = $9, rows_duplicate = $10, rows_rejected = $11, rejection_count = $12,
       warnings = $13, verdict_changes = $14, failure = $15, header = $16
     where id = $1`,
    [
      report.id,
      report.state,
      file.format,
      file.encoding,
      file.layout,
      rows.read,
      rows.inserted,
      rows.revised,
      rows.unchanged,
      rows.duplicate,
      rows.rejected,
      report.rejectionCount,
      JSON.stringify(report.warnings),
      JSON.stringify(report.verdictChanges),
      report.failure,
      header,
    ],
  );
}

/** Appends refused cells; `from` is the position of the first, counted from 1 over the whole upload. */
export async function addRejections(
  tx: Tx,
  importId: number,
  from: number,
  rejections: readonly StoredRejection[],
): Promise<void> {
  await tx.query(
    `insert into import_rejection (import_id, position, line, "column", code, value, message, cells)
     select $1, $2 + r.place - 1, (r.row ->> 'line')::int, r.row ->> 'column', r.row ->> 'code', r.row ->> 'value',
       r.row ->> 'message', array(select jsonb_array_elements_text(r.row -> 'cells'))
     from jsonb_array_elements($3::jsonb) with ordinality as r(row, place)`,
    [importId, from, JSON.stringify(rejections)],
  );
}

/** One import's report with its first 1,000 rejections. */
export async function readImport(reader: Reader, id: number): Promise<ImportReport> {
  const [row]: ReportRow[] = await reader.query(`select ${columns} from import where id = $1::bigint`, [
    idParameter(id),
  ]);
  if (!row) throw new AppError('not-found', `There is no import ${id}.`);
  const rejections: Rejection[] = await reader.query(
    `select line, "column", code, value, message from import_rejection where import_id = $1
     order by line, position limit 1000`,
    [id],
  );
  return { ...row, createdAt: row.createdAt.toISOString(), rejections };
}

/** The newest imports first, without their rejections. */
export async function readImports(reader: Reader, limit: number): Promise<ImportReport[]> {
  const rows: ReportRow[] = await reader.query(`select ${columns} from import order by id desc limit $1`, [
    limit,
  ]);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), rejections: [] }));
}

/** The header of an import's file and its refused cells after `position`, a page at a time. */
export async function readRejections(
  reader: Reader,
  importId: number,
  after: number,
  limit: number,
): Promise<(StoredRejection & { position: number })[]> {
  return reader.query(
    `select position, line, "column", code, value, message, to_jsonb(cells) as cells from import_rejection
     where import_id = $1 and position > $2 order by position limit $3`,
    [importId, after, limit],
  );
}

/** The header row of an import's file. */
export async function readImportHeader(reader: Reader, id: number): Promise<string[]> {
  const [row]: { header: string[] }[] = await reader.query(
    'select to_jsonb(header) as header from import where id = $1::bigint',
    [idParameter(id)],
  );
  if (!row) throw new AppError('not-found', `There is no import ${id}.`);
  return row.header;
}

/**
 * Imports that a dead process left "running": their transaction was rolled back, so nothing of them landed. Called
 * when a server starts, for imports older than any that could still be under way.
 */
export async function failAbandonedImports(tx: Tx, startedBefore: Date): Promise<number> {
  const rows: unknown[] = await tx.query(
    `with failed as (
       update import set state = 'failed',
         failure = 'The service stopped while this file was being read. Nothing of it was stored; upload it again.'
       where state = 'running' and created_at < $1 returning 1
     ) select 1 from failed`,
    [startedBefore],
  );
  return rows.length;
}

/** How many imports there are in each state. */
export async function countImports(reader: Reader): Promise<Record<string, number>> {
  const rows: { state: string; count: number }[] = await reader.query(
    'select state, count(*)::int as count from import group by state',
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
