import { open } from 'node:fs/promises';
import { cellFault, cut, type CellFault } from './cell-fault.js';
import type { Delimiter, Recognised } from './recognise.js';
import { decoderFor } from './text-encoding.js';

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
/** Small enough that its text, at two bytes a character, is an ordinary short-lived object to V8. */
const pieceBytes = 32 * 1024;

/** A file as text, piece by piece. */
export interface TextFile extends Pick<Recognised, 'textPath' | 'encoding' | 'delimiter'> {
  /** Told how many bytes each piece has, as it is handed over. */
  readonly onPiece?: (bytes: number) => void;
}

/**
 * Reads the rows of a recognised file as they come, some hundreds at a time. Blank ones are passed over, and so is the
 * line `sep=;` with which Excel is told the delimiter. Quotes are taken strictly (RFC 4180); a row with a misplaced or
 * open quote, of more than 1 MB or of more than 200 cells comes with its fault, and reading goes on with the line after
 * the one it began on, so that one pass finds every fault. Memory does not grow with the file.
 */
export async function* readRows(file: TextFile): AsyncGenerator<FileRow[]> {
  const reader = new RowReader(file.delimiter);
  for await (const text of textOf(file)) {
    reader.push(text);
    const rows = rowsOf(reader);
    if (rows.length > 0) yield rows;
  }
  reader.end();
  const last = rowsOf(reader);
  if (last.length > 0) yield last;
}

function rowsOf(reader: RowReader): FileRow[] {
  const rows: FileRow[] = [];
  for (let row = reader.next(); row; row = reader.next()) rows.push(row);
  return rows;
}

/** The text of a file, piece by piece. */
export async function* textOf({
  textPath,
  encoding,
  onPiece,
}: Omit<TextFile, 'delimiter'>): AsyncGenerator<string> {
  const decoder = decoderFor(encoding);
  const file = await open(textPath);
  try {
    // One buffer for all pieces: a stream makes one for each, and thousands of them wait to be collected.
    const buffer = Buffer.allocUnsafe(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes);
      if (bytesRead === 0) break;
      onPiece?.(bytesRead);
      yield decoder.write(buffer.subarray(0, bytesRead));
    }
    yield decoder.end();
  } finally {
    await file.close();
  }
}

interface LineEnd {
  /** Where the line's text ends and where the next line begins. */
  readonly end: number;
  readonly next: number;
}

/** A row's cells, where the next row begins and how many lines it took; or why it has no cells. */
type Split =
  { readonly cells: string[]; readonly next: number; readonly lines: number } | { readonly fault: CellFault };

/** Takes row after row off the text that it is given piece by piece. */
export class RowReader {
  /** What is still to be read, from `at` on; that begins on this line of the file. */
  text = '';
  at = 0;
  line = 1;
  private atEnd = false;
  /** Inside a line that was too long and is already reported. */
  private skipping = false;
  private readonly lineBreak = /\r\n|\n|\r/g;
  private readonly endOfBareCell: RegExp;

  constructor(readonly delimiter: Delimiter) {
    this.endOfBareCell = new RegExp(`["\\r\\n${delimiter}]`, 'g');
  }

  push(text: string): void {
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
  }

  /** Says that there is no more text to come. */
  end(): void {
    this.atEnd = true;
  }

  /** The next row, or null while it is not complete and where there is none any more. */
  next(): FileRow | null {
    while (this.at < this.text.length) {
      const { at, line, atEnd } = this;
      const lineEnd = this.lineEndFrom(at, atEnd);
      const split = this.skipping ? null : this.rowAt(at, lineEnd, atEnd);
      if (split && 'cells' in split) {
        this.line += split.lines;
        this.at = split.next;
        if (saysSomething(split.cells) && !(line === 1 && this.isSeparator(split.cells)))
          return rowOf(line, split.cells);
        continue;
      }
      const tooLong = this.text.length - at > mostRowCharacters;
      if (!split && !tooLong && !this.skipping) return null;
      const unsplit = this.skipping ? null : this.unsplit(at, lineEnd, split?.fault ?? faults.tooLong);
      // Reading goes on with the next line, be it still to come.
      this.skipping = lineEnd === null;
      if (lineEnd !== null) this.line += 1;
      this.at = lineEnd?.next ?? this.text.length;
      if (unsplit) return unsplit;
    }
    return null;
  }

  private isSeparator(cells: readonly string[]): boolean {
    return /^\uFEFF?sep=.?$/i.test(cells.join(this.delimiter));
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
    const line = detached(this.text.slice(start, lineEnd.end));
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

/** Blank are rows in which nothing stands but space. */
function saysSomething(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

/**
 * The same text as a string of its own. A part of a string keeps the whole of it in memory, and of a cell's text, which
 * is remembered here and there, the whole is a piece of the file.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
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
