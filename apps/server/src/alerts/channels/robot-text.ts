import { alertTimes, noticePage, onlyAlert } from '../notice-facts.js';
import type { Notice, Surroundings } from '../notice.js';
import { listOf, noticeWords, notListedWords } from '../notice-words.js';
import { alertWords } from '../alert-words.js';
import { inOneLine } from './one-line.js';

/** What a chat message says, Chinese first, in texts without any markup. */
export interface RobotText {
  readonly title: string;
  readonly titleInEnglish: string;
  readonly paragraphs: readonly string[];
  /** Of a message about several alerts, the lines of each: Chinese and English. */
  readonly items: readonly (readonly string[])[];
  /** How many alerts there are besides. */
  readonly notListed: number;
  readonly page: string;
}

export function robotText(notice: Notice, { publicUrl, timeZone, digest }: Surroundings): RobotText {
  const { heading, lead } = noticeWords(notice, timeZone, digest);
  const page = noticePage(notice, publicUrl);
  const only = notice.kind === 'alerts' ? onlyAlert(notice.message) : null;
  const texts = [...lead];
  if (only) {
    const { description, remarks } = alertWords(only, timeZone);
    texts.push(description, ...remarks, alertTimes(only, timeZone));
  }
  const items =
    notice.kind === 'alerts' && !only
      ? listOf(notice.message, timeZone).map(({ line }) => [plain(line.zh), plain(line.en)])
      : [];
  return {
    title: plain(items.length > 0 ? `关中监测：${heading.zh}` : heading.zh),
    titleInEnglish: plain(heading.en),
    paragraphs: [...texts.map(({ zh }) => zh), ...texts.map(({ en }) => en)].map(plain),
    items,
    notListed: notice.kind === 'alerts' ? notice.message.notification.truncatedAlerts : 0,
    page,
  };
}

/**
 * In one line, without the characters that chat programs take for markup, a mention or a link, or that turn the direction
 * of what follows: names and reasons come from files, and none of them may ring a whole group's telephones or pretend to
 * be another paragraph. Full-width forms look alike.
 */
function plain(text: string): string {
  const fullWidth: Readonly<Record<string, string>> = {
    '<': '＜',
    '>': '＞',
    '[': '［',
    ']': '］',
    '*': '＊',
    '`': '｀',
    '@': '＠',
    '#': '＃',
  };
  return inOneLine(text).replace(/[<>[\]*`@]|^#/g, (character) => fullWidth[character] ?? character);
}

/**
 * The text, cut at the border of a character when it is too long.
 * @param most bytes in UTF-8
 * @param ending put behind a text that was cut; counts too
 */
export function cutToBytes(text: string, most: number, ending: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  let end = Math.max(0, most - Buffer.byteLength(ending));
  // A byte 10xxxxxx belongs to the character before it.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8') + ending;
}

/** How one vendor's messages separate what they say. */
export interface Separators {
  readonly paragraph: string;
  readonly line: string;
}

/**
 * A body that is no longer than its receiver takes. Of a list as many whole alerts as fit, and how many there are
 * besides; of one text as much as fits, cut at the border of a character.
 *
 * @param make the body with a text
 * @param most bytes in UTF-8
 */
export function fittingBody(
  make: (text: string) => string,
  { paragraphs, items, notListed }: Pick<RobotText, 'paragraphs' | 'items' | 'notListed'>,
  { paragraph, line }: Separators,
  most: number,
): string {
  const fits = (body: string): boolean => Buffer.byteLength(body) <= most;
  const listing = (count: number): string => {
    const left = items.length - count + notListed;
    const words = notListedWords(left);
    return make(
      [
        ...paragraphs,
        ...items.slice(0, count).map((lines) => lines.join(line)),
        ...(left > 0 ? [`${words.zh}${line}${words.en}`] : []),
      ].join(paragraph),
    );
  };
  const whole = listing(items.length);
  if (fits(whole)) return whole;
  const count = mostThat((number) => fits(listing(number)), items.length);
  if (count !== null) return listing(count);
  // Not even its head fits without any alert: it is cut like a text that is too long.
  const text = paragraphs.join(paragraph);
  const length = mostThat((bytes) => fits(make(cutToBytes(text, bytes, '…'))), Buffer.byteLength(text));
  return make(cutToBytes(text, length ?? 0, '…'));
}

/** The largest number up to a limit that does; null when not even 0 does. Searched for: what does, does for less too. */
function mostThat(does: (number: number) => boolean, limit: number): number | null {
  if (!does(0)) return null;
  let most = 0;
  let tooMuch = limit + 1;
  while (tooMuch - most > 1) {
    const middle = Math.floor((most + tooMuch) / 2);
    if (does(middle)) most = middle;
    else tooMuch = middle;
  }
  return most;
}
