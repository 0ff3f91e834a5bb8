import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openCommandDatabase, openDatabase } from '#storage';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Where a benchmark works. */
export interface Throwaway {
  readonly database: Database;
  /** Where it may put files. */
  readonly folder: string;
  /** The database's address, for another process. */
  readonly url: string;
  /** Aborted on Ctrl-C: other processes must end then. */
  readonly interrupted: AbortSignal;
}

/**
 * Does `work` on an embedded Postgres of its own, started for it in a new temporary folder with the service's own
 * settings and schema. Database and folder are gone afterwards, after Ctrl-C too; no other data is ever touched.
 */
export async function withThrowawayDatabase(
  say: (line: string) => void,
  work: (throwaway: Throwaway) => Promise<void>,
): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => interruption.abort(signal);
  for (const signal of endings) process.on(signal, interrupt);
  // The process in its name: what a killed benchmark left behind is told from what a running one works in.
  const folder = await mkdtemp(join(tmpdir(), `guanzhong-bench-${process.pid}-`));
  try {
    // The account that Postgres runs as where this is root must get through to its data.
    await chmod(folder, 0o711);
    const place = await openCommandDatabase({ databaseUrl: null, dataDir: join(folder, 'data') }, say);
    try {
      await onDatabase(place.url, interruption.signal, (database) =>
        work({ database, folder, url: place.url, interrupted: interruption.signal }),
      );
    } finally {
      await place.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    for (const signal of endings) process.off(signal, interrupt);
  }
  // Ends this process as the signal would have done at once.
  if (interruption.signal.aborted) process.kill(process.pid, interruption.signal.reason as NodeJS.Signals);
}

async function onDatabase(
  url: string,
  interrupted: AbortSignal,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(url);
  let destroyed = false;
  const interruption = interrupted.aborted ? Promise.resolve() : once(interrupted, 'abort');
  const done = (async () => {
    await migrate(database);
    await work(database);
    await database.destroy();
    destroyed = true;
  })();
  try {
    // An interrupted statement is ended by the end of Postgres; waiting for it could take minutes.
    await Promise.race([interruption, done]);
  } catch (error) {
    if (!destroyed) await database.destroy();
    throw error;
  }
}
