import { addDays, daysBetween, isDay, type Day } from '#time-period';

/**
 * Which days people work, as data. An empty calendar means Monday to Friday. In China the State Council publishes it
 * every year: public holidays, and Saturdays and Sundays that are worked in exchange (调休).
 */
export interface Calendar {
  /** Days off, weekends apart. */
  readonly holidays: readonly Day[];
  /** Saturdays and Sundays that are worked. */
  readonly workedWeekends: readonly Day[];
}

export const mondayToFriday: Calendar = { holidays: [], workedWeekends: [] };

export type CalendarFault =
  | { readonly code: 'not-a-day'; readonly text: string }
  /** A day is off and worked at once. */
  | { readonly code: 'both'; readonly day: Day }
  /** Worked anyway: a slip of the pen, most likely in the year. */
  | { readonly code: 'not-a-weekend'; readonly day: Day };

export function calendarFaults({ holidays, workedWeekends }: Calendar): CalendarFault[] {
  const texts = [...holidays, ...workedWeekends].filter((text) => !isDay(text));
  const off = new Set(holidays);
  const days = workedWeekends.filter((day) => isDay(day));
  return [
    ...texts.map((text) => ({ code: 'not-a-day' as const, text })),
    ...days.filter((day) => off.has(day)).map((day) => ({ code: 'both' as const, day })),
    ...days.filter((day) => isoWeekday(day) < 6).map((day) => ({ code: 'not-a-weekend' as const, day })),
  ];
}

/** 1 is Monday, 7 is Sunday. */
export function isoWeekday(day: Day): number {
  const aMonday = '2001-01-01';
  return (((daysBetween(aMonday, day) % 7) + 7) % 7) + 1;
}

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  const { off, worked } = setsOf(calendar);
  if (off.has(day)) return false;
  return isoWeekday(day) < 6 || worked.has(day);
}

/** The n-th working day after a day: with n = 1 the next one. n is a whole number of at least 1. */
export function workingDaysAfter(day: Day, n: number, calendar: Calendar): Day {
  let reached = day;
  for (let left = n; left > 0;) {
    reached = addDays(reached, 1);
    if (isWorkingDay(reached, calendar)) left -= 1;
  }
  return reached;
}

/** How many working days there are after a day, up to another and with it; 0 when that is not later. */
export function workingDaysBetween(after: Day, through: Day, calendar: Calendar): number {
  let count = 0;
  for (let left = daysBetween(after, through); left > 0; left -= 1)
    if (isWorkingDay(addDays(through, 1 - left), calendar)) count += 1;
  return count;
}

interface DaySets {
  readonly off: ReadonlySet<Day>;
  readonly worked: ReadonlySet<Day>;
}
const sets = new WeakMap<Calendar, DaySets>();

/** A calendar is asked for ten thousand alerts in a row; its lists are searched as sets. */
function setsOf(calendar: Calendar): DaySets {
  let known = sets.get(calendar);
  if (!known) {
    known = { off: new Set(calendar.holidays), worked: new Set(calendar.workedWeekends) };
    sets.set(calendar, known);
  }
  return known;
}
