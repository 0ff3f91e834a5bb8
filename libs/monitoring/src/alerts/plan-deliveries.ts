import {
  alertLabels,
  groupsTouched,
  planNotifications,
  stillToTell,
  type NotifiableAlert,
  groupId,
  type GroupLog,
  type Notification,
  type Rule,
  type StatusWords,
} from '#alerting';
import {
  addDeliveries,
  addNotificationDue,
  claimNotificationDue,
  finishNotificationDue,
  forgetGroups,
  inTransaction,
  isEverythingDue,
  isNotificationDue,
  readAlertRules,
  readEpisodesToTell,
  readGroupLogs,
  readGroupLogsOf,
  readLastStandings,
  readOpenStandings,
  readReceivers,
  readSilences,
  readUnsentGroups,
  saveGroupLogs,
  type Database,
  type EpisodeStanding,
  type NewDelivery,
  type Tx,
} from '#storage';
import { currentAlertSettings } from './alert-round.js';
import type { NotificationMessage, ToldAlert } from './notification-message.js';
import { routeTree, tellable } from './route-tree.js';
import { type Told, toldAlerts } from './told-alerts.js';

/** Longer than the longest time between two messages about a group. */
const groupsForgottenAfter = 367 * 86_400_000;

/**
 * Decides who is to be told what, when that is due, and promises the deliveries: outbox and log of what was told land
 * together or not at all, so that a process that dies has told nothing twice and forgotten nothing. Of several workers
 * one does it; the others have nothing to do.
 *
 * Where only alerts have changed, only the groups are decided for which that may be news, and those whose hour has come:
 * what fifty receivers were told of ten thousand other alerts is not even read.
 *
 * @returns how many deliveries were promised; null when nothing was due, or another worker is at it
 */
export async function planDeliveries(
  database: Database,
  {
    now,
    timeZone,
    statusWords,
  }: { readonly now: Date; readonly timeZone: string; readonly statusWords: StatusWords },
): Promise<number | null> {
  if (!(await isNotificationDue(database, now))) return null;
  return inTransaction(database, async (tx) => {
    const due = await claimNotificationDue(tx, now);
    if (!due) return null;
    const rules = new Map((await readAlertRules(tx)).map((rule) => [rule.name, rule]));
    const settings = await currentAlertSettings(tx);
    const enabled = (await readReceivers(tx)).filter((receiver) => receiver.enabled);
    const receivers = enabled.map((receiver) => tellable(receiver, timeZone));
    const root = routeTree(settings, enabled);
    const { inhibitions, calendar } = settings;
    const notifiables = (standings: readonly EpisodeStanding[]) =>
      standings.map((standing) => notifiableEpisode(ruleOf(rules, standing), standing));
    let groups: Set<string> | null = null;
    let logs: GroupLog[];
    const standings = new Map<number, EpisodeStanding>();
    const take = (read: readonly EpisodeStanding[]) => {
      for (const one of read) standings.set(one.id, one);
    };
    take(await readOpenStandings(tx));
    if (due.changed === null) {
      logs = await readGroupLogs(tx);
    } else {
      take(await readLastStandings(tx, [...due.changed]));
      const alerts = notifiables([...standings.values()]);
      const touched = groupsTouched({ alerts, root, receivers, inhibitions }, due.changed);
      logs = await readGroupLogsOf(tx, [...touched.values()], now);
      groups = new Set([...touched.keys(), ...logs.map(groupId)]);
    }
    const known = new Set([...standings.values()].map(({ fingerprint }) => fingerprint));
    const ended = [...stillToTell(logs, receivers)].filter((fingerprint) => !known.has(fingerprint));
    take(await readLastStandings(tx, ended));
    // What has come since the claim may have moved alerts between groups that were not asked for.
    if (groups !== null && (await isEverythingDue(tx, now))) return null;
    const plan = planNotifications(
      {
        alerts: notifiables([...standings.values()]),
        root,
        receivers,
        silences: await readSilences(tx, { notEndedAt: now }),
        inhibitions,
        logs,
        calendar,
        groups,
        unsent: new Set(groups === null ? (await readUnsentGroups(tx)).map(groupId) : []),
      },
      now,
    );
    await promise(tx, plan.notifications, { standings: [...standings.values()], rules, statusWords, now });
    await saveGroupLogs(tx, plan.logs);
    await finishNotificationDue(tx, due);
    if (due.changed === null) {
      await forgetGroups(tx, new Date(now.getTime() - groupsForgottenAfter));
      if (plan.nextAt !== null) await addNotificationDue(tx, new Date(plan.nextAt));
    }
    return plan.notifications.length;
  });
}

