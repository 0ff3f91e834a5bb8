/**
 * The life of the service: database, schema, plan, application, and the way back down in the opposite order. Used by
 * `main.ts` and by the tests that start and kill the real thing.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { loadSeedsOnce } from '#ingest';
import {
  type Database,
  failAbandonedImports,
  inTransaction,
  keepTimeZone,
  migrate,
  openDatabase,
  openServiceDatabase,
} from '#storage';
import { ensureFirstToken } from './accounts/first-token.js';
import { createApplication } from './application.js';

export interface Service {
  readonly url: string;
  /** Resolves when everything has stopped in good order; rejects when something ended that must not. */
  readonly ended: Promise<void>;
}

/**
 * Starts everything and answers once requests are taken.
 * @param options.stopAsked aborting it stops the service in good order.
 * @throws AppError with what to do when it cannot start.
 */
export async function startService(
  configuration: Configuration,
  options: {
    readonly webFolder: string | null;
    readonly say: (line: string) => void;
    readonly stopAsked: AbortSignal;
  },
): Promise<Service> {
  const { say, stopAsked } = options;
  const clock = () => new Date();
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const place = await openServiceDatabase(configuration, { say, describe: () => url });
    closers.push(place.close);
    let url: string | null = null;
    const database = await openDatabase(place.url, { poolSize: 20 });
    closers.push(() => database.destroy());
    await prepareDatabase(database, configuration, place.embedded, clock, say);
    const secret = await ensureFirstToken(database, configuration.bootstrapAdminToken, clock());
    const app = await createApplication({ database, configuration, clock }, options.webFolder);
    closers.push(() => app.close());
    await app.init();
    app.useLogger(['error', 'warn', 'log']);
    const server: Server = app.getHttpServer();
    await listen(server, configuration);
    url = addressOf(server, configuration.host);
    announce(say, url, secret, configuration);
    const asked = stopAsked.aborted ? Promise.resolve() : once(stopAsked, 'abort').then(() => undefined);
    const ended = Promise.race([asked, place.lost]).then(
      async () => {
        say('正在停止… Stopping: requests and imports under way are finished first.');
        await closeAll();
        say('已停止。 Stopped.');
      },
      async (error: unknown) => {
        await closeAll();
        throw error;
      },
    );
    return { url, ended };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Schema, plan and leftovers of a dead process, before anything is served. */
async function prepareDatabase(
  database: Database,
  configuration: Configuration,
  embedded: boolean,
  clock: () => Date,
  say: (line: string) => void,
): Promise<void> {
  const migrations = await migrate(database);
  if (migrations.length > 0) say(`数据库结构已更新 Schema brought up to date: ${migrations.join(', ')}`);
  await keepTimeZone(database.manager, configuration.timeZone);
  // On an embedded database nobody else can have an import under way; elsewhere another replica may, and then its
  // process is heard of every second.
  const silentSince = new Date(clock().getTime() - (embedded ? 0 : 60_000));
  await inTransaction(database, (tx) => failAbandonedImports(tx, silentSince));
  const loaded = await loadSeedsOnce(database, configuration.seedsDir, {
    now: clock,
    timeZone: configuration.timeZone,
  });
  if (loaded)
    say(`规划已载入 Plan loaded: ${loaded.targets} targets, ${loaded.observations} observed values`);
}

async function listen(server: Server, { host, port }: Configuration): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE')
      throw new AppError(
        'conflict',
        `端口 ${port} 已被占用。请停止占用它的程序，或换一个端口：PORT=3001 npm start\nPort ${port} is in use. Stop what uses it, or choose another: PORT=3001 npm start`,
      );
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new AppError(
        'conflict',
        `Cannot listen on ${host}:${port} (${code}). Choose another HOST or PORT (ports below 1024 need privileges).`,
      );
    throw error;
  }
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function announce(
  say: (line: string) => void,
  url: string,
  secret: string | null,
  configuration: Configuration,
): void {
  say('');
  say(`关中监测已启动 Guanzhong Monitor is running at ${url}`);
  if (secret !== null) {
    say(`  登录令牌 Log in with this token (shown only now, keep it): ${secret}`);
  } else if (configuration.bootstrapAdminToken !== null) {
    say('  登录 Log in with the token that BOOTSTRAP_ADMIN_TOKEN holds.');
  } else {
    say(
      '  登录 Log in with the token that the first start printed; `npm run guanzhong -- token create admin --role admin` makes a new one.',
    );
  }
  say('  停止 Stop with Ctrl-C');
}
