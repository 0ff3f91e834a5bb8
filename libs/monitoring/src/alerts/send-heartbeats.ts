import { heartbeat } from '#alerting';
import {
  addDelivery,
  hasWaiting,
  inTransaction,
  readLastSlot,
  readReceivers,
  setSlot,
  tryPlanLock,
  type Database,
} from '#storage';
import { currentAlertSettings } from './alert-round.js';
import type { HeartbeatMessage } from './notification-message.js';

const schedule = 'heartbeat';

/**
 * Promises the heartbeats that are due: see {@link heartbeat}. To a receiver that did not get the last one no further
 * is promised: whoever watches wants to know that the service lives, not how often it has.
 * @returns how many
 */
export async function sendHeartbeats(database: Database, now: Date): Promise<number> {
  const { heartbeat: settings } = await currentAlertSettings(database.manager);
  if (!settings) return 0;
  return inTransaction(database, async (tx) => {
    if (!(await tryPlanLock(tx))) return 0;
    const lastSweep = await readLastSlot(tx, 'sweep');
    const { beat } = heartbeat(settings, { lastBeat: await readLastSlot(tx, schedule), lastSweep }, now);
    if (!beat || !lastSweep) return 0;
    await setSlot(tx, schedule, now);
    const at = now.toISOString();
    const message: HeartbeatMessage = {
      heartbeat: { at, lastSweepAt: lastSweep.toISOString(), everySeconds: settings.everySeconds },
    };
    const enabled = new Set(
      (await readReceivers(tx)).flatMap((receiver) => (receiver.enabled ? [receiver.name] : [])),
    );
    let promised = 0;
    for (const receiver of settings.receivers) {
      if (!enabled.has(receiver)) continue;
      if (await hasWaiting(tx, receiver, schedule)) continue;
      const key = `${schedule}/${receiver}/${at}`;
      await addDelivery(tx, {
        key,
        groupKey: schedule,
        alerts: [],
        receiver,
        kind: 'heartbeat',
        message,
        now,
      });
      promised += 1;
    }
    return promised;
  });
}
