import type { Notice } from '../alert-words.js';
import { type AlertmanagerServer, startAlertmanagerServer } from '../test/alertmanager-server.js';
import { missed, recovered, slipped } from '../test/slips.js';
import { postableAlert, sendToAlertmanagers } from './alertmanager.js';

const now = new Date('2026-11-23T04:00:00.000Z');
const publicUrl = 'https://monitor.example.gov.cn';
const alertOf = (notice: Notice, at = now) => postableAlert(notice, { publicUrl, now: at });

let peers: [AlertmanagerServer, AlertmanagerServer];
beforeEach(async () => {
  peers = await Promise.all([startAlertmanagerServer(), startAlertmanagerServer()]);
});
afterEach(() => Promise.all(peers.map((peer) => peer.close())));
const urls = () => peers.map(({ url }) => url);

describe('postableAlert', () => {
  it('keeps its labels from firing to worse to resolved, so that all are one alert', () => {
    const alerts = [
      alertOf({ kind: 'firing', about: slipped }),
      alertOf({ kind: 'firing', about: missed }),
      alertOf({ kind: 'resolved', about: recovered }),
    ];
    expect(new Set(alerts.map(({ labels }) => JSON.stringify(labels))).size).toBe(1);
    expect(alerts.map(({ annotations }) => annotations['severity'])).toEqual([
      'critical',
      'critical',
      'info',
    ]);
    expect(alerts[0]?.labels).toEqual({
      alertname: 'off-track',
      target: 'international-routes-2020',
      indicator: 'international_routes',
      area: '610100',
      organisation: 'xian-government',
      task: expect.any(String) as string,
    });
  });

  it('ends four minutes ahead while it fires, and when it did once it is over', () => {
    expect(alertOf({ kind: 'firing', about: slipped }).endsAt).toBe('2026-11-23T04:04:00.000Z');
    expect(alertOf({ kind: 'resolved', about: recovered }).endsAt).toBe(recovered.alert.endsAt);
  });
});

describe('postableAlert of an alert that fired by a clock that was ahead', () => {
  it('does not start after it ends, since then it would be refused for good', async () => {
    const startsAt = '2027-01-01T00:00:00.000Z';
    const early = { ...slipped, alert: { ...slipped.alert, startsAt } };
    const over = { ...recovered, alert: { ...recovered.alert, startsAt } };
    for (const notice of [
      { kind: 'firing', about: early },
      { kind: 'resolved', about: over },
    ] as const)
      expect(await sendToAlertmanagers([alertOf(notice)], { urls: urls() }, now)).toMatchObject({
        outcome: 'sent',
      });
    for (const peer of peers) expect(peer.active(now)).toEqual([]);
  });
});

describe('sendToAlertmanagers', () => {
  it('makes an alert fire at each of them, and end', async () => {
    const firing = alertOf({ kind: 'firing', about: slipped });
    expect(await sendToAlertmanagers([firing], { urls: urls() }, now)).toMatchObject({ outcome: 'sent' });
    for (const peer of peers) expect(peer.active(now)).toEqual([firing]);
    const resolved = alertOf({ kind: 'resolved', about: recovered });
    await sendToAlertmanagers([resolved], { urls: urls() }, now);
    for (const peer of peers) {
      expect(peer.active(now)).toEqual([]);
      expect(peer.known()).toEqual([resolved]);
    }
  });

  it('lets an alert end by itself that nobody repeats', async () => {
    await sendToAlertmanagers([alertOf({ kind: 'firing', about: slipped })], { urls: urls() }, now);
    expect(peers[0].active(new Date('2026-11-23T04:03:59Z'))).toHaveLength(1);
    expect(peers[0].active(new Date('2026-11-23T04:04:00Z'))).toHaveLength(0);
  });

  it('takes a test for an alert too', async () => {
    const test = alertOf({ kind: 'test', receiver: 'am', at: now.toISOString() });
    expect(await sendToAlertmanagers([test], { urls: urls() }, now)).toMatchObject({ outcome: 'sent' });
    expect(peers[0].active(now)).toMatchObject([{ labels: { alertname: 'test', receiver: 'am' } }]);
  });

  it('is sent when one took it, and says what the other did', async () => {
    peers[1].fail(503);
    expect(
      await sendToAlertmanagers([alertOf({ kind: 'firing', about: slipped })], { urls: urls() }, now),
    ).toEqual({
      outcome: 'sent',
      reply: {
        status: 200,
        excerpt: `(${new URL(peers[1].url).host}: the receiver answered 503 Service Unavailable)`,
      },
    });
  });

  it('is tried again when none took it, and given up when all found it wrong', async () => {
    for (const peer of peers) peer.fail(503);
    const alert = alertOf({ kind: 'firing', about: slipped });
    expect(await sendToAlertmanagers([alert], { urls: urls() }, now)).toMatchObject({ outcome: 'retry' });
    for (const peer of peers) peer.fail(null);
    expect(
      await sendToAlertmanagers([{ ...alert, labels: { 'not a name': 'x' } }], { urls: urls() }, now),
    ).toMatchObject({
      outcome: 'dead',
      reason: expect.stringMatching(/answered 400 Bad Request: .*labels/) as string,
    });
  });

  it('is posted below the prefix of an address', async () => {
    const result = await sendToAlertmanagers(
      [alertOf({ kind: 'firing', about: slipped })],
      { urls: [`${peers[0].url}/prefix/`] },
      now,
    );
    expect(result).toMatchObject({ outcome: 'dead', reason: expect.stringContaining('404') as string });
    expect(peers[0].posts).toBe(0);
  });
});
