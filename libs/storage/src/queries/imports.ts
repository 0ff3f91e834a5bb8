import {
  AppError,
  type ImportProfile,
  type ImportProgress,
  type ImportReport,
  type ImportState,
  type Rejection,
} from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';
import type { SheetExcerpt } from './import-sheets.js';

/** A refused cell with the row it stood in. */
export interface StoredRejection extends Rejection {
  readonly cells: readonly string[];
}

const columns = `id, state, created_at as "createdAt", uploaded_by as "uploadedBy", dry_run as "dryRun",
  on_error as "onError", rejection_count as "rejectionCount", warnings, verdict_changes as "verdictChanges", failure,
  understood - 'excerpt' as understood, questions, preview,
  case when undone_at is not null then jsonb_build_object('at', undone_at, 'by', undone_by) end as undone,
  jsonb_build_object('name', file_name, 'bytes', file_bytes, 'sha256', sha256, 'format', format,
    'encoding', encoding, 'layout', layout) as file,
  jsonb_build_object('read', rows_read, 'inserted', rows_inserted, 'revised', rows_revised,
    'unchanged', rows_unchanged, 'duplicate', rows_duplicate, 'rejected', rows_rejected,
    'missing', rows_missing) as rows`;

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
       rows_missing, rejection_count, warnings, verdict_changes, questions, preview, preamble, heartbeat_at,
       cancel_requested)
     values ($1, $2, 'running', $3, $4, $5, $6, $7, '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, '[]', '[]', '[]', '[]', '[]',
       $1, false)
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

