/** For whoever has ten seconds: how many targets stand where, which are the worst, and what changed. */
import { table } from '../question.js';
import { everyStatus, statusFigures, statusShares } from '../panels/status-panels.js';
import { tablePanel } from '../panels/table.js';
import { behind } from '../statuses.js';
import { type DashboardDefinition, sincePlan } from './dashboard.js';

const counts = table('statusCounts', everyStatus);
const standing = ['targets', 'assessed', 'shareAssessed', 'shareBehind', ...everyStatus];

export const overview: DashboardDefinition = {
  name: 'overview',
  title: { zh: '总览', en: 'Overview' },
  description: { zh: '规划目标的完成情况', en: 'How the targets of the plan stand' },
  time: sincePlan,
  variables: [],
  marks: [],
  filtered: true,
  panels: (page) => [
    statusFigures(page, {
      title: { zh: '各状态目标数', en: 'Targets by status' },
      description: {
        zh: '灰色为无法评估：尚无可用数据，不代表进展正常，也不代表滞后。',
        en: 'Grey targets have no data to be judged by: that says neither that they are on track nor that they lag.',
      },
      width: 16,
      height: 7,
      asks: counts,
    }),
    statusShares(page, {
      title: {
        zh: '占全部目标的比重（含无法评估）',
        en: 'Shares of all targets, those not assessed included',
      },
      width: 8,
      height: 7,
      asks: counts,
    }),
    tablePanel(page, {
      title: { zh: '需要关注的目标（最差的在前）', en: 'Targets to look at, the worst first' },
      width: 24,
      height: 10,
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
          'organisation',
          'area',
        ],
        { status: [...behind] },
      ),
      hidden: ['target'],
      widths: { name: 260, statusText: 100, verdict: 420, unit: 80, period: 110, due: 80 },
      link: { on: 'name', to: 'target', code: 'target' },
      whenEmpty: { zh: '没有落后或存在风险的目标', en: 'No target is behind or at risk' },
    }),
    tablePanel(page, {
      title: { zh: '按章节', en: 'By section of the plan' },
      width: 12,
      height: 9,
      asks: table('rollUps', ['name', ...standing], { by: 'section' }),
      widths: { name: 200 },
    }),
    tablePanel(page, {
      title: { zh: '按地区', en: 'By area' },
      width: 12,
      height: 9,
      asks: table('rollUps', ['name', ...standing], { by: 'area' }),
      widths: { name: 160 },
    }),
    tablePanel(page, {
      title: { zh: '按责任单位', en: 'By organisation' },
      width: 12,
      height: 9,
      asks: table('rollUps', ['group', 'name', ...standing], { by: 'organisation' }),
      hidden: ['group'],
      widths: { name: 200 },
      link: { on: 'name', to: 'organisation', code: 'group' },
    }),
    tablePanel(page, {
      title: { zh: '最近的状态变化', en: 'What changed lately' },
      description: {
        zh: '所选时间范围内记录的变化；目标的首次评估不算变化。',
        en: 'Changes recorded within the time range; the first verdict of a target is no change.',
      },
      width: 12,
      height: 9,
      asks: table('verdictChanges', ['time', 'title', 'text']),
      widths: { time: 170, title: 200 },
      newestFirst: true,
      whenEmpty: { zh: '此期间没有状态变化', en: 'No verdict changed in this time' },
    }),
  ],
};
