import { jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { databaseState, migrate, openDatabase, type Database } from '../database.js';
import { migrations } from './index.js';

const names = migrations.map((Migration) => new Migration().name);

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

async function makeEmpty(): Promise<void> {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
}

async function tables(): Promise<string[]> {
  const rows: { name: string }[] = await database.query(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function migrationsRecorded(): Promise<string[]> {
  const rows: { name: string }[] = await database.query('select name from migration order by id');
  return rows.map(({ name }) => name);
}

describe('migrations', () => {
  it('make the tables that the entities describe', async () => {
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('run in order, once: a second time there is nothing to do', async () => {
    await makeEmpty();
    expect(await migrate(database)).toEqual(names);
    expect(await migrate(database)).toEqual([]);
    expect(await migrationsRecorded()).toEqual(names);
  });

  it('of several processes that start at once on an empty database one does the work, and all succeed', async () => {
    await makeEmpty();
    const others = await Promise.all([test.url, test.url].map((url) => openDatabase(url)));
    const ran = await Promise.all([database, ...others].map((one) => migrate(one)));
    expect(ran.toSorted((a, b) => b.length - a.length)).toEqual([names, [], []]);
    expect(await migrationsRecorded()).toEqual(names);
    await Promise.all(others.map((one) => one.destroy()));
  });

  it('need one connection: several calls on a pool of one do not wait for each other for ever', async () => {
    await makeEmpty();
    const narrow = await openDatabase(test.url, { poolSize: 1 });
    expect(await migrate(narrow)).toEqual(names);
    // With nothing left to do, so that the second waits for the lock, and not for the first one's work beyond its time.
    expect(await Promise.all([migrate(narrow), migrate(narrow)])).toEqual([[], []]);
    await narrow.destroy();
  });

  it('give their lock back when one fails', async () => {
    await makeEmpty();
    await database.query('create table plan (in_the_way integer)');
    const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await expect(migrate(database)).rejects.toThrow(/"plan" already exists/);
    said.mockRestore();
    await database.query('drop table plan');
    const other = await openDatabase(test.url);
    expect(await migrate(other)).toEqual(names);
    await other.destroy();
  });
});

describe('databaseState', () => {
  it('of an empty database is migrations-missing, and asking makes nothing in it', async () => {
    await makeEmpty();
    expect(await databaseState(database)).toBe('migrations-missing');
    expect(await tables()).toEqual([]);
  });

  it('is ok when all have run, and migrations-missing while one has not', async () => {
    await migrate(database);
    expect(await databaseState(database)).toBe('ok');
    await database.query('delete from migration where name = $1', [names.at(-1)]);
    expect(await databaseState(database)).toBe('migrations-missing');
  });

  it('is ok when a newer version has run more', async () => {
    await makeEmpty();
    await migrate(database);
    await database.query(
      `insert into migration (timestamp, name) values (9999999999999, 'Later9999999999999')`,
    );
    expect(await databaseState(database)).toBe('ok');
  });
});
