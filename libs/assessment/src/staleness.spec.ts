import { period, series, targetLike } from '../test/examples.js';
import { usableObservations } from './observation.js';
import { staleness } from './staleness.js';
import type { TargetSpec } from './target.js';
import type { Verdict } from './verdict.js';

type Values = Parameters<typeof series>[0];

function staleAt(changes: Partial<TargetSpec>, values: Values, asOf: string): Verdict['stale'] {
  const target = targetLike(changes);
  return staleness(target, usableObservations(target, series(values), asOf), asOf);
}

// Annual, out 60 days after the year: 2019 is expected by 2020-02-29.
describe('staleness', () => {
  it.each<[string, Partial<TargetSpec>, Values, string, Verdict['stale']]>([
    ['the day before the lag is over', {}, { '2018': 64 }, '2020-02-28', null],
    [
      'the day the lag is over',
      {},
      { '2018': 64 },
      '2020-02-29',
      { newest: '2018', expected: '2019', expectedBy: '2020-02-29' },
    ],
    ['the newest period is in', {}, { '2018': 64, '2019': 88 }, '2020-12-01', null],
    [
      'a newer point of another frequency serves a stock too',
      {},
      { '2018': 64, '2020-01': 90 },
      '2020-03-01',
      null,
    ],
    [
      'a forecast does not',
      {},
      { '2018': 64, '2019': [90, 'F'] },
      '2020-03-01',
      { newest: '2018', expected: '2019', expectedBy: '2020-02-29' },
    ],
    [
      'a stock is expected on its indicator’s frequency',
      { indicatorFrequency: 'M', releaseLagDays: 15 },
      { '2019': 88 },
      '2020-02-15',
      { newest: '2019', expected: '2020-01', expectedBy: '2020-02-15' },
    ],
    [
      'a flow on the one it is judged on',
      { kind: 'flow', indicatorFrequency: 'M' },
      { '2019': 88 },
      '2020-12-01',
      null,
    ],
    [
      'no lag',
      { releaseLagDays: 0, indicatorFrequency: 'D' },
      { '2020-02-28': 1 },
      '2020-02-29',
      { newest: '2020-02-28', expected: '2020-02-29', expectedBy: '2020-02-29' },
    ],
    ['once the due period’s value is in nothing is overdue', {}, { '2020': 92 }, '2030-01-01', null],
    [
      'without it, it is',
      {},
      { '2019': 88 },
      '2021-03-01',
      { newest: '2019', expected: '2020', expectedBy: '2021-03-01' },
    ],
    ['no observation at all', {}, {}, '2030-01-01', null],
  ])('%s', (_what, changes, values, asOf, wanted) => {
    expect(staleAt(changes, values, asOf)).toEqual(wanted);
  });

  it('a lag longer than a period: the year before last is due, last year is not', () => {
    const values = { '2018': 64 };
    // 2019-12-31 + 400 days is 2021-02-03.
    expect(staleAt({ releaseLagDays: 400, due: period('2035') }, values, '2021-02-02')).toBeNull();
    expect(staleAt({ releaseLagDays: 400, due: period('2035') }, values, '2021-02-03')?.expected).toBe(
      '2019',
    );
  });

  it('takes a stock dated shortly before the end of the year for that year', () => {
    const values: Values = { 2024: 300, '2025-12-29': 403 };
    const routes = {
      kind: 'stock',
      indicatorFrequency: 'A',
      releaseLagDays: 90,
      due: period('2035'),
    } as const;
    expect(staleAt(routes, values, '2026-11-23')).toBeNull();
    expect(staleAt(routes, values, '2027-03-31')).toEqual({
      newest: '2025-12-29',
      expected: '2026',
      expectedBy: '2027-03-31',
    });
  });
});
