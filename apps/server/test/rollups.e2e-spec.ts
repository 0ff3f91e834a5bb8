import type {
  Problem,
  ReleaseCalendar,
  RollUps,
  TimelinessResponse,
  VerdictChange,
  WhatIfAnswer,
} from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

/** Over the shipped plan and its observed values; every figure here is read off seeds/ by hand. */
describe('the shipped plan as a whole, and what is asked about one target', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication({ now: '2026-11-23T04:00:00Z' });
  });
  afterAll(() => app.close());

  const get = async <T>(path: string) => {
    const { status, body } = await app.ask<T>(`/api/v1${path}`);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };

  describe('timeliness', () => {
    it('of the one series of the city government: a stock told on 29 December 2025', async () => {
      const answer = await get<TimelinessResponse>('/timeliness?organisation=xian-government');
      expect(answer.day).toBe('2026-11-23');
      expect(answer.organisations).toEqual([
        {
          organisation: 'xian-government',
          name: { zh: '西安市政府', en: "Xi'an Municipal People's Government" },
          series: 1,
          complete: 1,
          due: 0,
          late: 0,
          withoutValue: 0,
          shareOnTime: 1,
        },
      ]);
      // 422 km on 2025-12-29, fresh for 366 days and the lag of 60.
      expect(answer.series).toMatchObject([
        {
          indicator: 'metro_length',
          newest: '2025-12-29',
          state: 'complete',
          next: '2026',
          dueOn: '2027-02-28',
        },
      ]);
    });

    it.each([
      // The routes of 2019 came out on 2020-02-17; 60 days after 2019 is 2020-02-29.
      ['2019-12-31', 'complete', '2018', '2019', '2020-02-29', 0],
      ['2020-02-16', 'due', '2018', '2019', '2020-02-29', 0],
      ['2020-02-17', 'complete', '2019', '2020', '2021-03-01', 0],
      ['2021-03-01', 'due', '2019', '2020', '2021-03-01', 0],
      ['2021-03-11', 'late', '2019', '2020', '2021-03-01', 10],
    ])('of the international routes as of %s: %s', async (asOf, state, newest, next, dueOn, daysLate) => {
      const { series } = await get<TimelinessResponse>(
        `/timeliness?organisation=west-airport-group&asOf=${asOf}`,
      );
      const routes = series.filter(({ indicator }) => indicator === 'international_routes');
      expect(routes).toMatchObject([{ state, newest, next, dueOn, daysLate }]);
    });

    it('counts every series once, and puts who is least on time first', async () => {
      const { organisations, series } = await get<TimelinessResponse>('/timeliness');
      for (const { series: all, complete, due, late, shareOnTime } of organisations) {
        expect(complete + due + late).toBe(all);
        expect(shareOnTime).toBe((complete + due) / all);
      }
      expect(organisations.reduce((sum, one) => sum + one.series, 0)).toBe(series.length);
      const shares = organisations.map(({ shareOnTime }) => shareOnTime);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    });

    it('calendar: the metro is due on the last of February 2027 and a year and a day later', async () => {
      const calendar = await get<ReleaseCalendar>(
        '/release-calendar?from=2027-02-28&to=2028-02-29&organisation=xian-government',
      );
      expect(
        calendar.days.map(({ day, releases }) => [
          day,
          releases.map(({ indicator, period }) => `${indicator} ${period}`),
        ]),
      ).toEqual([
        ['2027-02-28', ['metro_length 2026']],
        ['2028-02-29', ['metro_length 2027']],
      ]);
    });

    it('calendar: 90 days from today unless told, each day once and in order', async () => {
      const { from, to, days } = await get<ReleaseCalendar>('/release-calendar');
      expect([from, to]).toEqual(['2026-11-23', '2027-02-21']);
      const order = days.map(({ day }) => day);
      expect(order).toEqual([...new Set(order)].toSorted());
      expect(order.every((day) => day >= from && day <= to)).toBe(true);
    });

    it.each([
      ['/timeliness?organisation=nobody', 'unknown-name'],
      ['/timeliness?asOf=soon', 'invalid-as-of'],
      ['/release-calendar?organisation=nobody', 'unknown-name'],
      ['/release-calendar?from=2026-02-30', 'invalid-request'],
      ['/release-calendar?from=2027-01-01&to=2026-12-31', 'invalid-request'],
      ['/release-calendar?from=2026-01-01&to=2027-01-03', 'invalid-request'],
      ['/rollups', 'invalid-request'],
      ['/rollups?by=colour', 'invalid-request'],
    ])('refuses %s', async (path, code) => {
      const { status, body } = await app.ask<Problem>(`/api/v1${path}`);
      expect([status, body.code]).toEqual([400, code]);
    });
  });

  describe('roll-ups', () => {
    it('by indicator: 16 railway targets, of which six have two values or meet the target already', async () => {
      const { groups, total } = await get<RollUps>('/rollups?by=family');
      expect(total.targets).toBe(152);
      const railway = groups.find(({ key }) => key === 'rail_travel_time');
      // Zhengzhou 120, Taiyuan 180, Yinchuan 180 of at most 180; Shanghai 360 and Beijing 300 of at most 360;
      // Wuhan 240 in 2016, 270 in 2021, 300 in 2026 of at most 180. The other ten have one value or none.
      expect(railway).toMatchObject({
        targets: 16,
        counts: {
          achieved: 5,
          movingAway: 1,
          notAssessed: 10,
          onTrack: 0,
          atRisk: 0,
          offTrack: 0,
          missed: 0,
        },
        assessed: 6,
        shareAssessed: 0.375,
        enoughAssessed: false,
        note: {
          zh: '16个目标中有6个得到评估（37.5%），不足75%，得分不足以代表整组。',
          en: '6 of 16 targets are assessed (37.5 %), less than 75 %: the score does not stand for the group.',
        },
        shareBehind: 1 / 6,
        scored: 6,
        // Five times 5 and once −5, by six.
        score: 3.333333333,
        scoreStatus: 'onTrack',
      });
      expect(railway?.members[0]).toMatchObject({
        target: 'rail-travel-time-wuhan-2035',
        status: 'movingAway',
        score: -5,
      });
      // One target, missed: assessed, behind, and without a score.
      expect(groups.find(({ key }) => key === 'international_routes')).toMatchObject({
        targets: 1,
        note: null,
        shareBehind: 1,
        scored: 0,
        score: null,
      });
    });

    it('as of a past day, by what was known then: the routes were on track, R = 1.1338', async () => {
      const { groups } = await get<RollUps>('/rollups?by=family&asOf=2020-03-01');
      const routes = groups.find(({ key }) => key === 'international_routes');
      expect(routes).toMatchObject({ counts: { onTrack: 1 }, scoreStatus: 'onTrack' });
      const ratio = ((88 / 45) ** (1 / 3) - 1) / ((100 / 45) ** (1 / 4) - 1);
      expect(routes?.score).toBeCloseTo(7.1429 * ratio - 4.2857, 8);
    });

    it.each([
      ['task', '18', '构建综合交通运输网络'],
      ['section', 'infrastructure', '加快基础设施互联互通建设'],
      ['organisation', 'xian-government', '西安市政府'],
      ['area', '610100', '西安市'],
    ] as const)('by %s', async (by, key, name) => {
      const { groups, total } = await get<RollUps>(`/rollups?by=${by}`);
      const group = groups.find((one) => one.key === key)!;
      expect(group.name.zh).toBe(name);
      expect(group.members).toHaveLength(group.targets);
      expect(groups.reduce((sum, one) => sum + one.targets, 0)).toBe(total.targets);
      expect(groups.reduce((sum, one) => sum + one.assessed, 0)).toBe(total.assessed);
      const shares = groups.map(({ shareBehind }) => shareBehind ?? -1);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    });
  });

  describe('what if', () => {
    const routes = '/api/v1/targets/international-routes-2020/what-if';
    const ask = <T = WhatIfAnswer>(path: string, body: unknown) =>
      app.ask<T>(path, { method: 'POST', body: JSON.stringify(body) });

    it('97 routes in 2020 would have missed the target, 100 achieved it', async () => {
      const missed = await ask(routes, { asOf: '2020-03-01', values: [{ period: '2020', value: 97 }] });
      expect(missed).toMatchObject({
        status: 200,
        body: {
          current: { status: 'onTrack', observed: { period: '2019', value: 88 } },
          // Known when the lag of 60 days has passed.
          verdict: { status: 'missed', asOf: '2021-03-01T15:59:59.999Z' },
          needed: { period: null, value: null, reason: 'no-period-left' },
        },
      });
      const { body } = await ask(routes, { asOf: '2020-03-01', values: [{ period: 2020, value: 100 }] });
      expect(body.verdict.status).toBe('achieved');
    });

    it('says in the middle of 2019 that 86.25 routes by its end, so 87, keep it on track', async () => {
      const { body } = await ask(routes, { asOf: '2019-06-30' });
      expect(body.verdict).toEqual(body.current);
      expect(body.needed).toEqual({
        period: '2019',
        operator: 'atLeast',
        value: 86.25,
        rounded: 87,
        tolerance: 1e-9,
        reason: null,
      });
    });

    it('stores nothing', async () => {
      const count = async () => {
        const [row]: { n: string }[] = await app.database.query(
          'select (select count(*) from observation) + (select count(*) from assessment) as n',
        );
        return row!.n;
      };
      const before = await count();
      await ask(routes, { values: [{ period: '2020', value: 100 }] });
      expect(await count()).toBe(before);
    });

    it('refuses what the series could not have, and an unknown target', async () => {
      const faulty = await ask<Problem>(routes, {
        values: [
          { period: '2020', value: -1 },
          { period: '2019', value: 90, status: 'F' },
        ],
      });
      expect([faulty.status, faulty.body.errors?.map(({ path }) => path)]).toEqual([
        400,
        ['values.1.status'],
      ]);
      const negative = await ask<Problem>(routes, { values: [{ period: '2020', value: -1 }] });
      expect(negative.body.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
        'values.0.value out-of-range',
      ]);
      expect((await ask('/api/v1/targets/none/what-if', {})).status).toBe(404);
    });
  });

  describe('the life of a target', () => {
    it('retraces the verdicts of past days with the vintage that changed each', async () => {
      const history = await get<VerdictChange[]>('/targets/international-routes-2020/history?basis=retraced');
      expect(
        history
          .filter(({ from, to }) => from !== to)
          .map(({ asOf, to, why, vintage }) => [asOf, to, why.text.en, vintage?.knownFrom]),
      ).toEqual([
        // Told on 8 September of the month's end, which was still to come.
        [
          '2021-09-29T16:00:00.000Z',
          'missed',
          'New value: 92 routes in September 2021',
          '2021-09-08T15:59:59.999Z',
        ],
        ['2020-12-31T16:00:00.000Z', 'notAssessed', 'The values are the same; time has passed', undefined],
        ['2020-02-17T15:59:59.999Z', 'onTrack', 'New value: 88 routes in 2019', '2020-02-17T15:59:59.999Z'],
        ['2019-03-01T15:59:59.999Z', 'offTrack', 'New value: 64 routes in 2018', '2019-03-01T15:59:59.999Z'],
        ['2018-06-07T15:59:59.999Z', 'atRisk', 'New value: 58 routes in 2017', '2018-06-07T15:59:59.999Z'],
        ['2015-04-13T15:59:59.999Z', 'notAssessed', 'First verdict', undefined],
      ]);
    });

    it('keeps versions and verdicts of a target that is revised, withdrawn and put in force again', async () => {
      const path = '/api/v1/targets/vehicle-output-2035';
      const {
        id: _i,
        version: _n,
        validFrom: _f,
        validTo: _t,
        changedAt: _a,
        changedBy: _b,
        changeReason: _r,
        withdrawn: _w,
        verdict: _v,
        ...plain
      } = await get<Record<string, unknown>>('/targets/vehicle-output-2035');
      const put = (value: unknown) =>
        app.ask<{ version: number }>(path, { method: 'PUT', body: JSON.stringify({ ...plain, value }) });

      app.setNow('2026-11-24T04:00:00Z');
      expect((await put('400')).body.version).toBe(2);
      app.setNow('2026-11-25T04:00:00Z');
      const uploader = await app.token('uploader');
      expect((await app.ask(path, { method: 'DELETE', token: uploader })).status).toBe(403);
      expect(await app.ask(path, { method: 'DELETE' })).toMatchObject({
        status: 200,
        body: { version: 2, validTo: '2026-11-25T04:00:00.000Z' },
      });

      const gone = await app.ask<Problem>(path);
      expect([gone.status, gone.body.detail]).toEqual([
        404,
        'Target vehicle-output-2035 was withdrawn at 2026-11-25T04:00:00.000Z; ask with asOf for how it stood before.',
      ]);
      expect((await app.ask(path, { method: 'DELETE' })).status).toBe(404);
      const codes = (await get<{ code: string }[]>('/targets')).map(({ code }) => code);
      expect(codes).not.toContain('vehicle-output-2035');
      expect((await get<RollUps>('/rollups?by=task')).total.targets).toBe(151);

      const before = await get<{ version: number; value: string }>(
        '/targets/vehicle-output-2035?asOf=2026-11-24',
      );
      expect([before.version, before.value]).toEqual([2, '400']);
      const history = await get<VerdictChange[]>('/targets/vehicle-output-2035/history');
      expect(history.map(({ why, verdict }) => [why.code, verdict.targetVersion])).toEqual([
        ['target-changed', 2],
        ['first-verdict', 1],
      ]);

      app.setNow('2026-11-26T04:00:00Z');
      expect((await put('400')).body.version).toBe(3);
      const versions = await get<{ version: number; validTo: string | null }[]>(
        '/targets/vehicle-output-2035/versions',
      );
      expect(versions.map(({ version, validTo }) => [version, validTo])).toEqual([
        [1, '2026-11-24T04:00:00.000Z'],
        [2, '2026-11-25T04:00:00.000Z'],
        [3, null],
      ]);
      expect((await app.ask(`${path}?asOf=2026-11-25`)).status).toBe(404);
      expect((await app.ask('/api/v1/targets/none/versions')).status).toBe(404);
    });
  });

  it('is described in OpenAPI', async () => {
    const { paths } = await get<{ paths: Record<string, object> }>('/openapi.json');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/timeliness',
        '/api/v1/release-calendar',
        '/api/v1/rollups',
        '/api/v1/targets/{code}/what-if',
        '/api/v1/targets/{code}/versions',
      ]),
    );
  });
});
