/** What stands in a cell of values. */
export type CellValue =
  /** A plain decimal number, every digit as it was written. */
  | { readonly kind: 'decimal'; readonly text: string }
  /** Blank, or one of the signs that tables print where there is no value. */
  | { readonly kind: 'missing' }
  /** "more than 1000": a bound, not an observation. */
  | { readonly kind: 'bounded' }
  | { readonly kind: 'invalid' };

const missing: CellValue = { kind: 'missing' };
const bounded: CellValue = { kind: 'bounded' };
const invalid: CellValue = { kind: 'invalid' };

const missingSigns = new Set(
  ['', '-', '--', '–', '—', '——', '…', '……', '..', '...', '......', '/', '\\', ':', '*']
    .concat(['na', 'n/a', '#n/a', 'nan', 'null', 'none', '无', '无数据', '缺', '缺失', '暂无', '不详'])
    .map(plainWidth),
);

const number = String.raw`[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;
const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const thousandsForm = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const exponentForm = /^([+-]?)(\d+)(?:\.(\d*))?e([+-]?\d{1,3})$/;
const boundForms = [
  new RegExp(`^(?:[<>≤≥≦≧]=?|=[<>])\\s*${number}`),
  new RegExp(
    `^(?:超过|超|逾|突破|大于|多于|高于|不少于|不低于|不小于|至少|小于|少于|低于|不足|不到|不超过|不大于|不高于|至多)\\s*${number}`,
  ),
  new RegExp(`^${number}\\s*(?:\\+|以上|以下|以内|余|多)`),
];

/** Digits that a value may have on both sides of its point together; figures of statistics stay far below. */
const mostDigits = 40;

/**
 * Reads a cell of values. Every digit is kept ("7.50" stays "7.50"); thousands separators, full-width characters and
 * space around the number go; an exponent is written out.
 */
export function readCellValue(cell: string): CellValue {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell)) return { kind: 'decimal', text: cell };
  const text = plainWidth(cell);
  if (missingSigns.has(text)) return missing;
  const decimal = decimalText(thousandsForm.test(text) ? text.replaceAll(',', '') : text);
  if (decimal !== null) return { kind: 'decimal', text: decimal };
  return boundForms.some((form) => form.test(text)) ? bounded : invalid;
}

function plainWidth(text: string): string {
  return text.normalize('NFKC').replaceAll('\u2212', '-').trim().toLowerCase();
}

/** The number as an optional minus, digits, and point and digits where it has decimals; null when it is no number. */
function decimalText(text: string): string | null {
  const plain = decimalForm.exec(text);
  if (plain) return joined(plain[1]!, plain[2]!, plain[3] ?? '');
  const withExponent = exponentForm.exec(text);
  if (!withExponent) return null;
  const [, sign, whole, decimals = '', power] = withExponent;
  const exponent = Number(power);
  if (Math.abs(exponent) > mostDigits) return null;
  const digits = whole! + decimals;
  const point = whole!.length + exponent;
  if (point <= 0) return joined(sign!, '0', '0'.repeat(-point) + digits);
  return joined(sign!, digits.slice(0, point).padEnd(point, '0'), digits.slice(point));
}

function joined(sign: string, whole: string, decimals: string): string | null {
  const digits = whole.length + decimals.length;
  if (digits === 0 || digits > mostDigits) return null;
  const shortest = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${shortest}${decimals === '' ? '' : `.${decimals}`}`;
}

/** Order of two decimal texts, exact however many digits they have: negative when a is the smaller. */
export function compareDecimals(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (difference !== 0) return difference;
  // Doubles keep 16 digits or so: what they cannot tell apart is compared digit by digit.
  const decimals = Math.max(decimalsOf(a), decimalsOf(b));
  const [one, other] = [scaled(a, decimals), scaled(b, decimals)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - decimalsOf(text)));
}
