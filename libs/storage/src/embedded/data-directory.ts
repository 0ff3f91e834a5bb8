import { chmodSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#contract';

/** A user of the operating system that Postgres runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Where the data of a root process goes when the working folder is closed to every other account. */
const systemDataDir = '/var/lib/guanzhong-monitor';

const nobody: Account = { uid: 65534, gid: 65534, name: 'nobody' };

/**
 * Where data goes when nobody named a folder: `<cwd>/data`. Postgres refuses to run as root, so for root, when
 * the account it will run as cannot enter `cwd` (a clone under /root is the common case), it is
 * `/var/lib/guanzhong-monitor`.
 */
export function defaultDataDir(cwd: string): string {
  const beside = path.join(cwd, 'data');
  const account = postgresAccount(beside);
  return account !== null && firstClosedFolder(account, cwd) !== null ? systemDataDir : beside;
}

/**
 * The account that Postgres must run as on this data folder, or null for this process's own. Only root needs
 * another one: the owner of the cluster that is there, else `postgres`, else `nobody`. No account is created.
 */
export function postgresAccount(dataDir: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = knownAccounts();
  const owner = statSync(path.join(dataDir, 'pgdata'), { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find(({ uid }) => uid === owner.uid);
    return known ?? { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` };
  }
  const named = (name: string) => accounts.find((account) => account.name === name);
  return named('postgres') ?? named('nobody') ?? nobody;
}

function knownAccounts(): Account[] {
  const text = statSync('/etc/passwd', { throwIfNoEntry: false }) ? readFileSync('/etc/passwd', 'utf8') : '';
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/**
 * The topmost folder on the way to `folder`, itself included, that `account` cannot enter, or null. By owner,
 * group and mode only: an access control list is not looked at. Folders that do not exist yet count as open.
 */
export function firstClosedFolder(account: Account, folder: string): string | null {
  let existing = path.resolve(folder);
  while (statSync(existing, { throwIfNoEntry: false }) === undefined) existing = path.dirname(existing);
  const names = realpathSync(existing).split(path.sep);
  for (let depth = 1; depth <= names.length; depth += 1) {
    const ancestor = names.slice(0, depth).join(path.sep) || path.sep;
    const { uid, gid, mode } = statSync(ancestor);
    const mayEnter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & mayEnter) === 0) return ancestor;
  }
  return null;
}

/**
 * Makes the data folder where it is missing and answers its real path.
 * @throws AppError `database-unavailable` when the account that Postgres runs as cannot enter it.
 */
export function openDataDir(dataDir: string): string {
  const wanted = path.resolve(dataDir);
  const firstCreated = mkdirSync(wanted, { recursive: true });
  const account = postgresAccount(wanted);
  if (account === null) return realpathSync(wanted);

  // Root's umask may be 077, which would close what was just made to the account that Postgres runs as.
  if (firstCreated !== undefined) {
    for (let made = wanted; made.length >= firstCreated.length; made = path.dirname(made))
      chmodSync(made, 0o755);
  }
  const closed = firstClosedFolder(account, wanted);
  if (closed !== null) {
    throw new AppError(
      'database-unavailable',
      `Postgres does not run as root, and the account it would run as (${account.name}) cannot enter ${closed}, ` +
        `on the way to the data folder ${wanted}. Open that folder to it (chmod o+x ${closed}), or name another ` +
        `data folder in DATA_DIR (for example ${systemDataDir}), or start the service as the owner of ${closed} ` +
        `if that is not root, or name a database in DATABASE_URL.`,
    );
  }
  return realpathSync(wanted);
}
