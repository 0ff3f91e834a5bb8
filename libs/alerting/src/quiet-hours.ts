import { addDays, dayInZone, startOfDayInZone } from '#time-period';
import { isWorkingDay, type Calendar } from './calendar.js';
import { clockMinutes, instantAt, isClockTime, minutesOf, type ClockTime } from './clock-time.js';

/** When a receiver is not to be disturbed, unless it is urgent. */
export interface QuietHours {
  /** From this time on; with `to` before it, over midnight. */
  readonly from: ClockTime;
  /** Until this time, which is no longer quiet. */
  readonly to: ClockTime;
  /** Quiet on days off from midnight to midnight, too. */
  readonly daysOff: boolean;
  readonly timeZone: string;
}

export type QuietHoursFault = { readonly code: 'clock-time' | 'no-time-left' | 'time-zone' };

export function quietHoursFaults({ from, to, timeZone }: QuietHours): QuietHoursFault[] {
  if (!isClockTime(from) || !isClockTime(to)) return [{ code: 'clock-time' }];
  return [
    ...(from === to ? [{ code: 'no-time-left' as const }] : []),
    ...(isTimeZone(timeZone) ? [] : [{ code: 'time-zone' as const }]),
  ];
}

export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function isQuiet(instant: Date, quiet: QuietHours, calendar: Calendar): boolean {
  if (quiet.daysOff && !isWorkingDay(dayInZone(instant, quiet.timeZone), calendar)) return true;
  return isWithin(clockMinutes(instant, quiet.timeZone), quiet);
}

/** A year and a month of quiet is a faulty calendar: then somebody is told rather than nobody. */
const mostDaysQuiet = 396;

/** The first instant, from the given one on, at which it is not quiet: itself when it is not. */
export function afterQuiet(instant: Date, quiet: QuietHours, calendar: Calendar): Date {
  const { timeZone } = quiet;
  const last = instant.getTime() + mostDaysQuiet * 86_400_000;
  let at = instant;
  while (at.getTime() < last) {
    const day = dayInZone(at, timeZone);
    if (quiet.daysOff && !isWorkingDay(day, calendar)) {
      at = startOfDayInZone(addDays(day, 1), timeZone);
      continue;
    }
    const minutes = clockMinutes(at, timeZone);
    if (!isWithin(minutes, quiet)) return at;
    const endsTomorrow = minutes >= minutesOf(quiet.to);
    const end = instantAt(endsTomorrow ? addDays(day, 1) : day, quiet.to, timeZone);
    // Where clocks are put back, `to` may have been shown before, and the quiet hour comes twice.
    at = end > at ? end : new Date(at.getTime() + 60_000);
  }
  return instant;
}

function isWithin(minutes: number, { from, to }: QuietHours): boolean {
  const start = minutesOf(from);
  const end = minutesOf(to);
  return start < end ? start <= minutes && minutes < end : minutes >= start || minutes < end;
}
