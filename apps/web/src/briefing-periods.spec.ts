import { latestEnded, monthsOf, quartersOf } from './briefing-periods';

describe('the periods of a briefing', () => {
  it.each([
    ['2026-11-23', '2026-10', '2026-Q3'],
    ['2026-01-01', '2025-12', '2025-Q4'],
    ['2026-03-31', '2026-02', '2025-Q4'],
    ['2026-04-01', '2026-03', '2026-Q1'],
  ])('on %s the newest that are over are %s and %s', (today, month, quarter) => {
    expect(latestEnded(today)).toEqual({ month, quarter });
  });

  it('are over, running or to come', () => {
    expect(quartersOf(2026, '2026-11-23').map(({ state }) => state)).toEqual([
      'ended',
      'ended',
      'ended',
      'running',
    ]);
    expect(monthsOf(2026, '2026-11-23').slice(9)).toEqual([
      { period: '2026-10', state: 'ended' },
      { period: '2026-11', state: 'running' },
      { period: '2026-12', state: 'notBegun' },
    ]);
    expect(quartersOf(2027, '2026-11-23').every(({ state }) => state === 'notBegun')).toBe(true);
  });
});
