import { isUnit } from '#monitoring';
import { clipped } from './cell-fault.js';
import { withoutFootnoteMarks } from './footnote-mark.js';

/** What stands in a cell of values. */
export type CellValue =
  /** A plain decimal number, every digit as it was written. */
  | { readonly kind: 'decimal'; readonly text: string }
  /** A number with something beside it: a unit or a currency's sign that has to fit, a footnote's mark to notice. */
  | {
      readonly kind: 'annotated';
      readonly text: string;
      /** What was written behind the number: %, ‰, 万人; '' where nothing was. */
      readonly unit: string;
      /** ¥ or $ before the number; '' where none was. */
      readonly currency: string;
      readonly mark: string | null;
    }
  /** Blank, or one of the signs that tables print where there is no value. */
  | { readonly kind: 'missing' }
  /** "more than 1000": a bound, not an observation. */
  | { readonly kind: 'bounded' }
  | {
      readonly kind: 'invalid';
      /** Why a text that looks like a number is none: a Chinese clause. Null when it does not look like one. */
      readonly why: string | null;
    };

const missing: CellValue = { kind: 'missing' };
const bounded: CellValue = { kind: 'bounded' };
const invalid = (why: string | null = null): CellValue => ({ kind: 'invalid', why });

/** Far more than a number with its unit and marks takes; a longer text is none, and costs nothing. */
const longestText = 120;

const missingSigns = new Set(
  ['', '/', '\\', ':', '*', 'na', 'n/a', 'n.a.', 'n.a', '#n/a', 'nan', 'null', 'none'].concat([
    '空',
    '空白',
    '无',
    '无数据',
    '缺',
    '缺失',
    '暂无',
    '暂无数据',
    '不详',
    '未统计',
    '未公布',
    '尚未公布',
  ]),
);
/** Any run of dashes, an ellipsis of any make, or two dots and more. */
const missingLine = /^(?:[-–—―‐‑─━ー]+|[.…⋯]{2,}|[…⋯])$/;

