import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '#contract';
import type { DocumentOrder } from './document-order.js';

/** One is made, and so many wait at most; further ones are refused at once. */
const mostWaiting = 4;
/** For one document, the start of its thread included. */
const longestMs = 60_000;
/** Heap of the thread: a font of 10 MB, some thirty pictures, a hundred pages. */
const mostHeapMb = 384;

/**
 * Makes documents one after the other, each in a thread that ends with it: requests are answered meanwhile, and the
 * memory of the largest one is given back.
 */
@Injectable()
export class DocumentMaker implements OnApplicationShutdown {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private worker: Worker | null = null;
  private closed = false;

  /**
   * @param gather what the document is made of; asked for when its turn comes.
   * @throws AppError busy when too many wait, or when this one took too long.
   */
  async make(gather: () => Promise<DocumentOrder>): Promise<Uint8Array> {
    if (this.closed) throw new AppError('busy', 'The service is stopping.');
    if (this.waiting > mostWaiting)
      throw new AppError('busy', `${mostWaiting} documents wait to be made already; ask again in a moment.`);
    this.waiting += 1;
    const making = this.last.then(async () => this.run(await gather()));
    // The next one's turn comes whatever becomes of this one, of which its own asker is told.
    this.last = making.catch(() => undefined);
    try {
      return await making;
    } finally {
      this.waiting -= 1;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private async run(order: DocumentOrder): Promise<Uint8Array> {
    const worker = new Worker(new URL('./document-worker.mjs', import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
      // The flags of this process are not for the thread.
      execArgv: [],
    });
    this.worker = worker;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        timer = setTimeout(
          () => reject(new AppError('busy', `The document was not made within ${longestMs / 1000} s.`)),
          longestMs,
        );
        worker.once('message', ({ bytes }: { bytes: Uint8Array }) => resolve(bytes));
        worker.once('error', reject);
        worker.once('exit', (code) =>
          reject(new Error(`The thread that makes documents ended with ${code}.`)),
        );
      });
    } finally {
      clearTimeout(timer);
      this.worker = null;
      await worker.terminate();
    }
  }
}
