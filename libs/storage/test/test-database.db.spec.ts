import { jest } from '@jest/globals';
import pg from 'pg';
import { databaseState, openDatabase } from '../src/database.js';
import { createTestDatabase } from './test-database.js';

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  jest.setTimeout(30_000);

  it('has every migration applied', async () => {
    const test = await createTestDatabase();
    const database = await openDatabase(test.url);
    try {
      expect(await databaseState(database)).toBe('ok');
    } finally {
      await database.destroy();
      await test.drop();
    }
  });

  it('gives callers at the same time one database each, from one template', async () => {
    const tests = await Promise.all(Array.from({ length: 5 }, () => createTestDatabase()));
    const [first, second] = tests;
    await rows(first?.url ?? '', 'create table only_here (id int)');
    await expect(rows(second?.url ?? '', 'select * from only_here')).rejects.toThrow(/does not exist/);
    const templates = await rows(
      first?.url ?? '',
      "select datname from pg_database where datname like 'template\\_%'",
    );
    expect(templates).toHaveLength(1);
    await Promise.all(tests.map((test) => test.drop()));
  });

  it('drops the database although somebody is connected to it', async () => {
    const test = await createTestDatabase();
    const client = new pg.Client({ connectionString: test.url });
    const losses: Error[] = [];
    client.on('error', (error) => losses.push(error));
    await client.connect();
    await test.drop();
    await expect(client.query('select 1')).rejects.toThrow(/not queryable|terminat/);
    expect(losses).not.toHaveLength(0);
    await client.end();
    await expect(rows(test.url, 'select 1')).rejects.toThrow(/does not exist/);
  });
});
