import type { Reader, Tx } from '../database.js';
import { type Caller, type CallerRow, callerOfRow } from './access.js';

/** How long a session lives: after its last use, and altogether. */
export interface SessionLife {
  readonly idleMinutes: number;
  readonly hours: number;
}

/** A session in force and whom it stands for. */
export interface SessionHolder {
  readonly id: number;
  readonly caller: Caller;
  /** The account, when it is a person's and not a token's. */
  readonly account: string | null;
  readonly displayName: string | null;
  readonly mustChangePassword: boolean;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

interface HolderRow extends CallerRow {
  readonly id: number;
  readonly account: string | null;
  readonly displayName: string | null;
  readonly mustChangePassword: boolean;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/**
 * The holder of a session by the SHA-256 of its secret; null when it has ended, by itself or with its account or
 * token.
 */
export async function findSession(
  reader: Reader,
  sha256: string,
  now: Date,
  idleMinutes: number,
): Promise<SessionHolder | null> {
  const rows: HolderRow[] = await reader.query(
    `select s.id, s.account, a.display_name as "displayName", coalesce(a.name, t.name) as name,
            coalesce(a.role, t.role) as role,
            case when a.name is null then t.organisations else a.organisations end as organisations,
            coalesce(a.must_change_password, false) as "mustChangePassword",
            s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt"
     from session s
       left join account a on a.name = s.account and a.disabled_at is null
       left join api_token t on t.name = s.token and t.revoked_at is null
         and (t.expires_at is null or t.expires_at > $2)
     where s.sha256 = $1 and s.expires_at > $2 and s.last_seen_at > $2::timestamptz - make_interval(mins => $3)
       and (a.name is not null or t.name is not null)`,
    [sha256, now, idleMinutes],
  );
  const [row] = rows;
  if (!row) return null;
  const { id, account, displayName, mustChangePassword, lastSeenAt, expiresAt } = row;
  return { id, caller: callerOfRow(row), account, displayName, mustChangePassword, lastSeenAt, expiresAt };
}

/** Writes down that a session was used, unless that was done within the last minute. */
export async function noteSessionUse(reader: Reader, id: number, now: Date): Promise<void> {
  await reader.query(
    `update session set last_seen_at = $2::timestamptz
     where id = $1 and last_seen_at <= $2::timestamptz - interval '1 minute'`,
    [id, now],
  );
}

export interface NewSession {
  readonly sha256: string;
  /** Exactly one of the two. */
  readonly account?: string;
  readonly token?: string;
  readonly createdAt: Date;
  readonly address: string;
  readonly userAgent: string;
  readonly oidcIdToken?: string;
}

/**
 * Begins a session and clears away those that have ended.
 * @returns its number.
 */
export async function addSession(tx: Tx, session: NewSession, life: SessionLife): Promise<number> {
  await tx.query(
    `delete from session where expires_at <= $1 or last_seen_at <= $1::timestamptz - make_interval(mins => $2)`,
    [session.createdAt, life.idleMinutes],
  );
  const rows: { id: number }[] = await tx.query(
    `insert into session (sha256, account, token, created_at, last_seen_at, expires_at, address, user_agent, oidc_id_token)
     values ($1, $2, $3, $4, $4, $4::timestamptz + make_interval(hours => $5), $6, $7, $8) returning id`,
    [
      session.sha256,
      session.account ?? null,
      session.token ?? null,
      session.createdAt,
      life.hours,
      session.address,
      session.userAgent,
      session.oidcIdToken ?? null,
    ],
  );
  return rows[0]!.id;
}

/** Ends the session of that secret, if there is one; answers what the provider of single sign-on is to be shown. */
export async function endSession(
  tx: Tx,
  sha256: string,
): Promise<{ readonly who: string; readonly oidcIdToken: string | null } | null> {
  const rows: { who: string; oidcIdToken: string | null }[] = await tx.query(
    `with ended as (delete from session where sha256 = $1 returning coalesce(account, token) as who, oidc_id_token)
     select who, oidc_id_token as "oidcIdToken" from ended`,
    [sha256],
  );
  return rows[0] ?? null;
}

/** A session as it is listed. */
export interface ListedSession {
  readonly id: number;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string;
}

/** The sessions of an account that are in force, the newest first. */
export function readSessions(
  reader: Reader,
  account: string,
  now: Date,
  idleMinutes: number,
): Promise<ListedSession[]> {
  return reader.query(
    `select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", address,
            user_agent as "userAgent"
     from session
     where account = $1 and expires_at > $2 and last_seen_at > $2::timestamptz - make_interval(mins => $3)
     order by id desc`,
    [account, now, idleMinutes],
  );
}

/**
 * Ends sessions of an account.
 * @param which one of them by its number, or all but one, or all.
 * @returns how many there were.
 */
export async function endSessionsOf(
  tx: Tx,
  account: string,
  which: { readonly only?: number; readonly except?: number } = {},
): Promise<number> {
  const rows: unknown[] = await tx.query(
    `with ended as (
       delete from session where account = $1 and ($2::int is null or id = $2) and ($3::int is null or id <> $3)
       returning 1)
     select 1 from ended`,
    [account, which.only ?? null, which.except ?? null],
  );
  return rows.length;
}
