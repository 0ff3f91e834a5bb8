import type {
  AuditEntry,
  ImportReport,
  IndicatorSeries,
  IndicatorSummary,
  IndicatorValue,
  Indicator,
  Problem,
  TargetValue,
  UndoReport,
  ValueEdit,
  ValueEditReport,
  ValueVintage,
} from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication();
});
afterAll(() => app.close());

const routes2020: ValueEdit = {
  area: '610100',
  breakdown: {},
  period: '2020',
  value: '120',
  status: 'A',
  reason: '年报补录',
  source: '',
  seen: null,
};

const edit = <T = ValueEditReport>(
  change: Partial<ValueEdit>,
  { token, dryRun = false, indicator = 'international_routes' }: EditOptions = {},
) =>
  app.ask<T>(`/api/v1/indicators/${indicator}/values?dryRun=${dryRun}`, {
    method: 'POST',
    body: JSON.stringify({ ...routes2020, ...change }),
    ...(token !== undefined && { token }),
  });
interface EditOptions {
  token?: string;
  dryRun?: boolean;
  indicator?: string;
}

async function vintages(period: string, indicator = 'international_routes', area = '610100') {
  const { body } = await app.ask<ValueVintage[]>(
    `/api/v1/indicators/${indicator}/vintages?area=${area}&period=${encodeURIComponent(period)}`,
  );
  return body;
}

async function inForce(period: string, indicator?: string): Promise<ValueEdit['seen']> {
  const [newest] = await vintages(period, indicator);
  return newest ? { value: newest.value, status: newest.status, knownFrom: newest.knownFrom } : null;
}

const undo = (id: number, token?: string) =>
  app.ask<UndoReport & Problem>(`/api/v1/imports/${id}/undo`, {
    method: 'POST',
    ...(token !== undefined && { token }),
  });

it('adds a value: shown before, then a vintage with who, when and why, and undone as an import is', async () => {
  const token = await app.token('uploader', 'west-airport-group');
  const would = await edit({}, { token, dryRun: true });
  expect(would.status).toBe(200);
  expect(would.body).toMatchObject({
    dryRun: true,
    import: null,
    former: null,
    value: '120',
    period: '2020',
  });
  expect(would.body.verdictChanges).toContainEqual(
    expect.objectContaining({ target: 'international-routes-2020', to: 'achieved' }),
  );
  expect(await vintages('2020')).toEqual([]);
  const before = await app.ask<ImportReport[]>('/api/v1/imports');

  const done = await edit({}, { token });
  expect(done.body).toEqual({ ...would.body, dryRun: false, import: expect.any(Number) as number });
  const [vintage] = await vintages('2020');
  expect(vintage).toMatchObject({
    value: '120',
    status: 'A',
    comment: '年报补录',
    edited: true,
    sheet: null,
    line: null,
    column: null,
    by: expect.stringMatching(/^uploader-/) as string,
    at: '2026-11-23T04:00:00.000Z',
    knownTo: null,
  });
  const { body: target } = await app.ask<{ verdict: { status: string } }>(
    '/api/v1/targets/international-routes-2020',
  );
  expect(target.verdict.status).toBe('achieved');
  // The dry run is in no list.
  const { body: imports } = await app.ask<ImportReport[]>('/api/v1/imports');
  expect(imports.length).toBe(before.body.length + 1);
  expect(imports[0]).toMatchObject({ id: done.body.import, state: 'applied', rows: { inserted: 1 } });

  // The page tells it from a file, and says why it was typed.
  expect(imports[0]).toMatchObject({ file: { format: 'typed' }, preview: [{ reason: '年报补录' }] });
  const { body: told } = await app.ask<TargetValue[]>('/api/v1/targets/international-routes-2020/values');
  expect(told.find(({ period }) => period === '2020')).toMatchObject({
    import: { id: done.body.import, edited: true, line: null },
    comment: '年报补录',
  });
  expect(told.find(({ period }) => period === '2019')?.import?.edited).toBe(false);

  const { body: audit } = await app.ask<AuditEntry[]>('/api/v1/audit?action=edit-value');
  expect(audit[0]).toMatchObject({
    subject: `import ${done.body.import}`,
    details: { indicator: 'international_routes', period: '2020', from: null, reason: '年报补录' },
  });

  const stranger = await app.token('uploader', 'west-airport-group');
  expect((await undo(done.body.import!, stranger)).status).toBe(403);
  const undone = await undo(done.body.import!, token);
  expect(undone.body).toMatchObject({ removed: 1, emptied: 1 });
  expect(await vintages('2020')).toEqual([]);
});

