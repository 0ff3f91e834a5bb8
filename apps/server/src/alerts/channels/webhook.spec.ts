import { webhookBodySchema } from '#contract';
import type { Notice } from '../alert-words.js';
import { golden } from '../test/golden.js';
import { missed, recovered, slipped } from '../test/slips.js';
import { startWebhookReceiver, type WebhookReceiver } from '../test/webhook-receiver.js';
import { sendWebhook, webhookBody } from './webhook.js';

const publicUrl = 'https://monitor.example.gov.cn';

describe('webhookBody', () => {
  it.each<[string, Notice]>([
    ['slipped', { kind: 'firing', about: slipped }],
    ['recovered', { kind: 'resolved', about: recovered }],
    ['test', { kind: 'test', receiver: 'duty-desk', at: '2026-11-23T04:00:00.000Z' }],
  ])('writes of %s what golden/webhook-*.json has', (name, notice) => {
    const body = webhookBody(notice, 'duty-desk', publicUrl);
    expect(body).toEqual(JSON.parse(golden(`webhook-${name}.json`)));
    expect(webhookBodySchema.parse(body)).toEqual(body);
  });

  it('keeps group and fingerprint from firing to worse to resolved, so that a receiver can join them', () => {
    const bodies = [
      webhookBody({ kind: 'firing', about: slipped }, 'duty-desk', publicUrl),
      webhookBody({ kind: 'firing', about: missed }, 'duty-desk', publicUrl),
      webhookBody({ kind: 'resolved', about: recovered }, 'duty-desk', publicUrl),
    ];
    expect(new Set(bodies.map((body) => body.groupKey)).size).toBe(1);
    expect(new Set(bodies.map((body) => body.alerts[0]?.fingerprint)).size).toBe(1);
  });
});

describe('sendWebhook', () => {
  const body = webhookBody({ kind: 'firing', about: slipped }, 'duty-desk', publicUrl);
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
  });
  beforeEach(() => {
    receiver.requests.length = 0;
  });
  afterAll(() => receiver.close());

  it('posts the body as JSON', async () => {
    receiver.answer(() => ({ status: 200 }));
    expect(await sendWebhook(receiver.url, body, { timeoutMs: 5_000 })).toEqual({ ok: true });
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.method).toBe('POST');
    expect(receiver.requests[0]?.headers['content-type']).toBe('application/json');
    expect(receiver.requests[0]?.body).toEqual(body);
  });

  it.each([
    [200, { ok: true }],
    [204, { ok: true }],
    [400, { ok: false, retry: false, error: 'the receiver answered 400 Bad Request' }],
    [401, { ok: false, retry: false, error: 'the receiver answered 401 Unauthorized' }],
    [404, { ok: false, retry: false, error: 'the receiver answered 404 Not Found' }],
    [408, { ok: false, retry: true, error: 'the receiver answered 408 Request Timeout' }],
    [429, { ok: false, retry: true, error: 'the receiver answered 429 Too Many Requests' }],
    [500, { ok: false, retry: true, error: 'the receiver answered 500 Internal Server Error' }],
    [503, { ok: false, retry: true, error: 'the receiver answered 503 Service Unavailable' }],
  ])('understands %i', async (status, result) => {
    receiver.answer(() => ({ status }));
    expect(await sendWebhook(receiver.url, body, { timeoutMs: 5_000 })).toEqual(result);
  });

  it('does not follow a redirect', async () => {
    receiver.answer(() => ({ status: 302, headers: { location: receiver.url } }));
    expect(await sendWebhook(receiver.url, body, { timeoutMs: 5_000 })).toEqual({
      ok: false,
      retry: false,
      error: 'the receiver answered 302 Found; redirects are not followed, set the final address',
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('sends credentials of the address as Basic authorization', async () => {
    receiver.answer(() => ({ status: 200 }));
    const address = receiver.url.replace('http://', 'http://user:p%40ss@');
    expect(await sendWebhook(address, body, { timeoutMs: 5_000 })).toEqual({ ok: true });
    expect(receiver.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
  });

  it('tries again later when nobody listens, and says so without the credentials', async () => {
    const away = await startWebhookReceiver();
    await away.close();
    const address = away.url.replace('http://', 'http://user:s3cret@');
    const result = await sendWebhook(address, body, { timeoutMs: 5_000 });
    expect(result).toMatchObject({
      ok: false,
      retry: true,
      error: expect.stringMatching(/ECONNREFUSED/) as string,
    });
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('tries again later when no answer comes in time', async () => {
    receiver.answer(() => null);
    expect(await sendWebhook(receiver.url, body, { timeoutMs: 50 })).toEqual({
      ok: false,
      retry: true,
      error: 'no answer within 0.05 s',
    });
  });
});
