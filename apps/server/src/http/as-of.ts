import { AppError } from '#contract';
import { parseAsOf } from '#time-period';

/** Periods have years of four digits, and judging looks a few periods back and ahead. */
const yearsTooFar = /^(?:0\d{3}|99\d{2})-/;

/** The instant a reader asks about; absent: null, meaning what is known now. */
export function asOfInstant(text: string | undefined, timeZone: string): Date | null {
  if (text === undefined || text === '') return null;
  if (yearsTooFar.test(text.trim()))
    throw new AppError('invalid-as-of', `"${text}" lies outside the years 1000 to 9899.`);
  const instant = parseAsOf(text, timeZone);
  if (!instant)
    throw new AppError(
      'invalid-as-of',
      `"${text}" is neither a day (2020-03-01) nor an instant (2020-03-01T08:00:00+08:00).`,
    );
  return instant;
}
