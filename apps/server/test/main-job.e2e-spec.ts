import type {
  ImportReport,
  ScorecardRow,
  SweepAnswer,
  Target,
  TrajectoryResponse,
  VerdictChange,
} from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

/** The main job on the shipped plan and its real figures: judge, upload, see a verdict change. */
describe('the shipped plan', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startTestApplication();
  });
  afterAll(() => app.close());

  const verdictAt = async (asOf: string): Promise<ScorecardRow> => {
    const path = `/api/v1/assessments?asOf=${asOf}&target=international-routes-2020`;
    const { body } = await app.ask<ScorecardRow[]>(path);
    expect(body).toHaveLength(1);
    return body[0]!;
  };
  const upload = async (csv: string, query = '') => {
    const form = new FormData();
    form.append('file', new Blob([csv]), 'values.csv');
    return app.ask<ImportReport>(`/api/v1/imports${query}`, { method: 'POST', body: form });
  };

  it('has the target of task 6 as the plan words it', async () => {
    const { body } = await app.ask<Target>('/api/v1/targets/international-routes-2020');
    expect(body).toMatchObject({
      indicator: 'international_routes',
      area: '610100',
      due: '2020',
      operator: 'atLeast',
      value: '100',
      baseline: { period: '2016', value: '45' },
      method: 'elapsedShare',
      clause: { task: 6 },
    });
    expect(body.clause.quote).toContain('100条');
  });

  it('was on track as of 2020-03-01, with pace 1.0424', async () => {
    const verdict = await verdictAt('2020-03-01');
    expect(verdict).toMatchObject({
      status: 'onTrack',
      observed: { period: '2019', value: 88 },
      stale: false,
    });
    expect(verdict.pace).toBeCloseTo(1.0424, 4);
    expect(verdict.achievedShare).toBeCloseTo(0.7818, 4);
    expect(verdict.elapsedShare).toBe(0.75);
    expect(verdict.text.zh).toContain('进度系数为1.0424');
  });

  it('was on track by every pace then, while the forecast said that it would be missed', async () => {
    const { byMethod, forecast } = await verdictAt('2020-03-01');
    for (const method of ['elapsedShare', 'growthRatio', 'extrapolatedShare'])
      expect(byMethod[method]).toMatchObject({ status: 'onTrack' });
    expect(forecast).toMatchObject({ period: '2020', n: 4, method: 'linearTrend' });
    expect(forecast?.value).toBeCloseTo(97.5, 10);
    expect(forecast?.standardError).toBeCloseTo(8.7678, 4);
    expect([forecast?.lower, forecast?.upper].map((bound) => bound?.toFixed(2))).toEqual(['80.97', '114.03']);
    // The design notes say 0.4073; Student's t with two degrees of freedom says this (docs/judging.md).
    expect(forecast?.probability).toBeCloseTo(0.4012, 4);
  });

  it('did not know of the 88 routes the day before they were published', async () => {
    expect((await verdictAt('2020-02-16')).observed).toMatchObject({ period: '2018', value: 64 });
    expect((await verdictAt('2020-02-17')).observed).toMatchObject({ period: '2019', value: 88 });
  });

  it('was missed as of 2021-12-31, with 92 routes in 2021-09', async () => {
    expect(await verdictAt('2021-12-31')).toMatchObject({
      status: 'missed',
      reason: { code: 'later-value-fails', decidedBy: { period: '2021-09', value: 92 } },
    });
  });

  it('judges every target, whatever the day asked for, and names each status', async () => {
    for (const asOf of ['2019-01-01', '2021-06-30', '2026-11-23']) {
      const { body } = await app.ask<ScorecardRow[]>(`/api/v1/assessments?asOf=${asOf}`);
      expect(body.length).toBeGreaterThan(100);
      for (const row of body) {
        expect(row.text.zh).not.toBe('');
        expect(row.text.en).not.toMatch(/undefined|NaN|null/);
      }
    }
  });

  it('draws the expected path from the function that judges', async () => {
    const { body } = await app.ask<TrajectoryResponse>(
      '/api/v1/targets/international-routes-2020/trajectory',
    );
    expect(body.points.map((point) => [point.period, point.expected])).toEqual([
      ['2016', 45],
      ['2017', 58.75],
      ['2018', 72.5],
      ['2019', 86.25],
      ['2020', 100],
    ]);
    // 2019 stands at its last day, 00:00 in Shanghai.
    expect(new Date(body.points[3]!.time).toISOString()).toBe('2019-12-30T16:00:00.000Z');
  });

  it('answers a sweep as of a past day without recording anything', async () => {
    const before = await app.ask<VerdictChange[]>('/api/v1/targets/international-routes-2020/history');
    const sweep = await app.ask<SweepAnswer>('/api/v1/sweeps', {
      method: 'POST',
      body: JSON.stringify({ asOf: '2020-03-01' }),
    });
    expect(sweep.status).toBe(200);
    expect(sweep.body.recorded).toBe(false);
    const after = await app.ask<VerdictChange[]>('/api/v1/targets/international-routes-2020/history');
    expect(after.body).toEqual(before.body);
  });

  it('says which verdicts a file would change, and changes none in a dry run', async () => {
    const worse =
      'indicator,ref_area,time_period,obs_value,destination\nrail_travel_time,610100,2026-10,200,410100\n';
    const { status, body } = await upload(worse, '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'validated', rows: { read: 1, inserted: 1 } });
    expect(body.verdictChanges).toContainEqual(
      expect.objectContaining({ target: 'rail-travel-time-zhengzhou-2035', from: 'achieved' }),
    );
    const now = await app.ask<ScorecardRow[]>('/api/v1/assessments?target=rail-travel-time-zhengzhou-2035');
    expect(now.body[0]!.status).toBe('achieved');
  });

  it('changes a verdict with a worse value, remembers how, and takes it back with a better one', async () => {
    const at = (minutes: number) =>
      `指标,地区,时期,数值,destination\nrail_travel_time,西安市,2026年10月,${minutes},410100\n`;
    const worse = await upload(at(200));
    expect(worse.status).toBe(201);
    const change = worse.body.verdictChanges.find(
      ({ target }) => target === 'rail-travel-time-zhengzhou-2035',
    );
    expect(change?.from).toBe('achieved');
    expect(['atRisk', 'offTrack', 'movingAway']).toContain(change?.to);
    const history = await app.ask<VerdictChange[]>('/api/v1/targets/rail-travel-time-zhengzhou-2035/history');
    expect(history.body[0]).toMatchObject({
      from: 'achieved',
      to: change?.to,
      cause: 'import',
      import: worse.body.id,
    });
    app.setNow('2026-11-23T05:00:00Z');
    const better = await upload(at(118));
    expect(better.body.rows).toMatchObject({ inserted: 0, revised: 1 });
    expect(better.body.verdictChanges).toContainEqual({
      target: 'rail-travel-time-zhengzhou-2035',
      from: change?.to,
      to: 'achieved',
    });
  });

  it('refuses a whole file for one bad row and names every fault', async () => {
    const bad = [
      'indicator,ref_area,time_period,obs_value,unit',
      'international_routes,610100,2023,100,条',
      'international_routes,610100,2023-13,100,条',
      'no_such_thing,610100,2023,100,条',
      'international_routes,999999,2023,100,条',
      'international_routes,610100,2024,一百,条',
      'international_routes,610100,2024,>100,条',
      'international_routes,610100,2024,-5,条',
      'international_routes,610100,2024,,条',
      'international_routes,610100,2031,100,条',
      'international_routes,610100,2022,100,公里',
    ].join('\n');
    const { status, body } = await upload(bad);
    expect(status).toBe(422);
    expect(body.rows).toMatchObject({ read: 10, inserted: 0, rejected: 9 });
    expect(body.rejections.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'time_period', 'invalid-period'],
      [4, 'indicator', 'unknown-indicator'],
      [5, 'ref_area', 'unknown-area'],
      [6, 'obs_value', 'not-a-number'],
      [7, 'obs_value', 'bounded-value'],
      [8, 'obs_value', 'out-of-range'],
      [9, 'obs_value', 'missing-value'],
      [10, 'time_period', 'future-period'],
      [11, 'unit', 'wrong-unit'],
    ]);
    const csv = await app.ask<string>(`/api/v1/imports/${body.id}/rejections.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body).toContain('unknown-indicator');
    const stored = await app.ask<unknown[]>(
      '/api/v1/observations?indicator=international_routes&area=610100&from=2023&to=2023',
    );
    expect(stored.body).toEqual([]);
  });
});
