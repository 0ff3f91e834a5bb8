import { fitSeasonalModel, type SeasonalModel } from './seasonal-smoothing.js';

/** A fit of ten years of months takes about 400 bytes; together no more than a plan of this many targets needs. */
const mostRemembered = 100_000;

const remembered = new Map<string, SeasonalModel | null>();

/**
 * {@link fitSeasonalModel}, made only once of the same values: most of a sweep is the search for parameters, and from one
 * sweep to the next most series stay what they were. The answer is the same as without, for the fit depends on nothing
 * but the values.
 */
export function rememberedFit(series: readonly number[], perYear: number): SeasonalModel | null {
  const key = fingerprint(series, perYear);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const fit = fitSeasonalModel(series, perYear);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(key, fit);
  return fit;
}

/**
 * 128 bits that stand for the values, every bit of them: two series of a hundred thousand have the same with a
 * probability below 10^-28. (The values themselves as a key would take three times the memory of the fits.)
 */
export function fingerprint(series: readonly number[], perYear: number): string {
  const words = new Uint32Array(Float64Array.from(series).buffer);
  let [a, b, c, d] = [perYear, series.length, 0x9e3779b9, 0x7f4a7c15];
  for (const word of words) {
    a = mixed(a ^ word, 0x85ebca6b);
    b = mixed(b ^ word ^ a, 0xc2b2ae35);
    c = mixed(c + word + b, 0x27d4eb2f);
    d = mixed((d ^ word) + c, 0x165667b1);
  }
  // Each word again through all four, so that the last values reach every bit too.
  for (let round = 0; round < 3; round++) {
    a = mixed(a ^ d, 0x85ebca6b);
    b = mixed(b ^ a, 0xc2b2ae35);
    c = mixed(c ^ b, 0x27d4eb2f);
    d = mixed(d ^ c, 0x165667b1);
  }
  return String.fromCharCode(...[a, b, c, d].flatMap((lane) => [lane >>> 16, lane & 0xffff]));
}

/** Spreads a 32-bit word over all its bits, as the last step of MurmurHash3 does. */
function mixed(word: number, odd: number): number {
  const once = Math.imul(word ^ (word >>> 15), odd);
  return once ^ (once >>> 13);
}
