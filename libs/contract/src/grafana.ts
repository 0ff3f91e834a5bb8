/** What simpod-json-datasource (and the older simple JSON source) post, and what they expect back. */
import { z } from 'zod';

export const measure = z.enum(['actual', 'expected', 'target', 'forecast', 'lower', 'upper']);
export type Measure = z.infer<typeof measure>;

const one = z.union([z.string(), z.number().transform(String)]);
/** A variable as `scopedVars` hold it. */
const chosen = z.object({ value: z.union([one, z.array(one)]) }).transform(({ value }) => value);
/**
 * One value, a list, a variable with text and value, or Grafana's interpolation of a multi-value variable: `(a|b)` or
 * `{a,b}`.
 */
const many = z.union([one, z.array(one), chosen]);

/** What an annotation query may ask for. */
export const annotationKind = z.enum(['releases', 'revisions', 'targetDates', 'verdictChanges', 'alerts']);
export type AnnotationKind = z.infer<typeof annotationKind>;

export const grafanaPayloadSchema = z.object({
  area: many.optional(),
  breakdown: z.union([z.string(), z.record(z.string(), many)]).optional(),
  frequency: many.optional(),
  accumulation: many.optional(),
  measures: many.optional(),
  asOf: one.optional(),
  targetCode: many.optional(),
  language: many.optional(),
  status: many.optional(),
  organisation: many.optional(),
  task: many.optional(),
  /** Narrows tables and annotations, which are of no indicator by themselves. */
  indicator: many.optional(),
  /** How rollUps groups the targets. */
  by: many.optional(),
  /** Which kinds of events the table annotations holds. */
  annotation: many.optional(),
});
export type GrafanaPayload = z.infer<typeof grafanaPayloadSchema>;

const instant = z.union([z.string(), z.number()]);

/** One of a dashboard's ad hoc filters; `values` where the operator takes several. */
const grafanaFilterSchema = z.object({
  key: z.string(),
  operator: z.string(),
  value: z.union([z.string(), z.number().transform(String)]).default(''),
  values: z.array(z.string()).max(500).optional(),
});
export type GrafanaFilter = z.infer<typeof grafanaFilterSchema>;

export const grafanaQuerySchema = z.object({
  range: z.object({ from: instant, to: instant }).optional(),
  intervalMs: z.number().optional(),
  maxDataPoints: z.number().int().positive().optional(),
  adhocFilters: z.array(grafanaFilterSchema).max(50).optional(),
  filters: z.array(grafanaFilterSchema).max(50).optional(),
  scopedVars: z.record(z.string(), z.unknown()).optional(),
  targets: z
    .array(
      z.object({
        refId: z.string().default('A'),
        target: z.string().default(''),
        payload: z.union([grafanaPayloadSchema, z.string(), z.null()]).optional(),
        hide: z.boolean().optional(),
        type: z.string().optional(),
      }),
    )
    .max(100),
});
export type GrafanaQuery = z.infer<typeof grafanaQuerySchema>;

/** What a line is of, as codes: the labels of the field that Grafana makes of it. */
export const seriesLabelsSchema = z.object({
  measure,
  indicator: z.string(),
  area: z.string(),
  /** `dimension=code`, several parted by `;`. */
  breakdown: z.string().optional(),
  /** Absent where a line has points of several frequencies. */
  frequency: z.string().optional(),
  accumulation: z.string().optional(),
  /** Of the lines that belong to a target. */
  targetCode: z.string().optional(),
  /** Which of the two lines of a target that names an interval. */
  edge: z.enum(['lower', 'upper']).optional(),
});
export type SeriesLabels = Readonly<z.infer<typeof seriesLabelsSchema>>;

export const grafanaSeriesSchema = z.object({
  target: z.string(),
  /** The display name; the same as `target`. */
  title: z.string(),
  refId: z.string(),
  tags: seriesLabelsSchema,
  /** In Grafana's words: `suffix:` and what stands behind a value. */
  unit: z.string(),
  datapoints: z.array(z.tuple([z.number().nullable(), z.number()])),
});
/** What Grafana shows beside a panel's title. */
const notices = z.array(z.object({ severity: z.enum(['info', 'warning']), text: z.string() }));
export const grafanaTableSchema = z.object({
  type: z.literal('table'),
  refId: z.string(),
  /** What is more than text and type becomes the settings of the field. */
  columns: z.array(
    z.object({
      text: z.string(),
      type: z.enum(['string', 'number', 'time']),
      displayName: z.string(),
      /** In Grafana's words. */
      unit: z.string().optional(),
    }),
  ),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  meta: z.object({ notices }).optional(),
});
export type GrafanaSeries = z.infer<typeof grafanaSeriesSchema>;
export type GrafanaTable = z.infer<typeof grafanaTableSchema>;

/** One mark of `POST /grafana/annotations`, the form of the older simple JSON source. */
export const grafanaAnnotationSchema = z.object({
  annotation: z.unknown(),
  time: z.number(),
  timeEnd: z.number().optional(),
  isRegion: z.boolean().optional(),
  title: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
});
export type GrafanaAnnotation = z.infer<typeof grafanaAnnotationSchema>;

/** `query`: kinds of events, or a payload as JSON text. */
export const grafanaAnnotationsRequestSchema = z.looseObject({
  range: z.object({ from: instant, to: instant }).optional(),
  annotation: z.looseObject({
    query: z.union([z.string(), grafanaPayloadSchema]).optional(),
    target: z
      .looseObject({ payload: z.union([grafanaPayloadSchema, z.string(), z.null()]).optional() })
      .optional(),
  }),
});

/** A parameter without a value is none: that is how a variable of which nothing is chosen arrives. */
const parameter = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema);

/** `GET /grafana/rows`: what a query answers, flat. The other parameters are the entries of its payload. */
export const grafanaRowsQuerySchema = z.strictObject({
  ...grafanaPayloadSchema.shape,
  target: z.string().min(1),
  from: parameter(z.string().optional()),
  to: parameter(z.string().optional()),
  maxDataPoints: parameter(z.coerce.number().int().positive().optional()),
  pivot: parameter(z.enum(['wide']).optional()),
  limit: parameter(z.coerce.number().int().min(1).max(100_000).default(10_000)),
  offset: parameter(z.coerce.number().int().min(0).default(0)),
});
export type GrafanaRowsQuery = z.infer<typeof grafanaRowsQuerySchema>;

/** A row of a series, of a series pivoted by line, or of a table by its columns' texts. */
export const grafanaRowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type GrafanaRow = z.infer<typeof grafanaRowSchema>;

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
