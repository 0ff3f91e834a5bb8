/** The state of an import in words and in the colours of a verdict. */
import type { ImportReport, Status } from '#contract';
import type { Messages } from './messages.zh';
import { exactNumber } from './number-wording';

/** An import with rows left out must not read like a clean one. */
export function importStateWords(report: ImportReport, words: Messages): string {
  const { state, rows } = report;
  if (rows.rejected > 0 && state === 'applied') {
    return words.imports.stateSkipped(exactNumber(rows.rejected, 0));
  }
  if (rows.rejected > 0 && state === 'validated') {
    return words.imports.stateWouldSkip(exactNumber(rows.rejected, 0));
  }
  return words.imports.state[state];
}

/** Which status colours an import's state is shown in. */
export function importStateColours({ state, rows }: ImportReport): Status {
  if (state === 'rejected' || state === 'failed') return 'missed';
  if (state === 'running') return 'notAssessed';
  if (rows.rejected > 0) return 'atRisk';
  return state === 'applied' ? 'achieved' : 'onTrack';
}
