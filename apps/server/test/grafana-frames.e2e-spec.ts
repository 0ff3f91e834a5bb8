import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { tableNames } from '../src/grafana/query-plan.js';
import { addAssessments, inTransaction, readLatestAssessments } from '#storage';
import { putSlips, type Slip } from './fired-alerts.js';
import { interpolated } from './grafana-interpolation.js';
import { startTestApplication, type TestApplication } from './test-application.js';

/**
 * What Grafana makes of the answers: by its own package, of which only the files with these functions are loaded. (The
 * whole of it needs a module that Jest cannot require, and its build for import does not load in Node.)
 */
const grafana = createRequire(join(process.cwd(), 'node_modules/@grafana/data/dist/cjs/index.cjs'));
const { getProcessedDataFrames, toDataFrame } = grafana('./dataframe/processDataFrame.cjs') as Pick<
  typeof import('@grafana/data'),
  'getProcessedDataFrames' | 'toDataFrame'
>;
const { getFieldDisplayName } = grafana('./field/fieldState.cjs') as Pick<
  typeof import('@grafana/data'),
  'getFieldDisplayName'
>;
type DataFrame = ReturnType<typeof toDataFrame>;

const now = '2026-11-23T04:00:00Z';
let app: TestApplication;

const upload = (text: string) =>
  app.ask('/api/v1/imports?name=routes.csv', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: `指标,地区,时期,数值\n${text}\n`,
  });

beforeAll(async () => {
  app = await startTestApplication({ now });
  // So that there are revisions and refused rows to show.
  await upload('international_routes,西安市,2025年,101');
  await upload('international_routes,西安市,2025年,103.5');
  await upload('international_routes,西安市,2025年,许多');
  await addAlerts();
}, 60_000);
afterAll(() => app.close());

const slipped = 'international-routes-2020';
const slippedAt = new Date('2026-10-01T00:00:00Z');
const resolvedAt = new Date('2026-11-01T00:00:00Z');

/** A verdict that got worse, an alert of it that was resolved, and one that still burns. */
async function addAlerts(): Promise<void> {
  await inTransaction(app.database, async (tx) => {
    const [latest] = await readLatestAssessments(tx, [slipped]);
    if (!latest) throw new Error('the target has no recorded verdict');
    const { targetVersion: _version, id: _id, ...same } = latest;
    await addAssessments(tx, [
      { ...same, recordedAt: slippedAt, previousStatus: 'atRisk', status: 'offTrack', cause: 'sweep' },
    ]);
  });
  const slip: Slip = { target: slipped, organisation: 'west-airport-group', from: 'atRisk', to: 'offTrack' };
  await putSlips(app.database, slippedAt, [slip]);
  await putSlips(app.database, resolvedAt, [{ ...slip, to: 'onTrack' }]);
  await putSlips(app.database, resolvedAt, [slip]);
}

const range = { from: '2010-01-01T00:00:00Z', to: '2035-12-31T16:00:00Z' };

