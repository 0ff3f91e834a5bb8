/**
 * Grafana's own PostgreSQL source, which needs no plugin: SQL over the schema `grafana` (docs/grafana-postgresql.md).
 * Values of variables are written as `:sqlstring`, which quotes them; macros are those of the source.
 */
import {
  AnnotationQueryBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language } from '../language.js';
import type { ListQuestion } from '../question.js';
import { currentOf } from './current.js';
import { asOfExpression, among, literal } from './postgresql-expressions.js';
import { seriesSql } from './postgresql-series.js';
import { tableSql } from './postgresql-tables.js';
import { asBuilder, type Marks, reference, type Source } from './source.js';

const plugin = 'grafana-postgresql-datasource';
const datasource = reference(plugin);

export const postgresql: Source = {
  name: 'postgresql',
  plugin,
  uid: 'guanzhong-postgresql',
  adHocFilters: false,
  query(refId, question, language) {
    const [format, rawSql] =
      question.kind === 'series'
        ? (['time_series', seriesSql(question, language)] as const)
        : (['table', tableSql(question, language)] as const);
    return asBuilder({ refId, datasource, editorMode: 'code', rawQuery: true, format, rawSql });
  },
  variable(variable, language) {
    const sql = listSql(variable.asks, language);
    return new QueryVariableBuilder(variable.name)
      .label(variable.label[language])
      .hide(variable.hidden ? VariableHide.HideVariable : VariableHide.DontHide)
      .datasource(datasource)
      .query(sql)
      .refresh(VariableRefresh.OnDashboardLoad)
      .multi(variable.many ?? false)
      .includeAll(variable.many ?? false)
      .current(currentOf(variable, language));
  },
  annotation(marks, language) {
    return new AnnotationQueryBuilder()
      .name(marks.name[language])
      .datasource(datasource)
      .enable(true)
      .iconColor(marks.colour)
      .target(
        asBuilder({
          refId: 'Anno',
          datasource,
          editorMode: 'code',
          rawQuery: true,
          format: 'table',
          rawSql: marksSql(marks, language),
        }),
      );
  },
};

function listSql({ list, indicator }: ListQuestion, language: Language): string {
  switch (list) {
    case 'targetCode':
      return `select name_${language} as __text, target as __value from grafana.targets order by task, target`;
    case 'organisation':
      return `select distinct organisation_${language} as __text, organisation as __value from grafana.targets order by 2`;
    case 'area':
      return `select distinct area_${language} as __text, area as __value from grafana.series${
        indicator === undefined ? '' : ` where indicator = ${literal(indicator)}`
      } order by 2`;
  }
}

/** Grafana reads the columns time, title, text and tags of an annotation's query. */
function marksSql({ kind, indicator, target }: Marks, language: Language): string {
  const ofTarget = target === undefined ? [] : [among('target', { variable: target })];
  if (kind === 'verdictChanges')
    return [
      `select recorded_at as time, status_${language} as title, name_${language} as text`,
      'from grafana.verdict_history',
      `where ${['$__timeFilter(recorded_at)', 'status_before is distinct from status', ...ofTarget].join(
        ' and ',
      )}`,
      'order by recorded_at',
    ].join('\n');
  return [
    `select r.known_from as time, concat_ws(' · ', r.indicator_${language}, r.area_${language}) as title,`,
    "  r.period || ': ' || r.value_before || ' → ' || r.value_after as text",
    'from grafana.revisions r',
    `where ${[
      '$__timeFilter(r.known_from)',
      `r.known_from <= ${asOfExpression}`,
      ...(indicator === undefined ? [] : [among('r.indicator', indicator)]),
      ...(ofTarget.length === 0
        ? []
        : [
            `(r.indicator, r.area) in (select indicator, area from grafana.targets where ${ofTarget.join('')})`,
          ]),
    ].join(' and ')}`,
    'order by r.known_from',
  ].join('\n');
}
