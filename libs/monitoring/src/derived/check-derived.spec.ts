import type { AreaRollUp, Indicator } from '#contract';
import { areaOf, indicatorOf } from '../../test/derived-plan.js';
import { checkDerived } from './check-derived.js';

const flow = { kind: 'flow' } as const;
const average = { kind: 'average' } as const;
const inputs = [
  indicatorOf('population', '万人'),
  indicatorOf('stations', '个'),
  indicatorOf('enterprises', '家'),
  indicatorOf('gdp', '亿元', flow),
  indicatorOf('research', '万元', flow),
  indicatorOf('reuse', '%', average),
  indicatorOf('travel', '分钟', { dimensions: ['destination'] }),
  indicatorOf('odd', '万', {}),
];
const areas = ['province', 'one', 'two', 'three'].map(areaOf);
const province = { area: 'province', parts: ['one', 'two'] };

function faultsOf(indicator: Indicator, ...others: readonly Indicator[]): string[] {
  return checkDerived([indicator, ...inputs, ...others], areas).map(
    ({ index, field, message }) => `${index} ${field}: ${message}`,
  );
}
const faultOf = (unit: string, formula: string, given: Partial<Indicator> = {}) =>
  faultsOf(indicatorOf('result', unit, { formula, ...given })).join('; ');

describe('a formula whose units and kinds fit', () => {
  it.each<[formula: string, unit: string, given: Partial<Indicator>]>([
    ['stations / population', '个/万人', {}],
    ['stations ÷ population', '个/人', {}],
    ['gdp + research', '亿元', flow],
    ['gdp − research', '元', flow],
    ['2 × gdp', '万元', flow],
    ['gdp / population', '元/人', flow],
    ['perHead(gdp, population)', '元', flow],
    ['perHead(gdp, population)', '万元', average],
    ['share(research, gdp)', '%', average],
    ['share(research, gdp)', '‰', average],
    ['share(stations, stations)', '%', {}],
    ['changeOnYear(gdp)', '%', average],
    ['changeOnYear(population)', '%', {}],
    ['changeOnYear(gdp / population)', '%', average],
    ['cumulative(gdp)', '亿元', flow],
    ['fromCumulative(gdp - research)', '亿元', flow],
    ['reuse - reuse', '%', average],
    ['gdp * population / population', '亿元', average],
  ])('%s in %s', (formula, unit, given) => {
    expect(faultOf(unit, formula, given)).toBe('');
  });

  it('may rest on a computed indicator', () => {
    const perHead = indicatorOf('per_head', '元', { ...flow, formula: 'perHead(gdp, population)' });
    const growth = indicatorOf('growth', '%', { ...average, formula: 'changeOnYear(per_head)' });
    expect(faultsOf(growth, perHead)).toEqual([]);
  });

  it('may be broken down when all it names is broken down alike', () => {
    expect(faultOf('小时', 'travel × 2', { dimensions: ['destination'] })).toBe('');
  });
});

describe('an indicator whose formula makes it a growth rate', () => {
  const growth = (formula: string, given: Partial<Indicator>) =>
    faultOf('%', formula, { ...average, ...given });

  it('may say so, or nothing, but not the contrary', () => {
    expect(growth('changeOnYear(gdp)', { isGrowthRate: true })).toBe('');
    expect(growth('changeOnYear(gdp)', { isGrowthRate: null })).toBe('');
    expect(growth('changeOnYear(gdp)', { isGrowthRate: false })).toBe(
      '0 isGrowthRate: its formula makes it a growth rate: say so, or nothing',
    );
  });

  it('is one: of others it may say either', () => {
    expect(growth('share(research, gdp)', { isGrowthRate: false })).toBe('');
    expect(growth('reuse - reuse', { isGrowthRate: true })).toBe('');
  });

  it('is not told twice of a formula that cannot be read', () => {
    expect(growth('changeOnYear(gdp', { isGrowthRate: false })).toMatch(/^0 formula: cannot be read[^;]*$/);
  });
});

