/** Reading series. */
import { z } from 'zod';
import { listParameter } from './verdict.js';

/** Which observations: comma lists and repeated parameters, and `breakdown.<dimension>` beside them. */
export const vintagesQuerySchema = z.object({
  indicator: listParameter.optional(),
  area: listParameter.optional(),
  frequency: listParameter.pipe(z.array(z.enum(['A', 'S', 'Q', 'M', 'D']))).optional(),
  accumulation: z.enum(['period', 'yearToDate']).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  asOf: z.string().optional(),
});

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .transform(Number);

/** The query of flat observations: which, and how they are answered. */
export const observationsQuerySchema = vintagesQuerySchema.extend({
  /** Absent: what the header Accept says. */
  format: z.enum(['json', 'csv', 'sdmx-csv', 'sdmx-json']).optional(),
  /** series: a row per period, a column per series. */
  pivot: z.literal('series').optional(),
  limit: count.pipe(z.number().min(1).max(100_000)).optional(),
  offset: count.optional(),
  /** Words for people: headings and names in a table; absent: codes only. */
  language: z.enum(['zh', 'en']).optional(),
  /** Whether computed values are among them; absent: in JSON and SDMX-JSON they are, in tables they are not. */
  computed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
export type ObservationsQuery = z.infer<typeof observationsQuerySchema>;

export const observationSchema = z.object({
  indicator: z.string(),
  area: z.string(),
  frequency: z.string(),
  accumulation: z.string(),
  breakdown: z.record(z.string(), z.string()),
  period: z.string(),
  /** Epoch milliseconds of the period's last day at 00:00 in the service's time zone. */
  time: z.number(),
  value: z.number(),
  status: z.string(),
  unit: z.string(),
  /** null of a computed one: no file brought it. */
  import: z.number().int().nullable(),
  /** Computed from others by a formula or rolled up from areas, and reported by nobody. */
  computed: z.boolean(),
  /** How many areas it was rolled up from; null where it was not. */
  rolledUpAreas: z.number().int().nullable(),
});
export type ObservationRow = z.infer<typeof observationSchema>;

/** pivot=series: a row per period; every other property is a series, null where it has no value. */
export const pivotRowSchema = z
  .object({ period: z.string(), time: z.number() })
  .catchall(z.number().nullable());
export type PivotRow = z.infer<typeof pivotRowSchema>;

export const vintageSchema = observationSchema.extend({
  knownFrom: z.string(),
  knownTo: z.string().nullable(),
  comment: z.string().nullable(),
  source: z.record(z.string(), z.string()),
  /** Line of the import's file; null of a computed or typed value, and where it was not kept at the time. */
  line: z.number().int().nullable(),
  /** Letters of its column, D, where a line of the file holds several values; else null. */
  column: z.string().nullable(),
});
export type VintageRow = z.infer<typeof vintageSchema>;
