import type { Alert, AlertEvent, Delivery, DeliveryAttempt, Problem } from '#contract';
import { planDeliveries } from '#monitoring';
import { leaseDeliveries } from '#storage';
import { markFailed, markSent } from '../../../libs/storage/test/mark-delivery.js';
import { statusWords } from '../src/assessments/verdict-words.js';
import { putSlips, type Slip } from './fired-alerts.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00.000Z';
let application: TestApplication;
let viewer: string;
let uploader: string;
let ofXian: string;

beforeAll(async () => {
  application = await startTestApplication({ now });
  viewer = await application.token('viewer');
  uploader = await application.token('uploader');
  ofXian = await application.token('uploader', 'xian-government');
});
afterAll(() => application.close());

const put = (body: unknown, token?: string) => ({
  method: 'PUT',
  body: JSON.stringify(body),
  ...(token === undefined ? {} : { token }),
});
const send = (method: 'POST' | 'DELETE', body?: unknown, token?: string) => ({
  method,
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  ...(token === undefined ? {} : { token }),
});

interface AuditEntry {
  readonly who: string;
  readonly action: string;
  readonly details: object;
}
const auditOf = (subject: string): Promise<AuditEntry[]> =>
  application.database.query('select who, action, details from audit_entry where subject = $1 order by id', [
    subject,
  ]);

const first: Slip = {
  target: 'international-routes-2020',
  organisation: 'xian-government',
  from: 'onTrack',
  to: 'offTrack',
};
const second: Slip = { target: 'another', organisation: 'baoji-government', from: 'onTrack', to: 'missed' };
const later = '2026-11-24T04:00:00.000Z';

const list = async (query = '') =>
  (await application.ask<Alert[]>(`/api/v1/alerts${query}`, { token: viewer })).body;
/** The shipped plan has forecasts of its own that are alerts. */
const told = (alerts: readonly Alert[]) =>
  alerts
    .filter(({ rule }) => rule !== 'forecast-unlikely')
    .map(({ rule, target, state }) => [rule, target, state]);

