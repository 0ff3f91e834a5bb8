import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DrawingThread } from './drawing-thread.js';
import type { Drawn } from './drawn.js';
import type { Picture, PictureFormat } from './picture.js';

/** Of 20 to 500 KB each. */
const mostKept = 50;

/**
 * Draws a picture once, however often it is asked for: by several people at a time, by a page that is loaded again, by
 * mails to several receivers. Its content is its key, so what is kept can never show what is known no more.
 */
@Injectable()
export class FinishedPictures {
  private readonly kept = new LRUCache<string, Promise<Drawn>>({ max: mostKept });

  constructor(private readonly thread: DrawingThread) {}

  /** @throws AppError busy */
  draw(picture: Picture, format: PictureFormat): Promise<Drawn> {
    const key = createHash('sha256')
      .update(JSON.stringify([format, picture]))
      .digest('base64url');
    const known = this.kept.get(key);
    if (known) return known;
    const drawing = this.thread.draw(picture, format);
    this.kept.set(key, drawing);
    // What failed is tried again when it is asked for again; whoever waits now is told by the promise itself.
    drawing.catch(() => this.kept.delete(key));
    return drawing;
  }
}