it('corrects a value to the digit; what was known before stays readable, also as of a day before', async () => {
  const seen = await inForce('2019');
  expect(seen).toMatchObject({ value: '88', status: 'A' });
  const done = await edit({
    period: '2019',
    value: '88.00000000000000000001',
    reason: '=HYPERLINK("x") 口径核实',
    source: '统计年鉴 2020',
    seen,
  });
  expect(done.body).toMatchObject({ former: { value: '88', status: 'A' }, value: '88.00000000000000000001' });
  const all = await vintages('2019');
  expect(all.map(({ value, edited }) => [value, edited])).toEqual([
    ['88.00000000000000000001', true],
    ['88', false],
  ]);
  expect(all[0]).toMatchObject({
    comment: '=HYPERLINK("x") 口径核实',
    source: { source_title: '统计年鉴 2020' },
  });
  expect(all[1]?.knownTo).toBe(all[0]?.knownFrom);

  const values = async (asOf: string) =>
    (
      await app.ask<IndicatorValue[]>(
        `/api/v1/indicators/international_routes/values?area=610100&frequency=A&from=2019&to=2019${asOf}`,
      )
    ).body;
  expect(await values('')).toMatchObject([
    { period: '2019', value: '88.00000000000000000001', revised: true },
  ]);
  expect(await values('&asOf=2026-11-01')).toMatchObject([{ period: '2019', value: '88', revised: false }]);
  await undo(done.body.import!);
  expect(await vintages('2019')).toHaveLength(1);
  // What is said again with another status has no other value.
  const { import: again } = (await edit({ period: '2019', value: '88', status: 'P', seen })).body;
  expect(await values('')).toMatchObject([{ value: '88', status: 'P', revised: false }]);
  await undo(again!);
});

it('tells the second of two who edit the same value, and overwrites nothing', async () => {
  const seen = await inForce('2018');
  const [first, second] = await Promise.all([
    edit<ValueEditReport & Problem>({ period: '2018', value: '65', seen }),
    edit<ValueEditReport & Problem>({ period: '2018', value: '66', seen }),
  ]);
  const outcomes = [first, second].toSorted((a, b) => a.status - b.status);
  expect(outcomes.map(({ status }) => status)).toEqual([200, 409]);
  expect(outcomes[1]?.body).toMatchObject({ code: 'conflict' });
  expect(outcomes[1]?.body.detail).toMatch(/admin-1 .*(?:65|66)/);
  // To have seen no value is to have seen something else as well; a dry run tells it too.
  expect((await edit({ period: '2018', value: '67', seen: null }, { dryRun: true })).status).toBe(409);
  expect(await vintages('2018')).toHaveLength(2);
  const again = await edit({ period: '2018', value: '67', seen: await inForce('2018') });
  expect(again.status).toBe(200);
  await undo(again.body.import!);
  expect((await inForce('2018'))?.value).toBe(String(outcomes[0]?.body.value));
});

