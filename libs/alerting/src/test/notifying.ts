import { mondayToFriday, type Calendar } from '../calendar.js';
import type { NotifiableAlert } from '../notifiable.js';
import type { GroupLog, Notification } from '../notification.js';
import { groupId } from '../grouping.js';
import {
  groupsTouched,
  planNotifications,
  stillToTell,
  type NotificationInput,
  type NotificationPlan,
} from '../plan.js';
import type { InhibitionRule } from '../inhibition.js';
import type { Receiver } from '../receiver.js';
import type { Route } from '../routing.js';
import type { Silence } from '../silence.js';
import { rootRoute } from './routes.js';

/** 2026-11-23 is a Monday; the times are Shanghai's. */
export const instant = (day: number, time: string): Date => new Date(`2026-11-${day}T${time}+08:00`);

export const everybody: Receiver = { name: 'everybody', digest: null, quiet: null, maxAlerts: 0 };

/** Alerts, and receivers that are told of them, with everything that was told kept as JSON in between. */
export class Notifying {
  readonly alerts = new Map<string, NotifiableAlert>();
  silences: Silence[] = [];
  inhibitions: readonly InhibitionRule[] = [];
  root: Route = rootRoute({});
  calendar: Calendar = mondayToFriday;
  unsent = new Set<string>();
  last: NotificationPlan | null = null;
  private readonly changed = new Set<string>();
  private decidedBy = '';
  private stored = '[]';

  constructor(public receivers: Receiver[] = [everybody]) {}

  get logs(): GroupLog[] {
    return JSON.parse(this.stored) as GroupLog[];
  }

  fire(fingerprint: string, at: Date, change: Partial<NotifiableAlert> = {}): void {
    const before = this.alerts.get(fingerprint);
    this.changed.add(fingerprint);
    this.alerts.set(fingerprint, {
      fingerprint,
      labels: { alertname: 'slip', target: fingerprint, organisation: 'xian', severity: 'warning' },
      severity: 'warning',
      state: 'firing',
      episode: (before?.episode ?? 0) + 1,
      revision: 0,
      startsAt: at.toISOString(),
      changedAt: at.toISOString(),
      endsAt: null,
      escalatedTo: [],
      ...change,
    });
  }

  change(fingerprint: string, change: Partial<NotifiableAlert>): void {
    const before = this.alerts.get(fingerprint);
    this.changed.add(fingerprint);
    if (change.labels || change.severity) this.decidedBy = '';
    if (before) this.alerts.set(fingerprint, { ...before, ...change });
  }

  worsen(fingerprint: string, at: Date): void {
    const revision = (this.alerts.get(fingerprint)?.revision ?? 0) + 1;
    this.change(fingerprint, { revision, state: 'firing', changedAt: at.toISOString() });
  }

  resolve(fingerprint: string, at: Date): void {
    this.change(fingerprint, { state: 'resolved', endsAt: at.toISOString() });
  }

  /** When something is to be told if nothing else happens. */
  get nextAt(): string | null {
    return [this.last?.nextAt, ...this.logs.map(({ nextAt }) => nextAt)].filter(isInstant).sort()[0] ?? null;
  }

  /**
   * Plans, stores what was told, and forgets the alerts that need not be kept. Where nothing but alerts has changed, to
   * decide the groups that these touch, and those whose hour has come, must do the same as to decide them all.
   */
  tell(now: Date): readonly Notification[] {
    const { receivers, silences, inhibitions, root, calendar, logs } = this;
    const input = {
      root,
      receivers,
      silences,
      inhibitions,
      logs,
      calendar,
      alerts: [...this.alerts.values()],
      groups: null,
      unsent: this.unsent,
    };
    const plan = planNotifications(input, now);
    const decidedBy = JSON.stringify([receivers, silences, inhibitions, root, calendar]);
    const silenceChanged = isInstant(this.last?.nextAt) && Date.parse(this.last.nextAt) <= now.getTime();
    if (decidedBy === this.decidedBy && !silenceChanged)
      expect(planTouched(input, this.changed, now)).toEqual(plan);
    this.decidedBy = decidedBy;
    this.changed.clear();
    const id = ({ receiver, groupKey }: GroupLog): string => JSON.stringify([receiver, groupKey]);
    const merged = new Map([...logs, ...plan.logs].map((log) => [id(log), log]));
    this.stored = JSON.stringify([...merged.values()]);
    const keep = stillToTell(this.logs, receivers);
    for (const [fingerprint, { state }] of this.alerts)
      if (state === 'resolved' && !keep.has(fingerprint)) this.alerts.delete(fingerprint);
    this.last = plan;
    return plan.notifications;
  }

  /** What is told at an instant, in short: "reason receiver +firing -resolved". */
  told(now: Date): string[] {
    return this.tell(now).map(({ reason, receiver, firing, resolved }) =>
      [reason, receiver, ...firing.map((one) => `+${one}`), ...resolved.map((one) => `-${one}`)].join(' '),
    );
  }
}

function isInstant(at: string | null | undefined): at is string {
  return typeof at === 'string';
}

function planTouched(input: NotificationInput, changed: ReadonlySet<string>, now: Date): NotificationPlan {
  const groups = new Set(groupsTouched(input, changed).keys());
  for (const log of input.logs)
    if (log.astray || (log.nextAt !== null && Date.parse(log.nextAt) <= now.getTime()))
      groups.add(groupId(log));
  const logs = input.logs.filter((log) => groups.has(groupId(log)));
  return planNotifications({ ...input, logs, groups }, now);
}
