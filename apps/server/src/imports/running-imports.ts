import { Injectable } from '@nestjs/common';
import type { ImportProgress } from '#contract';

/** How far the imports of this process have come, and which are still under way when it is told to stop. */
@Injectable()
export class RunningImports {
  private readonly progressById = new Map<number, ImportProgress>();
  private readonly stops = new Map<number, AbortController>();
  private readonly work = new Set<Promise<unknown>>();

  /** @param stop what stops this import */
  begun(id: number, stop: AbortController): void {
    this.stops.set(id, stop);
  }

  progress(progress: ImportProgress): void {
    this.progressById.set(progress.id, progress);
  }

  /** Null when the import is not running here. */
  progressOf(id: number): ImportProgress | null {
    return this.progressById.get(id) ?? null;
  }

  /** Stops an import that runs here; one of another replica hears of it through the database. */
  cancel(id: number): void {
    this.stops.get(id)?.abort();
  }

  /** Keeps track of an import that goes on after its request was answered. */
  track<T>(work: Promise<T>): Promise<T> {
    this.work.add(work);
    const forget = () => this.work.delete(work);
    work.then(forget, forget);
    return work;
  }

  done(id: number): void {
    this.progressById.delete(id);
    this.stops.delete(id);
  }

  /** Nest calls this before the process ends: what was accepted is finished first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.work);
  }
}
