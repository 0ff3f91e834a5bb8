/** A target's values as files for Excel. */
import { writeXlsx } from 'hucre/xlsx';
import { byteOrderMark, csvLine, safeText } from '../http/csv.js';
import type { Cell, CourseTable } from './course-table.js';

/** As CSV: the values alone, so that the first line is the heading of every column. */
export function courseCsv({ values }: CourseTable): string {
  const lines = [values.header, ...values.rows.map((row) => row.map(csvCell))];
  return byteOrderMark + lines.map(csvLine).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return 'number' in cell ? cell.number : safeText(cell.text);
}

type Sheet = Parameters<typeof writeXlsx>[0]['sheets'][number];
type Cells = NonNullable<Sheet['cells']>;
type XlsxCell = Parameters<Cells['set']>[1];

const widest = 48;

/** As a workbook: the values, and the verdict on a second sheet. A text cell is never a formula there. */
export async function courseXlsx({ title, values, verdict }: CourseTable, now: Date): Promise<Uint8Array> {
  const valueRows: Cell[][] = [values.header.map((name) => ({ text: name })), ...values.rows];
  const verdictRows: Cell[][] = verdict.rows.map(([name, cell]) => [{ text: name }, cell]);
  const bold = { font: { bold: true } };
  return writeXlsx({
    properties: { title, created: now, modified: now },
    sheets: [
      {
        name: values.name,
        columns: values.header.map((_name, at) => ({
          width: widthOf(valueRows.map((row) => row[at] ?? null)),
        })),
        cells: cellsOf(valueRows, (row) => (row === 0 ? bold : {})),
        freezePane: { rows: 1 },
      },
      {
        name: verdict.name,
        columns: [{ width: 18 }, { width: 90 }],
        cells: cellsOf(verdictRows, (_row, at) =>
          at === 0 ? bold : { alignment: { wrapText: true, vertical: 'top', horizontal: 'left' } },
        ),
      },
    ],
  });
}

function cellsOf(
  rows: readonly (readonly Cell[])[],
  styleOf: (row: number, column: number) => NonNullable<XlsxCell['style']>,
): Cells {
  const cells: Cells = new Map();
  rows.forEach((row, at) =>
    row.forEach((cell, column) => {
      if (cell === null) return;
      const style = styleOf(at, column);
      cells.set(
        `${at},${column}`,
        'number' in cell
          ? { value: Number(cell.number), type: 'number', style }
          : { value: cell.text, type: 'string', style },
      );
    }),
  );
  return cells;
}

/** Width in characters of the widest text; a Chinese character takes two. */
function widthOf(cells: readonly Cell[]): number {
  const widths = cells.map((cell) => {
    const text = cell === null ? '' : 'number' in cell ? cell.number : cell.text;
    return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 0);
  });
  return Math.min(widest, Math.max(8, ...widths) + 2);
}
