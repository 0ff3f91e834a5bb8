import { assess, type Observation } from '#assessment';
import { parsePeriod } from '#time-period';
import { routesPlan } from '../test/routes-plan.js';
import { targetSpecOf } from './assessment-inputs.js';
import { whyChanged, type DatedVerdict } from './why-changed.js';

const target = routesPlan.targets.find(({ code }) => code === 'international-routes-2020')!;
const indicator = routesPlan.indicators.find(({ code }) => code === 'international_routes')!;
const spec = targetSpecOf(target, indicator);
const fromSeries = { ...spec, baseline: { period: parsePeriod('2016')!, value: null } };

function known(values: Record<string, number | [number, string]>): Observation[] {
  return Object.entries(values).map(([period, given]) => {
    const [value, status] = typeof given === 'number' ? [given, 'A'] : given;
    return { period: parsePeriod(period)!, value, status };
  });
}

function judged(
  values: Parameters<typeof known>[0],
  day = '2020-03-01',
  change: { version?: number; spec?: typeof spec } = {},
): DatedVerdict {
  return {
    targetVersion: change.version ?? 1,
    day,
    verdict: assess(change.spec ?? spec, known(values), day),
  };
}

const until2019 = { '2016': 45, '2018': 64, '2019': 88 };
const at = (period: string, value: number) => ({ period, value });

describe('why a verdict differs from the one before', () => {
  const cases: [
    what: string,
    before: DatedVerdict | null,
    after: DatedVerdict,
    byValues: boolean,
    expected: ReturnType<typeof whyChanged>,
  ][] = [
    [
      'there is none',
      null,
      judged(until2019),
      true,
      { code: 'first-verdict', before: null, after: at('2019', 88) },
    ],
    [
      'another version of the target, whatever else changed',
      judged({ '2016': 45, '2018': 64 }),
      judged(until2019, '2020-03-01', { version: 2 }),
      true,
      { code: 'target-changed', before: at('2018', 64), after: at('2019', 88) },
    ],
    [
      'the first value of all',
      judged({}),
      judged({ '2018': 64 }),
      true,
      { code: 'new-value', before: null, after: at('2018', 64) },
    ],
    [
      'a newer period',
      judged({ '2016': 45, '2018': 64 }),
      judged(until2019),
      true,
      { code: 'new-value', before: at('2018', 64), after: at('2019', 88) },
    ],
    [
      'a point of another frequency that ends later',
      judged(until2019, '2020-09-01'),
      judged({ ...until2019, '2020-06': 90 }, '2020-09-01'),
      true,
      { code: 'new-value', before: at('2019', 88), after: at('2020-06', 90) },
    ],
    [
      'a value after the due date that decides nothing',
      judged(until2019, '2021-12-01'),
      judged({ ...until2019, '2021-09': 120 }, '2021-12-01'),
      true,
      { code: 'new-value', before: at('2019', 88), after: at('2021-09', 120) },
    ],
    [
      'an import that was taken back',
      judged(until2019),
      judged({ '2016': 45, '2018': 64 }),
      true,
      { code: 'value-removed', before: at('2019', 88), after: at('2018', 64) },
    ],
    [
      'the same period with another value',
      judged(until2019),
      judged({ ...until2019, '2019': 87 }),
      true,
      { code: 'revision', before: at('2019', 88), after: at('2019', 87) },
    ],
    [
      'the same value, final now',
      judged({ ...until2019, '2019': [88, 'P'] }),
      judged(until2019),
      true,
      { code: 'revision', before: at('2019', 88), after: at('2019', 88) },
    ],
    [
      'another baseline',
      judged(until2019, '2020-03-01', { spec: fromSeries }),
      judged({ ...until2019, '2016': 46 }, '2020-03-01', { spec: fromSeries }),
      true,
      { code: 'baseline-revision', before: at('2016', 45), after: at('2016', 46) },
    ],
    [
      'the due date has passed, even if an import came to see it',
      judged(until2019, '2020-12-31'),
      judged(until2019, '2021-01-01'),
      true,
      { code: 'time-passing', before: at('2019', 88), after: at('2019', 88) },
    ],
    [
      'the next value is overdue',
      judged({ '2016': 45, '2018': 64 }, '2020-02-28'),
      judged({ '2016': 45, '2018': 64 }, '2020-03-01'),
      false,
      { code: 'time-passing', before: at('2018', 64), after: at('2018', 64) },
    ],
    [
      'values of other periods, with the next value overdue besides',
      judged({ '2016': 45, '2018': 64 }, '2020-02-28'),
      judged({ '2016': 45, '2017': 58, '2018': 64 }, '2020-03-01'),
      true,
      { code: 'other-values', before: at('2018', 64), after: at('2018', 64) },
    ],
    [
      'an import that touched none of the judged values',
      judged(until2019),
      judged(until2019),
      true,
      { code: 'other-values', before: at('2019', 88), after: at('2019', 88) },
    ],
    [
      'nothing of all this: another definition',
      judged(until2019),
      judged(until2019, '2020-03-02', { spec: { ...spec, method: 'growthRatio' } }),
      false,
      { code: 'definition-changed', before: at('2019', 88), after: at('2019', 88) },
    ],
  ];
  it.each(cases)('%s', (_, before, after, byValues, expected) => {
    expect(whyChanged(before, after, byValues)).toEqual(expected);
  });
});
