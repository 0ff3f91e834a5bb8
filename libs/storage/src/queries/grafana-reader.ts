import { AppError } from '#contract';
import { inTransaction, isPermissionDenied, type Database, type Tx } from '../database.js';
import { readerRole, readerRoleStatement } from '../migrations/grafana-schema/reader-role.js';
import { scramVerifier } from '../scram.js';

/** What Grafana is to be told of the database. */
export interface DatabaseAddress {
  /** Host and port, as the service itself reaches them. */
  readonly host: string;
  readonly database: string;
}

/**
 * Makes a login that may read the schema `grafana` and nothing else, or gives an existing one a new password.
 * @param login lower-case letters, digits and _.
 * @param password printable ASCII.
 * @throws AppError `conflict` when there is a role of that name that is no reader, `not-permitted` when the service's
 *   own account may not make roles.
 */
export async function keepGrafanaReader(
  database: Database,
  login: string,
  password: string,
): Promise<DatabaseAddress> {
  try {
    await inTransaction(database, (tx) => keepReader(tx, login, password));
  } catch (error) {
    if (!isPermissionDenied(error)) throw error;
    throw mayNotMakeRoles(login, error);
  }
  const { options } = database;
  const { host, pathname } = new URL(options.type === 'postgres' ? (options.url ?? '') : '');
  return { host, database: decodeURIComponent(pathname.slice(1)) };
}

/**
 * An account that may grant the role, or do more than read, is no reader of ours: from Postgres 16 on the service's own
 * account is a member of the role that it made, and must not be given another password and only reading.
 */
async function keepReader(tx: Tx, login: string, password: string): Promise<void> {
  await tx.query(readerRoleStatement);
  const [found]: [{ group: boolean; login: boolean; reader: boolean }] = await tx.query(
    `select exists (select from pg_roles where rolname = $1) as "group",
       exists (select from pg_roles where rolname = $2) as login,
       exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles l on l.oid = m.member
               where g.rolname = $1 and l.rolname = $2 and not m.admin_option
                 and not (l.rolsuper or l.rolcreaterole or l.rolcreatedb or l.rolreplication)
                 and l.rolname <> current_user) as reader`,
    [readerRole, login],
  );
  if (!found.group) throw mayNotMakeRoles(login);
  if (found.login && !found.reader)
    throw new AppError(
      'conflict',
      `数据库里已有用途不同的账号 ${login}，请换一个名字。\n` +
        `There is a role ${login} already, and it is not a reader of the schema grafana: choose another name.`,
    );
  const [{ statements }]: [{ statements: string[] }] = await tx.query(
    `select array[
       case when $4 then format('alter role %I login password %L', $1::text, $2::text)
         else format('create role %I login password %L in role %I', $1::text, $2::text, $3::text) end,
       format('alter role %I set default_transaction_read_only = on', $1::text),
       format('alter role %I set statement_timeout = %L', $1::text, '30s'),
       format('alter role %I set jit = off', $1::text),
       format('alter role %I set search_path = grafana', $1::text)] as statements`,
    [login, scramVerifier(password), readerRole, found.login],
  );
  for (const statement of statements) await tx.query(statement);
}

function mayNotMakeRoles(login: string, cause?: unknown): AppError {
  return new AppError(
    'not-permitted',
    `服务所用的数据库账号无权创建角色，请数据库管理员按 docs/grafana-postgresql.md 创建 ${login}。\n` +
      'The account that the service uses may not make roles: let an administrator of the database run the ' +
      `statements in docs/grafana-postgresql.md for ${login}.`,
    [],
    { cause },
  );
}
