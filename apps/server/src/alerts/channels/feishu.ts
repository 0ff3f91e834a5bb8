import { createHmac } from 'node:crypto';
import type { Receiver } from '#contract';
import { worstSeverity } from '../notice-facts.js';
import type { Notice, Surroundings } from '../notice.js';
import { post } from './post.js';
import { type RobotDialect, resultOfRobot } from './robot-answer.js';
import { cutToBytes, fittingBody, robotText } from './robot-text.js';
import type { SendResult } from './send-result.js';

export type FeishuReceiver = Extract<Receiver, { channel: 'feishu' }>;

/** Feishu refuses a longer body (20 KB). */
const mostBytes = 20_000;
/** Bytes; the text below has room for more. */
const longestTitle = 600;

/**
 * Sends a card by a custom bot, version 2.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export function sendFeishu(
  notice: Notice,
  receiver: FeishuReceiver,
  surroundings: Surroundings,
): Promise<SendResult> {
  const { url, secret } = receiver;
  return post(
    {
      url,
      body: feishuBody(notice, receiver, surroundings),
      secrets: secret === undefined ? [] : [secret],
    },
    (answer) => resultOfRobot(answer, dialect, surroundings.now),
  );
}

/** The body of the request, signed when there is a secret. All words are plain text, so that none can be a mention. */
export function feishuBody(
  notice: Notice,
  { secret, keyword }: Pick<FeishuReceiver, 'secret' | 'keyword'>,
  surroundings: Surroundings,
): string {
  const text = robotText(notice, surroundings);
  const { title, titleInEnglish, page } = text;
  // Looked for in the title only, since whatever stands further down may be cut off.
  const isMissing = keyword !== undefined && !title.includes(keyword);
  const plainText = (content: string) => ({ tag: 'plain_text', content });
  return fittingBody(
    (words) =>
      JSON.stringify({
        ...(secret !== undefined && signature(secret, surroundings.now)),
        msg_type: 'interactive',
        card: {
          config: { wide_screen_mode: true },
          header: {
            title: plainText(cutToBytes(isMissing ? `${keyword} ${title}` : title, longestTitle, '…')),
            template: colourOf(notice),
          },
          elements: [
            { tag: 'div', text: plainText(words) },
            {
              tag: 'action',
              actions: [{ tag: 'button', text: plainText('查看 / See'), type: 'primary', url: page }],
            },
          ],
        },
      }),
    { ...text, paragraphs: [titleInEnglish, ...text.paragraphs] },
    { paragraph: '\n\n', line: '\n' },
    mostBytes,
  );
}

/** By the most severe that fires; green when all is over. */
function colourOf(notice: Notice): 'red' | 'orange' | 'yellow' | 'green' | 'blue' {
  if (notice.kind !== 'alerts') return 'blue';
  switch (worstSeverity(notice.message)) {
    case 'critical':
      return 'red';
    case 'warning':
      return 'orange';
    case 'info':
      return 'yellow';
    case null:
      return 'green';
  }
}

function signature(secret: string, now: Date) {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return { timestamp, sign: feishuSignature(timestamp, secret) };
}

/**
 * Unlike DingTalk's, the text is the key and nothing is signed.
 * @param timestamp s since the epoch; Feishu takes it for an hour
 */
export function feishuSignature(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}

const dialect: RobotDialect = {
  vendor: 'Feishu',
  faultOf(code, message) {
    switch (code) {
      case 11232:
      case 99991400:
        return { after: 60 };
      case 2200:
        return { after: 10 };
      case 19021:
        return {
          final:
            'the signature is wrong or the clock of this server is more than an hour off; set `secret` of the receiver to the one in the bot’s settings, and set the clock',
        };
      case 19022:
        return {
          final: 'the bot does not take messages from this server’s IP address; add it to the bot’s list',
        };
      case 19024:
        return {
          final: 'the bot wants a keyword; set `keyword` of the receiver to one of the bot’s keywords',
        };
      case 19001:
        return {
          final:
            'the bot is gone or its address is wrong; copy the address from the bot’s settings in the group again',
        };
      case 9499:
        // Feishu's custom bots use one code for a bad body, its gateway for too many requests.
        return /too many/i.test(message)
          ? { after: 60 }
          : { final: 'Feishu does not understand the message; please report this as a fault' };
      default:
        return undefined;
    }
  },
};
