import fc from 'fast-check';
import { mondayToFriday, type Calendar } from './calendar.js';
import { instantAt, nextClockTime } from './clock-time.js';
import { afterQuiet, isQuiet, quietHoursFaults, type QuietHours } from './quiet-hours.js';

const shanghai = 'Asia/Shanghai';
const night: QuietHours = { from: '22:00', to: '07:30', daysOff: false, timeZone: shanghai };
const nightAndDaysOff: QuietHours = { ...night, daysOff: true };
const lunch: QuietHours = { from: '12:00', to: '14:00', daysOff: false, timeZone: shanghai };
const workedSaturday: Calendar = { holidays: ['2026-11-30'], workedWeekends: ['2026-11-28'] };

// 2026-11-27 is a Friday.
const cases: [string, QuietHours, Calendar, string, string][] = [
  ['by day it is not quiet', night, mondayToFriday, '2026-11-27T10:00+08:00', '2026-11-27T10:00+08:00'],
  ['at ten it begins', night, mondayToFriday, '2026-11-27T22:00+08:00', '2026-11-28T07:30+08:00'],
  ['after midnight it lasts', night, mondayToFriday, '2026-11-28T03:00+08:00', '2026-11-28T07:30+08:00'],
  ['at its end it is over', night, mondayToFriday, '2026-11-28T07:30+08:00', '2026-11-28T07:30+08:00'],
  ['within a day', lunch, mondayToFriday, '2026-11-27T12:30+08:00', '2026-11-27T14:00+08:00'],
  [
    'Friday night goes on to Monday morning',
    nightAndDaysOff,
    mondayToFriday,
    '2026-11-27T22:30+08:00',
    '2026-11-30T07:30+08:00',
  ],
  [
    'a worked Saturday is not quiet by day',
    nightAndDaysOff,
    workedSaturday,
    '2026-11-27T22:30+08:00',
    '2026-11-28T07:30+08:00',
  ],
  [
    'a Monday off is quiet to Tuesday morning',
    nightAndDaysOff,
    workedSaturday,
    '2026-11-29T12:00+08:00',
    '2026-12-01T07:30+08:00',
  ],
];

describe('afterQuiet', () => {
  it.each(cases)('%s', (_sentence, quiet, calendar, from, until) => {
    const at = new Date(from);
    const after = afterQuiet(at, quiet, calendar);
    expect(after.toISOString()).toBe(new Date(until).toISOString());
    expect(isQuiet(at, quiet, calendar)).toBe(after > at);
  });

  it('comes twice where clocks are put back over it, and ends the second time', () => {
    const quiet: QuietHours = { from: '01:30', to: '02:30', daysOff: false, timeZone: 'Europe/Berlin' };
    // The second ten past two of that night.
    const at = new Date('2026-10-25T01:10:00Z');
    expect(afterQuiet(at, quiet, mondayToFriday).toISOString()).toBe('2026-10-25T01:30:00.000Z');
  });

  it('ends at an instant that is not quiet, and every instant before it is, where clocks change too', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
    const times = ['00:00', '01:30', '02:00', '02:30', '03:00', '07:30', '22:00', '23:59'];
    const quietHours = fc
      .record({
        from: fc.constantFrom(...times),
        to: fc.constantFrom(...times),
        daysOff: fc.boolean(),
        timeZone: fc.constantFrom(...zones),
      })
      .filter((quiet) => quietHoursFaults(quiet).length === 0);
    const instant = fc
      .integer({
        min: Date.parse('2026-03-01T00:00Z') / 60_000,
        max: Date.parse('2026-11-30T00:00Z') / 60_000,
      })
      .map((minutes) => new Date(minutes * 60_000));
    fc.assert(
      fc.property(quietHours, instant, (quiet, at) => {
        const after = afterQuiet(at, quiet, mondayToFriday);
        expect(isQuiet(after, quiet, mondayToFriday)).toBe(false);
        for (let t = at.getTime(); t < after.getTime(); t += 15 * 60_000)
          expect(isQuiet(new Date(t), quiet, mondayToFriday)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not keep silent for ever when a calendar has no working day', () => {
    const never: Calendar = {
      holidays: Array.from({ length: 500 }, (_, n) =>
        new Date(Date.parse('2026-11-01') + n * 86_400_000).toISOString().slice(0, 10),
      ),
      workedWeekends: [],
    };
    const at = new Date('2026-11-27T10:00+08:00');
    expect(afterQuiet(at, nightAndDaysOff, never)).toEqual(at);
  });

  it.each<[Partial<QuietHours>, string[]]>([
    [{}, []],
    [{ from: '25:00' }, ['clock-time']],
    [{ from: '07:30' }, ['no-time-left']],
    [{ timeZone: 'Mars/Olympus' }, ['time-zone']],
  ])('finds the faults of %j', (change, codes) => {
    expect(quietHoursFaults({ ...night, ...change }).map(({ code }) => code)).toEqual(codes);
  });
});

describe('times on the clock', () => {
  it.each([
    ['2026-11-27', '08:30', 'Asia/Shanghai', '2026-11-27T00:30:00.000Z'],
    ['2026-03-29', '08:30', 'Europe/Berlin', '2026-03-29T06:30:00.000Z'],
    // Clocks go from 02:00 to 03:00: there is no 02:30, and half past three is meant.
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // Clocks go from 03:00 back to 02:00: half past two comes twice, and the first is meant.
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '08:30', 'Europe/Berlin', '2026-10-25T07:30:00.000Z'],
    ['2026-10-25', '23:30', 'Europe/Berlin', '2026-10-25T22:30:00.000Z'],
    ['2026-03-29', '23:30', 'Europe/Berlin', '2026-03-29T21:30:00.000Z'],
  ])('%s %s in %s', (day, time, zone, instant) => {
    expect(instantAt(day, time, zone).toISOString()).toBe(instant);
  });
  it('the next one lies after the instant', () => {
    const at = new Date('2026-11-27T00:30:00Z');
    expect(nextClockTime(at, '08:30', shanghai, () => true).toISOString()).toBe('2026-11-28T00:30:00.000Z');
    expect(nextClockTime(at, '08:30', shanghai, (day) => day.endsWith('-30')).toISOString()).toBe(
      '2026-11-30T00:30:00.000Z',
    );
  });
});
