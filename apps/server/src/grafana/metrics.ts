/** The metrics of the query editor, and the fields its builder shows for each. */
import { choicesIn, labelled, type ListName, metricChoices, unnarrowed } from './choices.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import { type TableName, tableNames } from './query-plan.js';

/** A field of the query builder. Without `options` the editor asks for them when it is opened. */
export interface PayloadField {
  readonly name: string;
  readonly label: string;
  readonly type: 'select' | 'multi-select' | 'input';
  readonly placeholder?: string;
  /** Whether the editor asks for all metrics anew when this is changed. */
  readonly reloadMetric?: boolean;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
}

export interface Metric {
  readonly label: string;
  readonly value: string;
  readonly payloads: readonly PayloadField[];
}

/** Every table and indicator with the fields of its query. */
export function metricsOf(names: PlanNames, language: Language): Metric[] {
  const dimensional = new Set(
    names.indicators
      .filter((indicator) => indicator.dimensions.length > 0)
      .map((indicator) => indicator.code),
  );
  return labelled(metricChoices(names), language).map(({ text, value }) => ({
    label: text,
    value,
    payloads: fieldsOf(value, dimensional.has(value)).map((field) => payloadField(field, names, language)),
  }));
}

type FieldName = Exclude<ListName, 'metric' | 'section' | 'due'> | 'asOf';

const targetFields: readonly FieldName[] = ['status', 'organisation', 'task', 'area', 'asOf', 'language'];
const fieldsOfTables: Readonly<Record<TableName, readonly FieldName[]>> = {
  scorecard: targetFields,
  statusCounts: targetFields,
  tasks: ['organisation', 'task', 'asOf', 'language'],
  verdictHistory: ['targetCode', 'language'],
  alerts: ['status', 'organisation', 'task', 'area', 'language'],
  imports: ['language'],
  rollUps: ['by', ...targetFields],
  timeliness: ['organisation', 'indicator', 'area', 'asOf', 'language'],
  timelinessByOrganisation: ['organisation', 'asOf', 'language'],
  releases: ['organisation', 'indicator', 'area', 'language'],
  rejections: ['language'],
  revisions: ['indicator', 'area', 'targetCode', 'language'],
  verdictTimeline: ['indicator', 'area', 'organisation', 'task', 'targetCode', 'language'],
  annotations: ['annotation', 'indicator', 'area', 'targetCode', 'language'],
};

function fieldsOf(metric: string, hasDimensions: boolean): readonly FieldName[] {
  const table = tableNames.find((name) => name === metric);
  if (table) return fieldsOfTables[table];
  return [
    'area',
    ...(hasDimensions ? (['breakdown'] as const) : []),
    'measures',
    'targetCode',
    'frequency',
    'accumulation',
    'asOf',
    'language',
  ];
}

const fieldWords: Readonly<Record<FieldName, { zh: string; en: string }>> = {
  area: { zh: '地区', en: 'Area' },
  targetCode: { zh: '目标', en: 'Target' },
  organisation: { zh: '责任单位', en: 'Organisation' },
  task: { zh: '任务', en: 'Task' },
  status: { zh: '状态', en: 'Status' },
  breakdown: { zh: '分项', en: 'Breakdown' },
  frequency: { zh: '频度', en: 'Frequency' },
  accumulation: { zh: '当期或累计', en: 'Period or to date' },
  measures: { zh: '线条', en: 'Lines' },
  language: { zh: '语言', en: 'Language' },
  asOf: { zh: '评估时点', en: 'As of' },
  indicator: { zh: '指标', en: 'Indicator' },
  by: { zh: '分组方式', en: 'Grouped by' },
  annotation: { zh: '事件', en: 'Events' },
};

/** A list of one's own choosing is single where the payload takes one value. */
const single: ReadonlySet<FieldName> = new Set(['breakdown', 'accumulation', 'language', 'by']);
/** Short and the same for every metric: sent along at once. */
const fixed: ReadonlySet<FieldName> = new Set(['status', 'measures', 'language', 'by', 'annotation']);
/** What the words of the editor itself depend on: the plugin asks for the metrics anew when it is changed. */
const reloading: ReadonlySet<FieldName> = new Set(['language']);

function payloadField(name: FieldName, names: PlanNames, language: Language): PayloadField {
  const label = fieldWords[name][language];
  if (name === 'asOf') return { name, label, type: 'input', placeholder: '2020-03-01' };
  const field = {
    name,
    label,
    type: single.has(name) ? ('select' as const) : ('multi-select' as const),
    ...(reloading.has(name) ? { reloadMetric: true } : {}),
  };
  if (!fixed.has(name)) return field;
  const choices = choicesIn(name, unnarrowed, names, []);
  return {
    ...field,
    options: labelled(choices, language).map(({ text, value }) => ({ label: text, value })),
  };
}
