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

/** Appends verdicts to the history in one statement; returns their ids in the same order. */
export async function addAssessments(
  tx: Tx,
  assessments: readonly Omit<StoredAssessment, 'id' | 'targetVersion'>[],
): Promise<number[]> {
  if (assessments.length === 0) return [];
  const rows: { id: number }[] = await tx.query(
    `insert into assessment (target, target_code, as_of, recorded_at, status, previous_status, cause, import_id,
       verdict)
     select "targetId", "targetCode", "asOf", "recordedAt", status, "previousStatus", cause, "importId", verdict
     from rows from (jsonb_to_recordset($1::jsonb)
       as ("targetId" integer, "targetCode" text, "asOf" timestamptz, "recordedAt" timestamptz, status text,
         "previousStatus" text, cause text, "importId" integer, verdict jsonb)) with ordinality
     order by ordinality returning id`,
    [JSON.stringify(assessments)],
  );
  return rows.map(({ id }) => id);
}
