/**
 * What a panel asks, said without any data source: lines of an indicator, or a table by its name. `sources/` has one
 * file per data source that turns a question into that source's query.
 */
import type { ColumnName } from './columns.js';

/** A chosen value of a dashboard's variable; `many` where several may be chosen. */
export interface Chosen {
  readonly variable: string;
  readonly many?: true;
}

/** A code, several codes, or whatever is chosen in a variable. */
export type Value = string | readonly string[] | Chosen;

export type Measure = 'actual' | 'expected' | 'target' | 'forecast' | 'lower' | 'upper';

/**
 * Lines of one measure: of an indicator, or (without one) of the series that a target is about. Lines that belong to
 * a target (all but the measured values) name that target.
 */
export interface SeriesQuestion {
  readonly kind: 'series';
  readonly indicator?: Value;
  readonly measure: Measure;
  readonly area?: Value;
  readonly frequency?: 'A' | 'Q' | 'M';
  /** Left out: values of their own period. */
  readonly accumulation?: 'yearToDate';
  readonly target?: Value;
}

export type TableName =
  | 'scorecard'
  | 'statusCounts'
  | 'rollUps'
  | 'verdictHistory'
  | 'verdictTimeline'
  | 'verdictChanges'
  | 'revisions'
  | 'alerts'
  | 'imports'
  | 'rejections'
  | 'timeliness'
  | 'timelinessByOrganisation'
  | 'releases';

export type Grouping = 'section' | 'task' | 'organisation' | 'area' | 'family';

/** A table by name. */
export interface TableQuestion {
  readonly kind: 'table';
  readonly table: TableName;
  /** The columns shown or used by a link, in the order in which the service gives them. */
  readonly columns: readonly ColumnName[];
  /** Of roll-ups only. */
  readonly by?: Grouping;
  readonly status?: Value;
  readonly organisation?: Value;
  readonly task?: Value;
  readonly area?: Value;
  readonly indicator?: Value;
  readonly target?: Value;
}

export type Question = SeriesQuestion | TableQuestion;

/** What a variable offers to choose from. */
export interface ListQuestion {
  readonly list: 'targetCode' | 'organisation' | 'area';
  /** Only areas with values of this indicator. */
  readonly indicator?: string;
}

/** Tables whose past cannot be asked for: they are themselves records of what happened. */
export const records: ReadonlySet<TableName> = new Set<TableName>([
  'verdictHistory',
  'verdictTimeline',
  'verdictChanges',
  'revisions',
  'alerts',
  'imports',
  'rejections',
]);

export function lines(question: Omit<SeriesQuestion, 'kind'>): SeriesQuestion {
  return { kind: 'series', ...question };
}

export function table(
  name: TableName,
  columns: readonly ColumnName[],
  narrowing: Omit<TableQuestion, 'kind' | 'table' | 'columns'> = {},
): TableQuestion {
  return { kind: 'table', table: name, columns, ...narrowing };
}

/** The chosen value of a variable. */
export function chosen(variable: string): Chosen {
  return { variable };
}

/** The chosen values of a variable of which several may be chosen. */
export function allChosen(variable: string): Chosen {
  return { variable, many: true };
}

export function isChosen(value: Value): value is Chosen {
  return typeof value === 'object' && 'variable' in value;
}
