/**
 * Withdrawing a target: it counts no more from now on. Its versions and the verdicts of past days stay, and a `PUT` of the
 * target puts it in force again.
 *
 * `POST /api/v1/targets/{code}/withdrawal?dryRun=true` answers the same and takes everything back.
 */
import { z } from 'zod';
import { alertSchema } from './alerts.js';
import { longestReason, targetVersionSchema } from './catalogue-versions.js';
import { scorecardRowSchema } from './verdict.js';

export const targetWithdrawalSchema = z.strictObject({
  /** The version that was seen. With another one stored meanwhile the withdrawal is refused; left out, any is withdrawn. */
  version: z.number().int().min(1).optional(),
  /** Only a dry run may leave it out. */
  reason: z.string().trim().min(1).max(longestReason).optional(),
});
export type TargetWithdrawal = z.infer<typeof targetWithdrawalSchema>;

/** How many there are without and with the withdrawal. */
const counts = z.object({ before: z.number().int(), after: z.number().int() });

export const withdrawnTargetSchema = targetVersionSchema.safeExtend({
  dryRun: z.boolean(),
  /** The last one. */
  verdictBefore: scorecardRowSchema,
  /** Targets of the status that it had, itself among them before; and targets of any. */
  counts: z.object({ status: counts, targets: counts }),
  /** Its open alerts, which end by it. */
  alertsEnded: z.array(alertSchema.pick({ id: true, rule: true, severity: true, summary: true })),
  /** Of others on its series, which now speak for it. */
  alertsFired: z.number().int(),
});
export type WithdrawnTarget = z.infer<typeof withdrawnTargetSchema>;
