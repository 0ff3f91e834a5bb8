import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type {
  DataTransformerConfig,
  DynamicConfigValue,
  Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { columnOf, type ColumnName } from '../columns.js';
import type { Language, Words } from '../language.js';
import type { Question, TableName, TableQuestion } from '../question.js';
import { reference, type Source } from '../sources/source.js';

/** What one file of dashboards is made for. */
export interface Page {
  readonly source: Source;
  readonly language: Language;
}

/** What every panel has. */
export interface Frame {
  readonly title: Words;
  readonly description?: Words;
  /** Of the 24 columns of a dashboard. */
  readonly width: number;
  /** In rows of 30 pixels. */
  readonly height: number;
  /** Said where an answer without rows is possible and right. */
  readonly whenEmpty?: Words;
  /** A range of its own, as Grafana writes it (`12y`): the last years up to now. */
  readonly timeFrom?: string;
}

/** What the SDK's builders of panels have in common. */
interface PanelBuilder<T> extends Builder<Panel> {
  title(title: string): T;
  description(description: string): T;
  datasource(reference: { type: string; uid: string }): T;
  span(width: number): T;
  height(height: number): T;
  noValue(text: string): T;
  timeFrom(range: string): T;
  hideTimeOverride(hidden: boolean): T;
  withTarget(query: Builder<Dataquery>): T;
}

/** A panel with its title, its place and its queries, which are called A, B, C … in the order given. */
export function framed<T extends PanelBuilder<T>>(
  panel: T,
  { source, language }: Page,
  frame: Frame,
  questions: readonly Question[],
): T {
  const { title, description, width, height, whenEmpty, timeFrom } = frame;
  panel.title(title[language]).datasource(reference(source.plugin)).span(width).height(height);
  if (description) panel.description(description[language]);
  if (whenEmpty) panel.noValue(whenEmpty[language]);
  if (timeFrom) panel.timeFrom(timeFrom);
  for (const [index, question] of questions.entries())
    panel.withTarget(source.query(refIdOf(index), question, language));
  return panel;
}

export function refIdOf(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + index);
}

/**
 * Leaves of a table only what was asked for: the JSON source is given every column. To Grafana the name `time` stands
 * for any field of times.
 */
export function onlyAsked({ columns }: TableQuestion): DataTransformerConfig {
  const exclude = columns.includes('time') ? { exclude: { names: ['timeEnd'] } } : {};
  return { id: 'filterFieldsByName', options: { include: { names: [...columns] }, ...exclude } };
}

/** By number: by name Grafana finds a column here only as it displays it, which differs with the source. */
export function byFirstColumn(
  { columns }: TableQuestion,
  { desc }: { desc: boolean },
): DataTransformerConfig {
  return { id: 'sortBy', options: { sort: [{ field: columns[0], index: 0, desc }] } };
}

/** The head of a column, in the language of the page, whatever the source calls it. */
export function head(page: Page, table: TableName, name: ColumnName): DynamicConfigValue {
  return { id: 'displayName', value: columnOf(table, name).head[page.language] };
}

/** The uid of a dashboard: one per source and language, so that all can live in one Grafana. */
export function uidOf(name: string, source: { readonly name: string }, language: Language): string {
  return `guanzhong-${name}-${source.name}-${language}`;
}
