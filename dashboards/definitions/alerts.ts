/** Slips of targets: what was told to whom is in the service; here is what slipped, when, and whether it is over. */
import { table } from '../question.js';
import { everyStatus, statusFigures } from '../panels/status-panels.js';
import { tablePanel } from '../panels/table.js';
import { behind } from '../statuses.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';

export const alerts: DashboardDefinition = {
  name: 'alerts',
  title: { zh: '预警', en: 'Alerts' },
  description: { zh: '目标滑坡预警', en: 'Alerts of targets that slipped' },
  time: sincePlan,
  variables: [],
  marks: [],
  panels: (page) => [
    statusFigures(page, {
      title: { zh: '落后与存在风险的目标', en: 'Targets behind or at risk' },
      width: 24,
      height: 5,
      asks: table('statusCounts', everyStatus, { status: [...behind] }),
    }),
    tablePanel(page, {
      title: { zh: '预警（最新的在前）', en: 'Alerts, the newest first' },
      description: {
        zh: '目标首次评估不触发预警；触发级别由规则设定。',
        en: 'The first verdict of a target raises no alert; the level is set by a rule.',
      },
      width: 24,
      height: 11,
      asks: table('alerts', [
        'id',
        'startsAt',
        'endsAt',
        'state',
        'target',
        'name',
        'from',
        'statusText',
        'organisation',
        'rule',
      ]),
      hidden: ['target'],
      widths: { id: 60, startsAt: 160, endsAt: 160, from: 100, statusText: 100 },
      link: { on: 'name', to: 'target', code: 'target' },
      whenEmpty: { zh: '没有预警', en: 'No alert' },
    }),
    tablePanel(page, {
      title: { zh: '状态变化', en: 'Changes of verdicts' },
      width: 24,
      height: 11,
      asks: table('verdictChanges', ['time', 'title', 'text']),
      widths: { time: 170, title: 200 },
      newestFirst: true,
      whenEmpty: { zh: '此期间没有状态变化', en: 'No verdict changed in this time' },
    }),
  ],
};
