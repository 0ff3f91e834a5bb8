import type { Columns, LongColumn } from '../header.js';
import type { Facts, LabelColumn } from './layout.js';

const longColumns: readonly LongColumn[] = [
  'indicator',
  'ref_area',
  'time_period',
  'obs_value',
  'unit',
  'obs_status',
  'released_on',
  'comment',
];

/** A value of a table as a row of the long layout, so that it is judged like every other. */
export class CanonicalRow {
  readonly columns: Columns;

  constructor(private readonly labels: readonly LabelColumn[]) {
    const dimensions: { dimension: string; at: number }[] = [];
    const sources: { name: string; at: number }[] = [];
    const spoken: { column: 'indicator' | 'ref_area'; at: number }[] = [];
    const names: string[] = [...longColumns];
    for (const { role } of labels) {
      if (typeof role === 'string') continue;
      if ('nameOf' in role) spoken.push({ column: role.nameOf, at: names.length });
      else if ('dimension' in role) dimensions.push({ dimension: role.dimension, at: names.length });
      else sources.push({ name: role.source, at: names.length });
      names.push('nameOf' in role ? role.nameOf : 'dimension' in role ? role.dimension : role.source);
    }
    const at = Object.fromEntries(longColumns.map((column, position) => [column, position]));
    this.columns = { names, at, dimensions, sources, spoken, unnamed: [] };
  }

  /** @param texts the row's labels; what stands in those of its facts is in `facts` already. */
  cells(facts: Facts, value: string, texts: ReadonlyMap<LabelColumn, string>): string[] {
    const own = (role: 'released_on' | 'comment') =>
      [...texts].find(([label]) => label.role === role)?.[1] ?? '';
    return [
      facts.indicator ?? '',
      facts.ref_area ?? '',
      facts.time_period ?? '',
      value,
      facts.unit ?? '',
      facts.obs_status ?? '',
      own('released_on'),
      own('comment'),
      ...this.labels.flatMap((label) => (typeof label.role === 'string' ? [] : [texts.get(label) ?? ''])),
    ];
  }
}