it('is for whom the indicator and the area belong to', async () => {
  const asked = { period: '2017', value: '59', seen: await inForce('2017') };
  const attempt = async (token: string) => (await edit(asked, { token, dryRun: true })).status;
  expect(await attempt(await app.token('viewer'))).toBe(403);
  expect(await attempt(await app.token('uploader', 'shaanxi-statistics'))).toBe(403);
  expect(await attempt(await app.token('uploader', 'west-airport-group'))).toBe(200);
  expect(await attempt(await app.token('uploader'))).toBe(200);

  const { body: metro } = await app.ask<Indicator>('/api/v1/indicators/gdp');
  await app.ask('/api/v1/indicators/gdp', {
    method: 'PUT',
    body: JSON.stringify({ ...metro, owner: 'xian-government' }),
  });
  const ofXian = await app.token('uploader', 'xian-government');
  const gdp = { period: '2016', value: '1', indicator: 'gdp', seen: null };
  const { indicator, ...change } = gdp;
  const elsewhere = await edit<Problem>(
    { ...change, area: '610300' },
    { token: ofXian, dryRun: true, indicator },
  );
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'not-permitted']);
  const own = { ...change, area: '610100', seen: await inForce('2016', 'gdp') };
  expect((await edit(own, { token: ofXian, dryRun: true, indicator })).status).toBe(200);
});

it('names every fault at its field', async () => {
  const faults = async (change: Partial<ValueEdit>, indicator = 'international_routes') => {
    const { status, body } = await edit<Problem>(change, { dryRun: true, indicator });
    return [status, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)];
  };
  expect(await faults({ period: '2031', value: '-3' })).toEqual([
    422,
    'period future-period',
    'value out-of-range',
  ]);
  expect(await faults({ period: '19' })).toEqual([422, 'period invalid-period']);
  expect(await faults({ period: '2019-01/2019-06' })).toEqual([422, 'period wrong-frequency']);
  expect(await faults({ breakdown: { destination: '510100' } })).toEqual([
    422,
    'breakdown.destination unknown-breakdown',
  ]);
  expect(await faults({ breakdown: {} }, 'rail_travel_time')).toEqual([
    422,
    'breakdown.destination unknown-breakdown',
  ]);
  expect(await faults({ period: '2019', value: '88.0', seen: await inForce('2019') })).toEqual([
    422,
    'value unchanged',
  ]);
  for (const value of ['', 'abc', '1e3', '1,000', '12 万'])
    expect((await edit({ value }, { dryRun: true })).status).toBe(400);
  expect((await edit({ reason: '  ' }, { dryRun: true })).status).toBe(400);
  expect((await edit({}, { dryRun: true, indicator: 'nothing' })).body).toMatchObject({
    code: 'unknown-name',
  });
  expect((await edit({}, { dryRun: true, indicator: 'base_stations_5g_per_10k' })).status).toBe(403);
});

it('warns of a value that is out of its series, as of an upload', async () => {
  const { body } = await edit(
    { area: '610000', period: '2018', value: '244383200', seen: await inForceOf('gdp', '610000', '2018') },
    { indicator: 'gdp', dryRun: true },
  );
  expect(body.warnings).toContainEqual(expect.objectContaining({ code: 'unit-slip', line: 0 }));
});

async function inForceOf(indicator: string, area: string, period: string): Promise<ValueEdit['seen']> {
  const [newest] = await vintages(period, indicator, area);
  return newest ? { value: newest.value, status: newest.status, knownFrom: newest.knownFrom } : null;
}

it('a value of a breakdown and a sum since January are their own', async () => {
  const { body: values } = await app.ask<IndicatorValue[]>(
    '/api/v1/indicators/rail_travel_time/values?breakdown.destination=510100',
  );
  expect(new Set(values.map(({ breakdown }) => breakdown['destination']))).toEqual(new Set(['510100']));
  const [newest] = values.toReversed();
  const path = `/api/v1/indicators/rail_travel_time/vintages?area=${newest!.area}&period=${newest!.period}`;
  const { body: of } = await app.ask<ValueVintage[]>(`${path}&breakdown.destination=510100`);
  expect(of).toHaveLength(1);
  expect((await app.ask<ValueVintage[]>(path)).body).toEqual([]);
  expect(await vintages('2017-01/2017-08', 'pm25', '610000')).toMatchObject([{ value: '56' }]);
  expect((await app.ask('/api/v1/indicators/pm25/vintages?area=610000&period=x')).status).toBe(400);
});

