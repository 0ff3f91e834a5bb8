import type { ImportReport, ImportWarning, VerdictMove } from '#contract';
import { recordJudgements } from '#monitoring';
import {
  beginImport,
  finishImport,
  inTransaction,
  isDatabaseUnavailable,
  lockJudgement,
  mergeStaged,
  readImport,
  type Caller,
  type Database,
  type MergeCounts,
  type Tx,
} from '#storage';
import { inTurn } from './in-turn.js';
import { recognise, type Recognised } from './recognise.js';
import { readReference } from './reference.js';
import { refuseConflicts } from './refuse-conflicts.js';
import { RejectionLog } from './rejection-log.js';
import { stageFile, type FileTally } from './stage-file.js';

/** A file that was uploaded and lies on disk. */
export interface Upload {
  readonly path: string;
  /** The name it was uploaded under. */
  readonly name: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** Report what the file would do, and do none of it. */
  readonly dryRun: boolean;
  /** With rows that must be refused: refuse the file, or land the others. */
  readonly onError: 'reject' | 'skip';
}

export interface ImportContext {
  readonly caller: Caller;
  /** The clock; read once. */
  readonly now: () => Date;
  /** IANA name of the zone of release dates and of "today". */
  readonly timeZone: string;
  /** Told the import's number as soon as there is one, before any row is read. */
  readonly onBegun?: (importId: number) => void;
  /** Told how many rows were read, every few hundred rows. */
  readonly onProgress?: (rowsRead: number) => void;
}

/** What an import wrote, or would have written. */
interface Outcome {
  readonly state: 'applied' | 'validated' | 'rejected';
  readonly header: readonly string[];
  readonly rows: ImportReport['rows'];
  readonly rejectionCount: number;
  readonly warnings: readonly ImportWarning[];
  readonly verdictChanges: readonly VerdictMove[];
}

interface Run {
  readonly importId: number;
  readonly upload: Upload;
  readonly file: Recognised;
  readonly now: Date;
  readonly context: ImportContext;
}

/**
 * Imports a file in one transaction: all of its rows or, with onError skip, all but the refused ones; the verdicts
 * that it changes with it. A dry run and a refused file leave nothing but their report.
 *
 * @throws AppError not-a-table when the file is none; then there is no report. Whatever else stops the import (the
 * database gone, the disk full) is thrown too, after the report was marked failed as far as that is still possible.
 */
export async function importFile(
  database: Database,
  upload: Upload,
  context: ImportContext,
): Promise<ImportReport> {
  const now = context.now();
  const file = await recognise(upload.path);
  const { name, bytes, sha256, dryRun, onError } = upload;
  const importId = await inTransaction(database, (tx) =>
    beginImport(tx, {
      createdAt: now,
      uploadedBy: context.caller.name,
      dryRun,
      onError,
      file: { name, bytes, sha256 },
    }),
  );
  context.onBegun?.(importId);
  const run: Run = { importId, upload, file, now, context };
  try {
    await inTurn(database, () => land(database, run));
  } catch (error) {
    await markFailed(database, run, error);
    throw error;
  }
  return readImport(database.manager, importId);
}

/** Carries an outcome out of a transaction that is rolled back on purpose: a signal, not an error. */
class RolledBack {
  constructor(readonly outcome: Outcome) {}
}

async function land(database: Database, run: Run): Promise<void> {
  const beside = database.createQueryRunner();
  // Before the transaction has its own connection: it would wait for this one while holding the lock.
  await beside.connect();
  try {
    await inTransaction(database, async (tx) => {
      const outcome = await carryOut(tx, beside.manager, run);
      if (outcome.state !== 'applied') throw new RolledBack(outcome);
      await finish(tx, run, outcome);
    });
  } catch (signal) {
    if (!(signal instanceof RolledBack)) throw signal;
    await finish(beside.manager, run, signal.outcome);
  } finally {
    await beside.release();
  }
}

