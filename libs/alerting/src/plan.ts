import type { Calendar } from './calendar.js';
import { groupAlerts, groupId } from './grouping.js';
import { inhibitableBy, inhibitorOf, type InhibitedBy, type InhibitionRule } from './inhibition.js';
import type { NotifiableAlert } from './notifiable.js';
import { decideGroup, leftAlone, type Group, type GroupLog, type Notification } from './notification.js';
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
  /** Of the groups to decide, as far as they have one. */
  readonly logs: readonly GroupLog[];
  readonly calendar: Calendar;
  /** Which groups to decide, by {@link groupId}; null: all. */
  readonly groups: ReadonlySet<string> | null;
  /** Groups of which the receiver has not got every message yet: needed where all groups are decided. */
  readonly unsent: ReadonlySet<string>;
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
  /** When all groups are to be decided again, for a silence begins or ends; a group's own hour is in its log. */
  readonly nextAt: string | null;
}

/**
 * The groups, by {@link groupId}, for which the change of these alerts may be news: those they belong to, and those of
 * the alerts that they inhibit, or did. Holds as long as nothing but these alerts' states has changed; where labels, the
 * tree, receivers, silences or the calendar have, all groups are to be decided.
 *
 * @param alerts all that are open, and those that changed
 */
export function groupsTouched(
  {
    alerts,
    root,
    receivers,
    inhibitions,
  }: Pick<NotificationInput, 'alerts' | 'root' | 'receivers' | 'inhibitions'>,
  changed: ReadonlySet<string>,
): Map<string, Pick<GroupLog, 'receiver' | 'groupKey'>> {
  const changedOnes = alerts.filter(({ fingerprint }) => changed.has(fingerprint));
  const mayBeMuted = inhibitableBy(inhibitions, changedOnes);
  const touched = alerts.filter((alert) => changed.has(alert.fingerprint) || mayBeMuted(alert));
  const byName = new Map(receivers.map((receiver) => [receiver.name, receiver]));
  const groups = groupAlerts(touched, root, byName, new Map(), () => false, null);
  return new Map(
    [...groups].map(([id, { receiver, key }]) => [id, { receiver: receiver.name, groupKey: key }]),
  );
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
  const stored = new Map(input.logs.map((log) => [groupId(log), log]));
  const groups = groupAlerts(
    alerts,
    root,
    new Map(receivers.map((receiver) => [receiver.name, receiver])),
    stored,
    ({ fingerprint }) => mutedOnes.has(fingerprint),
    input.groups,
  );
  const logs = input.groups === null ? carriedOver(stored, groups, input.unsent) : stored;
  const notifications: Notification[] = [];
  const changed: GroupLog[] = [];
  for (const [id, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = logs.get(id) ?? emptyLog(group.receiver.name, group.key, group.labels);
    const { log, notification } = decideGroup(before, group, now, calendar);
    if (notification) notifications.push(notification);
    if (log !== stored.get(id) && (log !== before || logs.has(id))) changed.push(log);
  }
  for (const [id, before] of logs) {
    if (groups.has(id)) continue;
    const log = leftAlone(before);
    if (log !== stored.get(id)) changed.push(log);
  }
  const nextAt = silenceChanges(silences, now).reduce((earliest, at) => Math.min(earliest, at), Infinity);
  return {
    notifications,
    logs: changed,
    muted,
    nextAt: nextAt === Infinity ? null : new Date(nextAt).toISOString(),
  };
}

function emptyLog(receiver: string, groupKey: string, groupLabels: GroupLog['groupLabels']): GroupLog {
  return {
    receiver,
    groupKey,
    groupLabels,
    sequence: 0,
    lastAt: null,
    nextAt: null,
    astray: false,
    told: {},
  };
}

/**
 * What a receiver was told of an alert goes with it into the group that it is in now, when its labels or the tree have
 * changed: the receiver hears no news of what it knows, and hears of the end once. Not so when a message of the former
 * group is still on its way: the end must follow it, and only messages of one group keep their order. Nor does what is
 * critical come by way of a digest.
 */
function carriedOver(
  stored: ReadonlyMap<string, GroupLog>,
  groups: ReadonlyMap<string, Group>,
  unsent: ReadonlySet<string>,
): ReadonlyMap<string, GroupLog> {
  const left = [...stored].flatMap(([id, log]) => {
    if (unsent.has(id)) return [];
    const present = new Set(groups.get(id)?.members.map(({ alert }) => alert.fingerprint));
    const gone = Object.keys(log.told).filter((fingerprint) => !present.has(fingerprint));
    return gone.length > 0 ? [{ id, log, gone }] : [];
  });
  if (left.length === 0) return stored;
  const sought = new Set(left.flatMap(({ log, gone }) => gone.map((one) => placeOf(log.receiver, one))));
  const places = new Map<string, string>();
  for (const [id, { receiver, members }] of groups)
    for (const { alert } of members) {
      // One who had only the digest has not heard of it at once.
      if (alert.severity === 'critical' && receiver.digest) continue;
      const place = placeOf(receiver.name, alert.fingerprint);
      const isNew = alert.state !== 'resolved' && !stored.get(id)?.told[alert.fingerprint];
      if (isNew && sought.has(place) && !places.has(place)) places.set(place, id);
    }
  if (places.size === 0) return stored;
  const logs = new Map(stored);
  for (const { id: from, gone } of left)
    for (const fingerprint of gone) {
      const old = logs.get(from)!;
      const to = places.get(placeOf(old.receiver, fingerprint));
      const group = to === undefined ? undefined : groups.get(to);
      const { [fingerprint]: entry, ...rest } = old.told;
      if (to === undefined || !group || !entry) continue;
      // One entry goes to one place.
      places.delete(placeOf(old.receiver, fingerprint));
      const its = logs.get(to) ?? emptyLog(group.receiver.name, group.key, group.labels);
      logs.set(from, { ...old, told: rest });
      logs.set(to, {
        ...its,
        lastAt: later(its.lastAt, old.lastAt),
        told: { ...its.told, [fingerprint]: entry },
      });
    }
  return logs;
}

function placeOf(receiver: string, fingerprint: string): string {
  return `${fingerprint} ${receiver}`;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) < Date.parse(b) ? b : a;
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
