export { assess } from './assess.js';
export {
  backtest,
  type Backtest,
  type BacktestCase,
  type CaseRecord,
  type Foreteller,
  type ForetellerRecord,
  type Vintage,
} from './backtest.js';
export { resolveBaseline, type Baseline } from './baseline.js';
export { outlook, type Forecast, type ForecastRefusal, type Outlook } from './forecast/forecast.js';
export { goalOf, isBeyondTarget, meets, type Goal } from './goal.js';
export { judgeCase, type PlainCase, type PlainJudgement } from './judge-case.js';
export {
  knownOn,
  neededNext,
  neededValueTolerance,
  type NeededValue,
  type NoNeededValue,
} from './needed-value.js';
export { isOfTarget, isProvisional, usableObservations, type Observation } from './observation.js';
export {
  leastShareAssessed,
  rollUp,
  worstGroupFirst,
  worstTargetFirst,
  type RolledUp,
  type RollUp,
} from './roll-up.js';
export { groupScore, scoreOf, scoreWithoutTarget, scoreWithTarget } from './statistics-canada-score.js';
export type { Method, Milestone, TargetSpec } from './target.js';
export { defaultThresholds, round10, type Thresholds, type ThresholdTable } from './thresholds.js';
export { pointFreshUntil } from './staleness.js';
export { expectedAt } from './trajectory.js';
export { severity, type Status } from './status.js';
export { type MilestoneVerdict, type Reason, type Refusal, type ValueAt, type Verdict } from './verdict.js';
export {
  datedStages,
  judgeStages,
  lateStages,
  projectStages,
  stageOf,
  type DatedStage,
  type JudgedStage,
  type LateStage,
  type ProjectCourse,
  type ProjectStage,
  type ProjectStanding,
  type StageDates,
  type StageState,
} from './project-stages.js';
