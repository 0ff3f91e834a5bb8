import { addDays, dayText, isDay, utcMidnight, type Day } from './day.js';
import type { TimePeriod } from './period.js';

interface Zone {
  formatter: Intl.DateTimeFormat;
  /** Start of day in epoch ms, by day: a chart asks for the same few thousand days over and over. */
  starts: Map<Day, number>;
}

const zones = new Map<string, Zone>();
/** Some 270 years of days; a caller walking through all of history must not grow the process. */
const mostStarts = 100_000;

/** Throws RangeError (from Intl) when there is no such zone. */
function zoneNamed(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    zone = { formatter, starts: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}

interface WallClock {
  day: Day;
  /** Seconds since 00:00 on the clock. */
  seconds: number;
}

function wallClock(zone: Zone, ms: number): WallClock {
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of zone.formatter.formatToParts(ms)) {
    if (Object.hasOwn(parts, type)) parts[type as keyof typeof parts] = Number(value);
  }
  return {
    day: dayText(parts.year, parts.month, parts.day),
    seconds: parts.hour * 3600 + parts.minute * 60 + parts.second,
  };
}

/** How far the zone's clock is ahead of UTC at an instant, in ms. */
function offset(zone: Zone, ms: number): number {
  const { day, seconds } = wallClock(zone, ms);
  return utcMidnight(day) + seconds * 1000 - Math.floor(ms / 1000) * 1000;
}

function findStartOfDay(zone: Zone, day: Day): number {
  const midnight = utcMidnight(day);
  const before = offset(zone, midnight - 86_400_000);
  const after = offset(zone, midnight + 86_400_000);
  const earlier = midnight - Math.max(before, after);
  const later = midnight - Math.min(before, after);
  for (const candidate of [earlier, later]) {
    const clock = wallClock(zone, candidate);
    if (clock.day === day && clock.seconds === 0) return candidate;
  }
  // Clocks were put forward over midnight: the day begins at the jump, the first instant not before that day.
  let low = earlier - 1;
  let high = later;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallClock(zone, middle).day < day) low = middle;
    else high = middle;
  }
  return high;
}

function startOfDayMs(day: Day, timeZone: string): number {
  const zone = zoneNamed(timeZone);
  const known = zone.starts.get(day);
  if (known !== undefined) return known;
  const found = findStartOfDay(zone, day);
  if (zone.starts.size >= mostStarts) zone.starts.clear();
  zone.starts.set(day, found);
  return found;
}

/** The calendar day of an instant in an IANA time zone. Throws RangeError for an unknown zone or an invalid date. */
export function dayInZone(instant: Date, timeZone: string): Day {
  return wallClock(zoneNamed(timeZone), instant.getTime()).day;
}

/** The first instant of a day in a time zone: 00:00, or where clocks jump over midnight, the instant of the jump. */
export function startOfDayInZone(day: Day, timeZone: string): Date {
  return new Date(startOfDayMs(day, timeZone));
}

/** The last millisecond of a day in a time zone. */
export function endOfDayInZone(day: Day, timeZone: string): Date {
  return new Date(startOfDayMs(addDays(day, 1), timeZone) - 1);
}

/**
 * Where a period stands on a chart: its last day at 00:00 in the zone, in epoch ms. 2019 stands at 2019-12-31, where
 * its deadline stands.
 */
export function pointOf(period: TimePeriod, timeZone: string): number {
  return startOfDayMs(period.end, timeZone);
}

// The space before an offset is the plus sign of +08:00 as a URL's query decodes it.
const instantWithOffset =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:Z|([-+ ])([01]\d|2[0-3]):?([0-5]\d))$/i;

/**
 * An instant that a reader asks about. A day means the end of that day in the zone; an ISO 8601 instant with its
 * offset is itself; 11 to 14 digits are epoch ms (shorter ones would be taken from seconds, years or days).
 *
 * @returns null when the text is none of these, an instant without an offset included.
 */
export function parseAsOf(text: string, timeZone: string): Date | null {
  const trimmed = text.trim();
  if (isDay(trimmed)) return endOfDayInZone(trimmed, timeZone);
  if (/^\d{11,14}$/.test(trimmed)) return new Date(Number(trimmed));
  const match = instantWithOffset.exec(trimmed);
  if (!match) return null;
  const [
    ,
    day = '',
    hours,
    minutes,
    seconds = '0',
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = match;
  if (!isDay(day)) return null;
  const clock = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
  const ahead = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(utcMidnight(day) + clock + Number(fraction.slice(0, 3).padEnd(3, '0')) - ahead);
}
