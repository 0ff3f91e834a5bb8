import { hashPassword, isOldHash, isPassword, newPassword, nobodysHash } from './password.js';

describe('a password', () => {
  it('is kept as argon2id with the parameters of OWASP, each time with another salt', async () => {
    const [one, other] = await Promise.all([hashPassword('关中平原 2035'), hashPassword('关中平原 2035')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await isPassword(one, '关中平原 2035')).toBe(true);
    expect(await isPassword(one, '关中平原 2034')).toBe(false);
    expect(isOldHash(one)).toBe(false);
    expect(isOldHash(one.replace('m=19456', 'm=4096'))).toBe(true);
  });

  it('is the same however its characters were composed', async () => {
    expect(await isPassword(await hashPassword('Ｃafé-关中'), 'Cafe\u0301-关中')).toBe(true);
  });

  it('that nobody has is wrong', async () => {
    expect(await isPassword(null, 'anything')).toBe(false);
    // Or else the answer would come sooner than for an account that there is.
    expect(isOldHash(nobodysHash)).toBe(false);
  });

  it('made for somebody is long, readable and never the same', () => {
    const made = Array.from({ length: 50 }, newPassword);
    expect(new Set(made).size).toBe(50);
    for (const password of made) expect(password).toMatch(/^(?:[2-9a-hjkmnp-z]{5}-){3}[2-9a-hjkmnp-z]{5}$/);
  });
});
