import { PanelCache } from './panel-cache.js';

function counted() {
  let made = 0;
  return {
    make: () => {
      made += 1;
      return Promise.resolve(Buffer.from(`${made}`));
    },
    made: () => made,
  };
}

describe('the cache of panels', () => {
  it('keeps an answer as long as the version stays, and no longer', async () => {
    const cache = new PanelCache<object>();
    const { make } = counted();
    const asked = async (version: string, question: string) =>
      (await cache.answer(version, question, make)).toString();
    expect([await asked('v1', 'a'), await asked('v1', 'a'), await asked('v1', 'b')]).toEqual(['1', '1', '2']);
    expect(await asked('v2', 'a')).toBe('3');
    expect(await asked('v2', 'a')).toBe('3');
    // A request that had read the version before another one changed it.
    expect(await asked('v1', 'a')).toBe('4');
    expect(await asked('v2', 'a')).toBe('5');
  });

  it('makes an answer once for all who ask while it is made', async () => {
    const cache = new PanelCache<object>();
    const { make, made } = counted();
    await Promise.all(Array.from({ length: 5 }, () => cache.answer('v1', 'a', make)));
    expect(made()).toBe(1);
  });

  it('does not put what was begun under one version under the next', async () => {
    const cache = new PanelCache<object>();
    const { make } = counted();
    let finish: (body: Buffer) => void = () => undefined;
    const old = cache.answer('v1', 'a', () => new Promise((resolve) => (finish = resolve)));
    expect((await cache.answer('v2', 'a', make)).toString()).toBe('1');
    finish(Buffer.from('old'));
    expect((await old).toString()).toBe('old');
    expect((await cache.answer('v2', 'a', make)).toString()).toBe('1');
  });

  it('forgets what failed', async () => {
    const cache = new PanelCache<{ readonly name: string }>();
    const { make } = counted();
    const fails = () => Promise.reject(new Error('no'));
    await expect(cache.answer('v1', 'a', fails)).rejects.toThrow('no');
    expect((await cache.answer('v1', 'a', make)).toString()).toBe('1');
    await expect(cache.shared('v1', fails)).rejects.toThrow('no');
    const named = () => Promise.resolve({ name: 'plan' });
    expect(await cache.shared('v1', named)).toEqual({ name: 'plan' });
    expect(await cache.shared('v1', fails)).toEqual({ name: 'plan' });
    await expect(cache.shared('v2', fails)).rejects.toThrow('no');
  });

  it('keeps no more bytes than it may', async () => {
    const cache = new PanelCache<object>();
    let made = 0;
    const megabyte = () => {
      made += 1;
      return Promise.resolve(Buffer.alloc(1_000_000));
    };
    for (let question = 0; question < 100; question += 1) await cache.answer('v1', `${question}`, megabyte);
    await cache.answer('v1', '99', megabyte);
    expect(made).toBe(100);
    await cache.answer('v1', '0', megabyte);
    expect(made).toBe(101);
  });
});
