import type { Freshness } from '#storage';
import { FreshnessCheck } from './panel-cache-check.js';

/** A database that answers when it is told to. */
function heldDatabase() {
  const looks: {
    readonly tokens: readonly string[];
    readonly answer: (version: string) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const read = (tokens: readonly string[]) =>
    new Promise<Freshness>((resolve, reject) => {
      const callers = new Map(
        tokens
          .filter((token) => token.startsWith('good'))
          .map((token) => [token, { name: token, role: 'viewer' as const, organisation: null }]),
      );
      looks.push({ tokens, answer: (version) => resolve({ version, callers }), fail: reject });
    });
  return { looks, read };
}

describe('a check of what requests need to know', () => {
  it('is of the database after the request arrived: a look under way does not count for it', async () => {
    const { looks, read } = heldDatabase();
    const freshness = new FreshnessCheck(read);
    const first = freshness.check('good-1');
    const second = freshness.check('good-1');
    const third = freshness.check(null);
    expect(looks).toHaveLength(1);
    looks[0]!.answer('v1');
    expect(await first).toMatchObject({ version: 'v1', caller: { name: 'good-1' } });
    expect(looks).toHaveLength(2);
    looks[1]!.answer('v2');
    expect(await second).toMatchObject({ version: 'v2', caller: { name: 'good-1' } });
    expect(await third).toEqual({ version: 'v2', caller: null });
  });

  it('is one look for all that wait, each token asked about once', async () => {
    const { looks, read } = heldDatabase();
    const freshness = new FreshnessCheck(read);
    const first = freshness.check('good-1');
    const others = ['good-2', 'bad', 'good-2', null].map((token) => freshness.check(token));
    looks[0]!.answer('v1');
    await first;
    expect(looks[1]!.tokens).toEqual(['good-2', 'bad']);
    looks[1]!.answer('v1');
    expect((await Promise.all(others)).map(({ caller }) => caller?.name ?? null)).toEqual([
      'good-2',
      null,
      'good-2',
      null,
    ]);
    expect(looks).toHaveLength(2);
  });

  it('that fails fails those that it was for, and the next one is made', async () => {
    const { looks, read } = heldDatabase();
    const freshness = new FreshnessCheck(read);
    const first = freshness.check('good-1');
    const second = freshness.check('good-2');
    looks[0]!.fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    looks[1]!.answer('v1');
    expect(await second).toMatchObject({ version: 'v1' });
    const third = freshness.check(null);
    looks[2]!.answer('v1');
    expect(await third).toMatchObject({ version: 'v1' });
  });
});
