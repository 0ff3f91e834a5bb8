import { backtestLines } from './backtest.js';

it('prints a line per method, best first, and a line per target and method', () => {
  const lines = backtestLines(
    {
      foretellers: [
        {
          foreteller: 'forecast',
          calls: 2,
          hits: 2,
          falseComfort: 0,
          falseAlarms: 0,
          targets: 1,
          targetsRight: 1,
          medianYearsBefore: 1.86,
        },
        {
          foreteller: 'elapsedShare',
          calls: 3,
          hits: 2,
          falseComfort: 1,
          falseAlarms: 0,
          targets: 1,
          targetsRight: 0,
          medianYearsBefore: null,
        },
      ],
      cases: [
        { code: 'routes', outcome: 'missed', foreteller: 'forecast', calls: 2, hits: 2, yearsBefore: 1.86 },
        {
          code: 'routes',
          outcome: 'missed',
          foreteller: 'elapsedShare',
          calls: 3,
          hits: 2,
          yearsBefore: null,
        },
      ],
    },
    3,
  );
  expect(lines[0]).toBe('Targets whose end is known: 3; of 1 something was said before it, 1 missed.');
  expect(lines[2]).toMatch(/^forecast +2 +100 % +0 +0 +1 +1 +1\.9 *$/);
  expect(lines[3]).toMatch(/^elapsedShare +3 +67 % +1 +0 +1 +0 +— *$/);
  expect(lines.slice(4)).toEqual([
    'routes: missed; forecast 2/2, from 1.9 years before',
    'routes: missed; elapsedShare 2/3',
  ]);
});

it('says so when no end is known yet', () => {
  expect(backtestLines({ foretellers: [], cases: [] }, 0)).toEqual([
    'Targets whose end is known: 0; of 0 something was said before it, 0 missed.',
  ]);
});
