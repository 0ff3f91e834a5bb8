import { severity, type Status } from '#assessment';
import type { AlertRule } from '#contract';

/** What an alert rule makes of a changed verdict, and why. */
export type Decision =
  | { readonly action: 'fire'; readonly reason: 'slipped' }
  /** An open alert stands at a worse status from now on; its receivers are told again. */
  | { readonly action: 'worsen'; readonly reason: 'slipped-further' }
  | { readonly action: 'resolve'; readonly reason: 'recovered' }
  | {
      readonly action: 'none';
      readonly reason:
        /** The target cannot be judged now: neither better nor worse. */
        | 'not-assessed'
        /** Nothing to compare with: a first judgement is no slip. */
        | 'first-verdict'
        | 'previous-not-assessed'
        | 'not-worse'
        | 'below-level'
        | 'rule-disabled'
        /** Worse than a moment ago, but no worse than what the open alert said already. */
        | 'already-told';
    };

/**
 * Decides what one rule does about one target's verdict. An alert fires when the verdict got worse and is now at the
 * rule's level or beyond; it stays open until the verdict is better than that level. A disabled rule fires nothing,
 * but an alert it left open still resolves.
 *
 * @param previous the status before; null when the target was never judged before
 * @param open the status at which this rule's alert on this target stands; null when none is open
 */
export function decideAlert(
  previous: Status | null,
  current: Status,
  rule: Pick<AlertRule, 'level' | 'enabled'>,
  open: { readonly status: Status } | null,
): Decision {
  const now = severity(current);
  if (now === null) return { action: 'none', reason: 'not-assessed' };
  const beyondLevel = now >= severityOf(rule.level);
  if (open && !beyondLevel) return { action: 'resolve', reason: 'recovered' };
  if (previous === null) return { action: 'none', reason: 'first-verdict' };
  const before = severity(previous);
  if (before === null) return { action: 'none', reason: 'previous-not-assessed' };
  if (now <= before) return { action: 'none', reason: 'not-worse' };
  if (!beyondLevel) return { action: 'none', reason: 'below-level' };
  if (!rule.enabled) return { action: 'none', reason: 'rule-disabled' };
  if (!open) return { action: 'fire', reason: 'slipped' };
  return now > severityOf(open.status)
    ? { action: 'worsen', reason: 'slipped-further' }
    : { action: 'none', reason: 'already-told' };
}

/** A level or an alert's status is never notAssessed; were it, every assessed status would be beyond it. */
function severityOf(status: Status): number {
  return severity(status) ?? -1;
}
