import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { databaseName, roleName } from './cluster.js';
import { asRefusal, hasCode } from './refusals.js';

/** Line of postmaster.pid, counted from 0, that holds the TCP port. */
const portLine = 3;

/**
 * The address of the Postgres that runs on a data folder, as its own postmaster.pid tells it.
 * @returns null when none has got as far as listening.
 */
export async function runningClusterUrl(dataDir: string): Promise<string | null> {
  try {
    const pidFile = await readFile(path.join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8');
    const port = pidFile.split('\n')[portLine]?.trim();
    const password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim();
    return port ? `postgres://${roleName}:${password}@127.0.0.1:${port}/${databaseName}` : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw asRefusal(error, dataDir);
  }
}

/**
 * The port on which the Postgres of this cluster listened the last time, as its postmaster.opts tells: who was told of
 * it once, such as Grafana, is to find it there again.
 * @returns null before the first start.
 */
export async function portOfLastStart(pgdata: string): Promise<number | null> {
  try {
    const commandLine = await readFile(path.join(pgdata, 'postmaster.opts'), 'utf8');
    const port = /"port=(\d+)"/.exec(commandLine)?.[1];
    return port === undefined ? null : Number(port);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