/** Spaces that part thousands: no-break, figure, thin and narrow no-break space. An ordinary one may part columns. */
const thousandsSpace = '\u00A0\u2007\u2009\u202F';
const grouped = new RegExp(
  `^[+-]?[1-9]\\d{0,2}([,${thousandsSpace}])\\d{3}(?:\\1\\d{3})*(?![\\d${thousandsSpace},])`,
);
const number = String.raw`[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;
const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const exponentForm = /^([+-]?)(\d+)(?:\.(\d*))?e([+-]?\d{1,3})$/;
/** A number and what stands behind it, which starts with no sign of a number and has no digits but those of m2, m3. */
const withUnitForm =
  /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3}(?!\d))?)\s*([^\d\s.,+\-'()]\D{0,20}(?:m[23])?|m[23])$/;

const boundForms = [
  new RegExp(`^(?:[<>≤≥≦≧]=?|=[<>])\\s*${number}`),
  new RegExp(
    `^(?:超过|超|逾|突破|大于|多于|高于|不少于|不低于|不小于|至少|小于|少于|低于|不足|不到|不超过|不大于|不高于|至多)\\s*${number}`,
  ),
  new RegExp(
    `^(?:more than|over|above|at least|no less than|not less than|less than|fewer than|under|below|at most|up to)\\s+${number}`,
  ),
  new RegExp(`^${number}\\s*(?:\\+|余|多)`),
  new RegExp(`^${number}[^\\d]{0,8}(?:以上|以下|以内)$`),
];

/** What looks like a number to a person and would have to be guessed. */
const ambiguousForms: readonly (readonly [RegExp, string])[] = [
  [/^\(\s*[\d.,]+\s*%?\s*\)$/, '括号里的数可能是负数，也可能是注；负数请写减号'],
  [/^[▲△▼▽]\s*[\d.,]+/, '▲、△ 在有的表里表示负数，在有的表里是注；负数请写减号'],
  [/^[\d.,]+\s*-$/, '减号在数的后面；负数请把减号写在前面'],
  [/^[—―]+\s*[\d.,]+/, '数前的破折号可能是减号，也可能是没有数值；负数请写减号'],
  [/^[\d.,]+%?\s*\(\s*[-+]?[\d.,]+\s*%?\s*\)$/, '括号里的数可能是注、名次或增速；请只留数值'],
  [/^[\d.,]+%?\s*\(\s*[a-z]\s*\)$/, '括号里的字母可能是注，也可能表示初步数或估计数；请写在状态列'],
  [/^[-+]?[\d.,]+[^\d]{0,4}[-–—~～至][-+]?[\d.,]+/, '这是范围，不是一个数'],
  [/^(?:约|近|大约|将近|about|approx|ca\.|~|≈)\s*[\d.,]+/, '这是约数，不是观测值'],
  [/^[\d.,]+[^\d]{0,4}(?:左右|上下)$/, '这是约数，不是观测值'],
  [/^\d+(?:'\d+)+/, '撇号可能是千位分隔，也可能是分秒；千位分隔请写逗号'],
  [/^\d+(?: \d{3})+/, '数里有空格，可能是两个数；千位分隔请写逗号'],
  [/^[+-]?\d+,\d/, '逗号不在千位上；小数点请写 .'],
  [/^#(?:div\/0!|ref!|value!|name\?|num!|null!|spill!|calc!)/, '这是表格公式的错误值'],
];

/** Digits that a value may have on both sides of its point together; figures of statistics stay far below. */
const mostDigits = 40;

/**
 * Reads a cell of values. Every digit is kept ("7.50" stays "7.50"); thousands separators, full-width characters and
 * space around the number go; an exponent is written out. A footnote's mark or a unit beside the number is told apart
 * from it and never read as digits of it.
 *
 * @param takesAsUnit whether a text behind the number is a unit; by default, whether it is a known one. With any other
 *   text (5G基站, 12a) the cell holds no number.
 */
export function readCellValue(cell: string, takesAsUnit: (text: string) => boolean = isUnit): CellValue {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell)) return { kind: 'decimal', text: cell };
  const trimmed = cell.trim();
  if (trimmed.length > longestText) return invalid();
  const written = halfWidth(trimmed);
  if (isMissing(written)) return missing;
  const { text, mark } = withoutFootnoteMarks(written);
  if (mark !== null && isMissing(text)) return missing;
  if (boundForms.some((form) => form.test(text))) return bounded;
  if (mark !== null && /^10$/.test(text) && /[⁰¹²³⁴-⁹]/.test(mark))
    return invalid(`${trimmed} 可能是 10 的幂，也可能是注`);

  const [, currency = '', amount = ''] = /^(rmb|cny|us\$|[¥$])?\s*(.*)$/s.exec(text)!;
  const plain = withoutThousands(amount);
  const whole = decimalText(plain);
  const apart = whole === null ? withUnitForm.exec(plain) : null;
  const value = whole ?? (apart && decimalText(apart[1]!));
  if (value === null)
    return invalid(ambiguousForms.find(([form]) => form.test(text) || form.test(written))?.[1] ?? null);
  if (apart === null && currency === '' && mark === null) return { kind: 'decimal', text: value };
  const unit = apart?.[2] ?? '';
  const ambiguous = ambiguousForms.find(([form]) => form.test(plain));
  if (ambiguous) return invalid(ambiguous[1]);
  if (unit !== '' && !takesAsUnit(unit)) return invalid(`数后的 ${clipped(unit)} 不是认识的单位`);
  return { kind: 'annotated', text: value, unit, currency, mark };
}

function isMissing(text: string): boolean {
  return missingSigns.has(text) || missingLine.test(text);
}

/**
 * Full-width forms as plain ones, in lower case, with one sign for minus. Not NFKC, which would make digits of
 * footnote marks. A zero-width character says nothing.
 */
function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u200B-\u200D\u2060\u00AD\uFEFF]/g, '')
    .replaceAll('￥', '¥')
    .replaceAll('﹪', '%')
    .replace(/[\u2212\uFE63]/g, '-')
    .replace(/^[\u2010\u2011\u2013](?=[\d.])/, '-')
    .trim()
    .toLowerCase();
}

/** The text without its thousands separators where they part groups of three, all alike. */
function withoutThousands(text: string): string {
  const found = grouped.exec(text);
  return found ? found[0].replaceAll(found[1]!, '') + text.slice(found[0].length) : text;
}

/** The number as an optional minus, digits, and point and digits where it has decimals; null when it is no number. */
function decimalText(text: string): string | null {
  const plain = decimalForm.exec(text);
  if (plain) return joined(plain[1]!, plain[2]!, plain[3] ?? '');
  const withExponent = exponentForm.exec(text);
  if (!withExponent) return null;
  const [, sign, whole, decimals = '', power] = withExponent;
  return shifted(`${sign}${whole}${decimals === '' ? '' : `.${decimals}`}`, Number(power));
}

/** A decimal text times a power of ten, exact: its point moves. Null when it would have too many digits. */
export function shifted(text: string, power: number): string | null {
  if (Math.abs(power) > mostDigits) return null;
  const [, sign = '', whole = '', decimals = ''] = decimalForm.exec(text)!;
  const digits = whole + decimals;
  const point = whole.length + power;
  if (point <= 0) return joined(sign, '0', '0'.repeat(-point) + digits);
  return joined(sign, digits.slice(0, point).padEnd(point, '0'), digits.slice(point));
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

export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** A decimal text as a whole number of its 10^-decimals parts. */
export function scaled(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - decimalsOf(text)));
}
