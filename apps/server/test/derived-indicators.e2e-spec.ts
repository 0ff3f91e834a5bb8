import type {
  GrafanaSeries,
  ImportReport,
  Indicator,
  ObservationRow,
  Problem,
  ScorecardRow,
  Target,
  VerdictChange,
  VintageRow,
} from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

const code = 'changan_trains_growth';
const targetCode = 'changan-trains-growth-2020';

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

const put = <T>(path: string, body: object) =>
  app.ask<T>(`/api/v1/${path}`, { method: 'PUT', body: JSON.stringify(body) });

async function growthOf(given: Partial<Indicator>): Promise<Indicator> {
  const { body } = await app.ask<Indicator>('/api/v1/indicators/changan_trains');
  return {
    ...body,
    code,
    name: { zh: '中欧班列（西安）开行列数同比增速', en: "Growth of China–Europe trains (Xi'an) on the year" },
    kind: 'average',
    unit: { zh: '%', en: '%' },
    decimals: 1,
    lowerBound: null,
    frequency: 'A',
    formula: 'changeOnYear(changan_trains)',
    ...given,
  };
}

async function upload(csv: string): Promise<ImportReport> {
  const { body } = await app.ask<ImportReport>('/api/v1/imports?name=trains.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  return body;
}

async function verdictAsOf(day: string): Promise<string> {
  const { body } = await app.ask<ScorecardRow[]>(`/api/v1/assessments?asOf=${day}&target=${targetCode}`);
  const row = body.find(({ target }) => target === targetCode);
  return `${row?.status} ${row?.observed?.period ?? '–'} ${row?.observed?.value ?? '–'}`;
}

it('the built-in plan has one: 5G stations per 10,000 persons, where both are known of the same year', async () => {
  const { body } = await app.ask<ObservationRow[]>('/api/v1/observations?indicator=base_stations_5g_per_10k');
  expect(body).toEqual([
    {
      indicator: 'base_stations_5g_per_10k',
      area: '610000',
      frequency: 'A',
      accumulation: 'period',
      breakdown: {},
      period: '2020',
      time: Date.parse('2020-12-31T00:00:00+08:00'),
      value: 4.5536189,
      status: 'A',
      unit: '个/万人',
      import: null,
      computed: true,
      rolledUpAreas: null,
    },
  ]);
});

it('a formula that does not fit is refused, with the field that it stands in', async () => {
  const tried = async (given: Partial<Indicator>) => {
    const { status, body } = await put<Problem>(`indicators/${code}`, await growthOf(given));
    return [status, body.code, ...(body.errors ?? []).map(({ path, message }) => `${path}: ${message}`)];
  };
  const [status, problem, error] = await tried({ formula: 'changan_trains + gdp' });
  expect([status, problem]).toEqual([422, 'invalid-catalogue']);
  expect(error).toMatch(/^indicators\.\d+\.formula: adds or subtracts 列 and 元$/);
  expect((await tried({ formula: 'process.exit()' }))[2]).toMatch(/formula: there is no function/);
  expect(
    (
      await tried({
        areaRollUp: { method: 'sum', by: null, areas: [{ area: '610000', parts: ['610100', '610200'] }] },
      })
    )[2],
  ).toMatch(/not both|do not add up/);
});

describe('a derived indicator with a target on it', () => {
  beforeAll(async () => {
    expect((await put(`indicators/${code}`, await growthOf({}))).status).toBe(200);
    const target: Target = {
      code: targetCode,
      name: { zh: '班列增长七成', en: 'Trains grow by 70 %' },
      indicator: code,
      area: '610100',
      breakdown: {},
      frequency: 'A',
      due: '2020',
      operator: 'atLeast',
      value: '70',
      upper: null,
      baseline: null,
      method: 'attainment',
      trajectory: 'none',
      milestones: [],
      clause: { task: 6, quote: '推动中欧班列加密频次和扩展区域' },
      organisation: 'china-railway-xian',
      note: null,
    };
    expect((await put(`targets/${targetCode}`, target)).status).toBe(200);
    // As though it had come with the plan: a target that is added today is in no past day.
    await app.database.query(`update target set valid_from = '2018-12-03T00:00:00+08:00' where code = $1`, [
      targetCode,
    ]);
  });

  it('is read as any other, marked as computed, as of any day', async () => {
    const read = async (asOf: string) =>
      (await app.ask<ObservationRow[]>(`/api/v1/observations?indicator=${code}&asOf=${asOf}`)).body.map(
        ({ period, value, computed }) => `${period} ${value} ${computed}`,
      );
    expect(await read('2020-02-16')).toEqual([]);
    expect(await read('2020-02-17')).toEqual(['2019 72.7125506 true']);
    expect(await read('2021-01-18')).toEqual(['2019 72.7125506 true', '2020 74.4022504 true']);
  });

  it('has vintages, and is no part of the table that can be uploaded again', async () => {
    const { body } = await app.ask<VintageRow[]>(`/api/v1/observations/vintages?indicator=${code}&to=2019`);
    expect(body.map(({ period, value, knownTo, source }) => [period, value, knownTo, source])).toEqual([
      ['2019', 72.7125506, null, {}],
    ]);
    const csv = await app.ask<string>(`/api/v1/observations?indicator=${code}&format=csv`);
    expect(csv.body).not.toContain('72.7');
  });

  it('is judged by what could be computed on that day', async () => {
    expect(await verdictAsOf('2020-02-16')).toBe('notAssessed – –');
    expect(await verdictAsOf('2020-12-31')).toBe('achieved 2019 72.7125506');
    expect(await verdictAsOf('2021-02-01')).toBe('achieved 2020 74.4022504');
    const { body } = await app.ask<VerdictChange[]>(`/api/v1/targets/${targetCode}/history?basis=retraced`);
    expect(body[0]).toMatchObject({ to: 'achieved' });
  });

  it('is drawn by Grafana', async () => {
    const { body } = await app.ask<GrafanaSeries[]>('/grafana/query', {
      method: 'POST',
      body: JSON.stringify({ targets: [{ refId: 'A', target: code, payload: { area: '610100' } }] }),
    });
    expect(body[0]?.datapoints[0]).toEqual([72.7125506, Date.parse('2019-12-31T00:00:00+08:00')]);
  });

  it('takes no uploads', async () => {
    const { state, rejections } = await upload(`指标,地区,时期,数值\n${code},西安市,2019年,72\n`);
    expect([state, rejections.map(({ code: why, message }) => `${why}: ${message}`)]).toEqual([
      'rejected',
      [
        `not-permitted: 指标 ${code} 由公式 changeOnYear(changan_trains) 计算得出，不接受上传；请上传公式中的各项指标`,
      ],
    ]);
  });

  it('is judged again by an import of what it is computed from', async () => {
    const { verdictChanges } = await upload('指标,地区,时期,数值\nchangan_trains,西安市,2020年,2200\n');
    expect(verdictChanges).toContainEqual({ target: targetCode, from: 'achieved', to: 'missed' });
  });
});
