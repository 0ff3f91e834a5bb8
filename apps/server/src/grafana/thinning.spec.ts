import fc from 'fast-check';
import { type Point, thinned } from './thinning.js';

const series = (...values: (number | null)[]): Point[] => values.map((value, i) => [value, i * 1000]);
const values = (points: readonly Point[]) => points.map(([value]) => value);

describe('fewer points than there are', () => {
  it('leaves a series alone that fits, or when no limit is set', () => {
    expect(thinned(series(1, 2, 3), 3)).toEqual(series(1, 2, 3));
    expect(thinned(series(1, 2, 3), undefined)).toEqual(series(1, 2, 3));
    expect(thinned([], 5)).toEqual([]);
  });

  it('keeps the ends, the lowest and the highest, and between them what spans the largest triangles', () => {
    const points = series(5, 1, 9, 3, 3, 8, 2, 4, 6, 7);
    expect(values(thinned(points, 6))).toEqual([5, 1, 9, 3, 2, 7]);
  });

  it('has room for the ends only below four, and for the newest alone at one', () => {
    expect(values(thinned(series(5, 1, 9, 7), 3))).toEqual([5, 7]);
    expect(values(thinned(series(5, 1, 9, 7), 2))).toEqual([5, 7]);
    expect(values(thinned(series(5, 1, 9, 7), 1))).toEqual([7]);
  });

  it('keeps a gap as one null between the values on its sides', () => {
    const points = series(5, 1, 2, 3, null, null, null, 4, 3, 5, 6);
    expect(values(thinned(points, 8))).toEqual([5, 1, 3, null, 4, 3, 5, 6]);
  });

  it('keeps the longest gap where there is no room for all', () => {
    const points = series(5, null, 4, null, null, null, 9, null, 1, 2, 3, 4);
    expect(values(thinned(points, 7))).toEqual([5, 4, null, 9, 1, 2, 4]);
  });

  it('finds a lone peak in a long flat series', () => {
    const flat = Array.from({ length: 200_000 }, () => 1);
    flat[123_456] = 50;
    flat[77] = -3;
    const kept = thinned(
      flat.map((one, i): Point => [one, i * 1000]),
      100,
    );
    expect(kept).toContainEqual([50, 123_456_000]);
    expect(kept).toContainEqual([-3, 77_000]);
  });

  it('of nothing but gaps is one gap', () => {
    expect(thinned(series(null, null, null, null, null), 4)).toEqual([[null, 0]]);
  });
});

describe('whatever the series and the limit', () => {
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const someSeries = fc
    .array(fc.tuple(value, fc.integer({ min: 1, max: 100_000 })), { maxLength: 300 })
    .map((steps) => {
      let time = 0;
      return steps.map(([one, step]): Point => [one, (time += step)]);
    });
  const given = fc.tuple(someSeries, fc.integer({ min: 1, max: 320 }));
  const numbers = (points: readonly Point[]) => points.flatMap(([one]) => (one === null ? [] : [one]));

  it('there are at most so many points, all of them points of the series, in time order', () => {
    fc.assert(
      fc.property(given, ([points, limit]) => {
        const kept = thinned(points, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        const at = kept.map((point) => points.indexOf(point));
        expect(at).not.toContain(-1);
        expect(at.every((index, i) => i === 0 || index > (at[i - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it('the first and last value, the lowest and the highest are among them, from four on', () => {
    fc.assert(
      fc.property(given, ([points, limit]) => {
        fc.pre(limit >= 4);
        const all = numbers(points);
        const kept = numbers(thinned(points, limit));
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
        if (all.length > 0)
          expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...all), Math.max(...all)]);
      }),
    );
  });

  it('all the room is used when there are that many values', () => {
    fc.assert(
      fc.property(given, ([points, limit]) => {
        fc.pre(limit >= 4 && numbers(points).length >= limit);
        expect(thinned(points, limit)).toHaveLength(limit);
      }),
    );
  });

  it('a null stands only where the series has one between two values, and never beside another', () => {
    fc.assert(
      fc.property(given, ([points, limit]) => {
        fc.pre(limit < points.length && numbers(points).length > 0);
        const kept = thinned(points, limit);
        kept.forEach((point, i) => {
          if (point[0] !== null) return;
          const [before, after] = [kept[i - 1], kept[i + 1]].map((one) => one && points.indexOf(one));
          expect(before).toBe(points.indexOf(point) - 1);
          expect(points.slice(points.indexOf(point), after).every(([one]) => one === null)).toBe(true);
        });
      }),
    );
  });
});
