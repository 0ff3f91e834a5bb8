import { createHash, createHmac } from 'node:crypto';
import type { Labels } from '#alerting';
import type { Receiver, WebhookBody } from '#contract';
import type { ToldAlert } from '#monitoring';
import type { Words } from '../../assessments/verdict-words.js';
import { alertWords } from '../alert-words.js';
import { alertPage } from '../notice-facts.js';
import type { Notice } from '../notice.js';
import { noticeWords } from '../notice-words.js';
import { targetPicture } from '../target-page.js';
import { post, resultOfStatus } from './post.js';
import type { SendResult } from './send-result.js';

export type WebhookAlert = WebhookBody['alerts'][number];

/** Where a webhook body is made. */
export interface WebhookSurroundings {
  /** The address of this service, without a slash at its end. */
  readonly publicUrl: string;
  /** The zone of the times that texts name. */
  readonly timeZone: string;
  /** Whether to say where a target's chart is; whoever opens it must log in. */
  readonly withPicture: boolean;
}

/** Go's zero time, by which Alertmanager's receivers know that an alert has not ended. */
const notEnded = '0001-01-01T00:00:00Z';

/** As Prometheus's users know the alert that always fires. */
const watchdog = 'Watchdog';

/**
 * The body of Alertmanager's webhook, version 4.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 *
 * @param receiver the name of the receiver it goes to
 */
export function webhookBody(
  notice: Notice,
  receiver: string,
  surroundings: WebhookSurroundings,
): WebhookBody {
  const alerts = webhookAlerts(notice, surroundings);
  const { status, groupLabels, groupKey, truncatedAlerts } = groupOf(notice);
  return {
    receiver,
    status,
    alerts,
    groupLabels,
    commonLabels: inCommon(alerts.map(({ labels }) => labels)),
    commonAnnotations: inCommon(alerts.map(({ annotations }) => annotations)),
    externalURL: surroundings.publicUrl,
    version: '4',
    groupKey,
    truncatedAlerts,
  };
}

function groupOf(
  notice: Notice,
): Pick<WebhookBody, 'status' | 'groupLabels' | 'groupKey' | 'truncatedAlerts'> {
  if (notice.kind === 'alerts') {
    const { status, groupLabels, groupKey, truncatedAlerts } = notice.message.notification;
    return { status, groupLabels, groupKey, truncatedAlerts };
  }
  const alertname = notice.kind === 'test' ? 'test' : watchdog;
  return {
    status: 'firing',
    groupLabels: { alertname },
    groupKey: `{}:{alertname="${alertname}"}`,
    truncatedAlerts: 0,
  };
}

/** What every one of some label sets has, with the same value. */
function inCommon(sets: readonly Labels[]): Labels {
  const [first = {}, ...others] = sets;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      others.every((set) => Object.hasOwn(set, name) && set[name] === value),
    ),
  );
}

/** What a notice tells, as alerts of Alertmanager's webhooks. */
export function webhookAlerts(notice: Notice, surroundings: WebhookSurroundings): WebhookAlert[] {
  const { publicUrl, timeZone } = surroundings;
  switch (notice.kind) {
    case 'alerts':
      return notice.message.alerts.map((alert) => webhookAlert(alert, surroundings));
    case 'heartbeat':
      return [
        serviceAlert(notice, { alertname: watchdog, severity: 'none' }, notice.heartbeat.at, {
          publicUrl,
          timeZone,
          fingerprint: createHash('sha256').update(watchdog).digest('hex').slice(0, 16),
        }),
      ];
    case 'test':
      return [
        serviceAlert(notice, { alertname: 'test', receiver: notice.receiver, severity: 'info' }, notice.at, {
          publicUrl,
          timeZone,
          fingerprint: `test-${notice.receiver}`,
        }),
      ];
  }
}

/** One alert as Alertmanager's webhooks have it: what changes while it lasts is an annotation, never a label. */
export function webhookAlert(
  alert: ToldAlert,
  { publicUrl, timeZone, withPicture }: WebhookSurroundings,
): WebhookAlert {
  const { state, labels, startsAt, endsAt, fingerprint, acknowledged, escalatedTo, target } = alert;
  const { summary, description, remarks } = alertWords(alert, timeZone);
  const told = (language: keyof Words, separator: string): string =>
    [description[language], ...remarks.map((remark) => remark[language])].join(separator);
  return {
    status: state === 'resolved' ? 'resolved' : 'firing',
    // An empty value is no label.
    labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== '')),
    annotations: {
      ...textAnnotations(summary, { zh: told('zh', ''), en: told('en', ' ') }),
      ...(target && { status: target.to }),
      ...(acknowledged && { acknowledged_by: acknowledged.by }),
      ...(escalatedTo.length > 0 && { escalated_to: escalatedTo.map(({ code }) => code).join(',') }),
      ...(withPicture &&
        target &&
        !alert.withdrawn && { picture: targetPicture(publicUrl, target.target.code) }),
    },
    startsAt,
    endsAt: endsAt ?? notEnded,
    generatorURL: alertPage(alert, publicUrl),
    fingerprint,
  };
}

/** An alert that says something of this service. */
function serviceAlert(
  notice: Notice,
  labels: Labels,
  startsAt: string,
  about: { readonly publicUrl: string; readonly timeZone: string; readonly fingerprint: string },
): WebhookAlert {
  const { heading, lead } = noticeWords(notice, about.timeZone);
  const description = {
    zh: lead.map(({ zh }) => zh).join(''),
    en: lead.map(({ en }) => en).join(' '),
  };
  return {
    status: 'firing',
    labels,
    annotations: textAnnotations(heading, description),
    startsAt,
    endsAt: notEnded,
    generatorURL: about.publicUrl,
    fingerprint: about.fingerprint,
  };
}

/** `summary` and `description` are the names that receivers' templates look for; Chinese is the plan's language. */
function textAnnotations(summary: Words, description: Words): Record<string, string> {
  return {
    summary: summary.zh,
    description: description.zh,
    summary_en: summary.en,
    description_en: description.en,
  };
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
