/** Factors by which a value is off when a unit or the decimal point slipped: 万, 亿, 千, per cent, one digit. */
const factors = [10, 100, 1000, 10_000, 100_000_000] as const;

/** A value stands this factor away from what it should be; `times`: it is larger, not smaller. */
export interface UnitSlip {
  readonly factor: (typeof factors)[number];
  readonly times: boolean;
}

/**
 * How far from the exact factor a ratio may be. A tenfold growth happens, so 10 must be met closely (6.7 to 15); for
 * the others a year's growth or fall by half makes no difference.
 */
const tolerance = (factor: number): number => Math.log(factor === 10 ? 1.5 : 2);

/** The factor that a value is off from a reference, or null when it is none of them. Only of positive numbers. */
export function slipBetween(value: number, reference: number): UnitSlip | null {
  if (!(value > 0 && reference > 0)) return null;
  const ratio = Math.log(value / reference);
  const factor = factors.find((f) => Math.abs(Math.abs(ratio) - Math.log(f)) <= tolerance(f));
  return factor === undefined ? null : { factor, times: ratio > 0 };
}

/**
 * A slip of a value against the values next to it in time, nearest first. Both must agree, and the series itself must
 * not have changed by the root of the factor or more between two values: one that ranges from 3 to 40 within a year
 * can do 400. From a single other value a factor of ten cannot be told from growth.
 *
 * @param largestChange the largest change of the logarithm in the series' own history; null when it has no change.
 */
export function slipAgainst(
  value: number,
  references: readonly number[],
  largestChange: number | null,
): UnitSlip | null {
  const [nearest, second] = references;
  if (nearest === undefined) return null;
  const slip = slipBetween(value, nearest);
  if (!slip) return null;
  if (slip.factor === 10 && largestChange === null) return null;
  if ((largestChange ?? 0) >= Math.log(slip.factor) / 2) return null;
  if (second !== undefined) {
    const ratio = Math.log(value / second) * (slip.times ? 1 : -1);
    if (!(Math.abs(ratio - Math.log(slip.factor)) <= Math.log(3))) return null;
  }
  return slip;
}

const bases: readonly (readonly [factor: number, from: RegExp, to: string])[] = [
  [10_000, /^亿/, '万'],
  [100_000_000, /^亿/, ''],
  [10_000, /^万/, ''],
  [1000, /^公里$/, '米'],
  [1000, /^吨$/, '公斤'],
  [1000, /^毫克/, '微克'],
];
/** What is counted by ten thousands and hundred millions. */
const counted = /^(?=(?:元|美元|人|人次|户|家|吨|吨标准煤|亩|公顷|平方米|立方米|只|头|辆|台|千瓦|千瓦时)$)/;
const larger: readonly (readonly [factor: number, from: RegExp, to: string])[] = [
  [10_000, /^万(?!亿)/, '亿'],
  [10_000, counted, '万'],
  [100_000_000, counted, '亿'],
  [1000, /^米$/, '公里'],
  [1000, /^公斤$/, '吨'],
  [1000, /^微克/, '毫克'],
  [100, /^[%％]$/, '小数'],
];

/** The unit that the value was probably written in, or null when no everyday unit fits. */
export function unitWritten({ factor, times }: UnitSlip, unit: string): string | null {
  for (const [by, from, to] of times ? bases : larger)
    if (by === factor && from.test(unit)) return unit.replace(from, to);
  return null;
}
