import type {
  ImportProgress,
  ImportReport,
  ImportWarning,
  LayoutAnswers,
  PreviewRow,
  Understood,
  VerdictMove,
} from '#contract';
import { recordJudgements } from '#monitoring';
import {
  addAuditEntry,
  beginImport,
  finishImport,
  inTransaction,
  isDatabaseUnavailable,
  keepImportProfile,
  lockJudgement,
  mergeStaged,
  readImport,
  type Caller,
  type Database,
  type MergeCounts,
  type Tx,
} from '#storage';
import { Heartbeat } from './heartbeat.js';
import { inTurn } from './in-turn.js';
import { interruptible } from './interruptible.js';
import { understandFile, type UnderstoodFile } from './understand-file.js';
import { recognise, type Recognised } from './recognise.js';
import { readReference } from './reference.js';
import { refuseConflicts } from './refuse-conflicts.js';
import { RejectionLog } from './rejection-log.js';
import { mostRowsChecked, notCheckedWarning, sanityWarnings } from './sanity/sanity-warnings.js';
import { sheetExcerpt } from './sheet-excerpt.js';
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
  /** What a person said of the file's layout. */
  readonly answers?: LayoutAnswers;
  /** Name under which the answers are kept for the next file of this shape. */
  readonly keepAs?: string;
}

export interface ImportContext {
  readonly caller: Caller;
  /** The clock; read once. */
  readonly now: () => Date;
  /** IANA name of the zone of release dates and of "today". */
  readonly timeZone: string;
  /** Told the import's number as soon as there is one, before any row is read. */
  readonly onBegun?: (importId: number) => void;
  /** Told how far it has come, every few hundred rows and at every phase. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops the import when aborted: nothing of it stays but a report that says so. */
  readonly signal?: AbortSignal;
}

/** What an import wrote, or would have written. */
interface Outcome {
  readonly state: 'applied' | 'validated' | 'rejected' | 'cancelled';
  readonly rows: ImportReport['rows'];
  readonly rejectionCount: number;
  readonly warnings: readonly ImportWarning[];
  readonly verdictChanges: readonly VerdictMove[];
  readonly preview: readonly PreviewRow[];
  readonly file: UnderstoodFile | null;
  /** The first lines that a fault was found on. */
  readonly faultyLines: Iterable<number>;
}

interface Run {
  readonly importId: number;
  readonly upload: Upload;
  readonly recognised: Recognised;
  /** All that wrote temporary files. */
  readonly temporary: Recognised[];
  readonly now: Date;
  readonly context: ImportContext;
  readonly heartbeat: Heartbeat;
}

const noRows: ImportReport['rows'] = {
  read: 0,
  inserted: 0,
  revised: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  missing: 0,
};

