import fc from 'fast-check';
import {
  better,
  methods,
  scaled,
  situation,
  trajectories,
  validThresholds,
  type Situation,
} from '../test/any-target.js';
import { assess } from './assess.js';
import { severity, type Status } from './status.js';
import { defaultThresholds, type Thresholds } from './thresholds.js';
import type { Verdict } from './verdict.js';

const asOf = '2024-03-31';
const runs = { numRuns: 1500, seed: 20181203 };
const gains = fc.oneof(
  fc.double({ min: 0, max: 300, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

const judged = ({ target, history }: Situation): Verdict => assess(target, history, asOf);

const withThresholds = (one: Situation, thresholds: Thresholds | null): Situation => ({
  ...one,
  target: { ...one.target, thresholds },
});

function isWorse(status: Status, than: Status): boolean {
  const [is, was] = [severity(status), severity(than)];
  return is !== null && was !== null && is > was;
}

/** The verdict's own status where the same method (or none) gave it, and that of every method that both have. */
function statuses(verdict: Verdict): Map<string, Status> {
  const own = verdict.pace === null ? 'value' : verdict.method;
  return new Map([
    [`verdict by ${own}`, verdict.status],
    ...Object.entries(verdict.byMethod).map(([method, { status }]): [string, Status] => [method, status]),
  ]);
}

function worsened(first: Verdict, second: Verdict): string[] {
  const [before, after] = [statuses(first), statuses(second)];
  return [...before].flatMap(([of, status]) => {
    const now = after.get(of);
    return now && isWorse(now, status) ? [`${of}: ${status} became ${now}`] : [];
  });
}

describe('whatever the target and its thresholds', () => {
  it('the situations drawn have every method, operator and trajectory come to a pace', () => {
    const met = new Map<string, number>();
    const count = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    for (const one of fc.sample(situation, { numRuns: 3000, seed: runs.seed })) {
      const { method, pace } = judged(one);
      if (pace === null) continue;
      count(`${method} ${one.target.operator}`);
      count(`${method} ${one.target.trajectory}`);
      if (one.target.thresholds && method === one.target.method) count(`${method} own`);
    }
    const operators = ['atLeast', 'atMost', 'within', 'complete'];
    const wanted = methods.flatMap((method) => [
      ...[...operators, 'own'].map((what) => `${method} ${what}`),
      // Without a path nothing is expected before the due date, so that the milestones' pace is null.
      ...trajectories
        .filter((trajectory) => method !== 'milestone' || trajectory !== 'none')
        .map((trajectory) => `${method} ${trajectory}`),
    ]);
    expect([...wanted, 'direction direction'].filter((what) => (met.get(what) ?? 0) < 10)).toEqual([]);
  });

  it('a better latest value never gives a worse status, by any one method', () => {
    fc.assert(
      fc.property(situation, gains, (one, gain) => {
        expect(worsened(judged(one), judged(better(one, gain)))).toEqual([]);
      }),
      runs,
    );
  });

  it('tightening a threshold never gives a better status, and touches no other method', () => {
    const raise = fc.record({ onTrack: fc.nat(100), atRisk: fc.nat(100), offTrack: fc.nat(100) });
    fc.assert(
      fc.property(situation, validThresholds, raise, (one, thresholds, by) => {
        // Raised by any amounts, and then in order again: none is under what it was.
        const offTrack = thresholds.offTrack + by.offTrack / 100;
        const atRisk = Math.max(thresholds.atRisk + by.atRisk / 100, offTrack);
        const onTrack = Math.max(thresholds.onTrack + by.onTrack / 100, atRisk);
        const mild = judged(withThresholds(one, thresholds));
        const strict = judged(withThresholds(one, { onTrack, atRisk, offTrack }));
        expect(worsened(strict, mild)).toEqual([]);
        expect(strict.pace).toBe(mild.pace);
        const others = ({ byMethod }: Verdict) =>
          Object.entries(byMethod).filter(([method]) => method !== one.target.method);
        expect(others(strict)).toEqual(others(mild));
      }),
      runs,
    );
  });

  it('a method’s published thresholds, given as the target’s own, change nothing but that it is said', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const plain = judged(withThresholds(one, null));
        const own = judged(withThresholds(one, defaultThresholds[one.target.method]));
        const { ownThresholds, ...reason } = { ownThresholds: undefined, ...own.reason };
        expect({ ...own, reason }).toEqual(plain);
        const byPace = ['pace', 'direction'].includes(own.reason.code) && own.method === one.target.method;
        if (byPace) expect(ownThresholds).toBe(true);
      }),
      runs,
    );
  });

  it('the order of the observations never matters, and a verdict is plain JSON', () => {
    fc.assert(
      fc.property(situation, fc.infiniteStream(fc.nat()), (one, keys) => {
        const order = one.history.map((observation) => ({ observation, key: keys.next().value! }));
        const shuffled = order.toSorted((a, b) => a.key - b.key).map(({ observation }) => observation);
        const verdict = judged(one);
        expect(judged({ ...one, history: shuffled })).toEqual(verdict);
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
      }),
      { ...runs, numRuns: 700 },
    );
  });

  it('another unit changes no status and no pace', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: -12, max: 12 }), (one, exponent) => {
        // A power of two scales a floating-point number exactly, so the results must be equal, not only close.
        const [plain, other] = [judged(one), judged(scaled(one, 2 ** exponent))];
        expect(other.status).toBe(plain.status);
        expect(other.pace).toBe(plain.pace);
        expect(other.byMethod).toEqual(plain.byMethod);
        expect([other.achievedShare, other.elapsedShare]).toEqual([plain.achievedShare, plain.elapsedShare]);
      }),
      runs,
    );
  });
});
