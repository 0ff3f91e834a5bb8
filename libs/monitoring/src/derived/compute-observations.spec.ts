import fc from 'fast-check';
import type { Indicator } from '#contract';
import { formatPeriod } from '#time-period';
import { indicatorOf, observationsOf } from '../../test/derived-plan.js';
import { computeObservations, type InputObservation } from './compute-observations.js';

const flow = { kind: 'flow' } as const;
const inputs = [
  indicatorOf('population', '万人'),
  indicatorOf('stations', '个'),
  indicatorOf('gdp', '亿元', flow),
  indicatorOf('research', '万元', flow),
];

/** "x 2019: 12.5 P @2020-02-01 (3 areas)" of everything computed of the first indicator. */
function computed(result: Indicator, given: readonly InputObservation[], ...others: readonly Indicator[]) {
  const indicators = new Map([result, ...inputs, ...others].map((indicator) => [indicator.code, indicator]));
  return computeObservations([result.code], indicators, given).map((one) => {
    const { frequency, accumulation, periodStart: start, periodEnd: end } = one;
    const period = formatPeriod({ frequency, accumulation, start, end });
    const status = one.status === 'A' ? '' : ` ${one.status}`;
    const known = one.knownFrom.toISOString().slice(0, 10);
    const since = known === '2020-01-01' ? '' : ` @${known}`;
    const count = one.computed.areas === null ? '' : ` (${one.computed.areas} areas)`;
    return `${one.area} ${period}: ${one.value}${status}${since}${count}`;
  });
}
const byFormula = (formula: string, unit: string, given: Partial<Indicator> = {}) =>
  indicatorOf('result', unit, { ...flow, formula, ...given });

