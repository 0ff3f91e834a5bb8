import type { GrafanaTable } from '#contract';
import { columnWords } from './panel-words.js';
import type { Language } from './payload.js';

type Cell = string | number | null;
type ColumnName = keyof typeof columnWords;

/** How one column is made from an item. `text` stays the same in every language, so that dashboards can name it. */
export interface Column<T> {
  readonly text: ColumnName;
  readonly type: 'string' | 'number' | 'time';
  readonly cell: (item: T) => Cell;
}

/** A table whose columns also carry `displayName`, which Grafana takes into the field's settings and shows. */
export type TitledTable = Omit<GrafanaTable, 'columns'> & {
  columns: (GrafanaTable['columns'][number] & { displayName: string })[];
};

export function tableOf<T>(
  refId: string,
  language: Language,
  columns: readonly Column<T>[],
  items: readonly T[],
): TitledTable {
  return {
    type: 'table',
    refId,
    columns: columns.map(({ text, type }) => ({ text, type, displayName: columnWords[text][language] })),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
  };
}

/** An instant as Grafana's time columns hold it. */
export function epochMs(instant: string | null): number | null {
  return instant === null ? null : new Date(instant).getTime();
}
