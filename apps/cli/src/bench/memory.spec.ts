import { growthPerByte, growthSentence, median, watched } from './memory.js';

const samples = (liveBytes: (rowsRead: number) => number) =>
  Array.from({ length: 20 }, (_, index) => {
    const rowsRead = (index + 1) * 10_000;
    return { rowsRead, liveBytes: liveBytes(rowsRead) };
  });

describe('growthPerByte', () => {
  it('is none where a batch on its way comes and goes', () => {
    const growth = growthPerByte(
      samples((rows) => 50_000_000 + (rows % 30_000)),
      50,
    );
    expect(growth).toBeCloseTo(0, 2);
    expect(growthSentence(growth)).toMatch(/^does not grow/);
  });

  it('is what is kept of every row, per byte of it', () => {
    const growth = growthPerByte(
      samples((rows) => 50_000_000 + rows * 150),
      50,
    );
    expect(growth).toBeCloseTo(3);
    expect(growthSentence(growth)).toBe('GROWS with the file: 3.00 bytes kept per byte of file');
  });

  it('is not told of a short file', () => {
    expect(
      growthPerByte(
        samples(() => 1),
        5,
      ),
    ).toBeNull();
    expect(growthPerByte([], 50)).toBeNull();
    expect(growthSentence(null)).toContain('too short');
  });
});

it('the median of an even number is the higher of the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 3, 0]);
});

it('watched work answers with its result, and a failure is not swallowed', async () => {
  const { result, ms, peakBytes } = await watched(() => Promise.resolve('done'));
  expect(result).toBe('done');
  expect(ms).toBeGreaterThanOrEqual(0);
  expect(peakBytes).toBeGreaterThan(1_000_000);
  await expect(watched(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
