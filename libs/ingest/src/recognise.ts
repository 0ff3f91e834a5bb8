import { open, type FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { AppError } from '#contract';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'gb18030';
export type Delimiter = ',' | ';' | '\t';

/** What the bytes of a file are. */
export interface Recognised {
  readonly format: 'csv';
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly layout: 'long';
}

const saveAsCsv = '请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”后上传';

/** Files that people upload by mistake, by their first bytes. */
const foreign: readonly (readonly [signature: readonly number[], detail: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], `这是 Excel 工作簿（.xlsx）或压缩包，目前只读 CSV；${saveAsCsv}`],
  [[0x50, 0x4b, 0x05, 0x06], `这是空的压缩包，不是表格；${saveAsCsv}`],
  [[0xd0, 0xcf, 0x11, 0xe0], `这是旧版 Excel 工作簿（.xls），不能直接读取；${saveAsCsv}`],
  [[0x25, 0x50, 0x44, 0x46], '这是 PDF 文件，不是表格；请上传其中数据的 CSV 文件'],
  [[0x89, 0x50, 0x4e, 0x47], '这是图片，不是表格；请上传 CSV 文件'],
  [[0xff, 0xd8, 0xff], '这是图片，不是表格；请上传 CSV 文件'],
  [[0x47, 0x49, 0x46, 0x38], '这是图片，不是表格；请上传 CSV 文件'],
  [[0x1f, 0x8b], '这是 gzip 压缩文件；请解压后上传其中的 CSV 文件'],
  [[0x52, 0x61, 0x72, 0x21], '这是 RAR 压缩文件；请解压后上传其中的 CSV 文件'],
  [[0x37, 0x7a, 0xbc, 0xaf], '这是 7z 压缩文件；请解压后上传其中的 CSV 文件'],
  [[0xff, 0xfe], `这是 UTF-16 编码的文本（Excel 的“Unicode 文本”）；${saveAsCsv}`],
  [[0xfe, 0xff], `这是 UTF-16 编码的文本；${saveAsCsv}`],
];

const byteOrderMark = [0xef, 0xbb, 0xbf];
const chunkBytes = 256 * 1024;
/** How much of a file is looked at for its header row. */
const headerBytes = 1024 * 1024;

/**
 * Says what a spooled file is, by its content and not by its name. The whole file is read once: its encoding is
 * UTF-8 when every byte of it is; else GB18030, as Excel saves CSV in China, unless more of it would be unreadable.
 *
 * @throws AppError not-a-table, with a sentence that says what the file is and what to upload instead.
 */
export async function recognise(path: string): Promise<Recognised> {
  const file = await open(path);
  try {
    const start = await firstBytes(file);
    refuseForeign(start);
    const marked = startsWith(start, byteOrderMark);
    const encoding = marked ? 'utf-8-bom' : await encodingOf(file);
    if (marked) await refuseBinary(file);
    const text = encoding === 'gb18030' ? iconv.decode(start, encoding) : new TextDecoder().decode(start);
    return { format: 'csv', encoding, delimiter: delimiterOf(text), layout: 'long' };
  } finally {
    await file.close();
  }
}

async function firstBytes(file: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(headerBytes);
  const { bytesRead } = await file.read(buffer, 0, headerBytes, 0);
  return buffer.subarray(0, bytesRead);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function refuseForeign(start: Buffer): void {
  if (start.length === 0) throw new AppError('not-a-table', '文件是空的；请上传带表头的 CSV 文件');
  const match = foreign.find(([signature]) => startsWith(start, signature));
  if (match) throw new AppError('not-a-table', match[1]);
  if (/^[\s\uFEFF]*</.test(start.toString('utf8', 0, 200)))
    throw new AppError('not-a-table', `这是网页或 XML 文件（有的系统导出的 .xls 其实是网页）；${saveAsCsv}`);
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(chunkBytes);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** No text in UTF-8 or GB18030 holds a NUL byte. */
function refuseNul(chunk: Buffer): void {
  if (chunk.includes(0)) throw new AppError('not-a-table', `这是二进制文件，不是文本表格；${saveAsCsv}`);
}

async function refuseBinary(file: FileHandle): Promise<void> {
  for await (const chunk of chunksOf(file)) refuseNul(chunk);
}

async function encodingOf(file: FileHandle): Promise<Encoding> {
  if (await isUtf8(file)) return 'utf-8';
  const utf8 = new TextDecoder('utf-8');
  const gb18030 = iconv.getDecoder('gb18030');
  let unreadableUtf8 = 0;
  let unreadableGb18030 = 0;
  for await (const chunk of chunksOf(file)) {
    unreadableUtf8 += unreadable(utf8.decode(chunk, { stream: true }));
    unreadableGb18030 += unreadable(gb18030.write(chunk));
  }
  // A UTF-8 file with a few broken bytes stays UTF-8: its other rows can be read, and the broken ones are named.
  return unreadableUtf8 < unreadableGb18030 ? 'utf-8' : 'gb18030';
}

async function isUtf8(file: FileHandle): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let valid = true;
  for await (const chunk of chunksOf(file)) {
    refuseNul(chunk);
    valid &&= decodes(decoder, chunk);
  }
  return valid && decodes(decoder, undefined);
}

function decodes(decoder: TextDecoder, chunk: Buffer | undefined): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch (error) {
    if (isInvalidData(error)) return false;
    throw error;
  }
}

function isInvalidData(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  );
}

function unreadable(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) count++;
  return count;
}

/** Of comma, semicolon and tab the one that stands most often, outside quotes, in the first row that says something. */
function delimiterOf(text: string): Delimiter {
  const header = headerRow(text);
  if (header === null)
    throw new AppError('not-a-table', '文件里没有表头，也没有数据；请上传带表头的 CSV 文件');
  const outsideQuotes = header.replace(/"[^"]*"?/g, '');
  const count = (delimiter: Delimiter) => outsideQuotes.split(delimiter).length;
  return (['\t', ';'] as const).reduce<Delimiter>(
    (most, delimiter) => (count(delimiter) > count(most) ? delimiter : most),
    ',',
  );
}

/** The first row that is not blank; a line break inside quotes does not end it. */
function headerRow(text: string): string | null {
  for (const [row] of text.matchAll(/(?:"[^"]*(?:"|$)|[^"\r\n])+/g)) {
    if (/[^\s,;"\uFEFF]/.test(row)) return row;
  }
  return null;
}
