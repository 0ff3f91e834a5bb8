import type { Reader } from '../database.js';

/** How often cells were refused for one reason, and the newest import that had such a cell. */
export interface RejectionCount {
  readonly code: string;
  readonly count: number;
  readonly importId: number;
  readonly at: Date;
}

/** Refused cells of the imports since an instant by their codes, the most frequent first. */
export function countRejections(reader: Reader, since: Date): Promise<RejectionCount[]> {
  return reader.query(
    `select r.code, count(*)::int as count, max(i.id) as "importId", max(i.created_at) as at
     from import_rejection r join import i on i.id = r.import_id
     where i.created_at >= $1 group by r.code order by count(*) desc, r.code`,
    [since],
  );
}
