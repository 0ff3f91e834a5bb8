import { Worker } from 'node:worker_threads';
import type { SheetEntry, SheetRow, WorkbookSource, WorkerAnswer, WorkerQuestion } from './workbook-cells.js';
import { notATable, workbookRefusals } from './workbook-refusals.js';

/** Heap of the thread; a million cells of an .xlsx take about 130 MB. What lies outside the heap is bounded before. */
const mostHeapMb = 192;
/** Of the whole reading; a million cells of an .xlsx take 3 s on a small machine. */
const mostMs = 30_000;

interface Waiting {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

/** A workbook that is being read in a thread of its own; whatever is wrong with the file, only that thread suffers. */
export class WorkbookThread {
  private readonly worker: Worker;
  private readonly timer: NodeJS.Timeout;
  private waiting: Waiting | null = null;
  /** What came while nobody was waiting. */
  private arrived: WorkerAnswer | null = null;
  private failure: unknown = null;

  /** @param ms how long the whole reading may take. */
  constructor(source: WorkbookSource, ms = mostMs) {
    this.worker = new Worker(new URL('./workbook-worker.mjs', import.meta.url), {
      workerData: source,
      transferList: buffersOf(source),
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
      // The flags of this process are not for the thread; and what the parser prints about odd files is for nobody.
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.worker.on('message', (answer: WorkerAnswer) => this.arrive(answer));
    this.worker.on('error', (error: NodeJS.ErrnoException) =>
      this.fail(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? notATable(workbookRefusals['too-large'], error) : error,
      ),
    );
    this.timer = setTimeout(() => this.fail(notATable(workbookRefusals['too-slow'])), ms);
  }

  /** What sheets there are. @throws AppError not-a-table */
  async opened(): Promise<{ readonly sheets: readonly SheetEntry[]; readonly date1904: boolean }> {
    const answer = await this.next();
    if (answer.answer === 'opened') return answer;
    throw new Error(`The thread that reads workbooks answered ${answer.answer} first.`);
  }

  /** The rows of a sheet that hold something, some at a time. @throws AppError not-a-table */
  async *rowsOf(sheet: number): AsyncGenerator<readonly SheetRow[]> {
    for (;;) {
      const question: WorkerQuestion = { sheet };
      this.worker.postMessage(question, []);
      const answer = await this.next();
      if (answer.answer !== 'rows')
        throw new Error(`The thread that reads workbooks answered ${answer.answer}.`);
      yield answer.rows;
      if (answer.last) return;
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private async next(): Promise<WorkerAnswer> {
    const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure);
      this.waiting = { resolve, reject };
      if (this.arrived !== null) this.arrive(this.arrived);
    });
    if (answer.answer === 'unreadable') throw notATable(workbookRefusals[answer.reason], answer.detail);
    return answer;
  }

  private arrive(answer: WorkerAnswer): void {
    this.arrived = this.waiting === null ? answer : null;
    this.waiting?.resolve(answer);
    this.waiting = null;
  }

  private fail(reason: unknown): void {
    this.failure ??= reason;
    this.waiting?.reject(reason);
    this.waiting = null;
  }
}

/** Handed over, not copied. */
function buffersOf(source: WorkbookSource): ArrayBuffer[] {
  const arrays =
    source.kind === 'package'
      ? source.parts.map(({ bytes }) => bytes)
      : source.kind === 'compound'
        ? [source.bytes]
        : [];
  return arrays.map(({ buffer }) => buffer);
}
