import type { Receiver } from '#contract';
import type { Notice } from '../alert-words.js';
import { post, resultOfStatus } from './post.js';
import { dead, type Reply, retry, type SendResult, sent } from './send-result.js';
import { alertOf } from './webhook.js';

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

/**
 * An alert as Alertmanager knows it. Its labels are what does not change while it lasts, since another label set would
 * be another alert; status and severity, which do change, are annotations. One that fires ends a little ahead, as
 * Prometheus has it: whoever stops repeating it lets it end, whatever the peer's resolve_timeout is.
 *
 * @param now what a firing alert's end is reckoned from
 */
export function postableAlert(
  notice: Notice,
  { publicUrl, now }: { readonly publicUrl: string; readonly now: Date },
): PostableAlert {
  const alert = alertOf(notice, publicUrl, { withPicture: false });
  const { status, severity, ...labels } = alert.labels;
  // A test is for the eye: it ends by itself, and nobody repeats it.
  const ahead = new Date(now.getTime() + endsAheadSeconds * 1000).toISOString();
  const endsAt = alert.status === 'resolved' ? alert.endsAt : ahead;
  return {
    labels,
    annotations: {
      ...alert.annotations,
      ...(status !== undefined && { status }),
      ...(severity !== undefined && { severity }),
    },
    // Of an alert that fired by a clock that was ahead, since none is taken that starts after its end.
    startsAt: Date.parse(alert.startsAt) > Date.parse(endsAt) ? endsAt : alert.startsAt,
    endsAt,
    generatorURL: alert.generatorURL,
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
  const body = JSON.stringify(alerts);
  const results = await Promise.all(
    urls.map((address) =>
      post({ url: alertsAddress(address), body }, (answer) => resultOfStatus(answer, now)),
    ),
  );
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
