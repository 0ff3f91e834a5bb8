/** What every message says besides its words: where to look, since when, and how bad it is. */
import { type Severity, urgency } from '#alerting';
import type { NotificationMessage, ToldAlert } from '#monitoring';
import type { Words } from '../assessments/verdict-words.js';
import type { Notice } from './notice.js';
import { alertsPage, importsPage, projectPage, targetPage } from './target-page.js';

/** The page that shows what an alert is about. */
export function alertPage({ labels }: ToldAlert, publicUrl: string): string {
  const { target, source, project } = labels;
  if (target !== undefined) return targetPage(publicUrl, target);
  if (project !== undefined) return projectPage(publicUrl, project);
  return source === undefined ? alertsPage(publicUrl) : importsPage(publicUrl);
}

/** The one alert that a message is about; null of a message about several, listed or not. */
export function onlyAlert({ alerts, notification }: NotificationMessage): ToldAlert | null {
  return alerts.length === 1 && notification.truncatedAlerts === 0 ? (alerts[0] ?? null) : null;
}

/** The page that shows what a notice is about. */
export function noticePage(notice: Notice, publicUrl: string): string {
  if (notice.kind !== 'alerts') return publicUrl;
  const only = onlyAlert(notice.message);
  return only ? alertPage(only, publicUrl) : alertsPage(publicUrl);
}

/** Of what fires, the most severe among the alerts that are listed; null: nothing fires. */
export function worstSeverity({ alerts }: NotificationMessage): Severity | null {
  return alerts
    .filter(({ state }) => state !== 'resolved')
    .reduce<Severity | null>(
      (worst, { severity }) => (worst === null || urgency[severity] > urgency[worst] ? severity : worst),
      null,
    );
}

export function alertTimes({ startsAt, endsAt }: ToldAlert, timeZone: string): Words {
  const start = clockText(startsAt, timeZone);
  if (endsAt === null) return { zh: `开始时间：${start}`, en: `Since: ${start}` };
  const end = clockText(endsAt, timeZone);
  return { zh: `开始时间：${start}；解除时间：${end}`, en: `Since: ${start}; resolved: ${end}` };
}

/** Like 2020-03-02 09:00 (Asia/Shanghai). */
export function clockText(instant: string, timeZone: string): string {
  return `${shortClockText(instant, timeZone)} (${timeZone})`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Like 2020-03-02 09:00, where the zone is said elsewhere. */
export function shortClockText(instant: string, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does. One is costly to make, and a message may name hundreds of times.
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock.format(new Date(instant));
}
