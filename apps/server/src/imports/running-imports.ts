import { Injectable } from '@nestjs/common';

/** How far the imports of this process have come, and which are still under way when it is told to stop. */
@Injectable()
export class RunningImports {
  private readonly rowsRead = new Map<number, number>();
  private readonly work = new Set<Promise<unknown>>();

  progress(id: number, rows: number): void {
    this.rowsRead.set(id, rows);
  }

  /** Rows read so far; null when the import is not running here. */
  rowsOf(id: number): number | null {
    return this.rowsRead.get(id) ?? null;
  }

  /** Keeps track of an import that goes on after its request was answered. */
  track<T>(work: Promise<T>): Promise<T> {
    this.work.add(work);
    const forget = () => this.work.delete(work);
    work.then(forget, forget);
    return work;
  }

  done(id: number): void {
    this.rowsRead.delete(id);
  }

  /** Nest calls this before the process ends: what was accepted is finished first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.work);
  }
}
