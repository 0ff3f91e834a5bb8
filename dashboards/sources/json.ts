/**
 * simpod-json-datasource 0.6.7. A query is a metric and a payload, which the plugin's code editor keeps as JSON text.
 * In payloads every variable has its format written out: `:raw` for one value, `:regex` where there may be several.
 * Left to itself the plugin writes a list of values as JSON, which breaks the quotes around it, and it then sends
 * the query without any payload.
 */
import {
  AnnotationEventFieldMappingBuilder,
  AnnotationEventFieldSource,
  AnnotationQueryBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Language, Words } from '../language.js';
import { isChosen, type ListQuestion, type Question, records, type Value } from '../question.js';
import { currentOf } from './current.js';
import { asBuilder, reference, type Source } from './source.js';

const plugin = 'simpod-json-datasource';
const datasource = reference(plugin);

export const json: Source = {
  name: 'json',
  plugin,
  uid: 'guanzhong-json',
  adHocFilters: true,
  query: (refId, question, language) =>
    asBuilder({ refId, datasource, editorMode: 'code', ...metricOf(question, language) }),
  variable(variable, language) {
    const asked = listOf(variable.asks, language);
    return new QueryVariableBuilder(variable.name)
      .label(variable.label[language])
      .hide(variable.hidden ? VariableHide.HideVariable : VariableHide.DontHide)
      .datasource(datasource)
      .query({ refId: variable.name, query: asked, format: 'json' })
      .refresh(VariableRefresh.OnDashboardLoad)
      .multi(variable.many ?? false)
      .includeAll(variable.many ?? false)
      .current(currentOf(variable, language));
  },
  annotation(marks, language) {
    const asked = payload({
      annotation: marks.kind,
      indicator: marks.indicator,
      targetCode: marks.target === undefined ? undefined : { variable: marks.target },
      language,
    });
    const mapping = (displayed: Words) =>
      new AnnotationEventFieldMappingBuilder()
        .source(AnnotationEventFieldSource.Field)
        .value(displayed[language]);
    return new AnnotationQueryBuilder()
      .name(marks.name[language])
      .datasource(datasource)
      .enable(true)
      .iconColor(marks.colour)
      .target(
        asBuilder({ refId: 'Anno', datasource, editorMode: 'code', target: 'annotations', payload: asked }),
      )
      .mappings(
        Object.fromEntries(Object.entries(annotationHeads).map(([key, words]) => [key, mapping(words)])),
      );
  },
};

/** Grafana looks for an annotation's fields by the names it displays: the service's heads of these columns. */
const annotationHeads: Readonly<Record<'time' | 'timeEnd' | 'title' | 'text' | 'tags', Words>> = {
  time: { zh: '时间', en: 'Time' },
  timeEnd: { zh: '结束时间', en: 'Until' },
  title: { zh: '标题', en: 'Title' },
  text: { zh: '说明', en: 'Text' },
  tags: { zh: '标签', en: 'Tags' },
};

function metricOf(question: Question, language: Language): { target: string; payload: string } {
  if (question.kind === 'series') {
    const { indicator, measure, area, frequency, accumulation, target } = question;
    return {
      target: textOf(indicator ?? target ?? ''),
      payload: payload({
        area,
        frequency,
        accumulation,
        measures: [measure],
        targetCode: target,
        language,
        asOf: { variable: 'asOf' },
      }),
    };
  }
  const { table, by, status, organisation, task, area, indicator, target } = question;
  return {
    target: table === 'verdictChanges' ? 'annotations' : table,
    payload: payload({
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
  };
}

/** The entries that are said, as the code editor's text. */
function payload(entries: Readonly<Record<string, Value | undefined>>): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(entries).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, isChosen(value) ? textOf(value) : value]],
      ),
    ),
  );
}

function textOf(value: Value): string {
  if (isChosen(value)) return `\${${value.variable}:${value.many ? 'regex' : 'raw'}}`;
  return typeof value === 'string' ? value : `(${value.join('|')})`;
}

function listOf({ list, indicator }: ListQuestion, language: Language): string {
  return payload({ target: list, indicator, language });
}
