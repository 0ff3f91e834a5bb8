import { baseline, period, routes, series, targetLike } from '../test/examples.js';
import { until2019, verdictOf } from '../test/verdict-cases.js';
import { assess } from './assess.js';
import { backtest } from './backtest.js';
import { neededNext } from './needed-value.js';
import { scoreOf } from './statistics-canada-score.js';
import type { Status } from './status.js';
import type { Method, TargetSpec } from './target.js';
import { defaultThresholds, type Thresholds } from './thresholds.js';

const own: Thresholds = { onTrack: 1.2, atRisk: 1.1, offTrack: 0.5 };
const asOf = '2020-03-01';

describe('a target’s own thresholds', () => {
  // As of 2020-03-01 the routes' paces are R 1.1338, q 1.1826, a/e 1.0424, attainment 88 ÷ 86.25 = 1.0203; the
  // milestone's is that of the elapsed share, 43 ÷ 41.25, as long as the trajectory is a straight line.
  it.each<[Method, published: Status, byOwn: Status]>([
    ['growthRatio', 'onTrack', 'atRisk'],
    ['extrapolatedShare', 'onTrack', 'atRisk'],
    ['elapsedShare', 'onTrack', 'offTrack'],
    ['attainment', 'onTrack', 'offTrack'],
    ['milestone', 'onTrack', 'offTrack'],
  ])('decide by %s, and are told as the target’s own', (method, published, byOwn) => {
    const plain = verdictOf({ method, baseline: baseline('2016', 45) }, until2019, asOf);
    expect(plain.status).toBe(published);
    expect(plain.reason).toEqual({
      code: 'pace',
      pace: plain.pace,
      thresholds: defaultThresholds[method],
    });
    const verdict = verdictOf({ method, baseline: baseline('2016', 45), thresholds: own }, until2019, asOf);
    expect(verdict.status).toBe(byOwn);
    expect(verdict.pace).toBe(plain.pace);
    expect(verdict.reason).toEqual({
      code: 'pace',
      pace: plain.pace,
      thresholds: own,
      ownThresholds: true,
    });
  });

  it('leave the methods beside it theirs', () => {
    const plain = verdictOf({}, until2019, asOf);
    const verdict = verdictOf({ thresholds: own }, until2019, asOf);
    expect(verdict.byMethod).toEqual({
      ...plain.byMethod,
      elapsedShare: { pace: plain.pace, status: 'offTrack' },
    });
    expect([plain.disagreement, verdict.disagreement]).toEqual([false, true]);
  });

  it('leave elapsedShare its own where it runs in the stead of the method that they were set for', () => {
    const target = { method: 'growthRatio', baseline: baseline('2016', 0), thresholds: own } as const;
    expect(verdictOf(target, { '2019': 80 }, asOf)).toMatchObject({
      status: 'onTrack',
      method: 'elapsedShare',
      methodRefusal: 'zero-or-mixed-sign',
      reason: { code: 'pace', pace: 1.066666667, thresholds: defaultThresholds.elapsedShare },
      byMethod: { elapsedShare: { status: 'onTrack' } },
    });
    expect(verdictOf(target, { '2019': 80 }, asOf).reason).not.toHaveProperty('ownThresholds');
  });

  it('count for a direction as growth per year', () => {
    const strict = { onTrack: 0.3, atRisk: 0.26, offTrack: 0.25 };
    const target = { operator: 'direction', method: 'direction', value: null, thresholds: strict } as const;
    expect(verdictOf(target, until2019, asOf)).toMatchObject({
      status: 'offTrack',
      reason: { code: 'direction', annualRate: 0.2505183036, thresholds: strict, ownThresholds: true },
    });
  });

  it('do not count where a target without a number is judged by another method than it asks for', () => {
    const target = { operator: 'direction', method: 'growthRatio', value: null, thresholds: own } as const;
    const { status, reason } = verdictOf(target, until2019, asOf);
    expect([status, reason.code]).toEqual(['onTrack', 'direction']);
    expect(reason).not.toHaveProperty('ownThresholds');
  });

  it.each<[string, Partial<TargetSpec>, Record<string, number>, string, Status]>([
    ['a value that meets the target', {}, { '2019': 100 }, asOf, 'achieved'],
    ['the due value', {}, { '2020': 100 }, '2021-03-01', 'achieved'],
    ['a due value that fails', {}, { '2020': 99 }, '2021-03-01', 'missed'],
    ['a base at the target', { baseline: baseline('2016', 100) }, { '2019': 99 }, asOf, 'movingAway'],
    ['one period', { baseline: null }, { '2019': 88 }, asOf, 'notAssessed'],
  ])('do not move what is decided without a pace: %s', (_what, changes, values, day, status) => {
    const verdict = verdictOf({ ...changes, thresholds: own }, values, day);
    expect(verdict).toEqual(verdictOf(changes, values, day));
    expect(verdict.status).toBe(status);
  });

  it('do not move work of which nothing is expected yet', () => {
    const target = {
      operator: 'complete',
      method: 'milestone',
      trajectory: 'none',
      baseline: baseline('2016', 0),
    } as const;
    const verdict = verdictOf({ ...target, thresholds: own }, { '2018': 0 }, asOf);
    expect(verdict).toEqual(verdictOf(target, { '2018': 0 }, asOf));
    expect(verdict.reason.code).toBe('nothing-expected-yet');
  });

  it('stand with an achievement that was lost', () => {
    const lost = verdictOf({ thresholds: own }, { ...until2019, '2018': 104, '2019': 70 }, asOf);
    expect(lost).toMatchObject({
      status: 'offTrack',
      reason: { code: 'lost-after-achievement', pace: 0.6060606061, thresholds: own, ownThresholds: true },
    });
  });

  it('leave the score of a group, which is made of the published ones', () => {
    const score = scoreOf(verdictOf({}, until2019, asOf));
    expect(scoreOf(verdictOf({ thresholds: own }, until2019, asOf))).toBe(score);
  });

  it('are what the value needed next is solved for', () => {
    // Half of the way in half of the time is 1; 1.2 of it is 60 % of the way, 45 + 0.6 × 55.
    const known = series({ '2016': 45, '2017': 58 });
    expect(neededNext(targetLike({ thresholds: own }), known, '2018-06-30').value).toBeCloseTo(78, 6);
    expect(neededNext(targetLike({}), known, '2018-06-30').value).toBe(72.5);
  });

  it('are what a backtest goes by, and only for their own method', () => {
    const vintages = series(until2019).map((one) => ({ ...one, knownFrom: one.period.end }));
    const hits = (target: TargetSpec) =>
      Object.fromEntries(
        backtest([{ code: 'routes', target, vintages, outcome: 'missed' }]).foretellers.map(
          ({ foreteller, hits: right }) => [foreteller, right],
        ),
      );
    const before = hits(routes);
    const after = hits({ ...routes, thresholds: own });
    expect([before['verdict'], after['verdict']]).toEqual([2, 3]);
    expect([before['elapsedShare'], after['elapsedShare']]).toEqual([2, 3]);
    expect(after['growthRatio']).toBe(before['growthRatio']);
  });

  it('come before those of the table that is given', () => {
    const mild = { ...defaultThresholds, elapsedShare: { onTrack: 0.1, atRisk: 0.05, offTrack: 0 } };
    const verdict = assess(targetLike({ thresholds: own }), series(until2019), asOf, mild);
    expect(verdict).toMatchObject({ status: 'offTrack', reason: { thresholds: own } });
  });
});

