/**
 * Who is reached, as those see it who do not set receivers up: enough to tell two apart, too little to write or call.
 */
import type { ShownReceiver } from '#contract';

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

/** What a mail server or a robot answered may name whom it was for. */
export function maskedText(text: string): string {
  return text
    .replaceAll(/[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/g, maskedMail)
    .replaceAll(/(?<![\d.])(?:\+?86-?)?1[3-9]\d{9}(?!\d)/g, maskedTelephone);
}

/** z***@bureau.gov.cn */
function maskedMail(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***${address.slice(at)}`;
}

/** 138*** */
function maskedTelephone(number: string): string {
  return `${number.slice(0, 3)}***`;
}

function maskedUser(id: string): string {
  return `${id.slice(0, 1)}***`;
}
