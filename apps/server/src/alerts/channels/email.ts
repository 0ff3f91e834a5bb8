import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Email } from './email-body.js';
import { errorMessage } from './error-message.js';
import { excerptOf, secretsOfUrl } from './excerpt.js';
import { dead, retry, type SendResult, sent } from './send-result.js';

/**
 * A Message-ID that is the same however often one delivery is tried, so that whoever gets it twice can tell.
 * @param key what identifies the delivery for good
 */
export function messageIdOf(key: string, from: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domainOf(from)}>`;
}

function domainOf(from: string): string {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

/** What mail programs sort and join mails by. */
export interface EmailThread {
  readonly receiver: string;
  readonly key: string;
  /** The key of the first mail about any of its alerts; its own when it is the first. */
  readonly thread: string;
}

/**
 * Mails about the same alerts are a thread, whose head is the first of them; all of a receiver's mails are a list (RFC 2919),
 * for filters; and no robot answers them (RFC 3834).
 */
export function threadHeaders({ receiver, key, thread }: EmailThread, from: string) {
  const first = messageIdOf(thread, from);
  return {
    messageId: messageIdOf(key, from),
    ...(key !== thread && { inReplyTo: first, references: first }),
    list: { id: { url: `${receiver}.alerts.${domainOf(from)}`, comment: 'Guanzhong Monitor' } },
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

const longestStep = 10_000;
const longestSend = 30_000;

/** What nodemailer's errors carry besides a message. */
interface SmtpFault {
  readonly code?: string;
  readonly response?: string;
  /** Set with a reply of the server: a 5xx, which the same message would get again. */
  readonly permanent?: boolean;
}

/**
 * Hands one mail to the mail server, which counts as sent. A 4xx reply and a broken connection may pass: `retry`; a
 * 5xx reply is for good. A refused log-in is retried although it is a 5xx: it says nothing about this mail, and a
 * mended SMTP_URL lets it through.
 *
 * Some recipients refused is a failure too, and names them. It is retried when any of the refusals may pass; the
 * others then get the mail twice, under the same Message-ID.
 */
export async function sendEmail(
  server: { readonly smtpUrl: string; readonly from: string },
  to: readonly string[],
  email: Email,
  thread: EmailThread,
): Promise<SendResult> {
  const secrets = secretsOfUrl(server.smtpUrl);
  const transport = createTransport({
    url: server.smtpUrl,
    connectionTimeout: longestStep,
    greetingTimeout: longestStep,
    socketTimeout: longestStep,
  });
  const timeout = AbortSignal.timeout(longestSend);
  try {
    const {
      response,
      rejected,
      rejectedErrors = [],
    } = await transport.sendMail({
      ...email,
      attachments: [...email.attachments],
      from: server.from,
      to: [...to],
      ...threadHeaders(thread, server.from),
      signal: timeout,
    });
    const reply = replyOf(response, secrets);
    if (rejected.length === 0) return sent(reply);
    const reasons = rejectedErrors.map((error) => `${error.recipient}: ${error.response}`);
    const reason = excerptOf(`the mail server refused ${reasons.join('; ')}`, secrets);
    const passes = rejectedErrors.some((error) => error.permanent !== true);
    return passes ? retry(reason, reply) : dead(reason, reply);
  } catch (error) {
    if (timeout.aborted) return retry(`the mail server took longer than ${longestSend / 1000} s`);
    const { permanent, code, response } = error as SmtpFault;
    const reason = excerptOf(`the mail was not sent: ${errorMessage(error)}`, secrets);
    const reply = response === undefined ? null : replyOf(response, secrets);
    return permanent !== true || code === 'EAUTH' ? retry(reason, reply) : dead(reason, reply);
  }
}

/** Of a server's last line, like 250 2.0.0 OK: queued as 4Xyz. */
function replyOf(response: string, secrets: readonly string[]) {
  const code = /^\d{3}\b/.exec(response)?.[0];
  return { status: code === undefined ? null : Number(code), excerpt: excerptOf(response, secrets) };
}
