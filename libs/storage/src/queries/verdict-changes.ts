import type { Reader } from '../database.js';

/** A recorded change of a target's status. */
export interface StatusChange {
  readonly target: string;
  readonly recordedAt: Date;
  readonly from: string;
  readonly to: string;
}

/**
 * Recorded verdicts whose status differs from the one before, the newest first; a target's first verdict is no
 * change.
 */
export function readStatusChanges(
  reader: Reader,
  filter: { readonly targets?: readonly string[]; readonly from?: Date; readonly to?: Date },
  limit: number,
): Promise<StatusChange[]> {
  return reader.query(
    `select target_code as target, recorded_at as "recordedAt", previous_status as "from", status as "to"
     from assessment where previous_status <> status
       and ($1::text[] is null or target_code = any($1))
       and ($2::timestamptz is null or recorded_at >= $2) and ($3::timestamptz is null or recorded_at <= $3)
     order by recorded_at desc, id desc limit $4`,
    [filter.targets ?? null, filter.from ?? null, filter.to ?? null, limit],
  );
}
