/** The bytes of an upload, from the request to a file on disk, whatever their number, in bounded memory. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { AppError } from '#contract';

export interface Upload {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Deletes the spooled file. */
  readonly discard: () => Promise<void>;
}

/**
 * Spools the request's file: the multipart field `file`, or the raw body.
 * @throws AppError too-large past `limit` bytes; invalid-request when there is no file.
 */
export async function receiveUpload(request: Request, limit: number): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'guanzhong-upload-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'file');
  try {
    const received = /^multipart\/form-data/i.test(request.headers['content-type'] ?? '')
      ? await spoolField(request, path, limit)
      : { name: rawName(request), ...(await spool(request, path, limit)) };
    return { path, discard, ...received };
  } catch (error) {
    await discard();
    throw error;
  }
}

interface Spooled {
  bytes: number;
  sha256: string;
}

/** Writes a stream to `path`, metering and hashing it on the way. */
export async function spool(source: Readable, path: string, limit: number): Promise<Spooled> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > limit ? tooLarge(limit) : null, chunk);
    },
  });
  await pipeline(source, meter, createWriteStream(path));
  return { bytes, sha256: hash.digest('hex') };
}

/** Reads the field `file` of a form; other fields are passed over. */
function spoolField(request: Request, path: string, limit: number): Promise<Spooled & { name: string }> {
  return new Promise((resolve, reject) => {
    let found: Promise<Spooled & { name: string }> | null = null;
    let form: busboy.Busboy;
    try {
      // Browsers send file names in UTF-8; the parser's own default is Latin-1.
      form = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 2, fields: 20 } });
    } catch (error) {
      reject(new AppError('invalid-request', `The form cannot be read: ${(error as Error).message}.`));
      return;
    }
    const fail = (error: unknown) => {
      request.unpipe(form);
      request.resume();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    form.on('file', (field, stream, info) => {
      if (field !== 'file' || found) {
        stream.resume();
        return;
      }
      const name = storable(info.filename ?? '') || 'upload.csv';
      found = spool(stream, path, limit).then((spooled) => ({ ...spooled, name }));
      found.catch(fail);
    });
    form.on('error', (error) =>
      fail(
        new AppError(
          'invalid-request',
          `The form ended before it was complete: ${(error as Error).message}.`,
        ),
      ),
    );
    form.on('close', () => {
      if (found) found.then(resolve, reject);
      else reject(new AppError('invalid-request', 'The form has no field named "file" with a file in it.'));
    });
    // The parser does not hear that its source is gone; without this the spooled file would stay open for ever.
    request.on('aborted', () => form.destroy(new Error('the upload was broken off')));
    request.pipe(form);
  });
}

/** A name as the database takes it: without NUL and halves of characters, and no longer than file systems allow. */
function storable(name: string): string {
  return name
    .slice(0, 255)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '');
}

/** The name of a raw body: the query's `name`, or that of Content-Disposition. */
function rawName(request: Request): string {
  const { name } = request.query;
  if (typeof name === 'string' && name !== '') return storable(name) || 'upload.csv';
  const disposition = request.headers['content-disposition'] ?? '';
  return /filename="?([^";]{1,255})"?/i.exec(disposition)?.[1] ?? 'upload.csv';
}

function tooLarge(limit: number): AppError {
  return new AppError(
    'too-large',
    `文件超过上限 ${Math.floor(limit / 1_000_000)} MB，请拆分后再上传。Nothing was stored.`,
  );
}
