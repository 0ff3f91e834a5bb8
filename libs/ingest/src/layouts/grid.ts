import { readCellValue } from '../cell-value.js';
import { isRejectionColumn, rejectionColumns } from '../header.js';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';

/** A row of a table: cells without space around, line breaks and the apostrophe that guards a formula's sign. */
export interface GridRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Positions of the cells that hold anything. */
  readonly filled: readonly number[];
}

/** A row's cells as a table means them. */
export function tableCells(cells: readonly string[], width: number): string[] {
  return cells.slice(0, width).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^'(?=[=+\-@＝＋－＠])/, ''),
  );
}

export function gridRow({ line, cells }: Pick<FileRow, 'line' | 'cells'>, width: number): GridRow {
  const own = tableCells(cells, width);
  return { line, cells: own, filled: own.flatMap((cell, at) => (cell === '' ? [] : [at])) };
}

/** Where the columns begin that a file of refused rows adds; Infinity when it has none. */
export function widthBeforeReasons(rows: readonly Pick<FileRow, 'cells'>[]): number {
  for (const { cells } of rows) {
    const first = cells.findIndex((_, at) =>
      rejectionColumns.every((name, offset) => cells[at + offset]?.trim() === name),
    );
    if (first >= 0 && cells.slice(first).every((cell) => cell.trim() === '' || isRejectionColumn(cell)))
      return first;
  }
  return Infinity;
}

/** Letters of a spreadsheet's column: 0 is A, 26 is AA. */
export function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last;
}

/** `time`: a number that can be a year or a month of a year. */
export type CellKind = 'blank' | 'number' | 'time' | 'missing' | 'text';

/** What a cell looks like, whatever it means. The code of an area is text. */
export function kindOf(cell: string, reference: Reference): CellKind {
  if (cell === '') return 'blank';
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])?$/.test(cell)) return 'time';
  if (/^\d{6}$/.test(cell) && reference.areaCodes.find(cell) !== null) return 'text';
  // A decimal comma is no number that can be read, but no label either.
  if (/^-?\d+,\d+$/.test(cell)) return 'number';
  const { kind } = readCellValue(cell);
  if (kind === 'missing') return 'missing';
  return kind === 'decimal' || kind === 'bounded' || kind === 'annotated' ? 'number' : 'text';
}

/** Whether a row holds a number behind its first cell: then it is a row of values, be its label "1）…". */
export function holdsNumber({ cells, filled }: GridRow, reference: Reference): boolean {
  return filled.slice(1).some((at) => kindOf(cells[at]!, reference) === 'number');
}
