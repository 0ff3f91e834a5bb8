import { withdrawTarget, type Tx } from '#storage';
import { resolveAlertsOfWithdrawn } from './alert-outbox.js';
import { judge } from './judge.js';

/**
 * Takes a target out of force from now on and ends its open alerts. Its versions and past verdicts stay. In a
 * transaction that holds lockJudgement.
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
  await withdrawTarget(tx, code, now);
  return { alertsResolved: await resolveAlertsOfWithdrawn(tx, last, now) };
}
