import {
  assess,
  isOfTarget,
  knownOn,
  neededNext,
  type NeededValue,
  type Observation,
  type Verdict,
} from '#assessment';
import { AppError, type FieldFault, type Indicator } from '#contract';
import { formatPeriod, parsePeriod, type Day } from '#time-period';
import type { JudgementInputs } from './judge.js';

/** A value that somebody supposes. */
export interface Supposed {
  /** As SDMX text. */
  readonly period: string;
  readonly value: number;
  /** OBS_STATUS. */
  readonly status: string;
}

export interface Supposition {
  readonly verdict: Verdict;
  /** The day of that verdict: the asked one, or the later one on which the last supposed value would be known. */
  readonly day: Day;
  readonly needed: NeededValue;
  /** The nearest value on track that has the indicator's number of decimals; null where no value is needed. */
  readonly rounded: number | null;
}

/**
 * Judges a target as it would be judged with supposed values in the place of what is known of their periods, and
 * solves for the value that the period after them needs.
 *
 * @throws AppError invalid-request when a value could not be one of the target's series, naming each.
 */
export function suppose(
  { spec, indicator, observations, day: asked }: Omit<JudgementInputs, 'target'>,
  values: readonly Supposed[],
): Supposition {
  const supposed = checked(values, spec, indicator);
  const replaced = new Set(supposed.map(({ period }) => period.end));
  const known = observations.filter(({ period }) => !replaced.has(period.end));
  const all = [...known, ...supposed];
  const day = supposed.map(({ period }) => knownOn(spec, period)).reduce((a, b) => (a > b ? a : b), asked);
  const needed = neededNext(spec, all, day);
  return { verdict: assess(spec, all, day), day, needed, rounded: roundedOnTrack(needed, indicator) };
}

const lastYear = '9900';

function checked(
  values: readonly Supposed[],
  spec: JudgementInputs['spec'],
  indicator: Indicator,
): Observation[] {
  const faults: FieldFault[] = [];
  const supposed: Observation[] = [];
  for (const [index, { period: text, value, status }] of values.entries()) {
    const period = parsePeriod(text);
    const fault = (of: 'period' | 'value', code: string, message: string) =>
      faults.push({ path: `values.${index}.${of}`, code, message });
    if (!period) {
      fault('period', 'invalid-period', `"${text}" is no time period`);
      continue;
    }
    // Behind it there is no day on which the value would be known.
    if (period.end >= lastYear) {
      fault('period', 'invalid-period', `"${text}" is not before the year ${lastYear}`);
      continue;
    }
    if (!isOfTarget(spec, period))
      fault(
        'period',
        'wrong-frequency',
        `the target is judged on frequency ${spec.frequency}, this is another`,
      );
    if (supposed.some((other) => other.period.end === period.end))
      fault('period', 'duplicate', `a value for ${formatPeriod(period)} was supposed already`);
    if (value < (spec.lowerBound ?? -Infinity) || value > (spec.upperBound ?? Infinity))
      fault(
        'value',
        'out-of-range',
        `${indicator.code} lies between ${spec.lowerBound ?? '−∞'} and ${spec.upperBound ?? '∞'}`,
      );
    supposed.push({ period, value, status });
  }
  if (faults.length > 0)
    throw new AppError('invalid-request', 'Some of the supposed values could not be observed.', faults);
  return supposed;
}

function roundedOnTrack({ value, operator }: NeededValue, { decimals }: Indicator): number | null {
  if (value === null) return null;
  const units = Number((value * 10 ** decimals).toPrecision(10));
  const whole = operator === 'atLeast' ? Math.ceil(units) : Math.floor(units);
  return Number((whole / 10 ** decimals).toFixed(decimals));
}
