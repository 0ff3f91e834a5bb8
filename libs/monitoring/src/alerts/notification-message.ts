import type { Status, Verdict } from '#assessment';
import type { About, Bilingual, Labels, Notification, Quantities, Severity } from '#alerting';
import type { Target } from '#contract';

/**
 * What one message to one receiver says, fixed when it was decided: all that a channel needs to write its own body,
 * so that a late delivery says what was true then. Decimals of the plan as exact text, instants as ISO 8601.
 */
export type OutboxMessage = NotificationMessage | HeartbeatMessage;

/** A message about a group of alerts. */
export interface NotificationMessage {
  readonly notification: Pick<
    Notification,
    'groupKey' | 'groupLabels' | 'reason' | 'status' | 'at' | 'counts' | 'truncatedAlerts'
  >;
  /** Those that are listed: what fires, news first and then the most severe; then what has ended. */
  readonly alerts: readonly ToldAlert[];
}

/** That the service judges and sends: for whoever raises the alarm when it stays away. */
export interface HeartbeatMessage {
  readonly heartbeat: { readonly at: string; readonly lastSweepAt: string; readonly everySeconds: number };
}

/** One alert in a message. */
export interface ToldAlert {
  /** Id of the episode. */
  readonly id: number;
  /** The same for every episode of the alert. */
  readonly fingerprint: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  /** New, worse or over since the receiver was last told of the group. */
  readonly isNews: boolean;
  /** Of one that is over: it came and went while the receiver was not to be disturbed. */
  readonly passed: boolean;
  /** Whether it is about the rule's condition, or that this cannot be told. */
  readonly about: About;
  readonly severity: Severity;
  /** Identity and what the rule says: alertname, condition, severity, level, target, series, source, organisation, … */
  readonly labels: Labels;
  /** Names of what the labels give as codes, by label. */
  readonly names: Readonly<Record<string, Bilingual>>;
  /** The condition's numbers, as last seen while it held. */
  readonly numbers: Quantities;
  readonly startsAt: string;
  /** null while it is open. */
  readonly endsAt: string | null;
  /** It is over because what it was about is there no more: a target in force, a source that is looked at. */
  readonly withdrawn: boolean;
  /** The rule's texts with the numbers in them. */
  readonly summary: Bilingual;
  readonly description: Bilingual;
  readonly acknowledged: { readonly by: string; readonly at: string; readonly comment: string } | null;
  /** Organisations above the responsible one that it was taken up to, because nobody acknowledged it. */
  readonly escalatedTo: readonly { readonly code: string; readonly name: Bilingual }[];
  /** Of an alert about a target: what its verdict said. */
  readonly target: TargetFacts | null;
}

/** A target and its verdict, of which an alert speaks. */
export interface TargetFacts {
  readonly target: {
    readonly code: string;
    readonly name: Bilingual;
    readonly due: string;
    readonly operator: Target['operator'];
    readonly value: string | null;
    readonly upper: string | null;
    readonly clause: { readonly task: number; readonly quote: string };
  };
  readonly indicator: {
    readonly code: string;
    readonly name: Bilingual;
    readonly unit: Bilingual;
    readonly decimals: number;
  };
  readonly area: { readonly code: string; readonly name: Bilingual };
  readonly organisation: { readonly code: string; readonly name: Bilingual };
  readonly verdict: Verdict;
  /** The status it came from and the one it stands at, of a slip; null of other alerts about a target. */
  readonly from: Status | null;
  readonly to: Status;
}
