import { type Point, thinned } from './thinning.js';

const series = (...values: (number | null)[]): Point[] => values.map((value, i) => [value, i * 1000]);
const values = (points: readonly Point[]) => points.map(([value]) => value);

describe('fewer points than there are', () => {
  it('leaves a series alone that fits, or when no limit is set', () => {
    expect(thinned(series(1, 2, 3), 3)).toEqual(series(1, 2, 3));
    expect(thinned(series(1, 2, 3), undefined)).toEqual(series(1, 2, 3));
    expect(thinned([], 5)).toEqual([]);
  });

  it('keeps the ends and the extremes of each stretch, in time order', () => {
    const points = series(5, 1, 9, 3, 3, 8, 2, 4, 6, 7);
    expect(values(thinned(points, 6))).toEqual([5, 1, 9, 8, 2, 7]);
  });

  it('has room for the ends only below four, and for the newest alone at one', () => {
    expect(values(thinned(series(5, 1, 9, 7), 3))).toEqual([5, 7]);
    expect(values(thinned(series(5, 1, 9, 7), 2))).toEqual([5, 7]);
    expect(values(thinned(series(5, 1, 9, 7), 1))).toEqual([7]);
  });

  it('keeps a gap where a whole stretch has no value', () => {
    const points = series(5, 1, 2, 3, null, null, null, 4, 3, 5, 6);
    expect(values(thinned(points, 8))).toEqual([5, 1, 3, null, 3, 5, 6]);
  });

  it('never exceeds the limit, loses no extreme and stays in order, whatever the length', () => {
    for (const count of [5, 17, 100, 1001]) {
      const points = series(...Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 1000));
      for (const limit of [4, 7, 50]) {
        const kept = thinned(points, limit);
        expect(kept.length).toBeLessThanOrEqual(limit);
        const times = kept.map(([, time]) => time);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const extreme of [Math.min, Math.max])
          expect(values(kept)).toContain(extreme(...values(points).map(Number)));
      }
    }
  });
});
