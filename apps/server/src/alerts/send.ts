import type { Configuration } from '#configuration';
import type { Receiver } from '#contract';
import type { Clock } from '../runtime.module.js';
import type { AlertPicture, AlertPictures } from './alert-pictures.js';
import { postableAlerts, sendToAlertmanagers } from './channels/alertmanager.js';
import { sendDingTalk } from './channels/dingtalk.js';
import { sendEmail } from './channels/email.js';
import { emailOf } from './channels/email-body.js';
import { sendFeishu } from './channels/feishu.js';
import { retry, type SendResult } from './channels/send-result.js';
import { sendWebhook, webhookBody } from './channels/webhook.js';
import { sendWeCom } from './channels/wecom.js';
import type { Notice } from './notice.js';

/**
 * Tells one receiver one thing, now, once.
 * @param key the same for every attempt at the same delivery
 * @param thread the key of what the receiver was told first about any of the same alerts
 */
export type Send = (notice: Notice, receiver: Receiver, key: string, thread?: string) => Promise<SendResult>;

export const smtpUrlMissing = 'No mail server is set: set SMTP_URL and restart.';

/**
 * Sends over whatever channel the receiver has.
 * @param pictures draws the charts that mails show; without it they have none.
 * @param clock what signatures are dated by
 */
export function createSend(
  configuration: Configuration,
  pictures: AlertPictures | null = null,
  clock: Clock = () => new Date(),
): Send {
  const publicUrl = publicUrlOf(configuration);
  const { smtpUrl, smtpFrom: from, timeZone } = configuration;
  return async (notice, receiver, key, thread = key) => {
    const now = clock();
    const surroundings = { publicUrl, timeZone, now, digest: receiver.digest?.every ?? null };
    switch (receiver.channel) {
      case 'webhook': {
        // An address that only this machine knows shows nobody a picture.
        const withPicture = configuration.publicUrl !== null;
        const body = webhookBody(notice, receiver.name, { publicUrl, timeZone, withPicture });
        return sendWebhook(receiver, body, key, { now });
      }
      case 'email':
        // The setting may come back with the next start, so the mail waits for it.
        if (smtpUrl === null) return retry(smtpUrlMissing);
        return sendEmail(
          { smtpUrl, from },
          receiver.to,
          emailOf(notice, surroundings, await picturesOf(notice, pictures)),
          { receiver: receiver.name, key, thread },
        );
      case 'dingtalk':
        return sendDingTalk(notice, receiver, surroundings);
      case 'feishu':
        return sendFeishu(notice, receiver, surroundings);
      case 'wecom':
        return sendWeCom(notice, receiver, surroundings);
      case 'alertmanager':
        return sendToAlertmanagers(postableAlerts(notice, surroundings), receiver, now);
    }
  };
}

async function picturesOf(notice: Notice, pictures: AlertPictures | null): Promise<readonly AlertPicture[]> {
  return pictures !== null && notice.kind === 'alerts' ? pictures.of(notice.message) : [];
}

/** Without PUBLIC_URL the next best: where the service listens. */
export function publicUrlOf({ publicUrl, host, port }: Configuration): string {
  if (publicUrl !== null) return publicUrl;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
