/**
 * Who is reached, as those see it who do not set receivers up: enough to tell two apart, too little to write or call.
 */
import type { Receiver, ShownReceiver } from '#contract';

export function maskedReceiver(receiver: ShownReceiver): ShownReceiver {
  switch (receiver.channel) {
    case 'email':
      return { ...receiver, to: receiver.to.map(maskedMail) };
    case 'dingtalk':
      return { ...receiver, atMobiles: receiver.atMobiles.map(maskedTelephone) };
    case 'wecom':
      return { ...receiver, mentioned: receiver.mentioned.map(maskedUser) };
    case 'webhook':
    case 'feishu':
    case 'alertmanager':
      return receiver;
  }
}

/** By what a receiver reaches people, in full: mail addresses, telephone numbers, user ids. */
export function addressesOf(receiver: Receiver): readonly string[] {
  switch (receiver.channel) {
    case 'email':
      return receiver.to;
    case 'dingtalk':
      return receiver.atMobiles;
    case 'wecom':
      return receiver.mentioned.filter((id) => id !== everybody);
    case 'webhook':
    case 'feishu':
    case 'alertmanager':
      return [];
  }
}

/** What WeCom calls all members of a group: nobody's address. */
const everybody = '@all';

/**
 * What a mail server or a robot answered may name whom it was for: each of the known addresses is masked wherever it
 * stands by itself, a telephone number also with other separators or another country code before it, and besides
 * whatever looks like an address.
 */
export function maskedText(text: string, known: readonly string[]): string {
  // The longest first: of an address that begins with another one the whole is masked.
  const byLength = known.toSorted((a, b) => b.length - a.length);
  const masked = byLength.reduce((now, address) => now.replaceAll(patternOf(address), maskOf(address)), text);
  return maskedEnd(masked, byLength)
    .replaceAll(/[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/g, maskedMail)
    .replaceAll(/(?<![\d.])(?:\+?86-?)?1[3-9]\d{9}(?!\d)/g, maskedTelephone);
}

const telephone = /^\+?[0-9-]+$/;

function maskOf(address: string): (found: string) => string {
  if (telephone.test(address)) return maskedTelephone;
  return address.includes('@', 1) ? maskedMail : maskedUser;
}

/** Not within a longer word: "li" does not stand in "delivered". Chinese is written without spaces. */
function patternOf(address: string): RegExp {
  if (!telephone.test(address)) {
    const literal = escaped(address).replaceAll('@', '(?:@|%40)');
    return new RegExp(`(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])`, 'gi');
  }
  const [, country = '', own = address] = /^\+(86|\d{1,3}(?=-))(.+)$/.exec(address) ?? [];
  const digits = own.replaceAll(/\D/g, '');
  const before = country === '' ? '(?:\\+?\\d{1,3}[- ]?)?' : `(?:\\+?${country}[- ]?)?`;
  return new RegExp(`(?<![A-Za-z0-9_])${before}${[...digits].join('[- ]?')}(?!\\d)`, 'g');
}

function escaped(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** So much of an address tells whose it is. */
const tellsWhose = 4;

/** An answer that was cut may end within an address. */
function maskedEnd(text: string, known: readonly string[]): string {
  if (!text.endsWith('…')) return text;
  const end = text.slice(0, -1);
  for (const address of known)
    for (let kept = address.length - 1; kept >= tellsWhose; kept -= 1)
      if (end.toLowerCase().endsWith(address.slice(0, kept).toLowerCase()))
        return `${end.slice(0, -kept)}${address.slice(0, 1)}***…`;
  return text;
}

/** z***@bureau.gov.cn */
function maskedMail(address: string): string {
  const at = address.search(/(?:@|%40)[^@]*$/);
  return `${address.slice(0, 1)}***${address.slice(at)}`;
}

/** 138***; of a short one less, lest the rest be guessed. */
function maskedTelephone(number: string): string {
  return `${number.slice(0, Math.min(3, Math.floor(number.length / 3)))}***`;
}

function maskedUser(id: string): string {
  return `${id.slice(0, 1)}***`;
}
