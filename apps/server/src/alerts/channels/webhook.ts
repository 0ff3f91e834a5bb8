import { createHash, createHmac } from 'node:crypto';
import type { Status } from '#assessment';
import type { Receiver, WebhookBody } from '#contract';
import { alertNames } from '../../sources/incident-message.js';
import { type Notice, noticeWords } from '../alert-words.js';
import { importsPage, targetPage, targetPicture } from '../target-page.js';
import { post, resultOfStatus } from './post.js';
import type { SendResult } from './send-result.js';

type WebhookAlert = WebhookBody['alerts'][number];

/** Go's zero time, by which Alertmanager's receivers know that an alert has not ended. */
const notEnded = '0001-01-01T00:00:00Z';

/** Prometheus's usual severities, which receivers route and colour by. */
const severityLabels: Readonly<Record<Status, 'info' | 'warning' | 'critical'>> = {
  achieved: 'info',
  onTrack: 'info',
  notAssessed: 'info',
  atRisk: 'warning',
  offTrack: 'critical',
  movingAway: 'critical',
  missed: 'critical',
};

/**
 * The body of Alertmanager's webhook, version 4, about one alert.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 *
 * @param receiver the name of the receiver it goes to
 * @param publicUrl the address of this service, without a slash at its end
 * @param options.withPicture whether to say where the target's chart is; whoever opens it must log in
 */
export function webhookBody(
  notice: Notice,
  receiver: string,
  publicUrl: string,
  options: { readonly withPicture: boolean } = { withPicture: false },
): WebhookBody {
  const alert = alertOf(notice, publicUrl, options);
  const { alertname = '', target, source } = alert.labels;
  const groupLabels = {
    alertname,
    ...(target !== undefined && { target }),
    ...(source !== undefined && { source }),
  };
  return {
    receiver,
    status: alert.status,
    alerts: [alert],
    groupLabels,
    commonLabels: alert.labels,
    commonAnnotations: alert.annotations,
    externalURL: publicUrl,
    version: '4',
    groupKey: groupKey(groupLabels),
    truncatedAlerts: 0,
  };
}

/** One alert as Alertmanager's webhooks have it. */
export function alertOf(
  notice: Notice,
  publicUrl: string,
  { withPicture }: { readonly withPicture: boolean },
): WebhookAlert {
  if (notice.kind === 'test') return testAlert(notice, publicUrl);
  if ('trouble' in notice) return sourceAlert(notice, publicUrl);
  const alert = targetAlert(notice, publicUrl);
  if (!withPicture || notice.about.withdrawn) return alert;
  const picture = targetPicture(publicUrl, notice.about.target.code);
  return { ...alert, annotations: { ...alert.annotations, picture } };
}

function sourceAlert(
  notice: Extract<Notice, { readonly trouble: unknown }>,
  publicUrl: string,
): WebhookAlert {
  const { incident, source } = notice.trouble;
  const alertname = alertNames[incident.kind];
  return {
    status: notice.kind,
    labels: {
      alertname,
      source: source.name,
      ...(source.organisation !== null && { organisation: source.organisation }),
      severity: 'warning',
    },
    annotations: annotations(notice),
    startsAt: incident.startsAt,
    endsAt: incident.endsAt ?? notEnded,
    generatorURL: importsPage(publicUrl),
    fingerprint: createHash('sha256')
      .update(JSON.stringify({ alertname, source: source.name }))
      .digest('hex')
      .slice(0, 16),
  };
}

function targetAlert(notice: Extract<Notice, { readonly about: unknown }>, publicUrl: string): WebhookAlert {
  const { alert, target, indicator, area, organisation, to } = notice.about;
  return {
    status: notice.kind,
    labels: {
      alertname: alert.rule,
      target: target.code,
      indicator: indicator.code,
      area: area.code,
      organisation: organisation.code,
      status: to,
      task: String(target.clause.task),
      severity: severityLabels[to],
    },
    annotations: annotations(notice),
    startsAt: alert.startsAt,
    endsAt: alert.endsAt ?? notEnded,
    generatorURL: targetPage(publicUrl, target.code),
    fingerprint: alert.fingerprint,
  };
}

function testAlert(notice: Extract<Notice, { kind: 'test' }>, publicUrl: string): WebhookAlert {
  return {
    status: 'firing',
    labels: { alertname: 'test', receiver: notice.receiver, severity: 'info' },
    annotations: annotations(notice),
    startsAt: notice.at,
    endsAt: notEnded,
    generatorURL: publicUrl,
    fingerprint: `test-${notice.receiver}`,
  };
}

/** `summary` and `description` are the names that receivers' templates look for; Chinese is the plan's language. */
function annotations(notice: Notice): Record<string, string> {
  const { summary, description } = noticeWords(notice);
  return {
    summary: summary.zh,
    description: description.zh,
    summary_en: summary.en,
    description_en: description.en,
  };
}

/** Stable for everything that is said about one target under one rule, as Alertmanager writes it. */
function groupKey(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${pairs.join(', ')}}`;
}

/**
 * Posts a body. The status of the answer decides; see resultOfStatus. With a secret, the body is signed.
 * @param key the same for every attempt at one delivery: the receiver knows a second one by it
 * @param options.timeoutMs how long to wait for the answer; 10 s unless told
 */
export function sendWebhook(
  { url, secret }: Pick<Extract<Receiver, { channel: 'webhook' }>, 'url' | 'secret'>,
  body: WebhookBody,
  key: string,
  options: { readonly now: Date; readonly timeoutMs?: number },
): Promise<SendResult> {
  const { now, timeoutMs } = options;
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return post(
    {
      url,
      body: text,
      headers: {
        'idempotency-key': createHash('sha256').update(key).digest('hex').slice(0, 32),
        ...(secret !== undefined && {
          'x-guanzhong-timestamp': timestamp,
          'x-guanzhong-signature': webhookSignature(timestamp, text, secret),
        }),
      },
      secrets: secret === undefined ? [] : [secret],
      ...(timeoutMs !== undefined && { timeoutMs }),
    },
    (answer) => resultOfStatus(answer, now),
  );
}

/**
 * HMAC-SHA256 over timestamp, a full stop and the body as it was sent, in hex behind the name of the scheme.
 * @param timestamp s since the epoch
 */
export function webhookSignature(timestamp: string, body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
