import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { type Database, openDatabase } from '../database.js';
import { addAuditEntry, readAuditEntries, readAuditNames } from './audit.js';

let test: TestDatabase;
let database: Database;

const hour = (count: number) => new Date(Date.UTC(2026, 2, 15, count));
const entries = [
  { at: hour(1), who: 'wangfang', action: 'log-in', subject: 'session', details: { address: '10.0.0.1' } },
  {
    at: hour(2),
    who: 'admin',
    action: 'change-account',
    subject: 'account wangfang',
    details: { to: ['1'] },
  },
  { at: hour(3), who: 'admin', action: 'revoke-token', subject: 'token 50%_off', details: {} },
];

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
  for (const entry of entries) await addAuditEntry(database.manager, entry);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const read = async (filter: Parameters<typeof readAuditEntries>[1], page: object = {}) =>
  (await readAuditEntries(database.manager, filter, { limit: 100, ...page })).map(({ at }) =>
    at.getUTCHours(),
  );

describe('the record of changes', () => {
  it('keeps who did what to what, the newest first', async () => {
    const all = await readAuditEntries(database.manager, {}, { limit: 100 });
    expect(all.map(({ id: _id, ...entry }) => entry)).toEqual(entries.toReversed());
  });

  it('is read by who, action, text and time, page by page', async () => {
    expect(await read({ who: 'admin' })).toEqual([3, 2]);
    expect(await read({ action: 'log-in' })).toEqual([1]);
    expect(await read({ text: 'WANGFANG' })).toEqual([2]);
    expect(await read({ text: '10.0.0.1' })).toEqual([1]);
    expect(await read({ text: '0%_o' })).toEqual([3]);
    expect(await read({ text: '%' })).toEqual([3]);
    expect(await read({ from: hour(2), to: hour(2) })).toEqual([2]);
    const [newest] = await readAuditEntries(database.manager, {}, { limit: 1 });
    expect(await read({}, { before: newest!.id, limit: 1 })).toEqual([2]);
    expect(await readAuditNames(database.manager)).toEqual({
      who: ['admin', 'wangfang'],
      actions: ['change-account', 'log-in', 'revoke-token'],
    });
  });

  it.each([
    ['changed', `update audit_entry set who = 'nobody' where id = 1`],
    ['deleted', 'delete from audit_entry'],
    ['emptied', 'truncate audit_entry'],
    [
      'merged over',
      `insert into audit_entry select * from audit_entry on conflict (id) do update set who = 'nobody'`,
    ],
  ])('cannot be %s, not even by the account of the service itself', async (_what, statement) => {
    await expect(database.query(statement)).rejects.toThrow(/append-only/);
    expect(await read({})).toEqual([3, 2, 1]);
  });

  it('cannot be changed by a session that passes itself off as replication', async () => {
    const runner = database.createQueryRunner();
    try {
      await runner.query(`set session_replication_role = 'replica'`);
      await expect(runner.query('delete from audit_entry')).rejects.toThrow(/append-only/);
    } finally {
      await runner.query('reset session_replication_role');
      await runner.release();
    }
  });
});
