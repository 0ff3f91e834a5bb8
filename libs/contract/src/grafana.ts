/** What simpod-json-datasource (and the older simple JSON source) post, and what they expect back. */
import { z } from 'zod';

export const measure = z.enum(['actual', 'expected', 'target', 'forecast', 'lower', 'upper']);
export type Measure = z.infer<typeof measure>;

/** One value, a list, or Grafana's interpolation of a multi-value variable: `(a|b)` or `{a,b}`. */
const many = z.union([
  z.string(),
  z.number().transform(String),
  z.array(z.union([z.string(), z.number().transform(String)])),
]);

export const grafanaPayloadSchema = z.object({
  area: many.optional(),
  breakdown: z.union([z.string(), z.record(z.string(), many)]).optional(),
  frequency: many.optional(),
  accumulation: z.string().optional(),
  measures: many.optional(),
  asOf: z.string().optional(),
  targetCode: many.optional(),
  language: z.string().optional(),
  status: many.optional(),
  organisation: many.optional(),
  task: many.optional(),
});
export type GrafanaPayload = z.infer<typeof grafanaPayloadSchema>;

const instant = z.union([z.string(), z.number()]);

export const grafanaQuerySchema = z.object({
  range: z.object({ from: instant, to: instant }).optional(),
  intervalMs: z.number().optional(),
  maxDataPoints: z.number().int().positive().optional(),
  adhocFilters: z.array(z.object({ key: z.string(), operator: z.string(), value: z.string() })).optional(),
  filters: z.array(z.object({ key: z.string(), operator: z.string(), value: z.string() })).optional(),
  scopedVars: z.record(z.string(), z.unknown()).optional(),
  targets: z.array(
    z.object({
      refId: z.string().default('A'),
      target: z.string().default(''),
      payload: z.union([grafanaPayloadSchema, z.string(), z.null()]).optional(),
      hide: z.boolean().optional(),
      type: z.string().optional(),
    }),
  ),
});
export type GrafanaQuery = z.infer<typeof grafanaQuerySchema>;

export const grafanaSeriesSchema = z.object({
  target: z.string(),
  refId: z.string(),
  datapoints: z.array(z.tuple([z.number().nullable(), z.number()])),
});
export const grafanaTableSchema = z.object({
  type: z.literal('table'),
  refId: z.string(),
  columns: z.array(z.object({ text: z.string(), type: z.enum(['string', 'number', 'time']) })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
export type GrafanaSeries = z.infer<typeof grafanaSeriesSchema>;
export type GrafanaTable = z.infer<typeof grafanaTableSchema>;

export const grafanaVariableRequestSchema = z.object({
  payload: z.union([z.looseObject({ target: z.string().optional() }), z.string()]).optional(),
  range: z.unknown().optional(),
});
export const grafanaSearchRequestSchema = z.looseObject({ target: z.string().optional() });
export const grafanaPayloadOptionsRequestSchema = z.looseObject({
  metric: z.string().optional(),
  name: z.string().optional(),
  payload: z.unknown().optional(),
});
