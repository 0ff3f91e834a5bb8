import { decimalYear, formatPeriod, type Day, type TimePeriod } from '#time-period';
import { firstAfter, latestUntil, usableObservations, type Observation } from './observation.js';
import type { TargetSpec } from './target.js';

/** Where a target's way starts. */
export interface Baseline {
  period: TimePeriod;
  value: number;
  /** The baseline period's end as a decimal year. */
  time: number;
  /** Not the value of the baseline period that the target names. */
  substituted: boolean;
}

function taken(observation: Observation, substituted: boolean): Baseline {
  const { period, value } = observation;
  return { period, value, time: decimalYear(period.end), substituted };
}

/**
 * The baseline that counts as of a day. A value given with the target counts as it is. Otherwise the series' value
 * at the baseline period's end; without one the next later value, else the nearest earlier one; without a baseline
 * period the earliest value. Values after the due date are no baseline. null when there is nothing to take.
 */
export function resolveBaseline(
  target: TargetSpec,
  observations: readonly Observation[],
  asOfDay: Day,
): Baseline | null {
  const asked = target.baseline;
  if (asked && asked.value !== null) {
    return {
      period: asked.period,
      value: asked.value,
      time: decimalYear(asked.period.end),
      substituted: false,
    };
  }
  const until = asOfDay < target.due.end ? asOfDay : target.due.end;
  const usable = usableObservations(target, observations, until);
  if (!asked) {
    const earliest = usable[0];
    return earliest ? taken(earliest, true) : null;
  }
  const own = usable.find((o) => o.period.end === asked.period.end);
  if (own) return taken(own, false);
  const substitute = firstAfter(usable, asked.period.end) ?? latestUntil(usable, asked.period.end);
  return substitute ? taken(substitute, true) : null;
}

/** The baseline as a verdict reports it. */
export function reportedBaseline(
  baseline: Baseline | null,
): { period: string; value: number; substituted: boolean } | null {
  if (!baseline) return null;
  return { period: formatPeriod(baseline.period), value: baseline.value, substituted: baseline.substituted };
}
