import { baseline, period, routesUntil2019, series, targetLike } from '../../test/examples.js';
import type { Values } from '../../test/verdict-cases.js';
import { usableObservations } from '../observation.js';
import type { TargetSpec } from '../target.js';
import { outlook, type Outlook } from './forecast.js';

function outlookOf(changes: Partial<TargetSpec>, values: Values, asOf = '2020-03-01'): Outlook {
  const target = targetLike(changes);
  return outlook(target, usableObservations(target, series(values), asOf), asOf);
}

/** Monthly or quarterly values with a season and a little noise that is the same in every run. */
function seasonalValues(perYear: 4 | 12, firstYear: number, n: number, level: (i: number) => number): Values {
  return Object.fromEntries(
    Array.from({ length: n }, (_, i) => {
      const year = firstYear + Math.floor(i / perYear);
      const part = (i % perYear) + 1;
      const text = perYear === 4 ? `${year}-Q${part}` : `${year}-${String(part).padStart(2, '0')}`;
      return [text, level(i) + 8 * Math.sin((2 * Math.PI * i) / perYear) + Math.sin(i * i)];
    }),
  );
}

const routes: Values = { '2016': 45, '2017': 58, '2018': 64, '2019': 88 };
const noisy: Values = { '2016': 45, '2017': 58, '2018': 54, '2019': 66 };

describe('the plan’s own first target as of 2020-03-01', () => {
  const target = targetLike({});
  const { forecast, refusal, attainmentPeriod } = outlook(
    target,
    usableObservations(target, routesUntil2019, '2020-03-01'),
    '2020-03-01',
  );

  it('is forecast at 97.5 with a standard error of 8.7678 and an 80 % interval of 80.97 to 114.03', () => {
    expect(refusal).toBeNull();
    expect(forecast).toMatchObject({ period: '2020', value: 97.5, n: 4, method: 'linearTrend' });
    expect(forecast?.standardError).toBeCloseTo(8.7678, 4);
    expect(forecast?.lower).toBeCloseTo(80.97, 2);
    expect(forecast?.upper).toBeCloseTo(114.03, 2);
  });

  it('is met with a probability of 0.4012, the closed form ½ − t ÷ 2√(2 + t²) for two degrees of freedom', () => {
    const t = 2.5 / Math.sqrt(76.875);
    expect(forecast?.probability).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 6);
    expect(forecast?.probability).toBeCloseTo(0.4012, 4);
  });

  it('is attained in 2021 if the trend goes on', () => {
    expect(attainmentPeriod).toBe('2021');
  });
});

describe('the probability', () => {
  const probability = (changes: Partial<TargetSpec>) =>
    outlookOf(changes, routes).forecast?.probability ?? NaN;

  it('of at most and at least the same number add up to 1', () => {
    expect(probability({ operator: 'atMost' }) + probability({ operator: 'atLeast' })).toBeCloseTo(1, 5);
  });

  it('of an interval is what lies between its edges', () => {
    const between = probability({ operator: 'within', value: 90, upper: 110 });
    expect(between).toBeCloseTo(probability({ value: 90 }) - probability({ value: 110 }), 5);
    // The 80 % interval itself.
    expect(probability({ operator: 'within', value: 80.9667, upper: 114.0333 })).toBeCloseTo(0.8, 4);
  });

  it('of complete is that of 100 per cent or more', () => {
    expect(probability({ operator: 'complete', value: null })).toBe(probability({ value: 100 }));
  });

  it('is never 0 or 1 by arithmetic alone', () => {
    expect(probability({ value: 1e9 })).toBe(0.000001);
    expect(probability({ value: -1e9 })).toBe(0.999999);
  });

  it('is 0 beyond the indicator’s bounds, and 1 where the bounds allow nothing else', () => {
    expect(probability({ upperBound: 99 })).toBe(0);
    expect(probability({ operator: 'atMost', value: 20, lowerBound: 30 })).toBe(0);
    expect(probability({ value: 0, lowerBound: 0 })).toBe(1);
  });

  it('of reaching the upper bound is that of reaching or passing it', () => {
    expect(probability({ upperBound: 100 })).toBe(probability({}));
    expect(probability({ operator: 'within', value: 90, upper: 100, upperBound: 100 })).toBe(
      probability({ value: 90 }),
    );
  });
});

