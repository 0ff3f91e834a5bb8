import { pointOf } from '../../test/sanity-points.js';
import { areaContradiction, makesUp } from './area-totals.js';

const year = (value: string) => pointOf(`2019 ${value}`);
const contradiction = (total: string, parts: string[], madeUp = false, neverNegative = true) =>
  areaContradiction(year(total), parts.map(year), neverNegative, () => madeUp)?.sum ?? null;

describe('areaContradiction', () => {
  const cases: [says: string, found: number | null, expected: number | null][] = [
    ['cities that are less than the province: some may be missing', contradiction('100', ['40', '30']), null],
    ['cities that are more than the province', contradiction('100', ['80', '30']), 110],
    ['one city that is more than the province', contradiction('100', ['180']), 180],
    ['within one per cent: two offices’ accounts', contradiction('1000.0', ['700.0', '309.0']), null],
    ['less, where the same cities made up the province before', contradiction('100', ['40', '30'], true), 70],
    ['the same, where they make it up', contradiction('70', ['40', '30'], true), null],
    ['what may be negative may be more in part', contradiction('100', ['80', '30'], false, false), null],
    ['no part', contradiction('100', []), null],
  ];
  it.each(cases)('%s', (_, found, expected) => expect(found).toBe(expected));
});

it('one part that equals its total does not make it up: it may be the whole of it that year', () => {
  expect(makesUp(year('70'), [year('70')])).toBe(false);
  expect(makesUp(year('70'), [year('40'), year('30')])).toBe(true);
  expect(makesUp(year('72'), [year('40'), year('30')])).toBe(false);
});
