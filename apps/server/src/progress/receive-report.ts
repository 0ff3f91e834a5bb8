/** A report as it comes in: JSON, or a form with the report in one field and files beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { AppError, mostEvidenceBytes, mostEvidenceFiles, type NewReport, newReportSchema } from '#contract';
import { invalidRequest } from '../http/validation.js';
import { spool } from '../imports/upload.js';

/** A file that lies on disk until the report is kept. */
export interface SpooledEvidence {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ReceivedReport {
  readonly report: NewReport;
  readonly evidence: readonly SpooledEvidence[];
  /** Deletes the files. */
  readonly discard: () => Promise<void>;
}

/** A report's words in JSON, with room for escapes. */
const mostReportBytes = 100_000;

/** @throws AppError invalid-request; too-large when a file or their number is over the limit. */
export async function receiveReport(request: Request): Promise<ReceivedReport> {
  if (!/^multipart\/form-data/i.test(request.headers['content-type'] ?? ''))
    return { report: checked(request.body), evidence: [], discard: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'guanzhong-evidence-'));
  const files: Promise<SpooledEvidence>[] = [];
  const discard = async () => {
    // What is still being written would make the folder anew.
    await Promise.allSettled(files);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const text = await readForm(request, folder, files);
    return { report: checked(jsonOf(text)), evidence: await Promise.all(files), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

function checked(body: unknown): NewReport {
  const parsed = newReportSchema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues);
}

function jsonOf(text: string | null): unknown {
  if (text === null) throw new AppError('invalid-request', 'The form has no field named "report".');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid-request', 'The field "report" is not JSON.', [], { cause: error });
  }
}

/** Reads a form to its end; its files are being written into the folder, one promise for each. */
function readForm(
  request: Request,
  folder: string,
  files: Promise<SpooledEvidence>[],
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let text: string | null = null;
    let form: busboy.Busboy;
    try {
      // Browsers send file names in UTF-8; the parser's own default is Latin-1.
      form = busboy({
        headers: request.headers,
        defParamCharset: 'utf8',
        limits: { files: mostEvidenceFiles, fields: 5, fieldSize: mostReportBytes },
      });
    } catch (error) {
      reject(new AppError('invalid-request', `The form cannot be read: ${(error as Error).message}.`));
      return;
    }
    const fail = (error: unknown) => {
      request.unpipe(form);
      request.resume();
      // Else the parser would wait for ever for the rest of a file.
      form.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    form.on('field', (name, value, info) => {
      if (name !== 'report') return;
      if (info.valueTruncated) fail(new AppError('too-large', '进展的文字太长'));
      text = value;
    });
    form.on('file', (field, stream, info) => {
      if (field !== 'evidence') {
        stream.resume();
        return;
      }
      const path = join(folder, String(files.length + 1));
      files.push(spoolEvidence(stream, path, info.filename ?? '', fail));
    });
    form.on('filesLimit', () =>
      fail(new AppError('too-large', `一份进展最多附 ${mostEvidenceFiles} 个文件`)),
    );
    form.on('error', (error) =>
      fail(
        new AppError(
          'invalid-request',
          `The form ended before it was complete: ${(error as Error).message}.`,
        ),
      ),
    );
    form.on('close', () => resolve(text));
    // The parser does not hear that its source is gone; without this the files would stay open for ever.
    request.on('aborted', () => form.destroy(new Error('the upload was broken off')));
    request.pipe(form);
  });
}

async function spoolEvidence(
  stream: Readable,
  path: string,
  name: string,
  onFailure: (error: unknown) => void,
): Promise<SpooledEvidence> {
  try {
    return { path, name, ...(await spool(stream, path, mostEvidenceBytes)) };
  } catch (error) {
    onFailure(error);
    throw error;
  }
}
