import type { Calendar } from './calendar.js';
import { groupAlerts, groupId } from './grouping.js';
import { inhibitorOf, type InhibitedBy, type InhibitionRule } from './inhibition.js';
import type { NotifiableAlert } from './notifiable.js';
import { decideGroup, type GroupLog, type Notification } from './notification.js';
import type { Receiver } from './receiver.js';
import type { Route } from './routing.js';
import { silencedBy, type Silence } from './silence.js';

/** Everything that decides who is told what. */
export interface NotificationInput {
  /** All that are open, and those resolved that `stillToTell` names. */
  readonly alerts: readonly NotifiableAlert[];
  readonly root: Route;
  readonly receivers: readonly Receiver[];
  readonly silences: readonly Silence[];
  readonly inhibitions: readonly InhibitionRule[];
  readonly logs: readonly GroupLog[];
  readonly calendar: Calendar;
}

/** Why an open alert is not told just now. */
export interface Muted {
  readonly fingerprint: string;
  /** Ids of silences; empty: none. */
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: InhibitedBy | null;
}

export interface NotificationPlan {
  /** To be put into the outbox, in the same transaction as the logs. */
  readonly notifications: readonly Notification[];
  /** The logs that changed or are new. */
  readonly logs: readonly GroupLog[];
  readonly muted: readonly Muted[];
  /** When to plan again if nothing else happens; null: not before something does. */
  readonly nextAt: string | null;
}

/**
 * Who is to be told what now. A function of what is stored and the time: done twice, or by two workers in turn, it
 * says the same, and after its logs are stored it has nothing more to say about the same alerts.
 */
export function planNotifications(input: NotificationInput, now: Date): NotificationPlan {
  const { alerts, root, receivers, silences, inhibitions, calendar } = input;
  const open = alerts.filter(({ state }) => state !== 'resolved');
  const inhibitedBy = inhibitorOf(inhibitions, open);
  const muted = open
    .map((alert) => ({
      fingerprint: alert.fingerprint,
      silencedBy: silencedBy(alert.labels, silences, now),
      inhibitedBy: inhibitedBy(alert),
    }))
    .filter((by) => by.silencedBy.length > 0 || by.inhibitedBy !== null);
  const mutedOnes = new Set(muted.map(({ fingerprint }) => fingerprint));
  const logs = new Map(input.logs.map((log) => [groupId(log.receiver, log.groupKey), log]));
  const groups = groupAlerts(
    alerts,
    root,
    new Map(receivers.map((receiver) => [receiver.name, receiver])),
    logs,
    ({ fingerprint }) => mutedOnes.has(fingerprint),
  );
  const notifications: Notification[] = [];
  const changed: GroupLog[] = [];
  const instants = silenceChanges(silences, now);
  for (const [id, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = logs.get(id) ?? emptyLog(group.receiver.name, group.key, group.labels);
    const { log, notification, nextAt } = decideGroup(before, group, now, calendar);
    if (notification) notifications.push(notification);
    if (log !== before) changed.push(log);
    if (nextAt !== null) instants.push(Date.parse(nextAt));
  }
  const nextAt = instants.reduce((earliest, at) => Math.min(earliest, at), Infinity);
  return {
    notifications,
    logs: changed,
    muted,
    nextAt: nextAt === Infinity ? null : new Date(nextAt).toISOString(),
  };
}

function emptyLog(receiver: string, groupKey: string, groupLabels: GroupLog['groupLabels']): GroupLog {
  return { receiver, groupKey, groupLabels, sequence: 0, lastAt: null, told: {} };
}

/** When a silence begins or ends: what is told then is another. */
function silenceChanges(silences: readonly Silence[], now: Date): number[] {
  return silences
    .flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)])
    .filter((at) => at > now.getTime());
}

/** Fingerprints of alerts that some receiver still believes to fire: kept, though resolved, until it was told. */
export function stillToTell(logs: readonly GroupLog[], receivers: readonly Receiver[]): Set<string> {
  const names = new Set(receivers.map(({ name }) => name));
  return new Set(
    logs.flatMap(({ told, receiver }) =>
      Object.entries(names.has(receiver) ? told : {})
        .filter(([, { state }]) => state === 'firing' || state === 'held')
        .map(([fingerprint]) => fingerprint),
    ),
  );
}
