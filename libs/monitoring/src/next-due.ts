import { severity, type Status, type Verdict } from '#assessment';
import { readAssessmentHistory, readTargetsOnSeriesOf, type Tx } from '#storage';
import { parsePeriod, type Day } from '#time-period';

/** A target by its due period's last day. */
export interface DueTarget {
  readonly code: string;
  readonly dueEnd: Day;
}

/**
 * Whether a target's slips are told on a day. Of several targets on one series (2020, 2035) the next due one drives the
 * alerts: who is behind for 2020 is not told the same of 2035. One whose date has passed still tells its final verdict.
 *
 * @param onSeries the targets on its series; whether it is among them makes no difference
 */
export function drivesAlerts({ dueEnd }: DueTarget, onSeries: readonly DueTarget[], today: Day): boolean {
  return !onSeries.some((other) => other.dueEnd < dueEnd && today <= other.dueEnd);
}

/** Of a target whose date has just passed (or that was withdrawn): who drives the alerts on its series from now on. */
export function successorsOf({ dueEnd }: DueTarget, onSeries: readonly DueTarget[], today: Day): DueTarget[] {
  return onSeries
    .filter((other) => other.dueEnd > dueEnd && today <= other.dueEnd)
    .filter((other) => drivesAlerts(other, onSeries, today));
}

/** The last day of a target's due period. */
export function dueTarget({ code, due }: { readonly code: string; readonly due: string }): DueTarget {
  const period = parsePeriod(due);
  if (!period)
    throw new Error(`target ${code} is stored with "${due}" as its due period, which is no time period`);
  return { code, dueEnd: period.end };
}

/** For each of these targets those in force on its series, itself among them. */
export async function readTargetsOnSeries(
  tx: Tx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, readonly DueTarget[]>> {
  if (codes.length === 0) return new Map();
  const bySeries = new Map<number, DueTarget[]>();
  const onSeriesOf = new Map<string, DueTarget[]>();
  for (const target of await readTargetsOnSeriesOf(tx, codes)) {
    const onSeries = bySeries.get(target.series) ?? [];
    bySeries.set(target.series, onSeries);
    onSeries.push(dueTarget(target));
    onSeriesOf.set(target.code, onSeries);
  }
  return onSeriesOf;
}

/**
 * The best that a target stood at, of what was better than now: what it is compared with when it takes over the alerts,
 * since nothing was told of it while another target spoke for its series. null when it never stood better.
 */
export async function bestBefore(tx: Tx, code: string, now: Status): Promise<Status | null> {
  const rank = severity(now);
  let best: Status | null = null;
  for (const { verdict } of await readAssessmentHistory<Verdict>(tx, code)) {
    const stood = severity(verdict.status);
    if (rank === null || stood === null || stood >= rank) continue;
    if (best === null || stood < (severity(best) ?? 0)) best = verdict.status;
  }
  return best;
}