/**
 * Imports a file in one transaction: all of its rows or, with onError skip, all but the refused ones; the verdicts
 * that it changes with it. A dry run, a refused file and a cancelled one leave nothing but their report.
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
  const sheet = upload.answers?.sheet;
  const recognised = await recognise(upload.path, sheet === undefined ? {} : { sheet });
  const { name, bytes, sha256, dryRun, onError } = upload;
  const temporary = [recognised];
  try {
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
    const heartbeat = new Heartbeat(database, importId, context);
    const run: Run = { importId, upload, recognised, temporary, now, context, heartbeat };
    try {
      heartbeat.reached('waiting', 0, 0);
      await inTurn(database, () => land(database, run));
    } catch (error) {
      await markFailed(database, run, error);
      throw error;
    } finally {
      await heartbeat.stop();
    }
    return await readImport(database.manager, importId);
  } finally {
    for (const { discard } of temporary) await discard();
  }
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
    await inTransaction(database, (tx) =>
      interruptible(database, tx, run.heartbeat.signal, async () => {
        const outcome = await carryOut(tx, beside.manager, run);
        if (outcome.state !== 'applied') throw new RolledBack(outcome);
        await finish(tx, run, outcome);
        // The last moment at which a cancellation still counts.
        run.heartbeat.signal.throwIfAborted();
      }),
    );
  } catch (signal) {
    const outcome = signal instanceof RolledBack ? signal.outcome : null;
    if (outcome === null && !run.heartbeat.cancelled) throw signal;
    await finish(beside.manager, run, outcome ?? cancelled());
  } finally {
    await beside.release();
  }
}

function cancelled(): Outcome {
  return {
    state: 'cancelled',
    rows: noRows,
    rejectionCount: 0,
    warnings: [],
    verdictChanges: [],
    preview: [],
    file: null,
    faultyLines: [],
  };
}

async function carryOut(tx: Tx, beside: Tx, run: Run): Promise<Outcome> {
  const { importId, upload, now, context, heartbeat } = run;
  // A statement of its own, so that the ones after it see what the holder before it committed.
  await lockJudgement(tx);
  heartbeat.signal.throwIfAborted();
  const reference = await readReference(tx, context.caller, now, context.timeZone);
  const rejections = new RejectionLog(beside, importId);
  const faultyLines = rejections.lines;
  const file = await understandFile(tx, run.recognised, reference, upload, (again) =>
    run.temporary.push(again),
  );
  if (file.detected.layout === null) {
    await rejections.add(file.detected.understood.header.first, [], file.questionFaults);
    await rejections.flush();
    return { ...cancelled(), state: 'rejected', rejectionCount: rejections.count, file, faultyLines };
  }
  const { layout, headerFaults, understood } = file.detected;
  await rejections.add(understood.header.first, [], headerFaults);
  const headerSound = headerFaults.length === 0;
  const tally = await stageFile(tx, {
    importId,
    file: file.recognised,
    layout,
    headerSound,
    reference,
    rejections,
    signal: heartbeat.signal,
    onProgress: (rowsRead, share) => heartbeat.reached('reading', rowsRead, share),
  });
  heartbeat.reached('merging', tally.rowsRead);
  const conflicting = await refuseConflicts(tx, tally.load, file.recognised, rejections);
  await rejections.flush();

  const rowsRefused = tally.rowsRefused + conflicting;
  const rejectionCount = rejections.count;
  const nothingToLand = !headerSound || tally.rowsRead === 0;
  const { preview } = tally;
  if (nothingToLand || (rejectionCount > 0 && upload.onError === 'reject')) {
    const rows = rowCounts(tally, rowsRefused, null);
    const warnings = [...hiddenCells(file.recognised), ...tally.warnings];
    const verdictChanges: VerdictMove[] = [];
    return { state: 'rejected', rows, rejectionCount, warnings, verdictChanges, preview, file, faultyLines };
  }
  const merged = await mergeStaged(tx, tally.load);
  heartbeat.reached('judging', tally.rowsRead);
  heartbeat.signal.throwIfAborted();
  const suspicious =
    tally.rowsRead > mostRowsChecked
      ? [notCheckedWarning(tally.rowsRead)]
      : await sanityWarnings(tx, { importId, landed: tally.landed, reference });
  const { changes } = await recordJudgements(tx, {
    now,
    timeZone: context.timeZone,
    cause: 'import',
    importId,
    seriesIds: merged.touchedSeries,
  });
  return {
    state: upload.dryRun ? 'validated' : 'applied',
    rows: rowCounts(tally, rowsRefused, merged),
    rejectionCount,
    warnings: [
      ...hiddenCells(file.recognised),
      ...tally.warnings,
      ...merged.severalVintages.map(severalVintages),
      ...suspicious,
    ],
    verdictChanges: changes,
    preview,
    file,
    faultyLines,
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
    missing: tally.missing,
  };
}

function hiddenCells({ hidden }: Recognised): ImportWarning[] {
  return hidden === null ? [] : [{ line: 1, code: 'hidden-cells', message: hidden }];
}

function severalVintages({ line, otherLine }: { line: number; otherLine: number }): ImportWarning {
  const message = `第 ${line} 行与第 ${otherLine} 行是同一时期先后两次发布的数，按修订历史保存`;
  return { line, code: 'several-vintages', message };
}

async function finish(tx: Tx, { importId, upload, recognised, context, now }: Run, outcome: Outcome) {
  const { warnings, verdictChanges, preview, file, faultyLines, ...counts } = outcome;
  const detected = file?.detected;
  const sheetOf = file?.recognised ?? recognised;
  const understood: Understood | null = detected
    ? {
        ...detected.understood,
        sheets: [...sheetOf.sheets],
        sheet: sheetOf.sheet,
        profile: file.profile,
      }
    : null;
  await finishImport(tx, {
    ...counts,
    id: importId,
    file: { ...fileOf(upload, sheetOf), layout: detected?.layout ? detected.name : '' },
    understood,
    questions: [...(detected?.questions ?? [])],
    preview: [...preview],
    warnings: [...warnings],
    verdictChanges: [...verdictChanges],
    failure: outcome.state === 'cancelled' ? '导入已取消，没有写入任何数据' : null,
    preamble: detected?.preamble ?? [],
    excerpt: file === null ? null : await sheetExcerpt(file, faultyLines, warnings),
  });
  const who = context.caller.name;
  if (outcome.state === 'applied')
    await addAuditEntry(tx, {
      at: now,
      who,
      action: 'import',
      subject: `import ${importId}`,
      details: {
        file: upload.name,
        sha256: upload.sha256,
        inserted: counts.rows.inserted,
        revised: counts.rows.revised,
      },
    });
  if (upload.keepAs !== undefined && upload.answers && detected?.layout && detected.fingerprint !== '') {
    await addAuditEntry(tx, {
      at: now,
      who,
      action: 'keep-import-profile',
      subject: `import profile ${upload.keepAs}`,
      details: { answers: upload.answers },
    });
    await keepImportProfile(tx, {
      name: upload.keepAs,
      fingerprint: detected.fingerprint,
      answers: upload.answers,
      header: [...(detected.preamble.at(-1) ?? [])],
      createdAt: now.toISOString(),
      createdBy: who,
    });
  }
}

function fileOf({ name, bytes, sha256 }: Upload, { format, encoding }: Recognised) {
  return { name, bytes, sha256, format, encoding, layout: '' };
}

async function markFailed(database: Database, run: Run, error: unknown): Promise<void> {
  const why = isDatabaseUnavailable(error) ? '数据库连接中断' : '服务内部出错';
  const report = {
    id: run.importId,
    state: 'failed' as const,
    file: fileOf(run.upload, run.recognised),
    understood: null,
    questions: [],
    preview: [],
    rows: noRows,
    rejectionCount: 0,
    warnings: [],
    verdictChanges: [],
    failure: `${why}，导入没有完成，没有写入任何数据；请稍后重新上传`,
    preamble: [],
    excerpt: null,
  };
  try {
    await inTransaction(database, async (tx) => {
      // When only the answer to the commit was lost, the import is applied and stays so.
      const { state } = await readImport(tx, run.importId);
      if (state === 'running') await finishImport(tx, report);
    });
  } catch (second) {
    // Still unreachable: the next start marks imports that were left running.
    if (!isDatabaseUnavailable(second))
      throw new AggregateError([error, second], 'The import failed, and marking it failed did too.', {
        cause: second,
      });
  }
}
