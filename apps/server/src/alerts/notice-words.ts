/** A whole message in words: what it is called, why it comes, and one line for each of its alerts. */
import type { Labels } from '#alerting';
import type { NotificationMessage, ToldAlert } from '#monitoring';
import type { Words } from '../assessments/verdict-words.js';
import { alertSummary, severityWords } from './alert-words.js';
import { clockText, onlyAlert, shortClockText, worstSeverity } from './notice-facts.js';
import type { Notice } from './notice.js';

export interface NoticeWords {
  /** One line: what, who, how bad. */
  readonly heading: Words;
  /** What is to be known of the message as a whole: why it comes now. */
  readonly lead: readonly Words[];
}

/**
 * @param timeZone the zone of the times that it names
 * @param every how often its receiver gets a digest; null: it gets none
 */
export function noticeWords(
  notice: Notice,
  timeZone: string,
  every: 'day' | 'week' | null = null,
): NoticeWords {
  switch (notice.kind) {
    case 'test':
      return testWords(notice.receiver);
    case 'heartbeat':
      return heartbeatWords(notice.heartbeat, timeZone);
    case 'alerts': {
      const { message } = notice;
      const only = onlyAlert(message);
      const heading = only ? onlyHeading(only) : groupHeading(message);
      return { heading: headed(message, heading, every), lead: leadOf(message, timeZone) };
    }
  }
}

function testWords(receiver: string): NoticeWords {
  return {
    heading: {
      zh: `测试消息：发给接收方“${receiver}”`,
      en: `Test message for receiver “${receiver}”`,
    },
    lead: [
      {
        zh: '没有目标发生变化，无需处理。收到本消息，说明预警能够送达。',
        en: 'No target changed and nothing needs to be done. Its arrival shows that alerts arrive.',
      },
    ],
  };
}

function heartbeatWords(
  { lastSweepAt, everySeconds }: Extract<Notice, { kind: 'heartbeat' }>['heartbeat'],
  timeZone: string,
): NoticeWords {
  const swept = clockText(lastSweepAt, timeZone);
  const every = durationWords(everySeconds);
  return {
    heading: { zh: '关中监测运行正常', en: 'Guanzhong Monitor is running' },
    lead: [
      {
        zh: `最近一次评估：${swept}。本消息每${every.zh}发送一次，到时未收到，说明服务已停止评估或无法发送。`,
        en: `Last judged: ${swept}. This message comes every ${every.en}; when it stays away, the service judges or sends no more.`,
      },
    ],
  };
}

function durationWords(seconds: number): Words {
  const units = [
    { length: 86_400, zh: '天', en: 'day' },
    { length: 3_600, zh: '小时', en: 'hour' },
    { length: 60, zh: '分钟', en: 'minute' },
  ];
  const { length, zh, en } = units.find((unit) => seconds % unit.length === 0) ?? {
    length: 1,
    zh: '秒',
    en: 'second',
  };
  const count = seconds / length;
  return { zh: `${count}${zh}`, en: count === 1 ? en : `${count} ${en}s` };
}

/** A reminder must not look like news, nor a digest like an emergency. */
function headed(
  { notification: { reason } }: NotificationMessage,
  { zh, en }: Words,
  every: 'day' | 'week' | null,
): Words {
  if (reason === 'repeat') return { zh: `提醒：${zh}`, en: `Reminder: ${en}` };
  if (reason !== 'digest') return { zh, en };
  switch (every) {
    case 'day':
      return { zh: `每日汇总：${zh}`, en: `Daily digest: ${en}` };
    case 'week':
      return { zh: `每周汇总：${zh}`, en: `Weekly digest: ${en}` };
    case null:
      return { zh: `预警汇总：${zh}`, en: `Alert digest: ${en}` };
  }
}

/** Only what is critical is marked: where everything is, nothing is. */
function onlyHeading(alert: ToldAlert): Words {
  const summary = alertSummary(alert);
  if (alert.state === 'resolved' || alert.severity !== 'critical') return summary;
  const { zh, en } = severityWords.critical;
  return { zh: `【${zh}】${summary.zh}`, en: `(${en}) ${summary.en}` };
}