/** Writes what an upload did: everything of its report but who, when and which file. */
export async function finishImport(
  tx: Tx,
  report: Pick<
    ImportReport,
    | 'id'
    | 'state'
    | 'file'
    | 'understood'
    | 'questions'
    | 'preview'
    | 'rows'
    | 'rejectionCount'
    | 'warnings'
    | 'verdictChanges'
    | 'failure'
  > & {
    /** The file's lines down to its header's last. */
    readonly preamble: readonly (readonly string[])[];
    /** Of a file that was looked at: lines as they stand in it; see {@link SheetExcerpt}. */
    readonly excerpt: SheetExcerpt | null;
  },
): Promise<void> {
  const { file, rows } = report;
  await tx.query(
    `update import set state = $2, format = $3, encoding = $4, layout = $5, rows_read = $6, rows_inserted = $7,
       rows_revised = $8, rows_unchanged = $9, rows_duplicate = $10, rows_rejected = $11, rows_missing = $12,
       rejection_count = $13, warnings = $14, verdict_changes = $15, failure = $16, understood = $17, questions = $18,
       preview = $19, preamble = $20
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
      rows.missing,
      report.rejectionCount,
      JSON.stringify(report.warnings),
      JSON.stringify(report.verdictChanges),
      report.failure,
      report.understood === null ? null : JSON.stringify({ ...report.understood, excerpt: report.excerpt }),
      JSON.stringify(report.questions),
      JSON.stringify(report.preview),
      JSON.stringify(report.preamble),
    ],
  );
}

/**
 * Says that a running import's process lives and how far it has come.
 * @returns whether somebody asked for it to stop.
 */
export async function beatImport(
  reader: Reader,
  progress: ImportProgress,
  now: Date,
): Promise<{ cancelRequested: boolean }> {
  const [[row]]: [{ cancelRequested: boolean }[], number] = await reader.query(
    `update import set progress = $2, heartbeat_at = $3 where id = $1 and state = 'running'
     returning cancel_requested as "cancelRequested"`,
    [progress.id, JSON.stringify(progress), now],
  );
  return row ?? { cancelRequested: false };
}

/** How far a running import had come when its process last said so; null of one that has not begun or has ended. */
export async function readImportProgress(reader: Reader, id: number): Promise<ImportProgress | null> {
  const [row]: { progress: ImportProgress | null }[] = await reader.query(
    `select progress from import where id = $1::bigint and state = 'running'`,
    [idParameter(id)],
  );
  return row?.progress ?? null;
}

/**
 * Asks a running import, on whatever replica it runs, to stop.
 * @returns whether it was running.
 */
export async function requestCancellation(reader: Reader, id: number): Promise<boolean> {
  const [, count]: [unknown[], number] = await reader.query(
    `update import set cancel_requested = true where id = $1::bigint and state = 'running'`,
    [idParameter(id)],
  );
  return count > 0;
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

export interface ImportFilter {
  /** A part of the file's name. */
  readonly file?: string | undefined;
  readonly state?: ImportState | undefined;
  readonly by?: string | undefined;
  /** Only dry runs, or only what was meant to land. */
  readonly dryRun?: boolean | undefined;
}

/**
 * The newest imports first, without their rejections.
 * @param page at most `limit` imports below the import `before`.
 */
export async function readImports(
  reader: Reader,
  limit: number,
  filter: ImportFilter = {},
  before: number | null = null,
): Promise<ImportReport[]> {
  const rows: ReportRow[] = await reader.query(
    `select ${columns} from import
     where ($2::text is null or file_name ilike '%' || $2 || '%') and ($3::text is null or state = $3)
       and ($4::text is null or uploaded_by = $4) and ($5::boolean is null or dry_run = $5)
       and ($6::int is null or id < $6)
     order by id desc limit $1`,
    [
      limit,
      filter.file?.replaceAll(/[\\%_]/g, String.raw`\$&`) ?? null,
      filter.state ?? null,
      filter.by ?? null,
      filter.dryRun ?? null,
      before,
    ],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), rejections: [] }));
}

/** An import's refused cells after `position`, a page at a time. */
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

/** The lines of an import's file down to its header's last. */
export async function readImportPreamble(reader: Reader, id: number): Promise<string[][]> {
  const [row]: { preamble: string[][] }[] = await reader.query(
    'select preamble from import where id = $1::bigint',
    [idParameter(id)],
  );
  if (!row) throw new AppError('not-found', `There is no import ${id}.`);
  return row.preamble;
}

/**
 * Imports that a dead process left "running": their transaction was rolled back, so nothing of them landed.
 * @param silentSince those whose process has not been heard of since then are dead.
 * @returns how many there were.
 */
export async function failAbandonedImports(tx: Tx, silentSince: Date): Promise<number> {
  const rows: unknown[] = await tx.query(
    `with failed as (
       update import set state = 'failed', progress = null,
         failure = '导入中途服务停止，没有写入任何数据；请重新上传。The service stopped on the way; nothing was stored.'
       where state = 'running' and coalesce(heartbeat_at, created_at) < $1 returning 1
     ) select 1 from failed`,
    [silentSince],
  );
  return rows.length;
}

/**
 * Keeps what was said of files of a shape, in the place of what was said of them before. A name that another shape has
 * gets a number behind it.
 */
export async function keepImportProfile(
  tx: Tx,
  profile: ImportProfile & { readonly fingerprint: string },
): Promise<void> {
  await tx.query(
    `insert into import_profile (fingerprint, name, answers, header, created_at, created_by)
     select $1, (select candidate from (select $2::text as candidate, 1 as place
                 union all select $2 || ' ' || n, n from generate_series(2, 1000) n) candidates
                 where not exists (select from import_profile where name = candidate and fingerprint <> $1)
                 order by place limit 1), $3, $4, $5, $6
     on conflict (fingerprint) do update set name = excluded.name, answers = excluded.answers,
       header = excluded.header, created_at = excluded.created_at, created_by = excluded.created_by`,
    [
      profile.fingerprint,
      profile.name,
      JSON.stringify(profile.answers),
      JSON.stringify(profile.header),
      profile.createdAt,
      profile.createdBy,
    ],
  );
}

const profileColumns = `name, answers, header, created_at as "createdAt", created_by as "createdBy"`;

type ProfileRow = Omit<ImportProfile, 'createdAt'> & { createdAt: Date };

/** The profile kept for files of a shape. */
export async function readImportProfile(
  reader: Reader,
  fingerprint: string,
): Promise<ImportProfile | undefined> {
  const [row]: ProfileRow[] = await reader.query(
    `select ${profileColumns} from import_profile where fingerprint = $1`,
    [fingerprint],
  );
  return row && { ...row, createdAt: row.createdAt.toISOString() };
}

/** All import profiles by name. */
export async function readImportProfiles(reader: Reader): Promise<ImportProfile[]> {
  const rows: ProfileRow[] = await reader.query(`select ${profileColumns} from import_profile order by name`);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** @returns whether there was one of that name. */
export async function forgetImportProfile(reader: Reader, name: string): Promise<boolean> {
  const [, count]: [unknown[], number] = await reader.query('delete from import_profile where name = $1', [
    name,
  ]);
  return count > 0;
}

/** How many imports there are in each state. */
export async function countImports(reader: Reader): Promise<Record<string, number>> {
  const rows: { state: string; count: number }[] = await reader.query(
    'select state, count(*)::int as count from import group by state',
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
