import type { Day } from '#time-period';
import { meets, type Goal } from './goal.js';
import { firstAfter, latestUntil, valueAt, type Observation } from './observation.js';
import type { Status } from './status.js';
import type { Reason } from './verdict.js';

export interface Decision {
  status: Status;
  reason: Reason;
  /** The observation that was judged. */
  observed: Observation | null;
}

/**
 * Judges a goal whose date has passed. The date's own value decides. Without it, a first later value that still fails
 * shows that the goal was missed; a later value that meets it does not show when it came to, so nothing is decided.
 *
 * @param usable the usable observations in time order
 */
export function judgeAtDue(goal: Goal, dueEnd: Day, usable: readonly Observation[]): Decision {
  const before = latestUntil(usable, dueEnd);
  if (before?.period.end === dueEnd) {
    const decidedBy = valueAt(before);
    return meets(goal, before.value)
      ? { status: 'achieved', reason: { code: 'due-value-meets', decidedBy }, observed: before }
      : { status: 'missed', reason: { code: 'due-value-fails', decidedBy }, observed: before };
  }
  const after = firstAfter(usable, dueEnd);
  const beforeAt = before && valueAt(before);
  if (after && !meets(goal, after.value)) {
    const reason: Reason = { code: 'later-value-fails', before: beforeAt, decidedBy: valueAt(after) };
    return { status: 'missed', reason, observed: after };
  }
  const reason: Reason = { code: 'due-value-missing', before: beforeAt, after: after && valueAt(after) };
  return { status: 'notAssessed', reason, observed: before };
}
