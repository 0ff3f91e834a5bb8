import { createHash } from 'node:crypto';
import type { Status, Verdict } from '#assessment';
import type { Target } from '#contract';
import type { Judgement } from './judge.js';

type Bilingual = Target['name'];

/**
 * What a delivery says, fixed when the alert was decided: all that a channel needs to write its own body, so that a
 * late delivery says what was true then. Decimals of the plan as exact text, instants as ISO 8601.
 */
export interface AlertMessage {
  readonly alert: {
    readonly id: number;
    readonly rule: string;
    readonly fingerprint: string;
    readonly startsAt: string;
    /** null while it fires. */
    readonly endsAt: string | null;
  };
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
  /** The last assessed status before this one. */
  readonly from: Status;
  readonly to: Status;
  readonly verdict: Verdict;
  /** The alert ended because the target is in force no more; the verdict is its last one. */
  readonly withdrawn?: true;
}

/** The message about one judgement under one alert. */
export function alertMessage(
  alert: AlertMessage['alert'],
  from: Status,
  { target, indicator, verdict }: Judgement,
  names: { readonly area: Bilingual; readonly organisation: Bilingual },
): AlertMessage {
  const { code, name, due, operator, value, upper, clause } = target;
  const { unit, decimals } = indicator;
  return {
    alert,
    target: { code, name, due, operator, value, upper, clause },
    indicator: { code: indicator.code, name: indicator.name, unit, decimals },
    area: { code: target.area, name: names.area },
    organisation: { code: target.organisation, name: names.organisation },
    from,
    to: verdict.status,
    verdict,
  };
}

/** Identifies the alerts of one rule on one target, as Alertmanager's fingerprint does for a set of labels. */
export function fingerprintOf(rule: string, targetCode: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ rule, target: targetCode }))
    .digest('hex')
    .slice(0, 16);
}
