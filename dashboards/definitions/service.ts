/** The service itself, as a Prometheus sees it that reads GET /metrics (docs/grafana.md). */
import {
  BigValueColorMode,
  BigValueGraphMode,
  VizLegendOptionsBuilder,
  LegendDisplayMode,
  LegendPlacement,
} from '@grafana/grafana-foundation-sdk/common';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Language, Words } from '../language.js';
import { newestValue } from '../panels/status-panels.js';
import { reference } from '../sources/source.js';
import { statuses } from '../statuses.js';
import { dataSourceVariable, opened, withPanels } from './dashboard.js';

const prometheus = { name: 'prometheus', plugin: 'prometheus', uid: 'guanzhong-prometheus' } as const;
const datasource = reference(prometheus.plugin);

interface Metric {
  readonly title: Words;
  readonly description?: Words;
  readonly expr: string;
  readonly unit: string;
  readonly width: number;
  readonly legend?: string;
}

const figures: readonly Metric[] = [
  {
    title: { zh: '每秒请求', en: 'Requests per second' },
    expr: 'sum(rate(guanzhong_http_request_duration_seconds_count[$__rate_interval]))',
    unit: 'reqps',
    width: 6,
  },
  {
    title: { zh: '服务端错误占比', en: 'Share of server errors' },
    expr: '(sum(rate(guanzhong_http_request_duration_seconds_count{status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(guanzhong_http_request_duration_seconds_count[$__rate_interval]))',
    unit: 'percentunit',
    width: 6,
  },
  {
    title: { zh: '距上次定时评估', en: 'Since the last scheduled sweep' },
    description: { zh: '每小时一次；超过两小时应查。', en: 'Hourly; look into it after two hours.' },
    expr: 'time() - max(guanzhong_last_sweep_timestamp_seconds)',
    unit: 's',
    width: 6,
  },
  {
    title: { zh: '放弃投递的消息', en: 'Deliveries given up' },
    expr: 'sum(guanzhong_deliveries{state="givenUp"}) or vector(0)',
    unit: 'short',
    width: 6,
  },
];

const courses: readonly Metric[] = [
  {
    title: { zh: '请求耗时（95%）', en: 'Time to answer, 95th percentile' },
    expr: 'histogram_quantile(0.95, sum by (le, route) (rate(guanzhong_http_request_duration_seconds_bucket[$__rate_interval])))',
    unit: 's',
    width: 12,
    legend: '{{route}}',
  },
  {
    title: { zh: '每秒请求（按路径）', en: 'Requests per second, by route' },
    expr: 'sum by (route) (rate(guanzhong_http_request_duration_seconds_count[$__rate_interval]))',
    unit: 'reqps',
    width: 12,
    legend: '{{route}}',
  },
  {
    title: { zh: '各状态目标数', en: 'Targets by status' },
    expr: 'count by (status) (guanzhong_target_status)',
    unit: 'short',
    width: 12,
    legend: '{{status}}',
  },
  {
    title: { zh: '导入（按结果）', en: 'Imports, by state' },
    expr: 'sum by (state) (guanzhong_imports)',
    unit: 'short',
    width: 6,
    legend: '{{state}}',
  },
  {
    title: { zh: '投递（按状态）', en: 'Deliveries, by state' },
    expr: 'sum by (state) (guanzhong_deliveries)',
    unit: 'short',
    width: 6,
    legend: '{{state}}',
  },
  {
    title: { zh: '处理器', en: 'CPU' },
    expr: 'rate(process_cpu_seconds_total[$__rate_interval])',
    unit: 'percentunit',
    width: 8,
    legend: '{{instance}}',
  },
  {
    title: { zh: '常驻内存', en: 'Resident memory' },
    expr: 'process_resident_memory_bytes',
    unit: 'bytes',
    width: 8,
    legend: '{{instance}}',
  },
  {
    title: { zh: '事件循环延迟（99%）', en: 'Event loop lag, 99th percentile' },
    expr: 'nodejs_eventloop_lag_p99_seconds',
    unit: 's',
    width: 8,
    legend: '{{instance}}',
  },
];

/** Grafana's JSON of the dashboard of the service. */
export function serviceDashboard(language: Language): Dashboard {
  const builder = opened(
    'service',
    { zh: '服务运行', en: 'The service' },
    { zh: '请求、评估、导入、投递与进程', en: 'Requests, sweeps, imports, deliveries and the process' },
    { source: prometheus, language },
  )
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .withVariable(dataSourceVariable(prometheus.plugin, prometheus.uid, 'Prometheus'));
  return withPanels(builder, [
    ...figures.map((metric) => figure(metric, language)),
    ...courses.map((metric) => course(metric, language)),
  ]);
}

function query({ expr, legend = '' }: Metric): DataqueryBuilder {
  return new DataqueryBuilder()
    .refId('A')
    .datasource(datasource)
    .expr(expr)
    .legendFormat(legend)
    .range()
    .format(PromQueryFormat.TimeSeries);
}

function figure(metric: Metric, language: Language): Builder<Panel> {
  return new StatBuilder()
    .title(metric.title[language])
    .description(metric.description?.[language] ?? '')
    .datasource(datasource)
    .span(metric.width)
    .height(4)
    .unit(metric.unit)
    .colorMode(BigValueColorMode.None)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(newestValue())
    .withTarget(query(metric));
}

function course(metric: Metric, language: Language): Builder<Panel> {
  const panel = new TimeSeriesBuilder()
    .title(metric.title[language])
    .datasource(datasource)
    .span(metric.width)
    .height(8)
    .unit(metric.unit)
    .min(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .withTarget(query(metric));
  if (metric.legend === '{{status}}')
    for (const { code, colour, [language]: text } of statuses)
      panel.overrideByName(code, [
        { id: 'color', value: { mode: 'fixed', fixedColor: colour } },
        { id: 'displayName', value: text },
      ]);
  return panel;
}
