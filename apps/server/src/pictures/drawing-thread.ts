import { Worker } from 'node:worker_threads';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '#contract';
import type { Drawn } from './drawn.js';
import type { Picture, PictureFormat } from './picture.js';

export interface DrawingOrder {
  readonly picture: Picture;
  readonly format: PictureFormat;
}

export type DrawingAnswer = { readonly drawn: Drawn } | { readonly fault: string };

interface Waiting extends DrawingOrder {
  readonly resolve: (drawn: Drawn) => void;
  readonly reject: (reason: unknown) => void;
}

export interface DrawingLimits {
  /** So many wait at most; further ones are refused at once. */
  readonly waiting: number;
  /** For one picture, the start of the thread included. */
  readonly ms: number;
  /** What the thread runs. */
  readonly program: URL;
}

const usualLimits: DrawingLimits = {
  // At about 80 ms each the last of them waits for 3 s.
  waiting: 40,
  ms: 10_000,
  program: new URL('./drawing-worker.mjs', import.meta.url),
};

/** Heap of the thread; the pixels lie outside of it and are bounded by the size of a picture. */
const mostHeapMb = 128;

/**
 * Draws in a thread of its own, one picture at a time, so that requests are answered meanwhile; whatever goes wrong in
 * it, only one picture suffers, and the next one gets a new thread. The thread starts with the first picture.
 */
export class DrawingThread implements OnApplicationShutdown {
  private readonly limits: DrawingLimits;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | undefined;
  private current: Waiting | null = null;
  private readonly queue: Waiting[] = [];
  private closed = false;

  constructor(limits: Partial<DrawingLimits> = {}) {
    this.limits = { ...usualLimits, ...limits };
  }

  /** @throws AppError busy when too many wait, or when this one took too long. */
  draw(picture: Picture, format: PictureFormat): Promise<Drawn> {
    if (this.closed) return Promise.reject(busy('The service is stopping.'));
    if (this.queue.length >= this.limits.waiting)
      return Promise.reject(
        busy(`${this.queue.length} pictures wait to be drawn already; ask again in a moment.`),
      );
    return new Promise((resolve, reject) => {
      this.queue.push({ picture, format, resolve, reject });
      this.next();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    const stopping = busy('The service is stopping.');
    for (const one of this.queue.splice(0)) one.reject(stopping);
    await this.abandon(stopping);
  }

  private next(): void {
    if (this.current !== null) return;
    const order = this.queue.shift();
    if (order === undefined) return;
    this.current = order;
    this.worker ??= this.start();
    this.worker.ref();
    this.timer = setTimeout(() => {
      void this.abandon(busy(`The picture was not drawn within ${this.limits.ms / 1000} s.`));
    }, this.limits.ms);
    const { picture, format } = order;
    this.worker.postMessage({ picture, format } satisfies DrawingOrder, []);
  }

  private start(): Worker {
    const worker = new Worker(this.limits.program, {
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
      // The flags of this process are not for the thread.
      execArgv: [],
    });
    // What a thread that was given up still says is about a picture that nobody waits for.
    const heeded = (hear: () => void) => {
      if (this.worker === worker) hear();
    };
    worker.on('message', (answer: DrawingAnswer) => heeded(() => this.arrive(answer)));
    worker.on('error', (error) => heeded(() => void this.abandon(error)));
    worker.on('exit', (code) =>
      heeded(() => void this.abandon(new Error(`The thread that draws pictures ended with ${code}.`))),
    );
    return worker;
  }

  private arrive(answer: DrawingAnswer): void {
    const order = this.settle();
    if ('drawn' in answer) order?.resolve(answer.drawn);
    else order?.reject(new Error(`A picture could not be drawn: ${answer.fault}`));
    // A thread without work keeps nobody from ending the process.
    if (this.queue.length === 0) this.worker?.unref();
    this.next();
  }

  /** Ends the thread, and with it the picture under way. */
  private async abandon(reason: unknown): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.settle()?.reject(reason);
    if (!this.closed) this.next();
    await worker?.terminate();
  }

  private settle(): Waiting | null {
    clearTimeout(this.timer);
    const order = this.current;
    this.current = null;
    return order;
  }
}

const busy = (detail: string) => new AppError('busy', detail);
