export { assess } from './assess.js';
export { resolveBaseline, type Baseline } from './baseline.js';
export { goalOf, isBeyondTarget, meets, type Goal } from './goal.js';
export { judgeCase, type PlainCase, type PlainJudgement } from './judge-case.js';
export { isOfTarget, isProvisional, usableObservations, type Observation } from './observation.js';
export { groupScore, scoreOf, scoreWithoutTarget, scoreWithTarget } from './statistics-canada-score.js';
export type { Method, Milestone, TargetSpec } from './target.js';
export { defaultThresholds, round10, type Thresholds, type ThresholdTable } from './thresholds.js';
export { expectedAt } from './trajectory.js';
export {
  severity,
  type MilestoneVerdict,
  type Reason,
  type Refusal,
  type Status,
  type ValueAt,
  type Verdict,
} from './verdict.js';