describe('alerts', () => {
  let alert: Alert;
  const path = () => `/api/v1/alerts/${alert.id}`;

  beforeAll(async () => {
    // A rule that waits, so that something is pending.
    const { body: slip } = await application.ask<object>('/api/v1/alert-rules/slip');
    const patient = { ...slip, name: 'patient', version: undefined, for: { sweeps: 5 }, severity: 'info' };
    expect((await application.ask('/api/v1/alert-rules/patient', put(patient))).status).toBe(200);
    const over: Slip = { ...second, target: 'third', to: 'atRisk' };
    await putSlips(application.database, new Date(now), [over]);
    await putSlips(application.database, new Date(now), [{ ...over, to: 'onTrack' }]);
    application.setNow(later);
    await putSlips(application.database, new Date(later), [first, second]);
    [alert] = (await list('?rule=slip&organisation=xian-government')) as [Alert];
  });

  it('are listed with those that fire first, then the pending, then the resolved; by severity, the newest first', async () => {
    expect(told(await list())).toEqual([
      ['missed', 'another', 'firing'],
      ['slip', 'another', 'firing'],
      ['slip', 'international-routes-2020', 'firing'],
      ['patient', 'international-routes-2020', 'pending'],
      ['patient', 'another', 'pending'],
      ['slip', 'third', 'resolved'],
    ]);
  });

  it.each([
    ['?state=pending&organisation=baoji-government', [['patient', 'another', 'pending']]],
    ['?severity=critical', [['missed', 'another', 'firing']]],
    ['?target=third', [['slip', 'third', 'resolved']]],
    ['?rule=patient&limit=1', [['patient', 'international-routes-2020', 'pending']]],
    ['?state=acknowledged', []],
  ])('are narrowed by %s', async (query, expected) => {
    expect(told(await list(query))).toEqual(expected);
  });

  it('say what, who, how bad, since when, in two languages, and what keeps them from being told', async () => {
    expect(await application.ask<Alert>(path(), { token: viewer })).toMatchObject({
      status: 200,
      body: {
        id: alert.id,
        rule: 'slip',
        severity: 'warning',
        state: 'firing',
        about: 'condition',
        subject: 'target/international-routes-2020',
        labels: {
          alertname: 'slip',
          condition: 'statusWorsens',
          level: 'atRisk',
          severity: 'warning',
          target: 'international-routes-2020',
          organisation: 'xian-government',
        },
        target: 'international-routes-2020',
        organisation: 'xian-government',
        status: 'offTrack',
        from: 'onTrack',
        numbers: { now: { kind: 'status', status: 'offTrack' } },
        summary: {
          zh: '目标预警：目标international-routes-2020，由“进展正常”转为“进度滞后”',
          en: 'Target slipped: Target international-routes-2020, from “On track” to “Off track”',
        },
        startsAt: later,
        changedAt: later,
        endsAt: null,
        acknowledged: null,
        silencedBy: [],
        inhibitedBy: null,
        escalatedTo: [],
      },
    });
    const [pending] = await list('?state=pending&organisation=xian-government');
    expect(pending).toMatchObject({
      id: null,
      status: null,
      startsAt: later,
      summary: { en: expect.stringContaining('“Off track”') as string },
    });
    const [slipOfMissed] = await list('?rule=slip&organisation=baoji-government');
    const [missed] = await list('?rule=missed');
    expect(slipOfMissed?.inhibitedBy).toEqual({
      rule: 'missed-over-off-track',
      source: missed?.fingerprint,
    });
  });

  it('are acknowledged by their own organisation or an administrator, once, and by nobody else', async () => {
    const at = `${path()}/acknowledgement`;
    for (const token of [viewer, uploader, await application.token('uploader', 'baoji-government')]) {
      const refused = await application.ask<Problem>(at, send('POST', { comment: 'mine' }, token));
      expect({ status: refused.status, code: refused.body.code }).toEqual({
        status: 403,
        code: 'not-permitted',
      });
    }
    const acknowledged = { by: 'uploader-4', at: later, comment: '已约谈机场集团' };
    const answer = await application.ask<Alert>(at, send('POST', { comment: ' 已约谈机场集团 ' }, ofXian));
    expect(answer).toMatchObject({ status: 200, body: { state: 'acknowledged', acknowledged } });
    const again = await application.ask<Alert>(at, send('POST', { comment: 'me too' }));
    expect(again).toMatchObject({ status: 200, body: { acknowledged } });
    expect(told(await list('?state=acknowledged'))).toEqual([['slip', first.target, 'acknowledged']]);

    const back = await application.ask<Alert>(at, send('DELETE', undefined, ofXian));
    expect(back).toMatchObject({ status: 200, body: { state: 'firing', acknowledged: null } });
    expect((await application.ask<Alert>(at, send('DELETE'))).body.state).toBe('firing');
    expect((await application.ask<Alert>(at, send('POST'))).body.acknowledged).toMatchObject({ comment: '' });
    expect((await auditOf(`alert ${alert.id}`)).map(({ who, action }) => [who, action])).toEqual([
      ['uploader-4', 'acknowledge'],
      ['uploader-4', 'unacknowledge'],
      ['admin-1', 'acknowledge'],
    ]);
  });

  it('that are over are not acknowledged', async () => {
    const [over] = await list('?state=resolved');
    const answer = await application.ask<Problem>(
      `/api/v1/alerts/${over?.id}/acknowledgement`,
      send('POST', {}),
    );
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: 'conflict' });
    expect(answer.body.detail).toContain('is over');
  });

  it('tell what became of them, when, why and by whom', async () => {
    const events = await application.ask<AlertEvent[]>(`${path()}/events`, { token: viewer });
    expect(events.body.map(({ action, who, at }) => [action, who, at])).toEqual([
      ['fire', null, later],
      ['acknowledge', 'uploader-4', later],
      ['unacknowledge', 'uploader-4', later],
      ['acknowledge', 'admin-1', later],
    ]);
    expect(events.body[0]).toMatchObject({ reason: 'slipped', numbers: { before: { status: 'onTrack' } } });
    expect(typeof events.body[0]?.sweep).toBe('number');
    const [over] = await list('?state=resolved');
    const ended = await application.ask<AlertEvent[]>(`/api/v1/alerts/${over?.id}/events`);
    expect(ended.body.map(({ action }) => action)).toEqual(['fire', 'resolve']);
  });

  it('tell of each episode its own', async () => {
    const end = new Date('2026-11-25T04:00:00.000Z');
    await putSlips(application.database, end, [{ ...second, to: 'onTrack' }]);
    await putSlips(application.database, end, [second]);
    const episodes = await list('?rule=missed');
    expect(told(episodes)).toEqual([
      ['missed', 'another', 'firing'],
      ['missed', 'another', 'resolved'],
    ]);
    const actions = episodes.map(async ({ id }) =>
      (await application.ask<AlertEvent[]>(`/api/v1/alerts/${id}/events`)).body.map(({ action }) => action),
    );
    expect(await Promise.all(actions)).toEqual([['fire'], ['fire', 'resolve']]);
  });

  it.each([
    ['/api/v1/alerts?state=burning', 400],
    ['/api/v1/alerts?limit=0', 400],
    ['/api/v1/alerts/999999', 404],
    ['/api/v1/alerts/999999/events', 404],
    ['/api/v1/alerts/one', 400],
  ])('%s is answered with %i', async (at, status) => {
    expect((await application.ask(at)).status).toBe(status);
  });

  it('that do not exist are not acknowledged', async () => {
    expect((await application.ask('/api/v1/alerts/999999/acknowledgement', send('POST', {}))).status).toBe(
      404,
    );
    const long = { comment: 'x'.repeat(2_001) };
    expect((await application.ask(`${path()}/acknowledgement`, send('POST', long))).status).toBe(400);
  });
});

