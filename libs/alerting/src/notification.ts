import type { Calendar } from './calendar.js';
import { compareText, type Labels } from './labels.js';
import type { NotifiableAlert } from './notifiable.js';
import { afterQuiet } from './quiet-hours.js';
import { nextDigest, type Digest, type Receiver } from './receiver.js';
import { urgency } from './rule.js';

/** What one receiver was last told of one alert in one group. */
export interface Told {
  /**
   * `waiting`: seen, not yet told. `held`: to be told but for quiet hours or a digest. `firing`: told so, that is,
   * promised to the receiver; whether it arrived is the outbox's matter. What was told to be over is forgotten.
   */
  readonly state: 'waiting' | 'held' | 'firing';
  readonly episode: number;
  readonly revision: number;
  /** ISO 8601 instant since which it is so; of one that is held, when it would have been told. */
  readonly at: string;
}

/** What was told to one receiver about one group. Plain JSON; stored with the messages that it speaks of. */
export interface GroupLog {
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  /** How many messages there were; part of the next one's key. */
  readonly sequence: number;
  readonly lastAt: string | null;
  /** When to look at the group again if nothing of it changes; null: not before something does. */
  readonly nextAt: string | null;
  /** It tells of alerts that are led elsewhere now, and is to be told when they end. */
  readonly astray: boolean;
  /** By fingerprint. */
  readonly told: Readonly<Record<string, Told>>;
}

/** When a group is told. */
export type Timing =
  | {
      readonly kind: 'immediate';
      readonly groupWaitSeconds: number;
      readonly groupIntervalSeconds: number;
      readonly repeatSeconds: number | 'never';
    }
  | { readonly kind: 'digest'; readonly digest: Digest; readonly repeatSeconds: number | 'never' };

export interface Member {
  readonly alert: NotifiableAlert;
  /** Silenced or inhibited just now. */
  readonly muted: boolean;
}

export interface Group {
  readonly receiver: Receiver;
  readonly key: string;
  readonly labels: Labels;
  readonly timing: Timing;
  readonly members: readonly Member[];
}

/** One message to one receiver. */
export interface Notification {
  /** The same for the same message, however often and by whomever it is decided. */
  readonly key: string;
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly reason: 'new' | 'changed' | 'resolved' | 'repeat' | 'digest';
  readonly status: 'firing' | 'resolved';
  readonly at: string;
  /** Fingerprints of what fires in the group, what is news first, and of what resolved since it was told. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** Of these, the ones that are new or worse. */
  readonly news: readonly string[];
  /** Of the resolved, the ones that came and went while the receiver was not to be disturbed. */
  readonly passed: readonly string[];
  /** How many there are, listed or not. */
  readonly counts: { readonly firing: number; readonly resolved: number };
  /** How many are not listed. */
  readonly truncatedAlerts: number;
}

export interface GroupDecision {
  /** The same object when nothing changed. */
  readonly log: GroupLog;
  readonly notification: Notification | null;
}

interface News {
  readonly alert: NotifiableAlert;
  readonly kind: 'new' | 'changed' | 'resolved' | 'passed';
  /** Since when there is something to tell, in ms since the epoch. */
  readonly since: number;
}

/** Further ahead than two workers' clocks are apart: such an instant was written by a wrong clock. */
const skew = 3_600_000;

/** Decides whether a group is told now, and what; and when to look again. */
export function decideGroup(log: GroupLog, group: Group, now: Date, calendar: Calendar): GroupDecision {
  const { receiver, timing } = group;
  const last = log.lastAt === null ? null : notAhead(Date.parse(log.lastAt), now);
  const news = newsOf(log, group, now);
  const due = news.length > 0 ? dueForNews(news, last, timing, now) : dueForRepeat(log, group, last);
  const urgent = news.some(({ kind, alert }) => isUrgent(alert) && (kind === 'new' || kind === 'changed'));
  const loud = (at: number): number =>
    receiver.quiet ? afterQuiet(new Date(at), receiver.quiet, calendar).getTime() : at;
  const soon = due === null ? null : Math.max(due, now.getTime());
  const sendAt = soon === null || urgent ? soon : loud(soon);
  if (sendAt === null || due === null)
    return { log: lookedAt(noted(log, group, [], null, now), group, null), notification: null };
  if (sendAt > now.getTime()) {
    const heldFrom = timing.kind === 'digest' ? now.getTime() : sendAt > due ? due : null;
    return { log: lookedAt(noted(log, group, news, heldFrom, now), group, sendAt), notification: null };
  }
  const notification = notificationOf(log, group, news, now);
  const after: GroupLog = {
    ...log,
    groupLabels: group.labels,
    sequence: log.sequence + 1,
    lastAt: now.toISOString(),
    told: toldAfter(log, group, news, now),
  };
  const repeat = dueForRepeat(after, group, now.getTime());
  return { log: lookedAt(after, group, repeat === null ? null : loud(repeat)), notification };
}

