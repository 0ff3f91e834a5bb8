/**
 * The dashboard 关中监测 · 总览, as Grafana's own JSON. It is written as code so that its queries are said once and
 * can be run by a test; `overview.json` is what this produces and what Grafana is given.
 *
 * In payloads every variable has its format written out: `:raw` for one value, `:regex` where there may be several.
 * Left to itself the plugin writes a list of values as JSON, which breaks the quotes around it, and it then sends
 * the query without any payload.
 */
import { statuses, statusMappings } from './statuses.js';

const plugin = 'simpod-json-datasource';
const datasource = { type: plugin, uid: '${DS}' };

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A query with its payload as the plugin's code editor keeps it: JSON text. */
function query(refId: string, target: string, payload: Record<string, string | string[]>) {
  return {
    refId,
    datasource,
    editorMode: 'code',
    target,
    payload: JSON.stringify({ ...payload, language: '${language:raw}', asOf: '${asOf:raw}' }),
  };
}

/** A variable filled by the service; several values of it may be chosen when `multi`. */
function listVariable(
  name: string,
  label: string,
  payload: Record<string, string>,
  settings: { multi: boolean; first: { text: string; value: string } },
) {
  const asked = JSON.stringify({ ...payload, language: '${language:raw}' });
  const { text, value } = settings.first;
  return {
    name,
    label,
    type: 'query',
    datasource,
    definition: `${asked} (JSON)`,
    query: { refId: name, query: asked, format: 'json' },
    refresh: 1,
    sort: 0,
    multi: settings.multi,
    includeAll: settings.multi,
    options: [],
    current: settings.multi ? { text: [text], value: [value] } : { text, value },
  };
}

const variables = [
  {
    name: 'DS',
    label: '数据源',
    type: 'datasource',
    query: plugin,
    hide: 2,
    multi: false,
    includeAll: false,
    options: [],
    current: { text: '关中监测', value: 'guanzhong' },
  },
  {
    name: 'language',
    label: '语言 Language',
    type: 'custom',
    query: '中文 : zh, English : en',
    multi: false,
    includeAll: false,
    options: [
      { text: '中文', value: 'zh', selected: true },
      { text: 'English', value: 'en', selected: false },
    ],
    current: { text: '中文', value: 'zh' },
  },
  {
    name: 'asOf',
    label: '评估时点 As of',
    description: '留空为现在；例如 2020-03-01 / empty: now; for example 2020-03-01',
    type: 'textbox',
    query: '',
    options: [{ text: '', value: '', selected: true }],
    current: { text: '', value: '' },
  },
  listVariable(
    'indicator',
    '指标 Indicator',
    { target: 'indicator' },
    {
      multi: false,
      first: { text: '国际（地区）航线数（累计开通）', value: 'international_routes' },
    },
  ),
  listVariable(
    'area',
    '地区 Area',
    { target: 'area', indicator: '${indicator:raw}' },
    { multi: true, first: { text: '西安市', value: '610100' } },
  ),
  listVariable(
    'targetCode',
    '目标 Target',
    { target: 'targetCode', indicator: '${indicator:raw}', area: '${area:regex}' },
    { multi: true, first: { text: '国际航线数量达到100条', value: 'international-routes-2020' } },
  ),
  { name: 'filters', label: '筛选 Filter', type: 'adhoc', datasource, filters: [] },
];

/** A field of a table or a group of lines that looks different from the others. */
function override(matcher: 'byName' | 'byRegexp', options: string, properties: Record<string, unknown>) {
  return {
    matcher: { id: matcher, options },
    properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
  };
}

const fixedColour = (colour: string) => ({ mode: 'fixed', fixedColor: colour });

