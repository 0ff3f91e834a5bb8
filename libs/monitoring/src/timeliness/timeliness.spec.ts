import { pointFreshUntil } from '#assessment';
import { formatPeriod, parsePeriod, type Accumulation, type Frequency } from '#time-period';
import type { OwedSeries } from './owed-series.js';
import { countTimeliness, duePeriodsOf, releasesBetween, timelinessOf } from './timeliness.js';

function series(
  frequency: Frequency,
  newest: string | null,
  accumulation: Accumulation = 'period',
): OwedSeries {
  const key = { indicator: 'x', area: '610100', frequency, accumulation, breakdown: {} };
  return { key, newest: newest === null ? null : parsePeriod(newest)!, freshUntil: null };
}

/** A stock, whose newest point may lie within a period. */
function stock(frequency: Frequency, newest: string, lag: number): OwedSeries {
  const one = series(frequency, newest);
  return { ...one, freshUntil: pointFreshUntil(one.newest!.end, frequency, lag) };
}

describe('how far a series is kept up', () => {
  // A month's value is out 15 days after the month: October's by 15 November.
  const monthly: [
    what: string,
    newest: string,
    today: string,
    state: string,
    next: string,
    daysLate: number,
  ][] = [
    [
      'on the last day of a month, whose value nobody can know yet',
      '2026-09',
      '2026-10-31',
      'complete',
      '2026-10',
      0,
    ],
    ['from the day after, the value is awaited', '2026-09', '2026-11-01', 'due', '2026-10', 0],
    ['on the last day on which it is on time', '2026-09', '2026-11-15', 'due', '2026-10', 0],
    ['a day too late', '2026-09', '2026-11-16', 'late', '2026-10', 1],
    ['when the value is in', '2026-10', '2026-11-16', 'complete', '2026-11', 0],
    ['late is counted from the oldest missing month', '2026-07', '2026-11-16', 'late', '2026-08', 62],
    ['a value that came before its month ended', '2026-12', '2026-11-16', 'complete', '2027-01', 0],
  ];
  it.each(monthly)('%s', (_, newest, today, state, next, daysLate) => {
    const found = timelinessOf(series('M', newest), 15, today);
    expect([found.state, formatPeriod(found.next), found.daysLate]).toEqual([state, next, daysLate]);
  });

  const others: [what: string, ReturnType<typeof series>, lag: number, today: string, expected: string][] = [
    ['a year, 60 days after it', series('A', '2024'), 60, '2026-03-01', 'due 2025 2026-03-01 0'],
    ['a year, a day later', series('A', '2024'), 60, '2026-03-02', 'late 2025 2026-03-01 1'],
    ['a leap year does not move the lag', series('A', '2022'), 60, '2024-03-01', 'late 2023 2024-02-29 1'],
    [
      'a quarter without a lag is late the day after it',
      series('Q', '2026-Q2'),
      0,
      '2026-10-01',
      'late 2026-Q3 2026-09-30 1',
    ],
    ['a day, a week after it', series('D', '2026-11-15'), 7, '2026-11-23', 'due 2026-11-16 2026-11-23 0'],
    [
      'a stock told in August is fresh for a year',
      stock('A', '2025-08', 60),
      60,
      '2026-08-31',
      'complete 2025 2026-10-31 0',
    ],
    ['and its lag', stock('A', '2025-08', 60), 60, '2026-10-31', 'due 2025 2026-10-31 0'],
    ['and no longer', stock('A', '2025-08', 60), 60, '2026-11-01', 'late 2025 2026-10-31 1'],
    [
      'told on 29 December, it stands for the year',
      stock('A', '2025-12-29', 60),
      60,
      '2026-11-23',
      'complete 2026 2027-02-28 0',
    ],
    [
      'told at the year end, it owes the next one',
      stock('A', '2024-12', 60),
      60,
      '2026-03-02',
      'late 2025 2026-03-01 1',
    ],
    [
      'since January',
      series('M', '2025-01/2025-12', 'yearToDate'),
      15,
      '2026-02-20',
      'late 2026-01/2026-01 2026-02-15 5',
    ],
    [
      'never had a value: the newest that should be known',
      series('A', null),
      60,
      '2026-11-23',
      'late 2025 2026-03-01 267',
    ],
    ['never had a value, on the very day', series('A', null), 60, '2026-03-01', 'due 2025 2026-03-01 0'],
  ];
  it.each(others)('%s', (_, one, lag, today, expected) => {
    const { state, next, dueOn, daysLate } = timelinessOf(one, lag, today);
    expect(`${state} ${formatPeriod(next)} ${dueOn} ${daysLate}`).toBe(expected);
  });

  it('agrees with the import template: what it asks for is late, or due on this very day', () => {
    const today = '2026-11-15';
    for (const frequency of ['A', 'S', 'Q', 'M', 'D'] as const)
      for (const newest of [null, '2019-06-30', '2025-12', '2026-09', '2026-11-10'])
        for (const lag of [0, 5, 15, 60, 365])
          for (const one of [series(frequency, newest), ...(newest ? [stock(frequency, newest, lag)] : [])]) {
            const asked = duePeriodsOf(one, lag, today);
            const { state, dueOn, next } = timelinessOf(one, lag, today);
            const isOwed = state === 'late' || (dueOn === today && one.freshUntil === null);
            expect([frequency, newest, lag, asked.periods.length > 0]).toEqual([
              frequency,
              newest,
              lag,
              isOwed,
            ]);
            if (isOwed && !asked.moreMissing) expect(asked.periods[0]).toEqual(next);
          }
  });
});

it('counts a group and gives the share that is not late', () => {
  const { newest } = series('A', '2025');
  expect(
    countTimeliness([
      { state: 'complete', newest },
      { state: 'due', newest },
      { state: 'late', newest },
      { state: 'late', newest: null },
    ]),
  ).toEqual({ series: 4, complete: 1, due: 1, late: 2, withoutValue: 1, shareOnTime: 0.5 });
});

describe('the releases to come', () => {
  const releases = (one: ReturnType<typeof series>, from: string, to: string) =>
    releasesBetween(one, 15, { today: '2026-11-16', from, to }).map(
      ({ dueOn, period }) => `${dueOn} ${formatPeriod(period)}`,
    );

  it('are those that fall due from the first to the last day asked for', () => {
    expect(releases(series('M', '2026-10'), '2026-12-15', '2027-02-15')).toEqual([
      '2026-12-15 2026-11',
      '2027-01-15 2026-12',
      '2027-02-15 2027-01',
    ]);
    expect(releases(series('M', '2026-10'), '2026-12-16', '2027-01-14')).toEqual([]);
  });

  it('name on past days only what is still missing', () => {
    expect(releases(series('M', '2026-08'), '2026-09-01', '2026-11-30')).toEqual([
      '2026-10-15 2026-09',
      '2026-11-15 2026-10',
    ]);
  });

  it('begin, of a series without values, with the newest period that should be known', () => {
    expect(releases(series('A', null), '2025-01-01', '2027-12-31')).toEqual([
      '2026-01-15 2025',
      '2027-01-15 2026',
    ]);
  });

  it('of days a long way ahead are found without going through all between', () => {
    const start = performance.now();
    expect(releases(series('D', '2020-01-01'), '9000-01-01', '9000-01-02')).toEqual([
      '9000-01-01 8999-12-17',
      '9000-01-02 8999-12-18',
    ]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
