import { unescape } from 'node:querystring';
import { errorMessage } from './error-message.js';
import { excerptOf, secretsOfUrl } from './excerpt.js';
import { dead, type Reply, retry, type SendResult, sent } from './send-result.js';

const timeoutMs = 10_000;
/** More of an answer is not read. */
const longestAnswer = 64 * 1024;

/** An answer of a receiver, whatever it says. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly reply: Reply;
}

export interface Post {
  readonly url: string;
  /** JSON. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What must not be seen in the log, besides what the address has. */
  readonly secrets?: readonly string[];
  /** How long to wait for the whole answer; 10 s unless told. */
  readonly timeoutMs?: number;
}

/**
 * Posts JSON and hands the answer to `judge`, which says what it means. No answer (nobody listens, the connection
 * breaks, it takes too long) may pass: `retry`. Redirects are not followed: an alert does not go to an address that
 * nobody set.
 */
export async function post(request: Post, judge: (answer: Answer) => SendResult): Promise<SendResult> {
  const { address, authorization } = addressOf(request.url);
  const timeout = AbortSignal.timeout(request.timeoutMs ?? timeoutMs);
  const credentials = authorization.authorization;
  const secrets = [
    ...secretsOfUrl(request.url),
    ...(credentials === undefined ? [] : [credentials.slice('Basic '.length)]),
    ...(request.secrets ?? []),
  ];
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'guanzhong-monitor',
        ...authorization,
        ...request.headers,
      },
      body: request.body,
      redirect: 'manual',
      signal: timeout,
    });
    text = await beginningOf(response);
  } catch (error) {
    return retry(
      timeout.aborted
        ? `no answer within ${(request.timeoutMs ?? timeoutMs) / 1000} s`
        : excerptOf(`the receiver cannot be reached: ${errorMessage(error)}`, secrets),
    );
  }
  const { status } = response;
  // A server may put anything there, what it was sent included.
  const statusText = excerptOf(response.statusText, secrets);
  const reply = { status, excerpt: excerptOf(text, secrets) };
  return judge({ status, statusText, retryAfter: response.headers.get('retry-after'), text, reply });
}

/**
 * What the status of an answer says. 2xx is success. 5xx, 408 and 429 may pass, not before Retry-After. Any other is
 * the receiver's last word.
 * @param now what a Retry-After with a date is reckoned from
 */
export function resultOfStatus(answer: Answer, now: Date): SendResult {
  const { status, statusText, retryAfter, reply } = answer;
  if (status >= 200 && status < 300) return sent(reply);
  const said = `the receiver answered ${status} ${statusText}`.trimEnd();
  if (status >= 300 && status < 400)
    return dead(`${said}; redirects are not followed, set the final address`, reply);
  if (status >= 500 || status === 408 || status === 429)
    return retry(said, reply, retryAfterSeconds(retryAfter, now));
  return dead(said, reply);
}

/**
 * Seconds to wait, of a Retry-After header: a number of seconds or an HTTP date (RFC 9110, 10.2.3); undefined when
 * there is none, or one that cannot be read.
 */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text);
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : Math.max(0, Math.ceil((instant - now.getTime()) / 1000));
}

async function beginningOf(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body) {
    text += decoder.decode(part, { stream: true });
    if (text.length >= longestAnswer) break;
  }
  return text;
}

/** fetch refuses an address with credentials in it: they travel as Basic authorization instead. */
function addressOf(text: string): { address: string; authorization: { authorization?: string } } {
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { address: url.href, authorization: {} };
  url.username = '';
  url.password = '';
  const credentials = Buffer.from(`${unescape(username)}:${unescape(password)}`).toString('base64');
  return { address: url.href, authorization: { authorization: `Basic ${credentials}` } };
}
