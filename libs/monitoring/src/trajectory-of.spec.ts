import { assess } from '#assessment';
import type { Indicator, Target } from '#contract';
import type { StoredTarget } from '#storage';
import { parsePeriod } from '#time-period';
import { routesPlan, timeZone } from '../test/routes-plan.js';
import { targetSpecOf } from './assessment-inputs.js';
import { trajectoryOf } from './trajectory-of.js';

/** Judges one target of the plan, changed in parts, on values by period. */
function judged(code: string, changes: Partial<Target>, values: Record<string, number>, asOfDay: string) {
  const plain = routesPlan.targets.find((candidate) => candidate.code === code) as Target;
  const indicator = routesPlan.indicators.find(
    (candidate) => candidate.code === plain.indicator,
  ) as Indicator;
  const validFrom = new Date('2018-12-03T00:00:00Z');
  const target: StoredTarget = {
    ...plain,
    ...changes,
    id: 1,
    version: 1,
    validFrom,
    validTo: null,
    changedAt: validFrom,
    changedBy: 'spec',
    changeReason: null,
    withdrawn: null,
  };
  const observations = Object.entries(values).flatMap(([text, value]) => {
    const period = parsePeriod(text);
    return period ? [{ period, value, status: 'A' }] : [];
  });
  return { target, indicator, verdict: assess(targetSpecOf(target, indicator), observations, asOfDay) };
}

const routesUntil2019 = { 2016: 45, 2017: 58, 2018: 64, 2019: 88 };

describe('trajectoryOf', () => {
  it('runs from the baseline to the due period, one point a year, each at its last day in the zone', () => {
    const judgement = judged('international-routes-2020', {}, routesUntil2019, '2020-03-01');
    expect(trajectoryOf(judgement, timeZone)).toEqual({
      target: 'international-routes-2020',
      points: [
        { period: '2016', time: Date.parse('2016-12-31T00:00:00+08:00'), expected: 45 },
        { period: '2017', time: Date.parse('2017-12-31T00:00:00+08:00'), expected: 58.75 },
        { period: '2018', time: Date.parse('2018-12-31T00:00:00+08:00'), expected: 72.5 },
        { period: '2019', time: Date.parse('2019-12-31T00:00:00+08:00'), expected: 86.25 },
        { period: '2020', time: Date.parse('2020-12-31T00:00:00+08:00'), expected: 100 },
      ],
      due: { period: '2020', time: Date.parse('2020-12-31T00:00:00+08:00'), value: 100, upper: null },
    });
  });

  it('says what the verdict says at the observed period', () => {
    const judgement = judged('international-routes-2020', {}, routesUntil2019, '2020-03-01');
    const at2019 = trajectoryOf(judgement, timeZone).points.find((point) => point.period === '2019');
    expect(at2019?.expected).toBe(judgement.verdict.expected);
  });

  it('starts at a baseline that lies within a year, at its own date', () => {
    const judgement = judged(
      'rail-travel-time-chengdu-2035',
      { due: '2019' },
      { '2017-12-06': 247 },
      '2018-03-01',
    );
    const { points } = trajectoryOf(judgement, timeZone);
    expect(points.map((point) => point.period)).toEqual(['2017-12-06', '2017', '2018', '2019']);
    expect(points[0]?.expected).toBe(247);
    expect(points.at(-1)?.expected).toBe(180);
  });

  it('has a point at every milestone, so that its bends are drawn where they are', () => {
    const judgement = judged(
      'international-routes-2020',
      {
        trajectory: 'milestones',
        milestones: [
          { period: '2018', value: '60' },
          { period: '2019-06', value: '90' },
        ],
      },
      routesUntil2019,
      '2020-03-01',
    );
    const { points } = trajectoryOf(judgement, timeZone);
    expect(points.map((point) => point.period)).toEqual(['2016', '2017', '2018', '2019-06', '2019', '2020']);
    expect(points.find((point) => point.period === '2019-06')?.expected).toBe(90);
  });

  it('takes monthly points for a daily target', () => {
    const judgement = judged(
      'international-routes-2020',
      { frequency: 'D', due: '2017-03-15' },
      routesUntil2019,
      '2017-02-01',
    );
    expect(trajectoryOf(judgement, timeZone).points.map((point) => point.period)).toEqual([
      '2016',
      '2017-01',
      '2017-02',
      '2017-03-15',
    ]);
  });

  it('keeps the due date but has no points without a baseline', () => {
    const judgement = judged('rail-travel-time-chengdu-2035', {}, {}, '2020-03-01');
    const trajectory = trajectoryOf(judgement, timeZone);
    expect(trajectory.points).toEqual([]);
    expect(trajectory.due).toEqual({
      period: '2035',
      time: Date.parse('2035-12-31T00:00:00+08:00'),
      value: 180,
      upper: null,
    });
  });

  it('has neither points nor a value to reach for a target that is only a direction', () => {
    const judgement = judged('changan-trains-2035', {}, { 2018: 1235, 2019: 2133 }, '2020-03-01');
    const trajectory = trajectoryOf(judgement, timeZone);
    expect(trajectory.points).toEqual([]);
    expect(trajectory.due.value).toBeNull();
  });
});
