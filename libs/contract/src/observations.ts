/** Reading series. */
import { z } from 'zod';
import { listParameter } from './verdict.js';

export const observationsQuerySchema = z.object({
  indicator: listParameter.optional(),
  area: listParameter.optional(),
  frequency: listParameter.optional(),
  accumulation: z.enum(['period', 'yearToDate']).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  asOf: z.string().optional(),
  format: z.enum(['json', 'csv']).default('json'),
});

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

export const vintageSchema = observationSchema.extend({
  knownFrom: z.string(),
  knownTo: z.string().nullable(),
  comment: z.string().nullable(),
  source: z.record(z.string(), z.string()),
});
export type VintageRow = z.infer<typeof vintageSchema>;