function groupHeading({ notification, alerts }: NotificationMessage): Words {
  const { firing, resolved } = notification.counts;
  const group = groupWords(notification.groupLabels, alerts);
  if (firing === 0)
    return {
      zh: `${resolved}项预警已解除${group.zh}`,
      en: `${countEn(resolved, 'alert')} resolved${group.en}`,
    };
  const listed = alerts.filter(({ state }) => state !== 'resolved');
  const news = listed.filter(({ isNews }) => isNews).length;
  // News are listed first: where only news are listed and some alerts are not, there may be more of them.
  const newsAtLeast = atLeast(news === listed.length && news < firing);
  const critical = listed.filter(({ severity }) => severity === 'critical').length;
  const criticalAtLeast = atLeast(listed.length < firing);
  const changed = notification.reason === 'changed';
  const worst = worstSeverity({ notification, alerts });
  const parts: Words[] = [];
  if (notification.reason === 'repeat') parts.push({ zh: '仍在持续', en: 'still firing' });
  if (news > 0)
    parts.push({
      zh: `${newsAtLeast.zh}${news}项${changed ? '有变化' : '新'}`,
      en: `${newsAtLeast.en}${news} ${changed ? 'changed' : 'new'}`,
    });
  if (critical > 0)
    parts.push({
      zh: `${criticalAtLeast.zh}${critical}项紧急`,
      en: `${criticalAtLeast.en}${critical} critical`,
    });
  else if (worst !== null)
    parts.push({ zh: `级别：${severityWords[worst].zh}`, en: `severity: ${severityWords[worst].en}` });
  if (resolved > 0) parts.push({ zh: `另有${resolved}项解除`, en: `${resolved} more resolved` });
  return {
    zh: `${firing}项预警（${parts.map(({ zh }) => zh).join('，')}）${group.zh}`,
    en: `${countEn(firing, 'alert')} (${parts.map(({ en }) => en).join(', ')})${group.en}`,
  };
}

function atLeast(maybeMore: boolean): Words {
  return maybeMore ? { zh: '至少', en: 'at least ' } : { zh: '', en: '' };
}

const labelWords: Readonly<Record<string, Words>> = {
  alertname: { zh: '规则', en: 'rule' },
  organisation: { zh: '责任单位', en: 'organisation' },
  escalated_from: { zh: '上报自', en: 'taken up from' },
  indicator: { zh: '指标', en: 'indicator' },
  area: { zh: '地区', en: 'area' },
  task: { zh: '任务', en: 'task' },
  target: { zh: '目标', en: 'target' },
  series: { zh: '序列', en: 'series' },
  source: { zh: '数据来源', en: 'source' },
  severity: { zh: '级别', en: 'severity' },
};

/** What the alerts of a group have in common, by name, behind a colon. */
function groupWords(labels: Labels, alerts: readonly ToldAlert[]): Words {
  const parts = Object.entries(labels)
    .filter(([, value]) => value !== '')
    // Whom it concerns stands before what found it.
    .toSorted(([a], [b]) => Number(b === 'organisation') - Number(a === 'organisation'))
    .map(([label, value]) => {
      const word = labelWords[label] ?? { zh: label, en: label };
      const name = nameOf(label, value, alerts);
      return { zh: `${word.zh}“${name.zh}”`, en: `${word.en} “${name.en}”` };
    });
  if (parts.length === 0) return { zh: '', en: '' };
  return {
    zh: `：${parts.map(({ zh }) => zh).join('，')}`,
    en: `: ${parts.map(({ en }) => en).join(', ')}`,
  };
}

/** The name of a label's value, as one of the alerts knows it. Of what was taken up, the label is the superior's. */
function nameOf(label: string, value: string, alerts: readonly ToldAlert[]): Words {
  if (label === 'severity' && Object.hasOwn(severityWords, value))
    return severityWords[value as keyof typeof severityWords];
  const known = label === 'escalated_from' ? 'organisation' : label;
  for (const { labels, names, escalatedTo } of alerts) {
    const name = labels[known] === value ? names[known] : undefined;
    if (name) return name;
    const superior = escalatedTo.find(({ code }) => label === 'organisation' && code === value);
    if (superior) return superior.name;
  }
  return { zh: value, en: value };
}

