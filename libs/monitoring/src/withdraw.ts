import { withdrawTarget, type Tx } from '#storage';
import { withdrawSubject } from './alerts/advance-lives.js';
import { closeAlertRound, openAlertRound } from './alerts/alert-round.js';
import { subjectKey } from './alerts/alert-subject.js';
import { openTargetRound } from './alerts/target-round.js';
import { judge } from './judge.js';
import { drivesAlerts, dueTarget, readTargetsOnSeries, successorsOf } from './next-due.js';

/**
 * Takes a target out of force from now on and ends its open alerts. Its versions and past verdicts stay. Another
 * target on its series that takes over the alerts tells what it had to leave to this one. In a transaction that holds
 * lockJudgement.
 *
 * @returns how many alerts of it ended and of others fired; null when no such target is in force.
 */
export async function withdraw(
  tx: Tx,
  code: string,
  {
    by,
    reason,
    now,
    timeZone,
  }: {
    readonly by: string;
    readonly reason: string | null;
    readonly now: Date;
    readonly timeZone: string;
  },
): Promise<{ alertsResolved: number; alertsFired: number } | null> {
  const [last] = await judge(tx, { asOf: now, timeZone, targetCodes: [code], known: 'now' });
  if (!last) return null;
  const onSeries = (await readTargetsOnSeries(tx, [code])).get(code) ?? [];
  await withdrawTarget(tx, code, { by, reason, now });
  const round = await openAlertRound(tx, { now, timeZone });
  await withdrawSubject(tx, round, subjectKey({ kind: 'target', code }));
  const alertsResolved = round.counts.resolved;
  // Whoever was due no more stood in nobody's way; and a third that is due sooner still speaks for the series.
  const withdrawn = dueTarget(last.target);
  const others = onSeries.filter((other) => other.code !== code);
  const successors = successorsOf(withdrawn, others, round.day)
    .filter((other) => !drivesAlerts(other, [withdrawn], round.day))
    .map((successor) => successor.code);
  const targets = await openTargetRound(tx, round, successors);
  await targets.putSuccessors();
  const { fired: alertsFired } = await closeAlertRound(tx, round);
  return { alertsResolved, alertsFired };
}
