/** An exact number as a fraction, its denominator positive: no double can round it on the way. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Below this, finding the lowest terms costs more than it saves. */
const longUnder = 10n ** 40n;

/** over ÷ under; `under` is not 0. */
export function fraction(over: bigint, under = 1n): Fraction {
  if (under < 0n) return fraction(-over, -under);
  if (under < longUnder) return { over, under };
  const divisor = greatestCommonDivisor(over < 0n ? -over : over, under);
  return { over: over / divisor, under: under / divisor };
}

/** Reads a plain decimal text such as "-12.50". */
export function fractionOf(decimal: string): Fraction {
  const point = decimal.indexOf('.');
  const decimals = point < 0 ? 0 : decimal.length - point - 1;
  return fraction(BigInt(decimal.replace('.', '')), 10n ** BigInt(decimals));
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.under === b.under) return { over: a.over + b.over, under: a.under };
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.over, a.under * b.under);
}

/** Null where b is 0. */
export function dividedBy(a: Fraction, b: Fraction): Fraction | null {
  return b.over === 0n ? null : fraction(a.over * b.under, a.under * b.over);
}

/** As decimal text with at most so many decimals, rounded half away from zero, without zeros at the end. */
export function decimalText({ over, under }: Fraction, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const size = over < 0n ? -over : over;
  const units = (2n * size * scale + under) / (2n * under);
  const whole = units / scale;
  const rest = String(units % scale)
    .padStart(decimals, '0')
    .replace(/0+$/, '');
  const sign = over < 0n && units > 0n ? '-' : '';
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other !== 0n) [one, other] = [other, one % other];
  return one;
}
