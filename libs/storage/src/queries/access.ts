import type { Role } from '#contract';
import type { Database, Reader, Tx } from '../database.js';

/** Whoever a token or a session stands for. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly organisation: string | null;
}

/** The caller of an unrevoked token, by the token's SHA-256 in hex; null when there is none. */
export async function findToken(reader: Reader, sha256: string): Promise<Caller | null> {
  const rows: Caller[] = await reader.query(
    'select name, role, organisation from api_token where sha256 = $1 and revoked_at is null',
    [sha256],
  );
  return rows[0] ?? null;
}

export async function countTokens(reader: Reader): Promise<number> {
  const [{ count }]: [{ count: number }] = await reader.query('select count(*)::int as count from api_token');
  return count;
}

/** Creates a token, or gives the one of that name a new secret and role (its sessions end). */
export async function saveToken(
  tx: Tx,
  token: Caller & { readonly sha256: string; readonly createdAt: Date },
): Promise<void> {
  await tx.query('delete from session where token = $1', [token.name]);
  await tx.query(
    `insert into api_token (name, sha256, role, organisation, created_at) values ($1, $2, $3, $4, $5)
     on conflict (name) do update set sha256 = excluded.sha256, role = excluded.role,
       organisation = excluded.organisation, created_at = excluded.created_at, revoked_at = null`,
    [token.name, token.sha256, token.role, token.organisation, token.createdAt],
  );
}

/** Ends a token and its sessions; returns whether there was one. */
export async function revokeToken(tx: Tx, name: string, now: Date): Promise<boolean> {
  await tx.query('delete from session where token = $1', [name]);
  const rows: unknown[] = await tx.query(
    `with revoked as (update api_token set revoked_at = $2 where name = $1 and revoked_at is null returning 1)
     select 1 from revoked`,
    [name, now],
  );
  return rows.length > 0;
}

export function readTokens(
  reader: Reader,
): Promise<(Caller & { readonly createdAt: Date; readonly revokedAt: Date | null })[]> {
  return reader.query(
    `select name, role, organisation, created_at as "createdAt", revoked_at as "revokedAt"
     from api_token order by name`,
  );
}

/** The caller of a session that has not expired. */
export async function findSession(reader: Reader, sha256: string, now: Date): Promise<Caller | null> {
  const rows: Caller[] = await reader.query(
    `select t.name, t.role, t.organisation from session s join api_token t on t.name = s.token
     where s.sha256 = $1 and s.expires_at > $2 and t.revoked_at is null`,
    [sha256, now],
  );
  return rows[0] ?? null;
}

/** Begins a session and clears away those that have expired. */
export async function addSession(
  database: Database,
  session: {
    readonly sha256: string;
    readonly token: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await database.query('delete from session where expires_at <= $1', [session.createdAt]);
  await database.query(
    'insert into session (sha256, token, created_at, expires_at) values ($1, $2, $3, $4)',
    [session.sha256, session.token, session.createdAt, session.expiresAt],
  );
}

export async function endSession(database: Database, sha256: string): Promise<void> {
  await database.query('delete from session where sha256 = $1', [sha256]);
}

/** Appends to the record of who changed what. */
export async function addAuditEntry(
  tx: Tx,
  entry: {
    readonly at: Date;
    readonly who: string;
    readonly action: string;
    readonly subject: string;
    readonly details: object;
  },
): Promise<void> {
  await tx.query('insert into audit_entry (at, who, action, subject, details) values ($1, $2, $3, $4, $5)', [
    entry.at,
    entry.who,
    entry.action,
    entry.subject,
    JSON.stringify(entry.details),
  ]);
}
