import type { ImportReport, Problem } from '#contract';
import type { RefusedFile } from '#storage';

/** What became of one file of a source. A file that is no table has a problem for a report. */
export type Brought =
  | { readonly taken: true; readonly report: ImportReport }
  | { readonly taken: false; readonly report: ImportReport | Problem };

/** A file that was not taken, as the source keeps it in mind. */
export function refusedFile(file: string, report: ImportReport | Problem): RefusedFile {
  const refusedRows = 'state' in report ? report.rows.rejected : 0;
  return { file, refusedRows, why: refusalWords(report) };
}

/** Refused files that are named one by one; of more the number is told. */
const mostNamed = 3;

/** The refused files of one look as one, for they are told in one message; null: none. */
export function refusedTogether(refused: readonly RefusedFile[]): RefusedFile | null {
  const [first, ...others] = refused;
  if (!first || others.length === 0) return first ?? null;
  const named = refused.slice(0, mostNamed);
  const more = refused.length - named.length;
  return {
    file: named.map(({ file }) => file).join('、') + (more > 0 ? ` (+${more})` : ''),
    refusedRows: refused.reduce((sum, { refusedRows }) => sum + refusedRows, 0),
    why: named.map(refusalSentence).join('；'),
  };
}

/** In one sentence, with the file's name. */
export function refusalSentence({ file, why }: RefusedFile): string {
  return `${file}：${why}`;
}

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
