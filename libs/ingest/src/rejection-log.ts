import { addRejections, type StoredRejection, type Tx } from '#storage';
import type { CellFault } from './cell-fault.js';

const mostWaiting = 500;
const mostWaitingCharacters = 1024 * 1024;
const mostLines = 500;

/**
 * Stores refused cells as they come, in batches and outside the import's own transaction: they outlive its rollback,
 * and a file that is wrong in every row does not fill the memory.
 */
export class RejectionLog {
  private waiting: StoredRejection[] = [];
  private waitingCharacters = 0;
  private total = 0;
  /** The first lines that a fault was found on. */
  readonly lines = new Set<number>();

  constructor(
    private readonly connection: Tx,
    private readonly importId: number,
  ) {}

  /** Refused cells so far. */
  get count(): number {
    return this.total;
  }

  async add(line: number, cells: readonly string[], faults: readonly CellFault[]): Promise<void> {
    const characters = cells.reduce((sum, cell) => sum + cell.length, 0);
    if (faults.length > 0 && this.lines.size < mostLines) this.lines.add(line);
    for (const fault of faults) {
      this.waiting.push({ line, ...fault, cells });
      this.waitingCharacters += characters;
      this.total += 1;
      if (this.waiting.length >= mostWaiting || this.waitingCharacters >= mostWaitingCharacters)
        await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const batch = this.waiting;
    this.waiting = [];
    this.waitingCharacters = 0;
    await addRejections(this.connection, this.importId, this.total - batch.length + 1, batch);
  }
}
