import { AppError } from '#contract';
import { parseAsOf } from '#time-period';

/** The instant a reader asks about; absent: null, meaning what is known now. */
export function asOfInstant(text: string | undefined, timeZone: string): Date | null {
  if (text === undefined || text === '') return null;
  const instant = parseAsOf(text, timeZone);
  if (!instant)
    throw new AppError(
      'invalid-as-of',
      `"${text}" is neither a day (2020-03-01) nor an instant (2020-03-01T08:00:00+08:00).`,
    );
  return instant;
}
