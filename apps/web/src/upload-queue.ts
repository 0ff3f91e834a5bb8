/** Files that were chosen together: each is checked in its turn, and stored when its checking was agreed to. */
import { computed, effectScope, onScopeDispose, shallowReactive, shallowRef } from 'vue';
import type { LayoutAnswers } from '#contract';
import { useImportRun } from './import-run';
import { outcomeOf, type UploadJob, type UploadState } from './upload-outcome';

export interface QueuedFile {
  readonly key: number;
  readonly file: File;
  readonly run: ReturnType<typeof useImportRun>;
  job: UploadJob | null;
  /** What was said of this file's layout so far, and under which name that is kept. */
  answers: LayoutAnswers;
  keepAs: string | null;
}

export function stateOf({ job, run }: QueuedFile): UploadState {
  return {
    job,
    busy: run.busy.value,
    report: run.report.value,
    failure: run.failure.value,
    stopped: run.stopped.value,
  };
}

/** @param onDone hears of every file whose job has ended. */
export function useUploadQueue(onDone: (file: QueuedFile) => void) {
  const files = shallowRef<readonly QueuedFile[]>([]);
  const working = shallowRef(false);
  /** In the order in which they were asked for. */
  let waiting: QueuedFile[] = [];
  const scope = effectScope();
  onScopeDispose(() => {
    waiting = [];
  });
  let count = 0;

  const clean = computed(() => files.value.filter((file) => outcomeOf(stateOf(file)) === 'clean'));
  /** Files that are not dealt with yet. */
  const unfinished = computed(() => files.value.filter(({ job }) => job !== null).length);

  function queued(file: File): QueuedFile {
    count += 1;
    const run = scope.run(useImportRun);
    if (run === undefined) throw new Error('the page was left');
    return shallowReactive<QueuedFile>({ key: count, file, run, job: null, answers: {}, keepAs: null });
  }

  /** Takes files in and checks them. One that was chosen before and not stored is taken for its mended form. */
  function add(chosen: readonly File[]): readonly QueuedFile[] {
    const names = new Set(chosen.map(({ name }) => name));
    const isReplaced = ({ file, job, run }: QueuedFile) =>
      names.has(file.name) && job === null && (run.report.value?.dryRun ?? true);
    const added = chosen.map(queued);
    files.value = [...files.value.filter((file) => !isReplaced(file)), ...added];
    for (const file of added) ask(file, 'check');
    return added;
  }

  function ask(file: QueuedFile, job: UploadJob): void {
    if (file.job !== null) return;
    file.job = job;
    waiting.push(file);
    void work();
  }

  async function work(): Promise<void> {
    if (working.value) return;
    working.value = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await carryOut(next);
    } finally {
      working.value = false;
    }
  }

  async function carryOut(file: QueuedFile): Promise<void> {
    const { job, answers, keepAs } = file;
    try {
      await file.run.start(file.file, {
        dryRun: job === 'check',
        // A check leaves faulty rows aside, so that it can say what the others would change.
        onError: job === 'import' ? 'reject' : 'skip',
        answers,
        keepAs,
      });
    } finally {
      file.job = null;
    }
    onDone(file);
  }

  /** Stops what is done with a file, or has it wait no more. */
  function cancel(file: QueuedFile): void {
    if (file.run.busy.value) void file.run.cancel();
    else if (file.job !== null) {
      waiting = waiting.filter((other) => other !== file);
      file.job = null;
      // What was checked before still holds; without that there is only that it was stopped.
      if (file.run.report.value === null) file.run.stopped.value = true;
    }
  }

  function remove(file: QueuedFile): void {
    if (file.job === null) files.value = files.value.filter((other) => other !== file);
  }

  const importAll = (): void => {
    for (const file of clean.value) ask(file, 'import');
  };

  return { files, working, clean, unfinished, add, ask, cancel, remove, importAll };
}
