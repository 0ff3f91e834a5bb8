import type { Day } from './day.js';
import { annual, daily, halfYearly, monthly, quarterly, readPartOfYear } from './part-of-year.js';
import type { TimePeriod } from './period.js';

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

/** No wording of a period is longer; whatever is longer costs nothing. */
const longestWording = 60;

/** Forms that are wholly digits and ASCII signs: how SDMX, spreadsheets and registries write a period. */
type WholeForm = [RegExp, (year: number, a: string | undefined, b: string | undefined) => TimePeriod | null];
const wholeForms: WholeForm[] = [
  [/^(\d{4})-a1$/, (year) => annual(year)],
  [/^(\d{4})(\d\d)$/, (year, month) => monthly('period', year, Number(month))],
  [/^(\d{4})(\d\d)(\d\d)$/, (year, month, day) => daily(year, Number(month), Number(day))],
  [/^(\d{4})[-/](\d{1,2})$/, (year, month) => monthly('period', year, Number(month))],
  // A spreadsheet's day, with the midnight that some programs print behind it.
  [
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]0?0:00(?::00(?:\.0{1,6})?)?)?$/,
    (year, month, day) => daily(year, Number(month), Number(day)),
  ],
  [
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: 0?0:00(?::00)?)?$/,
    (year, month, day) => daily(year, Number(month), Number(day)),
  ],
  // 2019.6 stays no period: as a spreadsheet number it could be June, October cut short, or a decimal year.
  [/^(\d{4})\.(\d{1,2})\.(\d{1,2})$/, (year, month, day) => daily(year, Number(month), Number(day))],
  [/^(\d{4})-01\/\1-(\d\d)$/, (year, month) => monthly('yearToDate', year, Number(month))],
  [/^(\d{4})-q1\/\1-q([1-4])$/, (year, quarter) => quarterly('yearToDate', year, Number(quarter))],
];

/**
 * Half width, lower case, one sort of dash, Chinese years in digits, no space around. Only plain full-width forms are
 * folded: a circled or raised digit is a footnote's mark and must not become part of the number.
 */
function plainWording(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[–—―−‐‑─~〜至到]+/g, '-')
    .replace(/--+/g, '-')
    .replace(/[○零]/g, '〇')
    .replace(/^[〇一二三四五六七八九]{4}(?=\s*年)/, (year) =>
      [...year].map((digit) => '〇一二三四五六七八九'.indexOf(digit)).join(''),
    )
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * Reads a period: SDMX text (2019, 2019-S1, 2019-Q3, 2019-06, 2019-06-30, 2019-01/2019-06, 2019-Q1/2019-Q3), its
 * usual variants (2019-H1, 2019-A1, 2019-M06, 2019Q3, 201906, 20190630, 2019/6), Chinese wordings (2019年, 2019年末,
 * 2019年上半年, 2019上半年, 2019年三季度, 2019年前三季度, 2019年6月, 2019年1-6月, 2019年6月30日, 二〇一九年) and English ones
 * (June 2019, Jan–Jun 2019, Q3 2019, H1 2019, end of 2019, first half of 2019, 30 June 2019). Full-width characters,
 * either case and spaces are allowed.
 *
 * A year's or month's end (2019年末) is that year or month: a stock stands at the end of its period.
 *
 * @returns null when the text is not a period, or could be more than one: a year of two digits, a fiscal year
 *   (FY2019), 2019.6 and 6/30/2019; and for a range that does not start in January (2019年4-6月).
 */
export function parsePeriod(text: string): TimePeriod | null {
  const plain = parsePlain(text);
  if (plain || text.length > longestWording) return plain;
  const wording = plainWording(text);
  for (const [form, read] of wholeForms) {
    const match = form.exec(wording);
    if (match) return read(Number(match[1]), match[2], match[3]);
  }
  return readYearFirst(wording) ?? readYearLast(wording);
}

/** 2019年…, 2019…, 2019-Jun. */
function readYearFirst(wording: string): TimePeriod | null {
  const match = /^(\d{4})(?:\s*年|\s*[-/](?=.))?\s*(.*)$/.exec(wording);
  if (!match) return null;
  const [, year = '', part = ''] = match;
  return part === '' ? annual(Number(year)) : readPartOfYear(part, Number(year));
}

/** Q3 2019, end of June 2019, January–June 2019; "January 2019 to date" is year-to-date. */
function readYearLast(wording: string): TimePeriod | null {
  const match = /^(.*[^\d])(\d{4})( to date)?$/.exec(wording);
  if (!match) return null;
  const [, before = '', year, toDate] = match;
  const period = readPartOfYear(before.replace(/[\s,./-]+$/, '').replace(/ of$/, ''), Number(year));
  if (!period || toDate === undefined) return period;
  return period.frequency === 'M' || period.frequency === 'Q'
    ? { ...period, accumulation: 'yearToDate' }
    : null;
}

/**
 * A year from one level of a table's header and a part of it from another: ("2019年", "1-6月") is January to June
 * 2019, ("2019", "全年") the year. A part that names a year itself must name the same one.
 *
 * @returns null when the first is not a plain year or the two together are no period; also for a blank part.
 */
export function combinePeriod(yearText: string, partText: string): TimePeriod | null {
  if (yearText.length > longestWording || partText.length > longestWording) return null;
  const year = /^(\d{4})\s*(?:年度?|全年|年全年)?$/.exec(plainWording(yearText))?.[1];
  const part = plainWording(partText);
  if (year === undefined || part === '') return null;
  const period = readPartOfYear(part, Number(year)) ?? parsePeriod(partText);
  return period?.start.startsWith(year) ? period : null;
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
