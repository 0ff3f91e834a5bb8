import type { ImportWarning } from '#contract';
import type { SheetExcerpt } from '#storage';
import { clipped } from './cell-fault.js';
import { readRows } from './read-rows.js';
import type { UnderstoodFile } from './understand-file.js';

/** Lines of the file that are kept whether or not anything was found on them. */
const firstLines = 40;
const mostWarnedLines = 200;
const longestCell = 200;
const mostCells = 100;
/** Of all lines together; those without a mark take half of it at most. */
const mostCharacters = 200_000;

/**
 * The lines of a file that are kept with its report, as they stand in it: the first ones, and those with a fault or a
 * warning. The file is read again for it, as far as the last of them; memory does not grow with the file.
 */
export async function sheetExcerpt(
  file: Pick<UnderstoodFile, 'recognised' | 'detected'>,
  faultyLines: Iterable<number>,
  warnings: readonly ImportWarning[],
): Promise<SheetExcerpt> {
  const warned = warnings.slice(0, mostWarnedLines).map(({ line }) => line);
  const marked = new Set([...faultyLines, ...warned]);
  const last = Math.max(0, ...marked);
  const lines: SheetExcerpt['lines'][number][] = [];
  let characters = 0;
  let count = 0;
  for await (const rows of readRows(file.recognised)) {
    for (const { line, cells } of rows) {
      count += 1;
      if (!marked.has(line) && (count > firstLines || characters > mostCharacters / 2)) continue;
      const kept = cells.slice(0, mostCells).map((cell) => clipped(storable(cell), longestCell));
      characters += kept.reduce((sum, cell) => sum + cell.length, kept.length);
      if (characters <= mostCharacters) lines.push({ line, cells: withoutBlankEnd(kept) });
    }
    const at = rows.at(-1)?.line ?? 0;
    if (characters > mostCharacters || (count >= firstLines && at >= last)) break;
  }
  return { columns: columnsOf(file.detected), lines };
}

/** The database takes every character of a text but NUL and half ones. */
function storable(cell: string): string {
  return cell
    .replaceAll('\uFEFF', '')
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

function withoutBlankEnd(cells: string[]): string[] {
  const end = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, end + 1);
}

/** What each column was taken for. Of a table's values the report names the first and the last column only. */
function columnsOf({ understood, layout }: UnderstoodFile['detected']): SheetExcerpt['columns'] {
  const isTable = layout?.kind === 'table';
  const named = understood.fields.flatMap(({ field, place }) => {
    const [, column] = /^column:(\d+)$/.exec(place) ?? [];
    return column === undefined || (isTable && field === 'obs_value')
      ? []
      : [{ column: Number(column), field }];
  });
  const values = isTable ? layout.values.map(({ at }) => ({ column: at + 1, field: 'obs_value' })) : [];
  return [...named, ...values].toSorted((a, b) => a.column - b.column);
}
