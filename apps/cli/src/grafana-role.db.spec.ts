import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import pg from 'pg';
import { parseConfiguration } from '#configuration';
import { type Database, openDatabase } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../libs/storage/test/test-database.js';
import { makeGrafanaRole, readPassword } from './grafana-role.js';
import type { CommandContext } from './with-database.js';

const login = `spec_cli_${randomBytes(4).toString('hex')}`;

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.query(`drop role if exists ${login}`);
  await database.destroy();
  await test.drop();
});

function context(): CommandContext {
  const parsed = parseConfiguration({}, process.cwd());
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return { database, configuration: parsed.configuration, now: () => new Date() };
}

it('makes a login from a password on standard input and says what to enter in Grafana, the password not', async () => {
  const password = await readPassword(Readable.from(['a long enough ', `'password'\n`]));
  expect(password).toBe(`a long enough 'password'`);
  const said: string[] = [];
  await makeGrafanaRole(context(), login, password, (line) => said.push(line));
  const { host, pathname } = new URL(test.url);
  expect(said.join('\n')).toContain(host);
  expect(said.join('\n')).toContain(pathname.slice(1));
  expect(said.join('\n')).not.toContain(password);
  const client = new pg.Client({
    host: host.split(':')[0]!,
    port: Number(host.split(':')[1]),
    database: pathname.slice(1),
    user: login,
    password,
  });
  await client.connect();
  expect((await client.query('select count(*)::int as areas from areas')).rows).toEqual([{ areas: 0 }]);
  await client.end();
});

it.each(['', 'too short', '密码密码密码密码密码密码', 'with\ttabs and more'])(
  'refuses the password "%s"',
  async (password) => {
    await expect(makeGrafanaRole(context(), 'never_made', password, () => undefined)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  },
);
