import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { acquireInstanceLock, acquireSocketFile, type Instance } from './instance-lock.js';

const script = path.resolve(import.meta.dirname, '../../test/hold-instance-lock-process.mjs');

/** A process of its own that asks for the lock when told to, and keeps it. */
class Starter {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('The process ended without an answer');
    return value;
  }

  /** Whether it got the lock, or the process id of the holder that it was told. */
  async ask(): Promise<'acquired' | number> {
    this.#child.stdin.write('ask\n');
    const answer = await this.line();
    return answer === 'acquired' ? answer : Number(answer);
  }

  async release(): Promise<void> {
    this.#child.stdin.write('release\n');
    expect(await this.line()).toBe('released');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

const self: Instance = { pid: process.pid, address: 'http://localhost:1' };

const locks = [
  {
    kind: 'the data folder (names that the kernel keeps)',
    argsOf: (folder: string) => [folder],
    acquire: (folder: string) => acquireInstanceLock(folder, () => self),
  },
  {
    kind: 'socket files (systems without such names)',
    argsOf: (folder: string) => [folder, 'lock'],
    acquire: (folder: string) => acquireSocketFile(folder, 'lock', () => self),
  },
];

describe.each(locks)('the instance lock by $kind', ({ argsOf, acquire }) => {
  let folder: string;
  const starters: Starter[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guanzhong-lock-'));
  });

  afterEach(async () => {
    await Promise.all(starters.splice(0).map((started) => started.kill()));
    await rm(folder, { recursive: true });
  });

  async function starter(): Promise<Starter> {
    const started = new Starter(argsOf(folder));
    starters.push(started);
    expect(await started.line()).toBe('ready');
    return started;
  }

  it('tells the second who the first is, and lets it in once the first has released', async () => {
    const first = await acquire(folder);
    if (!('release' in first)) throw new Error('A free folder was refused');
    expect(await acquire(folder)).toEqual({ heldBy: self });
    expect(await (await starter()).ask()).toBe(process.pid);
    await first.release();
    const second = await acquire(folder);
    if (!('release' in second)) throw new Error('A released folder was refused');
    await second.release();
  });

  it('is free again when its holder was killed', async () => {
    const holder = await starter();
    expect(await holder.ask()).toBe('acquired');
    expect(await acquire(folder)).toEqual({
      heldBy: { pid: holder.pid, address: `http://localhost/${holder.pid}` },
    });
    await holder.kill();
    const next = await acquire(folder);
    if (!('release' in next)) throw new Error('The folder of a killed process was refused');
    await next.release();
  });

  it('is had by exactly one of three that ask at once, 30 times over what the last holder left', async () => {
    const racers = await Promise.all([starter(), starter(), starter()]);
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(racers.map((racer) => racer.ask()));
      const winner = racers[answers.indexOf('acquired')];
      const expected = racers.map((racer) => (racer === winner ? 'acquired' : winner?.pid));
      expect(answers).toEqual(expected);
      await winner?.release();
    }
  }, 30_000);
});
