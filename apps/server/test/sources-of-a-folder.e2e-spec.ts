import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport } from '#contract';
import { openDatabase } from '#storage';
import { bad, day, good, header, path, SourceSite, until } from './source-site.js';

const site = new SourceSite();
/** Where the processes of their own compile the service into. */
let compiled: string;

beforeAll(async () => {
  const cache = join(process.cwd(), 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  compiled = mkdtempSync(join(cache, 'guanzhong-looks-'));
  await site.open();
});
beforeEach(() => site.clear());
afterEach(() => site.check());
afterAll(async () => {
  await site.close();
  rmSync(compiled, { recursive: true });
});

describe('a folder', () => {
  it('is imported like an upload, by the name of the source, once each slot', async () => {
    await site.save(site.folder());
    writeFileSync(join(site.root, 'metro.csv'), good(430));
    await site.round(0.5);
    expect(site.list()).toEqual(['metro.csv']);
    await site.round(0.5);
    expect(site.list()).toEqual(['done', 'refused']);
    const source = await site.read();
    expect(source).toMatchObject({
      lastOutcome: 'imported',
      lastRunAt: site.now.toISOString(),
      lastNewAt: site.now.toISOString(),
    });
    const report = JSON.parse(
      readFileSync(join(site.root, 'done/metro.csv.report.json'), 'utf8'),
    ) as ImportReport;
    expect(report).toMatchObject({
      state: 'applied',
      uploadedBy: 'source:bureau',
      file: { name: 'metro.csv' },
    });
    expect((await site.application.ask(`/api/v1/imports/${source.lastImport}`)).body).toEqual(report);
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'nothingNew', lastNewAt: source.lastNewAt });
    expect(site.told()).toEqual([]);
  });

  it('writes only what its organisation owns', async () => {
    await site.save(site.folder({ organisation: 'xian-government' }));
    writeFileSync(join(site.root, 'forest.csv'), `${header}forest_coverage,610000,2024,45\n`);
    await site.round(1);
    const report = JSON.parse(
      readFileSync(join(site.root, 'refused/forest.csv.report.json'), 'utf8'),
    ) as ImportReport;
    expect(report.rejections.map(({ code }) => code)).toEqual(['not-permitted']);
  });

  it('tells of a refused file at once, has report and refused rows beside it, and is well after a mended one', async () => {
    await site.save(site.folder());
    writeFileSync(join(site.root, 'metro.csv'), bad);
    writeFileSync(join(site.root, 'picture.csv'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await site.round(1);
    expect(site.list('refused')).toEqual([
      'metro.csv',
      'metro.csv.rejections.csv',
      'metro.csv.report.json',
      'picture.csv',
      'picture.csv.report.json',
    ]);
    expect(readFileSync(join(site.root, 'refused/metro.csv.rejections.csv'), 'utf8')).toContain('很长');
    expect(
      JSON.parse(readFileSync(join(site.root, 'refused/picture.csv.report.json'), 'utf8')),
    ).toMatchObject({
      code: 'not-a-table',
    });
    expect(await site.read()).toMatchObject({
      lastOutcome: 'refused',
      consecutiveFailures: 0,
      incidents: [{ kind: 'refused', since: site.now.toISOString() }],
    });
    expect(site.hook.requests.map(({ body }) => body)).toMatchObject([
      {
        status: 'firing',
        alerts: [
          {
            labels: { alertname: 'import-refused', source: 'bureau', severity: 'warning' },
            annotations: {
              summary: expect.stringContaining('metro.csv、picture.csv'),
              description: expect.stringContaining('metro.csv：1 处不合要求，例如第 2 行'),
            },
            startsAt: site.now.toISOString(),
            endsAt: '0001-01-01T00:00:00Z',
            generatorURL: 'https://monitor.example.gov.cn/imports',
          },
        ],
      },
    ]);
    // Still refused, nothing new: told once.
    await site.round(1);
    expect(site.hook.requests).toHaveLength(1);
    writeFileSync(join(site.root, 'metro.csv'), good(431));
    await site.round(1);
    expect(site.told()).toEqual(['import-refused firing', 'import-refused resolved']);
    const [begun, over] = site.hook.requests.map(({ body }) => body.alerts[0]?.fingerprint);
    expect(begun).toBe(over);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported', incidents: [] });
  });

  it('lands the good rows of a file when it may', async () => {
    await site.save(site.folder({ onError: 'skip' }));
    writeFileSync(join(site.root, 'metro.csv'), `${good(432)}metro_length,610100,2026-05,很长\n`);
    await site.round(1);
    expect(site.list('done')).toEqual(['metro.csv', 'metro.csv.rejections.csv', 'metro.csv.report.json']);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported', incidents: [] });
  });

  it('puts a file back when the database goes away mid-way, and the next look takes it', async () => {
    await site.save(site.folder());
    writeFileSync(join(site.root, 'metro.csv'), good(433));
    const frail = await openDatabase(site.application.databaseUrl, { poolSize: 5 });
    const broken = site.newRunner(frail);
    // Holds the import up where it waits for its turn; then its connections are cut.
    const holder = site.application.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query('select pg_advisory_xact_lock(7261002)');
    site.pass(1);
    await broken.pass();
    const waiting = await until(async () => {
      const rows: { pid: number }[] = await site.application.database.query(
        `select pid from pg_stat_activity where datname = current_database()
           and cardinality(pg_blocking_pids(pid)) > 0`,
      );
      return rows.length > 0 ? rows : null;
    });
    expect(site.list().filter((name) => name.startsWith('.working-'))).toHaveLength(1);
    for (const { pid } of waiting)
      await site.application.database.query('select pg_terminate_backend($1)', [pid]);
    await holder.rollbackTransaction();
    await broken.idle();
    await holder.release();
    await frail.destroy();
    expect(site.list()).toEqual(['done', 'metro.csv', 'refused']);
    expect(await site.read()).toMatchObject({
      lastOutcome: 'failed',
      lastError: 'metro.csv：数据库连接中断',
      consecutiveFailures: 1,
    });
    await site.round(1);
    expect(await site.read()).toMatchObject({ lastOutcome: 'imported', consecutiveFailures: 0 });
    expect(site.told()).toEqual([]);
  });

  it.each<[string, string, () => Promise<Stall>, object]>([
    ['while it imports', '2026-03', stallImport, { inserted: 1, unchanged: 0 }],
    ['between the import and the move', '2026-04', stallMove, { inserted: 0, unchanged: 1 }],
  ])(
    'whose process is killed %s is taken again when the lease has run out, and lands once',
    async (_when, period, stall, rows) => {
      await site.save(site.folder());
      const stalled = await stall();
      writeFileSync(join(site.root, 'metro.csv'), good(434, period));
      site.pass(1);
      const child = lookInProcess();
      expect(await until(stalled.reached)).toBe(true);
      child.kill('SIGKILL');
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      await stalled.release();
      expect(site.list().filter((name) => name.startsWith('.working-'))).toHaveLength(1);

      await site.round(0.9);
      expect(await site.read()).toMatchObject({ running: true, lastRunAt: null });
      await site.round(0.1);
      expect(await site.read()).toMatchObject({ running: false, lastOutcome: 'imported' });
      expect(site.list()).toEqual(['done', 'refused']);
      expect(site.list('done')).toEqual(['metro.csv', 'metro.csv.report.json']);
      const { lastImport } = await site.read();
      const report = await site.application.ask<ImportReport>(`/api/v1/imports/${lastImport}`);
      expect(report.body).toMatchObject({ state: 'applied', rows });
    },
  );

  it('tells of the second failure in a row, and when it is over', async () => {
    await site.save(site.folder());
    rmSync(site.root, { recursive: true });
    await site.round(1);
    expect(await site.read()).toMatchObject({
      lastOutcome: 'failed',
      lastError: expect.stringContaining('ENOENT'),
      consecutiveFailures: 1,
      incidents: [],
    });
    await site.round(1);
    await site.round(1);
    expect(site.told()).toEqual(['source-silent firing']);
    mkdirSync(site.root);
    await site.round(1);
    expect(site.told()).toEqual(['source-silent firing', 'source-silent resolved']);
  });

  it('is looked at at once when asked, and soon again while a file in it is still being written', async () => {
    await site.save(site.folder({ cron: '0 0 1 1 *', quietSeconds: 3600 }));
    writeFileSync(join(site.root, 'metro.csv'), good(435));
    expect(await site.application.ask(`${path}/run`, { method: 'POST' })).toMatchObject({
      status: 202,
      body: { name: 'bureau', nextRunAt: site.now.toISOString() },
    });
    await site.round(0);
    expect(site.list()).toEqual(['done', 'metro.csv', 'refused']);
    await site.save(site.folder({ cron: '0 0 1 1 *', quietSeconds: 0 }));
    await site.round(0);
    expect(site.list()).toEqual(['done', 'refused']);
    await site.round(day);
    expect((await site.read()).nextRunAt).toBe('2026-12-31T16:00:00.000Z');
    await site.save(site.folder({ enabled: false }));
    expect((await site.application.ask(`${path}/run`, { method: 'POST' })).status).toBe(409);
  });

  it('is looked at by one of two runners, though both find it due', async () => {
    await site.save(site.folder());
    const other = site.newRunner();
    for (let turn = 1; turn <= 5; turn += 1) {
      writeFileSync(join(site.root, `metro-${turn}.csv`), good(440 + turn));
      site.pass(1);
      await Promise.all([site.runner.pass(), other.pass()]);
      await Promise.all([site.runner.idle(), other.idle()]);
    }
    expect(site.list('done').filter((name) => name.endsWith('.csv'))).toHaveLength(5);
    expect(site.list('done')).toHaveLength(10);
    await other.stop();
  });
});

/** Something that keeps a look from coming to its end. */
interface Stall {
  /** True once the look stands there. */
  readonly reached: () => Promise<true | null>;
  readonly release: () => Promise<void>;
}

/** Holds what every import waits for. */
async function stallImport(): Promise<Stall> {
  const { database } = site.application;
  const holder = database.createQueryRunner();
  await holder.startTransaction();
  await holder.query('select pg_advisory_xact_lock(7261002)');
  return {
    reached: async () => {
      const waiting: unknown[] = await database.query(
        `select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
      );
      return waiting.length > 0 || null;
    },
    release: async () => {
      await holder.rollbackTransaction();
      await holder.release();
    },
  };
}

/** Puts a pipe that nobody reads where the report is to be written: opening it waits for ever. */
async function stallMove(): Promise<Stall> {
  mkdirSync(join(site.root, 'done'));
  const pipe = join(site.root, 'done', '.metro.csv.report.json.tmp');
  execFileSync('mkfifo', [pipe]);
  const applied = async () => {
    const [row]: { count: number }[] = await site.application.database.query(
      `select count(*)::int as count from import where uploaded_by = 'source:bureau' and state = 'applied'`,
    );
    return row?.count ?? 0;
  };
  const before = await applied();
  return {
    reached: async () => (await applied()) > before || null,
    release: () => rm(pipe),
  };
}

/** A process of its own that looks once at what is due. */
function lookInProcess(): ChildProcess {
  const script = join(import.meta.dirname, 'look-at-sources-process.mjs');
  const { databaseUrl } = site.application;
  return spawn(process.execPath, [script, compiled, databaseUrl, site.now.toISOString()], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
