import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, layoutAnswersSchema, layoutField, type ImportReport, type LayoutAnswers } from '#contract';
import { importFile } from '#ingest';
import { reportLines } from './report-lines.js';
import type { CommandContext } from './with-database.js';

export interface ImportOptions {
  readonly dryRun: boolean;
  readonly onError: 'reject' | 'skip';
  readonly json: boolean;
  /** Each `field=place`. */
  readonly answer?: readonly string[];
  readonly keepAs?: string;
}

/** Imports files one after the other; resolves to whether none was refused. */
export async function importFiles(
  { database, configuration, now }: CommandContext,
  files: readonly string[],
  options: ImportOptions,
  say: (line: string) => void,
): Promise<boolean> {
  const answers = answersOf(options.answer ?? []);
  let good = true;
  for (const path of files) {
    const report = await importOne(path);
    if (report.state === 'rejected' || report.state === 'failed') good = false;
    if (options.json) say(JSON.stringify(report));
    else for (const line of reportLines(report)) say(line);
  }
  return good;

  async function importOne(path: string): Promise<ImportReport> {
    const { bytes, sha256 } = await measure(path);
    return importFile(
      database,
      {
        path,
        name: basename(path),
        bytes,
        sha256,
        dryRun: options.dryRun,
        onError: options.onError,
        answers,
        ...(options.keepAs !== undefined && { keepAs: options.keepAs }),
      },
      {
        caller: { name: 'cli', role: 'admin', organisation: null },
        now,
        timeZone: configuration.timeZone,
      },
    );
  }
}

function answersOf(given: readonly string[]): LayoutAnswers {
  const pairs = given.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);
  const parsed = layoutAnswersSchema.safeParse(Object.fromEntries(pairs));
  if (parsed.success) return parsed.data;
  throw new AppError(
    'invalid-request',
    `--answer takes ${layoutField.options.join(', ')}, each as field=place, e.g. time_period=column:3`,
  );
}

async function measure(path: string): Promise<{ bytes: number; sha256: string }> {
  try {
    const { size } = await stat(path);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return { bytes: size, sha256: hash.digest('hex') };
  } catch (error) {
    throw new AppError('not-found', `${path} cannot be read: ${(error as Error).message}`, [], {
      cause: error,
    });
  }
}
