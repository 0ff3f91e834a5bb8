import { daysBetween, type Day } from '#time-period';
import { workingDaysBetween, type Calendar } from './calendar.js';

/**
 * How long something must last, in the unit that fits what is watched: minutes mean nothing for a yearly figure.
 * Sweeps count how often it was judged, releases how often the subject's series were released, days and working days
 * go by the calendar.
 */
export type Span =
  | { readonly sweeps: number }
  | { readonly days: number }
  | { readonly workingDays: number }
  | { readonly releases: number };

/** How long something has lasted, in every unit at once, so that a rule may change its unit meanwhile. */
export interface Tally {
  readonly sweeps: number;
  readonly days: number;
  readonly workingDays: number;
  readonly releases: number;
}

export const nothing: Tally = { sweeps: 0, days: 0, workingDays: 0, releases: 0 };

/** When a sweep judged a subject. */
export interface Moment {
  /** ISO 8601 instant. */
  readonly at: string;
  /** Its day in the plan's time zone. */
  readonly day: Day;
  /** The sweep's number; it grows with every sweep, and the same sweep done again has the same one. */
  readonly sweep: number;
  /** How many releases of the subject's series are known. */
  readonly releases: number;
  readonly calendar: Calendar;
}

/** Up to where has been counted. */
export interface Mark {
  readonly sweep: number;
  readonly day: Day;
  readonly releases: number;
}

/**
 * Where counting goes on from after a moment. Releases only grow: one that was taken back and released again is one.
 * A day before the last one is another worker's clock a little behind, and changes nothing; more than one day back
 * means that the clock was wrong before, and counting goes on from what it says now.
 */
export function markAfter(last: Mark | null, moment: Moment): Mark {
  const { sweep, day, releases } = moment;
  if (!last) return { sweep, day, releases };
  const back = daysBetween(day, last.day);
  return {
    sweep,
    day: back === 1 ? last.day : day,
    releases: Math.max(last.releases, releases),
  };
}

/** Adds what went by since the last mark. A clock that went back takes nothing away. */
export function lengthen(tally: Tally, last: Mark, moment: Moment): Tally {
  return {
    sweeps: tally.sweeps + 1,
    days: tally.days + Math.max(0, daysBetween(last.day, moment.day)),
    workingDays: tally.workingDays + workingDaysBetween(last.day, moment.day, moment.calendar),
    releases: tally.releases + Math.max(0, moment.releases - last.releases),
  };
}

/** Whether something has lasted for the whole span. A span of 0 is reached at once. */
export function reaches(tally: Tally, span: Span): boolean {
  if ('sweeps' in span) return tally.sweeps >= span.sweeps;
  if ('days' in span) return tally.days >= span.days;
  if ('workingDays' in span) return tally.workingDays >= span.workingDays;
  return tally.releases >= span.releases;
}

/** A number of years of anything: more is a slip of the pen. */
const longest = 4_000;

/** Whether a span has exactly one unit and a whole number that is not negative. */
export function isSpan(span: Span): boolean {
  const counts = Object.values(span);
  return counts.length === 1 && counts.every((n) => Number.isInteger(n) && n >= 0 && n <= longest);
}
