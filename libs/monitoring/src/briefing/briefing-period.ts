import {
  addDays,
  dayInZone,
  endOfDayInZone,
  nextPeriod,
  parsePeriod,
  previousPeriod,
  type Day,
  type TimePeriod,
} from '#time-period';

/** A month or a quarter that a briefing is about, and the days that its figures are of. */
export interface BriefingPeriod {
  readonly period: TimePeriod;
  readonly previous: TimePeriod;
  readonly next: TimePeriod;
  /** Its last day, or today while it runs. */
  readonly day: Day;
  /** The end of that day, or now. */
  readonly asOf: Date;
  /** It has not ended yet. */
  readonly unfinished: boolean;
  /** The last day before it, and the end of that day. */
  readonly comparedDay: Day;
  readonly comparedAsOf: Date;
}

/**
 * The period that a text names, as seen from `now`.
 * @returns why there is no briefing about it: the text is no month or quarter, or that has not begun.
 */
export function briefingPeriod(
  text: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): BriefingPeriod | 'not-a-period' | 'not-begun' {
  const period = parsePeriod(text);
  if (!period || !/^[MQ]$/.test(period.frequency) || period.accumulation !== 'period') return 'not-a-period';
  const today = dayInZone(now, timeZone);
  if (period.start > today) return 'not-begun';
  const comparedDay = addDays(period.start, -1);
  // On its last day a period still runs: values of that evening are to come.
  const unfinished = today <= period.end;
  return {
    period,
    previous: previousPeriod(period),
    next: nextPeriod(period),
    day: unfinished ? today : period.end,
    asOf: unfinished ? now : endOfDayInZone(period.end, timeZone),
    unfinished,
    comparedDay,
    comparedAsOf: endOfDayInZone(comparedDay, timeZone),
  };
}
