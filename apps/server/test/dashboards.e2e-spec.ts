/** Every query of every dashboard, run as Grafana would: no frame may be empty, and all sources must agree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFrame, FieldType, getFieldDisplayName } from '@grafana/data';
import { parse } from 'yaml';
import { z } from 'zod';
import { builtFiles } from '../../../dashboards/built-files.js';
import { statuses } from '../../../dashboards/statuses.js';
import { choicesOf, framesOf, type Asking, type SourceName } from './dashboard-queries.js';
import type { Chosen } from './grafana-interpolation.js';
import { transformed } from './grafana-frames.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const sources = ['json', 'infinity', 'postgresql'] as const;

const panelSchema = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  timeFrom: z.string().optional(),
  targets: z.array(z.looseObject({ refId: z.string() })).min(1),
  transformations: z.array(z.looseObject({ id: z.string(), options: z.looseObject({}) })).default([]),
  fieldConfig: z.looseObject({
    overrides: z.array(z.looseObject({ matcher: z.object({ id: z.string(), options: z.string() }) })),
  }),
});
type Panel = z.infer<typeof panelSchema>;

const dashboardSchema = z.looseObject({
  time: z.object({ from: z.string(), to: z.string() }),
  panels: z.array(panelSchema),
  templating: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        type: z.string(),
        query: z.unknown().optional(),
        current: z
          .object({
            text: z.union([z.string(), z.array(z.string())]),
            value: z.union([z.string(), z.array(z.string())]),
          })
          .default({ text: '', value: '' }),
      }),
    ),
  }),
  annotations: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        target: z.looseObject({}),
        mappings: z
          .record(z.string(), z.object({ source: z.literal('field'), value: z.string() }))
          .default({}),
      }),
    ),
  }),
});

const files = builtFiles().map((file) => ({
  ...file,
  dashboard: dashboardSchema.parse(JSON.parse(file.text)),
}));
type File = (typeof files)[number];
const ofSources = files.flatMap((file) =>
  file.source === 'prometheus' ? [] : [{ ...file, source: file.source }],
);

let app: TestApplication;
let now: Date;

beforeAll(async () => {
  // The database has a clock of its own, by which nothing may lie in the future.
  now = new Date(Date.now() - 60_000);
  app = await startTestApplication({ now: now.toISOString() });
  await makeNews(app);
}, 120_000);
afterAll(() => app.close());

/** After the seeds: a target that slips, a value that is revised, a cell that is refused, a value due soon. */
async function makeNews({ ask, setNow }: TestApplication): Promise<void> {
  now = new Date(now.getTime() + 1000);
  setNow(now.toISOString());
  const lastMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    .toISOString()
    .slice(0, 7);
  const rows = [
    'indicator,ref_area,time_period,obs_value,destination',
    'pm25,610100,2024,95,',
    'rail_travel_time,610100,2026-05,310,420100',
    'international_routes,610100,2024-06,107,',
    'pm25,610000,2020,44,',
    'gdp,610100,2024,13318,',
    `pm25,610000,${lastMonth},31,`,
    'no_such_indicator,610100,2024,1,',
  ];
  // Somebody to be told of the slip, so that there is a delivery.
  const receiver = { channel: 'webhook', url: 'https://example.cn/hook', organisations: [], enabled: true };
  const made = await ask('/api/v1/receivers/duty-desk', { method: 'PUT', body: JSON.stringify(receiver) });
  expect(made.status).toBe(200);
  const { status, body } = await ask('/api/v1/imports?onError=skip', {
    method: 'POST',
    body: rows.join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { rows: { inserted: 2, revised: 4, rejected: 1 } },
  });
}

/** What a dashboard opens with. */
function opening({ dashboard }: File): Chosen {
  return Object.fromEntries(dashboard.templating.list.map(({ name, current }) => [name, current.value]));
}

/** A point of time as Grafana writes it: an instant, `now`, `now-12y`. */
function instantOf(text: string): Date {
  const [, sign, count, unit] = /^now(?:([+-])(\d+)([yhdM]))?$/.exec(text) ?? [];
  if (!text.startsWith('now')) return new Date(text);
  const date = new Date(now);
  const by = Number(`${sign ?? '+'}${count ?? 0}`);
  if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() + by);
  else if (unit !== undefined) throw new Error(`${text} is not known here`);
  return date;
}

/** A panel with `timeFrom` shows the last years up to now, whatever the dashboard shows. */
function askingOf(file: File, panel?: Panel, chosen: Chosen = opening(file)): Asking {
  const { from, to } = file.dashboard.time;
  const own = panel?.timeFrom;
  return {
    app,
    chosen,
    range: own
      ? { from: instantOf(`now-${own}`), to: new Date(now) }
      : { from: instantOf(from), to: instantOf(to) },
  };
}

async function drawn(source: SourceName, file: File, panel: Panel, chosen?: Chosen): Promise<DataFrame[]> {
  const frames: DataFrame[] = [];
  for (const query of panel.targets)
    frames.push(...(await framesOf(source, query, askingOf(file, panel, chosen))));
  return transformed(frames, panel.transformations);
}

