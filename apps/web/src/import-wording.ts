/** The state of an import in words and in the colours of a verdict. */
import type { ImportReport, Status } from '#contract';
import type { CatalogueNames } from './catalogue-names';
import type { Messages } from './messages.zh';
import { exactNumber } from './number-wording';
import { visibleText } from './visible-text';

/** So many of what a file of this layout is counted in: rows, or the values of a table across. */
export function countWords({ file }: ImportReport, count: number, { imports: say }: Messages): string {
  return (/^(?:long$|sdmx|$)/.test(file.layout) ? say.rowCount : say.valueCount)(exactNumber(count, 0));
}

/** Whether it is one value that somebody typed on the page; of such an import there is no file. */
export const isTyped = ({ file }: ImportReport): boolean => file.format === 'typed';

/** What an import is called: its file, or the value that was typed. */
export function importName(
  report: ImportReport,
  names: Pick<CatalogueNames, 'constant'>,
  { imports: say }: Messages,
): string {
  if (!isTyped(report)) return visibleText(report.file.name);
  const what = report.preview.map(({ indicator, area, period }) =>
    [
      names.constant('indicator', indicator),
      names.constant('ref_area', area),
      names.constant('time_period', period),
    ].join(' · '),
  );
  return say.typed(what.join(' · '));
}

/** An import with rows left out must not read like a clean one. */
export function importStateWords(report: ImportReport, words: Messages): string {
  const { state, rows } = report;
  if (state === 'rejected' && report.questions.length > 0) return words.imports.stateUnclear;
  if (rows.rejected > 0 && state === 'applied') {
    return words.imports.stateSkipped(countWords(report, rows.rejected, words));
  }
  if (rows.rejected > 0 && state === 'validated') {
    return words.imports.stateWouldSkip(countWords(report, rows.rejected, words));
  }
  return words.imports.state[state];
}

/** Which status colours an import's state is shown in. */
export function importStateColours({ state, rows, questions }: ImportReport): Status {
  if (questions.length > 0 && state === 'rejected') return 'atRisk';
  if (state === 'rejected' || state === 'failed') return 'missed';
  if (state === 'running' || state === 'cancelled' || state === 'undone') return 'notAssessed';
  if (rows.rejected > 0) return 'atRisk';
  return state === 'applied' ? 'achieved' : 'onTrack';
}
