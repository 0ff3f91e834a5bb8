/** Days and instants as a reader writes them. */
import type { Language } from './language';

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute';

const fieldsIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });

let fields = fieldsIn('Asia/Shanghai');

/**
 * Sets the calendar in which days are counted: the service's TIME_ZONE, which the session tells. The browser's own
 * zone would show another day than the verdict was judged on to somebody who travels.
 */
export function countDaysIn(timeZone: string): void {
  fields = fieldsIn(timeZone);
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function read(instant: number | string): Record<Field, string> {
  const parts = fields.formatToParts(new Date(instant));
  const field = (type: Field) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    year: field('year'),
    month: field('month'),
    day: field('day'),
    hour: field('hour'),
    minute: field('minute'),
  };
}

/** The day of an instant as `YYYY-MM-DD`. */
export function dayOf(instant: number | string): string {
  const { year, month, day } = read(instant);
  return `${year}-${month}-${day}`;
}

/** `2026-11-23` → 2026年11月23日, 23 Nov 2026. */
export function dayWords(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return language === 'zh'
    ? `${year}年${Number(month)}月${Number(date)}日`
    : `${Number(date)} ${englishMonths[Number(month) - 1] ?? month} ${year}`;
}

/** An instant with its hour and minute: 2026年11月23日 09:05, 23 Nov 2026, 09:05. */
export function instantWords(instant: string, language: Language): string {
  const { hour, minute } = read(instant);
  return `${dayWords(dayOf(instant), language)}${language === 'zh' ? ' ' : ', '}${hour}:${minute}`;
}

/** The day of a verdict's `asOf`, which is a day already or an instant of it. */
export function asOfDay(asOf: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? asOf : dayOf(asOf);
}

/** The instant at which a day, `YYYY-MM-DD`, is over. */
export function endOfDay(day: string): string {
  const midnight = Date.parse(`${day}T24:00:00Z`);
  const clockAt = (instant: number) => {
    const { year, month, day: date, hour, minute } = read(instant);
    return Date.parse(`${year}-${month}-${date}T${hour}:${minute}:00Z`);
  };
  // How far the zone's clock is ahead at about that time; asked again there, in case it is changed that night.
  const near = midnight - (clockAt(midnight) - midnight);
  return new Date(midnight - (clockAt(near) - near)).toISOString();
}
