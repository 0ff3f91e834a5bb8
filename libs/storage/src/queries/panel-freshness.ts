import type { Role } from '#contract';
import type { Database } from '../database.js';
import { type Caller, callerOfRow } from './access.js';
import { askPanel } from './panel-statement.js';

/** What must be known of a request before anything kept for it may be shown. */
export interface Freshness {
  /** Stands for all that panels show; see the migration data-version. */
  readonly version: string;
  /** Who holds the tokens that were asked about, by their SHA-256; a token that is unknown, revoked or expired is missing. */
  readonly callers: ReadonlyMap<string, Caller>;
}

const statement = {
  name: 'panel-freshness-2',
  text: `select v.version::text, t.sha256, t.name, t.role, t.organisations
         from data_version v left join api_token t on t.sha256 = any($1::text[]) and t.revoked_at is null
           and (t.expires_at is null or t.expires_at > $2)`,
};

type Row = [version: string, sha256: string | null, name: string, role: Role, organisations: string[] | null];

/** The version of the data, and the holders of these tokens, in one look at the database. */
export async function readFreshness(
  database: Database,
  tokens: readonly string[],
  now: Date,
): Promise<Freshness> {
  const rows = await askPanel<Row>(database, statement, [tokens, now]);
  const callers = new Map<string, Caller>();
  for (const [, sha256, name, role, organisations] of rows)
    if (sha256 !== null) callers.set(sha256, callerOfRow({ name, role, organisations }));
  const version = rows[0]?.[0];
  if (version === undefined) throw new Error('data_version is empty; the migration put a row there');
  return { version, callers };
}
