import { AppError, type Role } from '#contract';
import type { Reader, Tx } from '../database.js';

/** Whoever a token or a session stands for. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  /** Whose indicators alone an uploader may write; the first of several. Null: not limited. */
  readonly organisation: string | null;
  /** The others of several; only beside {@link organisation}. */
  readonly otherOrganisations?: readonly string[];
}

/** All organisations that a caller is limited to; null: not limited. An administrator never is. */
export function organisationsOf({
  role,
  organisation,
  otherOrganisations = [],
}: Omit<Caller, 'name'>): readonly string[] | null {
  return role === 'admin' || organisation === null ? null : [organisation, ...otherOrganisations];
}

/** Whether a caller may write what is `organisation`'s; that of its role is asked elsewhere. */
export function mayActFor(caller: Omit<Caller, 'name'>, organisation: string): boolean {
  return organisationsOf(caller)?.includes(organisation) ?? true;
}

/** A caller as its row has it. */
export interface CallerRow {
  readonly name: string;
  readonly role: Role;
  readonly organisations: readonly string[] | null;
}

export function callerOfRow({ name, role, organisations }: CallerRow): Caller {
  const [first = null, ...others] = organisations ?? [];
  return { name, role, organisation: first, ...(others.length > 0 && { otherOrganisations: others }) };
}

/** What a row keeps of a caller's organisations. */
export function organisationsToStore({
  organisation,
  otherOrganisations = [],
}: Omit<Caller, 'name' | 'role'>): string[] | null {
  return organisation === null ? null : [organisation, ...otherOrganisations];
}

/** The caller of a token in force, by the token's SHA-256 in hex; null when there is none. */
export async function findToken(reader: Reader, sha256: string, now: Date): Promise<Caller | null> {
  const rows: CallerRow[] = await reader.query(
    `select name, role, organisations from api_token
     where sha256 = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [sha256, now],
  );
  return rows[0] ? callerOfRow(rows[0]) : null;
}

/** Writes down that a token was used, unless that was done within the last minute. */
export async function noteTokenUse(reader: Reader, name: string, now: Date): Promise<void> {
  await reader.query(
    `update api_token set last_used_at = $2::timestamptz
     where name = $1 and (last_used_at is null or last_used_at <= $2::timestamptz - interval '1 minute')`,
    [name, now],
  );
}

export async function countTokens(reader: Reader): Promise<number> {
  const [{ count }]: [{ count: number }] = await reader.query('select count(*)::int as count from api_token');
  return count;
}

export interface NewToken extends Caller {
  readonly sha256: string;
  readonly createdAt: Date;
  readonly createdBy?: string;
  /** Null or missing: it does not expire. */
  readonly expiresAt?: Date | null;
}

/**
 * Creates a token, or gives the one of that name a new secret, role and expiry (its sessions end).
 * @throws AppError conflict when an account has that name.
 */
export async function saveToken(tx: Tx, token: NewToken): Promise<void> {
  await refuseNameOf(tx, 'account', token.name);
  await tx.query('delete from session where token = $1', [token.name]);
  await tx.query(
    `insert into api_token (name, sha256, role, organisations, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (name) do update set sha256 = excluded.sha256, role = excluded.role,
       organisations = excluded.organisations, created_at = excluded.created_at, created_by = excluded.created_by,
       expires_at = excluded.expires_at, last_used_at = null, revoked_at = null`,
    [
      token.name,
      token.sha256,
      token.role,
      organisationsToStore(token),
      token.createdAt,
      token.createdBy ?? null,
      token.expiresAt ?? null,
    ],
  );
}

const namesLock = 7_261_003;

/** Until the transaction ends, nobody else can take a name. */
export async function lockNames(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [namesLock]);
}

/** Under these the service itself acts, and what it did stands under them. */
const reservedNames: ReadonlySet<string> = new Set([
  'bench',
  'cli',
  'fuzz',
  'oidc',
  'seeds',
  'single-sign-on',
  'start',
  'unknown',
]);

/** These no account gets; the token of the first start is called admin. */
export const notForAccounts: ReadonlySet<string> = new Set([...reservedNames, 'admin']);

/**
 * Refuses a name that the other kind of caller or the service itself has: whoever holds it could take back the other's
 * imports.
 */
export async function refuseNameOf(tx: Tx, other: 'account' | 'api_token', name: string): Promise<void> {
  await lockNames(tx);
  if ((other === 'account' ? reservedNames : notForAccounts).has(name))
    throw new AppError(
      'conflict',
      `${name} 是系统自用的名称，请另取。${name} is a name of the service's own; choose another.`,
    );
  const taken: unknown[] = await tx.query(`select 1 from ${other} where name = $1`, [name]);
  if (taken.length > 0)
    throw new AppError(
      'conflict',
      other === 'account'
        ? `账号中已有 ${name}，令牌请另取名称。There is an account of the name ${name}; choose another for the token.`
        : `令牌中已有 ${name}，账号请另取名称。There is a token of the name ${name}; choose another for the account.`,
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

/** A token as it is listed: everything but its secret, which nobody has. */
export interface StoredToken extends CallerRow {
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export function readTokens(reader: Reader): Promise<StoredToken[]> {
  return reader.query(
    `select name, role, organisations, created_at as "createdAt", created_by as "createdBy",
            expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
     from api_token order by name`,
  );
}
