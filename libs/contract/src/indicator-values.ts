/** Indicators with their series and values, exact to the digit, and editing one value with a reason. */
import { z } from 'zod';
import { bilingual, frequency } from './catalogue.js';
import { verdictMoveSchema, warningSchema } from './imports.js';
import { vintagesQuerySchema } from './observations.js';
import { listParameter } from './verdict.js';

const accumulation = z.enum(['period', 'yearToDate']);
const breakdown = z.record(z.string(), z.string());
const timelinessState = z.enum(['complete', 'due', 'late']);

/** Which series of an indicator. */
const seriesOfIndicator = { area: z.string(), frequency, accumulation, breakdown };

/** `GET /api/v1/indicator-summaries`: every indicator, with what there is of it now. */
export const indicatorSummarySchema = z.object({
  code: z.string(),
  name: bilingual,
  organisation: z.string(),
  kind: z.enum(['stock', 'flow', 'average']),
  unit: bilingual,
  frequency,
  tasks: z.array(z.number().int()),
  /** Computed by a formula, and never reported. */
  computed: z.boolean(),
  /** Series that have a value. */
  series: z.number().int(),
  /** Targets in force on it. */
  targets: z.number().int(),
  /** The value of the period that ends last, forecasts aside; of several areas that of the first by code. */
  newest: z.object({ area: z.string(), breakdown, period: z.string(), value: z.string() }).nullable(),
  /** How many of the series that its organisation owes are in which state; null: it owes none. */
  timeliness: z
    .object({
      complete: z.number().int(),
      due: z.number().int(),
      late: z.number().int(),
      /** Of the latest series. */
      daysLate: z.number().int(),
    })
    .nullable(),
});
export type IndicatorSummary = z.infer<typeof indicatorSummarySchema>;

/** `GET /api/v1/indicators/{code}/series`. */
export const indicatorSeriesQuerySchema = z.object({
  /** Of these areas only. */
  area: listParameter.optional(),
  asOf: z.string().optional(),
});

export const indicatorSeriesSchema = z.object({
  ...seriesOfIndicator,
  areaName: bilingual,
  /** Of every dimension what its code is called. */
  breakdownNames: z.record(z.string(), bilingual),
  /** How many periods have a value. */
  values: z.number().int(),
  /** Whether none of them was reported. */
  computed: z.boolean(),
  /** Null of a series that is owed and has no value. */
  newest: z.object({ period: z.string(), value: z.string(), status: z.string() }).nullable(),
  /** Null of a series that nobody owes. */
  timeliness: z
    .object({
      state: timelinessState,
      next: z.string(),
      dueOn: z.string(),
      daysLate: z.number().int(),
    })
    .nullable(),
});
export type IndicatorSeries = z.infer<typeof indicatorSeriesSchema>;

/** `GET /api/v1/indicators/{code}/values`; `breakdown.<dimension>` beside these. */
export const indicatorValuesQuerySchema = vintagesQuerySchema.omit({ indicator: true });

export const indicatorValueSchema = z.object({
  ...seriesOfIndicator,
  period: z.string(),
  /** Epoch milliseconds of the period's last day at 00:00 in the service's time zone. */
  time: z.number(),
  /** Exact decimal text, in the indicator's unit. */
  value: z.string(),
  status: z.string(),
  knownFrom: z.string(),
  /** Null of a computed value. */
  import: z.number().int().nullable(),
  /** Another value of this period was known before. */
  revised: z.boolean(),
});
export type IndicatorValue = z.infer<typeof indicatorValueSchema>;

/** `GET /api/v1/indicators/{code}/table`: periods down, series across, as a file. */
export const indicatorTableQuerySchema = indicatorValuesQuerySchema.extend({
  /** Of these only: an area, and behind it the codes of a breakdown, 610100~destination=510100. */
  line: listParameter.optional(),
  format: z.enum(['csv', 'xlsx']),
  language: z.enum(['zh', 'en']).default('zh'),
});

/** `GET /api/v1/indicators/{code}/vintages`: what one value was, and is. */
export const valueVintagesQuerySchema = z.object({
  area: z.string(),
  period: z.string(),
});

export const valueVintageSchema = z.object({
  period: z.string(),
  value: z.string(),
  status: z.string(),
  knownFrom: z.string(),
  /** When the next one replaced it; null: it is in force. */
  knownTo: z.string().nullable(),
  comment: z.string().nullable(),
  source: z.record(z.string(), z.string()),
  import: z.number().int(),
  /** Typed by a person on the page, not read from a file; then `comment` is the reason. */
  edited: z.boolean(),
  /** Who brought it, when, and the file's name. */
  by: z.string(),
  at: z.string(),
  file: z.string(),
  /** The workbook's sheet; null where the file was none. */
  sheet: z.string().nullable(),
  /** Line of the file, a spreadsheet's row; null of a typed value, and where it was not kept at the time. */
  line: z.number().int().nullable(),
  /** Letters of its column, D, where a line of the file holds several values; else null. */
  column: z.string().nullable(),
});
export type ValueVintage = z.infer<typeof valueVintageSchema>;

/** OBS_STATUS that a person may give a value that is typed. */
export const editedStatus = z.enum(['A', 'P', 'E', 'F', 'B']);

/** A value as an editor saw it: what is in force must still be this. */
const seenValueSchema = z.strictObject({ value: z.string(), status: z.string(), knownFrom: z.string() });

/** `POST /api/v1/indicators/{code}/values`, with `dryRun=true` first. */
export const valueEditSchema = z.strictObject({
  area: z.string().min(1).max(100),
  breakdown: breakdown.default({}),
  /** SDMX text, 2019, 2019-Q3, 2019-06, 2019-01/2019-06. */
  period: z.string().trim().min(1).max(40),
  /** A plain decimal in the indicator's own unit, kept digit by digit: 1234.50. */
  value: z
    .string()
    .trim()
    .regex(/^-?\d{1,30}(?:\.\d{1,20})?$/, 'a plain decimal number such as 1234.5'),
  status: editedStatus.default('A'),
  reason: z.string().trim().min(1, 'a reason is needed').max(500),
  /** Where the value is from. */
  source: z.string().trim().max(300).default(''),
  /** What the editor saw; null: no value. Another one in force by now is a conflict. */
  seen: seenValueSchema.nullable(),
});
export type ValueEdit = z.infer<typeof valueEditSchema>;

export const valueEditReportSchema = z.object({
  dryRun: z.boolean(),
  /** The import that it became, by which it is undone; null of a dry run. */
  import: z.number().int().nullable(),
  period: z.string(),
  value: z.string(),
  status: z.string(),
  /** What it replaces; null: there was none. */
  former: z.object({ value: z.string(), status: z.string() }).nullable(),
  warnings: z.array(warningSchema),
  /** The statuses that the value itself moves; not those that only time has moved. */
  verdictChanges: z.array(verdictMoveSchema),
});
export type ValueEditReport = z.infer<typeof valueEditReportSchema>;
