import { CronTime } from 'cron';

/** The first slot of a cron expression after an instant, its fields read in `timeZone`. */
export function nextSlot(cron: string, after: Date, timeZone: string): Date {
  return new CronTime(cron, timeZone).getNextDateFrom(after, timeZone).toJSDate();
}

/** What is wrong with a cron expression; null: nothing, and it comes due within eight years. */
export function cronFault(cron: string, now: Date, timeZone: string): string | null {
  const { valid, error: fault } = CronTime.validateCronExpression(cron);
  if (!valid) return fault?.message ?? 'it cannot be read';
  try {
    nextSlot(cron, now, timeZone);
    return null;
  } catch (error) {
    // The package has no error of its own for a day that never comes, such as 30 February.
    if (error instanceof Error && error.message.includes('No execution date')) return 'it never comes due';
    throw error;
  }
}

/**
 * Whether somebody should look at a source: a slot has come since the last one claimed, or whoever looked at it last
 * died over it. Several slots that were missed are one.
 */
export function isDue(
  source: {
    readonly settings: { readonly cron: string; readonly enabled: boolean };
    readonly claimedUntil: Date;
    readonly leasedUntil: Date | null;
  },
  now: Date,
  timeZone: string,
): boolean {
  if (!source.settings.enabled) return false;
  if (source.leasedUntil !== null) return source.leasedUntil <= now;
  return nextSlot(source.settings.cron, source.claimedUntil, timeZone) <= now;
}
