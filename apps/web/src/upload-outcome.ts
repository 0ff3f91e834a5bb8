/** What has become of a file that was chosen, and in which words and colours its line in the list says so. */
import type { ImportReport, Status } from '#contract';
import { failureWords } from './failure-wording';
import { countWords, importStateColours, importStateWords } from './import-wording';
import type { Failure } from './api';
import type { Messages } from './messages.zh';
import { exactNumber } from './number-wording';

/** What is wanted of a file: to be checked, to be stored whole, or without its faulty rows. */
export type UploadJob = 'check' | 'import' | 'skip';

export interface UploadState {
  /** What is still to be done, or being done. */
  readonly job: UploadJob | null;
  readonly busy: boolean;
  readonly report: ImportReport | null;
  readonly failure: Failure | null;
  /** Whether it was stopped before the service had it. */
  readonly stopped: boolean;
}

/**
 * `clean`: checked, and can be stored as it is; `partly`: its good rows can; `asks`: a question has to be answered;
 * `ended`: stored, refused, failed or cancelled, as its report says.
 */
export type UploadOutcome =
  'waiting' | 'working' | 'stopped' | 'unreadable' | 'asks' | 'clean' | 'partly' | 'ended';

export function outcomeOf({ job, busy, report, failure, stopped }: UploadState): UploadOutcome {
  if (busy) return 'working';
  if (job !== null) return 'waiting';
  if (failure !== null) return 'unreadable';
  if (stopped || report === null) return 'stopped';
  if (report.questions.length > 0) return 'asks';
  if (report.dryRun && report.state === 'validated') {
    if (report.rejectionCount === 0) return 'clean';
    if (report.rows.read > report.rows.rejected) return 'partly';
  }
  return 'ended';
}

export function outcomeColours(state: UploadState): Status {
  const outcome = outcomeOf(state);
  if (outcome === 'unreadable') return 'missed';
  if (outcome === 'waiting' || outcome === 'working' || outcome === 'stopped' || state.report === null)
    return 'notAssessed';
  return importStateColours(state.report);
}

/** In a few words, what became of it. */
export function outcomeWords(state: UploadState, words: Messages): string {
  const { uploads: say, imports } = words;
  switch (outcomeOf(state)) {
    case 'waiting':
      return say.waiting;
    case 'working':
      return state.job === 'check' ? say.checking : say.storing;
    case 'stopped':
      return imports.sendingStopped;
    case 'unreadable':
      return state.failure === null ? '' : failureWords(state.failure, words).title;
    case 'asks':
    case 'clean':
    case 'partly':
    case 'ended':
      return state.report === null ? '' : importStateWords(state.report, words);
  }
}

/** The figures behind it: rows, faults, warnings, verdicts; what was refused says why. */
export function outcomeFigures(state: UploadState, words: Messages): string[] {
  const { uploads: say } = words;
  const { report, failure } = state;
  const outcome = outcomeOf(state);
  if (failure !== null && outcome === 'unreadable')
    return [failureWords(failure, words).detail].filter((part) => part !== '');
  if (outcome === 'waiting' || outcome === 'working' || report === null || report.questions.length > 0)
    return [];
  if (report.failure !== null) return [report.failure];
  const { rows, rejectionCount, warnings, verdictChanges } = report;
  const known = report.state === 'validated' || report.state === 'applied';
  return [
    rows.read > 0 ? say.read(countWords(report, rows.read, words)) : '',
    known ? say.inserted(exactNumber(rows.inserted, 0)) : '',
    known && rows.revised > 0 ? say.revised(exactNumber(rows.revised, 0)) : '',
    rejectionCount > 0 ? say.faults(exactNumber(rejectionCount, 0)) : '',
    warnings.length > 0 ? say.warnings(exactNumber(warnings.length, 0)) : '',
    known && verdictChanges.length > 0
      ? say.verdicts(exactNumber(verdictChanges.length, 0), report.dryRun)
      : '',
  ].filter((part) => part !== '');
}

/** Targets whose verdict any of these files would change, each once. */
export function targetsChanged(reports: readonly ImportReport[]): number {
  return new Set(reports.flatMap(({ verdictChanges }) => verdictChanges.map(({ target }) => target))).size;
}
