import { progress } from '../../test/examples.js';
import { defaultThresholds } from '../thresholds.js';
import type { MethodResult, Progress } from '../progress.js';
import type { Status } from '../status.js';
import type { Refusal } from '../verdict.js';
import { attainment } from './attainment.js';
import { direction, limitFactor } from './direction.js';
import { elapsedShare } from './elapsed-share.js';
import { extrapolatedShare } from './extrapolated-share.js';
import { growthRatio } from './growth-ratio.js';
import { milestone } from './milestone.js';

const byGrowth = (p: Progress) => growthRatio(p, defaultThresholds.growthRatio);
const byExtrapolation = (p: Progress) => extrapolatedShare(p, defaultThresholds.extrapolatedShare);
const byTime = (p: Progress) => elapsedShare(p, defaultThresholds.elapsedShare);
const byAttainment = (p: Progress) => attainment(p, defaultThresholds.attainment);
const byMilestone = (p: Progress) => milestone(p, defaultThresholds.milestone);
const byDirection = (p: Progress) => direction(p, defaultThresholds.direction);

function expectPace(result: MethodResult, pace: number, status: Status, digits = 9): void {
  if (result.kind === 'refused') throw new Error(`refused: ${result.why}`);
  expect(result.pace).toBeCloseTo(pace, digits);
  expect(result.status).toBe(status);
}

function expectRefusal(result: MethodResult, why: Refusal): void {
  expect(result).toMatchObject({ kind: 'refused', why });
}

const a = progress({ b: 120, t0: '2015', x: 150, t: '2020', target: 260, due: '2035', d: 1 });
const b = progress({ b: 5, t0: '2015', x: 4.2, t: '2020', target: 3, due: '2035', d: -1 });
const d = progress({ b: 40, t0: '2015', x: 38, t: '2019', target: 60, due: '2035', d: 1 });
const routes = progress({ b: 45, t0: '2016', x: 88, t: '2019', target: 100, due: '2020', d: 1 });

describe('the worked cases', () => {
  it.each<[string, Progress, number, Status, number, Status, number, Status]>([
    ['A', a, 1.1579, 'onTrack', 1.2355, 'onTrack', 0.8571, 'atRisk'],
    ['B', b, 1.3589, 'onTrack', 1.2553, 'onTrack', 1.6, 'onTrack'],
    ['D', d, -0.6221, 'movingAway', -0.4524, 'movingAway', -0.5, 'movingAway'],
    ['routes', routes, 1.1338, 'onTrack', 1.1826, 'onTrack', 1.0424, 'onTrack'],
  ])('%s: R %d %s, q %d %s, a/e %d %s', (_name, numbers, r, byR, q, byQ, share, byShare) => {
    expectPace(byGrowth(numbers), r, byR, 4);
    expectPace(byExtrapolation(numbers), q, byQ, 4);
    expectPace(byTime(numbers), share, byShare, 4);
  });

  it('return every number that went in', () => {
    expect(byTime(a)).toEqual({
      kind: 'judged',
      pace: 0.8571428571,
      status: 'atRisk',
      thresholds: defaultThresholds.elapsedShare,
      numbers: a,
    });
  });
});

