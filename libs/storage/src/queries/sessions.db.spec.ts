import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import { secretHash } from '../secret.js';
import { revokeToken, saveToken } from './access.js';
import { addAccount, changeAccount, setPassword } from './accounts.js';
import {
  addSession,
  endSession,
  endSessionsOf,
  findSession,
  noteSessionUse,
  readSessions,
} from './sessions.js';

let sample: SampleDatabase;

const life = { idleMinutes: 60, hours: 8 };
const hour = (count: number) => new Date(Date.UTC(2026, 2, 15, 0, count * 60));
const settings = { displayName: '王芳', role: 'uploader' as const, organisations: ['xian-government'] };
const token = { name: 'airport', role: 'viewer' as const, organisation: null };

beforeAll(async () => {
  sample = await createSampleDatabase();
});
beforeEach(async () => {
  await sample.database.query('delete from api_token');
  await sample.database.query('delete from account');
  await inTransaction(sample.database, async (tx) => {
    await saveToken(tx, { ...token, sha256: secretHash('token'), createdAt: hour(0) });
    await addAccount(tx, {
      name: 'wangfang',
      ...settings,
      passwordHash: 'x',
      createdAt: hour(0),
      createdBy: 'test',
    });
  });
});
afterAll(() => sample.drop());

const begin = (
  secret: string,
  at: number,
  holder: { account?: string; token?: string } = { account: 'wangfang' },
) =>
  addSession(
    sample.database.manager,
    { ...holder, sha256: secretHash(secret), createdAt: hour(at), address: '10.0.0.1', userAgent: 'test' },
    life,
  );
const whose = async (secret: string, at: number) =>
  (await findSession(sample.database.manager, secretHash(secret), hour(at), life.idleMinutes))?.caller ??
  null;
const person = { name: 'wangfang', role: 'uploader', organisation: 'xian-government' };

describe('a session', () => {
  it('stands for its account or its token', async () => {
    await begin('s', 0);
    await begin('t', 0, { token: 'airport' });
    expect(await whose('s', 0.5)).toEqual(person);
    expect(await whose('t', 0.5)).toEqual(token);
    expect(await whose('other', 0.5)).toBeNull();
  });

  it('is of exactly one of the two, and of one that there is', async () => {
    await expect(begin('s', 0, {})).rejects.toThrow(/session_holder/);
    await expect(begin('s', 0, { account: 'wangfang', token: 'airport' })).rejects.toThrow(/session_holder/);
    await expect(begin('s', 0, { account: 'nobody' })).rejects.toThrow(/foreign key/);
  });

  it('ends when it is not used for long enough, and lives on when it is', async () => {
    const id = await begin('s', 0);
    expect(await whose('s', 0.99)).toEqual(person);
    expect(await whose('s', 1)).toBeNull();
    await noteSessionUse(sample.database.manager, id, hour(0.9));
    expect(await whose('s', 1.89)).toEqual(person);
  });

  it('ends at last however much it is used', async () => {
    const id = await begin('s', 0);
    await noteSessionUse(sample.database.manager, id, hour(7.9));
    expect(await whose('s', 7.99)).toEqual(person);
    expect(await whose('s', 8)).toBeNull();
  });

  it('ends when it is ended, others of the same account go on', async () => {
    await begin('s', 0);
    await begin('other', 0);
    expect(await endSession(sample.database.manager, secretHash('s'))).toEqual({
      who: 'wangfang',
      oidcIdToken: null,
    });
    expect(await whose('s', 0.5)).toBeNull();
    expect(await whose('other', 0.5)).toEqual(person);
    expect(await endSession(sample.database.manager, secretHash('s'))).toBeNull();
  });

  it('is listed with where it came from, and ended by its number, all but one, or all', async () => {
    const [first, second] = [await begin('a', 0), await begin('b', 0.1)];
    await begin('c', 0.2);
    const listed = await readSessions(sample.database.manager, 'wangfang', hour(0.5), life.idleMinutes);
    expect(listed).toHaveLength(3);
    expect(listed.at(-1)).toMatchObject({
      id: first,
      createdAt: hour(0),
      address: '10.0.0.1',
      userAgent: 'test',
    });
    expect(JSON.stringify(listed)).not.toContain(secretHash('a'));
    const end = (which: object) =>
      inTransaction(sample.database, (tx) => endSessionsOf(tx, 'wangfang', which));
    expect(await end({ only: first })).toBe(1);
    expect(await inTransaction(sample.database, (tx) => endSessionsOf(tx, 'other', { only: second }))).toBe(
      0,
    );
    expect(await end({ except: second })).toBe(1);
    expect(await whose('b', 0.5)).toEqual(person);
    expect(await end({})).toBe(1);
  });

  it.each([
    [
      'its role changes',
      { ...settings, role: 'viewer' as const, organisations: null, disabled: false },
      false,
    ],
    ['its organisations change', { ...settings, organisations: ['shaanxi-drc'], disabled: false }, false],
    ['it is disabled', { ...settings, disabled: true }, false],
    ['only its name changes', { ...settings, displayName: '王方', disabled: false }, true],
  ])('of an account when %s', async (_what, to, goesOn) => {
    await begin('s', 0);
    await inTransaction(sample.database, (tx) => changeAccount(tx, 'wangfang', to, hour(0.1)));
    expect((await whose('s', 0.5)) !== null).toBe(goesOn);
  });

  it('of an account that is disabled in the meantime stands for nobody', async () => {
    await sample.database.query('update account set disabled_at = $1', [hour(0)]);
    await begin('s', 0);
    expect(await whose('s', 0.5)).toBeNull();
  });

  it('ends when the password changes', async () => {
    await begin('s', 0);
    await inTransaction(sample.database, (tx) => setPassword(tx, 'wangfang', 'y', false));
    expect(await whose('s', 0.5)).toBeNull();
  });

  it('ends with its token, and does not come back with it', async () => {
    await begin('t', 0, { token: 'airport' });
    await revokeToken(sample.database.manager, 'airport', hour(0.1));
    expect(await whose('t', 0.5)).toBeNull();
    await saveToken(sample.database.manager, { ...token, sha256: secretHash('new'), createdAt: hour(0.2) });
    expect(await whose('t', 0.5)).toBeNull();
  });

  it('ends when its token expires', async () => {
    await saveToken(sample.database.manager, {
      ...token,
      sha256: secretHash('token'),
      createdAt: hour(0),
      expiresAt: hour(0.3),
    });
    await begin('t', 0, { token: 'airport' });
    expect(await whose('t', 0.2)).toEqual(token);
    expect(await whose('t', 0.3)).toBeNull();
  });

  it('that has ended is cleared away when another begins', async () => {
    await begin('old', 0);
    await begin('still valid', 1.5);
    await begin('new', 2);
    const left: { sha256: string }[] = await sample.database.query('select sha256 from session');
    expect(new Set(left.map((row) => row.sha256))).toEqual(
      new Set([secretHash('still valid'), secretHash('new')]),
    );
  });
});
