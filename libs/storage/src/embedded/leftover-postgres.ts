import { execFile } from 'node:child_process';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '#contract';
import { hasCode } from './refusals.js';

/** How long Postgres may take to roll back and write its checkpoint before it is told to stop at once. */
const fastShutdownMs = 20_000;

/**
 * Stops the Postgres that a killed service left running on this cluster: the postmaster, or the back ends of a
 * postmaster that was killed itself, which finish their statement before they notice. Removes `postmaster.pid`
 * then, for its number may be another process's by now, and Postgres would refuse to start.
 *
 * The caller must hold the data folder's instance lock: without it, "left over" may be another service's database.
 * @returns the process ids that were stopped.
 * @throws AppError `database-unavailable` when it cannot be told what still runs, or it cannot be stopped.
 */
export async function stopLeftoverPostgres(pgdata: string): Promise<number[]> {
  const pidFile = path.join(pgdata, 'postmaster.pid');
  const noted = await readFile(pidFile, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  // Removing it is the last that a postmaster does.
  if (noted === null) return [];

  const left = await processesOf(pgdata);
  const postmaster = Number.parseInt(noted, 10);
  if (left.includes(postmaster)) {
    signal(postmaster, 'SIGINT', pgdata);
    await waitForEnd(pgdata);
  }
  const stragglers = await processesOf(pgdata);
  for (const pid of stragglers) signal(pid, 'SIGQUIT', pgdata);
  if (!(await waitForEnd(pgdata))) throw stillRunning(pgdata, 'It does not stop');
  await rm(pidFile, { force: true });
  return left;
}

/** The Postgres processes of this cluster, whoever started them, and never one that merely got an old number. */
async function processesOf(pgdata: string): Promise<number[]> {
  if (process.platform !== 'linux') return processesByCommandLine(pgdata);
  // Every Postgres process works in its data folder. One that has ended but was not waited for works nowhere.
  const folder = await stat(pgdata, { bigint: true });
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const belongs = await Promise.all(
    pids.map(async (pid) => {
      try {
        const workingFolder = await stat(`/proc/${pid}/cwd`, { bigint: true });
        if (workingFolder.ino !== folder.ino || workingFolder.dev !== folder.dev) return false;
        // Not the shell of somebody who looks around in there.
        return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'postgres';
      } catch (error) {
        // It has ended meanwhile, or is another account's, which the cluster does not belong to.
        if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return false;
        throw error;
      }
    }),
  );
  return pids.filter((_, index) => belongs[index]);
}

/** Where there is no /proc: the postmaster's command line names the folder. (That of its back ends does not.) */
async function processesByCommandLine(pgdata: string): Promise<number[]> {
  const listing = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']).catch(
    (error: unknown) => {
      throw stillRunning(pgdata, `It cannot be told whether it still runs (${String(error)})`);
    },
  );
  const lines = listing.stdout.split('\n').filter((line) => line.includes(`postgres -D ${pgdata} `));
  return lines.map((line) => Number.parseInt(line, 10));
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT', pgdata: string): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return;
    throw stillRunning(pgdata, `This account may not stop process ${pid}`);
  }
}

function stillRunning(pgdata: string, why: string): AppError {
  const pidFile = path.join(pgdata, 'postmaster.pid');
  return new AppError(
    'database-unavailable',
    `A Postgres from an earlier run is noted in ${pidFile} (its process is the first number there). ${why}. Stop ` +
      'it, or remove that file if no such process runs any more, and start again.',
  );
}

async function waitForEnd(pgdata: string): Promise<boolean> {
  const deadline = Date.now() + fastShutdownMs;
  while ((await processesOf(pgdata)).length > 0) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