describe('a formula', () => {
  it.each<[sentence: string, result: Indicator, given: string[], expected: string[]]>([
    [
      'divides in the units that it is asked in: 18,000 stations for 3,952.9 万人',
      byFormula('stations / population', '个/万人', { kind: 'stock', decimals: 1 }),
      ['stations a 2020 = 18000', 'population a 2020 = 3952.9'],
      ['a 2020: 4.5536189'],
    ],
    [
      'adds 亿元 and 万元',
      byFormula('gdp + research', '亿元'),
      ['gdp a 2019 = 1.5', 'research a 2019 = 2500'],
      ['a 2019: 1.75'],
    ],
    [
      'subtracts exactly what doubles cannot',
      byFormula('gdp − research', '亿元'),
      ['gdp a 2019 = 0.3', 'research a 2019 = 1000'],
      ['a 2019: 0.2'],
    ],
    [
      'a share is in per cent',
      byFormula('share(research, gdp)', '%'),
      ['research a 2019 = 5845800', 'gdp a 2019 = 25793.17'],
      ['a 2019: 2.26641394'],
    ],
    [
      'per head: 亿元 over 万人 in 元',
      byFormula('perHead(gdp, population)', '元', { decimals: 0 }),
      ['gdp a 2020 = 26181.86', 'population a 2020 = 3952.9'],
      ['a 2020: 66234.561967'],
    ],
    [
      'a missing operand gives no value, and never 0',
      byFormula('gdp + research', '亿元'),
      ['gdp a 2019 = 1', 'research a 2020 = 1', 'gdp b 2020 = 1', 'research c 2020 = 1'],
      [],
    ],
    [
      'frequencies and accumulations are never mixed',
      byFormula('gdp + research', '亿元'),
      [
        'gdp a 2019 = 1',
        'research a 2019-12 = 1',
        'research a 2019-Q4 = 1',
        'research a 2019-01/2019-12 = 1',
      ],
      [],
    ],
    [
      'a division by zero gives no value, and the next period has its own',
      byFormula('share(research, gdp)', '%'),
      ['research a 2018 = 1', 'gdp a 2018 = 0', 'research a 2019 = 1', 'gdp a 2019 = 1'],
      ['a 2019: 0.01'],
    ],
    [
      'a number divided by zero gives none either',
      byFormula('gdp × (1 / 0)', '亿元'),
      ['gdp a 2019 = 1'],
      [],
    ],
    [
      'a minus in front, a number in front, parentheses',
      byFormula('-(2 × gdp) + gdp', '亿元'),
      ['gdp a 2019 = 1.25'],
      ['a 2019: -1.25'],
    ],
    [
      'is as doubtful as its most doubtful input and known since its last one',
      byFormula('gdp + research', '亿元'),
      [
        'gdp a 2017 = 1 P @2018-02-01',
        'research a 2017 = 0 @2018-09-01',
        'gdp a 2018 = 1 E',
        'research a 2018 = 0 P',
        'gdp a 2019 = 1 F',
        'research a 2019 = 0 E',
        'gdp a 2020 = 1 B',
        'research a 2020 = 0',
      ],
      ['a 2017: 1 P @2018-09-01', 'a 2018: 1 E', 'a 2019: 1 F', 'a 2020: 1 B'],
    ],
    [
      'what was reported stands beside what is computed',
      byFormula('gdp × 2', '亿元'),
      ['gdp a 2018 = 1', 'gdp a 2019 = 1', 'result a 2018 = 5'],
      ['a 2019: 2'],
    ],
  ])('%s', (_sentence, result, given, expected) => {
    expect(computed(result, observationsOf(...given))).toEqual(expected);
  });

  it('is rounded once, to six decimals more than the indicator has, half away from zero', () => {
    const third = (decimals: number, sign: string) =>
      computed(byFormula(`${sign}gdp / 3`, '亿元', { decimals }), observationsOf('gdp a 2019 = 2'));
    expect([third(0, ''), third(2, ''), third(0, '-')]).toEqual([
      ['a 2019: 0.666667'],
      ['a 2019: 0.66666667'],
      ['a 2019: -0.666667'],
    ]);
  });

  it('keeps breakdowns apart', () => {
    const [one, two] = observationsOf('gdp a 2019 = 1', 'gdp a 2019 = 2');
    const given = [
      { ...one!, breakdown: { sector: 'farms' } },
      { ...two!, breakdown: { sector: 'works' } },
    ];
    const broken = { dimensions: ['sector'] };
    const gdp = indicatorOf('gdp', '亿元', { ...flow, ...broken });
    const result = byFormula('gdp + gdp', '亿元', broken);
    const indicators = new Map([gdp, result].map((indicator) => [indicator.code, indicator]));
    const values = computeObservations(['result'], indicators, given).map(
      ({ breakdown, value }) => `${breakdown['sector']} ${value}`,
    );
    expect(values).toEqual(['farms 2', 'works 4']);
  });

  it('may rest on a computed indicator, and then on its value as shown', () => {
    const third = indicatorOf('third', '亿元', { ...flow, decimals: 0, formula: 'gdp / 3' });
    expect(computed(byFormula('third × 3', '亿元'), observationsOf('gdp a 2019 = 1'), third)).toEqual([
      'a 2019: 0.999999',
    ]);
  });
});

