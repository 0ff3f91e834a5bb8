import { formatPeriod } from '#time-period';
import { baseline, period, routesUntil2019, series, targetLike } from '../test/examples.js';
import { assess } from './assess.js';
import { neededNext, neededValueTolerance } from './needed-value.js';
import type { Observation } from './observation.js';
import type { TargetSpec } from './target.js';

/** "at least 97.25 in 2020", or the reason why there is none. */
function needed(target: TargetSpec, observations: readonly Observation[], asOfDay: string): string {
  const { period: next, value, operator, reason } = neededNext(target, observations, asOfDay);
  const when = next ? formatPeriod(next) : 'never';
  return reason ? `${reason} in ${when}` : `${operator} ${value} in ${when}`;
}

const until2018 = series({ '2016': 45, '2017': 58, '2018': 64 });

describe('the value needed next, against the method solved by hand', () => {
  const b = 45;
  const target = 100;

  it('share of the way against share of the time: 45 + 3/4 of the 55', () => {
    expect(needed(targetLike({}), until2018, '2019-06-30')).toBe('atLeast 86.25 in 2019');
  });

  it('growth ratio: 95 % of the yearly growth that 100 asks for, over three years', () => {
    const value = b * (1 + 0.95 * ((target / b) ** (1 / 4) - 1)) ** 3;
    const found = neededNext(targetLike({ method: 'growthRatio' }), until2018, '2019-06-30');
    expect(Math.abs(found.value! - value)).toBeLessThan(neededValueTolerance * value);
  });

  it('extrapolated share: a growth that brings 95 % of the way by 2020', () => {
    const value = b * ((b + 0.95 * (target - b)) / b) ** (3 / 4);
    const found = neededNext(targetLike({ method: 'extrapolatedShare' }), until2018, '2019-06-30');
    expect(Math.abs(found.value! - value)).toBeLessThan(neededValueTolerance * value);
  });

  it("attainment: 95 % of the trajectory's own value", () => {
    const found = neededNext(targetLike({ method: 'attainment' }), until2018, '2019-06-30');
    expect(found.value).toBeCloseTo(0.95 * 86.25, 7);
  });

  it('direction alone: 1.5 % a year since the baseline', () => {
    const upward = targetLike({
      operator: 'direction',
      value: null,
      method: 'direction',
      due: period('2035'),
    });
    const found = neededNext(upward, series({ '2016': 45, '2018': 44 }), '2019-06-30');
    expect(Math.abs(found.value! - 45 * 1.015 ** 3)).toBeLessThan(neededValueTolerance * 50);
    const downward = neededNext({ ...upward, direction: 'down' }, series({ '2016': 45 }), '2017-06-30');
    expect(downward).toMatchObject({ operator: 'atMost' });
    expect(Math.abs(downward.value! - 45 * 0.985)).toBeLessThan(neededValueTolerance * 50);
  });

  it('less is better: at most what the time allows', () => {
    const less = targetLike({
      operator: 'atMost',
      direction: 'down',
      value: 180,
      baseline: baseline('2016', 260),
    });
    expect(needed(less, series({ '2016': 260, '2017': 250 }), '2018-06-30')).toBe('atMost 220 in 2018');
  });

  it('an interval: the edge on the side of the newest value', () => {
    const within = targetLike({ operator: 'within', value: 40, upper: 60, baseline: baseline('2016', 80) });
    expect(needed(within, series({ '2016': 80, '2017': 78 }), '2018-06-30')).toBe('atMost 70 in 2018');
    const below = { ...within, baseline: baseline('2016', 20) };
    expect(needed(below, series({ '2016': 20, '2017': 21 }), '2018-06-30')).toBe('atLeast 30 in 2018');
  });
});

