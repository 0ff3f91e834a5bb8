import { nextAttempt } from './next-attempt.js';

const failedAt = new Date('2020-03-01T00:00:00Z');

/** Seconds until the next try, null when it is given up. */
function waitOf(attempts: number, key = 'alert:1:firing:1:duty'): number | null {
  const next = nextAttempt(attempts, failedAt, key);
  return next && (next.getTime() - failedAt.getTime()) / 1000;
}

describe('nextAttempt', () => {
  it.each([
    ['the first failure waits 10 seconds', 0, 10],
    ['the second twice as long', 1, 20],
    ['the ninth is the last one that doubles', 8, 2560],
    ['from the tenth on it is an hour', 9, 3600],
    ['the last wait before giving up is an hour', 30, 3600],
  ])('%s, less up to a quarter', (_sentence, attempts, seconds) => {
    const wait = waitOf(attempts);
    expect(wait).toBeLessThanOrEqual(seconds);
    expect(wait).toBeGreaterThan(seconds * 0.75 - 0.001);
  });

  it.each([
    ['gives up when the waits together would exceed 24 hours', 31],
    ['stays with it after that', 32],
    ['does not overflow on a count that cannot be', 5000],
  ])('%s', (_sentence, attempts) => {
    expect(waitOf(attempts)).toBeNull();
  });

  it('gives the same instant for the same delivery and attempt', () => {
    expect(waitOf(3)).toBe(waitOf(3));
  });

  it('spreads deliveries that failed together', () => {
    const waits = Array.from({ length: 20 }, (_, index) => waitOf(9, `alert:${index}:firing:1:duty`));
    expect(new Set(waits).size).toBe(20);
    expect(Math.max(...waits.map(Number)) - Math.min(...waits.map(Number))).toBeGreaterThan(300);
  });
});
