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
import { alertOnMoves, type AlertCounts, type StatusMove } from './alert-outbox.js';
import { readTargetsComputedFrom } from './derived/computed-targets.js';
import { keepComputed } from './derived/keep-computed.js';
import { judgeInPortions, type Judgement } from './judge.js';
import { drivesAlerts, dueTarget, readTargetsOnSeries, successorsOf, untoldMoves } from './next-due.js';

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
 * and turns slips and recoveries into alerts and deliveries, a portion of the targets at a time, in the order of their
 * codes. The caller's transaction holds lockJudgement, so that the verdicts compared with are the last ones; doing it
 * again without new data or a new day changes nothing.
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
  const alerts = { fired: 0, resolved: 0 };
  let recorded = 0;
  const today = dayInZone(now, timeZone);
  /** Those whose turn it is, now that another target on their series is due no more. */
  const successors = new Set<string>();
  const tell = async (moves: readonly StatusMove[]) => {
    const { fired, resolved } = await alertOnMoves(tx, moves, now);
    alerts.fired += fired;
    alerts.resolved += resolved;
  };
  await judgeInPortions(tx, judging, async (judgements) => {
    countStatuses(judgements, counts);
    const changed = await recordChanged(tx, judgements, options);
    recorded += changed.length;
    const onSeriesOf = await readTargetsOnSeries(
      tx,
      changed.filter(({ previous }) => previous !== null).map(({ judgement }) => judgement.target.code),
    );
    const moves = changed
      .filter(({ judgement, previous }) => judgement.verdict.status !== previous)
      .map(({ judgement, assessment, previous }) => {
        const { target } = judgement;
        const drives = drivesAlerts(dueTarget(target), onSeriesOf.get(target.code) ?? [], today);
        return { judgement, assessment, previous, drives };
      });
    for (const { judgement, previous } of moves)
      changes.push({ target: judgement.target.code, from: previous, to: judgement.verdict.status });
    await tell(moves);
    for (const { judgement, isJustDue } of changed) {
      if (!isJustDue) continue;
      const due = dueTarget(judgement.target);
      for (const { code } of successorsOf(due, onSeriesOf.get(due.code) ?? [], today)) successors.add(code);
    }
  });
  if (successors.size > 0)
    await tell(await untoldMoves(tx, { asOf: now, timeZone, known: 'now', targetCodes: [...successors] }));
  return { counts, changes, recorded, alerts };
}

/** A verdict that was appended to the history. */
type RecordedChange = Omit<StatusMove, 'drives'> & {
  /** The first one after its due date. */
  readonly isJustDue: boolean;
};

/** Whether a due period's last day lies from the day of one instant up to the day before another's. */
function isBetween(before: Date, due: string, now: Date, timeZone: string): boolean {
  const end = parsePeriod(due)?.end ?? '';
  return dayInZone(before, timeZone) <= end && end < dayInZone(now, timeZone);
}

/** Appends those verdicts to the history that are not the same as the last one recorded, and tells which these are. */
async function recordChanged(
  tx: Tx,
  judgements: readonly Judgement[],
  { now, timeZone, cause, importId }: RecordOptions,
): Promise<RecordedChange[]> {
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
  return changed.map((one, index) => ({ ...one, assessment: ids[index]! }));
}

/** How many targets have each status. */
export type StatusCounts = Partial<Record<Status, number>>;

/** Adds the statuses of judged targets to the counts. */
export function countStatuses(judgements: readonly Judgement[], counts: StatusCounts): void {
  for (const { verdict } of judgements) counts[verdict.status] = (counts[verdict.status] ?? 0) + 1;
}

/** Codes of the targets in force that any of these series bears on. */
async function affectedTargets(tx: Tx, seriesIds: readonly string[]): Promise<string[]> {
  if (seriesIds.length === 0) return [];
  const measured = await readTargetsMeasuredBy(tx, seriesIds);
  const own = measured.filter((target) => isOfTarget(target, target.series)).map(({ code }) => code);
  return [...new Set([...own, ...(await readTargetsComputedFrom(tx, seriesIds))])];
}

/** Whether a recorded verdict is of the same version of the target and the same in every number. */
function saysTheSame(before: StoredAssessment<Verdict>, { target, verdict }: Judgement): boolean {
  return before.targetId === target.id && isSameJson(before.verdict, verdict);
}
