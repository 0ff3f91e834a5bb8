import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AdHocVariableBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Panel,
  TextBoxVariableBuilder,
  VariableHide,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Words } from '../language.js';
import { type Page, uidOf } from '../panels/page.js';
import { type ListVariable, type Marks, reference } from '../sources/source.js';
import { inPresentSchema } from './present-schema.js';

/** A dashboard, said once for all data sources and languages. */
export interface DashboardDefinition {
  readonly name: string;
  readonly title: Words;
  readonly description: Words;
  readonly time: { readonly from: string; readonly to: string };
  readonly variables: readonly ListVariable[];
  /** What is marked on its time series. */
  readonly marks: readonly Marks[];
  /** Whether readers may narrow it by filters of their own, where the data source can. */
  readonly filtered?: true;
  /** From the top, line by line; the widths of a line make 24. */
  panels(page: Page): readonly Builder<Panel>[];
}

/** From the plan's first published values on. */
export const sincePlan = { from: '2014-01-01T00:00:00.000Z', to: 'now' } as const;

const brand: Words = { zh: '关中监测', en: 'Guanzhong Monitor' };
const filterLabel: Words = { zh: '筛选', en: 'Filter' };
const asOfWords = {
  label: { zh: '评估时点', en: 'As of' },
  description: {
    zh: '留空为现在；例如 2020-03-01',
    en: 'empty: now; for example 2020-03-01',
  },
} as const;

/** Grafana's JSON of a dashboard. */
export function dashboardOf(definition: DashboardDefinition, page: Page): Dashboard {
  const { source, language } = page;
  const { name, title, description, time, variables, marks } = definition;
  const builder = opened(name, title, description, page)
    .time({ ...time })
    .withVariable(dataSourceVariable(source.plugin, source.uid, brand[language]))
    .withVariable(
      new TextBoxVariableBuilder('asOf')
        .label(asOfWords.label[language])
        .description(asOfWords.description[language])
        .defaultValue('')
        .current({ text: '', value: '' }),
    );
  for (const variable of variables) builder.withVariable(source.variable(variable, language));
  if (definition.filtered && source.adHocFilters)
    builder.withVariable(
      new AdHocVariableBuilder('filters').label(filterLabel[language]).datasource(reference(source.plugin)),
    );
  for (const mark of marks) builder.annotation(source.annotation(mark, language));
  return withPanels(builder, definition.panels(page));
}

/** A dashboard without variables and panels yet, with links to the others of its source and language. */
export function opened(
  name: string,
  title: Words,
  description: Words,
  { source, language }: { source: { name: string }; language: Page['language'] },
): DashboardBuilder {
  const tag = `guanzhong-${source.name}-${language}`;
  return (
    new DashboardBuilder(`${brand[language]} · ${title[language]}`)
      .uid(uidOf(name, source, language))
      .description(description[language])
      .tags([brand[language], tag])
      .timezone('Asia/Shanghai')
      .tooltip(DashboardCursorSync.Crosshair)
      .refresh('')
      // Grafana tells apart what it was given before and what is new by this number, which it counts itself.
      .version(1)
      .link(
        new DashboardLinkBuilder(brand[language])
          .type(DashboardLinkType.Dashboards)
          .tags([tag])
          .icon('external link')
          .asDropdown(false)
          .includeVars(false)
          .keepTime(false),
      )
  );
}

export function dataSourceVariable(plugin: string, uid: string, name: string): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder('DS')
    .label(name)
    .type(plugin)
    .hide(VariableHide.HideVariable)
    .current({ text: name, value: uid });
}

/** With the panels numbered from 1 in the order given. */
export function withPanels(builder: DashboardBuilder, panels: readonly Builder<Panel>[]): Dashboard {
  for (const [index, panel] of panels.entries())
    builder.withPanel({ build: () => ({ ...panel.build(), id: index + 1 }) });
  return inPresentSchema(builder.build());
}
