import { createHmac } from 'node:crypto';
import type { Receiver } from '#contract';
import type { Notice, Surroundings } from '../notice.js';
import { post } from './post.js';
import { type RobotDialect, type RobotFault, resultOfRobot } from './robot-answer.js';
import { cutToBytes, fittingBody, robotText } from './robot-text.js';
import type { SendResult } from './send-result.js';

export type DingTalkReceiver = Extract<Receiver, { channel: 'dingtalk' }>;

/** DingTalk refuses a longer body (code 460101). */
const mostBytes = 20_000;
const longestTitle = 100;

/**
 * Sends a markdown message by a custom robot.
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
 */
export function sendDingTalk(
  notice: Notice,
  receiver: DingTalkReceiver,
  surroundings: Surroundings,
): Promise<SendResult> {
  const { url, secret } = receiver;
  return post(
    {
      url: secret === undefined ? url : signedUrl(url, secret, surroundings.now),
      body: dingTalkBody(notice, receiver, surroundings),
      secrets: secret === undefined ? [] : [secret],
    },
    (answer) => resultOfRobot(answer, dialectOf(secret !== undefined), surroundings.now),
  );
}

/** The body of the request. A keyword that the words lack is put in front; what is too long ends with the link. */
export function dingTalkBody(
  notice: Notice,
  { keyword, atMobiles, atAll }: Pick<DingTalkReceiver, 'keyword' | 'atMobiles' | 'atAll'>,
  surroundings: Surroundings,
): string {
  const text = robotText(notice, surroundings);
  const { title, titleInEnglish, page } = text;
  // Looked for in the title only, since whatever stands further down may be cut off.
  const isMissing = keyword !== undefined && !title.includes(keyword);
  const lead = isMissing ? `${keyword}\n\n` : '';
  // Only who is named in the text too is shown as mentioned.
  const mentions = atMobiles.map((mobile) => `@${mobile}`).join(' ');
  const end = [`[查看 / See](${page})`, ...(mentions === '' ? [] : [mentions])].join('\n\n');
  return fittingBody(
    (words) =>
      JSON.stringify({
        msgtype: 'markdown',
        markdown: {
          title: cutToBytes(isMissing ? `${keyword} ${title}` : title, longestTitle * 3, '…'),
          text: `${lead}${words}\n\n${end}`,
        },
        at: { atMobiles, isAtAll: atAll },
      }),
    { ...text, paragraphs: [`### ${title}`, titleInEnglish, ...text.paragraphs] },
    // Markdown breaks a line only behind two spaces.
    { paragraph: '\n\n', line: '  \n' },
    mostBytes,
  );
}

/** The address with the time and the signature that a robot with the security setting 加签 asks for. */
export function signedUrl(address: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime());
  const url = new URL(address);
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('sign', dingTalkSignature(timestamp, secret));
  return url.href;
}

/** @param timestamp ms since the epoch; DingTalk takes it for an hour */
export function dingTalkSignature(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

const addressAdvice =
  'the robot is gone or its address is wrong; copy the address from the robot’s settings in the group again';

/** @param signed whether the message carried a signature */
const dialectOf = (signed: boolean): RobotDialect => ({
  vendor: 'DingTalk',
  faultOf(code, message) {
    switch (code) {
      case -1:
        return { after: 10 };
      // Twenty a minute; whoever exceeds it is not heard for ten minutes.
      case 130101:
      case 410100:
        return { after: 600 };
      case 310000:
        return securityFault(message, signed);
      case 300005:
      case 400101:
      case 400106:
        return { final: addressAdvice };
      case 400013:
        return { final: 'the group was dissolved; set the receiver to a robot of another group' };
      case 400102:
        return { final: 'the robot is switched off; switch it on in the group’s settings' };
      case 430101:
      case 430102:
      case 430103:
      case 430104:
        return { final: 'DingTalk finds the words or a link in it unsuitable; see the message itself' };
      case 40035:
      case 43004:
      case 400105:
      case 460101:
        return { final: 'DingTalk does not understand the message; please report this as a fault' };
      default:
        return undefined;
    }
  },
});

/** Code 310000: one of the robot's security settings was not met; which one, only the words tell. */
function securityFault(message: string, signed: boolean): RobotFault {
  if (signed && /timestamp|时间戳无效|过期/i.test(message) && !/签名不匹配/.test(message))
    // The clock will be mended, and then the message goes through.
    return { after: 60 };
  if (/keyword|关键词/i.test(message))
    return {
      final: 'the robot wants a keyword; set `keyword` of the receiver to one of the robot’s keywords',
    };
  if (/whitelist|\bip\b/i.test(message))
    return {
      final: 'the robot does not take messages from this server’s IP address; add it to the robot’s list',
    };
  return {
    final: 'the signature is wrong; set `secret` of the receiver to the one in the robot’s settings (SEC…)',
  };
}