describe('a forecast', () => {
  it('is clipped to the indicator’s bounds, its interval too, but its standard error is not', () => {
    const { forecast } = outlookOf({ lowerBound: 85, upperBound: 96, value: 95 }, routes);
    expect(forecast).toMatchObject({ value: 96, lower: 85, upper: 96 });
    expect(forecast?.standardError).toBeCloseTo(8.7678, 4);
  });

  it('from three points has one degree of freedom and a wide interval', () => {
    const { forecast } = outlookOf({}, { '2017': 58, '2018': 64, '2019': 88 });
    expect(forecast?.n).toBe(3);
    expect(forecast!.upper - forecast!.lower).toBeCloseTo(2 * 3.0777 * forecast!.standardError, 2);
    expect(forecast!.upper - forecast!.lower).toBeGreaterThan(80);
  });

  it('takes the last ten years and no more', () => {
    const years = (first: number) =>
      Object.fromEntries(Array.from({ length: 2020 - first }, (_, i) => [`${first + i}`, (first + i) % 7]));
    const all = outlookOf({ value: 10 }, years(2000));
    expect(all.forecast?.n).toBe(10);
    expect(all).toEqual(outlookOf({ value: 10 }, years(2010)));
  });

  it('of a stock takes each year’s last value, wherever in the year it stands', () => {
    const sparse = outlookOf({}, { '2016': 45, '2017': 58, '2018-12-29': 64, '2019': 88 });
    const dense = outlookOf(
      {},
      {
        '2016-06': 1,
        '2017-Q2': 900,
        '2018-11-05': 3,
        '2016': 45,
        '2017': 58,
        '2018-12-29': 64,
        '2019': 88,
      },
    );
    expect(dense).toEqual(sparse);
    expect(sparse.forecast?.value).toBeCloseTo(97.5, 0);
  });

  it('of a stock passes over a value from the middle of a year where three years have one at their end', () => {
    const ends = { '2016': 45, '2017': 58, '2018': 64, '2019': 88 };
    expect(outlookOf({}, { '2015-04': 28, ...ends })).toEqual(outlookOf({}, ends));
    const few = outlookOf({}, { '2015-04': 28, '2016-08': 50, '2017': 58, '2019': 88 });
    expect(few.forecast?.n).toBe(4);
  });

  it('of a flow takes the years alone for a target of a year', () => {
    const values: Values = { ...noisy, '2019-06': 5, '2019-12': 6 };
    expect(outlookOf({ kind: 'flow' }, values)).toEqual(outlookOf({ kind: 'flow' }, noisy));
  });

  it('of a half-yearly flow compares like halves', () => {
    const halves: Values = {
      '2016-S1': 10,
      '2016-S2': 40,
      '2017-S1': 12,
      '2017-S2': 45,
      '2018-S1': 13,
      '2018-S2': 48,
    };
    const changes: Partial<TargetSpec> = { kind: 'flow', frequency: 'S', value: 60 };
    const firstHalf = outlookOf({ ...changes, due: period('2020-S1') }, halves, '2019-06-01');
    const secondHalf = outlookOf({ ...changes, due: period('2020-S2') }, halves, '2019-06-01');
    expect(firstHalf.forecast?.value).toBeCloseTo(16.17, 2);
    expect(secondHalf.forecast?.value).toBeCloseTo(56.33, 2);
    expect(secondHalf.attainmentPeriod).toBe('2021-S2');
  });

  it('does not mind gaps, provisional values, forecasts or the baseline the plan names', () => {
    const gaps = outlookOf({}, { '2013': 20, '2016': 45, '2019': 88 });
    expect(gaps.forecast?.n).toBe(3);
    const marked = outlookOf({}, { ...routes, '2018': [64, 'P'], '2020': [150, 'F'] });
    expect(marked).toEqual(outlookOf({}, routes));
    expect(outlookOf({ baseline: baseline('2016', 10) }, routes)).toEqual(outlookOf({}, routes));
  });

  it('of a period told twice takes the value of the target’s own frequency', () => {
    expect(outlookOf({}, { ...routes, '2019-12': 70, '2019-Q4': 71 })).toEqual(outlookOf({}, routes));
  });
});

