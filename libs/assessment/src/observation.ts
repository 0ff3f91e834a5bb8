import { comparePeriods, formatPeriod, type Day, type TimePeriod } from '#time-period';
import type { TargetSpec } from './target.js';
import type { ValueAt } from './verdict.js';

export interface Observation {
  period: TimePeriod;
  value: number;
  /** OBS_STATUS, a code of SDMX's CL_OBS_STATUS. */
  status: string;
}

/** F forecast; H holiday, L not collected, M cannot exist, O missing, Q suppressed: none of these is a value. */
const notValues: ReadonlySet<string> = new Set(['F', 'H', 'L', 'M', 'O', 'Q']);

/** P provisional, E estimated, I imputed, V unvalidated: values that are expected to be revised. */
const provisionalStatuses: ReadonlySet<string> = new Set(['P', 'E', 'I', 'V']);

/** Whether a value of this OBS_STATUS makes a verdict provisional. */
export function isProvisional(obsStatus: string): boolean {
  return provisionalStatuses.has(obsStatus);
}

/** Whether a series of this frequency and accumulation can bear on the target; lets a reader fetch only those. */
export function isOfTarget(
  target: Pick<TargetSpec, 'kind' | 'frequency'>,
  period: Pick<TimePeriod, 'frequency' | 'accumulation'>,
): boolean {
  return (
    period.accumulation === 'period' && (target.kind === 'stock' || period.frequency === target.frequency)
  );
}

/**
 * The observations a target is judged on, one per period end, in time order: no forecasts, no missing values, no
 * year-to-date sums, nothing that ends after the asked day. A flow or an average counts only on the target's own
 * frequency; a stock on every frequency, each point at its period's end. Where several of its points end together,
 * the one of the target's frequency counts, else the one of the longest period.
 */
export function usableObservations(
  target: Pick<TargetSpec, 'kind' | 'frequency'>,
  observations: readonly Observation[],
  asOfDay: Day,
): Observation[] {
  const ordered = observations.filter(
    (o) =>
      o.period.end <= asOfDay &&
      isOfTarget(target, o.period) &&
      !notValues.has(o.status) &&
      Number.isFinite(o.value),
  );
  // They mostly come in order, and looking whether they do is quicker than sorting.
  const inOrder = ordered.every((o, i) => i === 0 || comparePeriods(ordered[i - 1]!.period, o.period) <= 0);
  if (!inOrder) ordered.sort((a, b) => comparePeriods(a.period, b.period));
  const usable: Observation[] = [];
  for (const observation of ordered) {
    const last = usable.at(-1);
    if (last?.period.end !== observation.period.end) usable.push(observation);
    else if (observation.period.frequency === target.frequency) usable[usable.length - 1] = observation;
  }
  return usable;
}

/** The last observation that ends on or before a day; the observations are in time order. */
export function latestUntil(ordered: readonly Observation[], day: Day): Observation | null {
  return ordered.findLast((o) => o.period.end <= day) ?? null;
}

/** The first observation that ends after a day; the observations are in time order. */
export function firstAfter(ordered: readonly Observation[], day: Day): Observation | null {
  return ordered.find((o) => o.period.end > day) ?? null;
}

export function valueAt(observation: Observation): ValueAt {
  return { period: formatPeriod(observation.period), value: observation.value };
}