describe('a zero read as a small number', () => {
  it('is told where one was read', () => {
    const target = { method: 'growthRatio', baseline: baseline('2016', 0), zeroAs: 0.001 } as const;
    expect(verdictOf(target, { '2019': 80 }, asOf).reason).toMatchObject({ code: 'pace', zeroAs: 0.001 });
    expect(verdictOf({ ...target, zeroAs: null }, { '2019': 80 }, asOf).reason).not.toHaveProperty('zeroAs');
    const positive = { ...target, baseline: baseline('2016', 45) };
    expect(verdictOf(positive, { '2019': 80 }, asOf).reason).not.toHaveProperty('zeroAs');
  });

  it('is told of a direction, too', () => {
    const target = { operator: 'direction', method: 'direction', value: null, zeroAs: 0.001 } as const;
    expect(verdictOf(target, { '2016': 0, '2019': 5 }, asOf)).toMatchObject({
      status: 'onTrack',
      reason: { code: 'direction', zeroAs: 0.001 },
    });
  });

  it('is not told where elapsedShare judged, which takes a zero as it is', () => {
    const target = { method: 'extrapolatedShare', baseline: baseline('2016', 0), zeroAs: 0.001 } as const;
    const { method, reason } = verdictOf(target, { '2019': 80 }, asOf);
    expect(method).toBe('elapsedShare');
    expect(reason).not.toHaveProperty('zeroAs');
  });

  it('of mixed signs helps nothing', () => {
    const target = {
      method: 'growthRatio',
      operator: 'atMost',
      direction: 'down',
      value: -5,
      baseline: baseline('2016', 0),
      zeroAs: 0.001,
    } as const;
    expect(verdictOf(target, { '2019': -2 }, asOf)).toMatchObject({
      method: 'elapsedShare',
      methodRefusal: 'zero-or-mixed-sign',
    });
  });

  it('due decides nothing after the due date: a zero that is wanted and there is met', () => {
    const target = {
      method: 'growthRatio',
      operator: 'atMost',
      direction: 'down',
      value: 0,
      due: period('2020'),
      baseline: baseline('2016', 5),
      zeroAs: 0.001,
    } as const;
    expect(verdictOf(target, { '2020': 0 }, '2021-03-01').status).toBe('achieved');
    expect(verdictOf(target, { '2020': 0.0005 }, '2021-03-01').status).toBe('missed');
  });
});
