import { decimalYear, formatPeriod, type Day } from '#time-period';
import { reportedBaseline, resolveBaseline, type Baseline } from './baseline.js';
import { judgeAtDue, type Decision } from './due-value.js';
import { outlook } from './forecast/forecast.js';
import { edgeFor, endOfWay, goalOf, isInterval, meets, sideOf, type Goal } from './goal.js';
import { runMethod, type MethodRun } from './method-choice.js';
import { limitFactor } from './methods/direction.js';
import { milestoneVerdicts } from './milestone-verdicts.js';
import { isProvisional, latestUntil, usableObservations, valueAt, type Observation } from './observation.js';
import { achievedShare, elapsedTimeShare, type MethodResult, type Progress } from './progress.js';
import { requiredRate } from './required-rate.js';
import { staleness } from './staleness.js';
import type { TargetSpec } from './target.js';
import { defaultThresholds, round10, type ThresholdTable } from './thresholds.js';
import { expectedAt } from './trajectory.js';
import type { Reason, Verdict } from './verdict.js';

interface Judgement extends Decision {
  run: MethodRun | null;
}

/**
 * Judges one target as of a day, in this order: no observation; the due date's own value once that date has passed;
 * a latest value that meets the target; the target's method.
 *
 * @param observations what was known at the asked instant, in any order; forecasts, missing values and series of
 *   other kinds are left out here
 * @param asOfDay the calendar day of that instant in the service's zone
 */
export function assess(
  target: TargetSpec,
  observations: readonly Observation[],
  asOfDay: Day,
  thresholds: ThresholdTable = defaultThresholds,
): Verdict {
  const usable = usableObservations(target, observations, asOfDay);
  const goal = goalOf(target);
  const baseline = resolveBaseline(target, observations, asOfDay);
  const { status, reason, observed, run } = judge(target, goal, usable, baseline, asOfDay, thresholds);
  const reached = observed && baseline && observed.period.end >= baseline.period.end;
  const progress = reached ? progressOf(target, goal, baseline, observed) : null;
  const achieved = progress && achievedShare(progress);
  const elapsed = progress && progress.targetTime > progress.baseTime ? elapsedTimeShare(progress) : null;
  const open = asOfDay <= target.due.end && status !== 'achieved';
  const method = run?.method ?? target.method;
  const required = open && progress ? requiredRate(progress, method) : null;
  const byMethod = goal && run ? run.byMethod : {};
  const ahead = outlook(target, usable, asOfDay);
  return {
    status,
    reason,
    method,
    methodAsked: target.method,
    methodRefusal: run?.refusal ?? null,
    observed: observed && { ...valueAt(observed), obsStatus: observed.status },
    baseline: reportedBaseline(baseline),
    due: formatPeriod(target.due),
    targetValue: goal && (Number.isFinite(goal.lower) ? goal.lower : goal.upper),
    targetUpper: goal && isInterval(goal) ? goal.upper : null,
    expected: progress?.expected ?? null,
    pace: run?.result.kind === 'judged' ? run.result.pace : null,
    achievedShare: achieved === null ? null : round10(achieved),
    elapsedShare: elapsed === null ? null : round10(Math.min(elapsed, 1)),
    requiredRate: required && round10(required.rate),
    requiredRateKind: required && required.kind,
    forecast: ahead.forecast,
    forecastRefusal: ahead.refusal,
    attainmentPeriod: ahead.attainmentPeriod,
    stale: staleness(target, usable, asOfDay),
    provisional: observed !== null && isProvisional(observed.status),
    byMethod,
    disagreement: Object.values(byMethod).some((other) => other.status !== status),
    milestones: goal ? milestoneVerdicts(target, goal, baseline, usable, asOfDay) : [],
  };
}

function judge(
  target: TargetSpec,
  goal: Goal | null,
  usable: readonly Observation[],
  baseline: Baseline | null,
  asOfDay: Day,
  thresholds: ThresholdTable,
): Judgement {
  const duePassed = asOfDay > target.due.end;
  if (usable.length === 0) return undecided({ code: 'no-observation' }, null);
  if (duePassed && goal) return { ...judgeAtDue(goal, target.due.end, usable), run: null };
  const latest = latestUntil(usable, target.due.end);
  if (!latest) return undecided({ code: 'no-observation' }, null);
  if (goal && meets(goal, latest.value)) {
    const reason: Reason = { code: 'meets-target', decidedBy: valueAt(latest) };
    return { status: 'achieved', reason, observed: latest, run: null };
  }
  const judgement = judgeByMethod(target, goal, usable, baseline, latest, thresholds);
  return goal && baseline ? rememberingAchievement(judgement, goal, usable, baseline, latest) : judgement;
}

