import { isUnit, readUnit, share, unitKey, type Unit } from '#monitoring';
import { decimalsOf, scaled, shifted } from './cell-value.js';

/** What a value is multiplied by to come from one unit into another: times ÷ per × 10^power, in lowest terms. */
export interface Factor {
  readonly power: number;
  readonly times: bigint;
  readonly per: bigint;
}

interface Names {
  readonly zh: string;
  readonly en: string;
}

/** How a unit written in a file stands to an indicator's. */
export type UnitMatch =
  | { readonly kind: 'same' }
  | { readonly kind: 'factor'; readonly factor: Factor }
  /** A known unit of something else: % for an amount of money. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

const longestText = 100;
const mostRemembered = 5000;
const remembered = new Map<string, UnitMatch>();
const same: UnitMatch = { kind: 'same' };
/** Measured and not counted: 万 alone could be of kilowatts or of watts. */
const measured = new Set(['米', '平方米', '立方米', '克', '瓦', '瓦时', '秒', share]);

/**
 * Compares a written unit with an indicator's Chinese and English one. A multiplier alone (万) multiplies what the
 * indicator counts. A share and a level never convert into each other, nor do unlike count words.
 */
export function matchUnit(text: string, names: Names): UnitMatch {
  if (text.length > longestText) return { kind: 'unknown' };
  const question = [text, names.zh, names.en].join('\n');
  let match = remembered.get(question);
  if (!match) {
    match = compareUnits(text, names);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(question, match);
  }
  return match;
}

function compareUnits(text: string, names: Names): UnitMatch {
  const key = unitKey(text);
  if (key === unitKey(names.zh) || key === unitKey(names.en)) return same;
  const written = readUnit(text);
  if (written === null) return { kind: 'unknown' };
  for (const name of written.base === '' ? [names.zh] : [names.zh, names.en]) {
    const own = readUnit(name);
    const factor = own && factorBetween(written, own);
    if (factor) return isOne(factor) ? same : { kind: 'factor', factor };
  }
  return { kind: written.known ? 'other' : 'unknown' };
}

/** Whether a text is a unit: a known one, or a multiple of what the indicator counts in words of its own (routes). */
export function isUnitBeside(text: string, names: Names): boolean {
  if (isUnit(text)) return true;
  const { kind } = matchUnit(text, names);
  return kind === 'same' || kind === 'factor';
}

/** Null when the two measure different things. */
function factorBetween(from: Unit, to: Unit): Factor | null {
  if (from.base === '') {
    const power = from.power - to.multiplier;
    return power === 0 || !measured.has(to.base) ? { power, times: 1n, per: 1n } : null;
  }
  if (singular(from.base) !== singular(to.base)) return null;
  const [times, per] = [from.times * to.per, from.per * to.times];
  const divisor = greatestCommonDivisor(times, per);
  return { power: from.power - to.power, times: times / divisor, per: per / divisor };
}

function isOne({ power, times, per }: Factor): boolean {
  return power === 0 && times === per;
}

export function sameFactor(a: Factor, b: Factor): boolean {
  return a.power === b.power && a.times === b.times && a.per === b.per;
}

function singular(base: string): string {
  return base.length > 3 ? base.replace(/s$/, '') : base;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/**
 * A decimal text times a factor, exact; zeros behind the last decimal go.
 * @returns null when the result has no end (31 minutes in hours) or more digits than a value may have.
 */
export function converted(value: string, { power, times, per }: Factor): string | null {
  if (times === 1n && per === 1n) return trimmed(shifted(value, power));
  const decimals = decimalsOf(value);
  let numerator = scaled(value, decimals) * times;
  let divisor = per;
  let exponent = power - decimals;
  // Twos and fives of the divisor become tens; whatever else it has must divide the digits.
  for (const [prime, partner] of [
    [2n, 5n],
    [5n, 2n],
  ] as const) {
    for (; divisor % prime === 0n; divisor /= prime, exponent--) numerator *= partner;
  }
  if (numerator % divisor !== 0n) return null;
  numerator /= divisor;
  return trimmed(shifted(String(numerator), exponent));
}

function trimmed(text: string | null): string | null {
  return text?.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The factor for a sentence: ×10000, ÷60. */
export function factorWords({ power, times, per }: Factor): string {
  const up = times * 10n ** BigInt(Math.max(power, 0));
  const down = per * 10n ** BigInt(Math.max(-power, 0));
  const divisor = greatestCommonDivisor(up, down);
  return [
    up / divisor === 1n ? '' : `×${up / divisor}`,
    down / divisor === 1n ? '' : `÷${down / divisor}`,
  ].join('');
}
