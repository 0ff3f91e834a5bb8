import type { Reference } from '../reference.js';
import { roleByName } from './column-name.js';
import { kindOf, type GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import {
  isContinuation,
  isDerived,
  isNote,
  isSubtotal,
  isValueWord,
  isUnit,
  unitsStated,
} from './label-text.js';
import type { Facts } from './layout.js';

/** Where a table's header stands among its rows, by position. */
export interface HeaderRegion {
  readonly first: number;
  readonly last: number;
  /** The first row with values. */
  readonly body: number;
}

const mostLevels = 4;

/**
 * Finds the header of a table: the rows with several cells right above the first row with values. What stands above
 * them are titles and units; a single label between them and the values heads a block.
 * @param firstLine the header's first line, when a person has said it.
 * @returns null when there is no row with values or no header above it.
 */
export function findHeader(
  rows: readonly GridRow[],
  reference: Reference,
  firstLine: number | null,
): HeaderRegion | null {
  const start = firstLine === null ? 0 : rows.findIndex((row) => row.line >= firstLine);
  if (start < 0) return null;
  const body = rows.findIndex(
    (row, index) => index >= start + (firstLine === null ? 0 : 1) && isBody(row, rows[index - 1], reference),
  );
  if (body <= start) return null;
  let last = body - 1;
  while (last >= start && !isHeaderRow(rows[last]!)) last -= 1;
  if (last < start) return null;
  // A table need not begin in the first column of its sheet.
  const left = Math.min(...rows.slice(last).map(({ filled }) => filled[0] ?? Infinity));
  while (last + 1 < body && isLoneLevel(rows[last + 1]!, left, reference)) last += 1;
  if (firstLine !== null) return { first: start, last, body };
  let first = last;
  while (
    first > 0 &&
    last - first + 1 < mostLevels &&
    isLevel(rows[first - 1]!, rows[first]!, left, reference)
  )
    first -= 1;
  return { first, last, body };
}

function isHeaderRow(row: GridRow): boolean {
  return withoutUnits(row).length >= 2 && !isNumberingRow(row);
}

/** The only cell of a level beneath: （亿元）, 年末; a label alone would stand in the first column. */
function isLoneLevel({ cells, filled }: GridRow, left: number, reference: Reference): boolean {
  const [at] = filled;
  return filled.length === 1 && at !== undefined && at > left && factsOf(cells[at]!, reference) !== null;
}

function withoutUnits({ cells, filled }: GridRow): readonly number[] {
  return filled.filter((at) => unitsStated(cells[at]!) === null);
}

/** A row that holds values: a number that is no year of a header, or signs for missing values beside a label. */
function isBody(row: GridRow, above: GridRow | undefined, reference: Reference): boolean {
  const { cells } = row;
  const own = withoutUnits(row);
  const label = cells[own[0] ?? 0]!;
  if (own.length < 2 || isNumberingRow(row)) return false;
  const kinds = own.map((at) => kindOf(cells[at]!, reference));
  if (kinds.includes('number')) return true;
  if (isNote(label)) return false;
  if (!above || withoutUnits(above).length < 2) return false;
  if (kinds[0] === 'text' && kinds.slice(1).every((kind) => kind === 'missing')) return true;
  // 2019 can be a year of a header and 2019 tonnes.
  const times = kinds.filter((kind) => kind === 'time').length;
  if (times >= 2) return isNamed(factsOf(label, reference));
  return times === 1 && kinds[0] !== 'time' && (above.cells[own[kinds.indexOf('time')]!] ?? '') !== '';
}

function isNamed(facts: Facts | null): boolean {
  return facts?.indicator !== undefined || facts?.ref_area !== undefined;
}

/** 甲 | 1 | 2 | 3: the numbers of the columns, as reporting forms print them. */
export function isNumberingRow({ cells, filled }: GridRow): boolean {
  if (filled.length < 2) return false;
  const texts = filled.map((at) => cells[at]!);
  const numbered = texts
    .filter((text) => /^[(（]?\d{1,2}[)）]?$/.test(text))
    .map((text) => Number(text.replace(/\D/g, '')));
  const rest = texts.filter((text) => !/^[(（]?\d{1,2}[)）]?$/.test(text));
  return (
    numbered.length >= 1 &&
    numbered.every((number, index) => number === index + 1) &&
    rest.length >= 1 &&
    rest.every((text) => /^(?:[甲乙丙丁戊]|栏次|[A-E])$/.test(text))
  );
}

/** Whether a row above a level of the header is a level too, and no title. */
function isLevel(row: GridRow, beneath: GridRow, left: number, reference: Reference): boolean {
  const filled = withoutUnits(row);
  const first = filled[0];
  if (first === undefined) return false;
  const text = row.cells[first]!;
  const corner = beneath.cells[first] ?? '';
  const isRole = (cell: string) => roleByName(cell, reference.breakdownCodes.keys()) !== null;
  const isUnderstood = (cell: string) =>
    isRole(cell) ||
    isDerived(cell) ||
    isSubtotal(cell) ||
    isValueWord(cell) ||
    factsOf(cell, reference) !== null;
  if (filled.length === 1) {
    // 地区, its cell beneath merged with it; or 2019年 above the columns that it covers.
    if (first <= left) return corner === '' && isRole(text);
    return factsOf(text, reference) !== null && coversValues(first, beneath, reference);
  }
  if (first <= left && corner !== '' && !isRole(text)) return false;
  return filled.filter((at) => isUnderstood(row.cells[at]!)).length * 2 >= filled.length;
}

/** Whether a lone cell stands above the first column that is no label's, as a merged one does; else it is a title. */
function coversValues(at: number, beneath: GridRow, reference: Reference): boolean {
  const firstValue = beneath.filled.find(
    (column) => roleByName(beneath.cells[column]!, reference.breakdownCodes.keys()) === null,
  );
  return firstValue === at;
}

/** A text of the header that stands over a column, and its line. */
export interface HeaderText {
  readonly text: string;
  readonly line: number;
  /** Whether it stands in the column itself, and not in a merged cell that covers it. */
  readonly own: boolean;
}

/**
 * The header's texts over each column, from the top: a merged cell's text stands over all columns that it covered,
 * which a file shows as blanks to its right, down to where a level above begins anew.
 */
export function levelTexts(levels: readonly GridRow[], width: number, reference: Reference): HeaderText[][] {
  const breaks = new Set<number>();
  const over: HeaderText[][] = Array.from({ length: width }, () => []);
  levels.forEach((level, depth) => {
    const isLast = depth === levels.length - 1;
    let current = '';
    for (let at = 0; at < width; at++) {
      const own = level.cells[at] ?? '';
      if (own !== '') {
        current = unitsStated(own) === null ? own : '';
        breaks.add(at);
      } else if (breaks.has(at) || (isLast && !isUnit(current, reference))) current = '';
      if (current !== '') over[at]!.push({ text: current, line: level.line, own: own !== '' });
    }
  });
  return over;
}

/** Whether a row beneath the header only says "continued", a unit or a title again. */
export function isPassedOver({ cells, filled }: GridRow): boolean {
  return filled.every((at) => isContinuation(cells[at]!) || unitsStated(cells[at]!) !== null);
}
