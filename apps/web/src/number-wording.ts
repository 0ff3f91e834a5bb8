/** Numbers, shares and values with their unit. Chinese and English readers both group by thousands: 12,345.6. */

/** No indicator is kept with more decimals than this (contract: indicator.decimals). */
const mostDecimals = 6;

function grouped(value: number, least: number, most: number): string {
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    signDisplay: 'negative',
  }).format(value);
  return text.replace('-', '−');
}

/**
 * A number that was uploaded or set: at least the indicator's decimals, and never fewer than it really has, since
 * a 99.96 written as 100.0 would contradict the verdict beside it.
 */
export function exactNumber(value: number, decimals: number): string {
  return grouped(value, decimals, mostDecimals);
}

/** An exact decimal text with its thousands grouped; a number would lose digits of a long one. */
export function exactDecimal(decimal: string): string {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
  if (whole === undefined) return decimal;
  return `${sign === '-' ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}

/** A number that was calculated, rounded to `decimals`. */
export function roundedNumber(value: number, decimals: number): string {
  return grouped(value, decimals, decimals);
}

/** A calculated change with its sign: +3.4, −0.12. */
export function signedNumber(value: number, decimals: number): string {
  const text = roundedNumber(value, decimals);
  return value > 0 ? `+${text}` : text;
}

/** A pace as its method measures it: a ratio, or for a mere direction a rate of change per year. */
export function paceWords(method: string, pace: number): string {
  return method === 'direction' ? `${signedNumber(pace * 100, 2)}%` : roundedNumber(pace, 4);
}

/** A share (1 = all) as a percentage with one decimal: 0.7818 → 78.2%. */
export function shareWords(share: number): string {
  return `${grouped(share * 100, 1, 1)}%`;
}

/** A probability in per cent; one that is nearly certain is not called certain. */
export function probabilityWords(probability: number): string {
  if (probability > 0.999 && probability < 1) return '> 99.9%';
  if (probability < 0.001 && probability > 0) return '< 0.1%';
  return shareWords(probability);
}

/** A number and its unit; only signs such as % stand without a space. */
export function withUnit(number: string, unit: string): string {
  // "1,310 × 100 million yuan": a unit that begins with a number must not run into the value before it.
  if (/^\d/.test(unit)) return `${number} × ${unit}`;
  return unit === '' ? number : /^[%‰℃°]/.test(unit) ? `${number}${unit}` : `${number} ${unit}`;
}

/** A file's size: 512 B, 12.3 KB, 4.5 MB. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${roundedNumber(bytes / 1024, 1)} KB`;
  return `${roundedNumber(bytes / 1024 ** 2, 1)} MB`;
}
