import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf, ask, runCommand, startServer, stopAll } from './service-process.js';

const start = (dataDir: string, environment: Record<string, string> = {}) =>
  startServer({ DATA_DIR: dataDir, ...environment });

/** The process with its own embedded database: started, killed, started again. */
describe('the service as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guanzhong-process-'));
  const dataDir = join(folder, 'data');
  // mkdtemp closes the folder to others; for root, Postgres runs as another account.
  chmodSync(folder, 0o755);

  afterAll(async () => {
    await stopAll();
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

    const command = runCommand(['export', '--indicator', 'metro_length'], { DATA_DIR: dataDir });
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
    const early = runCommand(['import', routes], empty);
    expect(await early.exited).toEqual({ code: 1, signal: null });
    expect(early.output()).toContain('The database holds no plan yet');
    expect(await runCommand(['seed', join(process.cwd(), 'seeds')], empty).exited).toMatchObject({ code: 0 });
    const refused = runCommand(['import', routes], empty);
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    expect(refused.output()).toMatch(/line 8, obs_value "73"[^]*line 9, obs_value "74"/);
    const landed = runCommand(['import', '--on-error', 'skip', routes], empty);
    expect(await landed.exited).toEqual({ code: 0, signal: null });
    expect(landed.output()).toContain('applied');
    const judged = runCommand(['assess', 'international-routes-2020', '--as-of', '2020-03-01'], empty);
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
    const lost = startServer({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await lost.exited).toEqual({ code: 1, signal: null });
    expect(lost.output()).toMatch(/database|数据库/i);
    expect(lost.output()).not.toContain('    at ');
  }, 60_000);
});
