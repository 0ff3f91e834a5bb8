/** Verdicts as clients see them. Their numbers come from libs/assessment; their words are made at the edge. */
import { z } from 'zod';

export const status = z.enum([
  'achieved',
  'onTrack',
  'atRisk',
  'offTrack',
  'movingAway',
  'missed',
  'notAssessed',
]);
export type Status = z.infer<typeof status>;

const number = z.number().nullable();

export const verdictSchema = z.object({
  target: z.string(),
  /** Version of the target that was judged. */
  targetVersion: z.number().int(),
  asOf: z.string(),
  status,
  reason: z.looseObject({
    code: z.string(),
    /** What the pace was held against, where one decided; of method direction after the natural limit's factor. */
    thresholds: z.object({ onTrack: z.number(), atRisk: z.number(), offTrack: z.number() }).nullish(),
    /** They are the target's own; absent where they are its method's published ones. */
    ownThresholds: z.boolean().optional(),
    /** What a zero among the numbers was read as; absent where none was. */
    zeroAs: z.number().optional(),
  }),
  text: z.object({ zh: z.string(), en: z.string() }),
  /** What a reader should know besides, in the order of its weight. */
  remarks: z.array(
    z.object({
      code: z.enum(['forecast', 'stale', 'methods-disagree', 'provisional', 'baseline-substituted']),
      text: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
  method: z.string(),
  methodAsked: z.string(),
  /** Why the method asked for did not run; null when it did. */
  methodRefusal: z.string().nullable(),
  due: z.string(),
  observed: z.object({ period: z.string(), value: z.number(), status: z.string() }).nullable(),
  baseline: z.object({ period: z.string(), value: z.number(), substituted: z.boolean() }).nullable(),
  expected: number,
  pace: number,
  achievedShare: number,
  elapsedShare: number,
  requiredRate: number,
  /** perYear: units a year; compound: growth a year. */
  requiredRateKind: z.enum(['perYear', 'compound']).nullable(),
  forecast: z
    .object({
      period: z.string(),
      value: z.number(),
      lower: z.number(),
      upper: z.number(),
      /** That the due period's value meets the target; 0 or 1 only where the indicator's bounds decide it. */
      probability: z.number(),
      /** Of the prediction, in the indicator's unit. */
      standardError: z.number(),
      /** Values it rests on. */
      n: z.number().int(),
      method: z.enum(['linearTrend', 'seasonalSmoothing']),
    })
    .nullable(),
  /** Why there is no forecast; absent from verdicts recorded before there were any. */
  forecastRefusal: z.looseObject({ code: z.string() }).nullish(),
  attainmentPeriod: z.string().nullable(),
  stale: z.boolean(),
  provisional: z.boolean(),
  disagreement: z.boolean(),
  /** On track, or met before it is due, while the forecast gives it less than an even chance. */
  trendFallsShort: z.boolean(),
  /** Each milestone at its own date; pending until that has passed. */
  milestones: z.array(
    z.object({
      period: z.string(),
      value: z.number(),
      status: z.enum(['achieved', 'missed', 'pending', 'notAssessed']),
      observed: z.object({ period: z.string(), value: z.number() }).nullable(),
    }),
  ),
  byMethod: z.record(z.string(), z.object({ pace: number, status })),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What a row of the scorecard needs to be read without a second request. */
export const scorecardRowSchema = verdictSchema.extend({
  name: z.object({ zh: z.string(), en: z.string() }),
  indicator: z.string(),
  indicatorName: z.object({ zh: z.string(), en: z.string() }),
  unit: z.object({ zh: z.string(), en: z.string() }),
  decimals: z.number().int(),
  area: z.string(),
  areaName: z.object({ zh: z.string(), en: z.string() }),
  task: z.number().int(),
  organisation: z.string(),
  organisationName: z.object({ zh: z.string(), en: z.string() }),
  operator: z.string(),
  value: number,
  upper: number,
});
export type ScorecardRow = z.infer<typeof scorecardRowSchema>;

/** `GET /api/v1/assessments`. Comma lists and repeated parameters both work. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    (Array.isArray(given) ? given : [given]).flatMap((part) => part.split(',')).filter((part) => part !== ''),
  );
export const listParameter = list;

export const assessmentsQuerySchema = z.object({
  asOf: z.string().optional(),
  status: list.pipe(z.array(status)).optional(),
  organisation: list.optional(),
  task: list.optional(),
  area: list.optional(),
  target: list.optional(),
});

/** A value and its period as SDMX text. */
const valueAt = z.object({ period: z.string(), value: z.number() }).nullable();

/** Why a verdict differs from the one before it; docs/judging.md says how each is told. */
export const whyCode = z.enum([
  'first-verdict',
  'target-changed',
  'new-value',
  'value-removed',
  'revision',
  'baseline-revision',
  'time-passing',
  'other-values',
  'definition-changed',
]);

export const whyChangedSchema = z.object({
  code: whyCode,
  /** The value that the reason speaks of, before and after; null where there is none. */
  before: valueAt,
  after: valueAt,
  text: z.object({ zh: z.string(), en: z.string() }),
});

/**
 * `GET /api/v1/targets/{code}/history`. recorded: the verdicts as they were recorded. retraced: as they would have been
 * at every past instant, from the values and the versions of the target known then; reaches back beyond the first
 * record, as far as values have release dates.
 */
export const verdictHistoryQuerySchema = z.object({
  basis: z.enum(['recorded', 'retraced']).default('recorded'),
});

/** One line of it: a verdict that differed from the one before. */
export const verdictChangeSchema = z.object({
  /** Of a retraced one, the instant since which it would have been so. */
  recordedAt: z.string(),
  asOf: z.string(),
  from: status.nullable(),
  to: status,
  cause: z.enum(['import', 'undo', 'sweep', 'request', 'catalogue']),
  import: z.number().int().nullable(),
  why: whyChangedSchema,
  /** The vintage of the value after, where it came with this change and is still stored. */
  vintage: z
    .object({
      period: z.string(),
      value: z.number(),
      status: z.string(),
      knownFrom: z.string(),
      import: z.number().int(),
    })
    .nullable(),
  verdict: verdictSchema,
});
export type VerdictChange = z.infer<typeof verdictChangeSchema>;

/** `GET /api/v1/targets/{code}/trajectory`. Points stand at each period's last day. */
export const trajectorySchema = z.object({
  target: z.string(),
  points: z.array(z.object({ period: z.string(), time: z.number(), expected: z.number() })),
  due: z.object({
    period: z.string(),
    time: z.number(),
    value: z.number().nullable(),
    upper: z.number().nullable(),
  }),
});
export type TrajectoryResponse = z.infer<typeof trajectorySchema>;

/** `POST /api/v1/sweeps`. With an asOf in the past nothing is recorded and nobody is alerted. */
export const sweepRequestSchema = z.strictObject({ asOf: z.string().optional() });
export const sweepAnswerSchema = z.object({
  asOf: z.string(),
  recorded: z.boolean(),
  counts: z.partialRecord(status, z.number().int()),
  changes: z.array(z.object({ target: z.string(), from: status.nullable(), to: status })),
  alerts: z.object({ fired: z.number().int(), resolved: z.number().int() }),
});
export type SweepAnswer = z.infer<typeof sweepAnswerSchema>;
