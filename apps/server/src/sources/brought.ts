import type { ImportReport, Problem } from '#contract';

/** What became of one file of a source. A file that is no table has a problem for a report. */
export type Brought =
  | { readonly taken: true; readonly report: ImportReport }
  | { readonly taken: false; readonly report: ImportReport | Problem };

/** Why a file was not taken, in one sentence. */
export function refusalWords(report: ImportReport | Problem): string {
  if (!('state' in report)) return report.detail;
  if (report.state === 'cancelled') return '导入被取消';
  if (report.questions.length > 0)
    return `版式需要确认：${report.questions.map(({ message }) => message).join('；')}`;
  const [first] = report.rejections;
  const words = first ? `，例如第 ${first.line} 行：${first.message}` : '';
  return report.rejectionCount > 0 ? `${report.rejectionCount} 处不合要求${words}` : '没有数据行';
}
