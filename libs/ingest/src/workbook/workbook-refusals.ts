import { AppError } from '#contract';
import type { UnreadableReason } from './workbook-cells.js';

export const saveAsXlsx = '请在 Excel 或 WPS 中打开并另存为“Excel 工作簿（.xlsx）”后上传';
export const saveAsCsv = '请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”后上传';

export const workbookRefusals = {
  encrypted: '工作簿有打开密码，不能读取；请在 Excel 或 WPS 中取消密码后上传',
  'no-worksheet': '工作簿里没有工作表（只有宏表或图表）；请上传带数据表的工作簿',
  'word-document': '这是 Word 文档（.doc），不是表格；请把其中的表格复制到 Excel 后上传',
  presentation: '这是演示文稿（.ppt），不是表格；请上传其中数据的 Excel 或 CSV 文件',
  'other-compound': '这不是 Excel 工作簿；请上传 Excel 或 CSV 文件',
  'no-table': `这是网页或 XML 文件，里面没有表格；${saveAsCsv}`,
  damaged: `工作簿已损坏或不完整，读不出来；${saveAsXlsx}`,
  'too-large': `工作簿太大，不能直接读取；${saveAsCsv}`,
  'too-slow': `工作簿太复杂，在规定时间内读不完；${saveAsCsv}`,
  empty: '工作簿里没有数据（可见的工作表都是空的）；请上传带数据表的工作簿',
} as const satisfies Record<UnreadableReason, string> & Record<string, string>;

/** A file that is no table, and a sentence that says what it is and what to do. */
export function notATable(detail: string, cause?: unknown): AppError {
  return new AppError('not-a-table', detail, [], { cause });
}
