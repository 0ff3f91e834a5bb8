import { baseline, routes, routesUntil2019, targetLike } from '../test/examples.js';
import { runCases, until2019, verdictOf } from '../test/verdict-cases.js';
import { assess } from './assess.js';
import { defaultThresholds } from './thresholds.js';

describe('international routes, at least 100 in 2020', () => {
  it('are on track by every pace as of 2020-03-01', () => {
    const verdict = assess(routes, routesUntil2019, '2020-03-01');
    expect(verdict).toEqual({
      status: 'onTrack',
      reason: { code: 'pace', pace: 1.042424242, thresholds: defaultThresholds.elapsedShare },
      method: 'elapsedShare',
      methodAsked: 'elapsedShare',
      methodRefusal: null,
      observed: { period: '2019', value: 88, obsStatus: 'A' },
      baseline: { period: '2016', value: 45, substituted: false },
      due: '2020',
      targetValue: 100,
      targetUpper: null,
      expected: 86.25,
      pace: 1.042424242,
      achievedShare: 0.7818181818,
      elapsedShare: 0.75,
      requiredRate: 12,
      requiredRateKind: 'perYear',
      forecast: {
        period: '2020',
        value: 97.5,
        lower: expect.closeTo(80.97, 2),
        upper: expect.closeTo(114.03, 2),
        standardError: expect.closeTo(8.7678, 4),
        probability: expect.closeTo(0.4012, 4),
        n: 4,
        method: 'linearTrend',
      },
      forecastRefusal: null,
      attainmentPeriod: '2021',
      stale: null,
      provisional: false,
      byMethod: {
        growthRatio: { pace: expect.closeTo(1.1338, 4), status: 'onTrack' },
        elapsedShare: { pace: 1.042424242, status: 'onTrack' },
        extrapolatedShare: { pace: expect.closeTo(1.1826, 4), status: 'onTrack' },
        attainment: { pace: expect.closeTo(88 / 86.25, 9), status: 'onTrack' },
      },
      disagreement: false,
      milestones: [],
    });
  });

  it('require compound growth where the growth ratio asks', () => {
    const verdict = assess(targetLike({ method: 'growthRatio' }), routesUntil2019, '2020-03-01');
    expect(verdict.pace).toBeCloseTo(1.1338, 4);
    expect(verdict).toMatchObject({ status: 'onTrack', requiredRateKind: 'compound' });
    expect(verdict.requiredRate).toBeCloseTo(100 / 88 - 1, 9);
  });

  it('were missed as of 2021-12-31: the first later value, 92 in 2021-09, still fails', () => {
    expect(verdictOf({}, { ...until2019, '2021-09': 92 }, '2021-12-31')).toMatchObject({
      status: 'missed',
      reason: {
        code: 'later-value-fails',
        before: { period: '2019', value: 88 },
        decidedBy: { period: '2021-09', value: 92 },
      },
      observed: { period: '2021-09', value: 92, obsStatus: 'A' },
      pace: null,
      expected: null,
      elapsedShare: 1,
      requiredRate: null,
      requiredRateKind: null,
      byMethod: {},
      disagreement: false,
      stale: null,
    });
  });

  it('were not in the last year known before 2019 came out, which was overdue by then', () => {
    const verdict = verdictOf({}, { '2016': 45, '2017': 58, '2018': 64 }, '2020-03-01');
    expect(verdict.status).toBe('offTrack');
    expect(verdict.pace).toBeCloseTo(19 / 55 / 0.5, 9);
    expect(verdict.stale).toEqual({ newest: '2018', expected: '2019', expectedBy: '2020-02-29' });
  });
});

