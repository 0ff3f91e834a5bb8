import { daysBetween, type Day } from '#time-period';
import { workingDaysBetween, type Calendar } from './calendar.js';
import type { Labels } from './labels.js';

/** Who hears of an alert that nobody acknowledges, as data of the plan. */
export interface EscalationChain {
  /** Working days that each level has before the next one hears of it; at least 1. */
  readonly afterWorkingDays: number;
  /** The superior of each organisation that has one, by code. */
  readonly superiors: Readonly<Record<string, string>>;
  /** The organisation at the end of every chain; null: the chain ends at the last superior. */
  readonly leadingGroup: string | null;
}

/** How far one episode of an alert was taken up. Plain JSON. */
export interface Escalation {
  readonly episode: number;
  /** The organisations told above the responsible one, in their order. */
  readonly told: readonly string[];
  /** The day from which the present level's time counts; null while somebody has acknowledged the alert. */
  readonly since: Day | null;
}

export interface EscalationStep {
  readonly escalation: Escalation;
  /** The organisation that is to hear of it now; null: none. */
  readonly to: string | null;
  readonly reason: 'unacknowledged' | 'not-yet' | 'acknowledged' | 'resolved' | 'nobody-above';
}

/** The organisations above one, nearest first, each once, the leading group last. A circle ends where it closes. */
export function organisationsAbove(
  organisation: string,
  { superiors, leadingGroup }: EscalationChain,
): string[] {
  const above: string[] = [];
  let at = organisation;
  for (;;) {
    const superior = Object.hasOwn(superiors, at) ? superiors[at] : undefined;
    if (superior === undefined || superior === organisation || above.includes(superior)) break;
    above.push(superior);
    at = superior;
  }
  const last = leadingGroup !== null && leadingGroup !== organisation ? [leadingGroup] : [];
  return [...above.filter((code) => code !== leadingGroup), ...last];
}

/**
 * Takes an open alert one level up when the present level has had its working days and nobody acknowledged it. Each
 * level hears of an episode once; every level has the same time, also after the service stood still. An alert that
 * becomes worse after it was acknowledged goes on from the level it had reached.
 *
 * @param previous null at the first time
 */
export function escalate(
  previous: Escalation | null,
  alert: {
    readonly episode: number;
    readonly state: 'firing' | 'acknowledged' | 'resolved';
    readonly organisation: string;
  },
  chain: EscalationChain,
  today: Day,
  calendar: Calendar,
): EscalationStep {
  const known = previous?.episode === alert.episode ? previous : null;
  const told = known?.told ?? [];
  const stay = (since: Day | null, reason: EscalationStep['reason']): EscalationStep => ({
    escalation: { episode: alert.episode, told, since },
    to: null,
    reason,
  });
  if (alert.state === 'resolved') return stay(known?.since ?? null, 'resolved');
  if (alert.state === 'acknowledged') return stay(null, 'acknowledged');
  const since = sinceOf(known, today);
  const to = organisationsAbove(alert.organisation, chain).find((code) => !told.includes(code));
  if (to === undefined) return stay(since, 'nobody-above');
  if (workingDaysBetween(since, today, calendar) < Math.max(1, chain.afterWorkingDays))
    return stay(since, 'not-yet');
  return {
    escalation: { episode: alert.episode, told: [...told, to], since: today },
    to,
    reason: 'unacknowledged',
  };
}

/** A start that lies days ahead was written by a wrong clock, and would keep the alert down until it comes. */
function sinceOf(known: Escalation | null, today: Day): Day {
  const since = known?.since ?? null;
  return since === null || daysBetween(today, since) > 1 ? today : since;
}

/** The labels by which an escalated alert is routed to an organisation above: as if it were that one's own. */
export function escalatedLabels(labels: Labels, to: string): Labels {
  return { ...labels, organisation: to, escalated_from: labels['organisation'] ?? '' };
}
