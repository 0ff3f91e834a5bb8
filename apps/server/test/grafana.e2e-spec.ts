import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { grafanaSeriesSchema, grafanaTableSchema } from '#contract';
import { overview } from '../../../dashboards/overview.js';
import { statuses } from '../../../dashboards/statuses.js';
import { type Chosen, interpolated, sentPayload } from './grafana-interpolation.js';
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
    response: z.object({ status: z.number(), body: z.unknown() }),
  });

  it.each(readdirSync(folder))('%s', async (file) => {
    const { request, response } = goldenSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const { status, body } = await app.ask(request.path, {
      method: request.method,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    expect({ status, body }).toEqual(response);
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

  it.each(['query', 'metrics', 'metric-payload-options', 'variable', 'search', 'tag-keys', 'tag-values'])(
    'a viewer may ask /grafana/%s',
    async (path) => {
      const body = { targets: [], name: 'area', key: 'area' };
      expect((await post(path, body, await app.token('viewer'))).status).toBe(200);
    },
  );
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

/** The dashboard as Grafana would run it, with one choice of its variables after another. */
describe('the dashboard 关中监测 · 总览', () => {
  const dashboard = overview();
  const single: Chosen = {
    DS: 'guanzhong',
    language: 'zh',
    asOf: '',
    indicator: 'international_routes',
    area: ['610100'],
    targetCode: ['international-routes-2020'],
  };
  /** With whether the chosen targets name a number: a direction has no lines. */
  const choices: [string, { readonly chosen: Chosen; readonly numbers: boolean }][] = [
    ['as it opens', { chosen: single, numbers: true }],
    [
      'in English, as of the past',
      { chosen: { ...single, language: 'en', asOf: '2020-03-01' }, numbers: true },
    ],
    [
      'with several areas',
      {
        chosen: {
          ...single,
          indicator: 'pm25',
          area: ['610000', '610100', '610300'],
          targetCode: ['pm25-shaanxi-2035', 'pm25-xian-2035'],
        },
        numbers: false,
      },
    ],
    [
      'with several targets',
      {
        chosen: {
          ...single,
          indicator: 'rail_travel_time',
          targetCode: ['rail-travel-time-chengdu-2035', 'rail-travel-time-wuhan-2035'],
        },
        numbers: true,
      },
    ],
    ['with nothing chosen', { chosen: { ...single, area: [], targetCode: [] }, numbers: true }],
  ];
  const range = { from: dashboard.time.from, to: now };

  const frames = z.array(z.union([grafanaSeriesSchema, grafanaTableSchema]));
  const queries = dashboard.panels.flatMap(({ title, targets }) =>
    targets.map((query) => [title, query.refId, query] as const),
  );

  describe.each(choices)('%s', (_what, { chosen, numbers }) => {
    it.each(queries)('panel %s, query %s has data', async (_title, refId, query) => {
      const { status, body } = await post('query', {
        range,
        maxDataPoints: 800,
        adhocFilters: [],
        targets: [
          {
            ...query,
            target: interpolated(query.target, chosen, 'regex'),
            payload: sentPayload(query.payload, chosen),
          },
        ],
      });
      expect({ status, body: status === 200 ? null : body }).toEqual({ status: 200, body: null });
      const answered = frames.parse(body);
      expect(answered.every((frame) => frame.refId === refId)).toBe(true);
      const points = answered.flatMap((frame) => ('rows' in frame ? frame.rows : frame.datapoints));
      const onlyTargets = query.payload.includes('targetCode');
      expect(points.length > 0).toBe(numbers || !onlyTargets);
    });
  });

  const lists = dashboard.templating.list.filter((variable) => variable.type === 'query');

  it.each(lists.map((variable) => [variable.name, variable] as const))(
    'variable %s has values, the one it opens with among them',
    async (name, variable) => {
      if (typeof variable.query === 'string' || variable.query === undefined) throw new Error('no query');
      const payload: unknown = JSON.parse(interpolated(variable.query.query, single, 'json'));
      const { status, body } = await post('variable', { payload, range });
      expect(status).toBe(200);
      const values = z.array(z.object({ __text: z.string(), __value: z.string() })).parse(body);
      const text = [variable.current?.text].flat()[0];
      expect(values).toContainEqual({ __text: text, __value: [single[name]].flat()[0] });
    },
  );

  it('colours every status in the words that the service uses', async () => {
    for (const language of ['zh', 'en'] as const) {
      const { body } = await post('variable', { payload: { target: 'status', language } });
      expect(body).toEqual(statuses.map((status) => ({ __text: status[language], __value: status.code })));
    }
  });

  it('names columns in its overrides that the tables have', async () => {
    for (const panel of dashboard.panels) {
      const [query] = panel.targets;
      if (!query || !['scorecard', 'statusCounts'].includes(query.target)) continue;
      const { body } = await post('query', { targets: [{ ...query, payload: '' }] });
      const [table] = z.array(grafanaTableSchema).parse(body);
      const columns = table?.columns.map(({ text }) => text);
      for (const { matcher } of panel.fieldConfig.overrides) expect(columns).toContain(matcher.options);
    }
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

  it('alerts, of which there are none before anything slipped', async () => {
    expect(rowsOf((await table('alerts', {})).body)).toEqual([]);
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
    for (const key of ['area', 'organisation', 'task', 'status']) {
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
