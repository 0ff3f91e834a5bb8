import type { ImportProgress } from '#contract';
import { beatImport, isDatabaseUnavailable, type Database } from '#storage';

const beatEveryMs = 1000;

/**
 * Writes once a second how far an import has come, so that every replica can tell it and a dead one's import is known
 * by its silence; and learns there whether it was asked, on whatever replica, to stop.
 */
export class Heartbeat {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private asked = false;
  private progress: ImportProgress;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    importId: number,
    private readonly context: {
      readonly now: () => Date;
      readonly onProgress?: (progress: ImportProgress) => void;
      readonly signal?: AbortSignal;
    },
  ) {
    this.progress = { id: importId, phase: 'waiting', rowsRead: 0, share: 0 };
    if (context.signal?.aborted) this.cancel();
    else context.signal?.addEventListener('abort', this.cancel);
    this.timer = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, beatEveryMs);
  }

  /** Aborted when the import is to stop. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Whether somebody asked for it to stop, rather than a failure. */
  get cancelled(): boolean {
    return this.asked;
  }

  reached(phase: ImportProgress['phase'], rowsRead: number, share = 1): void {
    this.progress = { ...this.progress, phase, rowsRead, share };
    this.context.onProgress?.(this.progress);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.context.signal?.removeEventListener('abort', this.cancel);
    await this.beating;
  }

  private readonly cancel = (): void => {
    this.asked = true;
    this.abort.abort(new Error('the import was cancelled'));
  };

  private async beat(): Promise<void> {
    try {
      const { cancelRequested } = await beatImport(this.database.manager, this.progress, this.context.now());
      if (cancelRequested) this.cancel();
    } catch (error) {
      // A missed beat is made up by the next; an import that lost its database notices by itself.
      if (!isDatabaseUnavailable(error)) this.abort.abort(error);
    }
  }
}
