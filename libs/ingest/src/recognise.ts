import { open, type FileHandle } from 'node:fs/promises';
import { delimiterOf, type Delimiter } from './delimiter.js';
import { refuseForeign } from './foreign-file.js';
import { declaredEncoding, decoderFor, EncodingJudge, type Encoding } from './text-encoding.js';
import { readWorkbook } from './workbook/read-workbook.js';
import type { WorkbookSource } from './workbook/workbook-cells.js';
import { notATable, saveAsCsv, workbookRefusals } from './workbook/workbook-refusals.js';
import { workbookParts } from './workbook/zip-limits.js';

export type { Delimiter, Encoding };

/** What the bytes of a file are, and where to read its text. */
export interface Recognised {
  /** Of a page or an XML spreadsheet too it is xls: that is what programs call what they export so. */
  readonly format: 'csv' | 'xlsx' | 'xls';
  /** Of a text file; '' of a workbook. */
  readonly encoding: Encoding | '';
  readonly delimiter: Delimiter;
  /** The text to read: the file itself, or the spooled sheet of a workbook. */
  readonly textPath: string;
  /** Names of the workbook's sheets that may hold a table; none of a text file. */
  readonly sheets: readonly string[];
  /** The sheet that is read; null of a text file, and while it is not clear which. */
  readonly sheet: string | null;
  /** Whether several sheets hold tables, and a person must say which is meant. */
  readonly unclearSheet: boolean;
  /** Hidden rows, columns and sheets of a workbook, as a sentence for a person; null when there are none. */
  readonly hidden: string | null;
  /** Deletes what was written to be read, besides the file itself. */
  readonly discard: () => Promise<void>;
}

const chunkBytes = 1024 * 1024;
/** How much of a file is looked at for its delimiter. */
const startBytes = 256 * 1024;
/** An .xls and a page are read as a whole; a sheet of an .xls has 65,536 rows at most. */
const mostBytesRead = 32 * 1024 * 1024;

/**
 * Says what a file is, by its content and not by its name. A text file is read once: it is UTF-8 when every byte of
 * it is, or most that could tell; else GB18030, as Excel saves CSV in China. A workbook's sheets are written as text
 * into a temporary folder, until `discard` is called.
 *
 * @param options.sheet the sheet of a workbook to read, when a person said which.
 * @throws AppError not-a-table, with a sentence that says what the file is and what to upload instead.
 */
export async function recognise(
  path: string,
  options: { readonly sheet?: string | undefined } = {},
): Promise<Recognised> {
  const file = await open(path);
  try {
    const start = await firstBytes(file);
    refuseForeign(start);
    const kind = workbookKind(start);
    if (kind === null) return await recogniseText(path, file, start);
    const source = () => workbookSource(path, file, start);
    const workbook = await readWorkbook(source, options.sheet ?? null);
    const unclearSheet = workbook.sheet === null;
    return { ...workbook, format: kind, encoding: '', delimiter: ',', unclearSheet };
  } finally {
    await file.close();
  }
}

async function firstBytes(file: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(startBytes);
  const { bytesRead } = await file.read(buffer, 0, startBytes, 0);
  return buffer.subarray(0, bytesRead);
}

const zip = Buffer.from('PK\x03\x04', 'latin1');
const emptyZip = Buffer.from('PK\x05\x06', 'latin1');
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');

function workbookKind(start: Buffer): 'xlsx' | 'xls' | null {
  const begins = (signature: Buffer) => start.subarray(0, signature.length).equals(signature);
  if (begins(zip) || begins(emptyZip)) return 'xlsx';
  return begins(compound) || isMarkup(start) ? 'xls' : null;
}

/** Pages and XML begin with an angle bracket; no table's first cell does. */
function isMarkup(start: Buffer): boolean {
  return /^[\s\uFEFF]*</.test(decoderFor(declaredEncoding(start) ?? 'utf-8').write(start.subarray(0, 400)));
}

async function workbookSource(path: string, file: FileHandle, start: Buffer): Promise<WorkbookSource> {
  if (workbookKind(start) === 'xlsx') return { kind: 'package', parts: await workbookParts(path) };
  const { size } = await file.stat();
  if (size > mostBytesRead) throw notATable(workbookRefusals['too-large']);
  const bytes = new Uint8Array(size);
  const { bytesRead } = await file.read(bytes, 0, size, 0);
  if (!isMarkup(start)) return { kind: 'compound', bytes: bytes.subarray(0, bytesRead) };
  return { kind: 'markup', text: markupText(Buffer.from(bytes.buffer, 0, bytesRead)) };
}

/** What a page says of its own encoding is often wrong; its bytes tell. */
function markupText(bytes: Buffer): string {
  const judge = new EncodingJudge();
  judge.write(bytes);
  const decoder = decoderFor(declaredEncoding(bytes) ?? judge.end());
  return decoder.write(bytes) + decoder.end();
}

async function recogniseText(path: string, file: FileHandle, start: Buffer): Promise<Recognised> {
  const encoding = await encodingOf(file, declaredEncoding(start));
  const delimiter = delimiterOf(decoderFor(encoding).write(start));
  const discard = () => Promise.resolve();
  const noSheets = { sheets: [], sheet: null, unclearSheet: false, hidden: null };
  return { format: 'csv', encoding, delimiter, textPath: path, ...noSheets, discard };
}

/** Reads the whole file: no text holds a NUL, and of a text that does not say so every byte tells its encoding. */
async function encodingOf(file: FileHandle, declared: Encoding | null): Promise<Encoding> {
  const wide = declared === 'utf-16le' || declared === 'utf-16be';
  const judge = new EncodingJudge();
  for await (const chunk of chunksOf(file)) {
    if (wide ? hasWideNul(chunk) : chunk.includes(0))
      throw notATable(`这是二进制文件，不是文本表格；${saveAsCsv}`);
    if (declared === null) judge.write(chunk);
  }
  return declared ?? judge.end();
}

function hasWideNul(chunk: Buffer): boolean {
  return new Uint16Array(chunk.buffer, chunk.byteOffset, chunk.length >> 1).includes(0);
}

/** Each chunk is gone when the next one comes. */
async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
