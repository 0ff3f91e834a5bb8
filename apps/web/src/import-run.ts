/** One import as a page carries it: the file is sent, the service works, a report comes; it can be cancelled. */
import { onScopeDispose, ref, shallowRef } from 'vue';
import type { ImportProgress, ImportReport } from '#contract';
import { isAbort, isFailure } from './answer';
import { api, ProblemError, uploadFile, type Failure, type UploadOptions } from './api';
import { followImport } from './follow-import';

export function useImportRun() {
  /** Whether something is under way. */
  const busy = ref(false);
  /** The share of the file sent, 0 to 1; at 1 the service recognises it. */
  const sent = ref(0);
  /** Null until the service has accepted the file. */
  const progress = shallowRef<ImportProgress | null>(null);
  const report = shallowRef<ImportReport | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const cancelling = ref(false);
  /** Whether the file was stopped on its way to the service. */
  const stopped = ref(false);
  let current: AbortController | null = null;
  onScopeDispose(() => current?.abort());

  function clear(): void {
    report.value = null;
    failure.value = null;
    stopped.value = false;
  }

  /** Sends a file and follows what becomes of it. */
  const start = (file: File, options: UploadOptions): Promise<void> =>
    carry((signal) => {
      const onSent = (share: number) => {
        sent.value = share;
      };
      return uploadFile(file, options, onSent, signal);
    });

  /** Follows an import that is running already. */
  const follow = (running: ImportReport): Promise<void> =>
    carry(() => {
      sent.value = 1;
      return Promise.resolve(running);
    });

  async function carry(begin: (signal: AbortSignal) => Promise<ImportReport>): Promise<void> {
    if (busy.value) return;
    clear();
    const own = (current = new AbortController());
    const { signal } = own;
    busy.value = true;
    sent.value = 0;
    try {
      const accepted = await begin(signal);
      progress.value = { id: accepted.id, phase: 'waiting', rowsRead: 0, share: 0 };
      if (cancelling.value) await stop(accepted.id);
      const onProgress = (now: ImportProgress) => {
        if (current === own) progress.value = now;
      };
      const ended = await followImport(accepted, onProgress, signal);
      if (current === own) report.value = ended;
    } catch (error) {
      if (isFailure(error)) {
        if (current === own) failure.value = error;
      } else if (!isAbort(error)) throw error;
    } finally {
      if (current === own) rest();
    }
  }

  function rest(): void {
    busy.value = false;
    progress.value = null;
    cancelling.value = false;
  }

  /** Follows no more what is under way, which goes on without this page, and forgets what came of it. */
  function leave(): void {
    current?.abort();
    current = null;
    rest();
    clear();
  }

  /** Cancels what is under way; what the service already works on ends with a report that says so. */
  async function cancel(): Promise<void> {
    if (!busy.value || cancelling.value) return;
    if (sent.value < 1) {
      stopped.value = true;
      current?.abort();
      return;
    }
    // Until the service has given it a number there is nothing to name; it is cancelled as soon as there is.
    cancelling.value = true;
    if (progress.value !== null) await stop(progress.value.id);
  }

  async function stop(id: number): Promise<void> {
    try {
      await api.cancelImport(id);
    } catch (error) {
      if (!isFailure(error)) throw error;
      cancelling.value = false;
      // It has ended meanwhile, and its report is on the way.
      if (error instanceof ProblemError && error.problem.code === 'conflict') return;
      failure.value = error;
    }
  }

  return { busy, sent, progress, report, failure, cancelling, stopped, start, follow, leave, cancel };
}
