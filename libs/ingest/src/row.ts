import { cellFault, type CellFault, type Notice } from './cell-fault.js';
import type { Columns, LongColumn } from './header.js';
import type { Reference } from './reference.js';

/** A row while it is read: its cells by column, and what is found wrong or worth a notice on the way. */
export class Row {
  readonly faults: CellFault[] = [];
  readonly notices: Notice[] = [];

  constructor(
    readonly cells: readonly string[],
    readonly columns: Columns,
    readonly reference: Reference,
  ) {}

  readonly cell = (column: LongColumn): string => textAt(this.cells, this.columns.at[column]);

  readonly refuse = (column: string, code: CellFault['code'], value: string, message: string): null => {
    this.faults.push(cellFault(column, code, value, message));
    return null;
  };

  readonly notice = (code: Notice['code'], message: string): void => {
    this.notices.push({ code, message });
  };
}

/** A cell's text, blank where the row has no such cell. */
export function textAt(cells: readonly string[], at: number | undefined): string {
  return at === undefined ? '' : unguarded((cells[at] ?? '').trim());
}

/** Without the apostrophe that the file of refused rows puts before what a spreadsheet would take for a formula. */
function unguarded(text: string): string {
  return /^'[=+\-@＝＋－＠]/.test(text) ? text.slice(1) : text;
}
