import { dayText, isDay, type Day } from './day.js';
import { periodOfDay, periodOfYear, type Accumulation, type TimePeriod } from './period.js';

const digit0 = 48;
const hyphen = 45;

/** The number in the ASCII digits text[from, to), or −1 when another character stands there. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i) - digit0;
    if (!(code >= 0 && code <= 9)) return -1;
    value = value * 10 + code;
  }
  return value;
}

function monthly(accumulation: Accumulation, year: number, month: number): TimePeriod | null {
  return year >= 1 && month >= 1 && month <= 12 ? periodOfYear('M', accumulation, year, month) : null;
}

function quarterly(accumulation: Accumulation, year: number, quarter: number): TimePeriod | null {
  return year >= 1 && quarter >= 1 && quarter <= 4 ? periodOfYear('Q', accumulation, year, quarter) : null;
}

function halfYearly(year: number, half: number): TimePeriod | null {
  return year >= 1 && (half === 1 || half === 2) ? periodOfYear('S', 'period', year, half) : null;
}

function annual(year: number): TimePeriod | null {
  return year >= 1 ? periodOfYear('A', 'period', year, 1) : null;
}

function daily(year: number, month: number, day: number): TimePeriod | null {
  const text = dayText(year, month, day);
  return isDay(text) ? periodOfDay(text) : null;
}

/** 2019, 2019-06, 2019-Q3 and 2019-06-30 by character codes: the forms that fill a file of a million rows. */
function parsePlain(text: string): TimePeriod | null {
  const year = digits(text, 0, 4);
  if (year < 1) return null;
  if (text.length === 4) return annual(year);
  if (text.charCodeAt(4) !== hyphen) return null;
  if (text.length === 7) {
    const letter = text.charAt(5);
    if (letter === 'Q') return quarterly('period', year, digits(text, 6, 7));
    if (letter === 'S') return halfYearly(year, digits(text, 6, 7));
    return monthly('period', year, digits(text, 5, 7));
  }
  if (text.length === 10 && text.charCodeAt(7) === hyphen) {
    const month = digits(text, 5, 7);
    const day = digits(text, 8, 10);
    return month > 0 && day > 0 ? daily(year, month, day) : null;
  }
  return null;
}

/** Full-width forms (２０１９／６) and the ideographic space as their ASCII counterparts. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

const dash = '(?:-|–|—|―|−|~|〜|至|到)+';
const number = '(\\d{1,2}|[一二三四五六七八九十]{1,2}|两)';
const chineseDigits = '一二三四五六七八九十';

/** 6, 06, 六, 两, 十二 → a number; 0 when the characters do not make one up to twelve. */
function smallNumber(text: string | undefined): number {
  if (text === undefined) return 0;
  if (text.charCodeAt(0) <= 57) return Number(text);
  if (text === '两') return 2;
  if (text.length === 1) return chineseDigits.indexOf(text) + 1;
  return text.startsWith('十') && text !== '十十' ? 10 + chineseDigits.indexOf(text.charAt(1)) + 1 : 0;
}

type Form = [RegExp, (year: number, a: string | undefined, b: string | undefined) => TimePeriod | null];

/** Further ways SDMX, spreadsheets and registries write a period; the first group is the year. */
const latinForms: Form[] = [
  [/^(\d{4})-A1$/i, (year) => annual(year)],
  [/^(\d{4})-?[SH]([12])$/i, (year, half) => halfYearly(year, Number(half))],
  [/^(\d{4})-?Q([1-4])$/i, (year, quarter) => quarterly('period', year, Number(quarter))],
  [/^(\d{4})-M(\d\d)$/i, (year, month) => monthly('period', year, Number(month))],
  [/^(\d{4})(\d\d)$/, (year, month) => monthly('period', year, Number(month))],
  [/^(\d{4})(\d\d)(\d\d)$/, (year, month, day) => daily(year, Number(month), Number(day))],
  [/^(\d{4})[-/](\d{1,2})$/, (year, month) => monthly('period', year, Number(month))],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, (year, month, day) => daily(year, Number(month), Number(day))],
  [/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, (year, month, day) => daily(year, Number(month), Number(day))],
  // 2019.6 stays no period: as a spreadsheet number it could be June, October cut short, or a decimal year.
  [/^(\d{4})\.(\d{1,2})\.(\d{1,2})$/, (year, month, day) => daily(year, Number(month), Number(day))],
  [/^(\d{4})-01\/\1-(\d\d)$/, (year, month) => monthly('yearToDate', year, Number(month))],
  [/^(\d{4})-Q1\/\1-Q([1-4])$/i, (year, quarter) => quarterly('yearToDate', year, Number(quarter))],
];