describe('deliveries', () => {
  let all: readonly Delivery[];
  const deliveries = async (query = '') =>
    (await application.ask<Delivery[]>(`/api/v1/deliveries${query}`, { token: viewer })).body;

  beforeAll(async () => {
    const receiver = { channel: 'webhook', url: 'http://127.0.0.1:9/', enabled: true };
    for (const [name, organisation] of [
      ['xian', 'xian-government'],
      ['baoji', 'baoji-government'],
    ])
      await application.ask(`/api/v1/receivers/${name}`, put({ ...receiver, organisations: [organisation] }));
    application.setNow('2026-11-26T04:00:00.000Z');
    const at = new Date('2026-11-26T04:00:00.000Z');
    await planDeliveries(application.database, { now: at, timeZone: 'Asia/Shanghai', statusWords });
    all = await deliveries();
  });

  it('are listed with the alerts that they tell of, the newest first', async () => {
    const [missed] = await list('?rule=missed&state=firing');
    const ofBaoji = await deliveries('?receiver=baoji');
    expect(ofBaoji).toMatchObject([
      { receiver: 'baoji', kind: 'firing', state: 'due', alerts: [missed?.id], attempts: 0, lastError: null },
    ]);
    expect(ofBaoji[0]?.groupKey).toContain('missed');
    expect(await deliveries(`?alert=${missed?.id}`)).toEqual(ofBaoji);
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));
    expect(await deliveries('?state=sent')).toEqual([]);
    expect(await deliveries('?limit=1')).toHaveLength(1);
    expect((await application.ask('/api/v1/deliveries?state=lost')).status).toBe(400);
    expect((await application.ask('/api/v1/deliveries?alert=one')).status).toBe(400);
  });

  it('that were given up are due again when an administrator asks, one or all of a receiver', async () => {
    const [one] = await deliveries('?receiver=baoji');
    const at = new Date('2026-11-26T04:00:00.000Z');
    const giveUp = () =>
      markFailed(application.database, one!.id, {
        error: 'the receiver answered 400',
        nextAttemptAt: null,
        now: at,
      });
    await giveUp();
    expect(await deliveries('?state=givenUp')).toMatchObject([
      { id: one?.id, attempts: 1, lastError: 'the receiver answered 400' },
    ]);
    const path = `/api/v1/deliveries/${one?.id}/retry`;
    expect((await application.ask(path, send('POST', undefined, uploader))).status).toBe(403);
    expect(await application.ask(path, send('POST'))).toMatchObject({
      status: 202,
      body: { id: one?.id, state: 'due' },
    });
    expect(await auditOf(`delivery ${one?.id}`)).toEqual([{ who: 'admin-1', action: 'retry', details: {} }]);

    await giveUp();
    const every = '/api/v1/deliveries/retry';
    expect((await application.ask(every, send('POST', { receiver: 'baoji' }, uploader))).status).toBe(403);
    expect(await application.ask(every, send('POST', { receiver: 'xian' }))).toMatchObject({
      status: 202,
      body: { receiver: 'xian', retried: 0 },
    });
    expect((await application.ask(every, send('POST', { receiver: 'baoji' }))).body).toEqual({
      receiver: 'baoji',
      retried: 1,
    });
    expect(await deliveries('?state=givenUp')).toEqual([]);
    expect(await auditOf('deliveries to baoji')).toEqual([
      { who: 'admin-1', action: 'retry', details: { retried: 1 } },
    ]);
    expect((await application.ask(every, send('POST', { receiver: 'nobody' }))).status).toBe(404);
    expect((await application.ask(every, send('POST', {}))).status).toBe(400);
  });

  it('have a log of every attempt', async () => {
    const at = new Date('2026-11-26T04:00:00.000Z');
    expect(await leaseDeliveries(application.database, at, 60, 20)).not.toEqual([]);
    const [one] = await deliveries('?receiver=baoji');
    const log = await application.ask<DeliveryAttempt[]>(`/api/v1/deliveries/${one?.id}/attempts`, {
      token: viewer,
    });
    expect(log.body).toMatchObject([{ outcome: 'unfinished', status: null, excerpt: null }]);
    expect((await application.ask('/api/v1/deliveries/999999/attempts')).status).toBe(404);
    expect((await application.ask('/api/v1/deliveries/one/attempts')).status).toBe(400);
  });

  it('name to others than administrators no address that a receiver holds', async () => {
    const robot = {
      channel: 'wecom',
      url: 'https://qyapi.weixin.qq.com/in?key=t0ken-0123456789',
      enabled: false,
    };
    const ring = { ...robot, organisations: [], mentioned: ['LiSi'] };
    expect((await application.ask('/api/v1/receivers/ring', put(ring))).status).toBe(200);
    const [one] = await deliveries('?receiver=baoji');
    const error = 'the receiver answered 40031: invalid user lisi';
    const at = new Date('2026-11-26T04:00:00.000Z');
    const attempt = 'update delivery_attempt set reason = $2, excerpt = $2 where delivery = $1';
    await application.database.query(attempt, [one?.id, error]);
    await markFailed(application.database, one!.id, { error, nextAttemptAt: at, now: at });
    const seenBy = async (token?: string) => {
      const asked = token === undefined ? {} : { token };
      const listed = await application.ask<Delivery[]>('/api/v1/deliveries?receiver=baoji', asked);
      const log = await application.ask<DeliveryAttempt[]>(`/api/v1/deliveries/${one?.id}/attempts`, asked);
      return [listed.body[0]?.lastError, log.body[0]?.reason, log.body[0]?.excerpt];
    };
    expect(await seenBy()).toEqual([error, error, error]);
    const masked = 'the receiver answered 40031: invalid user l***';
    for (const token of [viewer, uploader]) expect(await seenBy(token)).toEqual([masked, masked, masked]);
  });

  it('that were sent are not sent again', async () => {
    const [one] = await deliveries('?receiver=baoji');
    await markSent(application.database, one!.id, new Date('2026-11-26T04:00:00.000Z'));
    const answer = await application.ask<Problem>(`/api/v1/deliveries/${one?.id}/retry`, send('POST'));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 409, code: 'conflict' });
  });

  it.each([
    ['999999', 404],
    ['99999999999', 400],
    ['one', 400],
  ])('there is none by the number %s', async (id, status) => {
    expect((await application.ask(`/api/v1/deliveries/${id}/retry`, send('POST'))).status).toBe(status);
  });
});
