import type { LayoutQuestion, Understood } from '#contract';
import type { CellFault, Notice } from '../cell-fault.js';
import type { Columns } from '../header.js';
import type { ObservationDraft } from '../interpret-row.js';

/** How the rows of a file are read. */
export type Layout = LongLayout | TableLayout | SdmxLayout;

/** One value a row, a header of known columns above. */
export interface LongLayout {
  readonly kind: 'long';
  readonly headerLine: number;
  /** Null when a required column is missing: then no row can be read. */
  readonly columns: Columns | null;
}

/** What a text can say of a value: each in a form that the row's interpreter reads. */
export interface Facts {
  /** Code. */
  readonly indicator?: string;
  /** Code. */
  readonly ref_area?: string;
  /** SDMX text. */
  readonly time_period?: string;
  /** A part of a year that is told elsewhere, as it is written: "1-6月". */
  readonly part?: string;
  readonly unit?: string;
  /** OBS_STATUS. */
  readonly obs_status?: string;
}

/** Fields that tell one value from another; every value needs all three. */
export type KeyField = 'indicator' | 'ref_area' | 'time_period';

/** What a column beside the values says of its row. */
export type LabelRole =
  | KeyField
  | 'part'
  | 'unit'
  | 'obs_status'
  | 'released_on'
  | 'comment'
  /** A name beside a code; it must not contradict it. */
  | { readonly nameOf: 'indicator' | 'ref_area' }
  | { readonly dimension: string }
  | { readonly source: string };

export interface LabelColumn {
  /** Position from 0. */
  readonly at: number;
  readonly role: LabelRole;
  /** As a person finds it: "A（地区）". */
  readonly name: string;
}

export interface ValueColumn {
  readonly at: number;
  /** As a person finds it: "D（2019年）". */
  readonly name: string;
  /** What its header says of every value in it. */
  readonly facts: Facts;
}

/** Values in several columns, told apart by the columns' headers, the rows' labels and headings between the rows. */
export interface TableLayout {
  readonly kind: 'table';
  /** The header's last line. */
  readonly headerLine: number;
  /** Columns from this position on are not read: those that a file of refused rows adds. */
  readonly width: number;
  /** Positions of all columns that hold anything in the sample or have a header, those left out too. */
  readonly columns: readonly number[];
  readonly labels: readonly LabelColumn[];
  readonly values: readonly ValueColumn[];
  /** What holds for the whole file. */
  readonly constants: Facts;
  /** Units of the table of which each value has the one that fits its indicator; empty when one holds for all. */
  readonly units: readonly string[];
  /** The field that a row with a label and no values sets for the rows beneath it; null: such rows say nothing. */
  readonly headings: KeyField | null;
  /**
   * Where a refused row's heading is written, so that it can be read without the rows above it: a column of its own
   * behind the others, which the preamble names.
   */
  readonly headingAt: number;
  /** The lines down to the header's last, which may be repeated ("续表"). */
  readonly preamble: readonly (readonly string[])[];
  /** How many of them are the header. */
  readonly headerLines: number;
  /** Columns whose header is not understood, each refused once. */
  readonly refusedColumns: readonly CellFault[];
  /** What was left out of the header. */
  readonly notices: readonly (Notice & { readonly line: number })[];
}

/** SDMX-CSV: one observation a row, columns named by the components of a data structure. */
export interface SdmxLayout {
  readonly kind: 'sdmx';
  readonly version: '1.0' | '2.0';
  readonly headerLine: number;
  readonly header: readonly string[];
}

/** What is said of a file from its first lines, before its rows are read. */
export type Detected = {
  readonly understood: Omit<Understood, 'sheets' | 'sheet' | 'profile'>;
  /** The lines of the file down to the header's last, for writing refused rows back beneath them. */
  readonly preamble: readonly (readonly string[])[];
  /** The same for files of one form, whatever their years and however many rows: see import profiles. */
  readonly fingerprint: string;
} & (
  | {
      readonly layout: Layout;
      /** For the report: `long`, `periods-across`, `sdmx-csv-1.0`, … */
      readonly name: string;
      /** With any of them no row can be trusted, and none may land. */
      readonly headerFaults: readonly CellFault[];
      readonly questions: null;
    }
  | { readonly layout: null; readonly questions: readonly LayoutQuestion[] }
);

/** What a layout makes of one row of a long file or of one value cell of a table across. */
export interface ReadRow {
  readonly line: number;
  /** Header text or letter of the column that the value stands in; blank in the long layout. */
  readonly column: string;
  /** What stood in the value's cell. */
  readonly written: string;
  /** The whole row of the file, with the labels filled in that stand in rows above it. */
  readonly cells: readonly string[];
  readonly observations: readonly ObservationDraft[];
  readonly faults: readonly CellFault[];
  readonly notices: readonly Notice[];
}

export interface ReadBatch {
  readonly rows: readonly ReadRow[];
  /** Cells of values that hold nothing, or a sign for a missing value, and were passed over. */
  readonly missing: number;
  /** Of whole lines that were passed over. */
  readonly notices: readonly (Notice & { readonly line: number })[];
}
