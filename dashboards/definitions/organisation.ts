/** An organisation's own page: what it answers for, and what it has to report. */
import { chosen, table } from '../question.js';
import { everyStatus, statusFigures, statusShares } from '../panels/status-panels.js';
import { tablePanel } from '../panels/table.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';

const organisation = chosen('organisation');
const counts = table('statusCounts', everyStatus, { organisation });

export const organisationsOwn: DashboardDefinition = {
  name: 'organisation',
  title: { zh: '责任单位', en: 'One organisation' },
  description: {
    zh: '一个单位负责的目标与应报数据',
    en: 'The targets an organisation answers for, and the data it owes',
  },
  time: sincePlan,
  variables: [
    {
      name: 'organisation',
      label: { zh: '单位', en: 'Organisation' },
      asks: { list: 'organisation' },
      first: [
        {
          code: 'shaanxi-ecology-environment',
          zh: '省生态环境厅',
          en: 'Shaanxi Provincial Department of Ecology and Environment',
        },
      ],
    },
  ],
  marks: [],
  panels: (page) => [
    statusFigures(page, {
      title: { zh: '各状态目标数', en: 'Targets by status' },
      width: 16,
      height: 6,
      asks: counts,
    }),
    statusShares(page, {
      title: { zh: '占比（含无法评估）', en: 'Shares, those not assessed included' },
      width: 8,
      height: 6,
      asks: counts,
    }),
    tablePanel(page, {
      title: { zh: '负责的目标（最差的在前）', en: 'Its targets, the worst first' },
      width: 24,
      height: 11,
      asks: table(
        'scorecard',
        [
          'target',
          'name',
          'statusText',
          'verdict',
          'value',
          'unit',
          'period',
          'expected',
          'targetValue',
          'due',
          'area',
        ],
        { organisation },
      ),
      hidden: ['target'],
      widths: { name: 280, statusText: 100, verdict: 420, unit: 80, period: 110, due: 80 },
      link: { on: 'name', to: 'target', code: 'target' },
    }),
    tablePanel(page, {
      title: { zh: '应报数据（逾期最久的在前）', en: 'Data it owes, the most overdue first' },
      width: 24,
      height: 10,
      asks: table('timeliness', ['name', 'areaName', 'newest', 'next', 'dueOn', 'state', 'daysLate'], {
        organisation,
      }),
      hidden: ['state'],
      widths: { name: 300 },
      whenEmpty: { zh: '该单位没有应报数据', en: 'This organisation owes no data' },
    }),
  ],
};
