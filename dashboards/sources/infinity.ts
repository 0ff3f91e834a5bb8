/**
 * yesoreyeram-infinity-datasource. A query is an address of the service (`GET /grafana/rows`) with the entries of the
 * payload as parameters; Grafana's server asks it (backend parser), so Grafana's alert rules can use it too. Every
 * column's type is said: left to guess, the plugin takes an instant in milliseconds for a number.
 */
import {
  AnnotationQueryBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { columnOf } from '../columns.js';
import type { Language } from '../language.js';
import {
  isChosen,
  type ListQuestion,
  type Question,
  records,
  type TableName,
  type Value,
} from '../question.js';
import { currentOf } from './current.js';
import { asBuilder, reference, type Source } from './source.js';

const plugin = 'yesoreyeram-infinity-datasource';
const datasource = reference(plugin);

interface InfinityColumn {
  readonly selector: string;
  readonly text: string;
  readonly type: 'string' | 'number' | 'timestamp_epoch';
}
const typeOf = { string: 'string', number: 'number', time: 'timestamp_epoch' } as const;

export const infinity: Source = {
  name: 'infinity',
  plugin,
  uid: 'guanzhong-infinity',
  adHocFilters: false,
  query(refId, question, language) {
    return asBuilder({ refId, datasource, ...rowsQuery(question, language) });
  },
  variable(variable, language) {
    const { url, columns } = listOf(variable.asks, language);
    return new QueryVariableBuilder(variable.name)
      .label(variable.label[language])
      .hide(variable.hidden ? VariableHide.HideVariable : VariableHide.DontHide)
      .datasource(datasource)
      .query({
        queryType: 'infinity',
        refId: variable.name,
        query: '',
        infinityQuery: { refId: variable.name, ...addressed(url, [], columns, 'table') },
        meta: { textField: 'text', valueField: 'value' },
      })
      .refresh(VariableRefresh.OnDashboardLoad)
      .multi(variable.many ?? false)
      .includeAll(variable.many ?? false)
      .current(currentOf(variable, language));
  },
  annotation(marks, language) {
    const asked = parameters({
      target: 'annotations',
      annotation: marks.kind,
      indicator: marks.indicator,
      targetCode: marks.target === undefined ? undefined : { variable: marks.target },
      language,
    });
    // Fields of these names are found without a mapping.
    const columns = [
      columned('time', 'time'),
      columned('timeEnd', 'time'),
      columned('title', 'string'),
      columned('text', 'string'),
      columned('tags', 'string'),
    ];
    return new AnnotationQueryBuilder()
      .name(marks.name[language])
      .datasource(datasource)
      .enable(true)
      .iconColor(marks.colour)
      .target(
        asBuilder({
          refId: 'Anno',
          datasource,
          ...addressed('/grafana/rows', asked, columns, 'dataframe'),
        }),
      );
  },
};

/** Tables that are asked for by another name. */
const rowsOf: Partial<Record<TableName, string>> = {
  // The timeline has one column per target, and the plugin fills no variable into a column's selector.
  verdictTimeline: 'verdictHistory',
  verdictChanges: 'annotations',
};

function rowsQuery(question: Question, language: Language) {
  if (question.kind === 'series') {
    const { indicator, measure, area, frequency, accumulation, target } = question;
    return addressed(
      '/grafana/rows',
      parameters({
        target: indicator ?? target,
        measures: measure,
        area,
        frequency,
        accumulation,
        targetCode: target,
        language,
        asOf: { variable: 'asOf' },
      }),
      // Of a field named Value that has one label Grafana shows the label alone: the name of the line.
      [
        { selector: 'time', text: 'time', type: 'timestamp_epoch' },
        { selector: 'series', text: 'series', type: 'string' },
        { selector: 'value', text: 'Value', type: 'number' },
      ],
      'timeseries',
    );
  }
  const { table, columns, by, status, organisation, task, area, indicator, target } = question;
  return addressed(
    '/grafana/rows',
    parameters({
      target: rowsOf[table] ?? table,
      annotation: table === 'verdictChanges' ? table : undefined,
      by,
      status,
      organisation,
      task,
      area,
      indicator,
      targetCode: target,
      language,
      asOf: records.has(table) ? undefined : { variable: 'asOf' },
    }),
    table === 'verdictTimeline'
      ? [
          { selector: 'recordedAt', text: 'time', type: 'timestamp_epoch' },
          { selector: 'statusText', text: 'status', type: 'string' },
        ]
      : columns.map((name) => columned(name, columnOf(table, name).type)),
    'table',
  );
}

function columned(name: string, type: keyof typeof typeOf): InfinityColumn {
  return { selector: name, text: name, type: typeOf[type] };
}

function addressed(
  url: string,
  params: readonly { key: string; value: string }[],
  columns: readonly InfinityColumn[],
  format: 'table' | 'timeseries' | 'dataframe',
) {
  return {
    type: 'json',
    parser: 'backend',
    source: 'url',
    format,
    url,
    url_options: { method: 'GET', params, headers: [] },
    root_selector: '',
    columns,
    filters: [],
  };
}

/** The entries that are said, and the panel's range, which Grafana's server fills in. */
function parameters(entries: Readonly<Record<string, Value | undefined>>): { key: string; value: string }[] {
  return [
    ...Object.entries(entries).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value: textOf(value) }],
    ),
    { key: 'from', value: '${__timeFrom}' },
    { key: 'to', value: '${__timeTo}' },
  ];
}

function textOf(value: Value): string {
  if (isChosen(value)) return `\${${value.variable}:${value.many ? 'csv' : 'raw'}}`;
  return typeof value === 'string' ? value : value.join(',');
}

/** Lists come from the service's own API. */
function listOf({ list }: ListQuestion, language: Language): { url: string; columns: InfinityColumn[] } {
  const named = (text: string, value: string): InfinityColumn[] => [
    { selector: text, text: 'text', type: 'string' },
    { selector: value, text: 'value', type: 'string' },
  ];
  switch (list) {
    case 'targetCode':
      return { url: '/api/v1/targets', columns: named(`name.${language}`, 'code') };
    case 'organisation':
      return { url: '/api/v1/organisations', columns: named(`name.${language}`, 'code') };
    case 'area':
      // The API has no list of the areas with values of an indicator, so all are offered.
      return { url: '/api/v1/areas', columns: named(`name.${language}`, 'code') };
  }
}
