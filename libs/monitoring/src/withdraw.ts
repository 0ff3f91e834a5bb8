import { withdrawTarget, type Tx } from '#storage';
import { dayInZone } from '#time-period';
import { alertOnMoves, resolveAlertsOfWithdrawn } from './alert-outbox.js';
import { judge } from './judge.js';
import { drivesAlerts, dueTarget, readTargetsOnSeries, successorsOf, untoldMoves } from './next-due.js';

/**
 * Takes a target out of force from now on and ends its open alerts. Its versions and past verdicts stay. Another
 * target on its series that takes over the alerts tells what it had to leave to this one. In a transaction that holds
 * lockJudgement.
 *
 * @returns how many alerts ended; null when no such target is in force.
 */
export async function withdraw(
  tx: Tx,
  code: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<{ alertsResolved: number } | null> {
  const [last] = await judge(tx, { asOf: now, timeZone, targetCodes: [code], known: 'now' });
  if (!last) return null;
  const onSeries = (await readTargetsOnSeries(tx, [code])).get(code) ?? [];
  await withdrawTarget(tx, code, now);
  const alertsResolved = await resolveAlertsOfWithdrawn(tx, last, now);
  const today = dayInZone(now, timeZone);
  // Whoever was due no more stood in nobody's way; and a third that is due sooner still speaks for the series.
  const withdrawn = dueTarget(last.target);
  const others = onSeries.filter((other) => other.code !== code);
  const targetCodes = successorsOf(withdrawn, others, today)
    .filter((other) => !drivesAlerts(other, [withdrawn], today))
    .map((successor) => successor.code);
  if (targetCodes.length > 0)
    await alertOnMoves(tx, await untoldMoves(tx, { asOf: now, timeZone, known: 'now', targetCodes }), now);
  return { alertsResolved };
}
