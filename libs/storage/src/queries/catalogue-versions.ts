/** What indicators and organisations said before each change, with who changed them, when and why. */
import type { Indicator, Organisation } from '#contract';
import type { Reader, Tx } from '../database.js';

/** Who changes the catalogue, when and why. */
export interface CatalogueChange {
  readonly by: string;
  readonly now: Date;
  /** null: no reason was given, as by a plan that is loaded whole. */
  readonly reason: string | null;
}

/** One version of an entry of the catalogue: what it said from `changedAt` until the next. */
export interface CatalogueVersion<Entry> {
  readonly version: number;
  readonly changedAt: Date;
  /** null: not known; it is what was stored when versions began to be kept, and may be older than changedAt. */
  readonly changedBy: string | null;
  readonly reason: string | null;
  readonly definition: Entry;
}

const columns = `version, changed_at as "changedAt", changed_by as "changedBy", reason, definition`;

/** Every version of one indicator, oldest first. */
export function readIndicatorVersions(reader: Reader, code: string): Promise<CatalogueVersion<Indicator>[]> {
  return reader.query(
    `select ${columns} from indicator_version where indicator = $1 order by indicator_version.version`,
    [code],
  );
}

/** Every version of one organisation, oldest first. */
export function readOrganisationVersions(
  reader: Reader,
  code: string,
): Promise<CatalogueVersion<Organisation>[]> {
  return reader.query(
    `select ${columns} from organisation_version where organisation = $1 order by organisation_version.version`,
    [code],
  );
}

/**
 * Keeps what entries say now as the next version of each. In the transaction that changed them, which holds
 * lockJudgement: two at once would make the same version.
 * @param shown a statement whose rows are the entries in the shape of the contract, for the codes in $1; it comes from
 *   this folder, never from outside.
 */
export async function addVersions(
  tx: Tx,
  kind: 'indicator' | 'organisation',
  shown: string,
  codes: readonly string[],
  change: CatalogueChange,
): Promise<void> {
  if (codes.length === 0) return;
  await tx.query(
    `insert into ${kind}_version (${kind}, version, changed_at, changed_by, reason, definition)
     select entry.code,
       1 + coalesce((select max(v.version) from ${kind}_version v where v.${kind} = entry.code), 0),
       $2, $3, $4, to_jsonb(entry)
     from (${shown}) entry`,
    [codes, change.now, change.by, change.reason],
  );
}
