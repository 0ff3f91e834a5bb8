import yauzl from 'yauzl';
import { AppError } from '#contract';
import type { WorkbookPart } from './workbook-cells.js';
import { notATable, saveAsXlsx, workbookRefusals } from './workbook-refusals.js';

/**
 * Bounds on what is taken out of a package. A sheet's XML takes about 30 bytes a cell: 48 MB are a million and a half
 * cells, hundreds of times a yearbook's table, and with what the parser makes of them the process stays below 400 MB.
 * There is no bound on the ratio: sheets of zeros compress a hundredfold, and the sum bounds what matters.
 */
export const mostInflatedBytes = 48 * 1024 * 1024;
const mostEntries = 5000;

/** Parts that hold no cells; pictures among them can be large. */
const withoutCells = /^xl\/(?:media|embeddings|externalLinks|pivotCache|printerSettings|activeX)\//i;
const wanted = /^(?:\[Content_Types\]\.xml|_rels\/.*\.rels|xl\/.*\.(?:xml|rels))$/i;

/**
 * Takes the parts of an .xlsx that may hold cells out of the package at `path`, after looking at all it declares,
 * and counting what is really inflated.
 *
 * @throws AppError not-a-table: no package or a broken one, none of a workbook, or more than the bounds.
 */
export async function workbookParts(path: string): Promise<WorkbookPart[]> {
  const zip = await opened(path);
  try {
    if (zip.entryCount > mostEntries) throw notATable(`压缩包里有 ${zip.entryCount} 个文件，不是工作簿`);
    const entries = await entriesOf(zip);
    refuseOthers(entries.map(({ fileName }) => fileName));
    const parts = entries.filter(({ fileName }) => wanted.test(fileName) && !withoutCells.test(fileName));
    const declared = parts.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    if (declared > mostInflatedBytes) throw notATable(workbookRefusals['too-large']);
    return await inflated(zip, parts);
  } finally {
    zip.close();
  }
}

async function opened(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false });
  } catch (error) {
    throw damaged(error);
  }
}

/** What a system call refused is no fault of the file. */
function damaged(error: unknown): unknown {
  const ofSystem = error instanceof Error && 'syscall' in error;
  return ofSystem || error instanceof AppError ? error : notATable(workbookRefusals.damaged, error);
}

async function entriesOf(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw damaged(error);
  }
  return entries;
}

/** What else comes in a zip, by a file that only that has. */
const others: readonly (readonly [name: RegExp, detail: string])[] = [
  [/^xl\/workbook\.bin$/, `这是 Excel 二进制工作簿（.xlsb），不能直接读取；${saveAsXlsx}`],
  [/^word\//, '这是 Word 文档（.docx），不是表格；请把其中的表格复制到 Excel 后上传'],
  [/^ppt\//, '这是演示文稿（.pptx），不是表格；请上传其中数据的 Excel 或 CSV 文件'],
  [/^META-INF\/manifest\.xml$/, `这是 OpenDocument 文件（.ods 等），不能直接读取；${saveAsXlsx}`],
  [/^Index\/Document\.iwa$/, '这是 Numbers 表格，不能直接读取；请导出为 Excel 后上传'],
];

function refuseOthers(names: readonly string[]): void {
  if (names.length === 0) throw notATable('这是空的压缩包，不是表格；请上传 Excel 或 CSV 文件');
  if (names.includes('[Content_Types].xml') && names.some((name) => /^xl\/.*\.xml$/i.test(name))) return;
  const other = others.find(([pattern]) => names.some((name) => pattern.test(name)));
  throw notATable(other?.[1] ?? '这是压缩包，不是表格；请解压后上传其中的 Excel 或 CSV 文件');
}

async function inflated(zip: yauzl.ZipFile, entries: readonly yauzl.Entry[]): Promise<WorkbookPart[]> {
  const parts: WorkbookPart[] = [];
  let left = mostInflatedBytes;
  for (const entry of entries) {
    const bytes = await bytesOf(zip, entry, left);
    left -= bytes.length;
    parts.push({ name: entry.fileName, bytes });
  }
  return parts;
}

/** What an entry declares of its size may be a lie: the bytes are counted as they come. */
async function bytesOf(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.isEncrypted()) throw notATable('压缩包有密码；请去掉密码后上传');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > most) throw notATable(workbookRefusals['too-large']);
      chunks.push(chunk);
    }
  } catch (error) {
    throw damaged(error);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
