import { parseConfiguration } from '#configuration';
import { type Database, findAccountSecret, isPassword, openDatabase, readAuditEntries } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../libs/storage/test/test-database.js';
import { addUser, disableUser, listUsers, resetUser } from './user.js';
import type { CommandContext } from './with-database.js';

let test: TestDatabase;
let database: Database;
let context: CommandContext;
let said: string[] = [];
const say = (line: string) => void said.push(line);

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
  const parsed = parseConfiguration({}, process.cwd());
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  context = { database, configuration: parsed.configuration, now: () => new Date('2026-11-23T04:00:00Z') };
});
beforeEach(() => {
  said = [];
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const secretOf = async () => (await findAccountSecret(database.manager, 'wangfang'))!;

describe('guanzhong user', () => {
  it('makes an administrator and prints the first password, which has to be changed', async () => {
    await addUser(context, 'wangfang', { role: 'admin', name: '王芳' }, say);
    expect(said).toHaveLength(1);
    const { passwordHash, mustChangePassword } = await secretOf();
    expect(await isPassword(passwordHash, said[0]!)).toBe(true);
    expect(mustChangePassword).toBe(true);
  });

  it('refuses a name twice, a name that cannot be typed, and organisations that there are not', async () => {
    await expect(addUser(context, 'wangfang', { role: 'viewer' }, say)).rejects.toThrow(/conflict/);
    // The token of the first start has that name, now or later.
    await expect(addUser(context, 'admin', { role: 'admin' }, say)).rejects.toThrow(/conflict/);
    await expect(addUser(context, 'Wang Fang', { role: 'viewer' }, say)).rejects.toThrow(/invalid-request/);
    await expect(addUser(context, 'a', { role: 'uploader', organisation: ['x'] }, say)).rejects.toThrow(
      /not-found/,
    );
    await expect(addUser(context, 'a', { role: 'admin', organisation: ['x'] }, say)).rejects.toThrow(
      /only an uploader/,
    );
    expect(said).toEqual([]);
  });

  it('gives a new first password, disables, lets in again, and lists', async () => {
    await resetUser(context, 'wangfang', say);
    expect(await isPassword((await secretOf()).passwordHash, said[0]!)).toBe(true);
    await disableUser(context, 'wangfang', true, say);
    expect((await secretOf()).disabled).toBe(true);
    await listUsers(context, say);
    expect(said.at(-1)).toBe('wangfang\t王芳\tadmin\t-\tdisabled\t-');
    await disableUser(context, 'wangfang', false, say);
    expect((await secretOf()).disabled).toBe(false);
    await expect(resetUser(context, 'nobody', say)).rejects.toThrow(/not-found/);
    const entries = await readAuditEntries(database.manager, {}, { limit: 10 });
    expect(entries.map(({ who, action }) => `${who} ${action}`)).toEqual([
      'cli enable-account',
      'cli disable-account',
      'cli reset-password',
      'cli add-account',
    ]);
  });
});
