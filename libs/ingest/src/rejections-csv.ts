import { readImportPreamble, readRejections, type Reader, type StoredRejection } from '#storage';
import { rejectionColumns } from './header.js';
import { widthBeforeReasons } from './layouts/grid.js';

const pageSize = 1000;

/**
 * The refused rows of an import as a file that can be mended and sent again: the upload's own lines down to its header
 * and the refused rows, and beside them line, columns, codes and reasons; one row per refused row. UTF-8 with a byte order mark and CRLF, as
 * Excel reads it rightly. A cell that a spreadsheet would take for a formula gets an apostrophe.
 *
 * @throws AppError not-found when there is no such import.
 */
export async function* rejectionsCsv(reader: Reader, importId: number): AsyncGenerator<string> {
  const preamble = await readImportPreamble(reader, importId);
  const header = preamble.at(-1) ?? [];
  const width = Math.max(...preamble.map((line) => line.length), 0);
  const kept = Array.from(
    { length: Math.min(width, widthBeforeReasons([{ cells: header }])) },
    (_, at) => at,
  );
  const above = preamble.slice(0, -1).map((line) => csvLine(kept.map((at) => line[at] ?? '')));
  yield `\uFEFF${above.join('')}${csvLine([...kept.map((at) => header[at] ?? ''), ...rejectionColumns])}`;

  let row: StoredRejection[] = [];
  for await (const rejection of rejectionsOf(reader, importId)) {
    if (row[0] && row[0].line !== rejection.line) {
      yield refusedRow(row, kept);
      row = [];
    }
    row.push(rejection);
  }
  if (row.length > 0) yield refusedRow(row, kept);
}

async function* rejectionsOf(reader: Reader, importId: number): AsyncGenerator<StoredRejection> {
  for (let after = 0; ;) {
    const page = await readRejections(reader, importId, after, pageSize);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.position;
  }
}

/** All faults of one row; a row's rejections follow one another. */
function refusedRow(rejections: readonly StoredRejection[], kept: readonly number[]): string {
  const [{ line, cells }] = rejections as [StoredRejection];
  const each = (of: (rejection: StoredRejection) => string) => rejections.map(of).join('；');
  return csvLine([
    ...kept.map((at) => cells[at] ?? ''),
    String(line),
    each((rejection) => rejection.column),
    each((rejection) => rejection.code),
    each((rejection) => rejection.message),
  ]);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?[\d.,]+(?:e[+-]?\d+)?$/i.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
