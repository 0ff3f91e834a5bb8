import type { Reader, Tx } from '../database.js';

/** A recorded verdict. */
export interface StoredAssessment<V = unknown> {
  readonly id: number;
  readonly targetId: number;
  readonly targetCode: string;
  readonly targetVersion: number;
  readonly asOf: Date;
  readonly recordedAt: Date;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly cause: 'import' | 'undo' | 'sweep' | 'request' | 'catalogue';
  readonly importId: number | null;
  readonly verdict: V;
}

const columns = `a.id, a.target as "targetId", a.target_code as "targetCode", t.version as "targetVersion",
  a.as_of as "asOf", a.recorded_at as "recordedAt", a.status, a.previous_status as "previousStatus", a.cause,
  a.import_id as "importId", a.verdict`;

/** The newest recorded verdict of each target: one look-up per target, however long the history is. */
export function readLatestAssessments<V>(
  reader: Reader,
  targetCodes?: readonly string[],
): Promise<StoredAssessment<V>[]> {
  // "At most the target's last": written as an equation, Postgres may walk down all ids of all targets instead.
  return reader.query(
    `select ${columns}
     from (select distinct code from target where $1::text[] is null or code = any($1)) known
     join lateral (
       select * from assessment where (target_code, id) <= (known.code, 2147483647)
       order by target_code desc, id desc limit 1
     ) a on a.target_code = known.code
     join target t on t.id = a.target
     order by a.target_code`,
    [targetCodes ?? null],
  );
}

/** A target's recorded verdicts, newest first. */
export function readAssessmentHistory<V>(
  reader: Reader,
  targetCode: string,
  limit = 500,
): Promise<StoredAssessment<V>[]> {
  return reader.query(
    `select ${columns} from assessment a join target t on t.id = a.target
     where a.target_code = $1 order by a.id desc limit $2`,
    [targetCode, limit],
  );
}

/** Appends one verdict to the history; returns its id. */
export async function addAssessment(
  tx: Tx,
  assessment: Omit<StoredAssessment, 'id' | 'targetVersion'>,
): Promise<number> {
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into assessment (target, target_code, as_of, recorded_at, status, previous_status, cause, import_id,
       verdict)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      assessment.targetId,
      assessment.targetCode,
      assessment.asOf,
      assessment.recordedAt,
      assessment.status,
      assessment.previousStatus,
      assessment.cause,
      assessment.importId,
      JSON.stringify(assessment.verdict),
    ],
  );
  return id;
}
