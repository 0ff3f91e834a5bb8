import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { postgresAccount } from './data-directory.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { ids, installedPostgres, runnableBinaries } from './postgres-binaries.js';

const script = path.resolve(import.meta.dirname, '../../test/start-cluster-process.mjs');
const isRoot = process.getuid?.() === 0;
const messages: string[] = [];
const log = (message: string) => messages.push(message);

let folder: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'guanzhong-embedded-'));
  await chmod(folder, 0o755);
  dataDir = path.join(folder, 'data');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((cluster) => cluster.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rm(folder, { recursive: true }));

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const cluster = await startEmbeddedPostgres({ dataDir, log, settings });
  running.push(cluster);
  return cluster;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const postmasterPid = async () =>
  Number.parseInt(await readFile(path.join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8'), 10);

/** The processes that work in the cluster's folder, postmaster and back ends. */
async function processesInCluster(): Promise<string[]> {
  const pgdata = path.join(dataDir, 'pgdata');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => null)));
  return pids.filter((_, index) => folders[index] === pgdata);
}

describe('the embedded Postgres', () => {
  it('makes a cluster on the first start, for this machine only and behind a password', async () => {
    const { url } = await start();
    expect(await ask(url, 'select current_database()')).toBe('guanzhong');
    expect(await ask(url, "select current_setting('server_encoding')")).toBe('UTF8');
    expect(await ask(url, "select current_setting('data_checksums')")).toBe('on');
    expect(await ask(url, "select current_setting('fsync')")).toBe('on');
    expect(await ask(url, "select current_setting('TimeZone')")).toBe('UTC');
    expect(await ask(url, "select current_setting('listen_addresses')")).toBe('127.0.0.1');
    expect(await ask(url, "select current_setting('unix_socket_directories')")).toBe('');
    expect(await ask(url, "select string_agg(c, '' order by c) from unnest('{b,A,a,中}'::text[]) c")).toBe(
      'Aab中',
    );
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const password = await stat(path.join(dataDir, 'postgres-password'));
    expect(password.mode & 0o777).toBe(0o600);
    await ask(url, 'create table kept (value int)');
    await ask(url, 'insert into kept values (1)');
  }, 30_000);

  it('finds its data again, and leaves no process behind when it is stopped', async () => {
    const cluster = await start();
    expect(await ask(cluster.url, 'select count(*)::int from kept')).toBe(1);
    const pid = await postmasterPid();
    const connection = new pg.Client({ connectionString: cluster.url });
    connection.on('error', ({ message }) => log(message));
    await connection.connect();
    await Promise.all([cluster.stop(), cluster.stop()]);
    expect(await cluster.exited).toEqual({ code: 0, signal: null });
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    if (process.platform === 'linux') expect(await processesInCluster()).toEqual([]);
    await connection.end();
  }, 30_000);

  it('listens where it did the last time, and elsewhere when another program does by then', async () => {
    const first = await start();
    await first.stop();
    const again = await start();
    expect(again.url).toBe(first.url);
    await again.stop();
    const other = net.createServer();
    other.listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(other, 'listening');
    const elsewhere = await start();
    expect(elsewhere.url).not.toBe(first.url);
    expect(await ask(elsewhere.url, 'select 1')).toBe(1);
    other.close();
    await once(other, 'close');
  });

  it('says that Postgres has ended, and recovers where it was, when Postgres is killed', async () => {
    const cluster = await start();
    await ask(cluster.url, 'insert into kept values (2)');
    process.kill(await postmasterPid(), 'SIGKILL');
    expect(await cluster.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await cluster.stop();
    const again = await startEmbeddedPostgres({ dataDir, log, port: Number(new URL(cluster.url).port) });
    running.push(again);
    expect(again.url).toBe(cluster.url);
    expect(await ask(cluster.url, 'select count(*)::int from kept')).toBe(2);
  }, 30_000);

  it('stops the back ends of a killed Postgres that are still at work', async () => {
    const cluster = await start();
    const client = new pg.Client({ connectionString: cluster.url });
    client.on('error', ({ message }) => log(message));
    await client.connect();
    const query = client.query('select count(*) from generate_series(1, 1e12::bigint)');
    const lost = expect(query).rejects.toThrow(/terminat/);
    const active =
      "select count(*)::int from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()";
    while ((await ask(cluster.url, active)) === 0);
    process.kill(await postmasterPid(), 'SIGKILL');
    await cluster.exited;
    const again = await start();
    await lost;
    expect(await ask(again.url, 'select count(*)::int from kept')).toBe(2);
  }, 30_000);

  it('stops the Postgres of a service that was killed, and starts on its data', async () => {
    const service = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(service);
    const [line]: unknown[] = await once(service.stdout, 'data');
    await ask(String(line).trim(), 'insert into kept values (3)');
    const orphan = await postmasterPid();
    const ended = once(service, 'exit');
    service.kill('SIGKILL');
    await ended;
    expect(() => process.kill(orphan, 0)).not.toThrow();

    const cluster = await start();
    const stopped = messages.findLast((message) => message.startsWith('Stopped'));
    expect(stopped?.match(/\d+/g)?.map(Number)).toContain(orphan);
    expect(await postmasterPid()).not.toBe(orphan);
    expect(await ask(cluster.url, 'select count(*)::int from kept')).toBe(3);
  }, 30_000);

  it('does not touch a process that has the number of a Postgres that ended', async () => {
    const account = postgresAccount(dataDir);
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      cwd: '/',
      stdio: ['pipe', 'ignore', 'inherit'],
      ...ids(account),
    });
    children.push(other);
    await once(other, 'spawn');
    await writeFile(path.join(dataDir, 'pgdata', 'postmaster.pid'), `${other.pid}\n${dataDir}/pgdata\n`);
    const { url } = await start();
    expect(await ask(url, 'select count(*)::int from kept')).toBe(3);
    expect(other.exitCode).toBeNull();
    expect(other.signalCode).toBeNull();
  }, 30_000);

  it('starts Postgres without the variables that steer it', async () => {
    process.env['PGTZ'] = 'Asia/Shanghai';
    process.env['PGSSLMODE'] = 'require';
    process.env['PGDATA'] = '/nowhere';
    process.env['LC_ALL'] = 'zh_CN.UTF-8';
    process.env['SMTP_PASSWORD'] = 'secret';
    const { url } = await start();
    for (const name of ['PGTZ', 'PGSSLMODE', 'PGDATA', 'LC_ALL', 'SMTP_PASSWORD']) delete process.env[name];
    expect(await ask(url, "select current_setting('TimeZone')")).toBe('UTC');
    if (process.platform === 'linux') {
      const environment = await readFile(`/proc/${await postmasterPid()}/environ`, 'utf8');
      expect(environment).not.toMatch(/PG(?:TZ|SSLMODE)|nowhere|zh_CN|secret/);
    }
  }, 30_000);

  it('is in a process group of its own, which Ctrl-C in the terminal does not reach', async () => {
    await start();
    const pid = await postmasterPid();
    // There is such a group only when the postmaster leads one.
    expect(() => process.kill(-pid, 0)).not.toThrow();
  }, 30_000);

  it('reports the end of the log when Postgres does not start', async () => {
    await expect(start({ shared_buffers: 'plenty' })).rejects.toMatchObject({
      code: 'database-unavailable',
      detail: expect.stringMatching(
        /postgres\.log:\n.*invalid value for parameter "shared_buffers": "plenty"/s,
      ),
    });
  }, 30_000);

  it('says what to do when the password file is lost', async () => {
    const file = path.join(dataDir, 'postgres-password');
    const password = await readFile(file, 'utf8');
    await rm(file);
    await expect(start()).rejects.toMatchObject({ detail: expect.stringContaining(`put ${file} back`) });
    await writeFile(file, 'another\n', { mode: 0o600 });
    await expect(start()).rejects.toMatchObject({ detail: expect.stringContaining('is not the one of') });
    if (process.platform === 'linux') expect(await processesInCluster()).toEqual([]);
    await writeFile(file, password);
  }, 30_000);

  it('starts on a folder whose initdb was interrupted, and clears that away', async () => {
    dataDir = path.join(folder, 'interrupted');
    await mkdir(path.join(dataDir, 'pgdata.new-0123abcd', 'base'), { recursive: true });
    await writeFile(path.join(dataDir, 'pgdata.new-0123abcd', 'PG_VERSION'), '18\n');
    await writeFile(path.join(dataDir, 'postgres-password'), '');
    const { url } = await start();
    expect(await ask(url, 'select 1')).toBe(1);
    // In a closed folder of root's a copy of the programs lies beside it.
    const clusters = (await readdir(dataDir)).filter((name) => name.startsWith('pgdata'));
    expect(clusters).toEqual(['pgdata']);
  }, 30_000);

  it('refuses a pgdata that holds something else', async () => {
    dataDir = path.join(folder, 'something-else');
    await mkdir(path.join(dataDir, 'pgdata'), { recursive: true });
    await writeFile(path.join(dataDir, 'pgdata', 'thesis.txt'), '');
    await expect(start()).rejects.toMatchObject({
      detail: expect.stringContaining('holds no Postgres data'),
    });
  });
});

