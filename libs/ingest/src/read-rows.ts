import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { cellFault, cut, type CellFault } from './cell-fault.js';
import type { Delimiter, Recognised } from './recognise.js';

/** One row of a file as text. */
export interface FileRow {
  /** Line of the file that it begins on, the first being 1; a line break inside quotes begins a new line too. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why its cells cannot be told apart; they are then what its first line holds between delimiters. */
  readonly fault: CellFault | null;
}

export const mostRowCharacters = 1024 * 1024;
export const mostCells = 200;
const chunkBytes = 64 * 1024;

/**
 * Reads the rows of a recognised file as they come, some hundreds at a time. Blank ones are passed over. Quotes are
 * taken strictly (RFC 4180); a row with a misplaced or open quote, of more than 1 MB or of more than 200 cells comes
 * with its fault, and reading goes on with the line after the one it began on, so that one pass finds every fault.
 * Memory does not grow with the file.
 */
export async function* readRows(path: string, file: Recognised): AsyncGenerator<FileRow[]> {
  const splitter = new RowSplitter(file.delimiter);
  for await (const text of textOf(path, file)) {
    const rows = splitter.push(text);
    if (rows.length > 0) yield rows;
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

async function* textOf(path: string, { encoding }: Recognised): AsyncGenerator<string> {
  // Bytes that mean nothing become U+FFFD, which the rows' reader refuses cell by cell.
  const decoder = iconv.getDecoder(encoding === 'gb18030' ? 'gb18030' : 'utf-8');
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield decoder.write(chunk);
  yield decoder.end() ?? '';
}

interface LineEnd {
  /** Where the line's text ends and where the next line begins. */
  readonly end: number;
  readonly next: number;
}

/** A row's cells, where the next row begins and how many lines it took; or why it has no cells. */
type Split =
  { readonly cells: string[]; readonly next: number; readonly lines: number } | { readonly fault: CellFault };

class RowSplitter {
  private text = '';
  private line = 1;
  /** Inside a line that was too long and is already reported. */
  private skipping = false;
  private readonly lineBreak = /\r\n|\n|\r/g;
  private readonly endOfBareCell: RegExp;

  constructor(private readonly delimiter: Delimiter) {
    this.endOfBareCell = new RegExp(`["\\r\\n${delimiter}]`, 'g');
  }

  push(text: string): FileRow[] {
    this.text += text;
    return this.take(false);
  }

  end(): FileRow[] {
    return this.take(true);
  }

  private take(atEnd: boolean): FileRow[] {
    const rows: FileRow[] = [];
    let at = 0;
    while (at < this.text.length) {
      const lineEnd = this.lineEndFrom(at, atEnd);
      const split = this.skipping ? null : this.rowAt(at, lineEnd, atEnd);
      if (split && 'cells' in split) {
        if (split.cells.some((cell) => cell.trim() !== '')) rows.push(rowOf(this.line, split.cells));
        this.line += split.lines;
        at = split.next;
        continue;
      }
      const tooLong = this.text.length - at > mostRowCharacters;
      if (!split && !tooLong && !this.skipping) break;
      if (!this.skipping) rows.push(this.unsplit(at, lineEnd, split?.fault ?? faults.tooLong));
      // Reading goes on with the next line, be it still to come.
      this.skipping = lineEnd === null;
      if (lineEnd !== null) this.line += 1;
      at = lineEnd?.next ?? this.text.length;
    }
    this.text = this.text.slice(at);
    return rows;
  }

  /** The end of the line that `at` stands in; null while it may still be to come. */
  private lineEndFrom(at: number, atEnd: boolean): LineEnd | null {
    this.lineBreak.lastIndex = at;
    const match = this.lineBreak.exec(this.text);
    if (!match) return atEnd ? { end: this.text.length, next: this.text.length } : null;
    const next = match.index + match[0].length;
    // A carriage return that ends the text so far may be half of a CRLF.
    if (match[0] === '\r' && next === this.text.length && !atEnd) return null;
    return { end: match.index, next };
  }

  private rowAt(start: number, lineEnd: LineEnd | null, atEnd: boolean): Split | null {
    if (lineEnd === null) return null;
    const line = this.text.slice(start, lineEnd.end);
    if (!line.includes('"')) return { cells: line.split(this.delimiter), next: lineEnd.next, lines: 1 };
    return this.quotedRowAt(start, atEnd);
  }

  private quotedRowAt(start: number, atEnd: boolean): Split | null {
    const cells: string[] = [];
    for (let at = start; ;) {
      const cell = this.text[at] === '"' ? this.quotedCell(at) : this.bareCell(at);
      if (cell === 'open' && !atEnd) return null;
      if (typeof cell === 'string') return { fault: faults[cell] };
      cells.push(cell.text);
      if (this.text[cell.end] === this.delimiter) {
        at = cell.end + 1;
        continue;
      }
      const lineEnd = this.lineEndFrom(cell.end, atEnd);
      if (lineEnd === null) return null;
      if (lineEnd.end !== cell.end) return { fault: faults.stray };
      return { cells, next: lineEnd.next, lines: this.linesBetween(start, lineEnd.next) };
    }
  }

  private quotedCell(start: number): { text: string; end: number } | 'open' {
    let close = this.text.indexOf('"', start + 1);
    while (close >= 0 && this.text[close + 1] === '"') close = this.text.indexOf('"', close + 2);
    if (close < 0) return 'open';
    return { text: this.text.slice(start + 1, close).replaceAll('""', '"'), end: close + 1 };
  }

  private bareCell(start: number): { text: string; end: number } | 'stray' {
    this.endOfBareCell.lastIndex = start;
    const end = this.endOfBareCell.exec(this.text)?.index ?? this.text.length;
    return this.text[end] === '"' ? 'stray' : { text: this.text.slice(start, end), end };
  }

  private unsplit(at: number, lineEnd: LineEnd | null, fault: CellFault): FileRow {
    const line = cut(this.text.slice(at, lineEnd?.end), mostRowCharacters);
    return { line: this.line, cells: line.split(this.delimiter, mostCells), fault };
  }

  private linesBetween(start: number, next: number): number {
    let lines = 0;
    this.lineBreak.lastIndex = start;
    while (this.lineBreak.exec(this.text) && this.lineBreak.lastIndex <= next) lines += 1;
    return lines;
  }
}

function rowOf(line: number, cells: string[]): FileRow {
  if (cells.length <= mostCells) return { line, cells, fault: null };
  const fault = cellFault('', 'extra-cell', '', `本行有 ${cells.length} 格，最多 ${mostCells} 格`);
  return { line, cells: cells.slice(0, mostCells), fault };
}

function unreadable(message: string): CellFault {
  return cellFault('', 'missing-cell', '', message);
}

const faults = {
  open: unreadable('本行有一个双引号直到文件末尾也没有配对'),
  stray: unreadable('双引号的位置不对：含双引号的格要整格加引号，格内的双引号写两遍'),
  tooLong: unreadable('本行超过 1 MB，可能有双引号没有配对'),
} as const;
