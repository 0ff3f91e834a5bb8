import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, lchown, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#contract';
import type { Account } from './data-directory.js';
import { ids, postgresEnvironment, type PostgresBinaries } from './postgres-binaries.js';
import { programFailure } from './refusals.js';

/** The role that owns everything in the embedded Postgres, and the database that the service uses. */
export const roleName = 'guanzhong';
export const databaseName = 'guanzhong';

/** Postgres's own data, made and ready to be started. */
export interface Cluster {
  readonly pgdata: string;
  readonly password: string;
}

export interface ClusterPlace {
  /** The real path of the data folder. */
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly account: Account | null;
  /** Whether the data must outlive a crash of the machine; only tests say no. */
  readonly durable: boolean;
  readonly log: (message: string) => void;
}

/**
 * The cluster in `dataDir/pgdata`, made there on the first start, with its password in `dataDir/postgres-password`.
 * @throws AppError `database-unavailable` when it cannot be made, or what is there cannot be used.
 */
export async function openCluster(place: ClusterPlace): Promise<Cluster> {
  const pgdata = path.join(place.dataDir, 'pgdata');
  await removeUnfinished(place.dataDir);
  if (existsSync(pgdata)) await checkOwner(pgdata, place.account);
  if (existsSync(path.join(pgdata, 'PG_VERSION'))) {
    return { pgdata, password: await storedPassword(place) };
  }
  if (existsSync(pgdata) && (await readdir(pgdata)).length > 0) {
    throw new AppError(
      'database-unavailable',
      `${pgdata} is there but holds no Postgres data. Move it away, or name another data folder in DATA_DIR.`,
    );
  }
  place.log(`Making a database in ${pgdata}`);
  return { pgdata, password: await makeCluster(place, pgdata) };
}

const unfinishedPrefix = 'pgdata.new';

/** A process killed during initdb leaves such a folder; it never held data. */
async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    // An initdb that outlived its killed parent may still be writing there, hence the retries.
    const options = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };
    if (name.startsWith(unfinishedPrefix)) await rm(path.join(dataDir, name), options);
  }
}

async function makeCluster(place: ClusterPlace, pgdata: string): Promise<string> {
  const { dataDir, account } = place;
  const password = randomBytes(24).toString('base64url');
  const passwordFile = passwordFileOf(dataDir);
  // On disk before the cluster that depends on it, and readable by initdb, which runs as the other account.
  const file = await open(passwordFile, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (account !== null) await chown(passwordFile, account.uid, account.gid);

  // A name of its own for each try: an initdb that outlived its killed parent cannot write into this one.
  const unfinished = path.join(dataDir, `${unfinishedPrefix}-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(unfinished, { mode: 0o700 });
    if (account !== null) await chown(unfinished, account.uid, account.gid);
    await initdb(place, unfinished, passwordFile);
    await rename(unfinished, pgdata);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dataDir);
  return password;
}

function initdb(place: ClusterPlace, folder: string, passwordFile: string): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${roleName}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Postgres's own collation, by code point: the order of an index cannot change with the system's libraries.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(place.durable ? [] : ['--no-sync']),
  ];
  const options = { cwd: place.dataDir, env: postgresEnvironment, ...ids(place.account) };
  return new Promise((resolve, reject) => {
    execFile(place.binaries.initdb, args, options, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(programFailure(`Postgres could not make a database in ${place.dataDir}:`, stdout + stderr));
    });
  });
}

/** Makes the rename durable: were it lost in a power failure, the next start would begin with an empty cluster. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const passwordFileOf = (dataDir: string) => path.join(dataDir, 'postgres-password');

async function storedPassword({ dataDir }: ClusterPlace): Promise<string> {
  const file = passwordFileOf(dataDir);
  const password = existsSync(file) ? (await readFile(file, 'utf8')).trim() : '';
  if (password !== '') return password;
  throw new AppError(
    'database-unavailable',
    `The password of the database is missing: put ${file} back from the backup that pgdata came from.`,
  );
}

async function checkOwner(pgdata: string, account: Account | null): Promise<void> {
  const { uid } = await stat(pgdata);
  if (account !== null) {
    // Owned by root: a backup copied back by root. Root itself may not run Postgres, so the account takes it over.
    if (uid === 0) await giveTo(account, pgdata);
    return;
  }
  const self = process.getuid?.();
  if (self === undefined || uid === self) return;
  throw new AppError(
    'database-unavailable',
    `${pgdata} belongs to the account with uid ${uid}, this process runs as uid ${self}. Start as that account ` +
      'or as root, or name another data folder in DATA_DIR.',
  );
}

async function giveTo(account: Account, folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    await lchown(path.join(folder, name), account.uid, account.gid);
  }
  await lchown(folder, account.uid, account.gid);
}
