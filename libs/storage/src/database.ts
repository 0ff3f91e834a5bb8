import pg from 'pg';
import { DataSource, MigrationExecutor, type EntityManager } from 'typeorm';
import { AppError } from '#contract';
import * as access from './entities/access.js';
import * as alert from './entities/alert.js';
import * as assessment from './entities/assessment.js';
import * as catalogue from './entities/catalogue.js';
import * as imports from './entities/import.js';
import * as progressReport from './entities/progress-report.js';
import * as project from './entities/project.js';
import * as series from './entities/series.js';
import * as slot from './entities/schedule-slot.js';
import * as source from './entities/source.js';
import * as target from './entities/target.js';
import * as undoneVintage from './entities/undone-vintage.js';
import { migrations } from './migrations/index.js';
import { SnakeNaming } from './naming.js';

/** The open database. Reads may use it directly; writers take a {@link Tx}. */
export type Database = DataSource;

/** A transaction under way. Whoever writes takes one; the use case opens it with {@link inTransaction}. */
export type Tx = EntityManager;

/** What a read needs: the database itself, or the transaction whose own writes it must see. */
export type Reader = Pick<EntityManager, 'query' | 'getRepository'>;

// A calendar day has no time zone: keep it the text that it is instead of a Date at the process's midnight.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * Opens a pool on `url`. Does not migrate.
 * @param poolSize connections at most, 10 unless told.
 */
export async function openDatabase(url: string, options: { poolSize?: number } = {}): Promise<Database> {
  const database = new DataSource({
    type: 'postgres',
    url,
    applicationName: 'guanzhong',
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5000,
    // A connection that died in the pool must not take the process with it; the next query opens a new one.
    poolErrorHandler: () => undefined,
    entities: [
      access,
      alert,
      assessment,
      catalogue,
      imports,
      progressReport,
      project,
      series,
      slot,
      source,
      target,
      undoneVintage,
    ].flatMap((module) => Object.values(module)),
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    namingStrategy: new SnakeNaming(),
    extra: {
      statement_timeout: 300_000,
      idle_in_transaction_session_timeout: 300_000,
      // Translating a statement to machine code takes longer than any of ours that is not an import, and Postgres
      // would do it again for every panel whose number of series it overestimates.
      options: '-c jit=off',
    },
  });
  try {
    return await database.initialize();
  } catch (error) {
    throw cannotOpen(error, url);
  }
}

/** What the operator can do when the first connection fails; a password in the address is not repeated. */
function cannotOpen(error: unknown, url: string): unknown {
  const code = codeOf(error);
  // 28: log-in refused; 3D000: no such database.
  if (!isDatabaseUnavailable(error) && !/^(?:28|3D000)/.test(code)) return error;
  const { host, pathname } = new URL(url);
  const reason = error instanceof Error && error.message !== '' ? error.message : code;
  return new AppError(
    'database-unavailable',
    `连接不上数据库 ${host}${pathname}：${reason}\n` +
      `The database at ${host}${pathname} cannot be used: ${reason}. Check that it runs and that DATABASE_URL is right; ` +
      'without DATABASE_URL an embedded one is used.',
    [],
    { cause: error },
  );
}

/** Whether Postgres refused a text for a character that it cannot store: NUL, or in JSON half of a surrogate pair. */
export function isUnstorableText(error: unknown): boolean {
  if (/^(?:22021|22P05)$/.test(codeOf(error))) return true;
  // All our JSON is written by JSON.stringify, so nothing else can be wrong with it.
  return codeOf(error) === '22P02' && error instanceof Error && /type json/.test(error.message);
}

/** Whether Postgres refused the name of a time zone (or another value outside of what a statement takes). */
export function isInvalidParameter(error: unknown): boolean {
  return codeOf(error) === '22023';
}

/** Whether Postgres refused a statement because the account may not do that. */
export function isPermissionDenied(error: unknown): boolean {
  return codeOf(error) === '42501';
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

const migrationLock = 7_261_001;

/**
 * Brings the schema up to date; several processes may call it at once, one does the work.
 * @returns the names of the migrations that ran.
 */
export async function migrate(database: Database): Promise<string[]> {
  const runner = database.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      // On the connection that holds the lock: waiting for a second one from a pool whose others all wait for the
      // lock would never end.
      const executor = new MigrationExecutor(database, runner);
      executor.transaction = 'each';
      return (await executor.executePendingMigrations()).map((migration) => migration.name);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    await runner.release();
  }
}

/** Whether the database answers and has every migration of this version. */
export async function databaseState(database: Database): Promise<'ok' | 'migrations-missing'> {
  // Not showMigrations, which creates the table of migrations where it is missing.
  const pending = await new MigrationExecutor(database).getPendingMigrations();
  return pending.length > 0 ? 'migrations-missing' : 'ok';
}

/** Runs `work` in one transaction: its writes land together or not at all. */
export function inTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(work);
}

/** The number of the server process that serves this transaction's connection. */
export async function backendOf(tx: Tx): Promise<number> {
  const [{ pid }]: [{ pid: number }] = await tx.query('select pg_backend_pid() as pid');
  return pid;
}

/** Breaks off the statement that a server process is busy with, if any; its transaction then fails. */
export async function interruptBackend(reader: Reader, pid: number): Promise<void> {
  await reader.query('select pg_cancel_backend($1)', [pid]);
}

/**
 * Whether an error says that the database cannot be reached just now (refused, reset, shutting down, starting up),
 * so that the asker should try again, rather than that a statement was wrong.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  // By shape, not by class: an error of Node's own may come from another realm (jest gives every file one).
  if (typeof error !== 'object' || error === null) return false;
  const code = codeOf(error);
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  if (/^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code)) return true;
  // 08: connection exceptions; 57P01–57P03: shutting down, crashed, starting up; 53300: too many connections.
  if (/^(?:08|57P0|53300)/.test(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
    message,
  );
}
