import { nextAttempt, type FailedAttempt } from './next-attempt.js';

const failedAt = new Date('2020-03-01T00:00:00Z');
const day = 86_400;

const first: FailedAttempt = {
  key: 'alert:1:firing:1:duty',
  attempts: 0,
  now: failedAt,
  failingSince: null,
  giveUpAfterSeconds: day,
};

/** Seconds until the next try, null when it is given up. */
function waitOf(failed: Partial<FailedAttempt>): number | null {
  const next = nextAttempt({ ...first, ...failed });
  return next && (next.getTime() - failedAt.getTime()) / 1000;
}

const failingFor = (seconds: number) => new Date(failedAt.getTime() - seconds * 1000);

describe('nextAttempt', () => {
  it.each([
    ['the first failure waits 10 seconds', 0, 10],
    ['the second twice as long', 1, 20],
    ['the ninth is the last one that doubles', 8, 2560],
    ['from the tenth on it is an hour', 9, 3600],
    ['a count that cannot be does not overflow', 5000, 3600],
  ])('%s, less up to a quarter', (_sentence, attempts, seconds) => {
    const wait = waitOf({ attempts });
    expect(wait).toBeLessThanOrEqual(seconds);
    expect(wait).toBeGreaterThan(seconds * 0.75 - 0.001);
  });

  it('gives up when the next try would come after the time that is set', () => {
    expect(waitOf({ attempts: 9, failingSince: failingFor(day - 3600) })).not.toBeNull();
    expect(waitOf({ attempts: 9, failingSince: failingFor(day - 2700) })).toBeNull();
    expect(
      waitOf({ attempts: 9, failingSince: failingFor(day), giveUpAfterSeconds: 2 * day }),
    ).not.toBeNull();
  });

  it('counts from the first failure, so that what waited long before it still gets its tries', () => {
    expect(waitOf({ failingSince: null })).toBeLessThanOrEqual(10);
  });

  it('does not give up for time in which nobody tried, or for a clock that jumped', () => {
    expect(waitOf({ attempts: 1, failingSince: failingFor(3 * day) })).toBeLessThanOrEqual(20);
    expect(waitOf({ attempts: 8, failingSince: failingFor(3 * day) })).not.toBeNull();
    expect(waitOf({ attempts: 9, failingSince: failingFor(3 * day) })).toBeNull();
    expect(waitOf({ attempts: 2, failingSince: failingFor(3 * day), after: 7 * day })).toBe(3600);
    expect(waitOf({ attempts: 9, failingSince: failingFor(-30 * day), after: 7 * day })).toBe(day);
  });

  it('waits at least as long as the receiver asks, and hardly longer', () => {
    const wait = waitOf({ after: 600 });
    expect(wait).toBeGreaterThanOrEqual(600);
    expect(wait).toBeLessThanOrEqual(660);
    expect(waitOf({ attempts: 9, after: 1 })).toBeGreaterThanOrEqual(2700);
  });

  it('tries once more at the end when the receiver asks for longer than there is', () => {
    expect(waitOf({ after: 7 * day })).toBe(day);
    expect(waitOf({ after: 7 * day, failingSince: failingFor(day - 3600), attempts: 3 })).toBe(3600);
    expect(waitOf({ after: 7 * day, failingSince: failingFor(day), attempts: 30 })).toBeNull();
  });

  it('gives the same instant for the same delivery and attempt', () => {
    expect(waitOf({ attempts: 3 })).toBe(waitOf({ attempts: 3 }));
  });

  it('spreads deliveries that failed together, those that were told when to come back too', () => {
    for (const after of [{}, { after: 4000 }]) {
      const keys = Array.from({ length: 20 }, (_, index) => `alert:${index}:firing:1:duty`);
      const waits = keys.map((key) => waitOf({ attempts: 9, key, ...after }));
      expect(new Set(waits).size).toBe(20);
    }
  });
});