describe('change on the year', () => {
  const growth = byFormula('changeOnYear(gdp)', '%', { kind: 'average', decimals: 1 });

  it.each<[sentence: string, given: string[], expected: string[]]>([
    ['of years', ['gdp a 2018 = 80', 'gdp a 2019 = 100', 'gdp a 2020 = 90'], ['a 2019: 25', 'a 2020: -10']],
    [
      'of months compares with the same month, over the turn of the year too',
      ['gdp a 2018-12 = 10', 'gdp a 2019-01 = 20', 'gdp a 2019-12 = 11', 'gdp a 2020-01 = 15'],
      ['a 2019-12: 10', 'a 2020-01: -25'],
    ],
    [
      'of year-to-date sums compares with the same months',
      ['gdp a 2018-01/2018-06 = 40', 'gdp a 2019-01/2019-06 = 50', 'gdp a 2019-06 = 9'],
      ['a 2019-01/2019-06: 25'],
    ],
    ['of a period whose year before is missing: none', ['gdp a 2017 = 1', 'gdp a 2019 = 2'], []],
    [
      'from nothing, or from less than nothing: none',
      ['gdp a 2017 = 0', 'gdp a 2018 = -5', 'gdp a 2019 = 5'],
      [],
    ],
    ['of 29 February there is none', ['gdp a 2019-02-28 = 1', 'gdp a 2020-02-29 = 2'], []],
    [
      'over a break there is none; of the years behind it there is',
      ['gdp a 2017 = 1', 'gdp a 2018 = 2 B', 'gdp a 2019 = 3', 'gdp a 2020 = 3'],
      ['a 2019: 50 B', 'a 2020: 0'],
    ],
    [
      'a break within the year parts its months from those before',
      ['gdp a 2019-03 = 1', 'gdp a 2019-12 = 2 B', 'gdp a 2020-03 = 3', 'gdp a 2020-12 = 3'],
      ['a 2020-12: 50 B'],
    ],
  ])('%s', (_sentence, given, expected) => {
    expect(computed(growth, observationsOf(...given))).toEqual(expected);
  });
});

describe('since January, and back', () => {
  const cumulative = byFormula('cumulative(gdp)', '亿元');
  const single = byFormula('fromCumulative(gdp)', '亿元');

  it.each<[sentence: string, result: Indicator, given: string[], expected: string[]]>([
    [
      'months add up from January, and begin anew each year',
      cumulative,
      ['gdp a 2018-12 = 9', 'gdp a 2019-01 = 1', 'gdp a 2019-02 = 2 P', 'gdp a 2019-03 = 4'],
      ['a 2019-01/2019-01: 1', 'a 2019-01/2019-02: 3 P', 'a 2019-01/2019-03: 7 P'],
    ],
    [
      'of a missing month there is no sum, nor behind it',
      cumulative,
      ['gdp a 2019-01 = 1', 'gdp a 2019-03 = 4', 'gdp a 2019-04 = 4'],
      ['a 2019-01/2019-01: 1'],
    ],
    [
      'quarters add up as months do',
      cumulative,
      ['gdp a 2019-Q1 = 1', 'gdp a 2019-Q2 = 2'],
      ['a 2019-Q1/2019-Q1: 1', 'a 2019-Q1/2019-Q2: 3'],
    ],
    [
      'years, halves and days have no sum since January',
      cumulative,
      ['gdp a 2019 = 1', 'gdp a 2019-S1 = 1', 'gdp a 2019-01-01 = 1'],
      [],
    ],
    [
      'a month is what it adds to the sum; January is the sum itself',
      single,
      [
        'gdp a 2018-01/2018-12 = 9',
        'gdp a 2019-01/2019-01 = 1',
        'gdp a 2019-01/2019-02 = 0.5 P',
        'gdp a 2019-01/2019-03 = 7',
      ],
      ['a 2019-01: 1', 'a 2019-02: -0.5 P', 'a 2019-03: 6.5 P'],
    ],
    [
      'where January and February come as one, March is the first month there is',
      single,
      ['gdp a 2019-01/2019-02 = 3', 'gdp a 2019-01/2019-03 = 7'],
      ['a 2019-03: 4'],
    ],
    ['single months are no sums', single, ['gdp a 2019-01 = 1', 'gdp a 2019-02 = 3'], []],
  ])('%s', (_sentence, result, given, expected) => {
    expect(computed(result, observationsOf(...given))).toEqual(expected);
  });

  it('a month taken from sums that were made of months is that month, to the last digit', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 8 }))
      .map(([digits, decimals]) => {
        const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0');
        const point = text.length - decimals;
        const whole = `${digits < 0n ? '-' : ''}${text.slice(0, point)}`;
        return decimals === 0 ? whole : `${whole}.${text.slice(point)}`;
      });
    const both = byFormula('fromCumulative(cumulative(gdp))', '亿元');
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1, maxLength: 12 }), (values) => {
        const months = values.map(
          (value, month) => `gdp a 2019-${String(month + 1).padStart(2, '0')} = ${value}`,
        );
        const back = computed(both, observationsOf(...months));
        expect(back.map((line) => Number(line.split(' ')[2]))).toEqual(
          values.map((value) => Number(value) + 0),
        );
      }),
    );
  });
});

