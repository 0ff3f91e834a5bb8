import type { ProjectColumn } from '#contract';
import { clipped } from '../cell-fault.js';
import { comparable } from '../code-list.js';
import { tableCells } from '../layouts/grid.js';
import type { FileRow } from '../read-rows.js';
import { projectColumns } from './project-columns.js';
import type { CellOfProjectFault } from './read-project-row.js';

/** Where the columns of a file of projects stand. */
export interface ProjectHeader {
  readonly line: number;
  /** Of every position its column; null of one without a name. */
  readonly columns: readonly (ProjectColumn | null)[];
  /** The unit in the header of the investment, 总投资（亿元）; null when it names none. */
  readonly investmentUnit: string | null;
}

/** A title and a line of units stand above a header at most. */
export const linesAboveHeader = 20;

const columnOf = new Map(
  projectColumns.flatMap(({ name, headers }) =>
    [name, ...headers].map((spelling): [string, ProjectColumn] => [headerKey(spelling), name]),
  ),
);

/** The unit in brackets behind a header, whatever it is; and the header without it. */
const withUnit = /^(.*\S)\s*[(（[［【]\s*(?:单位\s*[:：]\s*)?([^()（）]{1,20}?)\s*[)）\]］】]$/s;

function headerKey(text: string): string {
  return comparable(text).replace(/[\s_-]+/g, '_');
}

function readCell(cell: string): { column: ProjectColumn | null; unit: string | null } {
  const whole = columnOf.get(headerKey(cell));
  if (whole !== undefined) return { column: whole, unit: null };
  const match = withUnit.exec(cell);
  const bare = match && columnOf.get(headerKey(match[1]!));
  return bare === 'investment' && match
    ? { column: bare, unit: match[2]! }
    : { column: bare ?? null, unit: null };
}

/** Whether a row is the header: it names two columns at least. */
export function isProjectHeader(row: Pick<FileRow, 'cells'>): boolean {
  return (
    new Set(
      tableCells(row.cells, Infinity)
        .map((cell) => readCell(cell).column)
        .filter(Boolean),
    ).size >= 2
  );
}

/** Reads a header with all its faults; a column that stands there twice counts once. */
export function readProjectHeader(row: FileRow): { header: ProjectHeader; faults: CellOfProjectFault[] } {
  const faults: CellOfProjectFault[] = [];
  const found = new Map<ProjectColumn, number>();
  let investmentUnit: string | null = null;
  const columns = tableCells(row.cells, Infinity).map((cell, at) => {
    if (cell === '') return null;
    const { column, unit } = readCell(cell);
    const text = clipped(cell);
    if (cell.includes('\uFFFD'))
      faults.push({
        column: text,
        code: 'encoding-error',
        value: text,
        message: '列名里有无法识别的字符，请以 UTF-8 编码重新保存',
      });
    else if (column === null)
      faults.push({
        column: text,
        code: 'unknown-column',
        value: text,
        message: `不认识的列；可用的列是 ${projectColumns.map(({ headers }) => headers[0]).join('、')}`,
      });
    else if (found.has(column))
      faults.push({
        column,
        code: 'duplicate-column',
        value: text,
        message: `第 ${found.get(column)! + 1} 列和第 ${at + 1} 列都是 ${column}，请只保留一列`,
      });
    else {
      found.set(column, at);
      if (column === 'investment') investmentUnit = unit;
      return column;
    }
    return null;
  });
  if (!found.has('code'))
    faults.push({
      column: 'code',
      code: 'missing-column',
      value: '',
      message: `缺少列“${projectColumns[0]!.headers[0]}”；没有代码就无法知道是哪个项目`,
    });
  return { header: { line: row.line, columns, investmentUnit }, faults };
}
