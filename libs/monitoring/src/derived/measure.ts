import { dividedBy, fraction, times, type Fraction } from './fraction.js';
import { readUnit, share } from './unit.js';

/**
 * What a quantity is measured in: the power of every base (元 1 and 人 −1 for yuan per person), and what one of it is in
 * these bases (10,000 for 万人).
 */
export interface Measure {
  readonly bases: ReadonlyMap<string, number>;
  readonly size: Fraction;
}

const one = fraction(1n);

/** Of a bare number. Not that of a share: 0.3 and 30 % are written apart, so that none is taken for the other. */
export const pureNumber: Measure = { bases: new Map(), size: one };
/** Of a share or a growth rate as a fraction of 1; one per cent is a hundredth of it. */
export const shareOfOne: Measure = { bases: new Map([[share, 1]]), size: one };
export const persons: Measure = { bases: new Map([['人', 1]]), size: one };

/** Of a unit's text, 亿元 or 个/万人; null when it is no unit. */
export function measureOfUnit(text: string): Measure | null {
  const slash = text.indexOf('/');
  if (slash < 0) return simpleMeasure(text);
  const over = simpleMeasure(text.slice(0, slash));
  const under = simpleMeasure(text.slice(slash + 1));
  return over && under && quotient(over, under);
}

function simpleMeasure(text: string): Measure | null {
  const unit = readUnit(text);
  if (unit === null || unit.base === '') return null;
  const power = 10n ** BigInt(Math.abs(unit.power));
  const size = fraction(unit.times, unit.per);
  return {
    bases: new Map([[unit.base, 1]]),
    size: times(size, unit.power < 0 ? fraction(1n, power) : fraction(power)),
  };
}

export function product(a: Measure, b: Measure): Measure {
  return { bases: summed(a.bases, b.bases, 1), size: times(a.size, b.size) };
}

export function quotient(a: Measure, b: Measure): Measure {
  // The size of a unit is never 0.
  return { bases: summed(a.bases, b.bases, -1), size: dividedBy(a.size, b.size)! };
}

function summed(a: Measure['bases'], b: Measure['bases'], sign: 1 | -1): Map<string, number> {
  const bases = new Map(a);
  for (const [base, power] of b) bases.set(base, (bases.get(base) ?? 0) + sign * power);
  return new Map([...bases].filter(([, power]) => power !== 0));
}

/** Whether two quantities measure the same thing, in whatever multiples of it. */
export function isSameMeasure(a: Measure, b: Measure): boolean {
  return a.bases.size === b.bases.size && [...a.bases].every(([base, power]) => b.bases.get(base) === power);
}

/** For a sentence: 元, 个/人, a bare number. */
export function measureWords({ bases }: Measure): string {
  if (bases.size === 0) return 'a bare number';
  const part = (wanted: 1 | -1) =>
    [...bases]
      .filter(([, power]) => Math.sign(power) === wanted)
      .map(
        ([base, power]) => (base === share ? '%' : base) + (Math.abs(power) > 1 ? `^${Math.abs(power)}` : ''),
      )
      .join('·');
  const [over, under] = [part(1), part(-1)];
  return under === '' ? over : `${over || '1'}/${under}`;
}
