import { isOfTarget, type Status, type Verdict } from '#assessment';
import type { VerdictMove } from '#contract';
import {
  addAssessments,
  isSameJson,
  readLatestAssessments,
  readTargetsMeasuredBy,
  type StoredAssessment,
  type Tx,
} from '#storage';
import { dayInZone, parsePeriod } from '#time-period';
import { closeAlertRound, openAlertRound, type AlertCounts } from './alerts/alert-round.js';
import { escalateAlerts } from './alerts/escalate-alerts.js';
import { putToRules } from './alerts/advance-lives.js';
import { putLateStages } from './alerts/put-projects.js';
import { readSeriesSubjects } from './alerts/series-subjects.js';
import { readSourceSubjects } from './alerts/source-subjects.js';
import { openTargetRound } from './alerts/target-round.js';
import { readTargetsComputedFrom } from './derived/computed-targets.js';
import { keepComputed } from './derived/keep-computed.js';
import { judgeInPortions, type Judgement } from './judge.js';

export interface RecordOptions {
  /** The instant of the judgement; its day in `timeZone` is the day that due dates are compared with. */
  readonly now: Date;
  readonly timeZone: string;
  readonly cause: 'import' | 'undo' | 'sweep' | 'request' | 'catalogue';
  readonly importId: number | null;
  /** Only the targets that these series bear on; absent: all targets. */
  readonly seriesIds?: readonly string[];
}

/** What a round of judging did. */
export interface RecordedJudgements {
  /** How many of the judged targets have each status. */
  readonly counts: StatusCounts;
  /** Changes of status, first verdicts included. */
  readonly changes: VerdictMove[];
  /** Verdicts appended to the history, those that changed in a number only included. */
  readonly recorded: number;
  readonly alerts: AlertCounts;
}

/**
 * Judges the targets (or the affected ones) on what is stored now, appends the verdicts that changed to the history
 * and puts targets, series, sources and projects to the alert rules, a portion at a time, targets in the order of their codes.
 * The caller's transaction holds lockJudgement, so that the verdicts compared with are the last ones; doing it again
 * without new data or a new day changes nothing but how long things have lasted.
 *
 * What is computed from these values is brought up to date for readers that cannot compute ({@link keepComputed}).
 *
 * A verdict counts as changed when any number in it is another, those of its forecast included: so every forecast is
 * computed every time, and none is taken over from the verdict before.
 */
export async function recordJudgements(tx: Tx, options: RecordOptions): Promise<RecordedJudgements> {
  const { now, timeZone, seriesIds } = options;
  await keepComputed(tx, seriesIds);
  const affected = seriesIds && (await affectedTargets(tx, seriesIds));
  const judging = { asOf: now, timeZone, known: 'now', ...(affected && { targetCodes: affected }) } as const;
  const counts: StatusCounts = {};
  const changes: VerdictMove[] = [];
  let recorded = 0;
  const round = await openAlertRound(tx, { now, timeZone });
  const targets = await openTargetRound(tx, round);
  await judgeInPortions(tx, judging, async (judgements) => {
    countStatuses(judgements, counts);
    const { latest, changed } = await recordChanged(tx, judgements, options);
    recorded += changed.length;
    for (const { judgement, previous } of changed)
      if (judgement.verdict.status !== previous)
        changes.push({ target: judgement.target.code, from: previous, to: judgement.verdict.status });
    await targets.put(judgements, changed, latest);
  });
  await targets.putSuccessors();
  const series = { now, timeZone, rules: round.rules, ...(seriesIds && { seriesIds }) };
  for await (const subjects of readSeriesSubjects(tx, series)) await putToRules(tx, round, subjects);
  if (!seriesIds) {
    await putToRules(tx, round, await readSourceSubjects(tx, { now, timeZone }));
    await putLateStages(tx, round);
    await escalateAlerts(tx, round);
    // At every full round, so that nothing rests for long on an hour that a wrong clock has named.
    round.concernsAll = true;
  }
  return { counts, changes, recorded, alerts: await closeAlertRound(tx, round) };
}

/** A verdict that was appended to the history. */
export interface RecordedChange {
  readonly judgement: Judgement;
  /** Id of the new verdict. */
  readonly assessment: number;
  /** null when none was recorded before. */
  readonly previous: Status | null;
  /** The first one after its due date. */
  readonly isJustDue: boolean;
}

/** Whether a due period's last day lies from the day of one instant up to the day before another's. */
function isBetween(before: Date, due: string, now: Date, timeZone: string): boolean {
  const end = parsePeriod(due)?.end ?? '';
  return dayInZone(before, timeZone) <= end && end < dayInZone(now, timeZone);
}

/** Appends those verdicts to the history that are not the same as the last ones recorded, and tells which both are. */
async function recordChanged(
  tx: Tx,
  judgements: readonly Judgement[],
  { now, timeZone, cause, importId }: RecordOptions,
): Promise<{
  readonly latest: ReadonlyMap<string, StoredAssessment<Verdict>>;
  readonly changed: readonly RecordedChange[];
}> {
  const codes = judgements.map(({ target }) => target.code);
  const latest = new Map(
    (await readLatestAssessments<Verdict>(tx, codes)).map((assessment) => [
      assessment.targetCode,
      assessment,
    ]),
  );
  const changed = judgements.flatMap((judgement) => {
    const before = latest.get(judgement.target.code) ?? null;
    if (before && saysTheSame(before, judgement)) return [];
    const isJustDue = before !== null && isBetween(before.asOf, judgement.verdict.due, now, timeZone);
    return [{ judgement, previous: before?.verdict.status ?? null, isJustDue }];
  });
  const ids = await addAssessments(
    tx,
    changed.map(({ judgement: { target, verdict }, previous }) => ({
      targetId: target.id,
      targetCode: target.code,
      asOf: now,
      recordedAt: now,
      status: verdict.status,
      previousStatus: previous,
      cause,
      importId,
      verdict,
    })),
  );
  return { latest, changed: changed.map((one, index) => ({ ...one, assessment: ids[index]! })) };
}

/** How many targets have each status. */
export type StatusCounts = Partial<Record<Status, number>>;

/** Adds the statuses of judged targets to the counts. */
export function countStatuses(judgements: readonly Judgement[], counts: StatusCounts): void {
  for (const { verdict } of judgements) counts[verdict.status] = (counts[verdict.status] ?? 0) + 1;
}

/** Codes of the targets in force that any of these series bears on. */
export async function affectedTargets(tx: Tx, seriesIds: readonly string[]): Promise<string[]> {
  if (seriesIds.length === 0) return [];
  const measured = await readTargetsMeasuredBy(tx, seriesIds);
  const own = measured.filter((target) => isOfTarget(target, target.series)).map(({ code }) => code);
  return [...new Set([...own, ...(await readTargetsComputedFrom(tx, seriesIds))])];
}

/** Whether a recorded verdict is of the same version of the target and the same in every number. */
function saysTheSame(before: StoredAssessment<Verdict>, { target, verdict }: Judgement): boolean {
  return before.targetId === target.id && isSameJson(before.verdict, verdict);
}