function lookedAt(log: GroupLog, { members }: Pick<Group, 'members'>, next: number | null): GroupLog {
  const nextAt = next === null ? null : new Date(next).toISOString();
  const present = new Set(members.map(({ alert }) => alert.fingerprint));
  const astray = Object.keys(log.told).some((fingerprint) => !present.has(fingerprint));
  return log.nextAt === nextAt && log.astray === astray ? log : { ...log, nextAt, astray };
}

/** The log of a group that has no members: what only waited there need not be remembered. */
export function leftAlone(log: GroupLog): GroupLog {
  const told = Object.entries(log.told).filter(([, { state }]) => state !== 'waiting');
  const kept = told.length < Object.keys(log.told).length ? { ...log, told: Object.fromEntries(told) } : log;
  return lookedAt(kept, { members: [] }, null);
}

function isUrgent({ severity }: NotifiableAlert): boolean {
  return urgency[severity] === urgency.critical;
}

function newsOf(log: GroupLog, { members, timing }: Group, now: Date): News[] {
  return members.flatMap(({ alert, muted }): News[] => {
    const told = log.told[alert.fingerprint];
    if (alert.state === 'resolved') {
      // A receiver that was told of an alert is told of its end, silence or not: else it stays open there for ever.
      if (told?.state === 'firing') return [{ alert, kind: 'resolved', since: endOf(alert) }];
      const since = told?.state === 'held' ? Date.parse(told.at) : Infinity;
      return since <= endOf(alert) ? [{ alert, kind: 'passed', since }] : [];
    }
    if (muted) return [];
    const changed = Date.parse(alert.changedAt);
    if (told?.state === 'firing' && told.episode === alert.episode)
      return alert.revision > told.revision ? [{ alert, kind: 'changed', since: changed }] : [];
    if (timing.kind === 'immediate') return [{ alert, kind: 'new', since: changed }];
    // A digest keeps its hours: what only now may be told (a silence ended) waits for the next one.
    const seen = told?.state === 'waiting' || told?.state === 'held' ? Date.parse(told.at) : now.getTime();
    return [{ alert, kind: 'new', since: Math.max(changed, seen) }];
  });
}

function endOf({ endsAt, changedAt }: NotifiableAlert): number {
  return Date.parse(endsAt ?? changedAt);
}

function notAhead(at: number, now: Date): number {
  return at - now.getTime() > skew ? now.getTime() : at;
}

function dueForNews(news: readonly News[], last: number | null, timing: Timing, now: Date): number {
  const first = news.reduce((earliest, { since }) => Math.min(earliest, since), Infinity);
  if (timing.kind === 'digest') {
    const since = Math.min(notAhead(first, now), now.getTime());
    return nextDigest(new Date(Math.max(since, last ?? -Infinity)), timing.digest).getTime();
  }
  // A wait that began in the future, by a clock that was wrong, is over.
  const waited = first - now.getTime() > skew ? now.getTime() : first + timing.groupWaitSeconds * 1000;
  return last === null ? waited : Math.max(waited, last + timing.groupIntervalSeconds * 1000);
}

/** Only what was told and nobody acknowledged is told again. */
function dueForRepeat(log: GroupLog, { members, timing }: Group, last: number | null): number | null {
  if (timing.repeatSeconds === 'never' || last === null) return null;
  const open = members.some(
    ({ alert, muted }) =>
      alert.state === 'firing' && !muted && log.told[alert.fingerprint]?.state === 'firing',
  );
  if (!open) return null;
  const due = last + timing.repeatSeconds * 1000;
  // At a digest's own hour, and not at the one after because this one was late.
  if (timing.kind === 'digest')
    return nextDigest(new Date(Math.max(last, due - 43_200_000)), timing.digest).getTime();
  return due;
}

