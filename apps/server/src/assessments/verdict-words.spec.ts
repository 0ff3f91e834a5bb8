import { assess, type Reason, type TargetSpec, type Verdict } from '#assessment';
import { parsePeriod, type TimePeriod } from '#time-period';
import { verdictWords, type VerdictFacts } from './verdict-words.js';

const period = (text: string): TimePeriod => parsePeriod(text)!;
const target: TargetSpec = {
  kind: 'stock',
  direction: 'up',
  operator: 'atLeast',
  value: 100,
  upper: null,
  baseline: { period: period('2016'), value: 45 },
  due: period('2020'),
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
const facts: VerdictFacts = {
  unit: { zh: '条', en: 'routes' },
  decimals: 0,
  operator: 'atLeast',
  value: '100',
  upper: null,
  due: '2020',
};
const values: [string, number][] = [
  ['2016', 45],
  ['2017', 58],
  ['2018', 64],
  ['2019', 88],
  ['2021-09', 92],
];
const judged = (asOf: string, changes: Partial<TargetSpec> = {}, given = values): Verdict =>
  assess(
    { ...target, ...changes },
    given
      .filter(([text]) => period(text).end <= asOf)
      .map(([text, value]) => ({ period: period(text), value, status: 'A' })),
    asOf,
  );

/** Golden text: a change of wording is a change that somebody has to want. */
const cases: [string, Verdict, string, string][] = [
  [
    'a pace',
    judged('2020-03-01'),
    '2019年为88条；已走完从基期到目标的78.2%，时间已过75%；按时序进度，进度系数为1.0424（达到1为进展正常）。',
    '88 routes in 2019; 78.2% of the way is done in 75% of the time; by share of the way against share of the time the pace is 1.0424 (on track from 1).',
  ],
  [
    'a later value that fails',
    judged('2021-12-31'),
    '2020年没有当期数据；其后首个数据2021年9月为92条，仍未达到“不低于100条”。',
    'There is no value for 2020 itself; the first after it, 92 routes in September 2021, still does not meet the target of at least 100 routes.',
  ],
  [
    'a due value that is missing',
    judged('2021-03-01'),
    '目标已到期，但缺少2020年的数据，不能判定（前后数据：2019年为88条）。',
    'The target is due, but the value for 2020 is missing, so it cannot be decided (values around it: 88 routes in 2019).',
  ],
  [
    'a due value that fails',
    judged('2021-03-01', {}, [...values.slice(0, 4), ['2020', 92]]),
    '2020年为92条，未达到“不低于100条”。',
    '92 routes in 2020, which does not meet the target of at least 100 routes.',
  ],
  [
    'a target met before it is due',
    judged('2020-03-01', {}, [...values.slice(0, 3), ['2019', 101]]),
    '2019年为101条，尚未到期，已达到“不低于100条”。',
    '101 routes in 2019, which meets the target of at least 100 routes before it is due.',
  ],
  [
    'a target lost again',
    judged('2020-03-01', {}, [
      ['2016', 45],
      ['2018', 101],
      ['2019', 90],
    ]),
    '2018年为101条，曾达到“不低于100条”；2019年为90条，已不再达到。',
    'It met the target of at least 100 routes once (101 routes in 2018) but no longer does (90 routes in 2019).',
  ],
  [
    'a step back',
    judged('2020-03-01', {}, [
      ['2016', 45],
      ['2019', 40],
    ]),
    '2019年为40条；比基期倒退了从基期到目标距离的9.1%，时间已过75%；按时序进度，进度系数为-0.1212（达到1为进展正常）。',
    '40 routes in 2019; it is further from the target than at the baseline, by 9.1% of the way, with 75% of the time gone; by share of the way against share of the time the pace is -0.1212 (on track from 1).',
  ],
  [
    'no value',
    judged('2020-03-01', {}, []),
    '截至评估日没有可用的数据。',
    'No usable value was known by then.',
  ],
  [
    'one value only',
    judged('2020-03-01', { baseline: null }, [['2019', 40]]),
    '可用的数据只有1期，不足以判断进展。',
    'Only one usable period: too few to judge progress.',
  ],
  [
    'a method that does not apply',
    judged('2020-03-01', { method: 'growthRatio', baseline: { period: period('2016'), value: 0 } }),
    '2019年为88条；已走完从基期到目标的88%，时间已过75%；按时序进度，进度系数为1.1733（达到1为进展正常）。（原定方法“增速比”不适用：数值含零或正负号不一，无法计算增速。）',
    '88 routes in 2019; 88% of the way is done in 75% of the time; by share of the way against share of the time the pace is 1.1733 (on track from 1). (The method asked for, growth ratio, does not apply: a value is zero or signs differ, so there is no growth rate.)',
  ],
  [
    'a pace against thresholds of the target’s own',
    judged('2020-03-01', { thresholds: { onTrack: 1.1, atRisk: 0.95, offTrack: 0 } }),
    '2019年为88条；已走完从基期到目标的78.2%，时间已过75%；按时序进度，进度系数为1.0424（本目标自定：达到1.1为进展正常）。',
    '88 routes in 2019; 78.2% of the way is done in 75% of the time; by share of the way against share of the time the pace is 1.0424 (on track from 1.1, a threshold of this target’s own).',
  ],
  [
    'that they are not the target’s own where another method runs',
    judged('2020-03-01', {
      method: 'growthRatio',
      baseline: { period: period('2016'), value: 0 },
      thresholds: { onTrack: 0.5, atRisk: 0.4, offTrack: 0 },
    }),
    '2019年为88条；已走完从基期到目标的88%，时间已过75%；按时序进度，进度系数为1.1733（达到1为进展正常）。（原定方法“增速比”不适用：数值含零或正负号不一，无法计算增速。）',
    '88 routes in 2019; 88% of the way is done in 75% of the time; by share of the way against share of the time the pace is 1.1733 (on track from 1). (The method asked for, growth ratio, does not apply: a value is zero or signs differ, so there is no growth rate.)',
  ],
  [
    'a zero that was read as a small number',
    judged('2020-03-01', {
      method: 'growthRatio',
      baseline: { period: period('2016'), value: 0 },
      zeroAs: 0.001,
    }),
    '2019年为88条；已走完从基期到目标的88%，时间已过75%；按增速比，进度系数为2.5907（达到0.95为进展正常）。（数值中的零按0.001计算增速。）',
    '88 routes in 2019; 88% of the way is done in 75% of the time; by growth ratio the pace is 2.5907 (on track from 0.95). (A zero was read as 0.001, so that there is a growth rate.)',
  ],
  [
    'that work fell back before anything was asked of it',
    judged('2020-03-01', { method: 'milestone', trajectory: 'none' }, [['2019', 40]]),
    '2019年为40条；按计划此时尚无进度要求，但比基期值45倒退。',
    '40 routes in 2019; the plan asks nothing beyond the baseline yet, but it has fallen back behind the baseline, 45.',
  ],
  [
    'a degree of attainment that nothing is expected of yet',
    judged('2020-03-01', {
      method: 'attainment',
      trajectory: 'none',
      baseline: { period: period('2016'), value: 0 },
    }),
    '2019年为88条；已走完从基期到目标的88%，时间已过75%；按时序进度，进度系数为1.1733（达到1为进展正常）。（原定方法“目标实现程度”不适用：目标值、当前值或此时的期望值的实现程度不是正数。）',
    '88 routes in 2019; 88% of the way is done in 75% of the time; by share of the way against share of the time the pace is 1.1733 (on track from 1). (The method asked for, degree of attainment, does not apply: the degree of attainment of the target, the value or the value expected by now is not positive.)',
  ],
  [
    'growth from one day to the next, of which there is none per year',
    judged('2020-01-03', { method: 'growthRatio', baseline: { period: period('2020-01-01'), value: 1 } }, [
      ['2020-01-02', 20],
    ]),
    '2020年1月2日为20条；已走完从基期到目标的19.2%，时间已过0.3%；按时序进度，进度系数为70.0505（达到1为进展正常）。（原定方法“增速比”不适用：间隔过短而变化过大，无法折算年均增速。）',
    '20 routes on 2 January 2020; 19.2% of the way is done in 0.3% of the time; by share of the way against share of the time the pace is 70.0505 (on track from 1). (The method asked for, growth ratio, does not apply: so much changed in so few days that there is no annual growth rate.)',
  ],
  [
    'a value that is just not the target as what it is',
    judged('2021-03-01', {}, [['2020', 99.999999]]),
    '2020年为99.999999条，未达到“不低于100条”。',
    '99.999999 routes in 2020, which does not meet the target of at least 100 routes.',
  ],
  [
    'a pace just below its threshold as below it',
    judged('2020-03-01', {}, [['2019', 86.2499]]),
    '2019年为86.2499条；已走完从基期到目标的75%，时间已过75%；按时序进度，进度系数为0.999998（达到1为进展正常）。',
    '86.2499 routes in 2019; 75% of the way is done in 75% of the time; by share of the way against share of the time the pace is 0.999998 (on track from 1).',
  ],
];

describe('verdictWords', () => {
  it.each(cases)('says %s', (_case, verdict, zh, en) => {
    expect(verdictWords(verdict, facts)).toEqual({ zh, en });
  });

  it('says a direction without a number as one', () => {
    const verdict = judged(
      '2020-03-01',
      { operator: 'direction', method: 'direction', value: null, trajectory: 'none', due: period('2035') },
      [
        ['2016', 45],
        ['2019', 58.5],
      ],
    );
    const words = verdictWords(verdict, { ...facts, operator: 'direction', value: null, due: '2035' });
    expect(words).toEqual({
      zh: '2019年为58.5条；自2016年为45条以来，朝目标方向的年均变化率为9.1%。规划未给出数值目标。',
      en: '58.5 routes in 2019; since 45 routes in 2016 the change in the wanted direction is 9.1% a year. The plan names no number.',
    });
  });

  it('does not say that the plan names no number where it names one', () => {
    const verdict = judged('2020-03-01', { method: 'direction' });
    expect(verdictWords(verdict, facts)).toEqual({
      zh: '2019年为88条；自2016年为45条以来，朝目标方向的年均变化率为25.1%。',
      en: '88 routes in 2019; since 45 routes in 2016 the change in the wanted direction is 25.1% a year.',
    });
  });

  it('says of a direction when its thresholds are the target’s own', () => {
    const own = { thresholds: { onTrack: 0.0725, atRisk: 0.005, offTrack: 0 } };
    const verdict = judged(
      '2020-03-01',
      {
        operator: 'direction',
        method: 'direction',
        value: null,
        trajectory: 'none',
        due: period('2035'),
        ...own,
      },
      [
        ['2016', 45],
        ['2019', 58.5],
      ],
    );
    const words = verdictWords(verdict, { ...facts, operator: 'direction', value: null, due: '2035' });
    expect(words).toEqual({
      zh: '2019年为58.5条；自2016年为45条以来，朝目标方向的年均变化率为9.1%（本目标自定：达到7.25%为进展正常）。规划未给出数值目标。',
      en: '58.5 routes in 2019; since 45 routes in 2016 the change in the wanted direction is 9.1% a year (on track from 7.25%, a threshold of this target’s own). The plan names no number.',
    });
  });

  it('says a rate just below its threshold, or just below zero, as below it', () => {
    const said = (latest: number) =>
      verdictWords(
        judged('2020-03-01', { operator: 'direction', method: 'direction', value: null, thresholds: own }, [
          ['2019', latest],
        ]),
        facts,
      ).en;
    const own = { onTrack: 0.02, atRisk: 0.01, offTrack: 0 };
    expect(said(45 * 1.01999 ** 3)).toContain('is 1.999% a year (on track from 2%');
    expect(said(44.99)).toContain('is -0.01% a year');
  });

  it('keeps a unit that begins with a number apart from the value', () => {
    const words = verdictWords(judged('2020-03-01', {}, [...values.slice(0, 3), ['2019-06-30', 1310]]), {
      ...facts,
      unit: { zh: '亿元', en: '100 million yuan' },
    });
    expect(words.en).toBe(
      '1,310 × 100 million yuan on 30 June 2019, which meets the target of at least 100 × 100 million yuan before it is due.',
    );
  });

  it('has words for every reason', () => {
    const reasons: Reason['code'][] = cases.map(([, verdict]) => verdict.reason.code);
    expect(new Set(reasons).size).toBeGreaterThanOrEqual(8);
  });
});
