import { addDays } from '#time-period';
import { baseline, period, routes, targetLike } from '../test/examples.js';
import { assess } from './assess.js';
import { resolveBaseline } from './baseline.js';
import type { TargetSpec } from './target.js';
import { expectedAt } from './trajectory.js';

function at(changes: Partial<TargetSpec>, when: string | number): number | null {
  const target = targetLike({ baseline: baseline('2016', 45), ...changes });
  const start = resolveBaseline(target, [], '2020-01-01');
  if (!start) throw new Error('the baseline is given');
  return expectedAt(target, start, when);
}

const milestones = [
  { period: period('2019'), value: 80 },
  { period: period('2017'), value: 50 },
];

describe('expectedAt', () => {
  it.each<[string, Partial<TargetSpec>, string | number, number | null]>([
    ['linear at the baseline', {}, '2016-12-31', 45],
    ['linear after three of four years', {}, '2019-12-31', 86.25],
    ['a decimal year says the same as its day', {}, 2020, 86.25],
    ['linear at the due date', {}, '2020-12-31', 100],
    ['before the baseline', {}, '2016-12-30', null],
    ['after the due date', {}, '2021-01-01', null],
    ['geometric half way', { trajectory: 'geometric' }, 2019, Math.sqrt(4500)],
    ['geometric at the due date', { trajectory: 'geometric' }, 2021, 100],
    [
      'geometric from zero falls back to linear',
      { trajectory: 'geometric', baseline: baseline('2016', 0) },
      2019,
      50,
    ],
    ['geometric to a negative number falls back to linear', { trajectory: 'geometric', value: -45 }, 2019, 0],
    ['none before the due date', { trajectory: 'none' }, '2020-12-30', 45],
    ['none at the due date', { trajectory: 'none' }, '2020-12-31', 100],
    ['milestones, at one', { trajectory: 'milestones', milestones }, 2018, 50],
    ['milestones, between two', { trajectory: 'milestones', milestones }, 2019, 65],
    ['milestones, after the last', { trajectory: 'milestones', milestones }, 2020.5, 90],
    [
      'milestones before the baseline are passed over',
      { trajectory: 'milestones', milestones: [{ period: period('2015'), value: 99 }] },
      2019,
      72.5,
    ],
    ['downwards', { operator: 'atMost', value: 25 }, 2019, 35],
    [
      'complete without a number means 100',
      { operator: 'complete', value: null, baseline: baseline('2016', 0) },
      2019,
      50,
    ],
    ['an interval from below ends at its lower edge', { operator: 'within', value: 65, upper: 70 }, 2019, 55],
    ['an interval from above ends at its upper edge', { operator: 'within', value: 20, upper: 25 }, 2019, 35],
    [
      'an interval that holds the baseline is stayed in',
      { operator: 'within', value: 40, upper: 50 },
      2019,
      45,
    ],
    ['clipped from above', { upperBound: 70 }, 2020, 70],
    ['clipped from below', { lowerBound: 60 }, 2017.5, 60],
    ['a direction has no path', { operator: 'direction', value: null }, 2019, null],
  ])('%s', (_what, changes, when, expected) => {
    const value = at(changes, when);
    if (expected === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(expected, 10);
  });

  it('never falls on the way up and ends at the target, day by day, on every path', () => {
    for (const trajectory of ['linear', 'geometric', 'milestones', 'none'] as const) {
      let last = 45;
      for (let day = '2016-12-31'; day <= '2020-12-31'; day = addDays(day, 1)) {
        const value = at({ trajectory, milestones }, day);
        if (value === null || value < last)
          throw new Error(`${trajectory} at ${day}: ${value} after ${last}`);
        last = value;
      }
      expect(last).toBe(100);
    }
  });

  it('is the very number a verdict reports', () => {
    const observations = [
      { period: period('2016'), value: 45, status: 'A' },
      { period: period('2019-05'), value: 70, status: 'A' },
    ];
    const start = resolveBaseline(routes, observations, '2019-07-01');
    expect(assess(routes, observations, '2019-07-01').expected).toBe(
      start && expectedAt(routes, start, '2019-05-31'),
    );
  });
});
