import type { Bilingual } from '#alerting';
import { assess, type Status } from '#assessment';
import { type NotificationMessage, targetSpecOf, type ToldAlert } from '#monitoring';
import { parsePeriod } from '#time-period';
import { day, publishedRoutes, routesPlan } from '../../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../../assessments/verdict-words.js';

const target = first(routesPlan.targets);
const indicator = first(routesPlan.indicators);
const area = first(routesPlan.areas);
const organisation = first(routesPlan.organisations);

/** What is said about the plan's first target, judged as of a day on what was published by then. */
function alertAsOf(asOf: string, from: Status, own: Partial<ToldAlert> = {}): ToldAlert {
  const known = publishedRoutes.filter((row) => row.knownFrom <= day(asOf)).map(observationOf);
  const verdict = assess(targetSpecOf(target, indicator), known, asOf);
  const change = (language: keyof Bilingual) => ({
    before: statusWords[from][language],
    now: statusWords[verdict.status][language],
  });
  const [zh, en] = [change('zh'), change('en')];
  return {
    id: 7,
    fingerprint: '0123456789abcdef',
    state: 'firing',
    isNews: true,
    passed: false,
    about: 'condition',
    severity: 'warning',
    labels: {
      alertname: 'slip',
      condition: 'statusWorsens',
      severity: 'warning',
      level: 'atRisk',
      target: target.code,
      series: 'international_routes/610100',
      indicator: indicator.code,
      area: area.code,
      task: '6',
      organisation: organisation.code,
    },
    names: {
      target: target.name,
      indicator: indicator.name,
      area: area.name,
      organisation: organisation.name,
    },
    numbers: { before: { kind: 'status', status: from }, now: { kind: 'status', status: verdict.status } },
    startsAt: day('2019-03-01').toISOString(),
    endsAt: null,
    withdrawn: false,
    summary: {
      zh: `目标预警：${target.name.zh}，由“${zh.before}”转为“${zh.now}”`,
      en: `Target slipped: ${target.name.en}, from “${en.before}” to “${en.now}”`,
    },
    description: {
      zh: '评估结果变差，请责任单位说明原因。',
      en: 'The verdict got worse; the responsible organisation is asked why.',
    },
    acknowledged: null,
    escalatedTo: [],
    target: {
      target,
      indicator,
      area,
      organisation,
      verdict,
      from,
      to: verdict.status,
    },
    ...own,
  };
}

function observationOf(row: (typeof publishedRoutes)[number]) {
  const period = parsePeriod(row.period);
  if (!period) throw new Error(`${row.period} is no period`);
  return { period, value: Number(row.value), status: 'A' };
}

export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('there is none');
  return item;
}

/** The message about some alerts, all of them listed unless told. */
export function messageOf(
  alerts: readonly ToldAlert[],
  own: Partial<NotificationMessage['notification']> = {},
): NotificationMessage {
  const firing = alerts.filter(({ state }) => state !== 'resolved').length;
  return {
    notification: {
      groupKey: '{}:{"alertname":"slip","organisation":"xian-government"}',
      groupLabels: { alertname: 'slip', organisation: 'xian-government' },
      reason: firing > 0 ? 'new' : 'resolved',
      status: firing > 0 ? 'firing' : 'resolved',
      at: day('2020-02-17').toISOString(),
      counts: { firing, resolved: alerts.length - firing },
      truncatedAlerts: 0,
      ...own,
    },
    alerts,
  };
}

/** 64 routes in 2018 were too few for half of the time. */
export const slippedAlert = alertAsOf('2019-03-01', 'atRisk');
export const slipped = messageOf([slippedAlert]);

/** 88 routes in 2019 were ahead of time again. */
export const recoveredAlert = alertAsOf('2020-02-17', 'offTrack', {
  state: 'resolved',
  endsAt: day('2020-02-17').toISOString(),
});
export const recovered = messageOf([recoveredAlert]);

/** 92 routes in 2021-09 showed that the 100 of 2020 had not been reached. */
export const missedAlert = alertAsOf('2021-10-01', 'onTrack');
export const missed = messageOf([missedAlert], { reason: 'changed' });

/** The figure of 2025 is 30 days late. */
export const overdueAlert: ToldAlert = {
  ...slippedAlert,
  id: 8,
  fingerprint: 'fedcba9876543210',
  severity: 'info',
  labels: {
    alertname: 'overdue',
    condition: 'overdue',
    severity: 'info',
    series: 'international_routes/610100',
    indicator: indicator.code,
    area: area.code,
    organisation: organisation.code,
  },
  names: { indicator: indicator.name, area: area.name, organisation: organisation.name },
  numbers: { daysLate: { kind: 'count', value: 30 }, period: { kind: 'period', period: '2018' } },
  summary: {
    zh: '数据逾期：国际（地区）航线数（西安市）2018年，已逾期30天',
    en: "Data overdue: International routes opened (Xi'an) for 2018, 30 days late",
  },
  description: { zh: '应于2019年3月1日前发布', en: 'It should have been out by 1 March 2019' },
  target: null,
};

/** A folder that brings nothing new; its summary is what was said before there were rules for sources. */
export const silentSourceAlert: ToldAlert = {
  ...slippedAlert,
  id: 9,
  fingerprint: '00112233445566aa',
  labels: { alertname: 'source-silent', condition: 'sourceSilent', severity: 'warning', source: 'bureau' },
  names: {},
  numbers: { silentDays: { kind: 'count', value: 12 }, limit: { kind: 'count', value: 10 } },
  summary: { zh: '数据来源没有新数据：bureau', en: 'Import source has fallen silent: bureau' },
  description: { zh: '已有12天没有新数据。', en: 'It has brought nothing new for 12 days.' },
  target: null,
};

/** Nobody acknowledged it, so that the commission and then the leading group were told. */
export const escalatedAlert: ToldAlert = {
  ...slippedAlert,
  isNews: false,
  severity: 'critical',
  labels: { ...slippedAlert.labels, severity: 'critical' },
  escalatedTo: routesPlan.organisations.slice(1).map(({ code, name }) => ({ code, name })),
};

export const acknowledgedAlert: ToldAlert = {
  ...slippedAlert,
  state: 'acknowledged',
  isNews: false,
  acknowledged: { by: '张三', at: '2019-03-04T01:30:00.000Z', comment: '已与机场集团核实' },
};

/** So many slips of targets of their own. */
export function manySlips(count: number): ToldAlert[] {
  return Array.from({ length: count }, (_, index) => ({
    ...slippedAlert,
    id: index + 1,
    fingerprint: String(index + 1).padStart(16, '0'),
    labels: { ...slippedAlert.labels, target: `target-${index + 1}` },
    summary: {
      zh: `目标预警：第${index + 1}个目标，由“存在风险”转为“进度滞后”`,
      en: `Target slipped: target ${index + 1}, from “At risk” to “Off track”`,
    },
  }));
}
