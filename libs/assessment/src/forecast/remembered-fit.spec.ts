import * as fc from 'fast-check';
import { fingerprint, rememberedFit } from './remembered-fit.js';
import { fitSeasonalModel } from './seasonal-smoothing.js';

const value = fc
  .double({ min: -1e6, max: 1e6, noNaN: true })
  // Below that a double has too few bits for a step of its last one.
  .filter((v) => v === 0 || Math.abs(v) > 1e-290);
const series = fc.array(value, { minLength: 24, maxLength: 60 });

it('says what a fit made anew says, the first time and again', () => {
  fc.assert(
    fc.property(series, (values) => {
      const anew = fitSeasonalModel(values, 12);
      expect(rememberedFit(values, 12)).toEqual(anew);
      expect(rememberedFit([...values], 12)).toBe(rememberedFit(values, 12));
    }),
    { numRuns: 30 },
  );
});

it('remembers that there is none', () => {
  expect(rememberedFit([1, 2, 3], 12)).toBeNull();
  expect(rememberedFit([1, 2, 3], 12)).toBeNull();
});

describe('the fingerprint of a series', () => {
  it('is another when any value differs in its last bit, when two change places, and for another season', () => {
    fc.assert(
      fc.property(series, fc.nat(), fc.nat(), (values, i, j) => {
        const own = fingerprint(values, 12);
        const at = i % values.length;
        const [one, other] = [values[at]!, values[j % values.length]!];
        const moved = values.with(at, one === 0 ? Number.MIN_VALUE : one * (1 + 2 ** -52));
        expect(fingerprint(moved, 12)).not.toBe(own);
        expect(fingerprint(values, 4)).not.toBe(own);
        if (Object.is(one, other)) return;
        expect(fingerprint(values.with(at, other).with(j % values.length, one), 12)).not.toBe(own);
      }),
    );
  });

  it('is its own for each of a hundred thousand series that differ in little', () => {
    const base = Array.from({ length: 24 }, (_, month) => month % 12);
    const all = new Set<string>();
    for (let n = 0; n < 100_000; n++) all.add(fingerprint(base.with(n % 24, 100 + Math.floor(n / 24)), 12));
    expect(all.size).toBe(100_000);
  });

  it('spreads over all bits: of each about half are set', () => {
    const counts = Array.from({ length: 128 }, () => 0);
    for (let n = 0; n < 4000; n++)
      [...fingerprint([n, n + 1], 12)].forEach((_, at, text) => {
        for (let bit = 0; bit < 16; bit++)
          if ((text.join('').charCodeAt(at) >> bit) & 1) counts[at * 16 + bit]! += 1;
      });
    for (const count of counts) expect(Math.abs(count / 4000 - 0.5)).toBeLessThan(0.05);
  });
});
