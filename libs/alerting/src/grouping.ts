import { escalatedLabels } from './escalation.js';
import type { Labels } from './labels.js';
import type { NotifiableAlert } from './notifiable.js';
import type { Group, GroupLog, Member, Timing } from './notification.js';
import type { Receiver } from './receiver.js';
import { groupKeyOf, groupLabelsOf, routerOf, type Destination, type Route } from './routing.js';

/** The group of all that one receiver is told in its digest. */
const digestKey = 'digest';

/** One receiver's group by one text: groups of different receivers never mix. */
export function groupId({
  receiver,
  groupKey,
}: {
  readonly receiver: string;
  readonly groupKey: string;
}): string {
  return `${receiver.length}:${receiver}${groupKey}`;
}

/**
 * Puts alerts into groups, one for every receiver and every set of group labels they are routed to. A receiver with a
 * digest has one group for it and, for critical alerts, which do not wait, groups like any other.
 *
 * An alert that is routed elsewhere since a receiver was told of it is told there when it ends: the group it was in
 * lives on, from the log, until then.
 *
 * @param logs of the groups wanted
 * @param wanted ids of groups; null: all. What else there would be is left out.
 */
export function groupAlerts(
  alerts: readonly NotifiableAlert[],
  root: Route,
  receivers: ReadonlyMap<string, Receiver>,
  logs: ReadonlyMap<string, GroupLog>,
  isMuted: (alert: NotifiableAlert) => boolean,
  wanted: ReadonlySet<string> | null,
): Map<string, Group> {
  const groups = new Map<string, Building>();
  const route = routerOf(root);
  for (const alert of alerts) {
    const member: Member = { alert, muted: alert.state !== 'resolved' && isMuted(alert) };
    for (const labels of routedAs(alert)) {
      // Fifty receivers that group alike need the text of the group's labels once.
      const known = new Map<Destination['groupBy'], GroupLabels>();
      for (const destination of route(labels)) {
        const receiver = receivers.get(destination.receiver);
        if (!receiver) continue;
        const { groupBy } = destination;
        const own = known.get(groupBy) ?? groupLabelsOf(groupBy, labels);
        known.set(groupBy, own);
        addTo(groups, wanted, { receiver, destination, own, member });
      }
    }
  }
  addRerouted(groups, alerts, receivers, logs);
  return new Map(
    [...groups].map(([id, { members, ...rest }]) => [id, { ...rest, members: [...members.values()] }]),
  );
}

type GroupLabels = ReturnType<typeof groupLabelsOf>;

type Building = Omit<Group, 'members' | 'timing'> & { timing: Timing; readonly members: Map<string, Member> };

function routedAs({ labels, escalatedTo }: NotifiableAlert): Labels[] {
  return [labels, ...escalatedTo.map((organisation) => escalatedLabels(labels, organisation))];
}

function addTo(
  groups: Map<string, Building>,
  wanted: ReadonlySet<string> | null,
  {
    receiver,
    destination,
    own,
    member,
  }: {
    readonly receiver: Receiver;
    readonly destination: Destination;
    readonly own: GroupLabels;
    readonly member: Member;
  },
): void {
  const { digest } = receiver;
  const inDigest = digest !== null && member.alert.severity !== 'critical';
  const key = inDigest ? digestKey : groupKeyOf(destination, own.text);
  const groupLabels = inDigest ? {} : own.labels;
  const id = groupId({ receiver: receiver.name, groupKey: key });
  if (wanted && !wanted.has(id)) return;
  const timing = timingOf(destination, inDigest ? digest : null);
  const group = groups.get(id);
  if (!group) {
    const members = new Map([[member.alert.fingerprint, member]]);
    groups.set(id, { receiver, key, labels: groupLabels, timing, members });
    return;
  }
  group.members.set(member.alert.fingerprint, member);
  group.timing = sooner(group.timing, timing);
}

/** One digest may hold alerts of several routes: then the shortest of their times counts, whichever came first. */
function sooner(a: Timing, b: Timing): Timing {
  const seconds = ({ repeatSeconds }: Timing): number =>
    repeatSeconds === 'never' ? Infinity : repeatSeconds;
  return seconds(b) < seconds(a) ? b : a;
}

function timingOf(
  { groupWaitSeconds, groupIntervalSeconds, repeatSeconds }: Destination,
  digest: Receiver['digest'],
): Timing {
  return digest
    ? { kind: 'digest', digest, repeatSeconds }
    : { kind: 'immediate', groupWaitSeconds, groupIntervalSeconds, repeatSeconds };
}

function addRerouted(
  groups: Map<string, Building>,
  alerts: readonly NotifiableAlert[],
  receivers: ReadonlyMap<string, Receiver>,
  logs: ReadonlyMap<string, GroupLog>,
): void {
  const resolved = new Map(
    alerts.filter(({ state }) => state === 'resolved').map((alert) => [alert.fingerprint, alert]),
  );
  for (const [id, { receiver: name, groupKey, groupLabels, told }] of logs) {
    const receiver = receivers.get(name);
    if (!receiver) continue;
    for (const [fingerprint, { state }] of Object.entries(told)) {
      const alert = resolved.get(fingerprint);
      if (!alert || (state !== 'firing' && state !== 'held') || groups.get(id)?.members.has(fingerprint))
        continue;
      const digest = groupKey === digestKey ? receiver.digest : null;
      const timing: Timing = digest
        ? { kind: 'digest', digest, repeatSeconds: 'never' }
        : { kind: 'immediate', groupWaitSeconds: 0, groupIntervalSeconds: 0, repeatSeconds: 'never' };
      const group = groups.get(id) ?? {
        receiver,
        key: groupKey,
        labels: groupLabels,
        timing,
        members: new Map(),
      };
      group.members.set(fingerprint, { alert, muted: false });
      groups.set(id, group);
    }
  }
}
