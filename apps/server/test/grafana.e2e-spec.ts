import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { grafanaSeriesSchema, grafanaTableSchema } from '#contract';
import { startTestApplication, type TestApplication } from './test-application.js';

const now = '2026-11-23T04:00:00Z';
let app: TestApplication;

beforeAll(async () => {
  app = await startTestApplication({ now });
}, 60_000);
afterAll(() => app.close());

const post = (path: string, body: unknown, token?: string | null) =>
  app.ask<unknown>(`/grafana/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(token === undefined ? {} : { token }),
  });

describe('golden requests and responses', () => {
  const folder = join(import.meta.dirname, 'golden', 'grafana');
  const goldenSchema = z.object({
    request: z.object({ method: z.enum(['GET', 'POST']), path: z.string(), body: z.unknown().optional() }),
    /** `bodyHas` of a long list: entries that are in it. */
    response: z.object({
      status: z.number(),
      body: z.unknown().optional(),
      bodyHas: z.array(z.unknown()).optional(),
    }),
  });

  it.each(readdirSync(folder))('%s', async (file) => {
    const { request, response } = goldenSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const { status, body } = await app.ask(request.path, {
      method: request.method,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const { bodyHas, ...whole } = response;
    expect({ status, body }).toEqual(
      bodyHas ? { status: whole.status, body: expect.arrayContaining(bodyHas) } : whole,
    );
  });
});

describe('access', () => {
  it('needs a token, which may be the password of Basic authentication', async () => {
    expect((await app.ask('/grafana', { token: null })).status).toBe(401);
    expect((await post('query', { targets: [] }, null)).status).toBe(401);
    const viewer = await app.token('viewer');
    const basic = `Basic ${Buffer.from(`grafana:${viewer}`).toString('base64')}`;
    const headers = { authorization: basic };
    expect((await app.ask('/grafana', { token: null, headers })).status).toBe(200);
    expect((await app.ask('/grafana/', { token: null, headers })).status).toBe(200);
  });

  it.each([
    'query',
    'metrics',
    'metric-payload-options',
    'variable',
    'search',
    'tag-keys',
    'tag-values',
    'annotations',
  ])('a viewer may ask /grafana/%s', async (path) => {
    const body = { targets: [], name: 'area', key: 'area', annotation: { query: 'alerts' } };
    expect((await post(path, body, await app.token('viewer'))).status).toBe(200);
  });

  it('a viewer may ask for rows, nobody without a token', async () => {
    const path = '/grafana/rows?target=statusCounts';
    expect((await app.ask(path, { token: await app.token('viewer') })).status).toBe(200);
    expect((await app.ask(path, { token: null })).status).toBe(401);
  });
});

describe('what the editors ask', () => {
  it('the builder: every indicator and table, with the fields of its query', async () => {
    const metrics = z
      .array(
        z.object({
          label: z.string().min(1),
          value: z.string(),
          payloads: z.array(
            z.object({
              name: z.string(),
              label: z.string(),
              type: z.enum(['select', 'multi-select', 'input', 'textarea']),
              placeholder: z.string().optional(),
              reloadMetric: z.boolean().optional(),
              options: z
                .array(z.object({ label: z.string(), value: z.string() }))
                .min(1)
                .optional(),
            }),
          ),
        }),
      )
      .parse((await post('metrics', {})).body);
    const fields = (value: string) =>
      metrics.find((metric) => metric.value === value)?.payloads.map(({ name }) => name);
    expect(fields('rail_travel_time')).toEqual([
      'area',
      'breakdown',
      'measures',
      'targetCode',
      'frequency',
      'accumulation',
      'asOf',
      'language',
    ]);
    expect(fields('pm25')).not.toContain('breakdown');
    expect(fields('scorecard')).toEqual(['status', 'organisation', 'task', 'area', 'asOf', 'language']);
    expect(fields('rollUps')).toEqual(['by', 'status', 'organisation', 'task', 'area', 'asOf', 'language']);
    expect(fields('annotations')).toEqual(['annotation', 'indicator', 'area', 'targetCode', 'language']);
    // The words of the editor follow the language; what else is chosen changes no field.
    for (const { payloads } of metrics)
      for (const { name, reloadMetric } of payloads)
        expect(reloadMetric).toBe(name === 'language' || undefined);

    // Whatever has no options of its own is asked for when it is opened; none of that may be refused.
    const asked = new Set(
      metrics.flatMap(({ payloads }) =>
        payloads.filter(({ type, options }) => type.endsWith('select') && !options).map(({ name }) => name),
      ),
    );
    for (const name of asked) {
      const { status, body } = await post('metric-payload-options', {
        metric: 'rail_travel_time',
        name,
        payload: {},
      });
      expect({ name, status }).toEqual({ name, status: 200 });
      expect(z.array(z.object({ label: z.string(), value: z.string() })).parse(body)).not.toEqual([]);
    }
  });

  it('asks for metrics without a body, as an old version does', async () => {
    expect((await app.ask('/grafana/metrics', { method: 'POST' })).status).toBe(200);
    expect((await app.ask('/grafana/variable', { method: 'POST' })).status).toBe(200);
    expect((await app.ask('/grafana/search', { method: 'POST' })).status).toBe(200);
  });

  it('the code editor: the metrics as the values of a variable that has no name', async () => {
    const { body } = await post('variable', { payload: { target: '' }, range: {} });
    expect(body).toContainEqual({ __text: 'PM2.5平均浓度', __value: 'pm25' });
    expect(body).toContainEqual({ __text: '表：记分卡', __value: 'scorecard' });
  });

  it.each(['indicators', 'area', 'targets', 'organisation', 'tasks', 'status', 'breakdown'])(
    'a variable may list %s, no two texts alike',
    async (target) => {
      const { status, body } = await post('variable', { payload: { target } });
      expect(status).toBe(200);
      const entries = z.array(z.object({ __text: z.string().min(1), __value: z.string() })).parse(body);
      expect(entries.length).toBeGreaterThan(0);
      expect(new Set(entries.map(({ __text }) => __text)).size).toBe(entries.length);
    },
  );

  it.each([
    ['metric-payload-options', { metric: 'nonsense', name: 'area' }],
    ['metric-payload-options', { metric: 'pm25', name: 'colour' }],
    ['search', { target: 'nonsense' }],
    ['tag-values', { key: 'colour' }],
  ])('%s refuses an unknown name', async (path, request) => {
    const { status, body } = await post(path, request);
    expect({ status, code: z.looseObject({ code: z.string() }).parse(body).code }).toEqual({
      status: 400,
      code: 'unknown-name',
    });
  });
});

describe('lines and verdict cannot disagree', () => {
  it('the expected line passes through the verdict’s expected value', async () => {
    const asOf = '2020-03-01';
    const { body: rows } = await app.ask(`/api/v1/assessments?target=international-routes-2020&asOf=${asOf}`);
    const [verdict] = z
      .array(z.looseObject({ expected: z.number(), observed: z.object({ period: z.literal('2019') }) }))
      .parse(rows);
    const { body } = await post('query', {
      targets: [{ target: 'international_routes', payload: { area: '610100', measures: 'expected', asOf } }],
    });
    const [line] = z.array(grafanaSeriesSchema).parse(body);
    expect(line?.datapoints).toContainEqual([verdict?.expected, Date.parse('2019-12-31T00:00:00+08:00')]);
  });
});

describe('the tables of what happened', () => {
  const table = async (target: string, payload: unknown) => {
    const { status, body } = await post('query', { targets: [{ refId: 'A', target, payload }] });
    return { status, body };
  };
  const rowsOf = (body: unknown) => {
    const [only] = z.array(grafanaTableSchema).parse(body);
    return (only?.rows ?? []).map((row) =>
      Object.fromEntries((only?.columns ?? []).map(({ text }, index) => [text, row[index]])),
    );
  };

  it('imports', async () => {
    expect(rowsOf((await table('imports', {})).body)).toMatchObject([
      { id: 1, createdAt: Date.parse(now), state: 'applied', rejected: 0 },
    ]);
  });

  it('the history of a verdict, of the target that is named', async () => {
    const payload = { targetCode: 'international-routes-2020' };
    expect(rowsOf((await table('verdictHistory', payload)).body)).toMatchObject([
      {
        target: 'international-routes-2020',
        from: null,
        status: 'missed',
        statusText: '未能实现',
        cause: 'import',
      },
    ]);
    expect((await table('verdictHistory', {})).status).toBe(400);
  });

  it('alerts; before anything slipped there is the one of a forecast, which stands at no status', async () => {
    expect(rowsOf((await table('alerts', {})).body)).toMatchObject([
      { rule: 'forecast-unlikely', target: 'rail-travel-time-wuhan-2035', status: null, statusText: null },
    ]);
    expect(rowsOf((await table('alerts', { status: 'missed' })).body)).toEqual([]);
  });
});

describe('ad hoc filters', () => {
  const rows = async (adhocFilters: unknown[]) => {
    const { body } = await post('query', {
      adhocFilters,
      targets: [{ refId: 'A', target: 'scorecard', payload: { asOf: '2020-03-01' } }],
    });
    const [table] = z.array(grafanaTableSchema).parse(body);
    const column = (name: string) => table?.columns.findIndex(({ text }) => text === name) ?? -1;
    return (table?.rows ?? []).map((row) => ({ status: row[column('status')], task: row[column('task')] }));
  };

  it('narrow the scorecard, by code or by name', async () => {
    const byCode = await rows([{ key: 'status', operator: '=', value: 'onTrack' }]);
    expect(new Set(byCode.map(({ status }) => status))).toEqual(new Set(['onTrack']));
    expect(await rows([{ key: 'status', operator: '=', value: '进展正常' }])).toEqual(byCode);
  });

  it('are what /grafana/tag-values offers', async () => {
    const keys = z.array(z.object({ text: z.string() })).parse((await post('tag-keys', {})).body);
    expect(keys.map(({ text }) => text)).toEqual([
      'area',
      'organisation',
      'task',
      'status',
      'indicator',
      'section',
      'due',
    ]);
    for (const { text: key } of keys) {
      const values = z
        .array(z.object({ text: z.string(), value: z.string() }))
        .parse((await post('tag-values', { key })).body);
      const [first] = values;
      for (const value of [first?.text, first?.value]) {
        const { status } = await post('query', {
          filters: [{ key, operator: '=', value }],
          targets: [{ refId: 'A', target: 'scorecard' }],
        });
        expect({ key, value, status }).toEqual({ key, value, status: 200 });
      }
    }
  });
});

describe('rows for Infinity', () => {
  const rowsSchema = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])));
  const ask = async (parameters: string) => {
    const { status, body, headers } = await app.ask(`/grafana/rows?${parameters}`);
    expect({ status, body: status === 200 ? null : body }).toEqual({ status: 200, body: null });
    return { rows: rowsSchema.parse(body), headers };
  };

  it.each(['target=scorecard&asOf=2020-03-01', 'target=resident_population&area=610200,610500'])(
    'come in pages that lead to each other: %s',
    async (parameters) => {
      const { rows: all, headers } = await ask(parameters);
      expect(all.length).toBeGreaterThan(4);
      expect(headers.get('x-total-count')).toBe(String(all.length));
      const paged: z.infer<typeof rowsSchema> = [];
      let next: string | undefined = `/grafana/rows?${parameters}&limit=3`;
      while (next !== undefined) {
        const { body, headers: of }: { body: unknown; headers: Headers } = await app.ask(next);
        const page = rowsSchema.parse(body);
        expect(page.length).toBeLessThanOrEqual(3);
        paged.push(...page);
        next = /<([^>]+)>; rel="next"/.exec(of.get('link') ?? '')?.[1];
      }
      expect(paged).toEqual(all);
    },
  );

  it('are the points of the lines that a query answers', async () => {
    const payload = { area: '610100', measures: ['actual', 'expected', 'target'], asOf: '2020-03-01' };
    const range = { from: '2016-06-01T00:00:00Z', to: '2020-12-31T16:00:00Z' };
    const { body } = await post('query', {
      range,
      targets: [{ refId: 'A', target: 'international_routes', payload }],
    });
    const lines = z.array(grafanaSeriesSchema).parse(body);
    const parameters =
      'target=international_routes&area=610100&measures=actual&measures=expected&measures=target&asOf=2020-03-01' +
      `&from=${Date.parse(range.from)}&to=${Date.parse(range.to)}`;
    const { rows } = await ask(parameters);
    // In time order over all lines: else Infinity does not part them into lines again.
    expect(rows.map(({ series, value, time }) => [series, value, time])).toEqual(
      lines
        .flatMap(({ target, datapoints }) =>
          datapoints.map(([value, time]) => [target, value, time] as const),
        )
        .toSorted((a, b) => a[2] - b[2]),
    );
    expect(new Set(rows.map(({ measure }) => measure))).toEqual(new Set(payload.measures));
    const { rows: wide } = await ask(`${parameters}&pivot=wide`);
    for (const { target, datapoints } of lines)
      for (const [value, time] of datapoints)
        expect(wide.find((row) => row['time'] === time)?.[target]).toBe(value);
  });

  it.each([
    ['target=pm25&area=610199', 'unknown-name'],
    ['target=pm25&measures=hoped', 'unknown-name'],
    ['target=revisions&indicator=nonsense', 'unknown-name'],
    ['target=pm25&limit=0', 'invalid-request'],
    ['target=pm25&pivot=long', 'invalid-request'],
    ['target=pm25&from=2021&to=someday', 'invalid-request'],
    ['target=pm25&from=2021-01-01&to=2020-01-01', 'invalid-request'],
    ['area=610100', 'invalid-request'],
    ['target=pm25&areas=610100', 'invalid-request'],
    ['target=verdictTimeline', 'invalid-request'],
  ])('refuse %s', async (parameters, code) => {
    const { status, body } = await app.ask(`/grafana/rows?${parameters}`);
    expect({ status, code: z.looseObject({ code: z.string() }).parse(body).code }).toEqual({
      status: 400,
      code,
    });
  });

  it('of nothing are an empty list', async () => {
    expect((await ask('target=alerts&status=missed')).rows).toEqual([]);
    expect((await ask('target=pm25&from=1990-01-01&to=1991-01-01')).rows).toEqual([]);
    const empty = await ask(
      'target=resident_population&area=&from=&to=&maxDataPoints=&pivot=&limit=&offset=&asOf=',
    );
    expect(empty.rows).toEqual((await ask('target=resident_population')).rows);
  });
});

describe('annotations', () => {
  it('say in which words and of which kinds, by text or by payload', async () => {
    const range = { from: '2015-01-01T00:00:00Z', to: now };
    const marks = z.array(
      z.object({ time: z.number(), title: z.string(), text: z.string(), tags: z.array(z.string()) }),
    );
    const ask = async (query: unknown) =>
      marks.parse((await post('annotations', { range, annotation: { name: 'a', query } })).body);
    const dates = await ask('targetDates');
    expect(dates.length).toBeGreaterThan(5);
    expect(dates.every(({ tags }) => tags[0] === 'targetDates')).toBe(true);
    expect(dates.every(({ time }) => time >= Date.parse(range.from) && time <= Date.parse(range.to))).toBe(
      true,
    );
    const both = await ask({ annotation: ['targetDates', 'releases'], indicator: 'pm25', language: 'en' });
    expect(new Set(both.map(({ tags }) => tags[0]))).toEqual(new Set(['targetDates', 'releases']));
    expect(both.find(({ tags }) => tags[0] === 'releases')?.title).toBe('Released: Mean PM2.5 concentration');
    expect(both.map(({ time }) => time)).toEqual(both.map(({ time }) => time).toSorted((a, b) => a - b));
  });
});
