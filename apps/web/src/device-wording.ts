/** What a browser calls itself, in two words: `Edge · Windows`. Nothing is decided by it. */
import type { Messages } from './messages.zh';

type Words = Pick<Messages['account'], 'unknownDevice' | 'chatProgram'>;

/** Programs for chatting open a link in a browser of their own. */
const chatPrograms: readonly (readonly [RegExp, keyof Words['chatProgram']])[] = [
  [/MicroMessenger/, 'wechat'],
  [/DingTalk/, 'dingtalk'],
  [/Lark|Feishu/, 'feishu'],
];
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const found = <T>(all: readonly (readonly [RegExp, T])[], userAgent: string): T | undefined =>
  all.find(([pattern]) => pattern.test(userAgent))?.[1];

export function deviceWords(userAgent: string, words: Words): string {
  const program = found(chatPrograms, userAgent);
  const named = [
    program === undefined ? found(browsers, userAgent) : words.chatProgram[program],
    found(systems, userAgent),
  ];
  return named.filter((word) => word !== undefined).join(' · ') || words.unknownDevice;
}
