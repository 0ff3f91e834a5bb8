import type { Day } from '#time-period';
import type { Forecast, ForecastRefusal } from './forecast/forecast.js';
import type { Method } from './target.js';
import type { Status } from './status.js';
import type { Thresholds } from './thresholds.js';

/** A value and its period as SDMX text. */
export interface ValueAt {
  period: string;
  value: number;
}

/** Why a method does not apply to a target's numbers. */
export type Refusal =
  /** The target names no number. */
  | 'no-target-value'
  /** Neither way is better. */
  | 'no-direction'
  /** Base, latest or target value is zero, or their signs differ: no growth rate exists. */
  | 'zero-or-mixed-sign'
  /** The series is itself a growth rate. */
  | 'growth-rate-series'
  /** Base and latest value lie on different sides of the interval, or the base lies in it. */
  | 'interval-crossed'
  /** So much in so few days that growth per year is beyond any number. */
  | 'growth-out-of-range'
  /** The interval has no room below or above it within known bounds. */
  | 'no-bounds'
  /** The degree of attainment needs a positive target, and a value and an expected value that are positive. */
  | 'not-positive'
  /** The base stands at the target, so that no share of the way exists. */
  | 'base-equals-target';

/** In what a pace goes by the target's own settings instead of what its method's source publishes. */
export type OwnSettings = {
  /** The thresholds are the target's own; absent where they are the method's. */
  ownThresholds?: true;
  /** What the method read a zero among its numbers as; absent where it read none so. */
  zeroAs?: number;
};

/** Why a verdict's status is what it is, with the numbers that decided. */
export type Reason =
  /** No usable observation of the target's kind is known. */
  | { code: 'no-observation' }
  /** The due date passed; its own value decided. */
  | { code: 'due-value-meets'; decidedBy: ValueAt }
  | { code: 'due-value-fails'; decidedBy: ValueAt }
  /** The due date passed, its own value is missing, and the first later value still fails. */
  | { code: 'later-value-fails'; before: ValueAt | null; decidedBy: ValueAt }
  /** The due date passed and its own value is missing; these stand on both sides of it. */
  | { code: 'due-value-missing'; before: ValueAt | null; after: ValueAt | null }
  /** Not yet due, and the latest value meets the target. */
  | { code: 'meets-target'; decidedBy: ValueAt }
  /** Not yet due; achieved once (the last time then), but no longer. Pace as under code pace, null without one. */
  | ({
      code: 'lost-after-achievement';
      achieved: ValueAt;
      pace: number | null;
      thresholds: Thresholds | null;
    } & OwnSettings)
  /** Fewer than two distinct periods, or none after the baseline. */
  | { code: 'too-few-periods'; periods: number }
  /** The baseline stood at the target already (for within: in the interval) and the latest value does not meet it. */
  | { code: 'base-equals-target'; base: number }
  /** The method's pace against its thresholds. */
  | ({ code: 'pace'; pace: number; thresholds: Thresholds } & OwnSettings)
  /** The trajectory asks nothing beyond the baseline yet; on track as long as nothing is lost. */
  | { code: 'nothing-expected-yet'; base: number }
  /** No numeric target: the annual rate in the wanted direction (0.01 is 1 % a year) against its thresholds. */
  | ({ code: 'direction'; annualRate: number; thresholds: Thresholds; limitFactor: number } & OwnSettings)
  /** No method gives a number here. */
  | { code: 'no-numeric-method'; why: Refusal };

/** A milestone judged at its own date; pending until that date has passed. */
export interface MilestoneVerdict {
  period: string;
  value: number;
  status: 'achieved' | 'missed' | 'pending' | 'notAssessed';
  observed: ValueAt | null;
}

/** The judgement of one target as of a day, with every number that went into it. Plain JSON: nothing is undefined. */
export interface Verdict {
  status: Status;
  reason: Reason;
  /** The method that ran; where the value alone decided, the method asked for. */
  method: Method;
  methodAsked: Method;
  /** Why the method asked for did not run; null when it ran or none was needed. */
  methodRefusal: Refusal | null;
  /** The value that was judged. */
  observed: { period: string; value: number; obsStatus: string } | null;
  /** substituted: not the value of the baseline period that the target names. */
  baseline: { period: string; value: number; substituted: boolean } | null;
  /** Due period as SDMX text. */
  due: string;
  targetValue: number | null;
  targetUpper: number | null;
  /** The trajectory's value at the end of the observed period, in the indicator's unit. */
  expected: number | null;
  /** As the method that ran defines it. */
  pace: number | null;
  /** Part of the way from baseline to target that is done at the observed period's end; 1 is all of it. */
  achievedShare: number | null;
  /** Part of the time from baseline to due date that has gone at the observed period's end, at most 1. */
  elapsedShare: number | null;
  /**
   * What is still needed from the observed period to the due date. perYear: units a year, (T − x) ÷ (tT − t);
   * compound: growth a year, (T ÷ x)^(1 ÷ (tT − t)) − 1. null when nothing is required or time is up.
   */
  requiredRate: number | null;
  requiredRateKind: 'perYear' | 'compound' | null;
  /** What the due period will bring if the series goes on as it has; it stands beside the status and never is it. */
  forecast: Forecast | null;
  /** Why there is no forecast; null when there is one. */
  forecastRefusal: ForecastRefusal | null;
  /** The first period after the latest whose forecast value meets the target; see Outlook. */
  attainmentPeriod: string | null;
  /** The newest known period, and the newer one that should be known since a day; null when nothing is overdue. */
  stale: { newest: string; expected: string; expectedBy: Day } | null;
  /** The judged value is provisional or estimated. */
  provisional: boolean;
  /** What every applicable method makes of a numeric target in progress, the one that ran included; else empty. */
  byMethod: Partial<Record<Method, { pace: number | null; status: Status }>>;
  /** One of them gives another status than the verdict's. */
  disagreement: boolean;
  /** Milestones in time order; each is judged at its own date. */
  milestones: MilestoneVerdict[];
}
