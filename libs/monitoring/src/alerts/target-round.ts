import type { Verdict } from '#assessment';
import { readAssessmentHistory, readRunningSubjects, type StoredAssessment, type Tx } from '#storage';
import { judge, type Judgement } from '../judge.js';
import { bestBefore, drivesAlerts, dueTarget, readTargetsOnSeries, successorsOf } from '../next-due.js';
import type { RecordedChange } from '../record.js';
import { putToRules } from './advance-lives.js';
import type { AlertRound } from './alert-round.js';
import { subjectKey, type AlertSubject } from './alert-subject.js';
import { readReleasesOfTargets } from './target-releases.js';
import { readPlanNames, targetSubject, type TargetMove } from './target-subjects.js';

/** The part of a round that puts judged targets to the rules. */
export interface TargetRound {
  /**
   * @param changed those of the judgements that were appended to the history
   * @param latest the verdicts recorded before, by target
   */
  put(
    judgements: readonly Judgement[],
    changed: readonly RecordedChange[],
    latest: ReadonlyMap<string, StoredAssessment<Verdict>>,
  ): Promise<void>;
  /** Those whose turn it is, now that another target on their series is due no more; to be called last. */
  putSuccessors(): Promise<void>;
}

/** @param successors targets that take over the alerts of their series from the beginning of the round */
export async function openTargetRound(
  tx: Tx,
  round: AlertRound,
  successors: readonly string[] = [],
): Promise<TargetRound> {
  const names = await readPlanNames(tx);
  const running = new Set(await readRunningSubjects(tx, 'target'));
  /** The highest probability below which a forecast is of interest; 0: none is. */
  const unlikely = round.rules.reduce(
    (highest, { enabled, condition }) =>
      enabled && condition.kind === 'forecastBelow' ? Math.max(highest, condition.probability) : highest,
    0,
  );
  const takingOver = new Set(successors);
  return {
    async put(judgements, changed, latest) {
      const changes = new Map(changed.map((change) => [change.judgement.target.code, change]));
      const isRunning = ({ target: { code } }: Judgement) =>
        running.has(subjectKey({ kind: 'target', code }));
      const moving = new Set(judgements.filter((one) => changes.has(one.target.code) || isRunning(one)));
      const onSeries = await readTargetsOnSeries(
        tx,
        [...moving].map(({ target }) => target.code),
      );
      const isUnlikely = ({ verdict }: Judgement) => (verdict.forecast?.probability ?? 1) < unlikely;
      const ofInterest = judgements.filter((one) => moving.has(one) || isUnlikely(one));
      const releases = await readReleasesOfTargets(tx, ofInterest);
      const subjects: AlertSubject[] = [];
      for (const judgement of ofInterest) {
        const { target } = judgement;
        const change = changes.get(target.code);
        const before = latest.get(target.code);
        const siblings = onSeries.get(target.code);
        const move: TargetMove | null = siblings
          ? {
              before: await lastAssessed(tx, judgement, before, change),
              drives: drivesAlerts(dueTarget(target), siblings, round.day),
            }
          : null;
        subjects.push(
          targetSubject(judgement, names, {
            day: round.day,
            move,
            hadForecast: (before?.verdict.forecast ?? null) !== null,
            assessment: change?.assessment ?? before?.id ?? null,
            releases: releases.get(target.code) ?? 0,
          }),
        );
        if (!change?.isJustDue || !siblings) continue;
        for (const { code } of successorsOf(dueTarget(target), siblings, round.day)) takingOver.add(code);
      }
      await putToRules(tx, round, subjects);
    },
    async putSuccessors() {
      if (takingOver.size === 0) return;
      const { now, timeZone, day } = round;
      const options = { asOf: now, timeZone, known: 'now', targetCodes: [...takingOver] } as const;
      const subjects: AlertSubject[] = [];
      const judgements = await judge(tx, options);
      const releases = await readReleasesOfTargets(tx, judgements);
      for (const judgement of judgements) {
        const { target, verdict } = judgement;
        const [latest] = await readAssessmentHistory<Verdict>(tx, target.code, 1);
        const before = await bestBefore(tx, target.code, verdict.status);
        if (!latest || before === null) continue;
        subjects.push(
          targetSubject(judgement, names, {
            day,
            move: { before, drives: true },
            hadForecast: latest.verdict.forecast !== null,
            assessment: latest.id,
            releases: releases.get(target.code) ?? 0,
          }),
        );
      }
      await putToRules(tx, round, subjects);
    },
  };
}

/**
 * The status that a verdict is compared with. A target that was on track, could not be judged for a while (its due
 * value was not out yet) and is then found missed has slipped: the gap between must not swallow that.
 */
async function lastAssessed(
  tx: Tx,
  { target }: Judgement,
  before: StoredAssessment<Verdict> | undefined,
  change: RecordedChange | undefined,
): Promise<Verdict['status'] | null> {
  if (!before) return null;
  if (before.verdict.status !== 'notAssessed') return before.verdict.status;
  // Of what goes on, its life remembers it.
  if (!change) return null;
  const history = await readAssessmentHistory<Verdict>(tx, target.code);
  const assessed = history.find(
    ({ id, verdict }) => id !== change.assessment && verdict.status !== 'notAssessed',
  );
  return assessed?.verdict.status ?? null;
}
