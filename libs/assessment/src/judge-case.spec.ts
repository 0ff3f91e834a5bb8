import { judgeCase } from './judge-case.js';
import { groupScore, scoreOf, scoreWithoutTarget, scoreWithTarget } from './statistics-canada-score.js';
import type { Status } from './status.js';

type Row = [
  base: number,
  baseYear: number,
  latest: number,
  latestYear: number,
  direction: 1 | -1,
  target: number | null,
  targetYear: number | null,
  limit: number | null,
  value: number | null,
  score: number | null,
  status: Status,
];

/** Statistics Canada's published results for real series. */
const published: Row[] = [
  [63, 2005, 74, 2020, 1, 85, 2030, null, 0.894939297, 2.106762, 'atRisk'],
  [19.3, 2016, 13.9, 2021, 1, 22, 2030, null, -6.76154244, -5, 'movingAway'],
  [0.37, 2015, 9.53, 2025, 1, 60, 2030, null, 0.950406988, 2.502962, 'onTrack'],
  [10.1, 2015, 13.7, 2023, 1, 30, 2030, null, 0.516006497, -0.349956, 'offTrack'],
  [14.5, 2015, 10.4, 2023, -1, 7.25, 2030, null, 0.901089955, 2.150695, 'atRisk'],
  [184.4, 2015, 231.9, 2023, -1, 0.1, 2030, null, -0.073717462, -2.807159, 'movingAway'],
  [70, 2015, 55, 2023, -1, 100, 2030, null, 1.234054966, 5, 'achieved'],
  [100, 2015, 100, 2023, 1, 100, 2030, null, null, 5, 'achieved'],
  [0.052, 2015, 0.048, 2022, -1, 0, 2030, null, 0.049095959, -2.295432, 'offTrack'],
  [66.6, 2016, 71.4, 2023, 1, null, null, 100, 0.009991484, 1.739753, 'atRisk'],
  [18.41, 2022, 18.41, 2022, 1, null, null, 100, null, null, 'notAssessed'],
  [3.8, 2015, 11.9, 2024, -1, null, null, null, -0.135232506, -5, 'movingAway'],
];

function run(
  [base, baseYear, latest, latestYear, direction, target, targetYear, limit]: Row,
  zeroAs?: number,
) {
  const plain = { base, baseYear, latest, latestYear, direction, target, targetYear, limit };
  return judgeCase(zeroAs === undefined ? plain : { ...plain, zeroAs });
}

/** Equal to as many decimals as the published figure has. */
function expectPublished(got: number | null, figure: number | null): void {
  if (figure === null || got === null) expect(got).toBe(figure);
  else expect(got).toBeCloseTo(figure, String(figure).split('.')[1]?.length ?? 0);
}

describe('judgeCase', () => {
  it.each(published)(
    'base %d in %d, latest %d in %d, direction %d, target %p in %p, limit %p: %p, score %p, %s',
    (...row) => {
      const [value, score, status] = [row[8], row[9], row[10]];
      const result = run(row, 0.001);
      expectPublished(result.value, value);
      expectPublished(result.score, score);
      expect(result.status).toBe(status);
    },
  );

  const plain = { baseYear: 2015, latestYear: 2020, targetYear: 2030, limit: null };
  it.each<[string, Parameters<typeof judgeCase>[0], ReturnType<typeof judgeCase>]>([
    [
      'a zero target without zeroAs has no growth ratio',
      { ...plain, base: 0.052, latest: 0.048, direction: -1, target: 0 },
      { value: null, score: null, status: 'notAssessed' },
    ],
    [
      'a base at a target that is no longer met is deterioration without a value',
      { ...plain, base: 100, latest: 90, direction: 1, target: 100 },
      { value: null, score: -5, status: 'movingAway' },
    ],
    [
      'a target met in the base year already is achieved, though no growth can be computed',
      { ...plain, base: 110, latest: 110, latestYear: 2015, direction: 1, target: 100 },
      { value: null, score: 5, status: 'achieved' },
    ],
    [
      'a latest value before the base year gives nothing',
      { ...plain, base: 50, latest: 60, latestYear: 2014, direction: 1, target: 100 },
      { value: null, score: null, status: 'notAssessed' },
    ],
    [
      'mixed signs give nothing without a target either',
      { ...plain, base: -1, latest: 1, direction: 1, target: null, targetYear: null },
      { value: null, score: null, status: 'notAssessed' },
    ],
    [
      'a value that stays at its natural limit stands on the upper threshold',
      { ...plain, base: 100, latest: 100, direction: 1, target: null, targetYear: null, limit: 100 },
      { value: 0, score: 2.5, status: 'onTrack' },
    ],
  ])('%s', (_sentence, given, wanted) => {
    expect(judgeCase(given)).toEqual(wanted);
  });
});

