/** The table of a file for the eye: its cells with what was found at each, and the way from one mark to the next. */
import type { SheetLine, SheetMark } from '#contract';

type Reading = SheetLine['readings'][number];

export interface SheetCell {
  /** Counted from 1; 0 is the line's own head, for what is said of the whole line. */
  readonly column: number;
  readonly text: string;
  readonly marks: readonly SheetMark[];
  readonly reading: Reading | null;
}

export interface SheetRow extends Pick<SheetLine, 'line' | 'role' | 'fields'> {
  readonly head: SheetCell;
  readonly cells: readonly SheetCell[];
  /** Whether it is a title or a note: one text, which may run over the columns beside it. */
  readonly isOneText: boolean;
  /** Lines of the file between this one and the one before that are not shown. */
  readonly gap: number;
}

/** @param after the line below which these begin. */
export function sheetRows(lines: readonly SheetLine[], width: number, after: number): SheetRow[] {
  return lines.map(({ line, role, fields, cells, marks, readings }, index) => {
    const cell = (column: number): SheetCell => ({
      column,
      text: column === 0 ? '' : (cells[column - 1] ?? ''),
      // A mark beyond the columns that are shown stays with its line.
      marks: marks.filter((mark) => (isWithin(mark.column, width) ? mark.column : 0) === column),
      reading: readings.find((reading) => reading.column === column) ?? null,
    });
    const previous = lines[index - 1]?.line ?? after;
    const ofLine = Array.from({ length: width }, (_, at) => cell(at + 1));
    const isAside = role === 'title' || role === 'passed-over' || role === null;
    return {
      line,
      role,
      fields,
      head: cell(0),
      cells: ofLine,
      isOneText:
        isAside &&
        ofLine.every(({ column, text, marks: own }) => own.length === 0 && (column === 1 || text === '')),
      gap: line - previous - 1,
    };
  });
}

const isWithin = (column: number | null, width: number): column is number =>
  column !== null && column >= 1 && column <= width;

export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

/** Where something was found, in reading order. */
export function markedPlaces(rows: readonly SheetRow[]): CellPlace[] {
  return rows.flatMap(({ line, head, cells }) =>
    [head, ...cells].filter(({ marks }) => marks.length > 0).map(({ column }) => ({ line, column })),
  );
}

/** The marked place after (or with `step` −1 before) one, around the end; null when there is none. */
export function nextPlace(
  places: readonly CellPlace[],
  from: CellPlace | null,
  step: 1 | -1,
): CellPlace | null {
  if (places.length === 0) return null;
  if (from === null) return (step > 0 ? places[0] : places.at(-1)) ?? null;
  const order = ({ line, column }: CellPlace) => line * 1000 + column;
  const here = order(from);
  return step > 0
    ? (places.find((place) => order(place) > here) ?? places[0] ?? null)
    : (places.findLast((place) => order(place) < here) ?? places.at(-1) ?? null);
}

/** Where a fault or warning of the report's lists stands in the table; null when its line is not there. */
export function placeOfMark(
  rows: readonly SheetRow[],
  line: number,
  { code, message }: Pick<SheetMark, 'code' | 'message'>,
): CellPlace | null {
  const row = rows.find((one) => one.line === line);
  if (row === undefined) return null;
  const cell = [row.head, ...row.cells].find(({ marks }) =>
    marks.some((mark) => mark.code === code && mark.message === message),
  );
  return { line, column: cell?.column ?? 0 };
}
