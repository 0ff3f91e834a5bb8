import { rolledBack } from '../../test/rolled-back.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { inTransaction } from '../database.js';
import { newSecret, secretHash } from '../secret.js';
import {
  countTokens,
  findToken,
  mayActFor,
  noteTokenUse,
  organisationsOf,
  readTokens,
  revokeToken,
  saveToken,
} from './access.js';
import { addAccount } from './accounts.js';

let sample: SampleDatabase;

const secret = newSecret();
const sha256 = secretHash(secret);
const caller = { name: 'airport', role: 'uploader', organisation: 'xian-government' } as const;
const hour = (count: number) => new Date(Date.UTC(2026, 2, 15, count));
const find = (hash: string, at = 1) => findToken(sample.database.manager, hash, hour(at));

beforeAll(async () => {
  sample = await createSampleDatabase();
});
beforeEach(async () => {
  await sample.database.query('delete from api_token');
  await saveToken(sample.database.manager, { ...caller, sha256, createdAt: hour(0) });
});
afterAll(() => sample.drop());

describe('a token', () => {
  it('is found by the hash of its secret and by nothing else', async () => {
    expect(await find(sha256)).toEqual(caller);
    expect(await find(sha256.toUpperCase())).toBeNull();
    expect(await find(secret)).toBeNull();
    expect(await find('')).toBeNull();
    expect(await countTokens(sample.database.manager)).toBe(1);
  });

  it('that is revoked is found no more, stays listed, and can be revoked once', async () => {
    const { manager } = sample.database;
    expect(await revokeToken(manager, 'airport', hour(1))).toBe(true);
    expect(await find(sha256)).toBeNull();
    expect(await revokeToken(manager, 'airport', hour(2))).toBe(false);
    expect(await revokeToken(manager, 'nobody', hour(2))).toBe(false);
    expect(await readTokens(manager)).toMatchObject([{ name: 'airport', revokedAt: hour(1) }]);
  });

  it('saved again has its new secret and role only, and is valid again when it was revoked', async () => {
    const { manager } = sample.database;
    await revokeToken(manager, 'airport', hour(1));
    const again = { name: 'airport', role: 'viewer', organisation: null } as const;
    await saveToken(manager, { ...again, sha256: secretHash('other'), createdAt: hour(2) });
    expect(await find(sha256, 3)).toBeNull();
    expect(await find(secretHash('other'), 3)).toEqual(again);
  });

  it('holds until it expires, to the instant', async () => {
    await saveToken(sample.database.manager, { ...caller, sha256, createdAt: hour(0), expiresAt: hour(5) });
    expect(await find(sha256, 4)).toEqual(caller);
    expect(await find(sha256, 5)).toBeNull();
  });

  it('may be for several organisations, and for none that it does not name', async () => {
    const several = { ...caller, otherOrganisations: ['shaanxi-drc'] };
    await saveToken(sample.database.manager, { ...several, sha256, createdAt: hour(0) });
    const found = (await find(sha256))!;
    expect(organisationsOf(found)).toEqual(['xian-government', 'shaanxi-drc']);
    expect(mayActFor(found, 'shaanxi-drc')).toBe(true);
    expect(mayActFor(found, 'baoji-government')).toBe(false);
    expect(mayActFor({ role: 'uploader', organisation: null }, 'baoji-government')).toBe(true);
    expect(mayActFor({ role: 'admin', organisation: 'xian-government' }, 'baoji-government')).toBe(true);
  });

  it('cannot be for a list of no organisations, which would read as all of them', () =>
    rolledBack(sample.database, (tx) =>
      expect(tx.query(`update api_token set organisations = '{}'`)).rejects.toThrow(
        /api_token_organisations/,
      ),
    ));

  it('has its last use written down once a minute at most', async () => {
    const { manager } = sample.database;
    const lastUse = async () => (await readTokens(manager))[0]!.lastUsedAt;
    expect(await lastUse()).toBeNull();
    const at = (seconds: number) => new Date(hour(1).getTime() + seconds * 1000);
    for (const seconds of [0, 30, 59]) await noteTokenUse(manager, 'airport', at(seconds));
    expect(await lastUse()).toEqual(at(0));
    await noteTokenUse(manager, 'airport', at(60));
    expect(await lastUse()).toEqual(at(60));
  });

  it('cannot have the secret of another', () =>
    rolledBack(sample.database, (tx) =>
      expect(
        saveToken(tx, { name: 'second', role: 'admin', organisation: null, sha256, createdAt: hour(0) }),
      ).rejects.toThrow(/unique constraint/),
    ));

  it.each(['seeds', 'cli', 'start'])('cannot have the name %s, under which the service itself acts', (name) =>
    rolledBack(sample.database, (tx) =>
      expect(
        saveToken(tx, { ...caller, name, sha256: secretHash(name), createdAt: hour(0) }),
      ).rejects.toThrow(/conflict/),
    ),
  );

  it('cannot have the name of an account, nor an account that of a token, also when both are made at once', async () => {
    const { database } = sample;
    const account = (name: string) => ({
      name,
      displayName: name,
      role: 'viewer' as const,
      organisations: null,
      passwordHash: 'x',
      createdAt: hour(0),
      createdBy: 'test',
    });
    await expect(inTransaction(database, (tx) => addAccount(tx, account('airport')))).rejects.toThrow(
      /token/,
    );
    const outcomes = await Promise.allSettled([
      inTransaction(database, (tx) => addAccount(tx, account('both'))),
      inTransaction(database, (tx) =>
        saveToken(tx, { ...caller, name: 'both', sha256: secretHash('both'), createdAt: hour(0) }),
      ),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await database.query('delete from account');
  });
});
