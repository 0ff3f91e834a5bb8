import { availability, type AvailableSeries } from './availability.js';
import { query, structure } from './test/sample-structure.js';

const series = (codes: string, observations: number, from: string, to: string): AvailableSeries => ({
  codes: codes.split('.'),
  observations,
  from,
  to,
});
const all = [
  series('A.cargo.610100.P._Z', 3, '2018-01-01', '2020-12-31'),
  series('A.cargo.610300.P._Z', 2, '2019-01-01', '2020-12-31'),
  series('M.travel.610100.P.110000', 1, '2021-06-01', '2021-06-30'),
];
const read = (key: string, mode: 'exact' | 'available') => {
  const found = availability(all, query(key), structure, mode);
  return { ...found, codes: [...found.codes.values()].map((codes) => codes.join(' ')).join(' | ') };
};

describe('which codes have data', () => {
  it('exactly within a query', () => {
    expect(read('A.cargo.610300', 'exact')).toEqual({
      codes: 'A | cargo | 610300 | P | _Z',
      from: '2019-01-01',
      to: '2020-12-31',
      series: 1,
      observations: 2,
    });
  });

  it('and what could be chosen beside it', () => {
    expect(read('A.cargo.610300', 'available').codes).toBe('A | cargo | 610100 610300 | P | _Z');
    expect(read('*.*.610100', 'available').codes).toBe('A M | cargo travel | 610100 610300 | P | 110000 _Z');
  });

  it('of nothing', () => {
    expect(read('*.*.999999', 'exact')).toEqual({
      codes: ' |  |  |  | ',
      from: null,
      to: null,
      series: 0,
      observations: 0,
    });
  });
});
