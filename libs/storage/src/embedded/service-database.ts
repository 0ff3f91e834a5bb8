import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#contract';
import { defaultDataDir, openDataDir } from './data-directory.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { acquireInstanceLock } from './instance-lock.js';
import { asRefusal } from './refusals.js';
import { runningClusterUrl } from './running-cluster.js';

/** Where the database is to be: a given Postgres, or an embedded one in a data folder. */
export interface DatabasePlace {
  readonly databaseUrl: string | null;
  /** null: the default folder below the working directory. */
  readonly dataDir: string | null;
}

export interface OpenPlace {
  readonly url: string;
  readonly embedded: boolean;
  /** Stops an embedded Postgres and gives its folder free; nothing for a given one. */
  readonly close: () => Promise<void>;
  /** Rejects when an embedded Postgres has ended and could not be started again. Never resolves. */
  readonly lost: Promise<never>;
}

/**
 * The service's database: the given one, or the embedded one, started and kept running. A second service on the same
 * data folder is refused with the first one's address.
 * @param options.describe where this service answers, once it does.
 * @throws AppError `already-running` or `database-unavailable`.
 */
export async function openServiceDatabase(
  place: DatabasePlace,
  options: { readonly say: (line: string) => void; readonly describe: () => string | null },
): Promise<OpenPlace> {
  if (place.databaseUrl !== null) return given(place.databaseUrl);
  const dataDir = openFolder(place);
  const lock = await acquireInstanceLock(dataDir, () => ({ pid: process.pid, address: options.describe() }));
  if ('heldBy' in lock) throw alreadyRunning(dataDir, lock.heldBy);
  try {
    let postgres = await startEmbeddedPostgres({ dataDir, log: options.say });
    let closing = false;
    const { port } = new URL(postgres.url);
    const keepRunning = async (): Promise<never> => {
      for (;;) {
        const exit = await postgres.exited;
        if (closing) return await new Promise<never>(() => undefined);
        options.say(
          `The embedded Postgres ended by itself (${exit.signal ?? `code ${exit.code}`}); starting it again.`,
        );
        // On the same port: the open pool finds it there.
        postgres = await restart(dataDir, Number(port), options.say);
      }
    };
    const lost = keepRunning();
    // Whoever races it hears of the rejection; nobody else has to.
    lost.catch(() => undefined);
    return {
      url: postgres.url,
      embedded: true,
      lost,
      close: async () => {
        closing = true;
        await postgres.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function restart(
  dataDir: string,
  port: number,
  say: (line: string) => void,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startEmbeddedPostgres({ dataDir, log: say, port });
    } catch (error) {
      if (attempt === 5) throw error;
      await delay(1000 * attempt);
    }
  }
}

/**
 * The database for one command of the CLI: that of the service which runs on the data folder, or, when none runs, an
 * embedded one for as long as the command takes.
 */
export async function openCommandDatabase(
  place: DatabasePlace,
  say: (line: string) => void,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  if (place.databaseUrl !== null) return given(place.databaseUrl);
  const dataDir = openFolder(place);
  const lock = await acquireInstanceLock(dataDir, () => ({ pid: process.pid, address: null }));
  if ('heldBy' in lock) {
    // Without an address it is another command, whose database ends with it; borrowing that would break off midway.
    const url = lock.heldBy.address === null ? null : await runningClusterUrl(dataDir);
    if (url === null) throw alreadyRunning(dataDir, lock.heldBy);
    return { url, close: () => Promise.resolve() };
  }
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: say });
    return {
      url: postgres.url,
      close: async () => {
        await postgres.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function openFolder(place: DatabasePlace): string {
  const dataDir = place.dataDir ?? defaultDataDir(process.cwd());
  try {
    return openDataDir(dataDir);
  } catch (error) {
    throw asRefusal(error, dataDir);
  }
}

function given(url: string): OpenPlace {
  return { url, embedded: false, close: () => Promise.resolve(), lost: new Promise<never>(() => undefined) };
}

function alreadyRunning(
  dataDir: string,
  by: { readonly pid: number | null; readonly address: string | null },
): AppError {
  const who =
    by.pid === null ? '' : `（进程 process ${by.pid}${by.address === null ? '' : `, ${by.address}`}）`;
  return new AppError(
    'already-running',
    `数据目录 ${dataDir} 正由另一个关中监测使用${who}。\n` +
      `Another Guanzhong Monitor uses the data folder ${dataDir}. Use that one, stop it, or set DATA_DIR to another folder (and PORT to another port).`,
  );
}
