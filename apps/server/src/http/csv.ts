/** Comma-separated lines as Excel and RFC 4180 have them: CRLF, quotes doubled. */

/** The mark by which Excel knows a file for UTF-8. */
export const byteOrderMark = '\uFEFF';

/** A line of cells that are already safe; texts of people go through {@link safeText} first. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/**
 * A text as a cell that no spreadsheet takes for a formula: an apostrophe before = + - @, a tab or a line end. Not for
 * numbers, which begin with a minus by right.
 */
export function safeText(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
