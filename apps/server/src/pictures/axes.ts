/** Where the axes of a picture begin, end and are labelled. */
import {
  dayInZone,
  formatPeriodEn,
  formatPeriodZh,
  type Frequency,
  nextPeriod,
  periodContaining,
  pointOf,
  type TimePeriod,
} from '#time-period';
import type { AxisTick, Language, PictureAxis } from './picture.js';

/** The least part of its highest value that an axis spans: a change of 3 % must not look like a cliff. */
const leastSpan = 0.15;
/** An axis begins at 0 when the lowest value is no more than this part of the highest. */
const zeroFrom = 0.5;

/**
 * The vertical axis for these values, in round steps. It begins at 0 wherever that costs at most half of its height;
 * where it leaves out 0 it is `cut`, and spans at least 15 % of the highest value.
 */
export function valueAxis(values: readonly number[]): PictureAxis & { readonly cut: boolean } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const fromZero = least >= 0 && least <= most * zeroFrom;
  const toZero = most <= 0 && most >= least * zeroFrom;
  const needed = leastSpan * Math.max(Math.abs(least), Math.abs(most));
  const missing = fromZero || toZero ? 0 : Math.max(0, needed - (most - least));
  const pad = (most - least) * 0.06;
  const low = fromZero ? 0 : least - missing / 2 - pad;
  const high = toZero ? 0 : most + missing / 2 + pad;
  const step = roundStep((high === low ? 1 : high - low) / 6);
  const from = Math.floor(tidy(low / step)) * step;
  const to = Math.max(Math.ceil(tidy(high / step)) * step, from + step);
  // A value that cannot be negative has no axis below 0.
  const start = least >= 0 ? Math.max(0, from) : from;
  const ticks: AxisTick[] = [];
  for (let index = 0; start + index * step <= to + step / 2; index += 1) {
    const at = tidy(start + index * step);
    ticks.push({ at, label: at.toLocaleString('en-US', { maximumFractionDigits: 6 }).replace('-', '−') });
  }
  return { from: tidy(start), to: tidy(to), ticks, cut: start > 0 || to < 0 };
}

/** 1, 2, 2.5 or 5 times a power of ten, no less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= least * 0.999) ?? 10;
  return factor * power;
}

/** Without the last digits, in which doubles differ from the decimals that are meant. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const dayMs = 86_400_000;
const yearMs = 365.25 * dayMs;
/** Of one label with the space after it, in CSS pixels. */
const labelWidths: Readonly<Record<Frequency, number>> = { A: 58, S: 104, Q: 104, M: 88, D: 120 };
const finestFirst: readonly Frequency[] = ['D', 'M', 'Q', 'S', 'A'];

/**
 * The time axis over these instants, a little wider than they are, labelled at the ends of periods, because that is
 * where values and deadlines stand: of years, or of shorter periods where the values have them and few years are shown.
 *
 * @param finest the shortest period that a value is of
 * @param width of the axis in CSS pixels
 */
export function timeAxis(
  times: readonly number[],
  finest: Frequency,
  width: number,
  language: Language,
  timeZone: string,
): PictureAxis {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  // Of a single instant half a period is shown on either side of it.
  const lone = finest === 'D' ? 3 * dayMs : finest === 'A' ? 0.7 * yearMs : 60 * dayMs;
  const margin = first === last ? lone : (last - first) * 0.04;
  const [from, to] = [first - margin, last + margin];
  const choices = finestFirst.slice(finestFirst.indexOf(finest));
  const within = (periods: readonly TimePeriod[]) =>
    periods
      .map((period) => ({ period, at: pointOf(period, timeZone) }))
      .filter(({ at }) => at >= from && at <= to);
  const label = ({ period, at }: { period: TimePeriod; at: number }): AxisTick => ({
    at,
    label: language === 'zh' ? formatPeriodZh(period) : formatPeriodEn(period),
  });
  for (const frequency of choices) {
    if (frequency !== 'A' && to - from > 3 * yearMs) continue;
    if ((to - from) / shortestMs[frequency] > 400) continue;
    const ticks = within(periodsBetween(from, to, frequency, timeZone));
    if (ticks.length > 0 && ticks.length * labelWidths[frequency] <= width)
      return { from, to, ticks: ticks.map(label) };
  }
  const years = within(periodsBetween(from, to, 'A', timeZone));
  const most = Math.max(2, Math.floor(width / labelWidths.A));
  const step = Math.max(1, Math.ceil(years.length / most));
  // Counted back from the last, which is the deadline more often than not.
  const ticks = years.filter((_, index) => (years.length - 1 - index) % step === 0);
  return { from, to, ticks: ticks.map(label) };
}

const shortestMs: Readonly<Record<Frequency, number>> = {
  A: 365 * dayMs,
  S: 181 * dayMs,
  Q: 90 * dayMs,
  M: 28 * dayMs,
  D: dayMs,
};

function periodsBetween(from: number, to: number, frequency: Frequency, timeZone: string): TimePeriod[] {
  const lastDay = dayInZone(new Date(to), timeZone);
  const periods: TimePeriod[] = [];
  let period = periodContaining(dayInZone(new Date(from), timeZone), frequency);
  while (period.end <= lastDay) {
    periods.push(period);
    period = nextPeriod(period);
  }
  return periods;
}
