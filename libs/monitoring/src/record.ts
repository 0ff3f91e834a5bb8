import type { Status, Verdict } from '#assessment';
import type { VerdictMove } from '#contract';
import {
  addAssessment,
  canonicalJson,
  readIndicators,
  readLatestAssessments,
  readSeriesIds,
  readTargets,
  type StoredAssessment,
  type Tx,
} from '#storage';
import { alertOnMoves, type AlertCounts, type StatusMove } from './alert-outbox.js';
import { seriesKeysOf } from './assessment-inputs.js';
import { judge, type Judgement } from './judge.js';

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
  readonly counts: Partial<Record<Status, number>>;
  /** Changes of status, first verdicts included. */
  readonly changes: VerdictMove[];
  /** Verdicts appended to the history, those that changed in a number only included. */
  readonly recorded: number;
  readonly alerts: AlertCounts;
}

/**
 * Judges the targets (or the affected ones) on what is stored now, appends the verdicts that changed to the history
 * and turns slips and recoveries into alerts and deliveries. The caller's transaction holds lockJudgement, so that
 * the verdicts compared with are the last ones; doing it again without new data or a new day changes nothing.
 */
export async function recordJudgements(tx: Tx, options: RecordOptions): Promise<RecordedJudgements> {
  const { now, timeZone } = options;
  const affected = options.seriesIds && (await affectedTargets(tx, options.seriesIds));
  const judgements = await judge(tx, {
    asOf: now,
    timeZone,
    known: 'now',
    ...(affected && { targetCodes: affected }),
  });
  const latest = new Map(
    (await readLatestAssessments<Verdict>(tx, affected)).map((assessment) => [
      assessment.targetCode,
      assessment,
    ]),
  );
  const moves: StatusMove[] = [];
  let recorded = 0;
  for (const judgement of judgements) {
    const before = latest.get(judgement.target.code) ?? null;
    if (before && saysTheSame(before, judgement)) continue;
    const previous = before?.verdict.status ?? null;
    const { target, verdict } = judgement;
    const assessment = await addAssessment(tx, {
      targetId: target.id,
      targetCode: target.code,
      asOf: now,
      recordedAt: now,
      status: verdict.status,
      previousStatus: previous,
      cause: options.cause,
      importId: options.importId,
      verdict,
    });
    recorded += 1;
    if (previous !== verdict.status) moves.push({ judgement, assessment, previous });
  }
  return {
    counts: countStatuses(judgements),
    changes: moves.map(({ judgement, previous }) => ({
      target: judgement.target.code,
      from: previous,
      to: judgement.verdict.status,
    })),
    recorded,
    alerts: await alertOnMoves(tx, moves, now),
  };
}

/** How many of the judged targets have each status. */
export function countStatuses(judgements: readonly Judgement[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {};
  for (const { verdict } of judgements) counts[verdict.status] = (counts[verdict.status] ?? 0) + 1;
  return counts;
}

/** Codes of the targets in force that any of these series bears on. */
async function affectedTargets(tx: Tx, seriesIds: readonly string[]): Promise<string[]> {
  if (seriesIds.length === 0) return [];
  const touched = new Set(seriesIds);
  const ids = await readSeriesIds(tx);
  const indicators = new Map((await readIndicators(tx)).map((indicator) => [indicator.code, indicator]));
  const isTouched = (key: string) => touched.has(ids.get(key) ?? '');
  return (await readTargets(tx))
    .filter((target) => {
      const indicator = indicators.get(target.indicator);
      return indicator !== undefined && seriesKeysOf(target, indicator).some(isTouched);
    })
    .map((target) => target.code);
}

/** Whether a recorded verdict is of the same version of the target and the same in every number. */
function saysTheSame(before: StoredAssessment<Verdict>, { target, verdict }: Judgement): boolean {
  return before.targetId === target.id && canonicalJson(before.verdict) === canonicalJson(verdict);
}
