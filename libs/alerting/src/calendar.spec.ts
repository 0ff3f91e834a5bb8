import fc from 'fast-check';
import { addDays } from '#time-period';
import {
  calendarFaults,
  isoWeekday,
  isWorkingDay,
  mondayToFriday,
  workingDaysAfter,
  workingDaysBetween,
  type Calendar,
} from './calendar.js';

/** Made up for the test: a long weekend, for which the Saturday after it is worked. */
const made: Calendar = { holidays: ['2027-03-08', '2027-03-09'], workedWeekends: ['2027-03-13'] };

describe('working days', () => {
  it.each([
    ['2026-11-23', 1],
    ['2026-11-28', 6],
    ['2026-11-29', 7],
    ['1999-12-31', 5],
  ])('%s is weekday %i', (day, weekday) => {
    expect(isoWeekday(day)).toBe(weekday);
  });

  it.each<[string, Calendar, boolean]>([
    ['2027-03-05', mondayToFriday, true],
    ['2027-03-06', mondayToFriday, false],
    ['2027-03-08', mondayToFriday, true],
    ['2027-03-08', made, false],
    ['2027-03-13', made, true],
    ['2027-03-14', made, false],
  ])('%s', (day, calendar, works) => {
    expect(isWorkingDay(day, calendar)).toBe(works);
  });

  it.each<[string, number, Calendar, string]>([
    ['2027-03-05', 1, mondayToFriday, '2027-03-08'],
    ['2027-03-05', 1, made, '2027-03-10'],
    ['2027-03-05', 4, made, '2027-03-13'],
    ['2027-03-05', 5, made, '2027-03-15'],
    ['2027-03-06', 1, mondayToFriday, '2027-03-08'],
  ])('after %s the working day number %i is %j: %s', (day, n, calendar, expected) => {
    expect(workingDaysAfter(day, n, calendar)).toBe(expected);
  });

  it('counts to a day what it takes to reach it, and nothing backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 60 }), (offset, n) => {
        const start = addDays('2026-06-01', offset);
        const reached = workingDaysAfter(start, n, made);
        expect(workingDaysBetween(start, reached, made)).toBe(n);
        expect(workingDaysBetween(start, addDays(reached, -1), made)).toBe(n - 1);
        expect(workingDaysBetween(reached, start, made)).toBe(0);
      }),
    );
  });

  it('says what is wrong with a calendar', () => {
    expect(calendarFaults(made)).toEqual([]);
    expect(
      calendarFaults({
        holidays: ['2027-02-30', '2027-03-13'],
        workedWeekends: ['2027-03-13', '2027-03-12'],
      }),
    ).toEqual([
      { code: 'not-a-day', text: '2027-02-30' },
      { code: 'both', day: '2027-03-13' },
      { code: 'not-a-weekend', day: '2027-03-12' },
    ]);
  });
});
