import { stagedConflicts, unstage, type ObservationLoad, type StagedConflict, type Tx } from '#storage';
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
  load: ObservationLoad,
  file: Recognised,
  rejections: RejectionLog,
): Promise<number> {
  const conflicts = await stagedConflicts(tx, load);
  if (conflicts.length === 0) return 0;
  const byLine = new Map<number, StagedConflict[]>();
  for (const conflict of conflicts) {
    const ofLine = byLine.get(conflict.line);
    if (ofLine) ofLine.push(conflict);
    else byLine.set(conflict.line, [conflict]);
  }
  for await (const rows of readRows(file)) {
    for (const { line, cells } of rows) {
      const ofLine = byLine.get(line);
      if (ofLine) await rejections.add(line, cells, ofLine.map(conflictFault));
    }
  }
  await unstage(
    tx,
    conflicts.map(({ place }) => place),
  );
  return conflicts.length;
}

function conflictFault({ line, column, value, others, otherCount }: StagedConflict): CellFault {
  const named = others.map((other) => `${placeOf(other)}的 ${other.value}`).join('、');
  const rest = otherCount > others.length ? `等 ${otherCount} 行` : ' ';
  const what = others.some((other) => other.value !== value) ? '数值不一' : '数值相同而状态不一';
  const message = `${placeOf({ line, column })}的 ${value} 与${named}${rest}是同一序列、同一时期，${what}；请只保留正确的一行，或分别注明发布日期`;
  return cellFault(column || 'obs_value', 'conflicting-duplicate', value, message);
}

/** Where a value stands: in a table across a line holds several. */
function placeOf({ line, column }: { readonly line: number; readonly column: string }): string {
  return column === '' ? `第 ${line} 行` : `第 ${line} 行“${column}”列`;
}
