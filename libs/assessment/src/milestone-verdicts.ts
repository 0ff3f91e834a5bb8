import { comparePeriods, formatPeriod, type Day } from '#time-period';
import type { Baseline } from './baseline.js';
import { judgeAtDue } from './due-value.js';
import { isInterval, sideOf, type Goal } from './goal.js';
import { valueAt, type Observation } from './observation.js';
import type { TargetSpec } from './target.js';
import type { MilestoneVerdict } from './verdict.js';

/** Judges each milestone at its own date, as the target itself will be judged at its due date. */
export function milestoneVerdicts(
  target: TargetSpec,
  goal: Goal,
  baseline: Baseline | null,
  usable: readonly Observation[],
  asOfDay: Day,
): MilestoneVerdict[] {
  return [...target.milestones]
    .sort((a, b) => comparePeriods(a.period, b.period))
    .map(({ period, value }) => {
      const named = { period: formatPeriod(period), value };
      if (asOfDay <= period.end) return { ...named, status: 'pending', observed: null };
      const { status, observed } = judgeAtDue(milestoneGoal(goal, baseline, value), period.end, usable);
      const outcome = status === 'achieved' || status === 'missed' ? status : 'notAssessed';
      return { ...named, status: outcome, observed: observed && valueAt(observed) };
    });
}

/** On the way to an interval a milestone is passed from the baseline's side. */
function milestoneGoal(goal: Goal, baseline: Baseline | null, value: number): Goal {
  const fromAbove = isInterval(goal)
    ? baseline !== null && sideOf(goal, baseline.value) === 1
    : goal.upper !== Infinity;
  return fromAbove ? { lower: -Infinity, upper: value } : { lower: value, upper: Infinity };
}
