import { notATable, saveAsXlsx } from './workbook/workbook-refusals.js';

const upload = '请上传 Excel 或 CSV 文件';
const picture = `这是图片，不是表格；${upload}`;
const unpack = '请解压后上传其中的 Excel 或 CSV 文件';

/** Files that people upload by mistake, by their first bytes in hex. */
const foreign: readonly (readonly [signature: RegExp, detail: string])[] = [
  [/^25504446/, '这是 PDF 文件，不是表格；请上传其中数据的 Excel 或 CSV 文件'],
  [/^89504e47/, picture],
  [/^ffd8ff/, picture],
  [/^47494638/, picture],
  // BMP, whose reserved bytes are zero; a table may well begin with BM.
  [/^424d.{8}0{8}/, picture],
  [/^(?:49492a00|4d4d002a)/, picture],
  [/^52494646.{8}57454250/, picture],
  [/^.{8}66747970/, `这是图片、声音或影片，不是表格；${upload}`],
  [/^1f8b/, `这是 gzip 压缩文件；${unpack}`],
  [/^526172211a/, `这是 RAR 压缩文件；${unpack}`],
  [/^377abcaf/, `这是 7z 压缩文件；${unpack}`],
  // MIME-Version, {\rtf
  [/^4d494d452d56657273696f6e/, `这是网页存档（.mht），不能直接读取；${saveAsXlsx}`],
  [/^7b5c727466/, `这是 RTF 文档，不是表格；${upload}`],
];

/** @throws AppError not-a-table, with what the file is, when its first bytes are those of nothing with a table. */
export function refuseForeign(start: Buffer): void {
  if (start.length === 0) throw notATable('文件是空的；请上传带表头的 Excel 或 CSV 文件');
  const bytes = start.toString('hex', 0, 32);
  const match = foreign.find(([signature]) => signature.test(bytes));
  if (match) throw notATable(match[1]);
}
