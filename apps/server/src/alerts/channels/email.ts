import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Words } from '../../assessments/verdict-words.js';
import { type Notice, noticeWords } from '../alert-words.js';
import { importsPage, targetPage } from '../target-page.js';
import { errorMessage } from './error-message.js';
import type { SendResult } from './send-result.js';

export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * What a person reads: Chinese first, then English.
 * @param publicUrl the address of this service, without a slash at its end
 * @param timeZone the zone of the times that it names
 */
export function emailOf(notice: Notice, publicUrl: string, timeZone: string): Email {
  const { summary, description } = noticeWords(notice);
  const times = timeWords(notice, timeZone);
  const page = pageOf(notice, publicUrl);
  const sections = [
    { heading: summary.zh, paragraphs: [description.zh, times.zh], seePage: '查看：' },
    { heading: summary.en, paragraphs: [description.en, times.en], seePage: 'See: ' },
  ];
  const text = sections.map(({ heading, paragraphs, seePage }) =>
    [heading, ...paragraphs, seePage + page].join('\n\n'),
  );
  const html = sections.map(({ heading, paragraphs, seePage }) =>
    [
      `<h2>${escapeHtml(heading)}</h2>`,
      ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
      `<p>${seePage}<a href="${escapeHtml(page)}">${escapeHtml(page)}</a></p>`,
    ].join('\n'),
  );
  return {
    subject: `[关中监测] ${summary.zh} / ${summary.en}`,
    text: `${text.join('\n\n----\n\n')}\n`,
    html: `${html.join('\n<hr>\n')}\n`,
  };
}

function pageOf(notice: Notice, publicUrl: string): string {
  if (notice.kind === 'test') return publicUrl;
  return 'trouble' in notice ? importsPage(publicUrl) : targetPage(publicUrl, notice.about.target.code);
}

function timeWords(notice: Notice, timeZone: string): Words {
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

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/**
 * A Message-ID that is the same however often one delivery is tried, so that whoever gets it twice can tell.
 * @param key what identifies the delivery for good
 */
export function messageIdOf(key: string, from: string): string {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;
}

const longestStep = 10_000;
const longestSend = 30_000;

/** What nodemailer's errors carry besides a message. */
interface SmtpFault {
  readonly code?: string;
  /** Set with a reply of the server: a 5xx, which the same message would get again. */
  readonly permanent?: boolean;
}

/**
 * Hands one mail to the mail server, which counts as sent. A 4xx reply and a broken connection may pass: `retry`; a
 * 5xx reply is for good. A refused log-in is retried although it is a 5xx: it says nothing about this mail, and a
 * mended SMTP_URL lets it through.
 *
 * Some recipients refused is a failure too, and names them. It is retried when any of the refusals may pass; the
 * others then get the mail twice, under the same Message-ID.
 */
export async function sendEmail(
  server: { readonly smtpUrl: string; readonly from: string },
  to: readonly string[],
  email: Email,
  messageId: string,
): Promise<SendResult> {
  const transport = createTransport({
    url: server.smtpUrl,
    connectionTimeout: longestStep,
    greetingTimeout: longestStep,
    socketTimeout: longestStep,
  });
  const timeout = AbortSignal.timeout(longestSend);
  try {
    const { rejected, rejectedErrors = [] } = await transport.sendMail({
      ...email,
      from: server.from,
      to: [...to],
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: timeout,
    });
    if (rejected.length === 0) return { ok: true };
    const reasons = rejectedErrors.map((error) => `${error.recipient}: ${error.response}`);
    return {
      ok: false,
      retry: rejectedErrors.some((error) => error.permanent !== true),
      error: `the mail server refused ${reasons.join('; ')}`,
    };
  } catch (error) {
    if (timeout.aborted)
      return { ok: false, retry: true, error: `the mail server took longer than ${longestSend / 1000} s` };
    const { permanent, code } = error as SmtpFault;
    return {
      ok: false,
      retry: permanent !== true || code === 'EAUTH',
      error: `the mail was not sent: ${errorMessage(error)}`,
    };
  }
}