(isRoot ? describe : describe.skip)('the embedded Postgres, started by root', () => {
  it('refuses a data folder that the account cannot enter, and names the folder that is closed', async () => {
    const closed = path.join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    dataDir = path.join(closed, 'data');
    await expect(start()).rejects.toMatchObject({
      code: 'database-unavailable',
      detail: expect.stringMatching(new RegExp(`cannot enter ${closed},.*chmod o\\+x ${closed}`)),
    });
  });

  it('runs a copy of the programs when the installation is closed to the account and its links are missing', async () => {
    const installed = await installedPostgres();
    const closed = path.join(folder, 'home');
    await mkdir(closed, { mode: 0o700 });
    const source = { folder: path.join(closed, 'package'), version: installed.version };
    const isLink = async (file: string) =>
      (await stat(file)).isFile() && (await readlink(file).catch(() => null));
    await cp(installed.folder, source.folder, {
      recursive: true,
      filter: async (file) => !(await isLink(file)),
    });
    dataDir = path.join(folder, 'copied');
    await mkdir(dataDir);
    const binaries = await runnableBinaries(source, dataDir, postgresAccount(dataDir));
    expect(path.dirname(path.dirname(path.dirname(binaries.postgres)))).toBe(dataDir);
    expect(await readdir(dataDir)).toHaveLength(1);
    const before = await stat(binaries.postgres);
    expect(await runnableBinaries(source, dataDir, postgresAccount(dataDir))).toEqual(binaries);
    expect((await stat(binaries.postgres)).ino).toBe(before.ino);
  }, 30_000);

  it('runs Postgres as another account, and keeps to the owner of the data afterwards', async () => {
    dataDir = path.join(folder, 'data');
    await start();
    const owner = await stat(path.join(dataDir, 'pgdata'));
    expect(owner.uid).not.toBe(0);
    expect(postgresAccount(dataDir)).toMatchObject({ uid: owner.uid });
    if (process.platform === 'linux')
      expect((await stat(`/proc/${await postmasterPid()}`)).uid).toBe(owner.uid);
  }, 30_000);
});