function ruleOf(rules: ReadonlyMap<string, Rule>, { rule: name }: EpisodeStanding): Rule {
  const rule = rules.get(name);
  // A foreign key ties an alert to its rule, and rules are never deleted.
  if (!rule) throw new Error(`an alert names the unknown rule ${name}`);
  return rule;
}

/** An episode as {@link planNotifications} takes it. */
export function notifiableEpisode(rule: Rule, episode: EpisodeStanding): NotifiableAlert {
  const { fingerprint, labels, about, state, revision, startsAt, changedAt, endsAt, escalatedTo } = episode;
  return {
    fingerprint,
    labels: alertLabels(rule, labels, about),
    severity: rule.severity,
    state,
    episode: episode.episode,
    revision,
    startsAt,
    changedAt,
    endsAt,
    escalatedTo,
  };
}

async function promise(
  tx: Tx,
  notifications: readonly Notification[],
  {
    now,
    standings,
    ...texts
  }: {
    readonly standings: readonly EpisodeStanding[];
    readonly rules: ReadonlyMap<string, Rule>;
    readonly statusWords: StatusWords;
    readonly now: Date;
  },
): Promise<void> {
  if (notifications.length === 0) return;
  const listed = new Set(notifications.flatMap(({ firing, resolved }) => [...firing, ...resolved]));
  const ids = standings.filter(({ fingerprint }) => listed.has(fingerprint)).map(({ id }) => id);
  const told = await toldAlerts(tx, await readEpisodesToTell(tx, ids), texts);
  // Many receivers are told of the same alerts: these are made, and go to the database, once.
  const lists = new Map<string, Pick<NotificationMessage, 'alerts'>>();
  const deliveries = notifications.map((notification): NewDelivery => {
    const { key, receiver, groupKey, groupLabels, reason, status, at, counts, ...rest } = notification;
    const { firing, resolved, truncatedAlerts } = rest;
    const about = { groupKey, groupLabels, reason, status, at, counts, truncatedAlerts };
    const same = JSON.stringify([firing, resolved, rest.news, rest.passed]);
    const shared = lists.get(same) ?? { alerts: alertsOf(rest, told) };
    lists.set(same, shared);
    const message: Omit<NotificationMessage, 'alerts'> = { notification: about };
    return {
      // A new database counts anew; a mailbox that knew the old one must not take the new message for a repeat.
      key: `${key}@${at}`,
      groupKey,
      alerts: shared.alerts.map(({ id }) => id),
      receiver,
      kind: status,
      message,
      shared,
      now,
    };
  });
  await addDeliveries(tx, deliveries);
}

function alertsOf(
  {
    firing,
    resolved,
    news: isNew,
    passed: hasPassed,
  }: Pick<Notification, 'firing' | 'resolved' | 'news' | 'passed'>,
  told: Told,
): ToldAlert[] {
  const news = new Set([...isNew, ...resolved]);
  const passed = new Set(hasPassed);
  return [...firing, ...resolved].map((fingerprint, index) => ({
    ...told(fingerprint, index),
    isNews: news.has(fingerprint),
    passed: passed.has(fingerprint),
  }));
}
