import type { Day } from '#time-period';
import { isoWeekday } from './calendar.js';
import { isClockTime, nextClockTime, type ClockTime } from './clock-time.js';
import { isTimeZone, quietHoursFaults, type QuietHours } from './quiet-hours.js';

/** Instead of single messages, one on every day or on one day of the week, with what is new since the last one. */
export type Digest =
  | { readonly every: 'day'; readonly at: ClockTime; readonly timeZone: string }
  /** weekday: 1 is Monday, 7 is Sunday. */
  | { readonly every: 'week'; readonly weekday: number; readonly at: ClockTime; readonly timeZone: string };

/** How a receiver wants to be told; which channel carries it is settled elsewhere. */
export interface Receiver {
  readonly name: string;
  readonly digest: Digest | null;
  readonly quiet: QuietHours | null;
  /** So many alerts are listed in one message at most, of the others only how many; 0: all of them. */
  readonly maxAlerts: number;
}

export type ReceiverFault = {
  readonly at: 'digest' | 'quiet' | 'maxAlerts';
  readonly code: 'clock-time' | 'time-zone' | 'weekday' | 'no-time-left' | 'out-of-range';
};

export function receiverFaults({ digest, quiet, maxAlerts }: Receiver): ReceiverFault[] {
  const faults: ReceiverFault[] = [];
  if (digest && !isClockTime(digest.at)) faults.push({ at: 'digest', code: 'clock-time' });
  if (digest && !isTimeZone(digest.timeZone)) faults.push({ at: 'digest', code: 'time-zone' });
  if (
    digest?.every === 'week' &&
    !(Number.isInteger(digest.weekday) && digest.weekday >= 1 && digest.weekday <= 7)
  )
    faults.push({ at: 'digest', code: 'weekday' });
  if (quiet) for (const { code } of quietHoursFaults(quiet)) faults.push({ at: 'quiet', code });
  if (!(Number.isInteger(maxAlerts) && maxAlerts >= 0))
    faults.push({ at: 'maxAlerts', code: 'out-of-range' });
  return faults;
}

/** The first time after an instant at which a digest is due. */
export function nextDigest(after: Date, digest: Digest): Date {
  const wanted = (day: Day): boolean => digest.every === 'day' || isoWeekday(day) === digest.weekday;
  return nextClockTime(after, digest.at, digest.timeZone, wanted);
}
