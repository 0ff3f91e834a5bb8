/**
 * Changing one target, indicator or organisation, and the versions that changes leave.
 *
 * `PUT …?dryRun=true` answers the same as a change and takes everything back.
 */
import { z } from 'zod';
import { indicatorSchema, organisationSchema, targetSchema } from './catalogue.js';
import { verdictMoveSchema } from './imports.js';
import { scorecardRowSchema } from './verdict.js';

/** A longer reason belongs into a document that the reason names. */
export const longestReason = 500;

const change = {
  /**
   * The version that the change was made on, as it was read; 0: there is none yet. With another one stored meanwhile the
   * change is refused. Left out, it replaces whatever there is, as a script wants that knows the whole plan.
   */
  version: z.number().int().min(0).optional(),
  /** Why, for whoever reads the versions. */
  reason: z.string().trim().min(1).max(longestReason).optional(),
};

export const writtenTargetSchema = targetSchema.safeExtend({
  ...change,
  /**
   * The validTo of the newest version, of a target that was withdrawn: it was seen, and the change is to put the target
   * in force again. With a version given and without this, the change of a withdrawn target is refused.
   */
  withdrawnAt: z.iso.datetime().optional(),
});
export const writtenIndicatorSchema = indicatorSchema.extend(change);
export const writtenOrganisationSchema = organisationSchema.extend(change);

export type WrittenTarget = z.infer<typeof writtenTargetSchema>;
export type WrittenIndicator = z.infer<typeof writtenIndicatorSchema>;
export type WrittenOrganisation = z.infer<typeof writtenOrganisationSchema>;

/** Who made a version, when and why. */
const made = {
  /** From 1, one more with every change. */
  version: z.number().int(),
  changedAt: z.string(),
  /** null: not known. It was stored before versions were kept, and may be older than changedAt. */
  changedBy: z.string().nullable(),
  reason: z.string().nullable(),
};

export const indicatorVersionSchema = z.object({ ...made, definition: indicatorSchema });
export const organisationVersionSchema = z.object({ ...made, definition: organisationSchema });
export type IndicatorVersion = z.infer<typeof indicatorVersionSchema>;
export type OrganisationVersion = z.infer<typeof organisationVersionSchema>;

/** A version of a target with the instants between which it is the one that is judged. */
export const targetVersionSchema = targetSchema.safeExtend({
  id: z.number().int(),
  version: made.version,
  validFrom: z.string(),
  /** null: in force. Without a later version: withdrawn. */
  validTo: z.string().nullable(),
  changedAt: z.string(),
  changedBy: z.string(),
  changeReason: z.string().nullable(),
  /** Who ended it at validTo without another in its place, and why; null: nobody did, or it is not known. */
  withdrawn: z.object({ by: z.string(), reason: z.string().nullable() }).nullable(),
});
export type TargetVersion = z.infer<typeof targetVersionSchema>;

/** Whether it was only tried. */
const dryRun = z.boolean();
/** The statuses that the change itself moves, of all targets; not those that only time has moved. */
const verdictChanges = z.array(verdictMoveSchema);

export const targetChangeSchema = targetVersionSchema.safeExtend({
  dryRun,
  verdictChanges,
  /** The verdict without the change; null: the target was not in force. */
  verdictBefore: scorecardRowSchema.nullable(),
  verdict: scorecardRowSchema,
  /** What should be looked at twice, though it is accepted. */
  warnings: z.array(
    z.object({ target: z.string(), code: z.literal('baseline-beyond-target'), message: z.string() }),
  ),
});
export type TargetChange = z.infer<typeof targetChangeSchema>;

export const indicatorChangeSchema = indicatorSchema.extend({
  version: made.version,
  dryRun,
  verdictChanges,
});
export type IndicatorChange = z.infer<typeof indicatorChangeSchema>;

export const organisationChangeSchema = organisationSchema.extend({ version: made.version, dryRun });
export type OrganisationChange = z.infer<typeof organisationChangeSchema>;
