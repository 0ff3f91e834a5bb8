import { dayText, isDay } from './day.js';
import { periodOfDay, periodOfYear, type Accumulation, type TimePeriod } from './period.js';

export function monthly(accumulation: Accumulation, year: number, month: number): TimePeriod | null {
  return year >= 1 && month >= 1 && month <= 12 ? periodOfYear('M', accumulation, year, month) : null;
}

export function quarterly(accumulation: Accumulation, year: number, quarter: number): TimePeriod | null {
  return year >= 1 && quarter >= 1 && quarter <= 4 ? periodOfYear('Q', accumulation, year, quarter) : null;
}

export function halfYearly(year: number, half: number): TimePeriod | null {
  return year >= 1 && (half === 1 || half === 2) ? periodOfYear('S', 'period', year, half) : null;
}

export function annual(year: number): TimePeriod | null {
  return year >= 1 ? periodOfYear('A', 'period', year, 1) : null;
}

export function daily(year: number, month: number, day: number): TimePeriod | null {
  const text = dayText(year, month, day);
  return isDay(text) ? periodOfDay(text) : null;
}

const chineseDigits = '一二三四五六七八九';
const number = '(\\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])';
const quarterNumber = '(0?[1-4]|[一二两三四ⅰⅱⅲⅳ])';

/** 6, 06, 六, 两, 十二, 三十一, ⅲ → a number. */
function smallNumber(text = ''): number {
  if (/^\d/.test(text)) return Number(text);
  if (text === '两') return 2;
  const roman = 'ⅰⅱⅲⅳ'.indexOf(text);
  if (text.length === 1 && roman >= 0) return roman + 1;
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['0', text];
  return (tens === '0' ? 0 : tens === '' ? 10 : digitOf(tens) * 10) + digitOf(ones);
}

function digitOf(text: string): number {
  return text === '' ? 0 : chineseDigits.indexOf(text) + 1;
}

const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const englishMonth =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const ordinals = ['first', 'second', 'third', 'fourth'];

function monthNamed(name = ''): number {
  return englishMonths.indexOf(name.slice(0, 3)) + 1;
}

type Form = [RegExp, (year: number, a: string | undefined, b: string | undefined) => TimePeriod | null];

/** Wordings of a part of a year, in half width, lower case, with '-' for every dash and without spaces. */
const forms: Form[] = [
  [/^(?:度|全年|年?[末底]数?)$/, (year) => annual(year)],
  [/^(?:annual|(?:full|whole)-?year|(?:year-?)?end)$/, (year) => annual(year)],
  [/^([上下])半年$/, (year, half) => halfYearly(year, half === '上' ? 1 : 2)],
  [/^(?:[sh]([12])|([12])h)$/, (year, after, before) => halfYearly(year, Number(after ?? before))],
  [/^(first|second)half$/, (year, half) => halfYearly(year, half === 'first' ? 1 : 2)],
  [new RegExp(`^${number}月(?:份|末|底)?$`), (year, month) => monthly('period', year, smallNumber(month))],
  [/^m(\d{1,2})$/, (year, month) => monthly('period', year, Number(month))],
  [
    new RegExp(`^(?:end(?:of)?-?)?${englishMonth}$`),
    (year, month) => monthly('period', year, monthNamed(month)),
  ],
  [new RegExp(`^${number}月累计$`), (year, month) => monthly('yearToDate', year, smallNumber(month))],
  [
    new RegExp(`^(?:0?1|一)月?-${number}月份?(?:累计)?$`),
    (year, month) => monthly('yearToDate', year, smallNumber(month)),
  ],
  [
    new RegExp(`^jan(?:uary)?\\.?(?:-|to)${englishMonth}$`),
    (year, month) => monthly('yearToDate', year, monthNamed(month)),
  ],
  [new RegExp(`^前${number}个?月$`), (year, month) => monthly('yearToDate', year, smallNumber(month))],
  [
    new RegExp(`^第?${quarterNumber}季(?:度末?)?$`),
    (year, quarter) => quarterly('period', year, smallNumber(quarter)),
  ],
  [/^(?:q([1-4])|([1-4])q)$/, (year, after, before) => quarterly('period', year, Number(after ?? before))],
  [
    /^(first|second|third|fourth)quarter$/,
    (year, nth = '') => quarterly('period', year, 1 + ordinals.indexOf(nth)),
  ],
  [
    new RegExp(`^第?${quarterNumber}季度累计$`),
    (year, quarter) => quarterly('yearToDate', year, smallNumber(quarter)),
  ],
  [
    new RegExp(`^前${quarterNumber}个?季度$`),
    (year, quarter) => quarterly('yearToDate', year, smallNumber(quarter)),
  ],
  [
    new RegExp(`^第?[1一ⅰ](?:季度?)?-第?${quarterNumber}季度?(?:累计)?$`),
    (year, quarter) => quarterly('yearToDate', year, smallNumber(quarter)),
  ],
  [/^q1-q?([1-4])$/, (year, quarter) => quarterly('yearToDate', year, Number(quarter))],
  [/^firstthreequarters$/, (year) => quarterly('yearToDate', year, 3)],
  [
    new RegExp(`^${number}月(\\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]$`),
    (year, month, day) => daily(year, smallNumber(month), smallNumber(day)),
  ],
  [
    new RegExp(`^(\\d{1,2})${englishMonth}$`),
    (year, day, month) => daily(year, monthNamed(month), Number(day)),
  ],
  [
    new RegExp(`^${englishMonth}(\\d{1,2})$`),
    (year, month, day) => daily(year, monthNamed(month), Number(day)),
  ],
];

/**
 * Reads what stands beside a year: 上半年, 三季度, 前三季度, 6月, 1-6月, 全年, 末, Q3, H1, June, Jan-Jun. A range that
 * names its year again (1月-2019年6月) may.
 * @param part in half width and lower case, with '-' for every dash.
 * @returns null when it is no part of a year; a bare number is none.
 */
export function readPartOfYear(part: string, year: number): TimePeriod | null {
  // "1 2月" could be December or two columns run together.
  if (/\d\s+\d/.test(part)) return null;
  const wording = part.replace(/\s+/g, '').replace(`-${year}年`, '-');
  for (const [form, read] of forms) {
    const match = form.exec(wording);
    if (match) return read(year, match[1], match[2]);
  }
  return null;
}
