import { addDays, periodContaining, type TimePeriod } from '#time-period';
import type { Observation } from '../observation.js';
import type { TargetSpec } from '../target.js';

/** Values of consecutive months or quarters. */
export interface SeasonalRun {
  frequency: 'M' | 'Q';
  perYear: 12 | 4;
  values: number[];
  last: TimePeriod;
}

/** Ten years of months, as the linear trend takes ten years. */
const mostYears = 10;

/**
 * The newest unbroken run of a monthly or quarterly series, ten years of it at most. A stock is as frequent as its
 * indicator, and a value of any frequency counts at the month or quarter it ends with; a flow or an average is as
 * frequent as its target.
 *
 * @param usable the target's usable observations in time order
 * @returns null for other frequencies, and when no value ends with a month (quarter)
 */
export function seasonalRun(
  target: Pick<TargetSpec, 'kind' | 'frequency' | 'indicatorFrequency'>,
  usable: readonly Observation[],
): SeasonalRun | null {
  const frequency = target.kind === 'stock' ? target.indicatorFrequency : target.frequency;
  if (frequency !== 'M' && frequency !== 'Q') return null;
  const perYear = frequency === 'M' ? 12 : 4;
  const values: number[] = [];
  let last: TimePeriod | null = null;
  let before = 0;
  for (let i = usable.length - 1; i >= 0 && values.length < mostYears * perYear; i--) {
    const { period, value } = usable[i]!;
    const number = runNumber(period, frequency);
    if (number === null) continue;
    if (last && number !== before) break;
    last ??= period;
    before = number - 1;
    values.push(value);
  }
  return last && { frequency, perYear, values: values.toReversed(), last };
}

/** The running number of the month or quarter that a period ends with; null when it ends with none. */
export function runNumber(period: TimePeriod, frequency: 'M' | 'Q'): number | null {
  const month = Number(period.end.slice(0, 4)) * 12 + Number(period.end.slice(5, 7));
  if (period.frequency === 'D' && !addDays(period.end, 1).endsWith('-01')) return null;
  if (frequency === 'M') return month;
  return month % 3 === 0 ? month / 3 : null;
}

/** The month or quarter with a running number. */
export function periodOfRun(number: number, frequency: 'M' | 'Q'): TimePeriod {
  const month = frequency === 'M' ? number : number * 3;
  const year = Math.ceil(month / 12) - 1;
  const day = `${String(year).padStart(4, '0')}-${String(month - year * 12).padStart(2, '0')}-01`;
  return periodContaining(day, frequency);
}
