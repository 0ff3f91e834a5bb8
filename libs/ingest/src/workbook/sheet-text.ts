import type { SheetCell, SheetRow } from './workbook-cells.js';

/** What a date's number format shows of it. */
type DateParts = 'year' | 'month' | 'day' | 'time';
type Shape = 'number' | 'percent' | 'duration' | DateParts;

/** Text of a formula that was never computed; it reads as no number and as no period, so that it is refused. */
export const uncomputed = '#无缓存值';

const errors = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
]);

/** Columns up to which short rows are filled up: one cell far to the right must not widen all rows. */
const widestPadded = 256;

/** Turns the rows of a sheet into lines of CSV: line n is row n, blank rows are blank lines. */
export class SheetLines {
  private readonly shapes = new Map<string, Shape>();
  private nextRow = 0;
  /** Of the widest row so far, counted from 1. A workbook does not store blank cells behind the last one of a row. */
  private width = 0;
  /** How many rows hold at least one number that is no date. */
  rowsWithNumbers = 0;

  constructor(private readonly date1904: boolean) {}

  /** The lines of `rows`, and of the blank ones before and between them. */
  of(rows: readonly SheetRow[]): string {
    let text = '';
    for (const { row, cells } of rows) {
      text += '\n'.repeat(row - this.nextRow) + this.line(cells) + '\n';
      this.nextRow = row + 1;
    }
    return text;
  }

  private line(cells: readonly SheetCell[]): string {
    let line = '';
    let column = 0;
    let numbers = 0;
    for (const cell of cells) {
      const text = this.textOf(cell);
      line += ','.repeat(cell.column - column) + quoted(text);
      column = cell.column;
      if (looksLikeNumber(cell, text)) numbers += 1;
    }
    if (numbers > 0) this.rowsWithNumbers += 1;
    this.width = Math.max(this.width, Math.min(column + 1, widestPadded));
    return line + ','.repeat(Math.max(this.width - column - 1, 0));
  }

  private textOf({ type, value, format }: SheetCell): string {
    if (type === 'unknown') return uncomputed;
    if (type === 'error') return errors.get(Number(value)) ?? '#ERROR!';
    if (type === 'boolean') return value === true ? 'TRUE' : 'FALSE';
    // No database takes a NUL; what stands in its place is refused by whoever reads the cell.
    if (type === 'text')
      return String(value)
        .replace(/\r\n|[\r\n]/g, ' ')
        .replaceAll('\0', '\uFFFD');
    let shape = this.shapes.get(format);
    if (shape === undefined) this.shapes.set(format, (shape = shapeOf(format)));
    return numberText(Number(value), shape, this.date1904);
  }
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Numbers may be stored as text; a page's cells are all text. */
function looksLikeNumber({ type }: SheetCell, text: string): boolean {
  return (type === 'number' || type === 'text') && /^\s*[-+]?[\d,]*\.?\d+%?\s*$/.test(text);
}

/** A date in ISO's notation, a share in per cent, else the number. */
function numberText(value: number, shape: Shape, date1904: boolean): string {
  if (shape === 'number') return plainDecimal(value);
  if (shape === 'percent') return `${plainDecimal(value, 2)}%`;
  if (shape === 'duration') return durationText(value);
  return dateText(value, shape, date1904) ?? plainDecimal(value);
}

/**
 * A number in plain decimal notation, with the 15 significant digits that a workbook shows: the binary number beside
 * 12.3 is 12.3.
 *
 * @param shift how many places the point moves to the right.
 */
function plainDecimal(value: number, shift = 0): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  const point = Number(exponent) + 1 + shift;
  if (digits === '') return '0';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const dayMs = 86_400_000;

/** A serial number as a date; null when it is none: 0, negative, or after the year 9999. */
function dateText(serial: number, parts: DateParts, date1904: boolean): string | null {
  const seconds = Math.round((serial + (date1904 ? 1462 : 0)) * 86_400);
  const day = Math.floor(seconds / 86_400);
  if (day < 1 || day > 2_958_465) return null;
  // Excel counts a 29 February 1900 that never was, as day 60, to agree with Lotus 1-2-3.
  const date = new Date(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * dayMs).toISOString().slice(0, 10);
  const iso = day === 60 ? '1900-02-29' : date;
  if (parts === 'year') return iso.slice(0, 4);
  if (parts === 'month') return iso.slice(0, 7);
  const inDay = seconds - day * 86_400;
  if (parts === 'day' || inDay === 0) return iso;
  return `${iso} ${new Date(inDay * 1000).toISOString().slice(11, 19)}`;
}

/** A time without a day: 1:19:00. Its number is a share of a day, which is not what anybody meant to report. */
function durationText(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const two = (part: number) => String(part % 60).padStart(2, '0');
  const sign = days < 0 ? '-' : '';
  return `${sign}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
}

/** What a number format makes of a number. */
function shapeOf(format: string): Shape {
  // Quoted, escaped and padding characters show as they are; brackets hold colours, conditions and languages.
  const bare = format
    .replace(/"[^"]*"?|[\\_*]./g, ' ')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, ' ')
    .replace(/general|G\/通用格式/gi, '0')
    .replace(/(?:AM\/PM|A\/P|上午\/下午)/gi, ' h ')
    .replace(/(s+)\.0+/gi, '$1');
  const has = (pattern: RegExp) => pattern.test(bare);
  if (has(/[0#?]/)) return has(/%/) ? 'percent' : 'number';
  // e is a year in Chinese and Japanese formats, and the exponent's mark before a sign.
  const year = has(/y|e(?![+-])/i);
  const time = has(/[hs]/i);
  // A weekday (aaa, ddd) shows a day.
  const day = has(/d|aaa/i);
  if (day) return time ? 'time' : 'day';
  if (time) return 'duration';
  if (has(/m/i)) return 'month';
  return year ? 'year' : 'number';
}
