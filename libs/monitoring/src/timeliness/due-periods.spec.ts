import { formatPeriod, parsePeriod } from '#time-period';
import { duePeriods } from './due-periods.js';

const monthly = { frequency: 'M', accumulation: 'period' } as const;

/** Asks with the newest value's period as text, null when there is none. */
function due(
  series: Parameters<typeof duePeriods>[0],
  newest: string | null,
  lag: number,
  today: string,
): { periods: string[]; moreMissing: boolean; nextOn: string } {
  const end = newest === null ? null : parsePeriod(newest)!.end;
  const { periods, ...rest } = duePeriods(series, end, lag, today);
  return { periods: periods.map(formatPeriod), ...rest };
}

describe('which periods of a series are due', () => {
  it('are those after the newest value whose end and lag have passed, the oldest first', () => {
    expect(due(monthly, '2026-07', 15, '2026-11-23')).toEqual({
      periods: ['2026-08', '2026-09', '2026-10'],
      moreMissing: false,
      nextOn: '2026-12-15',
    });
  });

  it('include a period from the very day on which its lag has passed', () => {
    expect(due(monthly, '2026-09', 15, '2026-11-14').periods).toEqual([]);
    expect(due(monthly, '2026-09', 15, '2026-11-14').nextOn).toBe('2026-11-15');
    expect(due(monthly, '2026-09', 15, '2026-11-15').periods).toEqual(['2026-10']);
  });

  it('is the newest one alone where nothing is stored', () => {
    expect(due({ frequency: 'A', accumulation: 'period' }, null, 60, '2026-11-23').periods).toEqual(['2025']);
    expect(due({ frequency: 'A', accumulation: 'period' }, null, 60, '2026-02-28').periods).toEqual(['2024']);
  });

  it('are the eight newest where more are missing', () => {
    const { periods, moreMissing } = due(monthly, '2024-12', 0, '2026-11-23');
    expect(periods).toHaveLength(8);
    expect([periods[0], periods.at(-1)]).toEqual(['2026-03', '2026-10']);
    expect(moreMissing).toBe(true);
    expect(due(monthly, '2026-02', 0, '2026-11-23')).toMatchObject({ moreMissing: false });
  });

  it('are none where a value came early, and the next one is the period after it', () => {
    expect(due({ frequency: 'Q', accumulation: 'period' }, '2026-Q4', 20, '2026-11-23')).toEqual({
      periods: [],
      moreMissing: false,
      nextOn: '2027-04-20',
    });
  });

  it('run since January where values are told that way', () => {
    expect(
      due({ frequency: 'M', accumulation: 'yearToDate' }, '2025-01/2025-11', 15, '2026-02-20').periods,
    ).toEqual(['2025-01/2025-12', '2026-01/2026-01']);
  });
});
