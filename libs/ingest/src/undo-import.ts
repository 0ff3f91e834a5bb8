import { AppError, type ImportState, type ImportWarning, type UndoReport } from '#contract';
import { recordJudgements } from '#monitoring';
import {
  addAuditEntry,
  inTransaction,
  lockJudgement,
  markUndone,
  readRepeatingImports,
  readUndoableImport,
  removeVintages,
  type Caller,
  type Database,
  type RepeatingImport,
  type Tx,
  type UndoableImport,
} from '#storage';
import { inTurn } from './in-turn.js';

export interface Undo {
  readonly importId: number;
  /** Report what it would do, and do none of it. */
  readonly dryRun: boolean;
}

export interface UndoContext {
  readonly caller: Caller;
  readonly now: Date;
  /** IANA name of the zone of "today". */
  readonly timeZone: string;
}

/**
 * Takes an import back, in one transaction: what it brought no longer counts, now and as of any past instant, as
 * though it had never come; what was known before it, or came after it, is as it would be. The verdicts that this
 * changes are recorded with it, and so is who did it.
 *
 * @throws AppError not-found when there is no such import; not-permitted when it is somebody else's and the caller no
 * administrator; conflict when it is not in force (not applied, or undone already).
 */
export function undoImport(database: Database, undo: Undo, context: UndoContext): Promise<UndoReport> {
  return inTurn(database, async () => {
    try {
      return await inTransaction(database, async (tx) => {
        const report = await carryOut(tx, undo, context);
        if (undo.dryRun) throw new RolledBack(report);
        return report;
      });
    } catch (signal) {
      if (signal instanceof RolledBack) return signal.report;
      throw signal;
    }
  });
}

/** Carries a report out of a transaction that is rolled back on purpose: a signal, not an error. */
class RolledBack {
  constructor(readonly report: UndoReport) {}
}

async function carryOut(tx: Tx, { importId, dryRun }: Undo, context: UndoContext): Promise<UndoReport> {
  const { caller, now, timeZone } = context;
  // A statement of its own, so that the ones after it see what the holder before it committed.
  await lockJudgement(tx);
  const subject = await readUndoableImport(tx, importId);
  refuseUnlessAllowed(subject, caller);
  const { touchedSeries, ...counts } = await removeVintages(tx, subject.id);
  await markUndone(tx, subject.id, now, caller.name);
  const { changes } = await recordJudgements(tx, {
    now,
    timeZone,
    cause: 'undo',
    importId: subject.id,
    seriesIds: touchedSeries,
  });
  await addAuditEntry(tx, {
    at: now,
    who: caller.name,
    action: 'undo',
    subject: `import ${subject.id}`,
    details: counts,
  });
  return {
    import: subject.id,
    dryRun,
    ...counts,
    warnings: counts.removed === 0 ? [] : laterImports(await readRepeatingImports(tx, subject.id)),
    verdictChanges: changes,
  };
}

const inWords: Readonly<Record<Exclude<ImportState, 'applied'>, readonly [zh: string, en: string]>> = {
  running: ['还在进行', 'is still running'],
  validated: ['只是试运行', 'was a dry run'],
  rejected: ['被退回', 'was refused'],
  failed: ['没有完成', 'failed'],
  cancelled: ['已取消', 'was cancelled'],
  undone: ['已经撤销', 'is undone already'],
};

function refuseUnlessAllowed({ id, state, uploadedBy }: UndoableImport, caller: Caller): void {
  if (caller.role !== 'admin' && uploadedBy !== caller.name)
    throw new AppError(
      'not-permitted',
      `第 ${id} 次导入是 ${uploadedBy} 上传的，只能由该账号或管理员撤销。Import ${id} is ${uploadedBy}'s.`,
    );
  if (state === 'applied') return;
  const [zh, en] = inWords[state];
  throw new AppError('conflict', `第 ${id} 次导入${zh}，没有可撤销的数据。Import ${id} ${en}.`);
}

const mostNamed = 10;

/**
 * A value that is known already is not stored a second time. When it was this import's, a later file that said the
 * same has left nothing behind that could take its place.
 */
function laterImports(repeating: readonly RepeatingImport[]): ImportWarning[] {
  if (repeating.length === 0) return [];
  const named = repeating
    .slice(0, mostNamed)
    .map(({ id, fileName, unchanged }) => `第 ${id} 次（${fileName}，${unchanged} 行）`)
    .join('、');
  const others = repeating.length > mostNamed ? `等 ${repeating.length} 次` : '';
  const message =
    `之后的导入 ${named}${others}里有与库中相同、因而没有再存一遍的数；` +
    '其中若有本次撤销的数，也随之没有了，请把这些文件重新上传一次，不相干的数不会变';
  return [{ line: 0, code: 'later-imports', message }];
}
