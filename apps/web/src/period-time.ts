/** Where a period stands on the time axis. */
import { endOfDay } from './date-wording';

/** The last day of a period in SDMX text, YYYY-MM-DD; null of any other text. */
function lastDay(period: string): string | null {
  const [, year = '', half, quarter, month, day] =
    /^(\d{4})(?:-(?:S([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(period) ?? [];
  if (year === '') return null;
  if (day !== undefined) return `${year}-${month}-${day}`;
  const last = half ? Number(half) * 6 : quarter ? Number(quarter) * 3 : month ? Number(month) : 12;
  return new Date(Date.UTC(Number(year), last, 0)).toISOString().slice(0, 10);
}

/** Epoch milliseconds of a period's last day at 00:00 in the service's zone, as the service places its values. */
export function periodTime(period: string): number | null {
  const day = lastDay(period);
  if (day === null) return null;
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return Date.parse(endOfDay(before));
}