function undecided(reason: Reason, observed: Observation | null): Judgement {
  return { status: 'notAssessed', reason, observed, run: null };
}

function judgeByMethod(
  target: TargetSpec,
  goal: Goal | null,
  usable: readonly Observation[],
  baseline: Baseline | null,
  latest: Observation,
  thresholds: ThresholdTable,
): Judgement {
  if (!goal && target.operator !== 'direction') {
    return undecided({ code: 'no-numeric-method', why: 'no-target-value' }, latest);
  }
  if (!baseline || latest.period.end <= baseline.period.end) {
    const ends = new Set(usable.map((o) => o.period.end));
    if (baseline) ends.add(baseline.period.end);
    return undecided({ code: 'too-few-periods', periods: ends.size }, latest);
  }
  if (goal && baseAtTarget(goal, baseline.value)) {
    const reason: Reason = { code: 'base-equals-target', base: baseline.value };
    return { status: 'movingAway', reason, observed: latest, run: null };
  }
  const run = runMethod(target, progressOf(target, goal, baseline, latest), thresholds);
  const { result } = run;
  if (result.kind === 'refused') {
    return { ...undecided({ code: 'no-numeric-method', why: result.why }, latest), run };
  }
  return { status: result.status, reason: paceReason(run, result, baseline), observed: latest, run };
}

/** At the one number wanted, or anywhere in the interval wanted: no way from there to the target exists. */
function baseAtTarget(goal: Goal, base: number): boolean {
  return isInterval(goal) ? sideOf(goal, base) === 0 : base === endOfWay(goal, base);
}

function paceReason(
  { method, own }: MethodRun,
  { pace, thresholds, numbers }: Extract<MethodResult, { kind: 'judged' }>,
  baseline: Baseline,
): Reason {
  if (pace === null) return { code: 'nothing-expected-yet', base: baseline.value };
  if (method !== 'direction') return { code: 'pace', pace, thresholds, ...own };
  return {
    code: 'direction',
    annualRate: pace,
    thresholds,
    limitFactor: limitFactor(numbers.base, numbers.naturalLimit),
    ...own,
  };
}

/** A target that was achieved and is not now says so; its status is the pace's, as for any other in progress. */
function rememberingAchievement(
  judgement: Judgement,
  goal: Goal,
  usable: readonly Observation[],
  baseline: Baseline,
  latest: Observation,
): Judgement {
  const achieved = usable.findLast(
    (o) => o.period.end > baseline.period.end && o.period.end < latest.period.end && meets(goal, o.value),
  );
  if (!achieved || judgement.status === 'notAssessed') return judgement;
  const result = judgement.run?.result;
  const judged = result?.kind === 'judged' ? result : null;
  const reason: Reason = {
    code: 'lost-after-achievement',
    achieved: valueAt(achieved),
    pace: judged?.pace ?? null,
    thresholds: judged?.thresholds ?? null,
    ...(judged && judgement.run?.own),
  };
  return { ...judgement, reason };
}

function progressOf(
  target: TargetSpec,
  goal: Goal | null,
  baseline: Baseline,
  latest: Observation,
): Progress {
  const edge = goal && edgeFor(goal, latest.value, baseline.value);
  return {
    base: baseline.value,
    baseTime: baseline.time,
    latest: latest.value,
    latestTime: decimalYear(latest.period.end),
    direction: edge ? edge.direction : wantedDirection[target.direction],
    target: edge && edge.value,
    targetTime: decimalYear(target.due.end),
    goal,
    complete: target.operator === 'complete',
    expected: expectedAt(target, baseline, latest.period.end),
    lowerBound: target.lowerBound,
    upperBound: target.upperBound,
    naturalLimit: target.naturalLimit,
    isGrowthRate: target.isGrowthRate ?? false,
    zeroAs: target.zeroAs ?? null,
  };
}

const wantedDirection = { up: 1, down: -1, within: null } as const;