const values = (frame: DataFrame) =>
  frame.fields.filter(({ type }) => type !== FieldType.time).flatMap((field) => field.values);

/** Columns that say in words what the schema of the database does not say. */
const onlyOfTheService = new Set(['verdict', 'why', 'meaning']);

describe.each(ofSources.map((file) => [file.path, file] as const))('%s', (_path, file) => {
  const { source, dashboard } = file;

  it.each(dashboard.panels.map((panel) => [`${panel.id} ${panel.title}`, panel] as const))(
    'panel %s has data in every query, and the fields that it names',
    async (_title, panel) => {
      const answered: DataFrame[] = [];
      for (const query of panel.targets) {
        const frames = await framesOf(source, query, askingOf(file, panel));
        const known = frames.flatMap(values).filter((value) => value !== null);
        expect({ refId: query.refId, empty: known.length === 0 }).toEqual({
          refId: query.refId,
          empty: false,
        });
        answered.push(...frames);
      }
      const frames = await transformed(answered, panel.transformations);
      expect(frames.flatMap(values).some((value) => value !== null)).toBe(true);
      const fields = new Set(frames.flatMap((frame) => frame.fields.map((field) => field.name)));
      const named = panel.fieldConfig.overrides
        .filter(({ matcher }) => matcher.id === 'byName')
        .map(({ matcher }) => matcher.options)
        .filter((name) => source !== 'postgresql' || !onlyOfTheService.has(name));
      expect(named.filter((name) => !fields.has(name))).toEqual([]);
    },
  );

  const variables = dashboard.templating.list.filter(({ type }) => type === 'query');
  if (variables.length > 0)
    it.each(variables.map((variable) => [variable.name, variable] as const))(
      'variable %s has values, those it opens with among them',
      async (_name, { query, current }) => {
        const choices = await choicesOf(source, query, askingOf(file));
        const texts = [current.text].flat();
        for (const [index, value] of [current.value].flat().entries())
          expect(choices).toContainEqual({ __text: texts[index], __value: value });
      },
    );

  const marks = dashboard.annotations.list;
  if (marks.length > 0)
    it.each(marks.map((mark) => [mark.name, mark] as const))(
      'annotation %s has events where Grafana looks for them',
      async (_name, { target, mappings }) => {
        const [frame, ...others] = await framesOf(source, target, askingOf(file));
        expect(others).toEqual([]);
        const found = (key: string) =>
          frame?.fields.find(
            (field) =>
              getFieldDisplayName(field, frame).toLowerCase() === (mappings[key]?.value ?? key).toLowerCase(),
          );
        for (const key of ['time', 'title', 'text']) {
          const field = found(key);
          expect({ key, type: field?.type, some: field?.values.some((value) => value !== null) }).toEqual({
            key,
            type: key === 'time' ? FieldType.time : FieldType.string,
            some: true,
          });
        }
      },
    );
});

describe('other choices than those a dashboard opens with are answered too', () => {
  const choices: Record<string, Chosen[]> = {
    overview: [{ asOf: '2020-03-01' }],
    target: [
      { target: 'international-routes-2020' },
      { target: 'pm25-xian-2035', asOf: '2021-06-30T08:00:00+08:00' },
      { target: 'work-metro-line-5-2035' },
    ],
    ecology: [{ area: ['610300'] }, { area: ['610000', '610100', '610300'], asOf: '2019-12-31' }],
    organisation: [{ organisation: 'xian-government' }, { organisation: 'shaanxi-drc', asOf: '2024-01-01' }],
    transport: [{ asOf: '2018-01-01' }],
  };
  const cases = ofSources.flatMap((file) =>
    (choices[file.name] ?? []).map((chosen) => [file.path, JSON.stringify(chosen), file, chosen] as const),
  );

  it.each(cases)('%s with %s', async (_path, _what, file, chosen) => {
    for (const panel of file.dashboard.panels)
      await expect(drawn(file.source, file, panel, { ...opening(file), ...chosen })).resolves.toBeDefined();
  });
});

