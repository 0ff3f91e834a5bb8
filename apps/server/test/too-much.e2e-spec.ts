import type { Indicator, Problem } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

const code = 'changan_trains';
const growth = 'changan_trains_growth';
const elsewhere = '610300';

/** An indicator of 10,001 series in one area, twenty values each, and a few in another; another is computed from it. */
beforeAll(async () => {
  app = await startTestApplication();
  const { body: trains } = await app.ask<Indicator>(`/api/v1/indicators/${code}`);
  const computed: Indicator = {
    ...trains,
    code: growth,
    name: { zh: '中欧班列开行列数同比增速', en: 'Growth of China–Europe trains on the year' },
    kind: 'average',
    unit: { zh: '%', en: '%' },
    decimals: 1,
    lowerBound: null,
    formula: `changeOnYear(${code})`,
  };
  const put = { method: 'PUT', body: JSON.stringify(computed) };
  expect((await app.ask(`/api/v1/indicators/${growth}`, put)).status).toBe(200);
  for (const statement of [
    `insert into series (indicator, area, frequency, accumulation, breakdown)
     select '${code}', '610100', 'A', 'period', jsonb_build_object('train', n::text) from generate_series(1, 10001) n
     union all
     select '${code}', '${elsewhere}', 'A', 'period', jsonb_build_object('train', n::text) from generate_series(1, 3) n`,
    `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
     select s.id, make_date(y, 1, 1), make_date(y, 12, 31), 100 + y, 'A', make_date(y + 1, 2, 1), 0
     from series s cross join generate_series(2003, 2022) y where s.breakdown ? 'train'`,
    'analyze',
  ])
    await app.database.query(statement);
});
afterAll(() => app.close());

const panel = (target: string, payload: object = {}) =>
  app.ask<Problem>('/grafana/query', {
    method: 'POST',
    body: JSON.stringify({ targets: [{ refId: 'A', target, payload }] }),
  });
const get = (path: string) => app.ask<Problem>(path);

describe('what is too much for one answer is refused with what to narrow, and less of it is answered', () => {
  it.each<[what: string, ask: () => Promise<{ status: number; body: Problem }>, field: string]>([
    ['series of an indicator', () => get(`/api/v1/indicators/${code}/series`), 'area'],
    ['values of an indicator', () => get(`/api/v1/indicators/${code}/values`), 'area'],
    ['a table of an indicator', () => get(`/api/v1/indicators/${code}/table?format=csv`), 'area'],
    ['computed values', () => get(`/api/v1/indicators/${growth}/values`), 'area'],
    ['vintages', () => get(`/api/v1/observations/vintages?indicator=${code}`), 'area'],
    ['computed vintages', () => get(`/api/v1/observations/vintages?indicator=${growth}`), 'area'],
    ['a page with computed values', () => get('/api/v1/observations?limit=1'), 'area'],
    ['columns', () => get(`/api/v1/observations?pivot=series&indicator=${code}`), 'pivot'],
    ['a picture', () => get(`/api/v1/observations/chart.svg?indicator=${code}`), 'indicator'],
    [
      'a picture of what is computed',
      () => get(`/api/v1/observations/chart.svg?indicator=${growth}`),
      'area',
    ],
    ['SDMX with computed values', () => get(`/sdmx/v2/data`), 'area'],
    ['what is owed', () => get('/api/v1/timeliness'), 'organisation'],
    ['what is to come', () => get('/api/v1/release-calendar'), 'organisation'],
    ['a panel', () => panel(code), 'payload.area'],
    ['a panel of what is computed', () => panel(growth), 'area'],
    ['rows', () => get(`/grafana/rows?target=${code}&limit=1`), 'payload.area'],
    ['a table of what is owed', () => panel('timeliness'), 'organisation'],
  ])('%s', async (_, ask, field) => {
    const { status, body } = await ask();
    expect([status, body.code]).toEqual(
      ['pivot', 'indicator'].includes(field) ? [400, 'invalid-request'] : [413, 'too-large'],
    );
    expect(body.errors?.map(({ path }) => path)).toEqual([field]);
  });

  it.each([
    `/api/v1/indicators/${code}/series?area=${elsewhere}`,
    `/api/v1/indicators/${code}/values?area=${elsewhere}`,
    `/api/v1/indicators/${growth}/values?area=${elsewhere}`,
    `/api/v1/observations/vintages?indicator=${growth}&area=${elsewhere}`,
    '/api/v1/observations?limit=1&computed=false',
    `/api/v1/observations?pivot=series&indicator=${code}&area=${elsewhere}`,
    '/api/v1/timeliness?organisation=xianyang-government',
    `/grafana/rows?target=${code}&area=${elsewhere}&limit=1`,
    '/api/v1/indicator-summaries',
  ])('%s', async (path) => {
    const { status, body } = await app.ask<unknown[]>(path);
    expect([path, status]).toEqual([path, 200]);
    if (Array.isArray(body)) expect(body.length).toBeGreaterThan(0);
  });

  it('says how many series an indicator has, of however many', async () => {
    const { body } = await app.ask<{ code: string; series: number }[]>('/api/v1/indicator-summaries');
    const trains = body.find((one) => one.code === code);
    expect(trains?.series).toBeGreaterThanOrEqual(10_004);
    await app.database.query(
      `delete from observation o using series s where s.id = o.series_id and s.area = '${elsewhere}'`,
    );
    const { body: after } = await app.ask<{ code: string; series: number }[]>('/api/v1/indicator-summaries');
    expect(after.find((one) => one.code === code)?.series).toBeLessThan(trains!.series);
  });
});
