import fc from 'fast-check';
import { areLimits, nextPermitted, spaced, type RateLimit } from './spacing.js';

const dingTalk: RateLimit[] = [{ count: 20, seconds: 60 }];
const feishu: RateLimit[] = [
  { count: 100, seconds: 60 },
  { count: 5, seconds: 1 },
];

describe('spacing', () => {
  it.each<[string, number[], RateLimit[], number, number]>([
    ['nothing sent yet', [], dingTalk, 1_000, 1_000],
    ['no limits', [1_000, 1_000], [], 1_000, 1_000],
    ['room left', Array<number>(19).fill(1_000), dingTalk, 1_000, 1_000],
    ['full', Array<number>(20).fill(1_000), dingTalk, 2_000, 61_000],
    ['full long ago', Array<number>(20).fill(1_000), dingTalk, 62_000, 62_000],
    ['the tighter limit counts', Array<number>(5).fill(1_000), feishu, 1_200, 2_000],
    ['a clock that was ahead', Array<number>(20).fill(9_000_000), dingTalk, 2_000, 62_000],
  ])('%s', (_sentence, sent, limits, now, expected) => {
    expect(nextPermitted(sent, limits, now)).toBe(expected);
  });

  it('spaces a hundred messages by twenty a minute', () => {
    const times = spaced(100, [], dingTalk, 0);
    expect(times.filter((at) => at === 0)).toHaveLength(20);
    expect(times.at(-1)).toBe(240_000);
  });

  it('breaks no limit in any window, keeps the order, drops nothing, and waits no longer than it must', () => {
    const limit = fc.record({
      count: fc.integer({ min: 1, max: 6 }),
      seconds: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(
        fc.array(limit, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 40 }),
        (limits, wanted) => {
          expect(areLimits(limits)).toBe(true);
          const sent: number[] = [];
          for (const now of wanted.sort((a, b) => a - b)) {
            // A worker sends when it may, and the next message asks from then on.
            const at = nextPermitted(sent, limits, Math.max(now, sent.at(-1) ?? 0));
            sent.push(at);
          }
          for (const { count, seconds } of limits)
            for (const [index, at] of sent.entries()) {
              const before = sent[index - count];
              if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(seconds * 1000);
            }
          for (const [index, at] of sent.entries()) {
            const free = Math.max(wanted[index]!, sent[index - 1] ?? 0);
            const blocked = limits.some(({ count, seconds }) => sent[index - count] === at - seconds * 1000);
            expect(at === free || blocked).toBe(true);
          }
        },
      ),
    );
  });

  it('knows limits that can be kept', () => {
    expect(areLimits(feishu)).toBe(true);
    expect(areLimits([{ count: 0, seconds: 60 }])).toBe(false);
  });
});
