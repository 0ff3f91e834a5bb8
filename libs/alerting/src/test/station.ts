/**
 * The wiring in small: what a worker does in one second, on state that is stored as text between two workers. Sweeps,
 * escalations, plans, an outbox with rate limits, a heartbeat; no database.
 */
import { dayInZone } from '#time-period';
import {
  acknowledge,
  escalate,
  evaluate,
  heartbeat,
  identityText,
  isOpen,
  memoryOf,
  mondayToFriday,
  next,
  nextPermitted,
  notifiable,
  planNotifications,
  stillToTell,
  unborn,
  usualInhibitions,
  type Escalation,
  type EscalationChain,
  type Facts,
  type GroupLog,
  type Labels,
  type Life,
  type Notification,
  type RateLimit,
  type Receiver,
  type Route,
  type Rule,
  type Silence,
} from '../index.js';

/** What the world is like in one second. */
export interface World {
  readonly now: Date;
  /** Facts by rule and subject. */
  readonly facts: (rule: Rule, subject: Labels) => Facts;
  readonly releases: (subject: Labels) => number;
  /** An import landed in this second. */
  readonly imported: boolean;
  /** Somebody acknowledges this alert in this second. */
  readonly acknowledged: string | null;
  readonly silences: readonly Silence[];
}

export interface Settings {
  readonly rules: readonly Rule[];
  readonly subjects: readonly Labels[];
  readonly receivers: readonly Receiver[];
  readonly root: Route;
  readonly chain: EscalationChain;
  readonly limits: readonly RateLimit[];
  readonly timeZone: string;
}

/** What is stored between two transactions. */
export interface Stored {
  sweep: number;
  /** The last slot of the schedule, or import, that a sweep was made for. */
  slot: string;
  lives: Record<string, { rule: string; subject: Labels; life: Life; escalation: Escalation | null }>;
  logs: GroupLog[];
  silences: number;
  /** When to plan again. */
  planAt: string | null;
  /** Messages not yet sent, in their order, and when the last ones were sent, by receiver. */
  waiting: Notification[];
  sent: Record<string, number[]>;
  lastBeat: string | null;
  lastSweep: string | null;
}

export const nothingStored = JSON.stringify({
  sweep: 0,
  slot: '',
  lives: {},
  logs: [],
  silences: 0,
  planAt: null,
  waiting: [],
  sent: {},
  lastBeat: null,
  lastSweep: null,
} satisfies Stored);

/** What a transaction did, for those who look on. */
export type Done =
  | { readonly what: 'decided'; readonly at: string; readonly action: string; readonly identity: string }
  | { readonly what: 'promised'; readonly message: Notification }
  | { readonly what: 'sent'; readonly receiver: string; readonly key: string; readonly at: number }
  | { readonly what: 'beat'; readonly at: string };

/** One transaction of one worker. Done again in the same second it does nothing more. */
export function work(text: string, settings: Settings, world: World): { text: string; done: Done[] } {
  const stored = JSON.parse(text) as Stored;
  const done: Done[] = [];
  const swept = sweepWhenDue(stored, settings, world, done);
  if (swept || world.acknowledged !== null) takeUp(stored, settings, world, done);
  const silenced = stored.silences !== world.silences.length;
  stored.silences = world.silences.length;
  const planDue = stored.planAt !== null && Date.parse(stored.planAt) <= world.now.getTime();
  if (swept || silenced || planDue || world.acknowledged !== null) tell(stored, settings, world, done);
  send(stored, settings, world.now.getTime(), done);
  beat(stored, world.now, done);
  return { text: JSON.stringify(stored), done };
}

