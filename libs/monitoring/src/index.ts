export { acknowledgeAlert, unacknowledgeAlert } from './alerts/acknowledge.js';
export { putToRules, withdrawSubject } from './alerts/advance-lives.js';
export {
  changeDue,
  closeAlertRound,
  currentAlertSettings,
  openAlertRound,
  usualAlertSettings,
  type AlertCounts,
  type AlertRound,
} from './alerts/alert-round.js';
export { notifiableEpisode, planDeliveries } from './alerts/plan-deliveries.js';
export { putProjects } from './alerts/put-projects.js';
export { putSource } from './alerts/put-source.js';
export { readSeriesSubjects } from './alerts/series-subjects.js';
export { silentDays } from './alerts/source-subjects.js';
export { routeTree, tellable } from './alerts/route-tree.js';
export { sendHeartbeats } from './alerts/send-heartbeats.js';
export { alertTexts } from './alerts/told-alerts.js';
export type {
  HeartbeatMessage,
  NotificationMessage,
  OutboxMessage,
  TargetFacts,
  ToldAlert,
} from './alerts/notification-message.js';
export { observationOf, targetSpecOf } from './assessment-inputs.js';
export {
  composeBriefing,
  type Briefing,
  type ComingItem,
  type LateValue,
  type OrganisationPart,
} from './briefing/briefing.js';
export { briefingPeriod, type BriefingPeriod } from './briefing/briefing-period.js';
export {
  mostDetailed,
  readBriefing,
  type BriefingRead,
  type PeriodNews,
  type ValueEvidence,
} from './briefing/read-briefing.js';
export { type BriefingChange } from './briefing/verdict-changes.js';
export { readBacktestCases } from './backtest-cases.js';
export { compareVerdicts, type ComparedVerdict, type ComparedVerdicts } from './compare-verdicts.js';
export {
  judge,
  readJudgementInputsInPortions,
  readJudgementInputs,
  type Judgement,
  type JudgementInputs,
  type JudgeOptions,
} from './judge.js';
export { checkDerived } from './derived/check-derived.js';
export {
  isComputed,
  type ComputedObservation,
  type InputObservation,
} from './derived/compute-observations.js';
export {
  hasMoreInputs,
  readComputedObservations,
  readComputedVintages,
  readWithComputed,
} from './derived/read-computed.js';
export { isUnit, readUnit, share, unitKey, type Unit } from './derived/unit.js';
export { nextAttempt } from './next-attempt.js';
export { courseOf } from './projects/project-course.js';
export { readLateStages, type LateProjectStage } from './projects/read-late-stages.js';
export { affectedTargets, recordJudgements, type RecordedJudgements, type RecordOptions } from './record.js';
export { previewSweep, runDueSweep, sweepNow } from './sweep.js';
export { mostDuePeriods, type Due } from './timeliness/due-periods.js';
export type { OwedSeries } from './timeliness/owed-series.js';
export { readOwedSeries, type OwedOfIndicator } from './timeliness/read-owed-series.js';
export {
  countTimeliness,
  duePeriodsOf,
  releasesBetween,
  timelinessOf,
  type Timeliness,
} from './timeliness/timeliness.js';
export { readTargetWarnings, type TargetWarning } from './target-warnings.js';
export { trajectoryOf } from './trajectory-of.js';
export { recordedHistory, retracedHistory, type HistoryEntry } from './verdict-history.js';
export { suppose, type Supposed, type Supposition } from './what-if.js';
export { type WhyChanged, type WhyCode } from './why-changed.js';
export { withdraw } from './withdraw.js';
export { movesBetween, statusesNow, type Statuses } from './verdict-moves.js';
