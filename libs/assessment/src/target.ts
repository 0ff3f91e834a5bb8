import type { Frequency, TimePeriod } from '#time-period';
import type { Thresholds } from './thresholds.js';

export type Method =
  'growthRatio' | 'elapsedShare' | 'extrapolatedShare' | 'attainment' | 'milestone' | 'direction';

export interface Milestone {
  period: TimePeriod;
  value: number;
}

/** What a plan asks of one series. Numbers are in the indicator's unit. */
export interface TargetSpec {
  /** stock: a count or level at a moment; flow: a total over a period; average: a mean or rate over a period. */
  kind: 'stock' | 'flow' | 'average';
  /** Which way is better; decides alone where the operator is direction. */
  direction: 'up' | 'down' | 'within';
  /** direction: the plan names no number. */
  operator: 'atLeast' | 'atMost' | 'within' | 'complete' | 'direction';
  /** The number to reach; the lower edge for within; null for direction. For complete, null means 100 (per cent). */
  value: number | null;
  /** The upper edge for within. */
  upper: number | null;
  /** Where the way starts; a null value is taken from the series. null: the series' earliest observation. */
  baseline: { period: TimePeriod; value: number | null } | null;
  due: TimePeriod;
  /** The frequency on which a flow or an average is judged, and which a stock prefers. */
  frequency: Frequency;
  method: Method;
  /**
   * The target's own thresholds for its method; null: those of the table. They never apply to another method, be it
   * beside this one or in its stead: a pace of 0.9 means another thing by each.
   */
  thresholds?: Readonly<Thresholds> | null;
  trajectory: 'linear' | 'geometric' | 'milestones' | 'none';
  milestones: readonly Milestone[];
  /** Values the indicator cannot pass; expected values are clipped to them. */
  lowerBound: number | null;
  upperBound: number | null;
  /** Where a direction-only indicator saturates, e.g. 100 for a share in per cent. */
  naturalLimit: number | null;
  indicatorFrequency: Frequency;
  /** Days from the end of a period until its value is usually out. */
  releaseLagDays: number;
  /** The series is itself a growth rate, of which no growth rate is taken. */
  isGrowthRate?: boolean;
  /**
   * Statistics Canada's variant: growthRatio and direction read a zero as this small number, 0.001 in their use.
   * null: they do not apply to a zero.
   */
  zeroAs?: number | null;
}
