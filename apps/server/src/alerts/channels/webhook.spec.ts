import { createHmac, timingSafeEqual } from 'node:crypto';
import { webhookBodySchema } from '#contract';
import type { Notice } from '../notice.js';
import { golden } from '../test/golden.js';
import {
  acknowledgedAlert,
  escalatedAlert,
  manySlips,
  messageOf,
  missed,
  overdueAlert,
  recovered,
  recoveredAlert,
  slipped,
  slippedAlert,
} from '../test/slips.js';
import { startWebhookReceiver, type WebhookReceiver } from '../test/webhook-receiver.js';
import { sendWebhook, webhookBody, webhookSignature } from './webhook.js';

const surroundings = {
  publicUrl: 'https://monitor.example.gov.cn',
  timeZone: 'Asia/Shanghai',
  withPicture: false,
};
const at = '2026-11-23T04:00:00.000Z';
const bodyOf = (...alerts: Parameters<typeof messageOf>[0]) =>
  webhookBody({ kind: 'alerts', message: messageOf(alerts) }, 'duty-desk', surroundings);

describe('webhookBody', () => {
  it.each<[string, Notice]>([
    ['slipped', { kind: 'alerts', message: slipped }],
    ['recovered', { kind: 'alerts', message: recovered }],
    [
      'group',
      {
        kind: 'alerts',
        message: messageOf([
          escalatedAlert,
          { ...acknowledgedAlert, fingerprint: 'a' },
          overdueAlert,
          recoveredAlert,
        ]),
      },
    ],
    ['heartbeat', { kind: 'heartbeat', heartbeat: { at, lastSweepAt: at, everySeconds: 300 } }],
    ['test', { kind: 'test', receiver: 'duty-desk', at }],
  ])('writes of %s what golden/webhook-*.json has', (name, notice) => {
    const body = webhookBody(notice, 'duty-desk', surroundings);
    expect(body).toEqual(JSON.parse(golden(`webhook-${name}.json`)));
    expect(webhookBodySchema.parse(body)).toEqual(body);
  });

  it('says where the picture is when it is asked to, and never of a test', () => {
    const options = { ...surroundings, withPicture: true };
    const body = webhookBody({ kind: 'alerts', message: slipped }, 'duty-desk', options);
    expect(body.commonAnnotations['picture']).toBe(
      'https://monitor.example.gov.cn/api/v1/targets/international-routes-2020/chart.png',
    );
    const test = { kind: 'test', receiver: 'duty-desk', at } as const;
    expect(webhookBody(test, 'duty-desk', options).commonAnnotations).not.toHaveProperty('picture');
  });

  it('keeps group, labels and fingerprint from firing to worse to resolved, so that a receiver can join them', () => {
    const bodies = [slipped, missed, recovered].map((message) =>
      webhookBody({ kind: 'alerts', message }, 'duty-desk', surroundings),
    );
    expect(new Set(bodies.map((body) => body.groupKey)).size).toBe(1);
    expect(new Set(bodies.map((body) => body.alerts[0]?.fingerprint)).size).toBe(1);
    expect(new Set(bodies.map((body) => JSON.stringify(body.alerts[0]?.labels))).size).toBe(1);
  });

  it('has in common what every alert has, with the same value', () => {
    const { commonLabels, commonAnnotations, alerts } = bodyOf(slippedAlert, overdueAlert);
    expect(alerts).toHaveLength(2);
    expect(commonLabels).toEqual({
      series: 'international_routes/610100',
      indicator: 'international_routes',
      area: '610100',
      organisation: 'xian-government',
    });
    expect(commonAnnotations).toEqual({});
  });

  it('of a group is resolved only when nothing of it fires, each alert by itself', () => {
    const { status, alerts } = bodyOf(slippedAlert, recoveredAlert);
    expect(status).toBe('firing');
    expect(alerts.map((alert) => alert.status)).toEqual(['firing', 'resolved']);
    expect(bodyOf(recoveredAlert, recoveredAlert).status).toBe('resolved');
  });

  it('of an alert without its verdict still says which target it is about', () => {
    const [alert] = bodyOf({ ...slippedAlert, target: null }).alerts;
    expect(alert?.generatorURL).toBe('https://monitor.example.gov.cn/targets/international-routes-2020');
  });

  it('of three hundred is made in no time, and no larger than a receiver can read', () => {
    const started = performance.now();
    const body = webhookBody(
      { kind: 'alerts', message: messageOf(manySlips(300), { truncatedAlerts: 50 }) },
      'duty-desk',
      surroundings,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(body).toMatchObject({ truncatedAlerts: 50, status: 'firing' });
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(1_000_000);
  });
});

describe('sendWebhook', () => {
  const body = webhookBody({ kind: 'alerts', message: slipped }, 'duty-desk', surroundings);
  const sent = { outcome: 'sent', reply: { status: 200, excerpt: '{"errcode":0}' } };
  let receiver: WebhookReceiver;
  const now = new Date('2026-11-23T04:00:00Z');
  const send = (url: string, own: { secret?: string; timeoutMs?: number } = {}) => {
    const { secret, timeoutMs } = own;
    return sendWebhook({ url, ...(secret !== undefined && { secret }) }, body, 'alert:1:firing:5:duty', {
      now,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  };
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
  });
  beforeEach(() => {
    receiver.requests.length = 0;
  });
  afterAll(() => receiver.close());

  it('posts the body as JSON', async () => {
    receiver.answer(() => ({ status: 200 }));
    expect(await send(receiver.url)).toEqual(sent);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.method).toBe('POST');
    expect(receiver.requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(receiver.requests[0]?.body).toEqual(body);
  });

  it.each([
    [200, { outcome: 'sent' }],
    [204, { outcome: 'sent' }],
    [400, { outcome: 'dead', reason: 'the receiver answered 400 Bad Request' }],
    [401, { outcome: 'dead', reason: 'the receiver answered 401 Unauthorized' }],
    [404, { outcome: 'dead', reason: 'the receiver answered 404 Not Found' }],
    [408, { outcome: 'retry', reason: 'the receiver answered 408 Request Timeout' }],
    [429, { outcome: 'retry', reason: 'the receiver answered 429 Too Many Requests' }],
    [500, { outcome: 'retry', reason: 'the receiver answered 500 Internal Server Error' }],
    [503, { outcome: 'retry', reason: 'the receiver answered 503 Service Unavailable' }],
  ])('understands %i', async (status, result) => {
    receiver.answer(() => ({ status }));
    expect(await send(receiver.url)).toMatchObject(result);
  });

  it('does not follow a redirect', async () => {
    receiver.answer(() => ({ status: 302, headers: { location: receiver.url } }));
    expect(await send(receiver.url)).toMatchObject({
      outcome: 'dead',
      reason: 'the receiver answered 302 Found; redirects are not followed, set the final address',
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('sends credentials of the address as Basic authorization', async () => {
    receiver.answer(() => ({ status: 200 }));
    const address = receiver.url.replace('http://', 'http://user:p%40ss@');
    expect(await send(address)).toEqual(sent);
    expect(receiver.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });

  it('tries again later when nobody listens, and says so without the credentials', async () => {
    const away = await startWebhookReceiver();
    await away.close();
    const address = away.url.replace('http://', 'http://user:s3cret@');
    const result = await send(address);
    expect(result).toMatchObject({
      outcome: 'retry',
      reason: expect.stringMatching(/ECONNREFUSED/) as string,
    });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('tries again later when no answer comes in time', async () => {
    receiver.answer(() => null);
    expect(await send(receiver.url, { timeoutMs: 50 })).toMatchObject({
      outcome: 'retry',
      reason: 'no answer within 0.05 s',
    });
  });

  it.each([
    ['seconds', '120', 120],
    ['a date', 'Mon, 23 Nov 2026 04:02:00 GMT', 120],
    ['weeks', '1209600', 1_209_600],
  ])('hears a Retry-After of %s', async (_what, header, after) => {
    for (const status of [429, 503]) {
      receiver.answer(() => ({ status, headers: { 'retry-after': header } }));
      expect(await send(receiver.url)).toMatchObject({ outcome: 'retry', after });
    }
  });

  it('carries the same key with every attempt, and no signature without a secret', async () => {
    receiver.answer(() => ({ status: 200 }));
    await send(receiver.url);
    await send(receiver.url);
    const keys = receiver.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0]]);
    expect(receiver.requests[0]?.headers).not.toHaveProperty('x-guanzhong-signature');
  });

  it('signs time and body as the documented snippet checks them', async () => {
    receiver.answer(() => ({ status: 200 }));
    await send(receiver.url, { secret: 'hmac-s3cret' });
    const headers = receiver.requests[0]?.headers ?? {};
    const given = { timestamp: String(headers['x-guanzhong-timestamp']), text: JSON.stringify(body) };
    expect(given.timestamp).toBe(String(now.getTime() / 1000));
    expect(headers['x-guanzhong-signature']).toBe(
      webhookSignature(given.timestamp, given.text, 'hmac-s3cret'),
    );
    expect(isGenuine(headers, given.text, 'hmac-s3cret')).toBe(true);
    expect(isGenuine(headers, `${given.text} `, 'hmac-s3cret')).toBe(false);
    expect(isGenuine(headers, given.text, 'an0ther')).toBe(false);
  });
});

/** As docs/receivers.md has it. */
function isGenuine(headers: Record<string, unknown>, body: string, secret: string): boolean {
  const expected = `sha256=${createHmac('sha256', secret)
    .update(`${String(headers['x-guanzhong-timestamp'])}.${body}`)
    .digest('hex')}`;
  const given = Buffer.from(String(headers['x-guanzhong-signature']));
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}
