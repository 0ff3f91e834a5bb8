import type { ComputedObservation } from '#monitoring';
import type { StoredObservation } from '#storage';
import type { TimePeriod } from '#time-period';

/** A value as it was reported, or as it was computed from others. */
export type Observed = (StoredObservation & { readonly comment?: string | null }) | ComputedObservation;

export function periodOf({
  frequency,
  accumulation,
  periodStart,
  periodEnd,
}: Pick<Observed, 'frequency' | 'accumulation' | 'periodStart' | 'periodEnd'>): TimePeriod {
  return { frequency, accumulation, start: periodStart, end: periodEnd };
}
