/** Verdicts of groups of targets. */
import { z } from 'zod';
import { bilingual } from './catalogue.js';
import { status } from './verdict.js';

/** family: all targets of one indicator, whatever their area, breakdown and due date. */
export const rollUpBy = z.enum(['task', 'section', 'organisation', 'area', 'family']);
export type RollUpBy = z.infer<typeof rollUpBy>;

/** `GET /api/v1/rollups`. */
export const rollUpsQuerySchema = z.object({ by: rollUpBy, asOf: z.string().optional() });

const rollUp = {
  targets: z.number().int(),
  counts: z.record(status, z.number().int()),
  /** Targets with a verdict other than notAssessed. */
  assessed: z.number().int(),
  shareAssessed: z.number(),
  /** Whether at least 75 % are assessed. */
  enoughAssessed: z.boolean(),
  /** Says so where they are not; else null. */
  note: bilingual.nullable(),
  /** Off track, moving away or missed ÷ assessed; null when none is assessed. */
  shareBehind: z.number().nullable(),
  /** Targets that have a score; a missed or unassessed one has none. */
  scored: z.number().int(),
  /** Statistics Canada's score, −5 to +5: the mean of the scored targets, and the status it stands for. */
  score: z.number().nullable(),
  scoreStatus: status.nullable(),
};

export const rollUpsSchema = z.object({
  asOf: z.string(),
  by: rollUpBy,
  /** All targets together. */
  total: z.object(rollUp),
  /** The worst first: the largest share behind, then the lowest score; those without any assessed target last. */
  groups: z.array(
    z.object({
      /** Number of the task, or code of the section, organisation, area or indicator. */
      key: z.string(),
      name: bilingual,
      ...rollUp,
      /** The group's targets, the worst first. */
      members: z.array(
        z.object({ target: z.string(), name: bilingual, status, score: z.number().nullable() }),
      ),
    }),
  ),
});
export type RollUps = z.infer<typeof rollUpsSchema>;
