import { assess, type TargetSpec, type Verdict } from '#assessment';
import { parsePeriod } from '#time-period';
import { remarksOf, type Remark } from './remark-words.js';

const routes: TargetSpec = {
  kind: 'stock',
  direction: 'up',
  operator: 'atLeast',
  value: 100,
  upper: null,
  baseline: { period: parsePeriod('2016')!, value: 45 },
  due: parsePeriod('2020')!,
  frequency: 'A',
  method: 'elapsedShare',
  trajectory: 'linear',
  milestones: [],
  lowerBound: 0,
  upperBound: null,
  naturalLimit: null,
  indicatorFrequency: 'A',
  releaseLagDays: 90,
};
const facts = { unit: { zh: '条', en: 'routes' }, decimals: 0 };
const known: [string, number][] = [
  ['2016', 45],
  ['2017', 58],
  ['2018', 64],
  ['2019', 88],
];
const judged = (
  asOf: string,
  {
    changes = {},
    values = known,
    status = 'A',
  }: Partial<{
    changes: Partial<TargetSpec>;
    values: [string, number][];
    status: string;
  }> = {},
): Verdict =>
  assess(
    { ...routes, ...changes },
    values.map(([text, value]) => ({ period: parsePeriod(text)!, value, status })),
    asOf,
  );

/** Golden text: a change of wording is a change that somebody has to want. */
const cases: [what: string, Verdict, Remark[]][] = [
  [
    'a trend that falls short although the pace is on track',
    judged('2020-03-01'),
    [
      {
        code: 'forecast',
        text: {
          zh: '按以往走势，2020年预计为97.5条（80%区间81.0～114.0），实现目标的概率约为40%。',
          en: 'If it goes on as before, 2020 comes to 97.5 (80% interval 81.0 to 114.0); the probability of meeting the target is about 40%.',
        },
      },
    ],
  ],
  ['no forecast, no remark: too few values', judged('2018-06-01', { values: [['2017', 72.5]] }), []],
  [
    'a value that is overdue',
    judged('2020-06-01', { values: [['2017', 70]] }),
    [
      {
        code: 'stale',
        text: {
          zh: '数据陈旧：最新为2017年，2019年的数据应不晚于2020年3月30日公布。',
          en: 'Stale: the newest value is of 2017; that of 2019 should have been out by 30 March 2020.',
        },
      },
    ],
  ],
  [
    'methods that disagree',
    judged('2017-06-01', {
      changes: {
        due: parsePeriod('2035')!,
        value: 260,
        baseline: { period: parsePeriod('2015')!, value: 120 },
      },
      values: [['2016', 126]],
    }),
    [
      {
        code: 'methods-disagree',
        text: {
          zh: '各方法结论不一：按增速比、外推实现程度、目标实现程度为进展正常。',
          en: 'Methods disagree: on track by growth ratio, extrapolated share, degree of attainment.',
        },
      },
    ],
  ],
  [
    'a provisional value and a baseline that is not the plan’s',
    judged('2018-06-01', {
      changes: { baseline: { period: parsePeriod('2015')!, value: null } },
      values: [
        ['2016', 45],
        ['2017', 66],
      ],
      status: 'P',
    }),
    [
      {
        code: 'provisional',
        text: {
          zh: '所依据的数据为初步数或估计数，以后可能修订。',
          en: 'The value judged is preliminary or estimated and may be revised.',
        },
      },
      {
        code: 'baseline-substituted',
        text: {
          zh: '没有规划所定基期的数据，以2016年为45条作为起点。',
          en: 'For want of a value at a baseline that the plan sets, the way is counted from 45 routes in 2016.',
        },
      },
    ],
  ],
];

it.each(cases)('%s', (_, verdict, remarks) => {
  expect(remarksOf(verdict, facts)).toEqual(remarks);
});

it.each<[number, string, string]>([
  [0, '概率为0', 'meeting the target is nil'],
  [0.000001, '概率不到1%', 'is less than 1%'],
  [0.4012, '概率约为40%', 'is about 40%'],
  [0.995, '概率超过99%', 'is more than 99%'],
  [1, '概率为100%', 'is 100%'],
])('says a probability of %d without more certainty than there is', (probability, zh, en) => {
  const verdict = judged('2020-03-01');
  const [forecast] = remarksOf({ ...verdict, forecast: { ...verdict.forecast!, probability } }, facts);
  expect(forecast!.text.zh).toContain(zh);
  expect(forecast!.text.en).toContain(en);
});
