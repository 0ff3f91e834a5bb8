import { baseline, period, series, targetLike } from '../test/examples.js';
import { assess } from './assess.js';
import type { Method, TargetSpec } from './target.js';
import { severity } from './status.js';
import { type Verdict } from './verdict.js';

/** Mulberry32: the same cases in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const numericMethods: Method[] = [
  'growthRatio',
  'elapsedShare',
  'extrapolatedShare',
  'attainment',
  'milestone',
  'direction',
];
const trajectories = ['linear', 'geometric', 'none'] as const;
const asOf = '2020-06-01';

interface Drawn {
  base: number;
  target: number;
  changes: Partial<TargetSpec>;
}

/** A target with a base, of either sign and either direction, by any method and trajectory. */
function drawn(random: () => number): Drawn {
  const pick = <T>(choices: readonly T[], otherwise: T): T =>
    choices[Math.floor(random() * choices.length)] ?? otherwise;
  // JSON has no negative zero.
  const number = () => Math.round((random() * 400 - 100) * 10) / 10 || 0;
  const base = number();
  const target = number();
  const up = random() < 0.5;
  return {
    base,
    target,
    changes: {
      operator: up ? 'atLeast' : 'atMost',
      direction: up ? 'up' : 'down',
      value: target,
      baseline: baseline('2015', base),
      due: period('2030'),
      method: pick(numericMethods, 'elapsedShare'),
      trajectory: pick(trajectories, 'linear'),
    },
  };
}

function judged(changes: Partial<TargetSpec>, value: number): Verdict {
  return assess(targetLike(changes), series({ '2019': value }), asOf);
}

function paces(verdict: Verdict): Record<string, unknown> {
  return {
    status: verdict.status,
    pace: verdict.pace,
    byMethod: verdict.byMethod,
    shares: [verdict.achievedShare, verdict.elapsedShare],
  };
}

describe('whatever the numbers', () => {
  it('a better value never gives a worse status for the same period', () => {
    const random = generator(20181203);
    for (let i = 0; i < 6000; i++) {
      const { changes } = drawn(random);
      const values = [random() * 400 - 100, random() * 400 - 100].sort((a, b) => a - b);
      if (changes.direction === 'down') values.reverse();
      const [worse = 0, better = 0] = values;
      const [before, after] = [judged(changes, worse), judged(changes, better)];
      const [severe, mild] = [severity(before.status), severity(after.status)];
      if (severe === null || mild === null || mild > severe) {
        throw new Error(
          `${JSON.stringify({ changes, worse, better })}: ${before.status} became ${after.status}`,
        );
      }
    }
  });

  it('scaling every value by a positive factor leaves paces and statuses unchanged', () => {
    const random = generator(610100);
    for (let i = 0; i < 1500; i++) {
      const { base, target, changes } = drawn(random);
      const value = random() * 400 - 100;
      // A power of two scales doubles exactly, so the results must be equal, not only close.
      const factor = 2 ** Math.floor(random() * 20 - 10);
      const scaled = judged(
        { ...changes, value: target * factor, baseline: baseline('2015', base * factor) },
        value * factor,
      );
      expect(paces(scaled)).toEqual(paces(judged(changes, value)));
    }
  });

  it('mirrored values with the opposite direction give the same growth, elapsed and extrapolated paces', () => {
    const random = generator(2035);
    for (let i = 0; i < 1500; i++) {
      const { base, target, changes } = drawn(random);
      const value = random() * 400 - 100;
      // Attainment and the geometric path know positive numbers only.
      const method = changes.method === 'attainment' ? 'elapsedShare' : (changes.method ?? 'elapsedShare');
      const original: Partial<TargetSpec> = { ...changes, method, trajectory: 'linear' };
      const mirrored: Partial<TargetSpec> = {
        ...original,
        operator: changes.operator === 'atLeast' ? 'atMost' : 'atLeast',
        direction: changes.direction === 'up' ? 'down' : 'up',
        value: -target,
        baseline: baseline('2015', -base),
      };
      const [one, other] = [judged(original, value), judged(mirrored, -value)];
      expect(other.status).toBe(one.status);
      expect(other.pace).toEqual(one.pace);
      for (const compared of ['growthRatio', 'elapsedShare', 'extrapolatedShare'] as const) {
        expect(other.byMethod[compared]).toEqual(one.byMethod[compared]);
      }
    }
  });

  it('a verdict does not depend on the order of the observations, and is plain JSON', () => {
    const random = generator(42);
    for (let i = 0; i < 500; i++) {
      const { changes } = drawn(random);
      const observations = series({
        '2015-06': random() * 100,
        '2017': random() * 100,
        '2018-Q1': random() * 100,
        '2019': random() * 100,
      });
      const verdict = assess(targetLike({ ...changes, baseline: null }), observations, asOf);
      expect(assess(targetLike({ ...changes, baseline: null }), observations.toReversed(), asOf)).toEqual(
        verdict,
      );
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    }
  });
});
