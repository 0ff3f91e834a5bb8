/** How alerts and their messages stand, in figures: for whoever watches the service. */
import type { Reader } from '../database.js';

/** How many alerts are pending, firing and acknowledged. */
export async function countAlerts(
  reader: Reader,
): Promise<Record<'pending' | 'firing' | 'acknowledged', number>> {
  const rows: { state: string; count: number }[] = await reader.query(
    `select state, count(*)::int as count from alert_life
     where state = any(array['pending', 'firing', 'acknowledged']) group by state`,
  );
  return {
    pending: 0,
    firing: 0,
    acknowledged: 0,
    ...Object.fromEntries(rows.map((row) => [row.state, row.count])),
  };
}

/**
 * When the oldest message was promised that has not gone out and is not given up; null: none waits. What waits for a
 * disabled receiver is not asked about.
 */
export async function oldestWaitingDelivery(reader: Reader): Promise<Date | null> {
  const [{ at }]: [{ at: Date | null }] = await reader.query(
    `select min(d.created_at) as at from delivery d join receiver r on r.name = d.receiver
     where d.state = 'due' and r.enabled`,
  );
  return at;
}
