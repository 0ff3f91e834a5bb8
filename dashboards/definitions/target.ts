/** One target in depth: where it stands, its way and its forecast, and how its verdict and its values changed. */
import { chosen, lines, type Measure, table } from '../question.js';
import { rowFigures } from '../panels/gauges.js';
import { linesPanel } from '../panels/lines-panel.js';
import { tablePanel } from '../panels/table.js';
import { timelinePanel } from '../panels/timeline-panel.js';
import type { DashboardDefinition } from './dashboard.js';

const target = chosen('target');
const measures: readonly Measure[] = ['actual', 'expected', 'target', 'forecast', 'lower', 'upper'];

export const targetInDepth: DashboardDefinition = {
  name: 'target',
  title: { zh: '目标详情', en: 'One target in depth' },
  description: {
    zh: '一个目标的实际值、期望路径、预测区间、修订与评估历史',
    en: 'Values, expected path, forecast, revisions and verdicts of one target',
  },
  // As far into the future as the plan reaches, so that the way to the due date is seen.
  time: { from: 'now-12y', to: 'now+10y' },
  variables: [
    {
      name: 'target',
      label: { zh: '目标', en: 'Target' },
      asks: { list: 'targetCode' },
      first: [
        {
          code: 'rail-travel-time-wuhan-2035',
          zh: '西安至武汉铁路3小时到达',
          en: "Xi'an–Wuhan by rail within 3 hours",
        },
      ],
    },
  ],
  marks: [
    {
      kind: 'revisions',
      name: { zh: '数据修订', en: 'Revisions' },
      colour: 'blue',
      target: 'target',
    },
    {
      kind: 'verdictChanges',
      name: { zh: '状态变化', en: 'Verdict changes' },
      colour: 'orange',
      target: 'target',
    },
  ],
  panels: (page) => [
    rowFigures(page, {
      title: { zh: '现状', en: 'Where it stands' },
      description: {
        zh: '进度系数为已实现份额与按时间应实现份额之比，依目标的评估方法计算；为空表示无法计算。',
        en: 'Pace is the achieved share over the share due by now, as the target’s method defines it; empty where it cannot be computed.',
      },
      width: 24,
      height: 5,
      asks: table(
        'scorecard',
        ['statusText', 'value', 'unit', 'period', 'expected', 'targetValue', 'due', 'pace'],
        { target },
      ),
    }),
    linesPanel(page, {
      title: { zh: '实际、期望与预测', en: 'Values, expected path and forecast' },
      description: {
        zh: '圆点为实际值，虚线为期望路径，绿线为目标值，阴影为80%预测区间（由最新值至到期）。',
        en: 'Points are values, the dashed line is the expected path, green the target, the shaded area the 80 % interval of the forecast, from the newest value to the due date.',
      },
      width: 24,
      height: 13,
      asks: measures.map((measure) => lines({ measure, target })),
      single: true,
    }),
    timelinePanel(page, {
      title: { zh: '状态时间线', en: 'Statuses over time' },
      width: 24,
      height: 5,
      timeFrom: '12y',
      asks: table('verdictTimeline', ['time', 'status'], { target }),
    }),
    tablePanel(page, {
      title: { zh: '评估历史', en: 'History of the verdict' },
      width: 12,
      height: 9,
      asks: table(
        'verdictHistory',
        ['recordedAt', 'from', 'statusText', 'verdict', 'cause', 'import', 'why'],
        {
          target,
        },
      ),
      widths: { recordedAt: 160, from: 100, statusText: 100, cause: 80, import: 80 },
    }),
    tablePanel(page, {
      title: { zh: '数据修订', en: 'Revisions of its values' },
      width: 12,
      height: 9,
      asks: table('revisions', ['knownFrom', 'areaName', 'period', 'before', 'after', 'change', 'import'], {
        target,
      }),
      widths: { knownFrom: 160 },
      whenEmpty: { zh: '没有修订过的数据', en: 'No value was revised' },
    }),
  ],
};
