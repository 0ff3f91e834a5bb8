import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ModulesContainer } from '@nestjs/core';
import type { Express } from 'express';
import { parseConfiguration } from '#configuration';
import type { Role } from '#contract';
import { loadSeeds } from '#ingest';
import { type Database, inTransaction, newSecret, openDatabase, saveToken, secretHash } from '#storage';
import { createTestDatabase } from '../../../libs/storage/test/test-database.js';
import { createApplication } from '../src/application.js';

export const seedsFolder = join(process.cwd(), 'seeds');

export interface TestApplication {
  readonly url: string;
  readonly database: Database;
  readonly databaseUrl: string;
  /** A new token of that role. */
  token(role: Role, organisation?: string): Promise<string>;
  /** Asks with a token (the administrator's unless told) and gives status, headers and the parsed body. */
  ask<T = unknown>(
    path: string,
    options?: RequestInit & { token?: string | null },
  ): Promise<{ status: number; body: T; headers: Headers }>;
  /** Every route that answers, by whatever part of the application. */
  routes(): { readonly method: string; readonly path: string }[];
  /** Nest's own account of what it runs. */
  readonly modules: ModulesContainer;
  /** Sets the clock of the application. */
  setNow(now: string): void;
  close(): Promise<void>;
}

/**
 * The real application on a database of its own and a free port, built by the same function as the service's.
 * @param options.now what its clock says; it stands still until set.
 * @param options.seeds whether the shipped plan and its observed values are loaded.
 * @param options.environment further settings, by their names in the environment.
 */
export async function startTestApplication(
  options: {
    now?: string;
    seeds?: boolean;
    environment?: Record<string, string>;
    webFolder?: string;
  } = {},
): Promise<TestApplication> {
  let now = new Date(options.now ?? '2026-11-23T04:00:00Z');
  const clock = () => new Date(now);
  const parsed = parseConfiguration({ ROLES: 'api', ...options.environment }, process.cwd());
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const { configuration } = parsed;
  const seeds = {
    name: `seeds_${createHash('sha256').update(`${now.toISOString()} ${configuration.timeZone}`).digest('hex').slice(0, 16)}`,
    fill: (of: Database) => loadSeeds(of, seedsFolder, { now: clock, timeZone: configuration.timeZone }),
  };
  const testDatabase = await createTestDatabase((options.seeds ?? true) ? seeds : undefined);
  const database = await openDatabase(testDatabase.url);
  const app = await createApplication({ database, configuration, clock }, options.webFolder ?? null);
  app.useLogger(false);
  await app.init();
  const server: Server = app.getHttpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let count = 0;
  const token = async (role: Role, organisation?: string) => {
    const secret = newSecret();
    count += 1;
    await inTransaction(database, (tx) =>
      saveToken(tx, {
        name: `${role}-${count}`,
        role,
        organisation: organisation ?? null,
        sha256: secretHash(secret),
        createdAt: clock(),
      }),
    );
    return secret;
  };
  const admin = await token('admin');
  return {
    url,
    database,
    databaseUrl: testDatabase.url,
    token,
    async ask<T>(path: string, request: RequestInit & { token?: string | null } = {}) {
      const { token: given = admin, headers, ...init } = request;
      const response = await fetch(url + path, {
        ...init,
        headers: {
          ...(given === null ? {} : { authorization: `Bearer ${given}` }),
          ...(typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}),
          ...(headers as Record<string, string> | undefined),
        },
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        body: (isJson ? JSON.parse(text) : text) as T,
      };
    },
    routes: () => routesOf(app.getHttpAdapter().getInstance()),
    modules: app.get(ModulesContainer),
    setNow(instant) {
      now = new Date(instant);
    },
    async close() {
      await app.close();
      await database.destroy();
      await testDatabase.drop();
    },
  };
}

/** What Express would match a request with, in its own order. */
function routesOf({ router }: Express): { method: string; path: string }[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    // One layer for each handler; without a method it answers them all.
    const methods = new Set(route.stack.map(({ method }) => method?.toUpperCase() ?? 'ALL'));
    return [route.path].flat().flatMap((path) => [...methods].map((method) => ({ method, path })));
  });
}