it('lists every indicator with what there is of it', async () => {
  const { body } = await app.ask<IndicatorSummary[]>('/api/v1/indicator-summaries');
  const of = (code: string) => body.find((one) => one.code === code);
  expect(of('international_routes')).toMatchObject({
    organisation: 'west-airport-group',
    unit: { zh: '条' },
    targets: 1,
    computed: false,
    newest: { area: '610100', period: '2024-06', value: '108' },
    timeliness: { late: expect.any(Number) as number },
  });
  expect(of('base_stations_5g_per_10k')).toMatchObject({ computed: true, series: 1 });
  expect(of('bri_coverage_rate')).toMatchObject({ newest: null, series: 0 });
});

it('lists the series of one, as of a day too', async () => {
  const series = async (query = '') =>
    (await app.ask<IndicatorSeries[]>(`/api/v1/indicators/resident_population/series${query}`)).body;
  expect((await series()).find(({ area }) => area === '610100')).toMatchObject({
    frequency: 'A',
    accumulation: 'period',
    values: 6,
    newest: { period: '2024', value: '1316.76', status: 'P' },
    timeliness: { state: 'late' },
  });
  expect((await series('?asOf=2019-06-30')).find(({ area }) => area === '610100')).toMatchObject({
    values: 2,
    newest: { period: '2018', value: '1000.37' },
  });
  expect((await app.ask('/api/v1/indicators/nothing/series')).status).toBe(404);
});

it('gives the table of some areas as CSV and as a workbook, exact and without formulas', async () => {
  const path = '/api/v1/indicators/resident_population/table?area=610100,610300&frequency=A';
  const csv = await app.ask<string>(`${path}&format=csv&language=zh`);
  expect(csv.headers.get('content-disposition')).toContain('resident_population-2026-11-23.csv');
  expect(csv.body).toContain('单位：万人\r\n');
  expect(csv.body).toContain('时期,西安市,,宝鸡市,\r\n');
  expect(csv.body).toContain('2020年,1295.29,,332.1853,\r\n2021年,1316.3,P,328.2,P\r\n');
  // Two areas by two breakdowns are four series; the file has those that were shown.
  const travel = (area: string, destination: string) =>
    edit(
      { area, breakdown: { destination }, period: '2025-12-31', value: '60' },
      { indicator: 'rail_travel_time' },
    );
  const stored = [
    await travel('610100', '410100'),
    await travel('610300', '410100'),
    await travel('610300', '610200'),
  ];
  expect(stored.map(({ status }) => status)).toEqual([200, 200, 200]);
  const crossed =
    '/api/v1/indicators/rail_travel_time/table?area=610100,610300&breakdown.destination=410100,610200&format=csv&language=en';
  const lines = encodeURIComponent('610100~destination=410100,610300~destination=610200');
  const header = (text: string) => text.split('\r\n').find((line) => line.startsWith('Period'));
  expect(header((await app.ask<string>(crossed)).body)?.match(/Zhengzhou|Tongchuan/g)?.length).toBe(4);
  expect(header((await app.ask<string>(`${crossed}&line=${lines}`)).body)).toMatch(
    /^Period,Xi'an Zhengzhou,+Baoji Tongchuan,*$/,
  );
  expect((await app.ask(`${crossed}&line=610100~destination`)).status).toBe(400);
  for (const { body } of stored) await undo(body.import!);
  const past = await app.ask<string>(`${path}&format=csv&language=en&asOf=2019-06-30`);
  expect(past.body).toContain('As known on 2019-06-30');
  expect(past.body).not.toContain('2020');
  const workbook = await fetch(`${app.url}${path}&format=xlsx`, {
    headers: { authorization: `Bearer ${await app.token('viewer')}` },
  });
  expect(new Uint8Array(await workbook.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
});
