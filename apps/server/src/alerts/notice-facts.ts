/** What every message says besides its words: where to look, and since when. */
import type { Words } from '../assessments/verdict-words.js';
import type { Notice } from './alert-words.js';
import { importsPage, targetPage } from './target-page.js';

/** The page that shows what a notice is about. */
export function noticePage(notice: Notice, publicUrl: string): string {
  if (notice.kind === 'test') return publicUrl;
  return 'trouble' in notice ? importsPage(publicUrl) : targetPage(publicUrl, notice.about.target.code);
}

export function noticeTimes(notice: Notice, timeZone: string): Words {
  if (notice.kind === 'test') {
    const at = clockText(notice.at, timeZone);
    return { zh: `发送时间：${at}`, en: `Sent: ${at}` };
  }
  const { startsAt, endsAt } = 'trouble' in notice ? notice.trouble.incident : notice.about.alert;
  const start = clockText(startsAt, timeZone);
  if (endsAt === null) return { zh: `开始时间：${start}`, en: `Since: ${start}` };
  const end = clockText(endsAt, timeZone);
  return { zh: `开始时间：${start}；解除时间：${end}`, en: `Since: ${start}; resolved: ${end}` };
}

/** Like 2020-03-02 09:00 (Asia/Shanghai). */
function clockText(instant: string, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return `${clock.format(new Date(instant))} (${timeZone})`;
}