function leadOf({ notification, alerts }: NotificationMessage, timeZone: string): Words[] {
  switch (notification.reason) {
    case 'new':
    case 'resolved':
      return [];
    case 'changed':
      return [{ zh: '此前已告知，情况有变化。', en: 'You were told before; it has changed.' }];
    case 'digest':
      return [
        {
          zh: '这是定期汇总：有变化的在前，仍在持续的和已解除的在后。',
          en: 'This is your regular digest: first what is new, then what goes on and what is over.',
        },
      ];
    case 'repeat': {
      const starts = alerts.filter(({ state }) => state === 'firing').map(({ startsAt }) => startsAt);
      const [first] = starts.toSorted();
      const since = first === undefined ? null : clockText(first, timeZone);
      return [
        {
          zh: `这是提醒：${since === null ? '' : `自${since}起`}持续，尚无人确认。没有新的变化。`,
          en: `This is a reminder: it has lasted${since === null ? '' : ` since ${since}`}, and nobody has acknowledged it. Nothing new has happened.`,
        },
      ];
    }
  }
}

/** An alert in a list. */
export interface ListedAlert {
  readonly alert: ToldAlert;
  /** Whether it is news, how bad, what. */
  readonly title: Words;
  /** The same, and who, since when, and who sees to it. */
  readonly line: Words;
}

/** The alerts of a message in their order. */
export function listOf({ notification, alerts }: NotificationMessage, timeZone: string): ListedAlert[] {
  return alerts.map((alert) => {
    const summary = alertSummary(alert);
    const mark = markOf(alert, notification.reason);
    const facts = factsOf(alert, notification.groupLabels, timeZone);
    const title = { zh: mark.zh + summary.zh, en: mark.en + summary.en };
    return {
      alert,
      title,
      line: { zh: `${title.zh}（${facts.zh}）`, en: `${title.en} (${facts.en})` },
    };
  });
}

function markOf(
  { state, isNews, severity }: ToldAlert,
  reason: NotificationMessage['notification']['reason'],
): Words {
  if (state === 'resolved') return { zh: '', en: '' };
  const parts: Words[] = [severityWords[severity]];
  if (isNews) parts.unshift(reason === 'changed' ? { zh: '有变化', en: 'changed' } : { zh: '新', en: 'new' });
  return {
    zh: `【${parts.map(({ zh }) => zh).join('·')}】`,
    en: `(${parts.map(({ en }) => en).join(', ')}) `,
  };
}

/** Who, since when, and who sees to it; the organisation only where the heading does not say it for all. */
function factsOf(alert: ToldAlert, group: Labels, timeZone: string): Words {
  const { labels, names, startsAt, endsAt, state, acknowledged, escalatedTo } = alert;
  const { organisation } = names;
  const isSaid = group['organisation'] !== undefined && group['organisation'] === labels['organisation'];
  const start = shortClockText(startsAt, timeZone);
  const end = endsAt === null ? null : shortClockText(endsAt, timeZone);
  const facts: Words[] = [];
  if (organisation && !isSaid) facts.push(organisation);
  facts.push(
    end === null
      ? { zh: `自${start}`, en: `since ${start}` }
      : { zh: `${start}至${end}`, en: `${start} to ${end}` },
  );
  if (state !== 'resolved' && escalatedTo.length > 0)
    facts.push({
      zh: `无人确认，已上报${escalatedTo.map(({ name }) => name.zh).join('、')}`,
      en: `not acknowledged, taken up to ${escalatedTo.map(({ name }) => name.en).join(', ')}`,
    });
  if (state === 'acknowledged' && acknowledged)
    facts.push({ zh: `${acknowledged.by}已确认`, en: `acknowledged by ${acknowledged.by}` });
  return { zh: facts.map(({ zh }) => zh).join('，'), en: facts.map(({ en }) => en).join(', ') };
}

/** That so many alerts are not in the list. */
export function notListedWords(count: number): Words {
  return {
    zh: `另有${count}项，见预警页面。`,
    en: `${countEn(count, 'more alert')}: see the page of alerts.`,
  };
}

function countEn(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