describe('areas', () => {
  const rolledUp = (method: 'sum' | 'mean' | 'weighted', unit: string, given: Partial<Indicator> = {}) =>
    indicatorOf('result', unit, {
      ...given,
      areaRollUp: {
        method,
        by: method === 'weighted' ? 'population' : null,
        areas: [{ area: 'x', parts: ['a', 'b', 'c'] }],
      },
    });

  it.each<[sentence: string, result: Indicator, given: string[], expected: string[]]>([
    [
      'add up where every one of them has a value, and nowhere else',
      rolledUp('sum', '个'),
      [
        'result a 2018 = 1',
        'result b 2018 = 2',
        'result a 2019 = 1',
        'result b 2019 = 2 P',
        'result c 2019 = 4 @2020-06-01',
      ],
      ['x 2019: 7 P @2020-06-01 (3 areas)'],
    ],
    [
      'a value of the area’s own stands',
      rolledUp('sum', '个'),
      ['result a 2019 = 1', 'result b 2019 = 2', 'result c 2019 = 4', 'result x 2019 = 9'],
      [],
    ],
    [
      'have a mean',
      rolledUp('mean', '%'),
      ['result a 2019 = 1', 'result b 2019 = 2', 'result c 2019 = 4'],
      ['x 2019: 2.33333333 (3 areas)'],
    ],
    [
      'weigh by another indicator, a whole lot more where more people live',
      rolledUp('weighted', '%'),
      [
        'result a 2019 = 10',
        'result b 2019 = 20',
        'result c 2019 = 40',
        'population a 2019 = 1',
        'population b 2019 = 1',
        'population c 2019 = 2',
      ],
      ['x 2019: 27.5 (3 areas)'],
    ],
    [
      'a missing weight leaves no mean',
      rolledUp('weighted', '%'),
      ['result a 2019 = 10', 'result b 2019 = 20', 'result c 2019 = 40', 'population a 2019 = 1'],
      [],
    ],
    [
      'nor do weights of nothing at all',
      rolledUp('weighted', '%'),
      [
        'result a 2019 = 10',
        'result b 2019 = 20',
        'result c 2019 = 40',
        'population a 2019 = 0',
        'population b 2019 = 0',
        'population c 2019 = 0',
      ],
      [],
    ],
  ])('%s', (_sentence, result, given, expected) => {
    expect(computed(result, observationsOf(...given))).toEqual(expected);
  });

  it('a formula takes an area that was rolled up as any other', () => {
    const people = rolledUp('sum', '万人');
    const result = byFormula('perHead(gdp, people)', '元');
    const given = ['people a 2019 = 1', 'people b 2019 = 2', 'people c 2019 = 7', 'gdp x 2019 = 5'];
    expect(computed(result, observationsOf(...given), { ...people, code: 'people' })).toEqual([
      'x 2019: 5000',
    ]);
  });

  it('areas of areas: each from its own parts, whichever stands first', () => {
    const areas = [
      { area: 'top', parts: ['x', 'c'] },
      { area: 'x', parts: ['a', 'b'] },
    ];
    const result = indicatorOf('result', '个', { areaRollUp: { method: 'sum', by: null, areas } });
    const given = ['result a 2019 = 1', 'result b 2019 = 2', 'result c 2019 = 4'];
    expect(computed(result, observationsOf(...given))).toEqual([
      'x 2019: 3 (2 areas)',
      'top 2019: 7 (2 areas)',
    ]);
  });
});
