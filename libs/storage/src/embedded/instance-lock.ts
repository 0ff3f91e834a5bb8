import { createHash, randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { chmod, link, readdir, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#contract';
import { hasCode } from './refusals.js';

/** Who uses a data folder: told to whoever else asks for it. */
export interface Instance {
  readonly pid: number;
  /** Where it answers HTTP, or null while it does not yet. */
  readonly address: string | null;
}

export interface InstanceLock {
  /** Gives the data folder free. The end of the process, however it comes, does the same. */
  release(): Promise<void>;
}

/** The data folder is in use; both are null when its holder is too busy to say who it is. */
export interface InstanceHeld {
  readonly heldBy: { readonly pid: number | null; readonly address: string | null };
}

/** How long the holder may take to say who it is, and how long a lock that keeps changing hands is tried for. */
const patienceMs = 5000;

/**
 * Takes the data folder for this process: one service per folder. The lock is a socket that this process listens
 * on, so the system gives it free when the process ends, killed or not, and the holder itself can say who it is.
 *
 * On Linux the socket has no file: its name lies in the kernel's abstract namespace, which is the same for every
 * account and every TMPDIR, which no cleaner of /tmp empties, and in which no name outlives its process. On Windows
 * it is a named pipe, likewise. Other systems have socket files only, see {@link acquireSocketFile}; there they lie
 * in `os.tmpdir()`, which all who use the data folder must share. Either way the name is a hash of the folder's
 * real path, for a socket's name may have no more than some 100 bytes.
 *
 * It does not reach from one container, machine or network namespace into another: a data folder belongs to one.
 * @param dataDir must exist.
 * @param describe is asked each time somebody else wants the folder.
 * @throws AppError `already-running` when the lock changes hands too often to be had or to name its holder.
 */
export function acquireInstanceLock(
  dataDir: string,
  describe: () => Instance,
): Promise<InstanceLock | InstanceHeld> {
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32);
  const name = `guanzhong-${hash}`;
  if (process.platform === 'linux') return tryUntilClear(() => takeName(`\0${name}`, describe));
  if (process.platform === 'win32') return tryUntilClear(() => takeName(`\\\\.\\pipe\\${name}`, describe));
  return acquireSocketFile(os.tmpdir(), name, describe);
}

/**
 * The lock where sockets are files, which outlive their process. The files are numbered, and the lock belongs to
 * the process that listens on the one with the highest number, if one does. Whoever finds that dead makes the next
 * number, which only one can; it has the lock unless its number is by then not the highest any more. That holds
 * however long anybody pauses between two steps, because the highest file is never removed, not even on release:
 * removing a file that seems dead is what lets two starters at once both win.
 */
export function acquireSocketFile(
  folder: string,
  name: string,
  describe: () => Instance,
): Promise<InstanceLock | InstanceHeld> {
  return tryUntilClear(() => takeNumber(folder, name, describe));
}

/** Tries until the lock is had or its holder known; null from `take` means that it changed hands meanwhile. */
async function tryUntilClear(
  take: () => Promise<InstanceLock | InstanceHeld | null>,
): Promise<InstanceLock | InstanceHeld> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const outcome = await take();
    if (outcome !== null) return outcome;
    await delay(10);
  }
  throw new AppError('already-running', 'Other processes keep taking and leaving this data folder.');
}

async function takeName(name: string, describe: () => Instance): Promise<InstanceLock | InstanceHeld | null> {
  const server = await listen(name, describe);
  if (server !== null) return { release: () => close(server) };
  const holder = await ask(name);
  return holder === 'nobody' || holder === 'unclear' ? null : { heldBy: holder };
}

async function takeNumber(
  folder: string,
  name: string,
  describe: () => Instance,
): Promise<InstanceLock | InstanceHeld | null> {
  const fileOf = (number: number) => path.join(folder, `${name}.${number}`);
  const numbers = async () =>
    (await readdir(folder))
      .filter((file) => file.startsWith(`${name}.`))
      .map((file) => Number(file.slice(name.length + 1)))
      .filter(Number.isInteger);

  const highest = Math.max(0, ...(await numbers()));
  const holder = highest === 0 ? 'nobody' : await ask(fileOf(highest));
  if (holder === 'unclear') return null;
  if (holder !== 'nobody') return { heldBy: holder };

  // Listening before it gets its number: a numbered socket that refuses is dead, and not merely about to listen.
  const unnumbered = path.join(folder, `${name}.${randomBytes(6).toString('hex')}x`);
  const server = await listen(unnumbered, describe);
  if (server === null) return null;
  // Root and an ordinary account must find each other: to connect takes the right to write.
  await chmod(unnumbered, 0o666);
  const mine = highest + 1;
  const isFirst = await link(unnumbered, fileOf(mine)).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    },
  );
  const all = await numbers();
  if (!isFirst || Math.max(...all) > mine) {
    await close(server);
    if (isFirst) await rm(fileOf(mine), { force: true });
    return null;
  }
  await rm(unnumbered, { force: true });
  for (const number of all) if (number < mine) await rm(fileOf(number), { force: true });
  return { release: () => close(server) };
}

/** Listens on a socket of this name, or answers null when the name is taken. Does not keep the process alive. */
async function listen(name: string, describe: () => Instance): Promise<net.Server | null> {
  const server = net.createServer((connection) => {
    // An asker that hangs up before it has the answer is no concern of the holder's.
    connection.on('error', () => connection.destroy());
    // One that stays connected would keep the holder from releasing.
    connection.setTimeout(patienceMs, () => connection.destroy());
    connection.end(JSON.stringify(describe()));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (hasCode(error, 'EADDRINUSE')) resolve(null);
      else reject(error);
    });
    server.listen(name, () => resolve(server.unref()));
  });
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/**
 * Asks the holder who it is. `nobody`: no process listens under this name. `unclear`: it died while it was asked,
 * or is asked by so many that the system turned this one away.
 */
function ask(name: string): Promise<InstanceHeld['heldBy'] | 'nobody' | 'unclear'> {
  const silent = { pid: null, address: null };
  return new Promise((resolve, reject) => {
    const connection = net.connect(name);
    let answer = '';
    connection.setEncoding('utf8');
    connection.setTimeout(patienceMs, () => {
      connection.destroy();
      resolve(silent);
    });
    connection.on('data', (text: string) => (answer += text));
    connection.on('end', () => resolve(answer === '' ? 'unclear' : instanceFrom(answer)));
    connection.on('error', (error) => {
      if (hasCode(error, 'ECONNREFUSED', 'ENOENT')) resolve('nobody');
      else if (hasCode(error, 'ECONNRESET', 'EPIPE', 'EAGAIN')) resolve('unclear');
      else reject(error);
    });
  });
}

function instanceFrom(answer: string): Instance {
  const { pid, address }: Instance = JSON.parse(answer);
  return { pid, address };
}
