import { isOfTarget, type Observation, type TargetSpec } from '#assessment';
import type { Indicator, Target } from '#contract';
import { seriesKeyText, type SeriesKey, type StoredObservation } from '#storage';
import { parsePeriod, type Frequency, type TimePeriod } from '#time-period';
import { isGrowthRate } from './derived/growth-rate.js';

/** What libs/assessment needs to know of a stored target and its indicator; exact decimals become doubles here. */
export function targetSpecOf(target: Target, indicator: Indicator): TargetSpec {
  const period = (text: string) => storedPeriod(text, target.code);
  return {
    kind: indicator.kind,
    direction: indicator.direction,
    operator: target.operator,
    value: numberOf(target.value),
    upper: numberOf(target.upper),
    baseline: target.baseline && {
      period: period(target.baseline.period),
      value: numberOf(target.baseline.value),
    },
    due: period(target.due),
    frequency: target.frequency,
    method: target.method,
    thresholds: target.thresholds ?? null,
    trajectory: target.trajectory,
    milestones: target.milestones.map((milestone) => ({
      period: period(milestone.period),
      value: Number(milestone.value),
    })),
    lowerBound: numberOf(indicator.lowerBound),
    upperBound: numberOf(indicator.upperBound),
    naturalLimit: numberOf(indicator.naturalLimit),
    indicatorFrequency: indicator.frequency,
    releaseLagDays: indicator.releaseLagDays,
    isGrowthRate: isGrowthRate(indicator),
    zeroAs: numberOf(target.zeroAs ?? null),
  };
}

/** A stored observation as libs/assessment reads it. */
export function observationOf(stored: Omit<StoredObservation, 'seriesId' | 'importId'>): Observation {
  return {
    period: {
      frequency: stored.frequency,
      accumulation: stored.accumulation,
      start: stored.periodStart,
      end: stored.periodEnd,
    },
    value: Number(stored.value),
    status: stored.status,
  };
}

const frequencies: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];

/** Every series that can bear on a target, existing or not. */
export function seriesOf(target: Target, indicator: Indicator): SeriesKey[] {
  const { area, breakdown } = target;
  return frequencies
    .map((frequency) => ({ frequency, accumulation: 'period' as const }))
    .filter((kind) => isOfTarget({ kind: indicator.kind, frequency: target.frequency }, kind))
    .map((kind) => ({ ...kind, indicator: target.indicator, area, breakdown }));
}

/** The keys of {@link seriesOf} as {@link seriesKeyText} writes them. */
export function seriesKeysOf(target: Target, indicator: Indicator): string[] {
  return seriesOf(target, indicator).map(seriesKeyText);
}

function numberOf(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal);
}

function storedPeriod(text: string, targetCode: string): TimePeriod {
  const period = parsePeriod(text);
  if (!period) throw new Error(`target ${targetCode} is stored with "${text}", which is no time period`);
  return period;
}
