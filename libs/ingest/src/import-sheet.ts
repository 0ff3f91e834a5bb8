import type { ImportReport, ImportSheet, SheetLine, SheetLineRole, SheetMark } from '#contract';
import {
  readImport,
  readRejectionsBelow,
  readSheetExcerpt,
  type Reader,
  type SheetExcerpt,
  type StoredRejection,
} from '#storage';
import { columnAt, type ColumnsOfSheet } from './sheet-column.js';

/** Warnings that are said of a whole file. */
const ofTheFile = new Set(['hidden-cells', 'not-checked', 'later-imports']);

/**
 * A window of an uploaded file's own table: its first lines and all that have a fault, with what was found at each cell,
 * what columns and lines were taken for, and what the first values were read as.
 *
 * @throws AppError not-found when there is no such import.
 */
export async function importSheet(
  reader: Reader,
  importId: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ImportSheet> {
  const report = await readImport(reader, importId);
  const excerpt = (await readSheetExcerpt(reader, importId)) ?? { columns: [], lines: [] };
  // One line more than is shown tells whether there are more.
  const rejections = await readRejectionsBelow(reader, importId, after, limit + 1);
  return sheetOf(report, excerpt, rejections, { after, limit });
}

/** The same from what is stored of the import. */
export function sheetOf(
  report: Pick<ImportReport, 'understood' | 'file' | 'warnings' | 'preview'>,
  excerpt: SheetExcerpt,
  rejections: readonly StoredRejection[],
  { after, limit }: { readonly after: number; readonly limit: number },
): ImportSheet {
  const { understood, file, warnings, preview } = report;
  const header = understood?.header ?? { first: 0, last: 0 };
  const columns: ColumnsOfSheet = {
    layout: file.layout,
    columns: excerpt.columns,
    header: excerpt.lines.find(({ line }) => line === header.last)?.cells ?? [],
  };
  const width = Math.max(0, ...excerpt.lines.map(({ cells }) => cells.length));

  const cellsOf = new Map<number, readonly string[]>();
  // Of a faulty line beyond those that were kept the cells are known as they were read, with the labels of lines above.
  for (const { line, cells } of rejections) cellsOf.set(line, width > 0 ? cells.slice(0, width) : cells);
  for (const { line, cells } of excerpt.lines) if (line > after) cellsOf.set(line, cells);

  const marksOf = new Map<number, SheetMark[]>();
  const mark = (line: number, found: SheetMark) => {
    const ofLine = marksOf.get(line);
    if (ofLine) ofLine.push(found);
    else marksOf.set(line, [found]);
  };
  // While the layout is not clear its questions are asked, and nothing was found at a cell.
  for (const { line, column, code, message } of file.layout === '' ? [] : rejections)
    mark(line, { kind: 'fault', code, column: columnAt(column, columns), message });
  for (const { line, column, code, message } of warnings)
    if (!ofTheFile.has(code) && cellsOf.has(line))
      mark(line, { kind: 'warning', code, column: warnedColumn(column, code, columns), message });

  const passedOver = new Set([
    ...(understood?.notes ?? []).map(({ line }) => line),
    ...warnings.flatMap(({ line, code }) => (code === 'subtotal-left-out' ? [line] : [])),
  ]);
  const roleOf = (line: number): SheetLineRole | null => {
    if (understood === null || file.layout === '') return null;
    if (line < header.first) return 'title';
    if (line <= header.last) return 'header';
    return passedOver.has(line) ? 'passed-over' : 'values';
  };
  const shown = [...cellsOf.keys()].toSorted((a, b) => a - b);
  const lines = shown.slice(0, limit).map((line): SheetLine => ({
    line,
    role: roleOf(line),
    fields: (understood?.fields ?? []).flatMap(({ field, place }) =>
      place === `row:${line}` ? [field] : [],
    ),
    cells: [...cellsOf.get(line)!],
    marks: marksOf.get(line) ?? [],
    readings: preview.flatMap(({ line: of, column, ...read }) => {
      const at = of === line ? columnAt(column === '' ? 'obs_value' : column, columns) : null;
      return at === null ? [] : [{ ...read, column: at }];
    }),
  }));
  return {
    columns: [...excerpt.columns],
    width: Math.max(width, ...lines.map(({ cells }) => cells.length)),
    lines,
    next: shown.length > limit ? shown[limit - 1]! : null,
  };
}

/** A line of a long file holds one value, and a warning means that; of a table's line that it was left out, all of it. */
function warnedColumn(column: string | undefined, code: string, columns: ColumnsOfSheet): number | null {
  if (column !== undefined) return columnAt(column, columns);
  return code === 'subtotal-left-out' ? null : columnAt('obs_value', columns);
}
