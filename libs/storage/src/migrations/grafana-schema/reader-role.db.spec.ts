import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { AppError } from '#contract';
import { fireAlerts } from '../../../test/fired-alert.js';
import { insertObservations } from '../../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../../test/sample-catalogue.js';
import { migrate, openDatabase } from '../../database.js';
import { keepGrafanaReader } from '../../queries/grafana-reader.js';
import { readerRole, readerRoleStatement } from './reader-role.js';

/** Roles belong to the whole cluster, in which other files are tested at this moment: names of one's own. */
const own = (kind: string) => `spec_${kind}_${randomBytes(4).toString('hex')}`;
const login = own('reader');
const password = 'correct horse battery staple';

let sample: SampleDatabase;
let reader: pg.Client;

function urlOf(user: string, secret: string, database?: string): string {
  const url = new URL(sample.url);
  url.username = user;
  url.password = encodeURIComponent(secret);
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

beforeAll(async () => {
  sample = await createSampleDatabase();
  const known = { indicator: 'international_routes', area: '610100' };
  await insertObservations(sample.database, [
    { ...known, period: '2018', value: '64', knownFrom: new Date('2019-02-01') },
    { ...known, period: '2018', value: '65', knownFrom: new Date('2019-08-01') },
    { ...known, period: '2019', value: '88', knownFrom: new Date('2020-02-17') },
  ]);
  await fireAlerts(sample.database);
  await keepGrafanaReader(sample.database, login, password);
  reader = await connected(urlOf(login, password));
});
afterAll(async () => {
  await reader.end();
  await sample.database.query(`drop role ${login}`);
  await sample.drop();
});

async function names(sql: string): Promise<string[]> {
  const rows: { name: string }[] = await sample.database.query(sql);
  return rows.map(({ name }) => name);
}

const codeOf = async (sql: string): Promise<string | undefined> => {
  try {
    await reader.query(sql);
    return undefined;
  } catch (error) {
    return error instanceof pg.DatabaseError ? error.code : String(error);
  }
};
const denied = '42501';

describe('who has the role', () => {
  it('reads every view', async () => {
    const views = await names(
      `select table_name as name from information_schema.views where table_schema = 'grafana' order by 1`,
    );
    const empty: string[] = [];
    for (const view of views) {
      const { rowCount } = await reader.query(`select * from grafana."${view}"`);
      if (rowCount === 0) empty.push(view);
    }
    expect(views.length).toBeGreaterThan(15);
    // Nothing is computed and nothing was refused in this sample.
    expect(empty).toEqual(['computed_observations', 'rejections']);
  });

  it('calls every function that panels ask', async () => {
    for (const call of [
      'observations_as_of(now())',
      'verdicts_as_of(now())',
      `releases_due_on('2020-01-01')`,
      `expected('international-routes-2020', '2018-06-30T12:00:00+08:00')`,
    ]) {
      const { rows } = await reader.query(`select * from grafana.${call}`);
      expect([call, rows.length > 0]).toEqual([call, true]);
    }
  });

  it('has the limits that were set, and finds the views without naming the schema', async () => {
    const setting = async (name: string) =>
      (await reader.query<{ value: string }>('select current_setting($1) as value', [name])).rows[0]?.value;
    expect(await setting('default_transaction_read_only')).toBe('on');
    expect(await setting('statement_timeout')).toBe('30s');
    expect((await reader.query('select * from observations')).rowCount).toBe(2);
  });

  it('reads no table of the service, and writes nothing even where it may try', async () => {
    await reader.query('set default_transaction_read_only = off');
    const tables = await names(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    expect(tables).toEqual(expect.arrayContaining(['api_token', 'session', 'receiver', 'audit_entry']));
    for (const table of tables)
      expect([table, await codeOf(`select * from public."${table}"`)]).toEqual([table, denied]);
    for (const statement of [
      `update grafana.service_setting set time_zone = 'UTC'`,
      `insert into grafana.service_setting (time_zone) values ('UTC')`,
      `delete from grafana.service_setting`,
      `update grafana.imports set file = ''`,
      `insert into grafana.imports (id) values (1)`,
      `delete from grafana.setting`,
      `create table grafana.mine (n integer)`,
      `create table public.mine (n integer)`,
      `create function grafana.mine() returns integer language sql return 1`,
      `select nextval('public.series_id_seq')`,
      `alter role ${login} createrole`,
    ])
      expect([statement, await codeOf(statement)]).toEqual([statement, denied]);
  });

  it('gets no rights of others by calling a function', async () => {
    expect(
      await names(
        `select proname as name from pg_proc where pronamespace = 'grafana'::regnamespace and prosecdef`,
      ),
    ).toEqual([]);
  });
});

it('never makes a reader of an account that may do more than read', async () => {
  const administrator = own('admin');
  await sample.database.query(`create role ${administrator} login`);
  await sample.database.query(`grant ${readerRole} to ${administrator} with admin option`);
  try {
    await expect(keepGrafanaReader(sample.database, administrator, password)).rejects.toMatchObject({
      code: 'conflict',
    });
    await sample.database.query(`revoke admin option for ${readerRole} from ${administrator}`);
    await sample.database.query(`alter role ${administrator} superuser`);
    await expect(keepGrafanaReader(sample.database, administrator, password)).rejects.toMatchObject({
      code: 'conflict',
    });
  } finally {
    await sample.database.query(`drop role ${administrator}`);
  }
});

it('the panels of docs/grafana-postgresql.md can be asked as they stand there', async () => {
  const text = readFileSync('docs/grafana-postgresql.md', 'utf8');
  const inline = [...text.matchAll(/`(SELECT [^`]+)`/g)].map((match) => match[1]!);
  const blocks = text.split(/\n(?! {4})/).filter((part) => /^\n? {4}SELECT/m.test(part));
  const panels = [...inline, ...blocks].map((panel) =>
    panel
      .replace(/\$__timeFilter\(([^)]+)\)/g, `$1 BETWEEN '2010-01-01T00:00:00Z' AND '2030-01-01T00:00:00Z'`)
      .replace(/\$__time(?:From|To)\(\)/g, `'2026-01-01T00:00:00Z'`)
      .replaceAll('${language}', 'zh')
      .replace(/\$\{\w+:singlequote\}/g, `'x'`)
      .replace(/\$\w+/g, 'x'),
  );
  expect(panels.length).toBeGreaterThan(8);
  for (const panel of panels) expect([panel, await codeOf(panel)]).toEqual([panel, undefined]);
});

describe('the schema explains itself', () => {
  it('on every view, function and column', async () => {
    expect(
      await names(
        `select c.relname || coalesce('.' || a.attname, '') as name
         from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
         left join pg_description d on d.objoid = c.oid and d.objsubid = coalesce(a.attnum, 0)
         where c.relnamespace = 'grafana'::regnamespace and c.relkind in ('r', 'v') and d.description is null
         union all
         select proname from pg_proc
         where pronamespace = 'grafana'::regnamespace and obj_description(oid, 'pg_proc') is null`,
      ),
    ).toEqual([]);
  });
});

describe('making the login', () => {
  it('gives one that is there a new password', async () => {
    const name = own('again');
    await keepGrafanaReader(sample.database, name, password);
    const { host, database } = await keepGrafanaReader(sample.database, name, 'another password');
    expect(`postgres://${host}/${database}`).toBe(sample.url.replace(/\/\/.*@/, '//'));
    await expect(connected(urlOf(name, password))).rejects.toThrow(/password authentication failed/);
    await (await connected(urlOf(name, 'another password'))).end();
    await sample.database.query(`drop role ${name}`);
  });

  it('leaves a role alone that is for something else', async () => {
    const [{ me }]: [{ me: string }] = await sample.database.query('select current_user as me');
    const refused = keepGrafanaReader(sample.database, me, password);
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a database whose account may not make roles', () => {
  const owner = own('owner');
  const name = own('managed');
  beforeAll(async () => {
    await sample.database.query(`create role ${owner} login password '${password}'`);
    await sample.database.query(`create database ${name} owner ${owner}`);
  });
  afterAll(async () => {
    await sample.database.query(`drop database ${name} with (force)`);
    await sample.database.query(`drop role ${owner}`);
  });

  it('is migrated all the same; making a login is refused with what to do', async () => {
    const database = await openDatabase(urlOf(owner, password, name));
    await migrate(database);
    expect(await database.query('select count(*)::int as targets from grafana.targets')).toEqual([
      { targets: 0 },
    ]);
    await expect(keepGrafanaReader(database, own('refused'), password)).rejects.toMatchObject({
      code: 'not-permitted',
      detail: expect.stringContaining('docs/grafana-postgresql.md'),
    });
    await database.destroy();
    // As in a cluster where nobody has made the role yet.
    const client = await connected(urlOf(owner, password, name));
    const notices: (string | undefined)[] = [];
    client.on('notice', ({ message }) => notices.push(message));
    const missing = own('group');
    await client.query(readerRoleStatement.replaceAll(readerRole, missing));
    expect(notices).toEqual([expect.stringContaining(`CREATE ROLE ${missing} NOLOGIN`)]);
    await client.end();
  });
});

it('of two databases that make the role at once both succeed', async () => {
  const role = own('race');
  const statement = readerRoleStatement.replaceAll(readerRole, role);
  const [first, second] = [await connected(sample.url), await connected(sample.url)];
  await first.query('begin');
  await first.query(`create role ${role} nologin`);
  const waiting = second.query(statement);
  await first.query('commit');
  await waiting;
  expect(await names(`select rolname as name from pg_roles where rolname = '${role}'`)).toEqual([role]);
  await second.query(`drop owned by ${role}`);
  await second.query(`drop role ${role}`);
  await first.end();
  await second.end();
});
