import type { Notice } from '../alert-words.js';
import { noticeWords } from '../alert-words.js';
import { noticePage, noticeTimes } from '../notice-facts.js';

/** Where a message is made, and when. */
export interface Surroundings {
  /** The address of this service, without a slash at its end. */
  readonly publicUrl: string;
  /** The zone of the times that a message names. */
  readonly timeZone: string;
  readonly now: Date;
}

/** What a chat message says, Chinese first, in texts without any markup. */
export interface RobotText {
  readonly title: string;
  readonly titleInEnglish: string;
  readonly paragraphs: readonly string[];
  readonly page: string;
}

export function robotText(notice: Notice, { publicUrl, timeZone }: Surroundings): RobotText {
  const { summary, description } = noticeWords(notice);
  const times = noticeTimes(notice, timeZone);
  return {
    title: plain(summary.zh),
    titleInEnglish: plain(summary.en),
    paragraphs: [description.zh, times.zh, description.en, times.en].map(plain),
    page: noticePage(notice, publicUrl),
  };
}

/**
 * Without the characters that chat programs take for markup, a mention or a link: names come from files, and none of
 * them may ring a whole group's telephones. Their full-width forms look alike.
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
  };
  return text.replace(/[<>[\]*`@]/g, (character) => fullWidth[character] ?? character);
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

/**
 * A body that is no longer than its receiver takes, with as much of the text as fits.
 * @param make the body with a text
 * @param most bytes in UTF-8
 */
export function fittingBody(
  make: (text: string) => string,
  text: string,
  most: number,
  ending: string,
): string {
  const whole = make(text);
  if (Buffer.byteLength(whole) <= most) return whole;
  // Searched for, since JSON writes some characters in more bytes than they have.
  let fits = 0;
  let tooMuch = Math.min(Buffer.byteLength(text), most);
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (Buffer.byteLength(make(cutToBytes(text, middle, ending))) <= most) fits = middle;
    else tooMuch = middle;
  }
  return make(cutToBytes(text, fits, ending));
}
