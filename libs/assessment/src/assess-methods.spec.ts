import { baseline, period, series, targetLike } from '../test/examples.js';
import { runCases, until2019 } from '../test/verdict-cases.js';
import { assess } from './assess.js';
import { defaultThresholds } from './thresholds.js';

describe('methods that differ', () => {
  const caseA = { baseline: baseline('2015', 120), value: 260, due: period('2035') };
  runCases([
    {
      sentence: 'case A by growth ratio is on track, and says that others disagree',
      target: { ...caseA, method: 'growthRatio' },
      values: { '2020': 150 },
      asOf: '2021-03-01',
      status: 'onTrack',
      reason: { code: 'pace', thresholds: defaultThresholds.growthRatio },
      and: { disagreement: true, achievedShare: 0.2142857143, elapsedShare: 0.25 },
    },
    {
      sentence: 'case A by elapsed time is at risk',
      target: caseA,
      values: { '2020': 150 },
      asOf: '2021-03-01',
      status: 'atRisk',
      reason: { code: 'pace', pace: 0.8571428571 },
      and: { disagreement: true, requiredRate: 7.333333333 },
    },
    {
      sentence: 'case B agrees by every method',
      target: {
        baseline: baseline('2015', 5),
        operator: 'atMost',
        direction: 'down',
        value: 3,
        due: period('2035'),
        method: 'extrapolatedShare',
      },
      values: { '2020': 4.2 },
      asOf: '2021-03-01',
      status: 'onTrack',
      reason: { code: 'pace', thresholds: defaultThresholds.extrapolatedShare },
      and: { disagreement: false },
    },
    {
      sentence: 'case D moves away by all but the attainment, which measures the level',
      target: { baseline: baseline('2015', 40), value: 60, due: period('2035'), method: 'growthRatio' },
      values: { '2019': 38 },
      asOf: '2020-03-01',
      status: 'movingAway',
      reason: { code: 'pace' },
      and: { disagreement: true, achievedShare: -0.1, elapsedShare: 0.2 },
    },
    {
      sentence: 'a method with configured thresholds',
      target: { ...caseA, method: 'attainment' },
      values: { '2020': 150 },
      asOf: '2021-03-01',
      status: 'onTrack',
      reason: { code: 'pace', pace: 0.9677419355 },
    },
  ]);

  it('thresholds can be configured', () => {
    const mild = { ...defaultThresholds, elapsedShare: { onTrack: 0.85, atRisk: 0.5, offTrack: 0 } };
    const verdict = assess(targetLike(caseA), series({ '2020': 150 }), '2021-03-01', mild);
    expect(verdict).toMatchObject({ status: 'onTrack', reason: { thresholds: mild.elapsedShare } });
  });
});

describe('a direction without a number', () => {
  const up = { operator: 'direction', method: 'direction', value: null } as const;
  runCases([
    {
      sentence: 'growth above 1.5 % a year is on track',
      target: up,
      values: until2019,
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: {
        code: 'direction',
        annualRate: 0.2505183036,
        limitFactor: 1,
        thresholds: defaultThresholds.direction,
      },
      and: {
        pace: 0.2505183036,
        expected: null,
        achievedShare: null,
        elapsedShare: 0.75,
        byMethod: {},
        requiredRate: null,
      },
    },
    {
      sentence: 'less is better',
      target: { ...up, direction: 'down' },
      values: until2019,
      asOf: '2020-03-01',
      status: 'movingAway',
      reason: { code: 'direction' },
    },
    {
      sentence: 'near its natural limit less growth is enough',
      target: { ...up, naturalLimit: 100 },
      values: { '2016': 95, '2019': 96 },
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'direction', limitFactor: expect.closeTo(1 - 0.95 ** 4.44, 10) as unknown as number },
    },
    {
      sentence: 'after the due date it is judged on what was there at the due date',
      target: up,
      values: { ...until2019, '2020': 44, '2021': 99 },
      asOf: '2022-03-01',
      status: 'movingAway',
      reason: { code: 'direction' },
      and: { observed: { period: '2020', value: 44, obsStatus: 'A' } },
    },
    {
      sentence: 'nothing known up to the due date',
      target: up,
      values: { '2021': 99 },
      asOf: '2022-03-01',
      status: 'notAssessed',
      reason: { code: 'no-observation' },
    },
    {
      sentence: 'one period only',
      target: up,
      values: { '2016': 45 },
      asOf: '2020-03-01',
      status: 'notAssessed',
      reason: { code: 'too-few-periods' },
    },
    {
      sentence: 'a zero has no growth',
      target: up,
      values: { '2016': 0, '2019': 5 },
      asOf: '2020-03-01',
      status: 'notAssessed',
      reason: { code: 'no-numeric-method', why: 'zero-or-mixed-sign' },
    },
    {
      sentence: 'neither way is better',
      target: { ...up, direction: 'within' },
      values: until2019,
      asOf: '2020-03-01',
      status: 'notAssessed',
      reason: { code: 'no-numeric-method', why: 'no-direction' },
    },
    {
      sentence: 'another method asked for cannot run without a number',
      target: { ...up, method: 'growthRatio' },
      values: until2019,
      asOf: '2020-03-01',
      status: 'onTrack',
      reason: { code: 'direction' },
      and: { method: 'direction', methodAsked: 'growthRatio', methodRefusal: 'no-target-value' },
    },
  ]);
});