describe('scores', () => {
  it.each([
    [0.95, 2.5, 3],
    [0.6, 0, 3],
    [0, -2.5, 6],
    [2, 5, 6],
    [-2, -5, 6],
  ])('a growth ratio of %d scores %d', (ratio, score, digits) => {
    expect(scoreWithTarget(ratio)).toBeCloseTo(score, digits);
  });

  it.each([
    [0.015, 1, 2.5],
    [0.03, 1, 5],
    [0.005, 1, 0],
    [0, 1, -2.5],
    [-0.01, 1, -3.75],
    [-1, 1, -5],
    [0.0075, 0.5, 2.5],
    [0.0025, 0.5, 0],
    [0.001, 0, 5],
    [-0.01, 0, -3.75],
  ])('an annual rate of %d with limit factor %d scores %d', (rate, factor, score) => {
    expect(scoreWithoutTarget(rate, factor)).toBeCloseTo(score, 9);
  });

  it.each<[string, Parameters<typeof scoreOf>[0], number | null]>([
    ['achieved is 5', { status: 'achieved', reason: { code: 'no-observation' }, byMethod: {} }, 5],
    [
      'in progress by the growth ratio, whatever the method',
      {
        status: 'offTrack',
        reason: { code: 'pace', pace: 0.1, thresholds: { onTrack: 1, atRisk: 0.8, offTrack: 0 } },
        byMethod: { growthRatio: { pace: 0, status: 'offTrack' } },
      },
      -2.5,
    ],
    [
      'a direction by its rate and limit factor',
      {
        status: 'atRisk',
        reason: {
          code: 'direction',
          annualRate: 0.0025,
          limitFactor: 0.5,
          thresholds: { onTrack: 0.0075, atRisk: 0.0025, offTrack: 0 },
        },
        byMethod: {},
      },
      0,
    ],
    [
      'a number to reach by the growth ratio, also where method direction judges',
      {
        status: 'onTrack',
        reason: {
          code: 'direction',
          annualRate: 0.02,
          limitFactor: 1,
          thresholds: { onTrack: 0.015, atRisk: 0.005, offTrack: 0 },
        },
        byMethod: {
          direction: { pace: 0.02, status: 'onTrack' },
          growthRatio: { pace: 0, status: 'offTrack' },
        },
      },
      -2.5,
    ],
    [
      'a base at a target that is not met any more is the lowest, as judgeCase has it',
      { status: 'movingAway', reason: { code: 'base-equals-target', base: 100 }, byMethod: {} },
      -5,
    ],
    [
      'and so it is when it was met once in between',
      {
        status: 'movingAway',
        reason: {
          code: 'lost-after-achievement',
          achieved: { period: '2018', value: 101 },
          pace: null,
          thresholds: null,
        },
        byMethod: {},
      },
      -5,
    ],
    [
      'in progress without a growth ratio has none',
      {
        status: 'movingAway',
        reason: {
          code: 'lost-after-achievement',
          achieved: { period: '2018', value: 101 },
          pace: -1,
          thresholds: { onTrack: 1, atRisk: 0.8, offTrack: 0 },
        },
        byMethod: { elapsedShare: { pace: -1, status: 'movingAway' } },
      },
      null,
    ],
    ['missed has none', { status: 'missed', reason: { code: 'no-observation' }, byMethod: {} }, null],
  ])('of a verdict: %s', (_sentence, verdict, score) => {
    expect(scoreOf(verdict)).toBe(score);
  });

  it.each<[(number | null)[], ReturnType<typeof groupScore>]>([
    [[5, null, 0], { score: 2.5, status: 'onTrack' }],
    [[0, 0], { score: 0, status: 'atRisk' }],
    [[1, -1, -0.3], { score: -0.1, status: 'offTrack' }],
    [[-5, 0], { score: -2.5, status: 'offTrack' }],
    [[-5, -1], { score: -3, status: 'movingAway' }],
    [[null, null], null],
    [[], null],
  ])('of the group %j is %j', (scores, result) => {
    expect(groupScore(scores)).toEqual(result);
  });
});
