import { mondayToFriday, usualInhibitions, type Rule } from '#alerting';
import {
  addChangedAlerts,
  addNotificationDue,
  nextSweepNumber,
  readAlertRules,
  readAlertSettings,
  type AlertSettings,
  type Reader,
  type Tx,
} from '#storage';
import { dayInZone, type Day } from '#time-period';

/** What holds as long as nobody has set anything. */
export const usualAlertSettings: AlertSettings = {
  root: null,
  grouping: {
    groupBy: ['alertname', 'organisation'],
    groupWaitSeconds: 0,
    groupIntervalSeconds: 300,
    repeatSeconds: 7 * 86_400,
  },
  inhibitions: usualInhibitions,
  calendar: mondayToFriday,
  escalation: null,
  heartbeat: null,
};

export interface AlertCounts {
  readonly fired: number;
  readonly resolved: number;
}

/**
 * One going-over of rules and subjects: a sweep, or what an import, a source or a change of the catalogue calls for. In
 * one transaction, which holds lockJudgement, so that rounds come one after the other and their numbers grow.
 */
export interface AlertRound {
  readonly now: Date;
  readonly timeZone: string;
  /** The day of `now` in that zone. */
  readonly day: Day;
  readonly number: number;
  readonly rules: readonly Rule[];
  readonly settings: AlertSettings;
  readonly counts: { fired: number; resolved: number };
  /** Fingerprints of alerts of which people may have to be told something. */
  readonly news: Set<string>;
  /** All groups are to be decided, and not only those of these alerts. */
  concernsAll: boolean;
}

export async function openAlertRound(
  tx: Tx,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<AlertRound> {
  return {
    now,
    timeZone,
    day: dayInZone(now, timeZone),
    number: await nextSweepNumber(tx),
    rules: await readAlertRules(tx),
    settings: await currentAlertSettings(tx),
    counts: { fired: 0, resolved: 0 },
    news: new Set(),
    concernsAll: false,
  };
}

/** More changes than these touch so many groups that all may be decided. */
const mostAtOnce = 1_000;

/** Ends a round: who is to be told what is decided as soon as its transaction has landed. */
export async function closeAlertRound(tx: Tx, round: AlertRound): Promise<AlertCounts> {
  if (round.concernsAll || round.news.size > mostAtOnce) await changeDue(tx);
  else if (round.news.size > 0) await addChangedAlerts(tx, [...round.news]);
  return round.counts;
}

/** Says that it must be decided anew, and at once, who is to be told what. Belongs to every change of what decides it. */
export function changeDue(tx: Tx): Promise<void> {
  return addNotificationDue(tx, null);
}

export async function currentAlertSettings(reader: Reader): Promise<AlertSettings> {
  return (await readAlertSettings(reader))?.settings ?? usualAlertSettings;
}
