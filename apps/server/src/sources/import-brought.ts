import { AppError } from '#contract';
import { importFile } from '#ingest';
import type { Caller, Database, NamedSource } from '#storage';
import type { Upload } from '../imports/upload.js';
import type { Brought } from './brought.js';

export interface ImportSetting {
  readonly database: Database;
  readonly timeZone: string;
  readonly clock: () => Date;
  /** Aborted when the look was lost to another process: then nothing may land any more. */
  readonly signal: AbortSignal;
}

/** Whoever a source imports as. */
export function callerOf({ name, organisation }: NamedSource): Caller {
  return { name: `source:${name}`, role: 'uploader', organisation };
}

/**
 * Imports a file as an upload of the source would be.
 * @throws whatever keeps it from being imported just now (the database gone, the disk full, the claim lost): the same
 * file may be imported later.
 */
export async function importBrought(
  source: NamedSource,
  upload: Upload,
  { database, timeZone, clock, signal }: ImportSetting,
): Promise<Brought> {
  try {
    const report = await importFile(
      database,
      { ...upload, dryRun: false, onError: source.onError },
      { caller: callerOf(source), now: clock, timeZone, signal },
    );
    signal.throwIfAborted();
    return { taken: report.state === 'applied', report };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { taken: false, report: error.toProblem() };
    throw error;
  }
}
