/** The periods that a target may still be told a value of. */
import type { Target } from '#contract';

const months: Readonly<Record<Exclude<Target['frequency'], 'D'>, number>> = { A: 12, S: 6, Q: 3, M: 1 };

/** Months from the start of year 0 to the end of a period in SDMX text; a day counts as within its month. */
function monthsUntilEndOf(period: string): number {
  const [year = '', rest = '12', day] = period.split('-');
  const month = rest.startsWith('S')
    ? Number(rest.slice(1)) * 6
    : rest.startsWith('Q')
      ? Number(rest.slice(1)) * 3
      : Number(rest);
  return Number(year) * 12 + month - (day === undefined ? 0 : 0.5);
}

function periodText(index: number, frequency: keyof typeof months): string {
  const inYear = 12 / months[frequency];
  const year = String(Math.floor(index / inYear)).padStart(4, '0');
  const part = (index % inYear) + 1;
  if (frequency === 'A') return year;
  return frequency === 'M' ? `${year}-${String(part).padStart(2, '0')}` : `${year}-${frequency}${part}`;
}

/**
 * The periods of a frequency that end after another period and no later than the due one, as SDMX text in time order;
 * without any, the due one alone. Days are too many to choose from: of them too only the due period is named.
 */
export function comingPeriods(after: string, due: string, frequency: Target['frequency']): string[] {
  if (frequency === 'D') return [due];
  const length = months[frequency];
  const [first, end] = [
    Math.floor(monthsUntilEndOf(after) / length),
    Math.ceil(monthsUntilEndOf(due) / length),
  ];
  const count = Math.max(0, end - first);
  return count === 0 ? [due] : Array.from({ length: count }, (_, i) => periodText(first + i, frequency));
}