describe('the three sources give the same', () => {
  /** Of tables whose rows rightly differ, why. */
  const differing: Record<string, string> = {
    verdictTimeline:
      'the service retraces the past by what was known then; the others show what was recorded',
    releases: 'the service lists every coming period, the database only the next one of each series',
  };
  /** Periods are words in the service and SDMX text in the database; titles of changes are worded by each. */
  const worded = new Set(['period', 'due', 'newest', 'next', 'title', ...onlyOfTheService]);
  const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value);

  const names = [...new Set(ofSources.map(({ name }) => name))];
  const cases = names.flatMap((name) => {
    const of = (source: SourceName) =>
      ofSources.find((file) => file.name === name && file.source === source && file.language === 'zh')!;
    return of('json').dashboard.panels.map(
      (panel, index) =>
        [name, panel.title, sources.map((source) => ({ file: of(source), source })), index] as const,
    );
  });

  it.each(cases)('%s: %s', async (_name, _title, files_, index) => {
    const asked = z
      .looseObject({ target: z.string() })
      .parse(files_[0]?.file.dashboard.panels[index]?.targets[0]).target;
    if (asked in differing) return;
    const answers = [];
    for (const { file, source } of files_) {
      const panel = file.dashboard.panels[index]!;
      answers.push({ source, frames: await drawn(source, file, panel) });
    }
    const [json, infinity, postgresql] = answers.map(({ frames }) => contents(frames));
    expect(infinity).toEqual(json);
    const inBoth = Object.keys(postgresql ?? {}).filter((name) => !worded.has(name) && name in (json ?? {}));
    expect(inBoth.length).toBeGreaterThan(0);
    // Rows of equal rank have no order that both would know.
    const rowsOf = (given: typeof json) =>
      (given?.[inBoth[0] ?? ''] ?? [])
        .map((_, row) => JSON.stringify(inBoth.map((name) => given?.[name]?.[row])))
        .toSorted();
    if (isTable(answers[0]?.frames[0])) expect(rowsOf(postgresql)).toEqual(rowsOf(json));
    else {
      expect(inBoth.toSorted()).toEqual(Object.keys(json ?? {}).toSorted());
      for (const name of inBoth)
        expect({ name, points: postgresql?.[name] }).toEqual({ name, points: json?.[name] });
    }
  });

  const isTable = (frame: DataFrame | undefined) =>
    !frame?.fields.some(({ type }) => type === FieldType.time) ||
    frame.fields.some(({ type }) => type === FieldType.string);

  /** Fields of a table by name; of lines their points that have a value, by query and name of the line. */
  function contents(frames: readonly DataFrame[]): Record<string, unknown[]> {
    const entries = frames.flatMap((frame) => {
      const times = frame.fields.find(({ type }) => type === FieldType.time);
      if (!times || isTable(frame))
        return frame.fields.map((field) => [field.name, field.values.map(rounded)] as const);
      return frame.fields
        .filter((field) => field !== times)
        .map(
          (field) =>
            [
              `${frame.refId} ${getFieldDisplayName(field, frame)}`,
              field.values.flatMap((value, i) => (value === null ? [] : [[times.values[i], rounded(value)]])),
            ] as const,
        );
    });
    return Object.fromEntries(entries);
  }
});

describe('the dashboard of the service', () => {
  it('names metrics and labels that GET /metrics has', async () => {
    const { body: text } = await app.ask<string>('/metrics');
    const declared = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const samples = [...text.matchAll(/^(\w+)(?:\{([^}]*)\})? /gm)];
    const labelsOf = (metric: string) =>
      new Set(
        samples
          .filter(([, name]) => name === metric)
          .flatMap(([, , labels = '']) => [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label)),
      );
    const panels = files
      .filter(({ source }) => source === 'prometheus')
      .flatMap(({ dashboard }) => dashboard.panels);
    expect(panels.length).toBeGreaterThan(10);
    for (const panel of panels)
      for (const query of panel.targets) {
        const { expr } = z.looseObject({ expr: z.string() }).parse(query);
        const metrics = [...new Set(expr.match(/\b(?:guanzhong|process|nodejs)_\w+/g))];
        expect(metrics.length).toBeGreaterThan(0);
        for (const metric of metrics) {
          const family = metric.replace(/_(?:bucket|count|sum)$/, '');
          expect({ metric, declared: declared.has(metric) || declared.has(family) }).toEqual({
            metric,
            declared: true,
          });
        }
        const labels = [
          ...[...expr.matchAll(/(\w+)=~?"/g)].map(([, label]) => label),
          ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
        ];
        for (const label of labels)
          expect({ expr, label, known: metrics.some((metric) => labelsOf(metric).has(label)) }).toEqual({
            expr,
            label,
            known: true,
          });
      }
  });
});

it('the alert rules that Grafana is given as an example ask what can be answered', async () => {
  const path = join(process.cwd(), 'dashboards', 'provisioning', 'postgresql', 'alerting', 'rules.yml');
  const queries = [...JSON.stringify(parse(readFileSync(path, 'utf8'))).matchAll(/"rawSql":("[^"]*")/g)];
  expect(queries).toHaveLength(2);
  for (const [, rawSql = ''] of queries) {
    const query = {
      refId: 'A',
      rawQuery: true,
      format: 'table',
      rawSql: z.string().parse(JSON.parse(rawSql)),
    };
    const range = { from: new Date(now.getTime() - 600_000), to: now };
    const [frame] = await framesOf('postgresql', query, { app, chosen: {}, range });
    expect(frame?.length).toBeGreaterThan(0);
    // One figure, and words that tell the alerts apart.
    expect(frame?.fields.filter(({ type }) => type === FieldType.number)).toHaveLength(1);
    expect(frame?.fields.filter(({ type }) => type === FieldType.string).length).toBeGreaterThan(0);
  }
});

it('statuses are worded as the service words them', async () => {
  for (const language of ['zh', 'en'] as const) {
    const { body } = await app.ask('/grafana/variable', {
      method: 'POST',
      body: JSON.stringify({ payload: { target: 'status', language } }),
    });
    expect(body).toEqual(statuses.map((status) => ({ __text: status[language], __value: status.code })));
  }
});
