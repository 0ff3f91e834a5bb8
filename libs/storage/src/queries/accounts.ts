import { AppError, type Role } from '#contract';
import type { Reader, Tx } from '../database.js';
import { refuseNameOf } from './access.js';
import { endSessionsOf } from './sessions.js';

/** An account as administrators see it. */
export interface Account {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** Null: not limited. */
  readonly organisations: readonly string[] | null;
  readonly mustChangePassword: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastLogInAt: Date | null;
  readonly disabledAt: Date | null;
  /** Comes by single sign-on, which says what the account may do. */
  readonly singleSignOn: boolean;
}

/** What the log-in needs to know of an account. */
export interface AccountSecret {
  readonly name: string;
  readonly passwordHash: string | null;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
}

const columns = `name, display_name as "displayName", role, organisations,
  must_change_password as "mustChangePassword", created_at as "createdAt", created_by as "createdBy",
  last_log_in_at as "lastLogInAt", disabled_at as "disabledAt", oidc_subject is not null as "singleSignOn"`;

export function readAccounts(reader: Reader): Promise<Account[]> {
  return reader.query(`select ${columns} from account order by name`);
}

/** @throws AppError not-found. */
export async function readAccount(reader: Reader, name: string): Promise<Account> {
  const rows: Account[] = await reader.query(`select ${columns} from account where name = $1`, [name]);
  if (!rows[0]) throw noAccount(name);
  return rows[0];
}

export async function hasAccounts(reader: Reader): Promise<boolean> {
  const [{ found }]: [{ found: boolean }] = await reader.query(
    'select exists (select 1 from account) as found',
  );
  return found;
}

/** @param options.lock keeps it as it is until the transaction ends. */
export async function findAccountSecret(
  reader: Reader,
  name: string,
  options: { readonly lock?: boolean } = {},
): Promise<AccountSecret | null> {
  const rows: AccountSecret[] = await reader.query(
    `select name, password_hash as "passwordHash", disabled_at is not null as disabled,
            must_change_password as "mustChangePassword"
     from account where name = $1 ${options.lock === true ? 'for update' : ''}`,
    [name],
  );
  return rows[0] ?? null;
}

/** What an administrator says of an account. */
export interface AccountSettings {
  readonly displayName: string;
  readonly role: Role;
  readonly organisations: readonly string[] | null;
}

/**
 * Creates an account with a password that has to be changed at the first log-in.
 * @throws AppError conflict when the name is taken.
 */
export async function addAccount(
  tx: Tx,
  account: AccountSettings & {
    readonly name: string;
    readonly passwordHash: string;
    readonly createdAt: Date;
    readonly createdBy: string;
  },
): Promise<void> {
  await refuseNameOf(tx, 'api_token', account.name);
  const rows: unknown[] = await tx.query(
    `insert into account (name, display_name, role, organisations, password_hash, must_change_password, created_at, created_by)
     values ($1, $2, $3, $4, $5, true, $6, $7) on conflict (name) do nothing returning 1`,
    [
      account.name,
      account.displayName,
      account.role,
      account.organisations,
      account.passwordHash,
      account.createdAt,
      account.createdBy,
    ],
  );
  if (rows.length === 0)
    throw new AppError(
      'conflict',
      `账号 ${account.name} 已经存在。There is an account ${account.name} already.`,
    );
}

/**
 * Changes what an account may do. Its sessions end when that is something else than before, or when it is disabled.
 * @returns the account as it was.
 * @throws AppError not-found; conflict for role and organisations of an account of single sign-on.
 */
export async function changeAccount(
  tx: Tx,
  name: string,
  settings: AccountSettings & { readonly disabled: boolean },
  now: Date,
): Promise<Account> {
  const rows: Account[] = await tx.query(`select ${columns} from account where name = $1 for update`, [name]);
  const [before] = rows;
  if (!before) throw noAccount(name);
  const sameRights =
    before.role === settings.role && sameOrganisations(before.organisations, settings.organisations);
  if (before.singleSignOn && !sameRights)
    throw new AppError(
      'conflict',
      `账号 ${name} 的角色和单位由统一身份认证给出，请在那里修改。Role and organisations of ${name} are given by single sign-on; change them there.`,
    );
  await tx.query(
    `update account set display_name = $2, role = $3, organisations = $4,
       disabled_at = case when $5 then coalesce(disabled_at, $6) end
     where name = $1`,
    [name, settings.displayName, settings.role, settings.organisations, settings.disabled, now],
  );
  if (!sameRights || settings.disabled) await endSessionsOf(tx, name);
  return before;
}

function sameOrganisations(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return JSON.stringify(one?.toSorted() ?? null) === JSON.stringify(other?.toSorted() ?? null);
}

/**
 * Gives an account another password; all its sessions end, and so does what was counted against it.
 * @param mustChange it was given by somebody else.
 * @throws AppError not-found; conflict when the account has none, for it comes by single sign-on.
 */
export async function setPassword(
  tx: Tx,
  name: string,
  passwordHash: string,
  mustChange: boolean,
): Promise<void> {
  const rows: unknown[] = await tx.query(
    `with changed as (
       update account set password_hash = $2, must_change_password = $3
       where name = $1 and oidc_subject is null returning 1)
     select 1 from changed`,
    [name, passwordHash, mustChange],
  );
  if (rows.length === 0) {
    await readAccount(tx, name);
    throw new AppError(
      'conflict',
      `账号 ${name} 通过统一身份认证登录，没有密码。${name} comes by single sign-on and has no password.`,
    );
  }
  await endSessionsOf(tx, name);
}

/** Replaces the hash alone, of the same password by newer parameters. */
export async function renewPasswordHash(tx: Tx, name: string, was: string, hash: string): Promise<void> {
  await tx.query('update account set password_hash = $3 where name = $1 and password_hash = $2', [
    name,
    was,
    hash,
  ]);
}

export async function noteLogIn(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.query('update account set last_log_in_at = $2 where name = $1', [name, now]);
}

function noAccount(name: string): AppError {
  return new AppError('not-found', `没有账号 ${name}。There is no account ${name}.`);
}