function sweepWhenDue(
  stored: Stored,
  settings: Settings,
  { now, facts, releases, imported }: World,
  done: Done[],
): boolean {
  const minute = now.toISOString().slice(0, 16);
  const slot = imported ? now.toISOString() : minute;
  if (stored.slot >= slot) return false;
  stored.slot = slot;
  stored.sweep += 1;
  stored.lastSweep = now.toISOString();
  for (const rule of settings.rules)
    for (const subject of settings.subjects) {
      const identity = identityText(rule.name, subject);
      const known = stored.lives[identity] ?? { rule: rule.name, subject, life: unborn, escalation: null };
      const evaluation = evaluate(rule.condition, facts(rule, subject), memoryOf(known.life));
      const step = next(known.life, evaluation, rule, {
        at: now.toISOString(),
        day: dayInZone(now, settings.timeZone),
        sweep: stored.sweep,
        releases: releases(subject),
        calendar: mondayToFriday,
      });
      stored.lives[identity] = { ...known, life: step.life };
      const action = `${step.action} (${step.reason})`;
      if (step.action !== 'none') done.push({ what: 'decided', at: now.toISOString(), action, identity });
    }
  return true;
}

function takeUp(
  stored: Stored,
  { chain, timeZone }: Settings,
  { now, acknowledged }: World,
  done: Done[],
): void {
  const today = dayInZone(now, timeZone);
  for (const [identity, known] of Object.entries(stored.lives)) {
    if (identity === acknowledged) known.life = acknowledge(known.life, 'li', now.toISOString());
    const { life, subject, escalation } = known;
    if (!life.episode) continue;
    const state = life.state === 'acknowledged' ? life.state : isOpen(life) ? 'firing' : 'resolved';
    const alert = {
      episode: life.episode.number,
      state,
      organisation: subject['organisation'] ?? '',
    } as const;
    const step = escalate(escalation, alert, chain, today, mondayToFriday);
    known.escalation = step.escalation;
    const action = `up to ${step.to}`;
    if (step.to !== null) done.push({ what: 'decided', at: now.toISOString(), action, identity });
  }
}

function tell(
  stored: Stored,
  { rules, receivers, root }: Settings,
  { now, silences }: World,
  done: Done[],
): void {
  const keep = stillToTell(stored.logs, receivers);
  const alerts = Object.entries(stored.lives).flatMap(
    ([identity, { rule: name, subject, life, escalation }]) => {
      const rule = rules.find((one) => one.name === name);
      const alert = rule && notifiable(identity, rule, subject, life, escalation?.told ?? []);
      return alert && (alert.state !== 'resolved' || keep.has(identity)) ? [alert] : [];
    },
  );
  const plan = planNotifications(
    {
      alerts,
      root,
      receivers,
      silences,
      inhibitions: usualInhibitions,
      logs: stored.logs,
      calendar: mondayToFriday,
      groups: null,
      unsent: new Set(),
    },
    now,
  );
  const id = ({ receiver, groupKey }: GroupLog): string => `${receiver} ${groupKey}`;
  stored.logs = [...new Map([...stored.logs, ...plan.logs].map((log) => [id(log), log])).values()];
  const instants = [plan.nextAt, ...stored.logs.map(({ nextAt }) => nextAt)].filter((at) => at !== null);
  stored.planAt = instants.sort()[0] ?? null;
  stored.waiting.push(...plan.notifications);
  for (const message of plan.notifications) done.push({ what: 'promised', message });
}

function send(stored: Stored, { receivers, limits }: Settings, now: number, done: Done[]): void {
  for (const { name: receiver } of receivers) {
    const sent = stored.sent[receiver] ?? [];
    const own = stored.waiting.filter((message) => message.receiver === receiver);
    for (const { key } of own) {
      if (nextPermitted(sent, limits, now) > now) break;
      sent.push(now);
      stored.waiting = stored.waiting.filter((message) => message.key !== key);
      done.push({ what: 'sent', receiver, key, at: now });
    }
    stored.sent[receiver] = sent.slice(-10);
  }
}

function beat(stored: Stored, now: Date, done: Done[]): void {
  const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
  const step = heartbeat(
    { everySeconds: 300, staleAfterSeconds: 180 },
    { lastBeat: dateOf(stored.lastBeat), lastSweep: dateOf(stored.lastSweep) },
    now,
  );
  if (!step.beat) return;
  stored.lastBeat = now.toISOString();
  done.push({ what: 'beat', at: now.toISOString() });
}
