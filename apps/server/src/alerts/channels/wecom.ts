import type { Receiver } from '#contract';
import type { Notice, Surroundings } from '../notice.js';
import { post } from './post.js';
import { type RobotDialect, resultOfRobot } from './robot-answer.js';
import { cutToBytes, fittingBody, robotText } from './robot-text.js';
import type { SendResult } from './send-result.js';

export type WeComReceiver = Extract<Receiver, { channel: 'wecom' }>;

/** WeCom refuses a longer content (code 40058). */
const mostBytes = 4096;

/**
 * Sends a markdown message by a group robot. Robots have no signature: their address is the secret.
 * https://developer.work.weixin.qq.com/document/path/91770
 */
export function sendWeCom(
  notice: Notice,
  receiver: WeComReceiver,
  surroundings: Surroundings,
): Promise<SendResult> {
  const content = weComContent(notice, receiver, surroundings);
  const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
  return post({ url: receiver.url, body }, (answer) => resultOfRobot(answer, dialect, surroundings.now));
}

/** The message; what is too long is cut, and its link and mentions stay. */
export function weComContent(
  notice: Notice,
  { mentioned }: Pick<WeComReceiver, 'mentioned'>,
  surroundings: Surroundings,
): string {
  const text = robotText(notice, surroundings);
  const isFiring = notice.kind === 'alerts' && notice.message.notification.status === 'firing';
  const title = cutToBytes(text.title, mostBytes / 4, '…');
  const head = `**<font color="${isFiring ? 'warning' : 'info'}">${title}</font>**\n`;
  // Markdown messages have no list of whom to mention: it is written into the text.
  const mentions = mentioned.map((user) => `<@${user}>`).join('');
  const end = `\n[查看 / See](${text.page})${mentions === '' ? '' : `\n${mentions}`}`;
  return fittingBody(
    (words) => head + words + end,
    { ...text, paragraphs: [text.titleInEnglish, ...text.paragraphs] },
    { paragraph: '\n', line: '\n' },
    mostBytes,
  );
}

const dialect: RobotDialect = {
  vendor: 'WeCom',
  faultOf(code) {
    switch (code) {
      case -1:
        return { after: 10 };
      case 45009:
      case 45033:
        return { after: 60 };
      case 93000:
      case 93008:
        return {
          final:
            'the robot was removed from the group or its address is wrong; copy the address from the robot’s settings again',
        };
      case 93004:
        return { final: 'the robot is switched off; switch it on in the group’s settings' };
      case 40008:
      case 40058:
      case 44004:
        return { final: 'WeCom does not understand the message; please report this as a fault' };
      default:
        return undefined;
    }
  },
};