describe('growth methods', () => {
  it.each<[string, Partial<Progress>, Refusal]>([
    ['a base of zero', { base: 0 }, 'zero-or-mixed-sign'],
    ['a latest value of zero', { latest: 0 }, 'zero-or-mixed-sign'],
    ['a target of zero', { target: 0 }, 'zero-or-mixed-sign'],
    ['a base of the other sign', { base: -120 }, 'zero-or-mixed-sign'],
    ['a latest value of the other sign', { latest: -1 }, 'zero-or-mixed-sign'],
    ['a growth rate', { isGrowthRate: true }, 'growth-rate-series'],
    ['a base at the target', { base: 260 }, 'base-equals-target'],
    ['no target', { target: null, goal: null }, 'no-target-value'],
    [
      'an interval crossed',
      { goal: { lower: 130, upper: 140 }, target: 140, direction: -1 },
      'interval-crossed',
    ],
    [
      'an interval left',
      { goal: { lower: 110, upper: 140 }, target: 140, direction: -1 },
      'interval-crossed',
    ],
  ])('do not apply to %s', (_what, changes, why) => {
    expectRefusal(byGrowth({ ...a, ...changes }), why);
    expectRefusal(byExtrapolation({ ...a, ...changes }), why);
  });

  it('take sign(b) into account: from −5 towards −2 is growth in the wanted direction', () => {
    const negative = progress({ b: -5, t0: '2015', x: -4, t: '2020', target: -2, due: '2035', d: 1 });
    const mirrored = progress({ b: 5, t0: '2015', x: 4, t: '2020', target: 2, due: '2035', d: -1 });
    const ratio = (0.8 ** (1 / 5) - 1) / (0.4 ** (1 / 20) - 1);
    expectPace(byGrowth(negative), ratio, 'onTrack');
    expectPace(byGrowth(mirrored), ratio, 'onTrack');
    expectPace(byExtrapolation(negative), (5 - 5 * 0.8 ** 4) / 3, 'onTrack');
  });

  it('take a target on the wrong side of its base absolutely', () => {
    const wrongSide = progress({ b: 70, t0: '2015', x: 55, t: '2023', target: 100, due: '2030', d: -1 });
    expectPace(byGrowth(wrongSide), 1.234054966, 'onTrack');
    expectPace(
      byExtrapolation({ ...wrongSide, latest: 110 }),
      -(110 * (110 / 70) ** (7 / 8) - 70) / 30,
      'movingAway',
    );
  });

  it('read a zero as zeroAs where the variant asks for it', () => {
    const numbers = progress({ b: 0.052, t0: '2015', x: 0.048, t: '2022', target: 0, due: '2030', d: -1 });
    expectPace(byGrowth({ ...numbers, zeroAs: 0.001 }), 0.049095959, 'offTrack');
    expectRefusal(byExtrapolation({ ...numbers, zeroAs: 0.001 }), 'zero-or-mixed-sign');
  });

  it('clip the extrapolated value to the bounds', () => {
    const share = progress({ b: 50, t0: '2015', x: 80, t: '2020', target: 90, due: '2025', d: 1 });
    expectPace(byExtrapolation(share), (128 - 50) / 40, 'onTrack');
    expectPace(byExtrapolation({ ...share, upperBound: 100 }), 50 / 40, 'onTrack');
  });
});

describe('elapsedShare', () => {
  it.each<[string, Progress, number, Status]>([
    ['exactly as far as the time gone', { ...a, latest: 155 }, 1, 'onTrack'],
    ['exactly at the lower threshold', { ...a, latest: 148 }, 0.8, 'atRisk'],
    ['just below it', { ...a, latest: 147.9 }, 0.797142857, 'offTrack'],
    ['standing still', { ...a, latest: 120 }, 0, 'offTrack'],
    ['from a base of zero', { ...a, base: 0, latest: 65 }, 1, 'onTrack'],
    ['across zero', { ...a, base: -40, latest: 35 }, 1, 'onTrack'],
    ['beyond the base of a target on the wrong side', { ...a, base: 300, latest: 250 }, -5, 'movingAway'],
  ])('%s', (_what, numbers, pace, status) => {
    expectPace(byTime(numbers), pace, status);
  });

  it('does not apply to a base at the target, nor without a target', () => {
    expectRefusal(byTime({ ...a, base: 260 }), 'base-equals-target');
    expectRefusal(byTime({ ...a, target: null, goal: null }), 'no-target-value');
  });

  const within = { goal: { lower: 20, upper: 30 }, base: 10, target: 20, direction: 1 } as const;
  it.each<[string, Partial<Progress>, number, Status]>([
    ['from below to below', { ...within, latest: 15 }, 0.5 / 0.25, 'onTrack'],
    [
      'from above to above',
      { ...within, base: 50, latest: 48, target: 30, direction: -1 },
      0.1 / 0.25,
      'offTrack',
    ],
    [
      'through the interval and out',
      { ...within, latest: 32, target: 30, direction: -1 },
      0.8 / 0.25,
      'onTrack',
    ],
    ['further away', { ...within, latest: 9 }, -0.1 / 0.25, 'movingAway'],
  ])('counts an interval by the distance to the nearer edge: %s', (_what, changes, pace, status) => {
    expectPace(byTime({ ...a, ...changes }), pace, status);
  });
});

