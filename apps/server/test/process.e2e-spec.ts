import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * The process that `npm start` becomes, with its own embedded database: started, killed, started again. It runs what
 * the build made, as a newcomer does.
 */
const main = join(process.cwd(), 'dist/apps/server/src/main.js');
const cli = join(process.cwd(), 'dist/apps/cli/src/main.js');
const token = 'a-token-for-process-tests';

interface Run {
  readonly process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** Resolves when the process printed something that matches; rejects when it ended without. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
}

const runs: ChildProcess[] = [];

function run(script: string, args: readonly string[], environment: Record<string, string>): Run {
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

const start = (dataDir: string, environment: Record<string, string> = {}) =>
  run(main, [], { DATA_DIR: dataDir, ...environment });
const addressOf = async (service: Run) => (await service.said(/running at (http:\S+)/))[1]!;
const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });

describe('the service as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanzhong-process-'));
  const dataDir = join(folder, 'data');
  // mkdtemp closes the folder to others; for root, Postgres runs as another account.
  chmodSync(folder, 0o755);

  beforeAll(() => {
    if (!existsSync(main)) throw new Error('Nothing is built: run `npm run build` first.');
  });
  afterAll(async () => {
    for (const child of runs) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await Promise.all(
      runs.map((child) =>
        child.exitCode === null && child.signalCode === null ? once(child, 'close') : Promise.resolve(),
      ),
    );
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts on nothing, refuses a second start, stops cleanly, is killed, and finds its data each time', async () => {
    const first = start(dataDir);
    const url = await addressOf(first);
    expect((await ask(`${url}/health`)).status).toBe(200);
    const uploaded = await ask(`${url}/api/v1/imports?name=metro.csv`, {
      method: 'POST',
      body: 'indicator,ref_area,time_period,obs_value\nmetro_length,610100,2026-06,430\n',
    });
    expect(uploaded.status).toBe(201);

    const second = start(dataDir);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(String(first.process.pid));
    expect(second.output()).toContain(url);

    const command = run(cli, ['export', '--indicator', 'metro_length'], { DATA_DIR: dataDir });
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(command.output()).toContain('metro_length,610100,2026-06,430,A');

    first.process.kill('SIGINT');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    expect(first.output()).toContain('Stopped.');

    const again = start(dataDir);
    const secondUrl = await addressOf(again);
    expect(again.output()).not.toContain('Plan loaded');
    again.process.kill('SIGKILL');
    await again.exited;

    const afterKill = start(dataDir);
    const thirdUrl = await addressOf(afterKill);
    expect(thirdUrl).not.toBe('');
    expect(secondUrl).not.toBe('');
    const kept = await ask(`${thirdUrl}/api/v1/observations?indicator=metro_length&from=2026-06&to=2026-06`);
    expect(await kept.json()).toMatchObject([{ value: 430 }]);
    afterKill.process.kill('SIGTERM');
    expect(await afterKill.exited).toEqual({ code: 0, signal: null });
  }, 120_000);

  it('brings its database back when that is killed, answers 503 meanwhile, and loses nothing', async () => {
    const service = start(dataDir);
    const url = await addressOf(service);
    const pid = Number(readFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await service.said(/starting it again/);
    for (;;) {
      const answer = await ask(`${url}/api/v1/observations?indicator=metro_length&from=2026-06&to=2026-06`);
      expect([200, 503]).toContain(answer.status);
      const body: unknown = await answer.json();
      if (answer.status === 200) {
        expect(body).toMatchObject([{ value: 430 }]);
        break;
      }
      expect(body).toMatchObject({ code: 'database-unavailable' });
      expect(answer.headers.get('retry-after')).not.toBeNull();
      await delay(50);
    }
    service.process.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  }, 60_000);

  it('has the command line say what is missing where no plan is loaded, and refuse and land files', async () => {
    const empty = { DATA_DIR: join(folder, 'empty') };
    const routes = join(process.cwd(), 'libs/ingest/fixtures/international-routes-conflict.csv');
    const early = run(cli, ['import', routes], empty);
    expect(await early.exited).toEqual({ code: 1, signal: null });
    expect(early.output()).toContain('The database holds no plan yet');
    expect(await run(cli, ['seed', join(process.cwd(), 'seeds')], empty).exited).toMatchObject({ code: 0 });
    const refused = run(cli, ['import', routes], empty);
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    expect(refused.output()).toMatch(/line 8, obs_value "73"[^]*line 9, obs_value "74"/);
    const landed = run(cli, ['import', '--on-error', 'skip', routes], empty);
    expect(await landed.exited).toEqual({ code: 0, signal: null });
    expect(landed.output()).toContain('applied');
    const judged = run(cli, ['assess', 'international-routes-2020', '--as-of', '2020-03-01'], empty);
    expect(await judged.exited).toEqual({ code: 0, signal: null });
    expect(judged.output()).toMatch(/onTrack +international-routes-2020 .*1\.0424/);
  }, 60_000);

  it('says that its port is taken, and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const blocked = start(dataDir, { PORT: port });
    expect(await blocked.exited).toEqual({ code: 1, signal: null });
    expect(blocked.output()).toContain(`Port ${port} is in use`);
    expect(blocked.output()).not.toContain('    at ');
    holder.close();
    await once(holder, 'close');
  }, 60_000);

  it('names every setting that cannot be used, before it starts anything', async () => {
    const faulty = start(join(folder, 'other'), { TIME_ZONE: 'Mars/Olympus', MAX_UPLOAD_BYTES: 'many' });
    expect(await faulty.exited).toEqual({ code: 1, signal: null });
    expect(faulty.output()).toMatch(/MAX_UPLOAD_BYTES[^]*TIME_ZONE|TIME_ZONE[^]*MAX_UPLOAD_BYTES/);
    expect(faulty.output()).not.toContain('    at ');
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });

  it('refuses seeds with a fault by file, line and field', async () => {
    const seeds = join(folder, 'seeds');
    cpSync(join(process.cwd(), 'seeds'), seeds, { recursive: true });
    const file = join(seeds, 'indicators.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(
      file,
      [lines[0], lines[1]!.replace(/,(stock|flow|average),/, ',heap,'), ...lines.slice(2)].join('\n'),
    );
    const faulty = start(join(folder, 'faulty'), { SEEDS_DIR: seeds });
    expect(await faulty.exited).toEqual({ code: 1, signal: null });
    expect(faulty.output()).toMatch(/indicators\.csv:2 kind/);
  }, 60_000);

  it('says when the database it was given cannot be reached', async () => {
    const lost = run(main, [], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await lost.exited).toEqual({ code: 1, signal: null });
    expect(lost.output()).toMatch(/database|数据库/i);
    expect(lost.output()).not.toContain('    at ');
  }, 60_000);
});
