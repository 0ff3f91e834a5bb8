import { createHash } from 'node:crypto';
import { unescape } from 'node:querystring';
import type { Status } from '#assessment';
import type { WebhookBody } from '#contract';
import { alertNames } from '../../sources/incident-message.js';
import { type Notice, noticeWords } from '../alert-words.js';
import { importsPage, targetPage } from '../target-page.js';
import { errorMessage } from './error-message.js';
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
 */
export function webhookBody(notice: Notice, receiver: string, publicUrl: string): WebhookBody {
  const alert = alertOf(notice, publicUrl);
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

function alertOf(notice: Notice, publicUrl: string): WebhookAlert {
  if (notice.kind === 'test') return testAlert(notice, publicUrl);
  return 'trouble' in notice ? sourceAlert(notice, publicUrl) : targetAlert(notice, publicUrl);
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
 * Posts a body. 2xx is success. 5xx, 408, 429, a network error and a timeout may pass: `retry`. Any other answer is
 * the receiver's last word, a redirect included: an alert does not follow to an address that nobody set.
 */
export async function sendWebhook(
  url: string,
  body: WebhookBody,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<SendResult> {
  const { address, authorization } = addressOf(url);
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'guanzhong-monitor', ...authorization },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: timeout,
    });
  } catch (error) {
    const what = timeout.aborted
      ? `no answer within ${timeoutMs / 1000} s`
      : `the receiver cannot be reached: ${errorMessage(error)}`;
    return { ok: false, retry: true, error: what };
  }
  // Only the status counts; a body left unread would keep its connection.
  await response.body?.cancel();
  if (response.ok) return { ok: true };
  const answer = `the receiver answered ${response.status} ${response.statusText}`.trimEnd();
  if (response.status >= 300 && response.status < 400)
    return { ok: false, retry: false, error: `${answer}; redirects are not followed, set the final address` };
  const passing = response.status >= 500 || response.status === 408 || response.status === 429;
  return { ok: false, retry: passing, error: answer };
}

/** fetch refuses an address with credentials in it: they travel as Basic authorization instead. */
function addressOf(text: string): { address: string; authorization: Record<string, string> } {
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { address: url.href, authorization: {} };
  url.username = '';
  url.password = '';
  const credentials = Buffer.from(`${unescape(username)}:${unescape(password)}`).toString('base64');
  return { address: url.href, authorization: { authorization: `Basic ${credentials}` } };
}
