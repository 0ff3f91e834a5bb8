import type { Severity } from '#alerting';
import type { NotificationMessage, ToldAlert } from '#monitoring';
import type { Words } from '../../assessments/verdict-words.js';
import type { AlertPicture } from '../alert-pictures.js';
import { alertWords } from '../alert-words.js';
import { alertPage, alertTimes, noticePage, onlyAlert } from '../notice-facts.js';
import type { Notice, Surroundings } from '../notice.js';
import { inOneLine } from './one-line.js';
import { type ListedAlert, listOf, noticeWords, notListedWords } from '../notice-words.js';

export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The pictures that the HTML shows, by their Content-ID. */
  readonly attachments: readonly EmailPicture[];
}

interface EmailPicture {
  readonly cid: string;
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType: 'image/png';
  readonly contentDisposition: 'inline';
}

type Language = keyof Words;

/** A part of a mail, to be written as text and as HTML. */
type Part =
  | { readonly kind: 'title' | 'heading' | 'paragraph'; readonly words: Words }
  | { readonly kind: 'link'; readonly words: Words; readonly page: string }
  | { readonly kind: 'list'; readonly alerts: readonly ListedAlert[] }
  | { readonly kind: 'alert'; readonly alert: ToldAlert; readonly parts: readonly Part[] }
  | { readonly kind: 'charts'; readonly target: string; readonly alternative: Words };

/** So many alerts of a group are told with their numbers; of the others a line says what and who. */
const mostInFull = 10;

/**
 * What a person reads: Chinese first, then English.
 * @param pictures charts of its targets, one for each language
 */
export function emailOf(
  notice: Notice,
  surroundings: Omit<Surroundings, 'now'>,
  pictures: readonly AlertPicture[] = [],
): Email {
  const { heading } = noticeWords(notice, surroundings.timeZone, surroundings.digest);
  const parts = partsOf(notice, surroundings);
  const targets = [...new Set(pictures.map(({ target }) => target))];
  const contentIdOf = ({ target, language }: AlertPicture) =>
    `chart-${language}-${targets.indexOf(target) + 1}@guanzhong-monitor`;
  const images = (language: Language) => (target: string, alternative: string) =>
    pictures
      .filter((picture) => picture.language === language && picture.target === target)
      .map((picture) => pictureTag(contentIdOf(picture), alternative))
      .join('\n');
  const inText = (language: Language) =>
    parts.map((part) => textOf(part, language)).filter((text) => text !== '');
  const inHtml = (language: Language) =>
    `<section lang="${language}">\n${htmlOfAll(parts, language, images(language))}\n</section>`;
  return {
    // A rule's text may have several lines, a subject has one.
    subject: inOneLine(`[关中监测] ${heading.zh} / ${heading.en}`),
    text: `${inText('zh').join('\n\n')}\n\n----\n\n${inText('en').join('\n\n')}\n`,
    html: `${head}${inHtml('zh')}\n<hr style="margin:24px 0">\n${inHtml('en')}\n</body>\n</html>\n`,
    attachments: pictures.map((picture) => ({
      cid: contentIdOf(picture),
      filename: `${contentIdOf(picture).split('@')[0]}.png`,
      content: Buffer.from(picture.png),
      contentType: 'image/png',
      contentDisposition: 'inline',
    })),
  };
}

function partsOf(notice: Notice, surroundings: Omit<Surroundings, 'now'>): Part[] {
  const { heading, lead } = noticeWords(notice, surroundings.timeZone, surroundings.digest);
  const parts: Part[] = [
    { kind: 'title', words: heading },
    ...lead.map((words) => ({ kind: 'paragraph', words }) as const),
  ];
  if (notice.kind !== 'alerts') return [...parts, linkTo(noticePage(notice, surroundings.publicUrl))];
  const only = onlyAlert(notice.message);
  return only
    ? [...parts, ...storyOf(only, surroundings)]
    : [...parts, ...groupOf(notice.message, surroundings)];
}

/** What is to be said of one alert behind its one line. */
function storyOf(alert: ToldAlert, { publicUrl, timeZone }: Omit<Surroundings, 'now'>): Part[] {
  const { summary, description, remarks } = alertWords(alert, timeZone);
  return [
    ...[description, ...remarks, alertTimes(alert, timeZone)].map(
      (words) => ({ kind: 'paragraph', words }) as const,
    ),
    ...(alert.target
      ? [{ kind: 'charts', target: alert.target.target.code, alternative: summary } as const]
      : []),
    linkTo(alertPage(alert, publicUrl)),
  ];
}