function notificationOf(
  log: GroupLog,
  { receiver, key, labels, timing, members }: Group,
  news: readonly News[],
  now: Date,
): Notification {
  const kindOf = new Map(news.map(({ alert, kind }) => [alert.fingerprint, kind]));
  const isNews = ({ fingerprint }: NotifiableAlert): boolean => kindOf.has(fingerprint);
  const firing = members
    .filter(({ alert, muted }) => alert.state !== 'resolved' && !muted)
    .map(({ alert }) => alert)
    .sort(
      (a, b) =>
        Number(isNews(b)) - Number(isNews(a)) ||
        urgency[b.severity] - urgency[a.severity] ||
        compareText(a.startsAt, b.startsAt) ||
        compareText(a.fingerprint, b.fingerprint),
    );
  const resolved = news
    .filter(({ kind }) => kind === 'resolved' || kind === 'passed')
    .map(({ alert }) => alert)
    .sort((a, b) => endOf(a) - endOf(b) || compareText(a.fingerprint, b.fingerprint));
  const most = receiver.maxAlerts === 0 ? Infinity : receiver.maxAlerts;
  const listedFiring = firing.slice(0, most).map(({ fingerprint }) => fingerprint);
  const listedResolved = resolved.slice(0, most - listedFiring.length).map(({ fingerprint }) => fingerprint);
  return {
    key: `${receiver.name}/${key}/${log.sequence + 1}`,
    receiver: receiver.name,
    groupKey: key,
    groupLabels: labels,
    reason: timing.kind === 'digest' ? 'digest' : reasonOf(news),
    status: firing.length > 0 ? 'firing' : 'resolved',
    at: now.toISOString(),
    firing: listedFiring,
    resolved: listedResolved,
    news: listedFiring.filter((fingerprint) => kindOf.has(fingerprint)),
    passed: listedResolved.filter((fingerprint) => kindOf.get(fingerprint) === 'passed'),
    counts: { firing: firing.length, resolved: resolved.length },
    truncatedAlerts: firing.length + resolved.length - listedFiring.length - listedResolved.length,
  };
}

function reasonOf(news: readonly News[]): Notification['reason'] {
  const kinds = new Set(news.map(({ kind }) => kind));
  if (kinds.has('new')) return 'new';
  if (kinds.has('changed')) return 'changed';
  return kinds.size > 0 ? 'resolved' : 'repeat';
}

/**
 * The log when nothing is sent: what is seen is noted, so that a digest or the end of quiet hours knows of it.
 *
 * @param heldFrom when it would be told but for a digest or quiet hours; null: it only waits its time
 */
function noted(
  log: GroupLog,
  group: Group,
  news: readonly News[],
  heldFrom: number | null,
  now: Date,
): GroupLog {
  const told = remembered(log, group);
  let changed = Object.keys(told).length !== Object.keys(log.told).length;
  for (const { alert, kind } of news) {
    if (kind !== 'new') continue;
    const { fingerprint, episode, revision } = alert;
    const before = told[fingerprint];
    // Of an earlier episode the receiver knows that it fires, or is to hear of it: that must not be forgotten.
    if (before?.state === 'firing' || before?.state === 'held') continue;
    const state = heldFrom === null ? 'waiting' : 'held';
    if (before?.state === state && before.episode === episode) continue;
    told[fingerprint] = { state, episode, revision, at: new Date(heldFrom ?? now.getTime()).toISOString() };
    changed = true;
  }
  const ahead = log.lastAt !== null && Date.parse(log.lastAt) - now.getTime() > skew;
  if (!changed && !ahead) return log;
  return { ...log, groupLabels: group.labels, told, lastAt: ahead ? now.toISOString() : log.lastAt };
}

function toldAfter(log: GroupLog, group: Group, news: readonly News[], now: Date): Record<string, Told> {
  const told = remembered(log, group);
  const at = now.toISOString();
  for (const { alert, kind } of news) {
    const { fingerprint, episode, revision } = alert;
    if (kind === 'resolved' || kind === 'passed') delete told[fingerprint];
    else told[fingerprint] = { state: 'firing', episode, revision, at };
  }
  return told;
}

/** Without what need not be remembered: what came and went before its time to be told. */
function remembered(log: GroupLog, { members }: Group): Record<string, Told> {
  const present = new Map(members.map(({ alert, muted }) => [alert.fingerprint, { alert, muted }]));
  return Object.fromEntries(
    Object.entries(log.told).filter(([fingerprint, { state, at }]) => {
      const member = present.get(fingerprint);
      if (state === 'firing') return true;
      if (!member) return false;
      const { alert, muted } = member;
      const ended = alert.state === 'resolved';
      if (state === 'held') return ended ? Date.parse(at) <= endOf(alert) : !muted;
      return !ended && !muted;
    }),
  );
}
