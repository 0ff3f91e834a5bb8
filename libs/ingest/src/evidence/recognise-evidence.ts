import { readFile } from 'node:fs/promises';
import yauzl from 'yauzl';
import { AppError } from '#contract';
import { declaredEncoding, decoderFor, EncodingJudge } from '../text-encoding.js';

/** What a file of evidence is, by its content, and the name it is kept and handed out under. */
export interface RecognisedEvidence {
  readonly mediaType: string;
  readonly name: string;
}

interface Kind {
  readonly mediaType: string;
  /** The first is given to a name that has none of them. */
  readonly endings: readonly [string, ...string[]];
}

const office = 'application/vnd.openxmlformats-officedocument';
const pdf: Kind = { mediaType: 'application/pdf', endings: ['pdf'] };
const png: Kind = { mediaType: 'image/png', endings: ['png'] };
const jpeg: Kind = { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] };
const webp: Kind = { mediaType: 'image/webp', endings: ['webp'] };
const docx: Kind = { mediaType: `${office}.wordprocessingml.document`, endings: ['docx'] };
const xlsx: Kind = { mediaType: `${office}.spreadsheetml.sheet`, endings: ['xlsx'] };
const pptx: Kind = { mediaType: `${office}.presentationml.presentation`, endings: ['pptx'] };
/** China's own format of official documents, GB/T 33190. */
const ofd: Kind = { mediaType: 'application/ofd', endings: ['ofd'] };
const csv: Kind = { mediaType: 'text/csv', endings: ['csv'] };
const plain: Kind = { mediaType: 'text/plain', endings: ['txt'] };

const taken = '可用的有 PDF、OFD、PNG、JPEG、WebP、docx、xlsx、pptx、txt、csv';

/** The first bytes, in hex, of what is refused with a word of its own. */
const refused: readonly (readonly [signature: RegExp, detail: string])[] = [
  [
    /^d0cf11e0a1b11ae1/,
    '旧版 Office 文件（.doc、.xls、.ppt、.wps）可能带宏；请另存为 docx、xlsx 或 PDF 后上传',
  ],
  [/^4d5a/, '这是程序，不能作为佐证材料'],
  [/^7f454c46/, '这是程序，不能作为佐证材料'],
  [/^2321/, '这是脚本，不能作为佐证材料'],
  [/^(?:1f8b|526172211a|377abcaf)/, '这是压缩包；请解压后逐个上传'],
  [/^.{8}66747970/, '这是视频或苹果手机照片（HEIC）；照片请存为 JPEG 后上传'],
];

/**
 * Says what a file is by its bytes, whatever it is called, and gives it a name that says the same: what is no longer a
 * program in its content must not be one by its name. Only kinds that no reader runs are taken.
 * @param name as it was sent.
 * @throws AppError not-evidence, with what the file is and what to do.
 */
export async function recogniseEvidence(path: string, name: string): Promise<RecognisedEvidence> {
  const bytes = await readFile(path);
  const kind = await kindOf(path, bytes, name);
  return { mediaType: kind.mediaType, name: nameFor(name, kind) };
}

async function kindOf(path: string, bytes: Buffer, name: string): Promise<Kind> {
  if (bytes.length === 0) throw notEvidence('文件是空的');
  const start = bytes.toString('hex', 0, 32);
  const refusal = refused.find(([signature]) => signature.test(start));
  if (refusal) throw notEvidence(refusal[1]);
  if (start.startsWith('25504446')) return pdf;
  if (start.startsWith('89504e470d0a1a0a')) return png;
  if (start.startsWith('ffd8ff')) return jpeg;
  if (/^52494646.{8}57454250/.test(start)) return webp;
  if (start.startsWith('504b0304')) return packageKind(path);
  return textKind(bytes, name);
}

const mostEntries = 5000;
/** Macros, controls, and files of any kind packed into a document. */
const active =
  /vbaProject[^/]*\.bin$|vbaData\.xml$|\/activeX\/|\/embeddings\/[^/]+\.(?!xlsx$|docx$|pptx$)[^/]+$/i;

async function packageKind(path: string): Promise<Kind> {
  const names = await namesIn(path);
  if (names.some((name) => active.test(name)))
    throw notEvidence('文件里有宏、控件或嵌入的程序；请去掉后上传，或导出为 PDF');
  if (names.includes('OFD.xml')) return ofd;
  if (names.includes('[Content_Types].xml')) {
    if (names.includes('word/document.xml')) return docx;
    if (names.some((name) => /^xl\/workbook\.xml$/.test(name))) return xlsx;
    if (names.includes('ppt/presentation.xml')) return pptx;
  }
  throw notEvidence(`这是压缩包，请解压后逐个上传；${taken}`);
}

async function namesIn(path: string): Promise<string[]> {
  let zip: yauzl.ZipFile | null = null;
  try {
    zip = await yauzl.openPromise(path, { autoClose: false });
    if (zip.entryCount > mostEntries) throw notEvidence(`压缩包里有 ${zip.entryCount} 个文件，不是文档`);
    const names: string[] = [];
    for await (const entry of zip.eachEntry()) names.push(entry.fileName);
    return names;
  } catch (error) {
    // What a system call refused is no fault of the file.
    if (error instanceof AppError || (error instanceof Error && 'syscall' in error)) throw error;
    throw notEvidence('文件已损坏或不完整，打不开');
  } finally {
    zip?.close();
  }
}

function textKind(bytes: Buffer, name: string): Kind {
  const declared = declaredEncoding(bytes);
  if (bytes.includes(0) || declared === 'utf-16le' || declared === 'utf-16be')
    throw notEvidence(`不认识这种文件；${taken}`);
  const judge = new EncodingJudge();
  judge.write(bytes);
  const decoder = decoderFor(declared ?? judge.end());
  const text = decoder.write(bytes) + decoder.end();
  // A control character other than tab and line ends: a binary file without a zero.
  if (text.includes('\uFFFD') || /[^\P{Cc}\t\n\f\r]/u.test(text))
    throw notEvidence(`不认识这种文件；${taken}`);
  if (/^[\s\uFEFF]*</.test(text)) throw notEvidence('网页和 XML 文件不能作为佐证材料；请打印为 PDF 后上传');
  if (/^[\s\uFEFF]*\{\\rtf/.test(text)) throw notEvidence('RTF 文件请另存为 docx 或 PDF 后上传');
  return /\.csv$/i.test(name) ? csv : plain;
}

const longestName = 120;

/** The name without folders and without what could deceive (controls, marks that turn the direction of writing). */
function nameFor(sent: string, { endings }: Kind): string {
  const plainName = sent
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const ending = endings.find((candidate) => plainName.toLowerCase().endsWith(`.${candidate}`)) ?? null;
  const stem = ending === null ? plainName : plainName.slice(0, -ending.length - 1);
  const short = [...stem].slice(0, longestName).join('').trim();
  return `${short === '' ? '佐证材料' : short}.${ending ?? endings[0]}`;
}

function notEvidence(detail: string): AppError {
  return new AppError('not-evidence', detail);
}