/** Chinese wordings, without spaces. */
const chineseForms: Form[] = [
  [/^(\d{4})年(?:度|全年|末|底)?$/, (year) => annual(year)],
  [/^(\d{4})年(上|下)半年$/, (year, half) => halfYearly(year, half === '上' ? 1 : 2)],
  [
    new RegExp(`^(\\d{4})年${number}月(?:份|末|底)?$`),
    (year, month) => monthly('period', year, smallNumber(month)),
  ],
  [
    new RegExp(`^(\\d{4})年${number}月累计$`),
    (year, month) => monthly('yearToDate', year, smallNumber(month)),
  ],
  [
    new RegExp(`^(\\d{4})年(?:0?1|一)月?${dash}${number}月(?:份)?(?:累计)?$`),
    (year, month) => monthly('yearToDate', year, smallNumber(month)),
  ],
  [
    new RegExp(`^(\\d{4})年前${number}个?月$`),
    (year, month) => monthly('yearToDate', year, smallNumber(month)),
  ],
  [
    new RegExp(`^(\\d{4})年(?:第?${number}季度|Q([1-4]))$`, 'i'),
    (year, quarter, letter) => quarterly('period', year, smallNumber(quarter ?? letter)),
  ],
  [
    new RegExp(`^(\\d{4})年第?${number}季度累计$`),
    (year, quarter) => quarterly('yearToDate', year, smallNumber(quarter)),
  ],
  [
    new RegExp(`^(\\d{4})年前${number}个?季度$`),
    (year, quarter) => quarterly('yearToDate', year, smallNumber(quarter)),
  ],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/, (year, month, day) => daily(year, Number(month), Number(day))],
];

/**
 * Reads a period: SDMX text (2019, 2019-S1, 2019-Q3, 2019-06, 2019-06-30, 2019-01/2019-06, 2019-Q1/2019-Q3), its
 * usual variants (2019-H1, 2019-A1, 2019-M06, 2019Q3, 201906, 20190630, 2019/6) and Chinese wordings (2019年,
 * 2019年上半年, 2019年三季度, 2019年前三季度, 2019年6月, 2019年1-6月, 2019年末, 2019年6月30日). Full-width characters
 * and spaces around the text are allowed, and spaces anywhere in a Chinese wording.
 *
 * A year's or month's end (2019年末) is that year or month: a stock stands at the end of its period.
 *
 * @returns null when the text is not a period; a range that does not start in January (2019年4-6月) is not one.
 */
export function parsePeriod(text: string): TimePeriod | null {
  const plain = parsePlain(text);
  if (plain) return plain;
  const trimmed = halfWidth(text).trim();
  const chinese = trimmed.includes('年');
  const wording = chinese ? trimmed.replace(/\s+/g, '') : trimmed;
  for (const [form, read] of chinese ? chineseForms : latinForms) {
    const match = form.exec(wording);
    if (match) return read(Number(match[1]), match[2], match[3]);
  }
  return trimmed === text ? null : parsePlain(trimmed);
}

/**
 * The day on which something released on a day, in a month or in a year was certainly out: its last day. Reads the
 * same texts as parsePeriod; null for halves, quarters, year-to-date ranges and anything else.
 */
export function releaseDay(text: string): Day | null {
  const period = parsePeriod(text);
  if (!period || period.accumulation !== 'period') return null;
  return period.frequency === 'D' || period.frequency === 'M' || period.frequency === 'A' ? period.end : null;
}
