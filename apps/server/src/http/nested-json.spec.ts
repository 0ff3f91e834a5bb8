import { isDeeperThan } from './nested-json.js';

describe('isDeeperThan', () => {
  it.each<[unknown, number, boolean]>([
    ['text', 0, false],
    [null, 0, false],
    [[], 0, false],
    [[1], 0, true],
    [{ a: [{ b: 1 }] }, 3, false],
    [{ a: [{ b: 1 }] }, 2, true],
    [JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)), 100, true],
  ])('%#', (value, most, deeper) => {
    expect(isDeeperThan(value, most)).toBe(deeper);
  });
});
