import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

/** A program that runs beside the benchmark. */
export interface Running {
  readonly process: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a program that ends with the benchmark. Its settings are the ones given and no others.
 * @returns null when there is no such program.
 */
export async function run(
  program: string,
  args: readonly string[],
  place: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly interrupted: AbortSignal;
  },
): Promise<Running | null> {
  const child = spawn(program, args, {
    cwd: place.folder,
    env: { ...place.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const hear = (chunk: Buffer) => {
    text += chunk.toString('utf8');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw error;
  }
  const end = () => child.kill('SIGTERM');
  place.interrupted.addEventListener('abort', end);
  return {
    process: child,
    output: () => text,
    stop: async () => {
      place.interrupted.removeEventListener('abort', end);
      end();
      await exited;
    },
  };
}

/** Waits until `look` finds something; fails with what the program printed when it ends before, or takes too long. */
export async function until<T>(running: Running, look: () => Promise<T | null> | T | null): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    const { exitCode, signalCode } = running.process;
    if (exitCode !== null || signalCode !== null || Date.now() > giveUpAt)
      throw new Error(`A program beside the benchmark did not start:\n${running.output()}`);
    await delay(50);
  }
}

/** The most memory (resident, in bytes) that a process ever had; null where the system does not tell. */
export async function peakBytesOf(process: ChildProcess): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${process.pid}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw error;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port');
  return address.port;
}
