/**
 * Taking an import back. Called inside one transaction that holds {@link lockJudgement}.
 *
 * Every statement joins on series_id, so that on a distributed Postgres it runs where the rows are.
 */
import { AppError, type ImportState } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

/** What of an import matters for taking it back. */
export interface UndoableImport {
  readonly id: number;
  readonly state: ImportState;
  readonly uploadedBy: string;
  readonly fileName: string;
}

/** @throws AppError not-found when there is no such import. */
export async function readUndoableImport(reader: Reader, id: number): Promise<UndoableImport> {
  const [row]: UndoableImport[] = await reader.query(
    `select id, state, uploaded_by as "uploadedBy", file_name as "fileName" from import where id = $1::bigint`,
    [idParameter(id)],
  );
  if (!row) throw new AppError('not-found', `没有第 ${id} 次导入。There is no import ${id}.`);
  return row;
}

export interface UndoCounts {
  /** Vintages that no longer count. */
  readonly removed: number;
  /** Periods that have again the value they had before. */
  readonly restored: number;
  /** Periods that have no value any more. */
  readonly emptied: number;
  /** Series that lost a vintage. */
  readonly touchedSeries: readonly string[];
}

const columns =
  'series_id, period_start, period_end, value, status, known_from, import_id, comment, source, line, column_letters';

/**
 * Takes an import's vintages out of everything that is read, now and as of any instant, and keeps them in
 * `undone_vintage`. Where one of them was in force, the newest of the others of its period is again; where there is
 * none, the period has no value. Vintages of other imports stay what they were.
 */
export async function removeVintages(tx: Tx, importId: number): Promise<UndoCounts> {
  const superseded = await count(
    tx,
    `with gone as (delete from observation_vintage where import_id = $1 returning ${columns}),
       kept as (insert into undone_vintage (${columns}) select ${columns} from gone returning 1)
     select count(*)::int from kept`,
    importId,
  );
  const inForce = await count(
    tx,
    `with kept as (insert into undone_vintage (${columns})
                   select ${columns} from observation where import_id = $1 returning 1)
     select count(*)::int from kept`,
    importId,
  );
  const restored = await count(
    tx,
    `with newest as (
       select distinct on (v.series_id, v.period_start) v.series_id, v.id
       from observation_vintage v join observation o using (series_id, period_start)
       where o.import_id = $1
       order by v.series_id, v.period_start, v.known_from desc, v.id desc
     ), taken as (
       delete from observation_vintage v using newest n
       where v.series_id = n.series_id and v.id = n.id
       returning v.*
     ), again as (
       update observation o set value = t.value, status = t.status, known_from = t.known_from,
         import_id = t.import_id, comment = t.comment, source = t.source,
         line = t.line, column_letters = t.column_letters
       from taken t where o.series_id = t.series_id and o.period_start = t.period_start
       returning 1
     )
     select count(*)::int from again`,
    importId,
  );
  const emptied = await count(
    tx,
    `with gone as (delete from observation where import_id = $1 returning 1) select count(*)::int from gone`,
    importId,
  );
  const touched: { id: string }[] = await tx.query(
    'select distinct series_id::text as id from undone_vintage where import_id = $1',
    [importId],
  );
  return { removed: superseded + inForce, restored, emptied, touchedSeries: touched.map(({ id }) => id) };
}

async function count(tx: Tx, statement: string, importId: number): Promise<number> {
  const [row]: [{ count: number }] = await tx.query(statement, [importId]);
  return row.count;
}

/** Marks an import as taken back. */
export async function markUndone(tx: Tx, importId: number, at: Date, by: string): Promise<void> {
  await tx.query(`update import set state = 'undone', undone_at = $2, undone_by = $3 where id = $1`, [
    importId,
    at,
    by,
  ]);
}

/** An import that found values which were known already, and did not store them a second time. */
export interface RepeatingImport {
  readonly id: number;
  readonly fileName: string;
  /** How many. */
  readonly unchanged: number;
}

/** The imports in force after this one that repeated values, the oldest first. Which values is not stored. */
export function readRepeatingImports(reader: Reader, after: number): Promise<RepeatingImport[]> {
  return reader.query(
    `select id, file_name as "fileName", rows_unchanged as unchanged from import
     where id > $1 and state = 'applied' and rows_unchanged > 0 order by id`,
    [after],
  );
}