describe('attainment', () => {
  it.each<[string, Partial<Progress>, number, Status]>([
    ['more is better: x ÷ T over E ÷ T', { latest: 150, expected: 155 }, 150 / 155, 'onTrack'],
    ['at risk', { latest: 130, expected: 155 }, 130 / 155, 'atRisk'],
    ['off track', { latest: 100, expected: 155 }, 100 / 155, 'offTrack'],
    ['negative', { latest: -1, expected: 155 }, -1 / 155, 'movingAway'],
    ['less is better: T ÷ x over T ÷ E', { ...b, expected: 4.5 }, 4.5 / 4.2, 'onTrack'],
    ['less is better, behind', { ...b, latest: 5.5, expected: 4.5 }, 4.5 / 5.5, 'atRisk'],
  ])('%s', (_what, changes, pace, status) => {
    expectPace(byAttainment({ ...a, ...changes }), pace, status);
  });

  const interval: Progress = {
    ...a,
    goal: { lower: 20, upper: 30 },
    target: 20,
    direction: 1,
    lowerBound: 0,
    upperBound: 100,
    base: 6,
    expected: 13,
  };
  it.each<[string, Partial<Progress>, number, Status]>([
    // w = max(20 − 0, 100 − 30) = 70
    ['below', { latest: 10 }, (1 - 10 / 70) / (1 - 7 / 70), 'onTrack'],
    ['above', { latest: 65, target: 30, direction: -1 }, (1 - 35 / 70) / (1 - 7 / 70), 'offTrack'],
    ['one bound is enough', { latest: 10, upperBound: null }, (1 - 10 / 20) / (1 - 7 / 20), 'offTrack'],
    ['never less than 0', { latest: -60, upperBound: null }, 0, 'offTrack'],
  ])('of an interval: %s', (_what, changes, pace, status) => {
    expectPace(byAttainment({ ...interval, ...changes }), pace, status);
  });

  it.each<[string, Progress, Refusal]>([
    ['an interval without bounds', { ...interval, lowerBound: null, upperBound: null }, 'no-bounds'],
    ['a target of zero', { ...a, target: 0, expected: 10 }, 'not-positive'],
    ['nothing expected', { ...a, expected: 0 }, 'not-positive'],
    ['a value of zero where less is better', { ...b, latest: 0, expected: 4.5 }, 'not-positive'],
    ['no target', { ...a, target: null, goal: null }, 'no-target-value'],
  ])('does not apply to %s', (_what, numbers, why) => {
    expectRefusal(byAttainment(numbers), why);
  });
});

describe('milestone', () => {
  const survey: Progress = {
    ...progress({ b: 0, t0: '2017', x: 40, t: '2018', target: 100, due: '2020', d: 1 }),
    complete: true,
    expected: 50,
  };
  it.each<[string, Partial<Progress>, number | null, Status]>([
    ['work in per cent is its own share', {}, 0.8, 'atRisk'],
    ['as far as expected', { latest: 50 }, 1, 'onTrack'],
    ['the share counts from zero whatever the baseline', { base: 20, latest: 40 }, 0.8, 'atRisk'],
    ['work undone is moving away', { base: 20, latest: 17 }, -0.1, 'movingAway'],
    [
      'anything else is counted from its baseline',
      { complete: false, base: 20, latest: 35 },
      0.5,
      'offTrack',
    ],
    ['nothing expected yet', { expected: 0, latest: 0 }, null, 'onTrack'],
    ['nothing expected yet, and more is done', { expected: 20, base: 20, latest: 30 }, null, 'onTrack'],
    ['nothing expected yet, but work undone', { expected: 20, base: 20, latest: 19 }, null, 'movingAway'],
  ])('%s', (_what, changes, pace, status) => {
    const result = byMilestone({ ...survey, ...changes });
    if (pace === null) expect(result).toMatchObject({ kind: 'judged', pace, status });
    else expectPace(result, pace, status);
  });

  it('does not apply without a number, nor with a base at the target', () => {
    expectRefusal(byMilestone({ ...survey, target: null, goal: null }), 'no-target-value');
    expectRefusal(byMilestone({ ...survey, base: 100 }), 'base-equals-target');
  });
});

