import type { Role } from '#contract';
import type { Database } from '../database.js';
import type { Caller } from './access.js';
import { askPanel } from './panel-statement.js';

/** What must be known of a request before anything kept for it may be shown. */
export interface Freshness {
  /** Stands for all that panels show; see the migration data-version. */
  readonly version: string;
  /** Who holds the tokens that were asked about, by their SHA-256; a token that is unknown or revoked is missing. */
  readonly callers: ReadonlyMap<string, Caller>;
}

const statement = {
  name: 'panel-freshness',
  text: `select v.version::text, t.sha256, t.name, t.role, t.organisation
         from data_version v left join api_token t on t.sha256 = any($1::text[]) and t.revoked_at is null`,
};

type Row = [version: string, sha256: string | null, name: string, role: Role, organisation: string | null];

/** The version of the data, and the holders of these tokens, in one look at the database. */
export async function readFreshness(database: Database, tokens: readonly string[]): Promise<Freshness> {
  const rows = await askPanel<Row>(database, statement, [tokens]);
  const callers = new Map<string, Caller>();
  for (const [, sha256, name, role, organisation] of rows)
    if (sha256 !== null) callers.set(sha256, { name, role, organisation });
  const version = rows[0]?.[0];
  if (version === undefined) throw new Error('data_version is empty; the migration put a row there');
  return { version, callers };
}
