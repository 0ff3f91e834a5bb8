/** How the verdicts of all targets differ between two days. */
import { z } from 'zod';
import { bilingual } from './catalogue.js';
import { status, whyChangedSchema } from './verdict.js';

/**
 * `GET /api/v1/verdict-changes`. Each a day (its end) or an instant. `to` absent: now; `from` absent: the same day of
 * the month before `to`.
 */
export const verdictChangesQuerySchema = z.object({ from: z.string().optional(), to: z.string().optional() });

/**
 * slipped, recovered: a worse or a better status. newlyAssessed, noLongerAssessed: notAssessed before, or after.
 * added, withdrawn: the target was not in force before, or is no longer.
 */
export const verdictChangeKind = z.enum([
  'slipped',
  'recovered',
  'newlyAssessed',
  'noLongerAssessed',
  'added',
  'withdrawn',
]);
export type VerdictChangeKind = z.infer<typeof verdictChangeKind>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');

const changedVerdictSchema = z.object({
  target: z.string(),
  name: bilingual,
  area: z.string(),
  areaName: bilingual,
  task: z.number().int(),
  organisation: z.string(),
  organisationName: bilingual,
  kind: verdictChangeKind,
  /** Null of a target that was added. */
  from: status.nullable(),
  /** Null of a target that was withdrawn. */
  to: status.nullable(),
  /** Why the later verdict differs from the earlier one; null of a target that was added or withdrawn. */
  why: whyChangedSchema.nullable(),
  /** The later verdict in words; null of a target that was withdrawn. */
  text: bilingual.nullable(),
});
export type ChangedVerdict = z.infer<typeof changedVerdictSchema>;

export const verdictChangesSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Their days in the service's time zone, with which due dates are compared. */
  fromDay: day,
  toDay: day,
  /** Targets in force at both instants. */
  compared: z.number().int(),
  /**
   * Targets whose status at `to` is another than at `from`, each judged by what was known at that instant; what moved
   * and moved back in between is none. Slips first, then in the order of the kinds; within one the worst first.
   */
  changes: z.array(changedVerdictSchema),
});
export type VerdictChanges = z.infer<typeof verdictChangesSchema>;
