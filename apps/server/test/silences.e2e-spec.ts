import type { Alert, Problem, ShownSilence, SilencePreview } from '#contract';
import { putSlips } from './fired-alerts.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00.000Z';
const path = '/api/v1/silences';
let application: TestApplication;
let viewer: string;

beforeAll(async () => {
  application = await startTestApplication({ now });
  viewer = await application.token('viewer');
  await putSlips(application.database, new Date(now), [
    { target: 'routes', organisation: 'xian-government', from: 'onTrack', to: 'offTrack' },
    { target: 'patents', organisation: 'baoji-government', from: 'onTrack', to: 'offTrack' },
  ]);
});
beforeEach(async () => {
  application.setNow(now);
  await application.database.query('delete from silence');
  await application.database.query('delete from notification_due');
});
afterAll(() => application.close());

const post = (body: unknown, token?: string) => ({
  method: 'POST',
  body: JSON.stringify(body),
  ...(token === undefined ? {} : { token }),
});
const ofXian = [{ label: 'organisation', operator: '=', value: 'xian-government' }];
const asked = { matchers: ofXian, comment: '航线数据正在核对', endsAt: '2026-11-30T18:00:00+08:00' };
const add = async (body: object = asked) => (await application.ask<ShownSilence>(path, post(body))).body;
const planIsDue = async () => {
  const rows: unknown[] = await application.database.query('select from notification_due where at is null');
  return rows.length > 0;
};
const slipOfXian = async () =>
  (await application.ask<Alert[]>('/api/v1/alerts?organisation=xian-government&state=firing')).body[0];

describe('silences', () => {
  it('are made by an administrator, from now on unless said otherwise; everybody sees who, why, until when', async () => {
    const made = await application.ask<ShownSilence>(path, post(asked));
    expect(made).toMatchObject({
      status: 201,
      body: {
        matchers: ofXian,
        author: 'admin-1',
        comment: '航线数据正在核对',
        startsAt: now,
        endsAt: '2026-11-30T10:00:00.000Z',
        state: 'active',
      },
    });
    expect(await planIsDue()).toBe(true);
    const { id } = made.body;
    expect((await application.ask(`${path}/${id}`, { token: viewer })).body).toEqual(made.body);
    expect((await application.ask(path, { token: viewer })).body).toEqual([made.body]);
    expect((await slipOfXian())?.silencedBy).toEqual([id]);
    const entries: object[] = await application.database.query(
      'select who, action, details from audit_entry where subject = $1',
      [`silence ${id}`],
    );
    expect(entries).toMatchObject([{ who: 'admin-1', action: 'add', details: { matchers: ofXian } }]);
    expect((await application.ask(path, post(asked, viewer))).status).toBe(403);
  });

  it('are pending, active or expired, and listed by that', async () => {
    const active = await add();
    const later = await add({ ...asked, startsAt: '2026-11-29T00:00:00Z' });
    const short = await add({ ...asked, endsAt: '2026-11-23T05:00:00Z' });
    application.setNow('2026-11-23T06:00:00.000Z');
    const ids = async (state: string) =>
      (await application.ask<ShownSilence[]>(`${path}?state=${state}`)).body.map(({ id }) => id);
    expect(await ids('active')).toEqual([active.id]);
    expect(await ids('pending')).toEqual([later.id]);
    expect(await ids('expired')).toEqual([short.id]);
    expect((await application.ask<ShownSilence[]>(`${path}?limit=2`)).body.map(({ id }) => id)).toEqual([
      short.id,
      later.id,
    ]);
    expect((await application.ask(`${path}?state=over`)).status).toBe(400);
  });

  it('end early by an administrator’s word, and stay to be seen', async () => {
    const { id } = await add();
    await application.database.query('delete from notification_due');
    application.setNow('2026-11-24T04:00:00.000Z');
    const end = (token?: string) =>
      application.ask<ShownSilence>(`${path}/${id}`, {
        method: 'DELETE',
        ...(token === undefined ? {} : { token }),
      });
    expect((await end(viewer)).status).toBe(403);
    const ended = await end();
    expect(ended).toMatchObject({
      status: 200,
      body: { id, state: 'expired', endsAt: '2026-11-24T04:00:00.000Z' },
    });
    expect(await planIsDue()).toBe(true);
    expect((await slipOfXian())?.silencedBy).toEqual([]);
    application.setNow('2026-11-25T04:00:00.000Z');
    expect((await end()).body).toEqual(ended.body);
    expect((await application.ask(`${path}/${id}`)).body).toEqual(ended.body);
    expect((await application.ask(`${path}/999999`, { method: 'DELETE' })).status).toBe(404);
    expect((await application.ask(`${path}/999999`)).status).toBe(404);
    expect((await application.ask(`${path}/one`)).status).toBe(400);
  });

  it('can be tried before: which open alerts they would mute', async () => {
    const preview = (matchers: object) =>
      application.ask<SilencePreview>(`${path}/preview`, post({ matchers }));
    const one = await preview(ofXian);
    expect(one).toMatchObject({
      status: 200,
      body: { count: 1, alerts: [{ target: 'routes', rule: 'slip' }] },
    });
    const both = await preview([{ label: 'alertname', operator: '=~', value: 'slip|missed' }]);
    expect(both.body.count).toBe(2);
    expect((await preview([{ label: 'task', operator: '=', value: '40' }])).body).toEqual({
      count: 0,
      alerts: [],
    });
    expect((await preview([])).status).toBe(400);
    const asViewer = post({ matchers: ofXian }, viewer);
    expect((await application.ask(`${path}/preview`, asViewer)).status).toBe(403);
    expect((await application.ask<ShownSilence[]>(path)).body).toEqual([]);
  });

  const anything = { label: 'area', operator: '!=', value: 'nowhere' };
  it.each<[string, object, string, RegExp]>([
    ['no matcher', { matchers: [] }, 'matchers', /at least one/],
    ['matchers of everything', { matchers: [anything] }, 'matchers', /match every alert/],
    [
      'a pattern that is none',
      { matchers: [{ ...anything, operator: '=~', value: '[' }] },
      'matchers',
      /cannot be used/,
    ],
    ['no reason', { comment: ' ' }, 'comment', /Say why/],
    ['an end before the beginning', { startsAt: '2026-12-01T00:00:00Z' }, 'endsAt', /later end/],
    ['an end in the past', { endsAt: '2026-11-22T00:00:00Z' }, 'endsAt', /in the future/],
    ['an end without a time zone', { endsAt: '2026-12-01T00:00:00' }, 'endsAt', /\+08:00/],
    ['a beginning in no year', { startsAt: '0000-01-01T00:00:00Z' }, 'startsAt', /between 1970/],
    ['a beginning before the first year', { startsAt: '0001-01-01T00:00:00+14:00' }, 'startsAt', /between/],
    ['an end in the year 10000', { endsAt: '9999-12-31T23:59:59-12:00' }, 'endsAt', /between 1970/],
    ['an author', { author: 'somebody' }, '', /author/],
  ])('are refused with %s', async (_fault, part, field, sentence) => {
    const answer = await application.ask<Problem>(path, post({ ...asked, ...part }));
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 400,
      code: 'invalid-request',
    });
    expect(answer.body.errors?.map((fault) => fault.path)).toEqual([field]);
    expect(answer.body.errors?.[0]?.message).toMatch(sentence);
  });
});
