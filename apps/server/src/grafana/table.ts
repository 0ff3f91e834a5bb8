import type { GrafanaTable } from '#contract';
import { type Day, startOfDayInZone } from '#time-period';
import type { Words } from '../assessments/verdict-words.js';
import { columnWords } from './panel-words.js';
import type { Language } from './payload.js';

type Cell = string | number | null;
export type ColumnName = keyof typeof columnWords;

/** How one column is made from an item. `text` stays the same in every language, so that dashboards can name it. */
export interface Column<T> {
  readonly text: ColumnName;
  readonly type: 'string' | 'number' | 'time';
  readonly cell: (item: T) => Cell;
  /** In Grafana's words, e.g. percentunit for a share from 0 to 1. */
  readonly unit?: string;
  /** What the column is called where its text could be misunderstood; else what all columns of that text are called. */
  readonly heading?: Words;
}

/** A table whose columns also carry `displayName`, which Grafana takes into the field's settings and shows. */
export type TitledTable = GrafanaTable;

export function tableOf<T>(
  refId: string,
  language: Language,
  columns: readonly Column<T>[],
  items: readonly T[],
): TitledTable {
  return {
    type: 'table',
    refId,
    columns: columns.map(({ text, type, unit, heading }) => ({
      text,
      type,
      displayName: (heading ?? columnWords[text])[language],
      ...(unit === undefined ? {} : { unit }),
    })),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
  };
}

/** An instant as Grafana's time columns hold it. */
export function epochMs(instant: string | null): number | null {
  return instant === null ? null : new Date(instant).getTime();
}

/** A day as Grafana's time columns hold it: its beginning in the service's time zone. */
export function dayMs(day: Day, timeZone: string): number {
  return startOfDayInZone(day, timeZone).getTime();
}

/** At most so many items, and the notice that a table carries where there were more. */
export function bounded<T>(
  items: readonly T[],
  most: number,
  language: Language,
): { readonly shown: readonly T[]; readonly notice: Pick<TitledTable, 'meta'> } {
  if (items.length <= most) return { shown: items, notice: {} };
  const text = { zh: `只显示前${most}行，其余未列出。`, en: `Only the first ${most} are shown.` }[language];
  return { shown: items.slice(0, most), notice: { meta: { notices: [{ severity: 'warning', text }] } } };
}
