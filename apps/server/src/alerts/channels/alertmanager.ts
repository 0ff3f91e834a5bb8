import type { Receiver } from '#contract';
import type { Notice, Surroundings } from '../notice.js';
import { post, resultOfStatus } from './post.js';
import { dead, type Reply, retry, type SendResult, sent } from './send-result.js';
import { type WebhookAlert, webhookAlerts } from './webhook.js';

export type AlertmanagerReceiver = Extract<Receiver, { channel: 'alertmanager' }>;

/** An alert as POST /api/v2/alerts takes it (postableAlert of Alertmanager's OpenAPI). */
export interface PostableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

/** Prometheus's own interval (--rules.alert.resend-delay). */
export const resendSeconds = 60;
/** As Prometheus does: three rounds may fail before an alert ends by itself. */
const endsAheadSeconds = 4 * resendSeconds;

/** As many as Prometheus puts into one request (--alertmanager.notification-batch-size). */
const batchSize = 256;
/** So many beats may be lost before a peer takes the service for dead. */
const beatsAhead = 3;

/**
 * What a notice tells, as Alertmanager knows it.
 * @param now what a firing alert's end is reckoned from
 */
export function postableAlerts(
  notice: Notice,
  { publicUrl, timeZone, now }: Omit<Surroundings, 'digest'>,
): PostableAlert[] {
  const alerts = webhookAlerts(notice, { publicUrl, timeZone, withPicture: false });
  if (notice.kind !== 'heartbeat') return alerts.map((alert) => postableAlert(alert, now));
  const { at, everySeconds } = notice.heartbeat;
  const end = Date.parse(at) + beatsAhead * everySeconds * 1000;
  // From when it beat, not from now: one that comes late must not be taken for a new one.
  return alerts.map((alert) => postable(alert, new Date(end).toISOString()));
}

/**
 * An alert as Alertmanager knows it. One that fires ends a little ahead, as Prometheus has it: whoever stops repeating
 * it lets it end, whatever the peer's resolve_timeout is.
 */
export function postableAlert(alert: WebhookAlert, now: Date): PostableAlert {
  const ahead = new Date(now.getTime() + endsAheadSeconds * 1000).toISOString();
  return postable(alert, alert.status === 'resolved' ? alert.endsAt : ahead);
}

function postable(
  { labels, annotations, startsAt, generatorURL }: WebhookAlert,
  endsAt: string,
): PostableAlert {
  return {
    labels,
    annotations,
    // Of an alert that fired by a clock that was ahead, since none is taken that starts after its end.
    startsAt: Date.parse(startsAt) > Date.parse(endsAt) ? endsAt : startsAt,
    endsAt,
    generatorURL,
  };
}

/**
 * Posts alerts to each of the Alertmanagers, which do not tell each other. One that took them is enough, as for
 * Prometheus: the others get them with the next repetition.
 */
export async function sendToAlertmanagers(
  alerts: readonly PostableAlert[],
  { urls }: Pick<AlertmanagerReceiver, 'urls'>,
  now: Date,
): Promise<SendResult> {
  const bodies = Array.from({ length: Math.ceil(alerts.length / batchSize) }, (_, index) =>
    JSON.stringify(alerts.slice(index * batchSize, (index + 1) * batchSize)),
  );
  const results = await Promise.all(urls.map((address) => postAll(bodies, alertsAddress(address), now)));
  const failures = results.flatMap((result, index) =>
    result.outcome === 'sent' ? [] : [`${new URL(urls[index] ?? '').host}: ${wordsOf(result)}`],
  );
  const took = results.find((result) => result.outcome === 'sent');
  if (took?.outcome === 'sent') return sent(withFailures(took.reply, failures));
  const reason = failures.join('; ');
  const reply = results.find((result) => result.reply !== null)?.reply ?? null;
  const passing = results.flatMap((result) => (result.outcome === 'retry' ? [result.after ?? 0] : []));
  return passing.length === 0 ? dead(reason, reply) : retry(reason, reply, Math.min(...passing) || undefined);
}

/**
 * Posts one request after the other. A failure that may pass ends it, since the next one would meet the same; a request
 * that was refused for good does not keep the alerts of the others back.
 */
async function postAll(bodies: readonly string[], url: string, now: Date): Promise<SendResult> {
  const results: SendResult[] = [];
  for (const body of bodies) {
    const result = await post({ url, body }, (answer) => resultOfStatus(answer, now));
    if (result.outcome === 'retry') return result;
    results.push(result);
  }
  return (
    results.find(({ outcome }) => outcome === 'dead') ?? results.at(-1) ?? sent({ status: null, excerpt: '' })
  );
}

/** Alertmanager says in the body what it found wrong with an alert. */
function wordsOf(result: Exclude<SendResult, { outcome: 'sent' }>): string {
  const { reason, reply } = result;
  return reply && reply.excerpt !== '' ? `${reason}: ${reply.excerpt}` : reason;
}

function withFailures(reply: Reply, failures: readonly string[]): Reply {
  return failures.length === 0
    ? reply
    : { ...reply, excerpt: `${reply.excerpt} (${failures.join('; ')})`.trim().slice(0, 500) };
}

/** Prometheus's path, below the prefix that an Alertmanager may have (--web.route-prefix). */
function alertsAddress(address: string): string {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v2/alerts`;
  return url.href;
}
