import { stagedConflicts, unstage, type StagedConflict, type Tx } from '#storage';
import { cellFault, type CellFault } from './cell-fault.js';
import { readRows } from './read-rows.js';
import type { Recognised } from './recognise.js';
import type { RejectionLog } from './rejection-log.js';

/**
 * Takes the rows that contradict one another out of staging and into the rejections, every one of them naming the
 * others. Their cells are read from the file again: nothing was kept of rows that seemed good.
 * @returns how many rows were refused.
 */
export async function refuseConflicts(
  tx: Tx,
  importId: number,
  upload: { readonly path: string; readonly file: Recognised },
  rejections: RejectionLog,
): Promise<number> {
  const conflicts = new Map(
    (await stagedConflicts(tx, importId)).map((conflict) => [conflict.line, conflict]),
  );
  if (conflicts.size === 0) return 0;
  for await (const rows of readRows(upload.path, upload.file)) {
    for (const { line, cells } of rows) {
      const conflict = conflicts.get(line);
      if (conflict) await rejections.add(line, cells, [conflictFault(conflict)]);
    }
  }
  await unstage(tx, importId, [...conflicts.keys()]);
  return conflicts.size;
}

function conflictFault({ line, value, others, otherCount }: StagedConflict): CellFault {
  const named = others.map((other) => `第 ${other.line} 行的 ${other.value}`).join('、');
  const rest = otherCount > others.length ? `等 ${otherCount} 行` : ' ';
  const what = others.some((other) => other.value !== value) ? '数值不一' : '数值相同而状态不一';
  const message = `第 ${line} 行的 ${value} 与${named}${rest}是同一序列、同一时期，${what}；请只保留正确的一行，或分别注明发布日期`;
  return cellFault('obs_value', 'conflicting-duplicate', value, message);
}
