import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError } from '#contract';
import { type Database, inSnapshot, readDataVersion, type Tx } from '#storage';
import { DATABASE } from '../runtime.module.js';

export interface SnapshotAnswer {
  /** The Content-Type. */
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: AsyncIterable<string>;
}

/** Of a larger answer only so much is held, in characters; what is not larger is read before any of it is sent. */
const heldAtMost = 500_000;
/** Small parts are gathered to so much before they are handed to the connection. */
const writtenAtOnce = 32_000;
/** How many larger answers may be under way: each keeps a connection of the pool busy for as long as its reader takes. */
const largeAtOnce = 3;
/** A reader that takes nothing for so long is given up. */
const patience = 120_000;

/** Answers that are read from one state of the database and sent as they are read, whatever their size. */
@Injectable()
export class SnapshotAnswers {
  private large = 0;

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Sends what `read` gives; 304 where the asker holds it already, by the version of the data. A fault before the
   * first byte is a problem response; a later one breaks the connection, so that no part looks like the whole.
   *
   * @param representation what of the answer the URL does not say: format, language.
   * @param kind weak: bytes may differ (the time of preparation), the data does not.
   */
  async send(
    request: Request,
    response: Response,
    { representation, kind }: { readonly representation: string; readonly kind: 'strong' | 'weak' },
    read: (tx: Tx) => Promise<SnapshotAnswer>,
  ): Promise<void> {
    const whole = await inSnapshot(this.database, async (tx) => {
      const tag = tagOf(await readDataVersion(tx), representation, request.originalUrl);
      if (isHeld(request, response, kind === 'strong' ? tag : `W/${tag}`)) return null;
      const answer = await read(tx);
      const parts = answer.text[Symbol.asyncIterator]();
      let held = '';
      while (held.length <= heldAtMost) {
        const part = await parts.next();
        if (part.done === true) return { ...answer, text: held, tag };
        held += part.value;
      }
      await this.stream(request, response, { ...answer, text: held, tag, kind }, parts);
      return null;
    });
    // Sent with the connection given back: a slow reader of a small answer keeps none.
    if (whole) begin(response, whole, kind).send(Buffer.from(whole.text));
  }

  private async stream(
    request: Request,
    response: Response,
    head: Head & { readonly text: string; readonly kind: 'strong' | 'weak' },
    parts: AsyncIterator<string>,
  ): Promise<void> {
    if (this.large >= largeAtOnce)
      throw new AppError(
        'busy',
        `${largeAtOnce} large answers are being sent already. Try again in a moment, or ask for less: indicator, area, from, limit.`,
      );
    this.large += 1;
    try {
      begin(response, head, head.kind);
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const writer = new PatientWriter(response);
      await writer.write(head.text);
      let gathered = '';
      for (let part = await parts.next(); part.done !== true; part = await parts.next()) {
        gathered += part.value;
        if (gathered.length < writtenAtOnce) continue;
        await writer.write(gathered);
        gathered = '';
        // Nobody listens any more: the rest need not be read.
        if (response.closed) return;
      }
      response.end(gathered);
    } finally {
      this.large -= 1;
    }
  }
}

interface Head {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tag: string;
}

function begin(response: Response, { type, headers, tag }: Head, kind: 'strong' | 'weak'): Response {
  response.setHeader('ETag', kind === 'strong' ? tag : `W/${tag}`);
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  response.setHeader('Content-Type', type);
  return response.status(200);
}

/** Answers 304 when the asker holds what the tag stands for. */
function isHeld(request: Request, response: Response, tag: string): boolean {
  response.setHeader('ETag', tag);
  if (request.fresh) {
    response.status(304).end();
    return true;
  }
  // A refusal must not carry the tag of what was not answered.
  response.removeHeader('ETag');
  return false;
}

function tagOf(...parts: readonly string[]): string {
  return `"${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 27)}"`;
}

/** Hands text to the connection, and waits while that has more than enough to send. */
class PatientWriter {
  private goOn: () => void = () => undefined;

  constructor(private readonly response: Response) {
    // Once for all: compression hands a listener for drain on to its stream, and does not take it back from there.
    response.on('drain', () => this.goOn());
    response.on('close', () => this.goOn());
  }

  async write(text: string): Promise<void> {
    if (this.response.closed || this.response.write(text)) return;
    await new Promise<void>((resolve, reject) => {
      const tooLong = setTimeout(
        () => reject(new Error('the reader of a large answer took nothing of it for two minutes')),
        patience,
      );
      this.goOn = () => {
        clearTimeout(tooLong);
        resolve();
      };
    });
  }
}
