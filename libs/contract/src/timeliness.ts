/** Which series are kept up, which are late, and what comes next. */
import { z } from 'zod';
import { bilingual, frequency } from './catalogue.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');

const series = {
  indicator: z.string(),
  indicatorName: bilingual,
  area: z.string(),
  areaName: bilingual,
  frequency,
  accumulation: z.enum(['period', 'yearToDate']),
  breakdown: z.record(z.string(), z.string()),
  /** Who owns the indicator and therefore owes the value. */
  organisation: z.string(),
};

/** `GET /api/v1/timeliness`. */
export const timelinessQuerySchema = z.object({
  asOf: z.string().optional(),
  organisation: z.string().optional(),
});

export const seriesTimelinessSchema = z.object({
  ...series,
  /**
   * complete: every period that has ended has its value. due: a period has ended and its value is awaited, the release
   * lag included. late: the lag has passed and the value is not there.
   */
  state: z.enum(['complete', 'due', 'late']),
  /** The newest period that has a value; null when none has. */
  newest: z.string().nullable(),
  /** The oldest period after it: the one to come next. */
  next: z.string(),
  /** The last day on which the value of `next` is on time. */
  dueOn: day,
  /** Days since dueOn; 0 unless late. */
  daysLate: z.number().int(),
});
export type SeriesTimeliness = z.infer<typeof seriesTimelinessSchema>;

const counts = {
  series: z.number().int(),
  complete: z.number().int(),
  due: z.number().int(),
  late: z.number().int(),
  /** Those that never had a value. */
  withoutValue: z.number().int(),
  /** Series that are not late ÷ all series, from 0 to 1. */
  shareOnTime: z.number(),
};

export const timelinessSchema = z.object({
  asOf: z.string(),
  /** The day of asOf in the service's time zone, with which due days are compared. */
  day,
  /** The organisation with the smallest share on time first; only those that owe any series. */
  organisations: z.array(z.object({ organisation: z.string(), name: bilingual, ...counts })),
  /** The latest first. */
  series: z.array(seriesTimelinessSchema),
});
export type TimelinessResponse = z.infer<typeof timelinessSchema>;

/** `GET /api/v1/release-calendar`: from today for 90 days unless told; at most 366 days. */
export const releaseCalendarQuerySchema = z.object({
  from: day.optional(),
  to: day.optional(),
  organisation: z.string().optional(),
});

export const releaseCalendarSchema = z.object({
  from: day,
  to: day,
  /** Days on which the value of any period falls due that is not there yet, the earliest first. */
  days: z.array(z.object({ day, releases: z.array(z.object({ ...series, period: z.string() })) })),
});
export type ReleaseCalendar = z.infer<typeof releaseCalendarSchema>;