describe('monthly and quarterly series', () => {
  const monthly = seasonalValues(12, 2016, 48, (i) => 40 + i);
  const average: Partial<TargetSpec> = {
    kind: 'average',
    frequency: 'M',
    indicatorFrequency: 'M',
    value: 103,
    due: period('2021-04'),
  };

  it('are smoothed with their season', () => {
    const { forecast, attainmentPeriod } = outlookOf(average, monthly);
    expect(forecast).toMatchObject({ period: '2021-04', n: 48, method: 'seasonalSmoothing' });
    // April stands at the top of the season: 40 + 63 + 8.
    expect(Math.abs(forecast!.value - 111)).toBeLessThan(3);
    expect(forecast!.lower).toBeLessThan(forecast!.value);
    expect(forecast!.probability).toBeGreaterThan(0.9);
    expect(attainmentPeriod).toBe('2021-02');
  });

  it('of a stock are those of its indicator, and lead to an annual target', () => {
    const stock: Partial<TargetSpec> = { indicatorFrequency: 'M', value: 100, due: period('2020') };
    const { forecast } = outlookOf(stock, { ...monthly, '2018': 75, '2017-05-11': 3 });
    expect(forecast).toMatchObject({ period: '2020', n: 48, method: 'seasonalSmoothing' });
  });

  it('of quarters need eight in a row', () => {
    const quarters = (n: number) => seasonalValues(4, 2018, n, (i) => 40 + i);
    const changes: Partial<TargetSpec> = { ...average, frequency: 'Q', due: period('2020-Q4') };
    expect(outlookOf(changes, quarters(8)).forecast).toMatchObject({ n: 8, method: 'seasonalSmoothing' });
    expect(outlookOf(changes, quarters(7)).refusal).toEqual({ code: 'too-few-periods', periods: 1 });
  });

  it('with a gap go back to it at most; without two years since then, years are compared', () => {
    const { '2017-12': _gone, ...since2018 } = monthly;
    expect(outlookOf(average, since2018).forecast).toMatchObject({ n: 24, method: 'seasonalSmoothing' });
    const { '2018-06': _missing, ...short } = monthly;
    expect(outlookOf(average, short).forecast).toMatchObject({ n: 4, method: 'linearTrend' });
  });

  it('take ten years at most', () => {
    const long = seasonalValues(12, 2005, 180, (i) => 40 + i);
    expect(outlookOf(average, long).forecast?.n).toBe(120);
  });

  it('whose due date lies beyond the run’s horizon are left to the years', () => {
    const years: Values = {
      '2010': 5,
      '2012': 14,
      '2014': 20,
      ...seasonalValues(12, 2018, 24, (i) => 40 + i),
    };
    const stock: Partial<TargetSpec> = { indicatorFrequency: 'M', due: period('2025') };
    expect(outlookOf(stock, years).forecast).toMatchObject({ n: 5, method: 'linearTrend' });
  });
});

describe('there is no forecast', () => {
  it.each<[string, Partial<TargetSpec>, Values, Outlook['refusal']]>([
    [
      'without a number to reach',
      { operator: 'direction', value: null },
      routes,
      { code: 'no-target-value' },
    ],
    ['once the due period’s value is in', { due: period('2019') }, routes, { code: 'due-observed' }],
    ['without a value', {}, {}, { code: 'too-few-periods', periods: 0 }],
    ['from two years', {}, { '2018': 64, '2019': 88 }, { code: 'too-few-periods', periods: 2 }],
    [
      'from many values of two years',
      {},
      { '2018-03': 1, '2018-08': 2, '2018': 3, '2019-05': 5, '2019': 8 },
      { code: 'too-few-periods', periods: 2 },
    ],
    [
      'further ahead than twice the time looked back on',
      { due: period('2026') },
      routes,
      { code: 'beyond-horizon', ahead: 7, span: 3 },
    ],
    [
      'from a constant series',
      {},
      { '2017': 58, '2018': 58, '2019': 58 },
      { code: 'no-variation', value: 58 },
    ],
    [
      'from values exactly on a line, which would be sure of itself',
      {},
      { '2016': 50, '2017': 65, '2018': 80, '2019': 95 },
      { code: 'no-variation', value: 110 },
    ],
  ])('%s', (_what, changes, values, refusal) => {
    // The last day of 2019, on which 2019's value may be known and 2019 is still due.
    const result = outlookOf(changes, values, '2019-12-31');
    expect(result.refusal).toEqual(refusal);
    expect(result.forecast).toBeNull();
  });

  it('once the due date has passed', () => {
    const { forecast, refusal } = outlookOf({}, routes, '2021-01-01');
    expect(forecast).toBeNull();
    expect(refusal).toEqual({ code: 'due-passed' });
  });

  it('but a last year just within the horizon has one', () => {
    expect(outlookOf({ due: period('2025') }, routes).forecast).not.toBeNull();
  });
});

describe('the attainment period', () => {
  it.each<[string, Partial<TargetSpec>, Values, string | null]>([
    ['is the first whose trend value meets the target', { value: 120, due: period('2025') }, routes, '2022'],
    ['may come before the due date', { value: 97.5, due: period('2022') }, routes, '2020'],
    ['is found though the due date is beyond the horizon', { due: period('2035') }, routes, '2021'],
    ['is found on an exact line', {}, { '2017': 70, '2018': 75, '2019': 80 }, '2023'],
    ['is null when the trend leads away', { operator: 'atMost', value: 20 }, routes, null],
    ['is null when it lies beyond the horizon', { value: 200 }, routes, null],
    ['is null when the indicator’s bounds forbid it', { upperBound: 99 }, routes, null],
    ['is null when the latest value meets the target', { value: 80 }, routes, null],
    ['of an interval is the first inside', { operator: 'within', value: 105, upper: 115 }, routes, '2021'],
    ['may be skipped by an interval', { operator: 'within', value: 99, upper: 104 }, routes, null],
    [
      'counts in the target’s frequency for a stock',
      { frequency: 'Q', due: period('2021-Q4') },
      routes,
      '2021-Q1',
    ],
  ])('%s', (_what, changes, values, wanted) => {
    expect(outlookOf(changes, values).attainmentPeriod).toBe(wanted);
  });
});