async function ask(path: string, body: unknown): Promise<object[]> {
  const answer = await app.ask(`/grafana/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect({ status: answer.status, body: answer.status === 200 ? null : answer.body }).toEqual({
    status: 200,
    body: null,
  });
  return z.array(z.looseObject({})).parse(answer.body);
}
const query = (target: string, payload: object, more: object = {}) =>
  ask('query', { range, maxDataPoints: 800, targets: [{ refId: 'B', target, payload }], ...more });

const standing = ['achieved', 'onTrack', 'atRisk', 'offTrack', 'movingAway', 'missed', 'notAssessed'];
const numbers = (...names: string[]) => names.map((name) => [name, 'number'] as const);
const strings = (...names: string[]) => names.map((name) => [name, 'string'] as const);
const times = (...names: string[]) => names.map((name) => [name, 'time'] as const);

/** Every table with a payload for which the plan has rows, and the fields it must become. */
const tables: Readonly<
  Record<(typeof tableNames)[number], { payload: object; fields: readonly (readonly [string, string])[] }>
> = {
  scorecard: {
    payload: { task: '26' },
    fields: [
      ...strings('target', 'name', 'status', 'statusText', 'verdict'),
      ...numbers('value'),
      ...strings('unit', 'period'),
      ...numbers('expected', 'targetValue', 'targetUpper'),
      ...strings('due'),
      ...numbers('pace'),
      ...strings('method', 'organisation'),
      ...numbers('task'),
      ...strings('area', 'stale', 'provisional'),
      ...numbers('probability'),
      ...strings('remarks'),
    ],
  },
  statusCounts: { payload: {}, fields: numbers(...standing) },
  tasks: {
    payload: {},
    fields: [...numbers('number'), ...strings('title', 'organisations'), ...numbers('targets', ...standing)],
  },
  verdictHistory: {
    payload: { targetCode: 'international-routes-2020' },
    fields: [
      ...times('recordedAt', 'asOf'),
      ...strings('target', 'from', 'status', 'statusText', 'verdict', 'cause'),
      ...numbers('import'),
      ...strings('why'),
    ],
  },
  alerts: {
    payload: {},
    fields: [
      ...numbers('id'),
      ...times('startsAt', 'endsAt'),
      ...strings('state', 'target', 'name', 'from', 'status', 'statusText', 'organisation', 'rule'),
    ],
  },
  imports: {
    payload: {},
    fields: [
      ...numbers('id'),
      ...times('createdAt'),
      ...strings('uploadedBy', 'file', 'state'),
      ...numbers('read', 'inserted', 'revised', 'unchanged', 'duplicate', 'rejected', 'verdictChanges'),
    ],
  },
  rollUps: {
    payload: { by: 'organisation' },
    fields: [
      ...strings('group', 'name'),
      ...numbers('targets', 'assessed', 'shareAssessed'),
      ...strings('enoughAssessed'),
      ...numbers('shareBehind', 'score'),
      ...strings('scoreStatus'),
      ...numbers(...standing),
    ],
  },
  timeliness: {
    payload: {},
    fields: [
      ...strings('indicator', 'name', 'area', 'areaName', 'frequency', 'newest', 'next'),
      ...times('dueOn'),
      ...strings('state', 'stateText'),
      ...numbers('daysLate'),
      ...strings('organisation'),
    ],
  },
  timelinessByOrganisation: {
    payload: {},
    fields: [
      ...strings('organisation', 'name'),
      ...numbers('series', 'complete', 'due', 'late', 'withoutValue', 'shareOnTime'),
    ],
  },
  releases: {
    payload: {},
    fields: [
      ...times('dueOn'),
      ...strings('indicator', 'name', 'area', 'areaName', 'period', 'organisation'),
    ],
  },
  rejections: {
    payload: {},
    fields: [...strings('code', 'meaning'), ...numbers('count', 'import'), ...times('at')],
  },
  revisions: {
    payload: { indicator: 'international_routes' },
    fields: [
      ...times('knownFrom'),
      ...strings('indicator', 'name', 'area', 'areaName', 'period'),
      ...numbers('before', 'after', 'change', 'import'),
    ],
  },
  verdictTimeline: {
    payload: { targetCode: ['international-routes-2020', 'pm25-xian-2020'] },
    fields: [...times('time'), ...strings('international-routes-2020', 'pm25-xian-2020')],
  },
  annotations: {
    payload: {
      annotation: ['releases', 'revisions', 'targetDates', 'verdictChanges', 'alerts'],
      indicator: 'international_routes',
    },
    fields: [...times('time', 'timeEnd'), ...strings('title', 'text', 'tags')],
  },
};

/** Whether a cell is what its field says: a time in whole milliseconds, a number, a text, or nothing. */
function fits(type: string, value: unknown): boolean {
  if (value === null) return true;
  if (type === 'string') return typeof value === 'string';
  return type === 'time' ? Number.isInteger(value) : typeof value === 'number' && Number.isFinite(value);
}

describe.each(['zh', 'en'])('every table becomes a frame (%s)', (language) => {
  it.each(tableNames)('%s', async (name) => {
    const { payload, fields } = tables[name];
    const [raw, ...more] = await query(name, { ...payload, language });
    expect(more).toEqual([]);
    const frame = toDataFrame(raw);
    expect(frame.refId).toBe('B');
    expect(frame.fields.map((field) => [field.name, field.type])).toEqual(fields);
    expect(frame.length).toBeGreaterThan(0);
    for (const field of frame.fields) {
      expect(field.values).toHaveLength(frame.length);
      expect(field.values.filter((value: unknown) => !fits(field.type, value))).toEqual([]);
      expect(getFieldDisplayName(field, frame)).toBe(field.config.displayName);
      expect(field.config.displayName).toMatch(/\S/);
      if (language === 'en' && name !== 'verdictTimeline')
        expect(field.config.displayName).not.toMatch(/\p{Script=Han}/u);
    }
    // What Grafana guesses on top changes no type.
    const [processed] = getProcessedDataFrames([raw]);
    expect(processed?.fields.map(({ type }) => type)).toEqual(frame.fields.map(({ type }) => type));
  });
});

describe('the numbers of a table', () => {
  const valuesOf = (frame: DataFrame, name: string): unknown[] =>
    frame.fields.find((field) => field.name === name)?.values ?? [];

  it('of groups are those of the API', async () => {
    const [raw] = await query('rollUps', { by: 'organisation', language: 'en' });
    const frame = toDataFrame(raw);
    const { body } = await app.ask('/api/v1/rollups?by=organisation');
    const { groups } = z
      .object({
        groups: z.array(
          z.object({
            key: z.string(),
            targets: z.number(),
            shareAssessed: z.number(),
            score: z.number().nullable(),
            counts: z.record(z.string(), z.number()),
          }),
        ),
      })
      .parse(body);
    expect(valuesOf(frame, 'group')).toEqual(groups.map(({ key }) => key));
    expect(valuesOf(frame, 'score')).toEqual(groups.map(({ score }) => score));
    expect(valuesOf(frame, 'shareAssessed')).toEqual(groups.map(({ shareAssessed }) => shareAssessed));
    expect(valuesOf(frame, 'notAssessed')).toEqual(groups.map(({ counts }) => counts['notAssessed']));
    expect(frame.fields.find(({ name }) => name === 'shareAssessed')?.config.unit).toBe('percentunit');
  });

  it('of timeliness are those of the API', async () => {
    const { body } = await app.ask('/api/v1/timeliness');
    const api = z
      .object({
        series: z.array(z.object({ state: z.string(), daysLate: z.number(), dueOn: z.string() })),
        organisations: z.array(z.object({ organisation: z.string(), shareOnTime: z.number() })),
      })
      .parse(body);
    const [series] = await query('timeliness', {});
    const frame = toDataFrame(series);
    expect(valuesOf(frame, 'state')).toEqual(api.series.map(({ state }) => state));
    expect(valuesOf(frame, 'daysLate')).toEqual(api.series.map(({ daysLate }) => daysLate));
    expect(valuesOf(frame, 'dueOn')).toEqual(
      api.series.map(({ dueOn }) => Date.parse(`${dueOn}T00:00:00+08:00`)),
    );
    const [organisations] = await query('timelinessByOrganisation', {});
    expect(valuesOf(toDataFrame(organisations), 'shareOnTime')).toEqual(
      api.organisations.map(({ shareOnTime }) => shareOnTime),
    );
  });

  it('of revisions say what was and what is', async () => {
    const [raw] = await query('revisions', { targetCode: 'international-routes-2020' });
    const frame = toDataFrame(raw);
    expect([valuesOf(frame, 'before'), valuesOf(frame, 'after'), valuesOf(frame, 'change')]).toEqual([
      [101],
      [103.5],
      [2.5],
    ]);
    const narrowed = await query(
      'revisions',
      {},
      { adhocFilters: [{ key: 'area', operator: '!=', value: '610100' }] },
    );
    expect(narrowed.map((one) => toDataFrame(one).length)).toEqual([0]);
  });

  it('of alerts are narrowed by whom and what they concern', async () => {
    const count = async (payload: object) => toDataFrame((await query('alerts', payload))[0]).length;
    // The third is about a forecast of the shipped plan.
    expect(await count({})).toBe(3);
    expect(await count({ organisation: 'west-airport-group', area: '610100', status: 'offTrack' })).toBe(2);
    expect(await count({ organisation: 'shaanxi-cyberspace' })).toBe(0);
    expect(await count({ status: 'missed' })).toBe(0);
    expect(await count({ area: '610300' })).toBe(0);
  });

  it('of refused rows say why and how often', async () => {
    const [raw] = await query('rejections', { language: 'en' });
    const frame = toDataFrame(raw);
    expect([valuesOf(frame, 'code'), valuesOf(frame, 'meaning'), valuesOf(frame, 'count')]).toEqual([
      ['not-a-number'],
      ['not a number'],
      [1],
    ]);
  });

  it('of releases are those of the calendar', async () => {
    const { body } = await app.ask('/api/v1/release-calendar?from=2026-11-23&to=2027-02-21');
    const { days } = z.object({ days: z.array(z.object({ releases: z.array(z.unknown()) })) }).parse(body);
    const toNow = { range: { from: '2025-11-23T04:00:00Z', to: now } };
    const [raw] = await query('releases', {}, toNow);
    const frame = toDataFrame(raw);
    expect(frame.length).toBe(days.reduce((sum, { releases }) => sum + releases.length, 0));
    expect(valuesOf(frame, 'dueOn')).toEqual(
      valuesOf(frame, 'dueOn').toSorted((a, b) => Number(a) - Number(b)),
    );
  });
});

describe('every kind of series becomes a frame', () => {
  const measures = ['actual', 'expected', 'target', 'forecast', 'lower', 'upper'];

  it.each([
    [
      'a stock with all its lines',
      'international_routes',
      { targetCode: 'international-routes-2020', asOf: '2020-03-01' },
      6,
    ],
    [
      'months with gaps, year to date',
      'pm25',
      { area: '610100', accumulation: 'yearToDate', measures: 'actual' },
      1,
    ],
    ['a breakdown', 'rail_travel_time', { measures: 'actual', language: 'en' }, 2],
    ['several areas', 'resident_population', { area: ['610200', '610500'], measures: 'actual' }, 2],
    [
      'several indicators',
      '(international_routes|resident_population)',
      { area: '610100', measures: 'actual' },
      2,
    ],
  ])('%s', async (_what, target, payload, least) => {
    const raw = await query(target, { measures, ...payload });
    const frames = raw.map((one) => toDataFrame(one));
    expect(frames.length).toBeGreaterThanOrEqual(least);
    const shape = z.object({
      target: z.string(),
      datapoints: z.array(z.tuple([z.number().nullable(), z.number()])),
    });
    frames.forEach((frame, at) => {
      const { target: name, datapoints } = shape.parse(raw[at]);
      const [time, value] = frame.fields;
      expect(frame.fields.map((field) => [field.name, field.type])).toEqual([
        ['Time', 'time'],
        ['Value', 'number'],
      ]);
      expect(time?.values).toEqual(datapoints.map(([, epoch]) => epoch));
      expect(time?.values).toEqual([...new Set(time?.values)].toSorted((a, b) => Number(a) - Number(b)));
      expect(value?.values).toEqual(datapoints.map(([number]) => number));
      expect([frame.name, frame.refId, frame.length]).toEqual([name, 'B', datapoints.length]);
      // The legend is the line's name, whatever other lines and labels there are.
      expect(value && getFieldDisplayName(value, frame, frames)).toBe(name);
      expect(value?.config.unit).toMatch(/^suffix:\S/);
      expect(value?.labels).toMatchObject({ measure: expect.any(String), area: expect.any(String) });
    });
    expect(new Set(frames.map(({ name }) => name)).size).toBe(frames.length);
  });

  it('nulls are kept, and thinning keeps the extremes', async () => {
    const payload = { area: '610100', accumulation: 'yearToDate' };
    const valuesAt = async (maxDataPoints: number) => {
      const [raw] = await query('pm25', payload, { maxDataPoints });
      return z.array(z.number().nullable()).parse(toDataFrame(raw).fields[1]?.values);
    };
    const all = await valuesAt(800);
    expect(all).toContain(null);
    const some = await valuesAt(10);
    expect(some.length).toBeLessThanOrEqual(10);
    expect(some).toContain(null);
    const numbersOf = (values: (number | null)[]) => values.filter((value) => value !== null);
    for (const extreme of [Math.min, Math.max])
      expect(extreme(...numbersOf(some))).toBe(extreme(...numbersOf(all)));
  });

  it('a range without data leaves the frames with their names, and no points', async () => {
    const payload = { area: '610100', measures: ['actual', 'expected'], asOf: '2020-03-01' };
    const names = async (more: object) =>
      (await query('international_routes', payload, more)).map((one) => toDataFrame(one).name);
    const early = { range: { from: '1990-01-01T00:00:00Z', to: '1991-01-01T00:00:00Z' } };
    expect(await names(early)).toEqual(await names({}));
    const frames = (await query('international_routes', payload, early)).map((one) => toDataFrame(one));
    expect(frames.map(({ length }) => length)).toEqual(frames.map(() => 0));
  });
});

describe('annotations', () => {
  it('have every kind of event, those that last as regions', async () => {
    const { payload } = tables.annotations;
    const [raw] = await query('annotations', { ...payload, language: 'en' });
    const { fields, length } = toDataFrame(raw);
    const events = Array.from({ length }, (_, row) =>
      Object.fromEntries(fields.map(({ name, values }) => [name, values[row] as unknown])),
    );
    const kindOf = (event: Record<string, unknown>) => String(event['tags']).split(',')[0];
    expect(new Set(events.map(kindOf))).toEqual(
      new Set(['releases', 'revisions', 'targetDates', 'verdictChanges', 'alerts']),
    );
    expect(events.filter((event) => kindOf(event) === 'alerts')).toMatchObject([
      { time: slippedAt.getTime(), timeEnd: resolvedAt.getTime(), title: 'Alert: Off track' },
      { time: resolvedAt.getTime(), timeEnd: Date.parse(now) },
    ]);
    expect(events.filter((event) => kindOf(event) === 'verdictChanges')).toMatchObject([
      { time: slippedAt.getTime(), timeEnd: null, title: 'At risk → Off track' },
    ]);
    expect(events.find((event) => kindOf(event) === 'revisions')?.['text']).toBe(
      '2025: 101 → 103.5 (+2.5), in routes',
    );
  });

  it('within a range are those of which any part is', async () => {
    const during = { range: { from: '2026-10-10T00:00:00Z', to: '2026-10-20T00:00:00Z' } };
    const [raw] = await query('annotations', { annotation: 'alerts' }, during);
    expect(toDataFrame(raw).length).toBe(1);
  });
});

describe('variables', () => {
  it('are read by the fields __text and __value', async () => {
    const raw = await ask('variable', {
      payload: { target: 'area', indicator: 'pm25', language: 'en' },
      range,
    });
    const frame = toDataFrame(raw);
    expect(frame.fields.map(({ name }) => name).toSorted()).toEqual(['__text', '__value']);
    expect(frame.fields[0]?.values).toContain("Xi'an");
  });

  it.each(['regex', 'glob', 'csv', 'pipe', 'json', 'doublequote', 'singlequote', 'raw'])(
    'with several values mean the same in the format %s',
    async (format) => {
      const plain = await query('resident_population', { area: ['610200', '610500'] });
      const area = interpolated(`\${area:${format}}`, { area: ['610200', '610500'] }, 'regex');
      expect(plain).toHaveLength(2);
      expect(await query('resident_population', { area })).toEqual(plain);
    },
  );

  it.each(['regex', 'glob', 'csv', 'pipe', 'json'])(
    'with nothing chosen ask for all, as %s',
    async (format) => {
      const all = await query('resident_population', {});
      const area = interpolated(`\${area:${format}}`, { area: [] }, 'regex');
      expect(await query('resident_population', { area })).toEqual(all);
    },
  );

  it.each(['$__all', '*', '.*', ['$__all']])('with all chosen arrive as %j', async (area) => {
    expect(await query('resident_population', { area })).toEqual(await query('resident_population', {}));
  });

  it('with a value that has characters of regular expressions are those characters', async () => {
    const asOf = interpolated('$asOf', { asOf: '2020-03-01T00:00:00.000+08:00' }, 'regex');
    expect(asOf).toContain('\\.');
    const payload = { area: '610100', asOf };
    expect(await query('international_routes', payload)).toEqual(
      await query('international_routes', { area: '610100', asOf: '2020-03-01T00:00:00.000+08:00' }),
    );
  });

  it('are filled from the request where a query still names them', async () => {
    const scopedVars = {
      area: { text: ['铜川市', '渭南市'], value: ['610200', '610500'] },
      language: { text: 'English', value: 'en' },
    };
    expect(
      await query('resident_population', { area: '$area', language: '${language}' }, { scopedVars }),
    ).toEqual(await query('resident_population', { area: ['610200', '610500'], language: 'en' }));
  });

  it('may be given with their texts', async () => {
    const list = { target: 'targetCode', area: '610100' };
    expect(
      await ask('variable', { payload: { ...list, indicator: { text: 'PM2.5', value: ['pm25'] } } }),
    ).toEqual(await ask('variable', { payload: { ...list, indicator: 'pm25' } }));
    expect(await query('resident_population', { area: { text: '铜川市', value: '610200' } })).toEqual(
      await query('resident_population', { area: '610200' }),
    );
  });
});

describe('many queries in one request', () => {
  it('are answered in their order, hidden ones and those without a metric not at all', async () => {
    const raw = await ask('query', {
      range,
      targets: [
        { refId: 'A', target: 'resident_population', payload: { area: '610200' } },
        { refId: 'B', target: 'nonsense', hide: true },
        { refId: 'C', target: '' },
        { refId: 'D', target: 'statusCounts' },
        { refId: 'E', target: 'international_routes', payload: { area: '610100' } },
      ],
    });
    expect(raw.map((one) => toDataFrame(one).refId)).toEqual(['A', 'D', 'E']);
  });
});
