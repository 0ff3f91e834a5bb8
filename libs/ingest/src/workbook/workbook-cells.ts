/** What the worker thread and its caller say to one another (workbook-worker.mjs, read-workbook.ts). */

/** The parts of an .xlsx package, inflated; or the bytes of an .xls; or a page or an XML spreadsheet as text. */
export type WorkbookSource =
  | { readonly kind: 'package'; readonly parts: readonly WorkbookPart[] }
  | { readonly kind: 'compound'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'markup'; readonly text: string };

export interface WorkbookPart {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface SheetCell {
  /** Counted from 0. */
  readonly column: number;
  /**
   * Number, text, boolean, or error; of an error the value is Excel's code of it. A formula stands for the value that
   * was computed last; 'unknown' is one that nobody ever computed.
   */
  readonly type: 'number' | 'text' | 'boolean' | 'error' | 'unknown';
  readonly value: number | string | boolean;
  /** Number format in Excel's notation; '' when it is not known. */
  readonly format: string;
}

export interface SheetRow {
  /** Counted from 0. */
  readonly row: number;
  /** Those that hold something, from left to right. */
  readonly cells: readonly SheetCell[];
}

export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** Whether it is a sheet of cells, and not of macros or a chart. */
  readonly worksheet: boolean;
  readonly empty: boolean;
  /** Rows that are hidden and hold something, counted from 1; the first of them. */
  readonly hiddenRows: readonly number[];
  /** Letters of the hidden columns, as far as the sheet holds something. */
  readonly hiddenColumns: readonly string[];
}

/** Why a workbook has no cells to read. */
export type UnreadableReason =
  'encrypted' | 'no-worksheet' | 'word-document' | 'presentation' | 'other-compound' | 'no-table' | 'damaged';

export type WorkerAnswer =
  | { readonly answer: 'opened'; readonly sheets: readonly SheetEntry[]; readonly date1904: boolean }
  | { readonly answer: 'rows'; readonly rows: readonly SheetRow[]; readonly last: boolean }
  | { readonly answer: 'unreadable'; readonly reason: UnreadableReason; readonly detail: string };

/** Asks for the next rows of a sheet; they come some thousand cells at a time. */
export interface WorkerQuestion {
  readonly sheet: number;
}