describe('no observation', () => {
  const nothing = { status: 'notAssessed', reason: { code: 'no-observation' } } as const;
  runCases([
    {
      sentence: 'none at all',
      values: {},
      asOf: '2020-03-01',
      ...nothing,
      and: { observed: null, baseline: null },
    },
    { sentence: 'none at all, after the due date', values: {}, asOf: '2022-01-01', ...nothing },
    { sentence: 'only a forecast', values: { '2019': [120, 'F'] }, asOf: '2020-03-01', ...nothing },
    { sentence: 'only missing values', values: { '2019': [0, 'O'] }, asOf: '2020-03-01', ...nothing },
    {
      sentence: 'only year-to-date sums',
      values: { '2019-01/2019-06': 120 },
      asOf: '2020-03-01',
      ...nothing,
    },
    {
      sentence: 'a flow only on another frequency',
      target: { kind: 'flow' },
      values: { '2018-06': 120, '2019-06': 130 },
      asOf: '2020-03-01',
      ...nothing,
    },
    {
      sentence: 'only of periods that are not over yet',
      values: { '2019': 88 },
      asOf: '2019-12-30',
      ...nothing,
    },
    {
      sentence: 'a baseline given with the target is not one',
      target: { baseline: baseline('2016', 45) },
      values: {},
      asOf: '2020-03-01',
      ...nothing,
      and: { baseline: { period: '2016', value: 45, substituted: false } },
    },
  ]);
});

describe('not yet due', () => {
  runCases([
    {
      sentence: 'a latest value that meets the target achieves it',
      values: { ...until2019, '2019': 100 },
      asOf: '2020-03-01',
      status: 'achieved',
      reason: { code: 'meets-target', decidedBy: { period: '2019', value: 100 } },
      and: { pace: null, requiredRate: null, requiredRateKind: null, byMethod: {}, disagreement: false },
    },
    {
      sentence: 'it does so with a single period',
      target: { baseline: null },
      values: { '2019': 100 },
      asOf: '2020-03-01',
      status: 'achieved',
      reason: { code: 'meets-target' },
    },
    {
      sentence: 'a later failing value turns it back, and the pace gives the status',
      values: { ...until2019, '2018': 104, '2019': 70 },
      asOf: '2020-03-01',
      status: 'offTrack',
      reason: {
        code: 'lost-after-achievement',
        achieved: { period: '2018', value: 104 },
        pace: 0.6060606061,
        thresholds: defaultThresholds.elapsedShare,
      },
      and: { pace: 0.6060606061 },
    },
    {
      sentence: 'values before the baseline were no achievement of this target',
      values: { '2014': 120, ...until2019 },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'pace' },
    },
    {
      sentence: 'a stock’s newer point of another frequency is its latest value',
      values: { ...until2019, '2020-01': 89 },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'pace' },
      and: { observed: { period: '2020-01', value: 89, obsStatus: 'A' } },
    },
    {
      sentence: 'a period that is not over yet does not count',
      values: { ...until2019, '2020': 120 },
      asOf: '2020-12-01',
      status: 'onTrack',
      reason: { code: 'pace' },
      and: { observed: { period: '2019', value: 88, obsStatus: 'A' } },
    },
    {
      sentence: 'an estimated latest value makes the verdict provisional',
      values: { ...until2019, '2019': [88, 'E'] },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'pace' },
      and: { provisional: true },
    },
    {
      sentence: 'a provisional earlier value does not',
      values: { ...until2019, '2018': [64, 'P'] },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'pace' },
      and: { provisional: false },
    },
    {
      sentence: 'at most: a falling value under the line',
      target: { operator: 'atMost', direction: 'down', value: 35 },
      values: { '2016': 60, '2019': 35 },
      asOf: '2020-03-01',
      status: 'achieved',
      reason: { code: 'meets-target' },
    },
    {
      sentence: 'at most: on the way',
      target: { operator: 'atMost', direction: 'down', value: 35 },
      values: { '2016': 60, '2019': 41 },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'pace', pace: 1.013333333 },
      and: { requiredRate: -6, expected: 41.25 },
    },
    {
      sentence: 'at most, and the base lies on the good side already: leaving it is moving away',
      target: { operator: 'atMost', direction: 'down', value: 100 },
      values: { '2016': 70, '2019': 115 },
      asOf: '2020-03-01',
      status: 'movingAway',
      reason: { code: 'pace', pace: -2 },
    },
    {
      sentence: 'complete means 100 per cent',
      target: { operator: 'complete', value: null, method: 'milestone' },
      values: { '2016': 0, '2019': 60 },
      asOf: '2020-03-01',
      status: 'atRisk',
      reason: { code: 'pace', pace: 0.8 },
      and: { targetValue: 100, expected: 75 },
    },
  ]);
});