function groupOf(message: NotificationMessage, surroundings: Omit<Surroundings, 'now'>): Part[] {
  const list = listOf(message, surroundings.timeZone);
  const firing = list.filter(({ alert }) => alert.state !== 'resolved');
  const news = firing.filter(({ alert }) => alert.isNews);
  const going = firing.filter(({ alert }) => !alert.isNews);
  const over = list.filter(({ alert }) => alert.state === 'resolved');
  const { truncatedAlerts } = message.notification;
  const parts: Part[] = [];
  if (news.length > 0) {
    parts.push({ kind: 'heading', words: { zh: '新的变化', en: 'What is new' } });
    for (const { alert, title } of news.slice(0, mostInFull))
      parts.push({
        kind: 'alert',
        alert,
        parts: [{ kind: 'heading', words: title }, ...storyOf(alert, surroundings)],
      });
    parts.push({ kind: 'list', alerts: news.slice(mostInFull) });
  }
  if (going.length > 0)
    parts.push(
      { kind: 'heading', words: { zh: '仍在持续', en: 'What goes on' } },
      { kind: 'list', alerts: going },
    );
  if (over.length > 0)
    parts.push(
      { kind: 'heading', words: { zh: '已解除', en: 'What is over' } },
      { kind: 'list', alerts: over },
    );
  if (truncatedAlerts > 0) parts.push({ kind: 'paragraph', words: notListedWords(truncatedAlerts) });
  return [...parts, linkTo(noticePage({ kind: 'alerts', message }, surroundings.publicUrl))];
}

const linkTo = (page: string): Part => ({ kind: 'link', words: { zh: '查看：', en: 'See: ' }, page });

function textOf(part: Part, language: Language): string {
  switch (part.kind) {
    case 'title':
    case 'paragraph':
      return part.words[language];
    case 'heading':
      return `== ${part.words[language]} ==`;
    case 'link':
      return part.words[language] + part.page;
    case 'list':
      return part.alerts.map(({ line }) => `- ${line[language]}`).join('\n');
    case 'alert':
      return part.parts
        .map((inner) => (inner.kind === 'heading' ? inner.words[language] : textOf(inner, language)))
        .filter((text) => text !== '')
        .join('\n');
    case 'charts':
      return '';
  }
}

const head = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body style="margin:0 auto;padding:16px;max-width:800px;font:16px/1.6 sans-serif;color:#1f2329;background:#ffffff;overflow-wrap:anywhere">
`;

const colours: Readonly<Record<Severity, string>> = {
  critical: '#c62828',
  warning: '#e07b00',
  info: '#1565c0',
};
const over = '#2e7d32';

type Images = (target: string, alternative: string) => string;

function htmlOfAll(parts: readonly Part[], language: Language, images: Images): string {
  return parts
    .map((part) => htmlOf(part, language, images))
    .filter((html) => html !== '')
    .join('\n');
}

function htmlOf(part: Part, language: Language, images: Images): string {
  switch (part.kind) {
    case 'title':
      return `<h2 style="font-size:20px;line-height:1.4;margin:8px 0">${escapeHtml(part.words[language])}</h2>`;
    case 'heading':
      return `<h3 style="font-size:17px;line-height:1.4;margin:16px 0 8px">${escapeHtml(part.words[language])}</h3>`;
    case 'paragraph':
      return `<p style="margin:8px 0">${escapeHtml(part.words[language])}</p>`;
    case 'link': {
      const page = escapeHtml(part.page);
      return `<p style="margin:8px 0">${part.words[language]}<a href="${page}">${page}</a></p>`;
    }
    case 'list':
      return part.alerts
        .map(({ alert, line }) => framed(alert, '2px 12px', escapeHtml(line[language])))
        .join('\n');
    case 'alert':
      return framed(part.alert, '1px 12px', `\n${htmlOfAll(part.parts, language, images)}\n`);
    case 'charts':
      return images(part.target, part.alternative[language]);
  }
}

/** With a bar at its side in the colour of how bad it is. */
function framed({ state, severity }: ToldAlert, padding: string, content: string): string {
  const colour = state === 'resolved' ? over : colours[severity];
  return `<div style="margin:8px 0;padding:${padding};border-left:4px solid ${colour}">${content}</div>`;
}

/** As wide as it was drawn, and narrower where the reader's window is. */
function pictureTag(contentId: string, alternative: string): string {
  return `<p style="margin:8px 0"><img src="cid:${contentId}" alt="${escapeHtml(alternative)}" width="800" style="max-width:100%;height:auto"></p>`;
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