describe('which period is asked about', () => {
  const cases: [what: string, TargetSpec, Observation[], asOfDay: string, answer: string][] = [
    [
      'the due period needs the target itself',
      targetLike({}),
      routesUntil2019,
      '2020-03-01',
      'atLeast 100 in 2020',
    ],
    [
      'so it does when its date has passed without a value',
      targetLike({}),
      until2018,
      '2021-06-30',
      'atLeast 100 in 2020',
    ],
    [
      'none, once its value is known',
      targetLike({}),
      series({ '2016': 45, '2020': 92 }),
      '2021-06-30',
      'no-period-left in never',
    ],
    [
      'none, once a later value is',
      targetLike({}),
      series({ '2016': 45, '2021-09': 92 }),
      '2021-12-31',
      'no-period-left in never',
    ],
    [
      'a stock told in September still has its year end',
      targetLike({}),
      series({ '2016': 45, '2019-09': 80 }),
      '2019-10-31',
      'atLeast 86.25 in 2019',
    ],
    [
      'years without a value are over: the newest that has ended',
      targetLike({}),
      series({ '2016': 45 }),
      '2019-06-30',
      'atLeast 72.5 in 2018',
    ],
    [
      'without any value, the period of the day',
      targetLike({ baseline: baseline('2016', 45) }),
      [],
      '2018-06-30',
      'atLeast 72.5 in 2018',
    ],
    [
      'a stock counts on a due day within its year',
      targetLike({ due: period('2020-06') }),
      routesUntil2019,
      '2020-03-01',
      'atLeast 100 in 2020-06',
    ],
    [
      'a flow of the year does not',
      targetLike({ kind: 'flow', due: period('2020-06') }),
      routesUntil2019,
      '2020-03-01',
      'no-period-left in never',
    ],
    [
      'a flow is asked about on its own frequency: 45 + 55 × (2 + 273/365) ÷ 4',
      targetLike({ kind: 'flow', frequency: 'Q' }),
      series({ '2016-Q4': 45, '2019-Q2': 80 }),
      '2019-10-31',
      'atLeast 82.78424658 in 2019-Q3',
    ],
  ];
  it.each(cases)('%s', (_, target, observations, asOfDay, answer) => {
    expect(needed(target, observations, asOfDay)).toBe(answer);
  });
});

describe('when there is no value to name', () => {
  it('every value does: nothing is lost by a bound', () => {
    const lenient = targetLike({ lowerBound: 100, upperBound: 200 });
    expect(needed(lenient, until2018, '2019-06-30')).toBe('any-value in 2019');
  });

  it('a series at zero that is judged on its growth has one when zero is read as a small number', () => {
    const growing = targetLike({
      operator: 'direction',
      value: null,
      method: 'direction',
      baseline: null,
      zeroAs: 0.001,
    });
    const zeros = series({ '2016': 0, '2018': 0 });
    expect(needed({ ...growing, zeroAs: null }, zeros, '2019-06-30')).toBe('no-value in 2019');
    const { value, operator } = neededNext(growing, zeros, '2019-06-30');
    expect([value, operator]).toEqual([expect.closeTo(0.001 * 1.015 ** 3, 9), 'atLeast']);
    expect(neededNext({ ...growing, lowerBound: 0 }, zeros, '2019-06-30').value).toBe(value);
  });

  it('no value does: neither way is better', () => {
    const neither = targetLike({
      operator: 'direction',
      value: null,
      method: 'direction',
      direction: 'within',
    });
    expect(needed(neither, until2018, '2019-06-30')).toBe('no-value in 2019');
  });
});

it('is on track at the value and not a little below it', () => {
  for (const method of [
    'elapsedShare',
    'growthRatio',
    'extrapolatedShare',
    'attainment',
    'milestone',
  ] as const)
    for (const trajectory of ['linear', 'geometric', 'none'] as const) {
      const target = targetLike({ method, trajectory, lowerBound: 0 });
      const { value, period: next } = neededNext(target, until2018, '2019-06-30');
      const statusAt = (x: number) =>
        assess(target, [...until2018, { period: next!, value: x, status: 'A' }], '2020-02-29').status;
      const step = value! * 10 * neededValueTolerance;
      expect([method, trajectory, statusAt(value!)]).toEqual([method, trajectory, 'onTrack']);
      expect([method, trajectory, statusAt(value! - step)]).not.toEqual([method, trajectory, 'onTrack']);
    }
});
