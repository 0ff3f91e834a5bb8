import { formatPeriod } from '#time-period';
import { series } from '../test/examples.js';
import { isOfTarget, isProvisional, usableObservations } from './observation.js';

const stock = { kind: 'stock', frequency: 'A' } as const;
const flow = { kind: 'flow', frequency: 'A' } as const;
const average = { kind: 'average', frequency: 'M' } as const;

function kept(
  target: Parameters<typeof usableObservations>[0],
  values: Parameters<typeof series>[0],
  asOf = '2025-01-01',
) {
  return usableObservations(target, series(values), asOf).map((o) => `${formatPeriod(o.period)}=${o.value}`);
}

describe('usableObservations', () => {
  it.each<[string, Parameters<typeof kept>, string[]]>([
    [
      'come in time order',
      [stock, { '2019-03': 3, '2017-03': 1, '2018-03': 2 }],
      ['2017-03=1', '2018-03=2', '2019-03=3'],
    ],
    [
      'a stock takes points of every frequency',
      [stock, { '2019': 3, '2019-06': 2, '2020-02-17': 4, '2019-Q1': 1 }],
      ['2019-Q1=1', '2019-06=2', '2019=3', '2020-02-17=4'],
    ],
    [
      'several points at one end: the target’s frequency',
      [
        { kind: 'stock', frequency: 'M' },
        { '2019': 3, '2019-12': 4, '2019-12-31': 5 },
      ],
      ['2019-12=4'],
    ],
    [
      'several points at one end, none of its frequency: the longest period',
      [
        { kind: 'stock', frequency: 'S' },
        { '2019-12-31': 5, '2019-12': 4, '2019': 3 },
      ],
      ['2019=3'],
    ],
    ['a flow takes its own frequency only', [flow, { '2019': 3, '2019-06': 2, '2019-S1': 1 }], ['2019=3']],
    ['an average likewise', [average, { '2019': 3, '2019-06': 2, '2019-01/2019-07': 1 }], ['2019-06=2']],
    ['no year-to-date sums', [stock, { '2019-01/2019-06': 2 }], []],
    ['no forecasts', [stock, { '2019': [3, 'F'], '2018': 2 }], ['2018=2']],
    [
      'no missing values',
      [stock, { '2014': [0, 'H'], '2015': [0, 'L'], '2016': [0, 'M'], '2017': [0, 'O'], '2018': [0, 'Q'] }],
      [],
    ],
    ['no value that is not a number', [stock, { '2019': Number.NaN, '2018': Number.POSITIVE_INFINITY }], []],
    [
      'other statuses count',
      [stock, { '2015': [1, 'P'], '2016': [2, 'E'], '2017': [3, 'B'], '2018': [4, 'U'] }],
      ['2015=1', '2016=2', '2017=3', '2018=4'],
    ],
    ['nothing that ends after the asked day', [stock, { '2018': 1, '2019': 2 }, '2019-12-30'], ['2018=1']],
    [
      'what ends on the asked day counts',
      [stock, { '2018': 1, '2019': 2 }, '2019-12-31'],
      ['2018=1', '2019=2'],
    ],
  ])('%s', (_what, given, wanted) => {
    expect(kept(...given)).toEqual(wanted);
  });

  it('leave what they were given as it was', () => {
    const given = series({ '2019-03': 3, '2018-03': 2 });
    usableObservations(stock, given, '2025-01-01');
    expect(given.map((o) => o.value)).toEqual([3, 2]);
  });
});

describe('which series and statuses count', () => {
  it('a stock’s series of any frequency, a flow’s of one, never a year-to-date one', () => {
    expect(isOfTarget(stock, { frequency: 'M', accumulation: 'period' })).toBe(true);
    expect(isOfTarget(stock, { frequency: 'M', accumulation: 'yearToDate' })).toBe(false);
    expect(isOfTarget(flow, { frequency: 'M', accumulation: 'period' })).toBe(false);
    expect(isOfTarget(flow, { frequency: 'A', accumulation: 'period' })).toBe(true);
  });

  it.each([
    ['P', true],
    ['E', true],
    ['I', true],
    ['V', true],
    ['A', false],
    ['B', false],
  ])('%s is provisional: %p', (status, provisional) => {
    expect(isProvisional(status)).toBe(provisional);
  });
});
