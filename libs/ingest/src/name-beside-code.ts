import { cellFault, clipped, type CellFault } from './cell-fault.js';
import type { Columns } from './header.js';
import type { Reference } from './reference.js';

const codes = { indicator: 'unknown-indicator', ref_area: 'unknown-area' } as const;

/**
 * Names beside a code (地区 beside 行政区划代码) that are another's than the code's: nobody but the bureau knows which of
 * the two is right. A name that is not known says nothing.
 */
export function contradictedNames(
  cells: readonly string[],
  { spoken, at }: Columns,
  reference: Reference,
): CellFault[] {
  return spoken.flatMap(({ column, at: nameAt }) => {
    const list = column === 'indicator' ? reference.indicatorCodes : reference.areaCodes;
    const [code, name] = [(cells[at[column] ?? -1] ?? '').trim(), (cells[nameAt] ?? '').trim()];
    const [coded, named] = [list.find(code), list.find(name)];
    if (coded === null || named === null || coded === named) return [];
    const message = `${clipped(name)} 与代码 ${clipped(code)} 不是同一个`;
    return [cellFault(column, codes[column], name, message)];
  });
}
