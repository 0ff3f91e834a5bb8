import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The process that `npm start` becomes, and the command line: what the build made, as a newcomer runs it. */
const main = join(process.cwd(), 'dist/apps/server/src/main.js');
const cli = join(process.cwd(), 'dist/apps/cli/src/main.js');
const token = 'a-token-for-process-tests';

export interface Run {
  readonly process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Resolves when the process printed something that matches; rejects when it ended without. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
}

const runs: ChildProcess[] = [];

/** Starts the server. Settings are those given; without DATABASE_URL it brings its own database in DATA_DIR. */
export function startServer(environment: Readonly<Record<string, string>>): Run {
  return run(main, [], environment);
}

export function runCommand(args: readonly string[], environment: Readonly<Record<string, string>>): Run {
  return run(cli, args, environment);
}

function run(script: string, args: readonly string[], environment: Readonly<Record<string, string>>): Run {
  if (!existsSync(script)) throw new Error('Nothing is built: run `npm run build` first.');
  const child = spawn(process.execPath, [script, ...args], {
    cwd: process.cwd(),
    env: { PATH: process.env['PATH'], PORT: '0', BOOTSTRAP_ADMIN_TOKEN: token, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  runs.push(child);
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  return {
    process: child,
    output: () => text,
    exited,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void exited.then(() => reject(new Error(`it ended without saying ${pattern}:\n${text}`)));
      }),
  };
}

/** The address at which a server answers, as soon as it does. */
export async function addressOf(service: Run): Promise<string> {
  return (await service.said(/running at (http:\S+)/))[1]!;
}

/** A request with the token of all servers started here. */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
}

/** Ends what is still running. */
export async function stopAll(): Promise<void> {
  const alive = runs.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of alive) child.kill('SIGTERM');
  await Promise.all(alive.map((child) => once(child, 'close')));
}