async function carryOut(tx: Tx, beside: Tx, run: Run): Promise<Outcome> {
  const { importId, upload, file, now, context } = run;
  // A statement of its own, so that the ones after it see what the holder before it committed.
  await lockJudgement(tx);
  const reference = await readReference(tx, context.caller, now, context.timeZone);
  const rejections = new RejectionLog(beside, importId);
  const tally = await stageFile(tx, {
    importId,
    path: upload.path,
    file,
    reference,
    rejections,
    beside,
    onProgress: (rowsRead) => context.onProgress?.(rowsRead),
  });
  const conflicting = await refuseConflicts(tx, importId, { path: upload.path, file }, rejections);
  await rejections.flush();

  const rowsRefused = tally.rowsRefused + conflicting;
  const { header } = tally;
  const rejectionCount = rejections.count;
  const nothingToLand = tally.headerRefused || tally.rowsRead === 0;
  if (nothingToLand || (rejectionCount > 0 && upload.onError === 'reject')) {
    const rows = rowCounts(tally, rowsRefused, null);
    return { state: 'rejected', header, rows, rejectionCount, warnings: [], verdictChanges: [] };
  }
  const merged = await mergeStaged(tx, importId);
  const { changes } = await recordJudgements(tx, {
    now,
    timeZone: context.timeZone,
    cause: 'import',
    importId,
    seriesIds: merged.touchedSeries,
  });
  return {
    state: upload.dryRun ? 'validated' : 'applied',
    header,
    rows: rowCounts(tally, rowsRefused, merged),
    rejectionCount,
    warnings: merged.severalVintages.map(severalVintages),
    verdictChanges: changes,
  };
}

function rowCounts(tally: FileTally, rejected: number, merged: MergeCounts | null): ImportReport['rows'] {
  return {
    read: tally.rowsRead,
    inserted: merged?.inserted ?? 0,
    revised: merged?.revised ?? 0,
    unchanged: merged?.unchanged ?? 0,
    duplicate: merged?.duplicate ?? 0,
    rejected,
  };
}

function severalVintages({ line, otherLine }: { line: number; otherLine: number }): ImportWarning {
  const message = `第 ${line} 行与第 ${otherLine} 行是同一时期先后两次发布的数，按修订历史保存`;
  return { line, code: 'several-vintages', message };
}

function finish(tx: Tx, { importId, upload, file }: Run, outcome: Outcome): Promise<void> {
  const { header, warnings, verdictChanges, ...counts } = outcome;
  const { name, bytes, sha256 } = upload;
  const { format, encoding, layout } = file;
  return finishImport(
    tx,
    {
      ...counts,
      id: importId,
      file: { name, bytes, sha256, format, encoding, layout },
      warnings: [...warnings],
      verdictChanges: [...verdictChanges],
      failure: null,
    },
    header,
  );
}

async function markFailed(database: Database, run: Run, error: unknown): Promise<void> {
  const { name, bytes, sha256 } = run.upload;
  const { format, encoding, layout } = run.file;
  const why = isDatabaseUnavailable(error) ? '数据库连接中断' : '服务内部出错';
  const report = {
    id: run.importId,
    state: 'failed' as const,
    file: { name, bytes, sha256, format, encoding, layout },
    rows: { read: 0, inserted: 0, revised: 0, unchanged: 0, duplicate: 0, rejected: 0 },
    rejectionCount: 0,
    warnings: [],
    verdictChanges: [],
    failure: `${why}，导入没有完成，没有写入任何数据；请稍后重新上传`,
  };
  try {
    await inTransaction(database, async (tx) => {
      // When only the answer to the commit was lost, the import is applied and stays so.
      const { state } = await readImport(tx, run.importId);
      if (state === 'running') await finishImport(tx, report, []);
    });
  } catch (second) {
    // Still unreachable: the next start marks imports that were left running.
    if (!isDatabaseUnavailable(second))
      throw new AggregateError([error, second], 'The import failed, and marking it failed did too.', {
        cause: second,
      });
  }
}