function counts(id: number, gridPos: Place) {
  return {
    id,
    type: 'stat',
    title: '各状态目标数 Targets by status',
    datasource,
    gridPos,
    targets: [query('A', 'statusCounts', {})],
    fieldConfig: {
      defaults: { decimals: 0, noValue: '0' },
      overrides: statuses.map(({ code, colour }) => override('byName', code, { color: fixedColour(colour) })),
    },
    options: {
      colorMode: 'background',
      graphMode: 'none',
      justifyMode: 'center',
      orientation: 'vertical',
      textMode: 'value_and_name',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}

function scorecard(id: number, gridPos: Place) {
  const hidden = { 'custom.hidden': true };
  return {
    id,
    type: 'table',
    title: '目标评估 Scorecard',
    datasource,
    gridPos,
    targets: [query('A', 'scorecard', {})],
    fieldConfig: {
      defaults: { custom: { filterable: true, align: 'auto' } },
      overrides: [
        override('byName', 'target', hidden),
        override('byName', 'status', hidden),
        override('byName', 'targetUpper', hidden),
        override('byName', 'statusText', {
          mappings: statusMappings(),
          'custom.cellOptions': { type: 'color-background', mode: 'basic' },
          'custom.width': 110,
        }),
        override('byName', 'name', { 'custom.width': 240 }),
        override('byName', 'verdict', {
          'custom.cellOptions': { type: 'auto', wrapText: true },
          'custom.width': 420,
        }),
        override('byName', 'pace', { decimals: 2 }),
        override('byName', 'task', { decimals: 0, 'custom.width': 70 }),
      ],
    },
    options: { showHeader: true, cellHeight: 'md', footer: { show: false } },
  };
}

interface Lines {
  readonly title: string;
  readonly description?: string;
  readonly targets: readonly ReturnType<typeof query>[];
}

/** Values as points joined by lines, what is expected dashed, targets level. */
function lines(id: number, gridPos: Place, { title, description, targets }: Lines) {
  return {
    id,
    type: 'timeseries',
    title,
    ...(description === undefined ? {} : { description }),
    datasource,
    gridPos,
    targets,
    fieldConfig: {
      defaults: {
        custom: { drawStyle: 'line', lineWidth: 2, showPoints: 'always', pointSize: 6, spanNulls: true },
      },
      overrides: [
        override('byRegexp', '/ · (预期|expected)( · |$)/', {
          'custom.lineStyle': { fill: 'dash', dash: [8, 8] },
          'custom.showPoints': 'never',
        }),
        override('byRegexp', '/ · (目标|目标上限|目标下限|target.*)( · |$)/', {
          'custom.lineWidth': 1,
          'custom.showPoints': 'never',
        }),
      ],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'none' },
    },
  };
}

/** The newest travel time to each city; green within three hours, yellow within six, as the plan sets them. */
function travelTimes(id: number, gridPos: Place) {
  return {
    id,
    type: 'bargauge',
    title: '西安至各城市铁路最快旅行时间（分钟） Fastest rail times from Xi’an (minutes)',
    description: '各城市最新的已知值；3小时以内为绿色，6小时以内为黄色 / newest known value of each city',
    datasource,
    gridPos,
    targets: [query('A', 'rail_travel_time', { area: '610100', measures: ['actual'] })],
    transformations: [
      { id: 'renameByRegex', options: { regex: '.* · (.+) · (?:实际|actual)$', renamePattern: '$1' } },
    ],
    fieldConfig: {
      defaults: {
        min: 0,
        decimals: 0,
        color: { mode: 'thresholds' },
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            { color: 'yellow', value: 180.5 },
            { color: 'red', value: 360.5 },
          ],
        },
      },
      overrides: [],
    },
    options: {
      displayMode: 'basic',
      orientation: 'horizontal',
      showUnfilled: true,
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}

/** The whole dashboard. */
export function overview() {
  const all = ['actual', 'expected', 'target'];
  return {
    uid: 'guanzhong-overview',
    title: '关中监测 · 总览',
    description: '规划目标的完成情况 / how the targets of the plan stand',
    tags: ['关中监测'],
    editable: true,
    graphTooltip: 1,
    schemaVersion: 39,
    version: 1,
    timezone: 'Asia/Shanghai',
    time: { from: '2014-01-01T00:00:00.000Z', to: 'now' },
    refresh: '',
    annotations: { list: [] },
    links: [],
    templating: { list: variables },
    panels: [
      counts(1, { x: 0, y: 0, w: 24, h: 4 }),
      scorecard(2, { x: 0, y: 4, w: 24, h: 14 }),
      lines(
        3,
        { x: 0, y: 18, w: 12, h: 10 },
        {
          title: '国际航线（累计开通） International routes opened',
          targets: [query('A', 'international_routes', { area: '610100', measures: all })],
        },
      ),
      lines(
        4,
        { x: 12, y: 18, w: 12, h: 10 },
        {
          title: 'PM2.5年均浓度 Annual mean PM2.5',
          description: '2018年与2019年之间疑有口径调整 / a probable break lies between 2018 and 2019',
          targets: [query('A', 'pm25', { area: '(610000|610100)', frequency: 'A', measures: all })],
        },
      ),
      travelTimes(5, { x: 0, y: 28, w: 12, h: 12 }),
      lines(
        6,
        { x: 12, y: 28, w: 12, h: 12 },
        {
          title: '所选指标 Chosen indicator',
          targets: [
            query('A', '${indicator:raw}', { area: '${area:regex}', measures: ['actual'] }),
            query('B', '${indicator:raw}', {
              area: '${area:regex}',
              measures: ['expected', 'target'],
              targetCode: '${targetCode:regex}',
            }),
          ],
        },
      ),
    ],
  };
}