describe('direction', () => {
  const noTarget: Progress = { ...a, target: null, goal: null, base: 100 };
  it.each<[string, Partial<Progress>, number, Status]>([
    ['1.5 % a year', { latest: 100 * 1.015 ** 5 }, 0.015, 'onTrack'],
    ['0.5 % a year', { latest: 100 * 1.005 ** 5 }, 0.005, 'atRisk'],
    ['standing still', { latest: 100 }, 0, 'offTrack'],
    ['falling', { latest: 99 }, 0.99 ** 0.2 - 1, 'movingAway'],
    ['falling where less is better', { latest: 90, direction: -1 }, 1 - 0.9 ** 0.2, 'onTrack'],
    ['a deficit that shrinks', { base: -100, latest: -90 }, 1 - 0.9 ** 0.2, 'onTrack'],
    ['a zero read as zeroAs', { base: 0, latest: 0.002, zeroAs: 0.001 }, 2 ** 0.2 - 1, 'onTrack'],
  ])('%s', (_what, changes, rate, status) => {
    expectPace(byDirection({ ...noTarget, ...changes }), rate, status);
  });

  it('shrinks the positive thresholds near a natural limit', () => {
    const near = { ...noTarget, base: 66.6, latest: 66.6 * 1.0126 ** 5, naturalLimit: 100 };
    expectPace(byDirection(near), 0.0126, 'onTrack');
    expectPace(byDirection({ ...near, naturalLimit: null }), 0.0126, 'atRisk');
    const away = { ...near, latest: 66.6 * 0.999 ** 5 };
    expectPace(byDirection(away), -0.001, 'movingAway');
  });

  it('shrinks every positive threshold of a target’s own near a natural limit, and no other', () => {
    const half = limitFactor(66.6, 100);
    const near = { ...noTarget, base: 66.6, latest: 66.6 * 1.001 ** 5, naturalLimit: 100 };
    const shrunkBy = (onTrack: number, atRisk: number, offTrack: number) => {
      const result = direction(near, { onTrack, atRisk, offTrack });
      return result.kind === 'judged' ? result.thresholds : null;
    };
    expect(shrunkBy(0.03, 0.02, 0.01)).toEqual({
      onTrack: 0.03 * half,
      atRisk: 0.02 * half,
      offTrack: 0.01 * half,
    });
    expect(shrunkBy(0.01, -0.005, -0.02)).toEqual({ onTrack: 0.01 * half, atRisk: -0.005, offTrack: -0.02 });
  });

  it.each([
    [66.6, 100, 1 - 0.666 ** 4.44],
    [-66.6, 100, 1 - 0.666 ** 4.44],
    [133.4, 100, 1 - 0.666 ** 4.44],
    [100, 100, 0],
    [200, 100, 1],
    [500, 100, 1],
    [0, 100, 1],
    [5, 0, 1],
    [5, null, 1],
  ])('limit factor of base %d and limit %p is %d', (base, limit, factor) => {
    expect(limitFactor(base, limit)).toBeCloseTo(factor, 12);
  });

  it.each<[string, Partial<Progress>, Refusal]>([
    ['a zero', { latest: 0 }, 'zero-or-mixed-sign'],
    ['mixed signs', { latest: -1 }, 'zero-or-mixed-sign'],
    ['a growth rate', { isGrowthRate: true }, 'growth-rate-series'],
    ['an indicator of which neither way is better', { direction: null }, 'no-direction'],
  ])('does not apply to %s', (_what, changes, why) => {
    expectRefusal(byDirection({ ...noTarget, ...changes }), why);
  });
});

describe('growth beyond any number', () => {
  const daily = progress({ b: 1, t0: '2020-01-01', x: 20, t: '2020-01-02', target: 100, due: '2020', d: 1 });
  it.each([byGrowth, byExtrapolation, byDirection])('is refused, not judged as infinite: %p', (method) => {
    expectRefusal(method(daily), 'growth-out-of-range');
  });

  it('is refused too where as much is needed as was achieved', () => {
    const both = progress({
      b: 1,
      t0: '2020-01-01',
      x: 20,
      t: '2020-01-02',
      target: 1000,
      due: '2020-01-03',
      d: 1,
    });
    expectRefusal(byGrowth(both), 'growth-out-of-range');
  });
});
