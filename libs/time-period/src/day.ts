/** Calendar day as 'YYYY-MM-DD' (proleptic Gregorian, years 0001 to 9999). Sorts as text. */
export type Day = string;

export interface CivilDate {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (daysOfMonth[month - 1] ?? 0);
}

export function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

export function dayText(year: number, month: number, day: number): Day {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Splits a day; throws RangeError when the text is not a day. */
export function civilDate(day: Day): CivilDate {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

/** Whether the text is an existing calendar day written YYYY-MM-DD. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const msPerDay = 86_400_000;

/** Days since 1970-01-01. setUTCFullYear, because Date.UTC reads the years 0 to 99 as 1900 to 1999. */
function dayNumber(day: Day): number {
  const { year, month, day: dayOfMonth } = civilDate(day);
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / msPerDay;
}

/** Midnight UTC of a day, in ms since the epoch. */
export function utcMidnight(day: Day): number {
  return dayNumber(day) * msPerDay;
}

/** The day n days later (earlier when n is negative). Throws RangeError outside the years 0001 to 9999. */
export function addDays(day: Day, n: number): Day {
  const moved = new Date((dayNumber(day) + n) * msPerDay);
  const year = moved.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw new RangeError(`${day} plus ${n} days has no four-digit year`);
  return dayText(year, moved.getUTCMonth() + 1, moved.getUTCDate());
}

/**
 * The same day of the month n months later (earlier when n is negative); where that month is shorter, its last day:
 * a month before 31 March is 28 or 29 February. Throws RangeError outside the years 0001 to 9999.
 */
export function addMonths(day: Day, n: number): Day {
  const { year, month, day: dayOfMonth } = civilDate(day);
  const index = year * 12 + month - 1 + n;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  if (!(toYear >= 1 && toYear <= 9999))
    throw new RangeError(`${day} plus ${n} months has no four-digit year`);
  return dayText(toYear, toMonth, Math.min(dayOfMonth, daysInMonth(toYear, toMonth)));
}

/** Days from a to b: 1 from a day to the next, negative when b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a);
}

/**
 * The end of a day as a decimal year: year + day of the year ÷ days in the year. 2019-12-31 is 2020.0 and 2019-08-31
 * is 2019 + 243/365, so that whole years between two year ends are whole numbers.
 */
export function decimalYear(day: Day): number {
  const { year, month, day: dayOfMonth } = civilDate(day);
  const leap = isLeap(year);
  const dayOfYear = (daysBeforeMonth[month - 1] ?? 0) + (leap && month > 2 ? 1 : 0) + dayOfMonth;
  return year + dayOfYear / (leap ? 366 : 365);
}
