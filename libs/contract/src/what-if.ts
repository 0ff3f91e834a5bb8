/** `POST /api/v1/targets/{code}/what-if`: the verdict that supposed values would give. Nothing is stored. */
import { z } from 'zod';
import { periodText } from './catalogue.js';
import { verdictSchema } from './verdict.js';

export const supposedValueSchema = z.strictObject({
  period: periodText,
  value: z.number(),
  /** OBS_STATUS, a code that goes with an observed value; A normal, P provisional, E estimated, … */
  status: z.enum(['A', 'B', 'D', 'E', 'G', 'I', 'J', 'K', 'N', 'P', 'S', 'U', 'V', 'W']).default('A'),
});
export type SupposedValue = z.infer<typeof supposedValueSchema>;

export const whatIfRequestSchema = z.strictObject({
  /** Each takes the place of what is known of its period. None: only the value needed next is asked for. */
  values: z.array(supposedValueSchema).max(500).default([]),
  /** What else is known: as of this instant; absent: now. */
  asOf: z.string().optional(),
});

export const whatIfAnswerSchema = z.object({
  target: z.string(),
  asOf: z.string(),
  /** The verdict without the supposed values. */
  current: verdictSchema,
  /**
   * The verdict with them. Its asOf is the day on which the last of them would be known by its release lag, where that
   * is later than the instant asked about.
   */
  verdict: verdictSchema,
  /** What the next period without a value, known or supposed, needs for the target to be on track or achieved. */
  needed: z.object({
    period: z.string().nullable(),
    operator: z.enum(['atLeast', 'atMost']).nullable(),
    /** The value on the edge, exact to `tolerance` of itself (of 1, when it is smaller); null with a reason. */
    value: z.number().nullable(),
    /** The nearest value on track that has the indicator's number of decimals. */
    rounded: z.number().nullable(),
    tolerance: z.number(),
    /**
     * no-period-left: the due date's value is known, or no period is left until then. no-value: no value of that
     * period would do. any-value: every value that the indicator can have would.
     */
    reason: z.enum(['no-period-left', 'no-value', 'any-value']).nullable(),
  }),
});
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>;
