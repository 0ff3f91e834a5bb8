import type { Notice } from '../notice.js';
import {
  first,
  manySlips,
  messageOf,
  missed,
  recovered,
  recoveredAlert,
  slipped,
  slippedAlert,
} from '../test/slips.js';
import { type AlertmanagerServer, startAlertmanagerServer } from '../test/alertmanager-server.js';
import { postableAlerts, sendToAlertmanagers } from './alertmanager.js';

const now = new Date('2026-11-23T04:00:00.000Z');
const publicUrl = 'https://monitor.example.gov.cn';
const alertsOf = (notice: Notice) => postableAlerts(notice, { publicUrl, timeZone: 'Asia/Shanghai', now });
const alertOf = (notice: Notice) => first(alertsOf(notice));

let peers: [AlertmanagerServer, AlertmanagerServer];
beforeEach(async () => {
  peers = await Promise.all([startAlertmanagerServer(), startAlertmanagerServer()]);
});
afterEach(() => Promise.all(peers.map((peer) => peer.close())));
const urls = () => peers.map(({ url }) => url);

describe('postableAlerts', () => {
  it('keep their labels from firing to worse to resolved, so that all are one alert', () => {
    const alerts = [
      alertOf({ kind: 'alerts', message: slipped }),
      alertOf({ kind: 'alerts', message: missed }),
      alertOf({ kind: 'alerts', message: recovered }),
    ];
    expect(new Set(alerts.map(({ labels }) => JSON.stringify(labels))).size).toBe(1);
    expect(alerts.map(({ annotations }) => annotations['status'])).toEqual(['offTrack', 'missed', 'onTrack']);
    expect(alerts[0]?.labels).toEqual(slippedAlert.labels);
  });

  it('end four minutes ahead while they fire, and when they did once they are over', () => {
    const alerts = alertsOf({ kind: 'alerts', message: messageOf([slippedAlert, recoveredAlert]) });
    expect(alerts.map(({ endsAt }) => endsAt)).toEqual(['2026-11-23T04:04:00.000Z', recoveredAlert.endsAt]);
  });

  it('have no label without a value, as Alertmanager has none', () => {
    const labels = { ...slippedAlert.labels, area: '' };
    expect(
      alertOf({ kind: 'alerts', message: messageOf([{ ...slippedAlert, labels }]) }).labels,
    ).not.toHaveProperty('area');
  });

  it('of a heartbeat is the alert that always fires, until three beats stayed away', () => {
    const at = '2026-11-23T03:59:00.000Z';
    const heartbeat = { at, lastSweepAt: at, everySeconds: 60 };
    expect(alertOf({ kind: 'heartbeat', heartbeat })).toMatchObject({
      labels: { alertname: 'Watchdog', severity: 'none' },
      startsAt: at,
      endsAt: '2026-11-23T04:02:00.000Z',
    });
  });
});

describe('postableAlerts of an alert that fired by a clock that was ahead', () => {
  it('does not start after it ends, since then it would be refused for good', async () => {
    const startsAt = '2027-01-01T00:00:00.000Z';
    for (const alert of [slippedAlert, recoveredAlert]) {
      const postable = alertOf({ kind: 'alerts', message: messageOf([{ ...alert, startsAt }]) });
      expect(await sendToAlertmanagers([postable], { urls: urls() }, now)).toMatchObject({ outcome: 'sent' });
    }
    for (const peer of peers) expect(peer.active(now)).toEqual([]);
  });
});

describe('sendToAlertmanagers', () => {
  it('makes an alert fire at each of them, and end', async () => {
    const firing = alertOf({ kind: 'alerts', message: slipped });
    expect(await sendToAlertmanagers([firing], { urls: urls() }, now)).toMatchObject({ outcome: 'sent' });
    for (const peer of peers) expect(peer.active(now)).toEqual([firing]);
    const resolved = alertOf({ kind: 'alerts', message: recovered });
    await sendToAlertmanagers([resolved], { urls: urls() }, now);
    for (const peer of peers) {
      expect(peer.active(now)).toEqual([]);
      expect(peer.known()).toEqual([resolved]);
    }
  });

  it('lets an alert end by itself that nobody repeats', async () => {
    await sendToAlertmanagers([alertOf({ kind: 'alerts', message: slipped })], { urls: urls() }, now);
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
      await sendToAlertmanagers([alertOf({ kind: 'alerts', message: slipped })], { urls: urls() }, now),
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
    const alert = alertOf({ kind: 'alerts', message: slipped });
    expect(await sendToAlertmanagers([alert], { urls: urls() }, now)).toMatchObject({ outcome: 'retry' });
    for (const peer of peers) peer.fail(null);
    expect(
      await sendToAlertmanagers([{ ...alert, labels: { 'not a name': 'x' } }], { urls: urls() }, now),
    ).toMatchObject({
      outcome: 'dead',
      reason: expect.stringMatching(/answered 400 Bad Request: .*labels/) as string,
    });
  });

  it('posts thousands in portions as Prometheus does', async () => {
    const alerts = alertsOf({ kind: 'alerts', message: messageOf(manySlips(1000)) });
    expect(await sendToAlertmanagers(alerts, { urls: urls() }, now)).toMatchObject({ outcome: 'sent' });
    for (const peer of peers) {
      expect(peer.posts).toBe(4);
      expect(peer.active(now)).toHaveLength(1000);
    }
  });

  it('keeps no portion back because of one that is refused, and stops at a failure that may pass', async () => {
    const alerts = alertsOf({ kind: 'alerts', message: messageOf(manySlips(600)) });
    const spoilt = alerts.map((alert, index) =>
      index === 0 ? { ...alert, labels: { 'not a name': 'x' } } : alert,
    );
    expect(await sendToAlertmanagers(spoilt, { urls: urls() }, now)).toMatchObject({ outcome: 'dead' });
    expect(peers[0].active(now)).toHaveLength(600 - 256);
    for (const peer of peers) peer.fail(503);
    expect(await sendToAlertmanagers(alerts, { urls: urls() }, now)).toMatchObject({ outcome: 'retry' });
    expect(peers[0].refused).toBe(2);
  });

  it('is posted below the prefix of an address', async () => {
    const result = await sendToAlertmanagers(
      [alertOf({ kind: 'alerts', message: slipped })],
      { urls: [`${peers[0].url}/prefix/`] },
      now,
    );
    expect(result).toMatchObject({ outcome: 'dead', reason: expect.stringContaining('404') as string });
    expect(peers[0].posts).toBe(0);
  });
});