describe('work with milestones', () => {
  const line = {
    operator: 'complete',
    value: 100,
    method: 'milestone',
    baseline: baseline('2016', 0),
    indicatorFrequency: 'S',
  } as const;
  const stages = {
    ...line,
    trajectory: 'milestones',
    milestones: [
      { period: period('2018-S1'), value: 60 },
      { period: period('2017'), value: 20 },
    ],
  } as const;
  runCases([
    {
      sentence: 'the completed share against the piecewise trajectory; each milestone at its own date',
      target: stages,
      values: { '2017': 25, '2018-S1': 50 },
      asOf: '2018-08-01',
      status: 'atRisk',
      reason: { code: 'pace', pace: 0.8333333333 },
      and: {
        expected: 60,
        milestones: [
          { period: '2017', value: 20, status: 'achieved', observed: { period: '2017', value: 25 } },
          { period: '2018-S1', value: 60, status: 'missed', observed: { period: '2018-S1', value: 50 } },
        ],
      },
    },
    {
      sentence: 'a milestone is pending on its own day, and not assessed without a value',
      target: stages,
      values: { '2016': 0, '2017-S1': 15 },
      asOf: '2018-06-30',
      status: 'onTrack',
      reason: { code: 'pace' },
      and: {
        milestones: [
          { period: '2017', value: 20, status: 'notAssessed', observed: { period: '2017-S1', value: 15 } },
          { period: '2018-S1', value: 60, status: 'pending', observed: null },
        ],
      },
    },
    {
      sentence: 'only the end counts: before it nothing can be behind',
      target: { ...line, trajectory: 'none' },
      values: { '2018': 0 },
      asOf: '2019-03-01',
      status: 'onTrack',
      reason: { code: 'nothing-expected-yet', base: 0 },
      and: { pace: null, expected: 0 },
    },
    {
      sentence: 'only the end counts, yet work is undone',
      target: { ...line, baseline: baseline('2016', 30), trajectory: 'none' },
      values: { '2018': 25 },
      asOf: '2019-03-01',
      status: 'movingAway',
      reason: { code: 'nothing-expected-yet', base: 30 },
    },
    {
      sentence: 'only the end counts, and it has come',
      target: { ...line, trajectory: 'none' },
      values: { '2020': 97 },
      asOf: '2021-03-01',
      status: 'missed',
      reason: { code: 'due-value-fails' },
    },
    {
      sentence: 'milestones on the way down are passed from above',
      target: {
        operator: 'atMost',
        direction: 'down',
        value: 30,
        baseline: baseline('2016', 60),
        trajectory: 'milestones',
        milestones: [{ period: period('2018'), value: 50 }],
      },
      values: { '2018': 48 },
      asOf: '2019-03-01',
      status: 'atRisk',
      reason: { code: 'pace', pace: 0.8 },
      and: {
        expected: 50,
        milestones: [
          { period: '2018', value: 50, status: 'achieved', observed: { period: '2018', value: 48 } },
        ],
      },
    },
    {
      sentence: 'milestones on the way to an interval are passed from the baseline’s side',
      target: {
        operator: 'within',
        value: 20,
        upper: 30,
        baseline: baseline('2016', 60),
        trajectory: 'milestones',
        milestones: [{ period: period('2018'), value: 50 }],
      },
      values: { '2018': 48 },
      asOf: '2019-03-01',
      status: 'atRisk',
      reason: { code: 'pace', pace: 0.8 },
      and: {
        milestones: [
          { period: '2018', value: 50, status: 'achieved', observed: { period: '2018', value: 48 } },
        ],
      },
    },
  ]);
});
