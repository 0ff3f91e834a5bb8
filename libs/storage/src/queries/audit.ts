import type { Reader, Tx } from '../database.js';

export interface AuditEntry {
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly details: object;
}

/** Appends to the record of who changed what. */
export async function addAuditEntry(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.query('insert into audit_entry (at, who, action, subject, details) values ($1, $2, $3, $4, $5)', [
    entry.at,
    entry.who,
    entry.action,
    entry.subject,
    JSON.stringify(entry.details),
  ]);
}

export interface AuditFilter {
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  /** A part of the subject or of the details. */
  readonly text?: string | undefined;
  readonly from?: Date | undefined;
  /** The last instant that is meant. */
  readonly to?: Date | undefined;
}

export interface StoredAuditEntry extends AuditEntry {
  readonly id: number;
}

/**
 * Entries that pass the filter, the newest first.
 * @param page at most `limit` entries below the entry `before`.
 */
export function readAuditEntries(
  reader: Reader,
  filter: AuditFilter,
  page: { readonly limit: number; readonly before?: number | undefined },
): Promise<StoredAuditEntry[]> {
  const text = filter.text?.replaceAll(/[\\%_]/g, String.raw`\$&`);
  return reader.query(
    `select id, at, who, action, subject, details from audit_entry
     where ($1::text is null or who = $1) and ($2::text is null or action = $2)
       and ($3::text is null or subject ilike '%' || $3 || '%' or details::text ilike '%' || $3 || '%')
       and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at <= $5)
       and ($6::int is null or id < $6)
     order by id desc limit $7`,
    [
      filter.who ?? null,
      filter.action ?? null,
      text ?? null,
      filter.from ?? null,
      filter.to ?? null,
      page.before ?? null,
      page.limit,
    ],
  );
}

/** Everybody and every action that the record names: what one can filter by. */
export async function readAuditNames(reader: Reader): Promise<{ who: string[]; actions: string[] }> {
  const [row]: [{ who: string[]; actions: string[] }] = await reader.query(
    `select array(select distinct who from audit_entry order by 1) as who,
            array(select distinct action from audit_entry order by 1) as actions`,
  );
  return row;
}
