import { patternSearch } from './pattern-search.js';

describe('patternSearch', () => {
  const bowl = (x: number, y: number) => (place: readonly number[]) =>
    (place[0]! - x) ** 2 + 3 * (place[1]! - y) ** 2 + 1;

  it.each([
    [0.3, 0.7],
    [0.05, 0.95],
    [0.5, 0.5],
  ])('finds the bottom of a bowl at %d, %d', (x, y) => {
    const { place, value } = patternSearch(bowl(x, y), [[0.5, 0.5]]);
    expect(Math.abs(place[0]! - x)).toBeLessThanOrEqual(0.02);
    expect(Math.abs(place[1]! - y)).toBeLessThanOrEqual(0.02);
    expect(value).toBeLessThan(1.003);
  });

  it('stays between the walls', () => {
    const { place } = patternSearch(bowl(-4, 7), [[0.5, 0.5]]);
    expect(place).toEqual([0.0001, 0.9999]);
  });

  it('starts from the best of the places given', () => {
    const twoHoles = ([x]: readonly number[]) =>
      Math.min(20 * (x! - 0.1) ** 2 + 1, 20 * (x! - 0.9) ** 2 + 0.5);
    expect(patternSearch(twoHoles, [[0.15]]).place[0]).toBeCloseTo(0.1, 1);
    expect(patternSearch(twoHoles, [[0.15], [0.8]]).place[0]).toBeCloseTo(0.9, 1);
  });

  it('ends where everything is level', () => {
    expect(patternSearch(() => 0, [[0.2, 0.3]])).toEqual({ place: [0.2, 0.3], value: 0 });
  });

  it('asks about no place twice on its way to a wall', () => {
    const asked: number[] = [];
    const { place } = patternSearch(
      ([x]) => {
        asked.push(x!);
        return 2 - x!;
      },
      [[0.1]],
    );
    expect(place[0]).toBeCloseTo(0.9999, 10);
    expect(new Set(asked.map((x) => x.toFixed(9))).size).toBe(asked.length);
  });
});
