/** Supposed values of a what-if: how one is typed, and over which span a slider reaches. Pure. */
import { ungrouped } from './value-draft';

export interface SupposedValue {
  period: string;
  value: number;
}

export type TypedFault = 'notANumber' | 'below' | 'above';

/** What limits a value; exact decimal texts. */
export interface Bounds {
  lowerBound: string | null;
  upperBound: string | null;
}

/** The number that was typed, grouped or not, in half or full width; null when it is none. */
export function typedNumber(text: string): number | null {
  const plain = ungrouped(text);
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** What is wrong with a typed number; null: nothing. */
export function faultOf(value: number | null, { lowerBound, upperBound }: Bounds): TypedFault | null {
  if (value === null) return 'notANumber';
  if (lowerBound !== null && value < Number(lowerBound)) return 'below';
  return upperBound !== null && value > Number(upperBound) ? 'above' : null;
}

export interface SliderSpan {
  min: number;
  max: number;
  step: number;
}

/** About so many steps from end to end: a key press moves a visible way, and no value is far. */
const steps = 200;
const mostDecimals = 6;

/** The least of 1, 2, 5, 10, 20, … times a power of ten that is not less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/**
 * What a slider reaches over: a quarter further than all that matters on either side (what was observed, what is
 * asked for, what is needed), within the indicator's bounds, in steps that its decimals can write.
 *
 * @param values what matters; without any it reaches from 0 to 100.
 * @param supposed values that were typed and must be reachable too.
 */
export function sliderSpan(
  values: readonly number[],
  supposed: readonly number[],
  decimals: number,
  { lowerBound, upperBound }: Bounds,
): SliderSpan {
  const given = values.length === 0 ? [0, 100] : values;
  const [least, most] = [Math.min(...given), Math.max(...given)];
  const room = (most - least || Math.abs(most) || 1) / 4;
  const [low, high] = [
    Math.max(least - room, lowerBound === null ? -Infinity : Number(lowerBound)),
    Math.min(most + room, upperBound === null ? Infinity : Number(upperBound)),
  ];
  const step = Math.max(
    roundStep(Math.max(high - low, 1e-9) / steps),
    10 ** -Math.min(decimals, mostDecimals),
  );
  const onStep = (value: number, round: (of: number) => number) =>
    Number((round(Number((value / step).toPrecision(12))) * step).toFixed(mostDecimals));
  return {
    min: Math.min(
      onStep(low, lowerBound !== null && low === Number(lowerBound) ? Math.ceil : Math.floor),
      ...supposed,
    ),
    max: Math.max(
      onStep(high, upperBound !== null && high === Number(upperBound) ? Math.floor : Math.ceil),
      ...supposed,
    ),
    step,
  };
}

/** The values with one of a period put in, or (null) taken out; in the order of `periods`. */
export function withValue(
  supposed: readonly SupposedValue[],
  period: string,
  value: number | null,
  periods: readonly string[],
): SupposedValue[] {
  const others = supposed.filter((one) => one.period !== period);
  const all = value === null ? others : [...others, { period, value }];
  return all.toSorted((a, b) => periods.indexOf(a.period) - periods.indexOf(b.period));
}
