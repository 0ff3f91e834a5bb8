import type { GrafanaQuery } from '#contract';
import { withScopedVariables } from './scoped-variables.js';

const query = (target: string, payload: GrafanaQuery['targets'][number]['payload']): GrafanaQuery => ({
  scopedVars: {
    area: { text: '西安市', value: '610100' },
    targets: { text: ['a', 'b'], value: ['a.1', 'b'] },
    year: { text: 2020, value: 2020 },
    day: { text: ['2020-03-01'], value: ['2020-03-01'] },
    none: { text: [], value: [] },
    __interval: { text: '1d', value: '1d' },
  },
  targets: [{ refId: 'A', target, payload }],
});
const filled = (payload: GrafanaQuery['targets'][number]['payload'], target = 'pm25') =>
  withScopedVariables(query(target, payload)).targets[0];

describe('variables that a query still names', () => {
  it.each([
    ['$area', '610100'],
    ['${area}', '610100'],
    ['${area:regex}', '610100'],
    ['[[area]]', '610100'],
    ['$targets', ['a.1', 'b']],
    ['$area,610300', '610100,610300'],
    ['x$targets', 'x(a\\.1|b)'],
    ['$year', '2020'],
    ['$unknown', '$unknown'],
    ['$__all', '$__all'],
    [
      ['$area', '610300'],
      ['610100', '610300'],
    ],
  ])('%s becomes %s', (written, expected) => {
    expect(filled({ area: written })?.payload).toEqual({ area: expected });
  });

  it('are filled in the metric, and in a payload that is a text', () => {
    expect(filled('{"area": "$area", "breakdown": {"destination": "$targets"}}', '$area')).toMatchObject({
      target: '610100',
      payload: { area: '610100', breakdown: { destination: ['a.1', 'b'] } },
    });
  });

  it('stay one text where no list can be', () => {
    expect(filled({ asOf: '$day', breakdown: '$targets' })?.payload).toEqual({
      asOf: '2020-03-01',
      breakdown: '(a\\.1|b)',
    });
    expect(filled({ asOf: '$none' })?.payload).toEqual({ asOf: '' });
  });

  it('are not looked for in a query that is hidden, whatever its payload', () => {
    const { targets, ...request } = query('$area', null);
    const hidden = { refId: 'B', target: '$area', hide: true, payload: 'no JSON {' };
    expect(withScopedVariables({ ...request, targets: [...targets, hidden] }).targets).toMatchObject([
      { target: '610100' },
      hidden,
    ]);
  });

  it('leave a query alone that names none', () => {
    const plain = query('pm25', { area: '610100' });
    expect(withScopedVariables(plain)).toBe(plain);
  });
});
