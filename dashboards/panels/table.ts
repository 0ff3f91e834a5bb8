/** Tables with the colours of statuses and with links to the dashboards of what a row is about. */
import {
  DashboardLinkBuilder,
  type DynamicConfigValue,
  MappingType,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { ColumnName } from '../columns.js';
import type { Words } from '../language.js';
import type { TableQuestion } from '../question.js';
import { statuses, statusMappings } from '../statuses.js';
import { byFirstColumn, type Frame, framed, head, onlyAsked, type Page, uidOf } from './page.js';

export interface TableFrame extends Frame {
  readonly asks: TableQuestion;
  /** Columns that are there for a link only. */
  readonly hidden?: readonly ColumnName[];
  /** Pixels. */
  readonly widths?: Readonly<Record<ColumnName, number>>;
  readonly link?: Link;
  /** The first column holds times, and rows come the oldest first: they are turned round. */
  readonly newestFirst?: true;
}

/** From a column to a dashboard, whose variable takes the row's value of another column. */
export interface Link {
  readonly on: ColumnName;
  readonly to: 'target' | 'organisation';
  readonly code: ColumnName;
}

const linkTitle: Readonly<Record<Link['to'], Words>> = {
  target: { zh: '查看该目标', en: 'Show this target' },
  organisation: { zh: '查看该单位', en: 'Show this organisation' },
};

const statusTexts: ReadonlySet<string> = new Set(['statusText', 'from']);
const shares: ReadonlySet<string> = new Set(['shareAssessed', 'shareBehind', 'shareOnTime']);
const days: ReadonlySet<string> = new Set(['dueOn']);
const sentences: ReadonlySet<string> = new Set(['verdict', 'why', 'meaning']);

export function tablePanel(page: Page, frame: TableFrame): PanelBuilder {
  const { asks, hidden = [], widths = {}, link, newestFirst } = frame;
  const panel = framed(new PanelBuilder(), page, frame, [asks])
    .withTransformation(onlyAsked(asks))
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm);
  if (newestFirst) panel.withTransformation(byFirstColumn(asks, { desc: true }));
  for (const name of asks.columns)
    panel.overrideByName(name, [
      head(page, asks.table, name),
      ...appearance(page, name),
      ...(hidden.includes(name)
        ? [{ id: 'custom.hideFrom', value: { legend: false, tooltip: false, viz: true } }]
        : []),
      ...(widths[name] === undefined ? [] : [{ id: 'custom.width', value: widths[name] }]),
      ...(link?.on === name ? [linked(page, link)] : []),
    ]);
  return panel;
}

function appearance({ language }: Page, name: ColumnName): DynamicConfigValue[] {
  if (statusTexts.has(name))
    return [
      { id: 'mappings', value: statusMappings(language) },
      { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
    ];
  const status = statuses.find(({ code }) => code === name);
  if (status)
    return [
      { id: 'color', value: { mode: 'fixed', fixedColor: status.colour } },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
      // A row of noughts hides the figures that say something.
      {
        id: 'mappings',
        value: [{ type: MappingType.ValueToText, options: { '0': { text: '·', color: 'text', index: 0 } } }],
      },
    ];
  if (shares.has(name))
    return [
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 0 },
      { id: 'min', value: 0 },
      { id: 'max', value: 1 },
      { id: 'color', value: { mode: 'fixed', fixedColor: name === 'shareBehind' ? 'orange' : 'blue' } },
      { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } },
    ];
  if (days.has(name)) return [{ id: 'unit', value: 'time:YYYY-MM-DD' }];
  if (sentences.has(name)) return [{ id: 'custom.wrapText', value: true }];
  return [];
}

function linked({ source, language }: Page, { to, code }: Link): DynamicConfigValue {
  const { title, url } = new DashboardLinkBuilder(linkTitle[to][language])
    .url(`/d/${uidOf(to, source, language)}?var-${to}=\${__data.fields.${code}}`)
    .build();
  return { id: 'links', value: [{ title, url }] };
}
