import type { Configuration } from '#configuration';
import type { Receiver } from '#contract';
import type { Notice } from './alert-words.js';
import { emailOf, messageIdOf, sendEmail } from './channels/email.js';
import type { SendResult } from './channels/send-result.js';
import { sendWebhook, webhookBody } from './channels/webhook.js';

/**
 * Tells one receiver one thing, now, once.
 * @param key the same for every attempt at the same delivery
 */
export type Send = (notice: Notice, receiver: Receiver, key: string) => Promise<SendResult>;

export const smtpUrlMissing = 'No mail server is set: set SMTP_URL and restart.';

const webhookTimeoutMs = 10_000;

/** Sends over whatever channel the receiver has. */
export function createSend(configuration: Configuration): Send {
  const publicUrl = publicUrlOf(configuration);
  const { smtpUrl, smtpFrom: from, timeZone } = configuration;
  return async (notice, receiver, key) => {
    switch (receiver.channel) {
      case 'webhook': {
        const body = webhookBody(notice, receiver.name, publicUrl);
        return sendWebhook(receiver.url, body, { timeoutMs: webhookTimeoutMs });
      }
      case 'email':
        // The setting may come back with the next start, so the mail waits for it.
        if (smtpUrl === null) return { ok: false, retry: true, error: smtpUrlMissing };
        return sendEmail(
          { smtpUrl, from },
          receiver.to,
          emailOf(notice, publicUrl, timeZone),
          messageIdOf(key, from),
        );
    }
  };
}

/** Without PUBLIC_URL the next best: where the service listens. */
function publicUrlOf({ publicUrl, host, port }: Configuration): string {
  if (publicUrl !== null) return publicUrl;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
