import { rolledBack } from '../../test/rolled-back.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { newSecret, secretHash } from '../secret.js';
import {
  addAuditEntry,
  addSession,
  countTokens,
  endSession,
  findSession,
  findToken,
  readTokens,
  revokeToken,
  saveToken,
} from './access.js';

let sample: SampleDatabase;

const secret = newSecret();
const sha256 = secretHash(secret);
const caller = { name: 'airport', role: 'uploader', organisation: 'xian-government' } as const;
const hour = (count: number) => new Date(Date.UTC(2026, 2, 15, count));

beforeAll(async () => {
  sample = await createSampleDatabase();
});
beforeEach(async () => {
  await sample.database.query('delete from api_token');
  await saveToken(sample.database.manager, { ...caller, sha256, createdAt: hour(0) });
});
afterAll(() => sample.drop());

const session = (name: string, from: number, to: number) =>
  addSession(sample.database, {
    sha256: secretHash(name),
    token: 'airport',
    createdAt: hour(from),
    expiresAt: hour(to),
  });
const whose = (name: string, at: number) => findSession(sample.database.manager, secretHash(name), hour(at));

describe('a token', () => {
  it('is found by the hash of its secret and by nothing else', async () => {
    const reader = sample.database.manager;
    expect(await findToken(reader, sha256)).toEqual(caller);
    expect(await findToken(reader, sha256.toUpperCase())).toBeNull();
    expect(await findToken(reader, secret)).toBeNull();
    expect(await findToken(reader, '')).toBeNull();
    expect(await countTokens(reader)).toBe(1);
  });

  it('that is revoked is found no more, stays listed, and can be revoked once', async () => {
    const { manager } = sample.database;
    expect(await revokeToken(manager, 'airport', hour(1))).toBe(true);
    expect(await findToken(manager, sha256)).toBeNull();
    expect(await revokeToken(manager, 'airport', hour(2))).toBe(false);
    expect(await revokeToken(manager, 'nobody', hour(2))).toBe(false);
    expect(await readTokens(manager)).toEqual([{ ...caller, createdAt: hour(0), revokedAt: hour(1) }]);
  });

  it('saved again has its new secret and role only, and is valid again when it was revoked', async () => {
    const { manager } = sample.database;
    await revokeToken(manager, 'airport', hour(1));
    const again = { name: 'airport', role: 'viewer', organisation: null } as const;
    await saveToken(manager, { ...again, sha256: secretHash('other'), createdAt: hour(2) });
    expect(await findToken(manager, sha256)).toBeNull();
    expect(await findToken(manager, secretHash('other'))).toEqual(again);
    expect(await readTokens(manager)).toEqual([{ ...again, createdAt: hour(2), revokedAt: null }]);
  });

  it('cannot have the secret of another', () =>
    rolledBack(sample.database, (tx) =>
      expect(
        saveToken(tx, { name: 'second', role: 'admin', organisation: null, sha256, createdAt: hour(0) }),
      ).rejects.toThrow(/unique constraint/),
    ));
});

describe('a session', () => {
  it('stands for its token until it expires', async () => {
    await session('s', 0, 8);
    expect(await whose('s', 0)).toEqual(caller);
    expect(await whose('s', 7)).toEqual(caller);
    expect(await whose('s', 8)).toBeNull();
    expect(await whose('other', 1)).toBeNull();
  });

  it('ends when it is ended, others of the same token go on', async () => {
    await session('s', 0, 8);
    await session('other', 0, 8);
    await endSession(sample.database, secretHash('s'));
    expect(await whose('s', 1)).toBeNull();
    expect(await whose('other', 1)).toEqual(caller);
    await endSession(sample.database, secretHash('s'));
  });

  it('ends with its token, and does not come back with it', async () => {
    await session('s', 0, 8);
    await revokeToken(sample.database.manager, 'airport', hour(1));
    expect(await whose('s', 1)).toBeNull();
    await saveToken(sample.database.manager, { ...caller, sha256, createdAt: hour(2) });
    expect(await whose('s', 2)).toBeNull();
  });

  it('ends when its token gets a new secret', async () => {
    await session('s', 0, 8);
    await saveToken(sample.database.manager, { ...caller, sha256: secretHash('new'), createdAt: hour(1) });
    expect(await whose('s', 1)).toBeNull();
  });

  it('of a token that was revoked in the meantime stands for nobody', async () => {
    await revokeToken(sample.database.manager, 'airport', hour(1));
    await session('s', 1, 8);
    expect(await whose('s', 2)).toBeNull();
  });

  it('that has expired is cleared away when another begins', async () => {
    await session('old', 0, 2);
    await session('still valid', 0, 5);
    await session('new', 2, 10);
    const left: { sha256: string }[] = await sample.database.query('select sha256 from session');
    expect(new Set(left.map((row) => row.sha256))).toEqual(
      new Set([secretHash('still valid'), secretHash('new')]),
    );
  });

  it('is of a token that there is', async () => {
    const unknown = { sha256: 'x', token: 'nobody', createdAt: hour(0), expiresAt: hour(1) };
    await expect(addSession(sample.database, unknown)).rejects.toThrow(/foreign key/);
  });
});

it('the record of changes keeps who did what to what, in order', async () => {
  const entry = {
    at: hour(1),
    who: 'airport',
    action: 'change',
    subject: 'target x',
    details: { to: ['1'] },
  };
  await addAuditEntry(sample.database.manager, entry);
  await addAuditEntry(sample.database.manager, { ...entry, at: hour(2), details: {} });
  expect(
    await sample.database.query('select at, who, action, subject, details from audit_entry order by id'),
  ).toEqual([entry, { ...entry, at: hour(2), details: {} }]);
});
