import { assess } from '#assessment';
import type { Target } from '#contract';
import { parsePeriod } from '#time-period';
import { routesPlan } from '../test/routes-plan.js';
import { targetSpecOf } from './assessment-inputs.js';
import { warningsOf } from './target-warnings.js';

const [routes] = routesPlan.targets;
const [indicator] = routesPlan.indicators;

function warned(change: Partial<Target>, values: Record<string, number> = {}): string[] {
  const target = {
    ...routes!,
    ...change,
    id: 1,
    version: 1,
    validFrom: new Date(0),
    validTo: null,
    changedAt: new Date(0),
    changedBy: 'spec',
    changeReason: null,
    withdrawn: null,
  };
  const observations = Object.entries(values).map(([period, value]) => ({
    period: parsePeriod(period)!,
    value,
    status: 'A',
  }));
  const verdict = assess(targetSpecOf(target, indicator!), observations, '2020-03-01');
  return warningsOf({ target, indicator: indicator!, verdict }).map(
    ({ code, message }) => `${code}: ${message}`,
  );
}

const from = (value: string | null) => ({ baseline: { period: '2016', value } });
const beyond = (words: string) => [
  `baseline-beyond-target: its baseline, ${words} already: there is no way to go, and any value that fails it is moving away`,
];

describe('a target is accepted with a warning', () => {
  it.each<[string, Partial<Target>, Record<string, number>, string[]]>([
    [
      'whose baseline is over what is to be at least',
      from('120'),
      {},
      beyond('120 in 2016, is beyond at least 100'),
    ],
    [
      'whose baseline is under what is to be at most',
      { ...from('70'), operator: 'atMost' },
      {},
      beyond('70 in 2016, is beyond at most 100'),
    ],
    [
      'whose baseline is so in the series',
      from(null),
      { '2017': 130 },
      beyond('130 in 2017, is beyond at least 100'),
    ],
    [
      'that is complete beyond 100 per cent',
      { ...from('101'), operator: 'complete' },
      {},
      beyond('101 in 2016, is beyond at least 100'),
    ],
  ])('%s', (_what, change, values, warnings) => {
    expect(warned(change, values)).toEqual(warnings);
  });
});

describe('and without one', () => {
  it.each<[string, Partial<Target>]>([
    ['on its way', from('45')],
    ['whose baseline stands at it, which is an edge of its own', from('100')],
    ['whose baseline is in the interval to stay in', { ...from('105'), operator: 'within', upper: '110' }],
    ['without a baseline yet', { baseline: null }],
    ['without a number', { ...from('120'), operator: 'direction', value: null, method: 'direction' }],
  ])('%s', (_what, change) => {
    expect(warned(change)).toEqual([]);
  });
});
