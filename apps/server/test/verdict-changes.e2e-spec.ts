import type { ImportReport, Problem, ScorecardRow, Target, VerdictChanges } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

/** Over the shipped plan and its observed values; what was known when is read off seeds/observations.csv. */
describe('what became of the targets between two days', () => {
  const now = '2026-11-23T04:00:00Z';
  const zhengzhou = 'rail-travel-time-zhengzhou-2035';
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication({ now });
  });
  afterAll(() => app.close());
  beforeEach(() => app.setNow(now));

  const ask = async (query = '') => {
    const { status, body } = await app.ask<VerdictChanges>(`/api/v1/verdict-changes${query}`);
    expect([query, status]).toEqual([query, 200]);
    return body;
  };
  const changeOf = (code: string, { changes }: VerdictChanges) =>
    changes.find(({ target }) => target === code) ?? null;

  it('compares today with the same day one month before', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({
      fromDay: '2026-10-23',
      toDay: '2026-11-23',
      to: '2026-11-23T04:00:00.000Z',
    });
    // The whole of that day counts: until its last millisecond in Shanghai.
    expect(answer.from).toBe('2026-10-23T15:59:59.999Z');
    const { body } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
    expect(answer.compared).toBe(body.length);
  });

  it('of a past day, by what was known on both: the routes of 2019 came out on 17 February 2020', async () => {
    const answer = await ask('?to=2020-03-01');
    expect([answer.fromDay, answer.toDay]).toEqual(['2020-02-01', '2020-03-01']);
    expect(changeOf('international-routes-2020', answer)).toMatchObject({
      kind: 'recovered',
      from: 'offTrack',
      to: 'onTrack',
      name: { zh: '国际航线数量达到100条' },
      why: {
        code: 'new-value',
        before: { period: '2018', value: 64 },
        after: { period: '2019', value: 88 },
        text: { zh: '新数据：2019年为88条' },
      },
    });
    expect(changeOf('international-routes-2020', await ask('?to=2020-02-16'))).toBeNull();
    expect(changeOf('international-routes-2020', await ask('?from=2020-02-17&to=2020-12-31'))).toBeNull();
  });

  it.each([
    // The year was over and its figure unknown.
    ['2021-01-15', 'noLongerAssessed', 'onTrack', 'notAssessed', 'time-passing'],
    // 92 of 100, told on 8 September of the end of that month.
    ['2021-10-05', 'newlyAssessed', 'notAssessed', 'missed', 'new-value'],
  ])('of the routes in the month before %s: %s', async (to, kind, from, status, code) => {
    const change = changeOf('international-routes-2020', await ask(`?to=${to}`));
    expect(change).toMatchObject({ kind, from, to: status, why: { code } });
  });

  it('puts slips first and the worst of a kind first', async () => {
    const { changes } = await ask('?from=2019-01-01');
    const kinds = ['slipped', 'recovered', 'newlyAssessed', 'noLongerAssessed', 'added', 'withdrawn'];
    const places = changes.map(({ kind }) => kinds.indexOf(kind));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(changes.every(({ from, to }) => from !== to)).toBe(true);
    expect(changes[0]).toMatchObject({ kind: 'slipped', from: 'atRisk', to: 'missed' });
  });

  it('an import shows from its day on, is no change of the day before, and is old news two months later', async () => {
    expect(changeOf(zhengzhou, await ask())).toBeNull();
    const { body } = await app.ask<ImportReport>('/api/v1/imports?name=rail.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,200,分钟,郑州\n',
    });
    expect(body.state).toBe('applied');

    const answer = await ask();
    const row = await app.ask<ScorecardRow[]>(`/api/v1/assessments?target=${zhengzhou}`);
    expect(changeOf(zhengzhou, answer)).toMatchObject({
      kind: 'slipped',
      from: 'achieved',
      to: row.body[0]!.status,
      why: { code: 'new-value', after: { period: '2026-10', value: 200 } },
      text: row.body[0]!.text,
    });
    expect(answer.changes[0]?.kind).toBe('slipped');
    expect(changeOf(zhengzhou, await ask('?to=2026-11-22'))).toBeNull();
    expect(changeOf(zhengzhou, await ask('?from=2026-11-22&to=2026-11-23'))).not.toBeNull();

    app.setNow('2027-01-20T04:00:00Z');
    expect(changeOf(zhengzhou, await ask())).toBeNull();
  });

  it('says so where another version of the target is what changed', async () => {
    const { body } = await app.ask<ScorecardRow[]>(
      '/api/v1/assessments?target=rail-travel-time-taiyuan-2035',
    );
    expect(body[0]!.status).toBe('achieved');
    const catalogue = await app.ask<Target[]>('/api/v1/targets');
    const { id, version, validFrom, validTo, changedAt, changedBy, changeReason, withdrawn, ...target } =
      catalogue.body.find(({ code }) => code === 'rail-travel-time-taiyuan-2035') as Target &
        Record<
          | 'id'
          | 'version'
          | 'validFrom'
          | 'validTo'
          | 'changedAt'
          | 'changedBy'
          | 'changeReason'
          | 'withdrawn',
          unknown
        >;
    expect([id, version, validFrom, validTo, changedAt, changedBy, changeReason, withdrawn]).toHaveLength(8);
    const put = await app.ask(`/api/v1/targets/${target.code}`, {
      method: 'PUT',
      body: JSON.stringify({ ...target, value: 100 }),
    });
    expect(put.status).toBe(200);
    app.setNow('2026-11-23T05:00:00Z');
    expect(changeOf(target.code, await ask())).toMatchObject({
      from: 'achieved',
      why: { code: 'target-changed' },
    });
  });

  it('is read by every role, and by nobody without a token', async () => {
    for (const role of ['viewer', 'uploader', 'admin'] as const) {
      const { status } = await app.ask('/api/v1/verdict-changes', { token: await app.token(role) });
      expect([role, status]).toEqual([role, 200]);
    }
    expect((await app.ask('/api/v1/verdict-changes', { token: null })).status).toBe(401);
  });

  it.each([
    ['?to=soon', 'invalid-as-of'],
    ['?from=2026-13-01', 'invalid-as-of'],
    ['?from=2026-01-02&to=2026-01-01', 'invalid-request'],
    ['?from=2027-01-01', 'invalid-request'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await app.ask<Problem>(`/api/v1/verdict-changes${query}`);
    expect([status, body.code]).toEqual([400, code]);
  });
});
