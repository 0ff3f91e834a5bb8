import { addDays, dayInZone, startOfDayInZone, type Day } from '#time-period';

/** A time of day as the clock shows it, 'HH:MM' from 00:00 to 23:59. */
export type ClockTime = string;

export function isClockTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Minutes since 00:00 on the clock. */
export function minutesOf(time: ClockTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** What the clock of a zone shows at an instant, in minutes since 00:00. */
export function clockMinutes(instant: Date, timeZone: string): number {
  return minutesOf(formatterOf(timeZone).format(instant));
}

/**
 * When a zone's clock shows a time on a day: the first such instant where clocks are put back, and where they are put
 * forward over it, the same distance from the start of the day that it would have had.
 */
export function instantAt(day: Day, time: ClockTime, timeZone: string): Date {
  const wanted = minutesOf(time);
  const counted = new Date(startOfDayInZone(day, timeZone).getTime() + wanted * 60_000);
  const shown = clockMinutes(counted, timeZone);
  if (shown === wanted && dayInZone(counted, timeZone) === day) return counted;
  const late = dayInZone(counted, timeZone) > day ? 1440 : 0;
  const mended = new Date(counted.getTime() - (shown + late - wanted) * 60_000);
  return clockMinutes(mended, timeZone) === wanted ? mended : counted;
}

/** The first time after an instant that a zone's clock shows a time on a day that `wanted` says yes to. */
export function nextClockTime(
  after: Date,
  time: ClockTime,
  timeZone: string,
  wanted: (day: Day) => boolean,
): Date {
  let day = dayInZone(after, timeZone);
  for (;;) {
    const at = instantAt(day, time, timeZone);
    if (at > after && wanted(day)) return at;
    day = addDays(day, 1);
  }
}