describe('a formula is refused', () => {
  it.each<[formula: string, unit: string, given: Partial<Indicator>, words: string]>([
    ['gdp + population', '亿元', flow, 'adds or subtracts 元 and 人'],
    ['stations + enterprises', '个', {}, 'adds or subtracts 个 and 家'],
    ['reuse - 1', '%', average, 'adds or subtracts % and a bare number'],
    ['gdp + 1', '亿元', flow, 'adds or subtracts 元 and a bare number'],
    ['gdp / population', '元', flow, 'gives 元/人, but the unit of result is 元'],
    ['gdp × population', '亿元', flow, 'gives 元·人, but'],
    [
      'research / gdp',
      '%',
      average,
      'gives a bare number, but the unit of result is %; for a share in % write share',
    ],
    ['research / gdp * 100', '%', average, 'gives a bare number'],
    ['share(stations, enterprises)', '%', {}, 'share(a, b) of 个 in 家'],
    ['perHead(gdp, stations)', '元', flow, 'needs persons, not 个'],
    ['changeOnYear(reuse)', '%', average, 'percentage points'],
    ['changeOnYear(2)', '%', average, 'changeOnYear is of a series, not of a number'],
    ['cumulative(population)', '万人', {}, 'cumulative needs a flow, not kind stock'],
    ['fromCumulative(reuse)', '%', average, 'fromCumulative needs a flow, not kind average'],
    ['fromCumulative(gdp / population)', '元/人', flow, 'needs a flow, not kind average'],
    ['gdp × 1', '亿元', {}, 'gives values over a period, but result is of kind stock'],
    ['stations / population', '个/万人', average, 'gives values at a moment, but result is of kind average'],
    ['1 + 2', '个', {}, 'names no indicator'],
    ['gdp × nothing', '亿元', flow, 'there is no indicator nothing'],
    ['gdp(', '亿元', flow, 'cannot be read'],
    ['odd × 1', '个', {}, 'the unit 万 of odd cannot be computed with'],
    ['stations × 1', '万', {}, 'the unit 万 of result cannot be computed with'],
    ['travel × 1', '分钟', {}, 'travel is broken down by destination, result by nothing'],
    ['result × 1', '个', {}, 'result would be computed from itself'],
  ])('%s in %s', (formula, unit, given, words) => {
    expect(faultOf(unit, formula, given)).toContain(`0 formula: `);
    expect(faultOf(unit, formula, given)).toContain(words);
  });

  it('when it goes round in a circle, at every indicator of the circle and nowhere else', () => {
    const [a, b, c] = [
      indicatorOf('a', '个', { formula: 'b × 2' }),
      indicatorOf('b', '个', { areaRollUp: { method: 'weighted', by: 'a', areas: [province] } }),
      indicatorOf('c', '个', { formula: 'a × 2' }),
    ];
    expect(checkDerived([a, b, c], areas)).toEqual([
      { index: 0, field: 'formula', message: 'a would be computed from itself' },
      { index: 1, field: 'areaRollUp', message: 'b would be computed from itself' },
    ]);
  });

  it('not for naming what may be among the indicators that were not read', () => {
    const result = indicatorOf('result', '个', { formula: 'unread × 2' });
    expect(checkDerived([result], areas, { indicators: false, areas: true })).toEqual([]);
  });
});

describe('an area roll-up', () => {
  const rollUp = (given: Partial<AreaRollUp>): AreaRollUp => ({
    method: 'sum',
    by: null,
    areas: [province],
    ...given,
  });

  it.each<[string, string, Partial<Indicator>, Partial<AreaRollUp>, string]>([
    ['a sum of a stock', '个', {}, {}, ''],
    ['a mean of a rate', '%', average, { method: 'mean' }, ''],
    ['a rate weighted by a stock', '%', average, { method: 'weighted', by: 'population' }, ''],
    ['a sum of a share', '%', {}, {}, 'do not add up'],
    ['a sum of an average', '个', average, {}, 'do not add up'],
    ['a sum of so much of one to another', '个/万人', {}, {}, 'do not add up'],
    ['weighted by nothing', '%', {}, { method: 'weighted' }, 'needs an indicator to weight by'],
    ['a sum with a weight', '个', {}, { by: 'population' }, 'only it has one'],
    ['an unknown weight', '%', {}, { method: 'weighted', by: 'none' }, 'there is no indicator none'],
    [
      'a weight that is broken down',
      '%',
      {},
      { method: 'weighted', by: 'travel' },
      'travel is broken down by destination',
    ],
    ['an unknown area', '个', {}, { areas: [{ ...province, area: 'moon' }] }, 'there is no area moon'],
    [
      'an unknown part',
      '个',
      {},
      { areas: [{ area: 'one', parts: ['two', 'sea'] }] },
      'there is no area sea',
    ],
    ['an area twice', '个', {}, { areas: [province, province] }, 'an area is there twice'],
    [
      'a part twice',
      '个',
      {},
      { areas: [{ area: 'one', parts: ['two', 'two'] }] },
      'a part of one is there twice',
    ],
    [
      'an area of itself',
      '个',
      {},
      { areas: [{ area: 'one', parts: ['one', 'two'] }] },
      'one would be computed from itself',
    ],
    [
      'areas in a circle',
      '个',
      {},
      { areas: [province, { area: 'one', parts: ['province', 'three'] }] },
      'province would be computed from itself',
    ],
    ['beside a formula', '个', { formula: 'stations × 1' }, {}, 'a formula or an area roll-up, not both'],
  ])('%s', (_sentence, unit, given, part, words) => {
    const faults = faultsOf(indicatorOf('result', unit, { ...given, areaRollUp: rollUp(part) })).join('; ');
    if (words === '') expect(faults).toBe('');
    else expect(faults).toContain(words);
  });
});
