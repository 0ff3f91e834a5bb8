/** `GET /api/v1/targets/{code}/values`: what was ever said of the values that a target is judged on, and by whom. */
import { z } from 'zod';

export const targetValuesQuerySchema = z.object({ asOf: z.string().optional() });
export const targetValuesFileQuerySchema = targetValuesQuerySchema.extend({
  lang: z.enum(['zh', 'en']).default('zh'),
});

/** One vintage of one period: a value as it was known from one instant until it was replaced. */
export const targetValueSchema = z.object({
  period: z.string(),
  /** Epoch milliseconds of the period's last day at 00:00 in the service's time zone. */
  time: z.number(),
  value: z.number(),
  /** The same, exactly as it is stored. */
  decimal: z.string(),
  status: z.string(),
  /** Computed by a formula or rolled up from areas, and reported by nobody. */
  computed: z.boolean(),
  knownFrom: z.string(),
  /** When the next one took its place; null: it stands (as of the instant asked about). */
  knownTo: z.string().nullable(),
  /** Whether `knownFrom` is a release date that the file gave; else it is the instant of the import. */
  released: z.boolean(),
  /** What brought it; null of a computed one. */
  import: z
    .object({
      id: z.number().int(),
      fileName: z.string(),
      /** Typed on the page; the file's name only repeats what was typed then, and the comment is the reason. */
      edited: z.boolean(),
      /** The workbook's sheet; null where the file was none. */
      sheet: z.string().nullable(),
      /** Line of the file, a spreadsheet's row; null of a typed value, and where it was not kept at the time. */
      line: z.number().int().nullable(),
      /** Letters of its column, D, where a line of the file holds several values; else null. */
      column: z.string().nullable(),
      uploadedBy: z.string(),
      createdAt: z.string(),
    })
    .nullable(),
  /** What the file, or who typed the value, said of it. */
  comment: z.string().nullable(),
  /** The file's source columns: source_title, source_url, … */
  source: z.record(z.string(), z.string()),
});
export type TargetValue = z.infer<typeof targetValueSchema>;
