import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import type { Reader } from '../database.js';
import { hasMoreSeries, readNewestOfIndicators } from './newest-values.js';
import { hasMoreVintages } from './observation-pages.js';
import { readReleasedValues, readRevisions } from './revisions.js';
import { readRevisedPeriods } from './value-vintages.js';

let sample: SampleDatabase;

/** What somebody asks about, and beside it values of 400 series, ten times as many at the second measurement. */
const few = 40;
const many = 10 * few;

beforeAll(async () => {
  sample = await createSampleDatabase();
  for (const statement of [
    `insert into series (indicator, area, frequency, accumulation, breakdown)
     select 'rail_travel_time', a, 'D', 'period', jsonb_build_object('destination', n::text)
     from unnest('{610000,610100}'::text[]) a, generate_series(1, 200) n
     union all select 'us_gdp', 'us', 'Q', 'period', '{}'`,
    // Twenty quarters that became known in May 2024, every second of them revised in June.
    `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
     select s.id, q, q + interval '3 months - 1 day', n, 'A',
       case when n % 2 = 0 then timestamptz '2024-06-15' else timestamptz '2024-05-15' end, 1
     from series s, generate_series(1, 20) n, lateral (select (date '2010-01-01' + n * interval '3 months')::date) p(q)
     where s.indicator = 'us_gdp'`,
    `insert into observation_vintage (series_id, period_start, period_end, value, status, known_from, import_id)
     select series_id, period_start, period_end, value + 1, 'P', timestamptz '2024-05-15', 1
     from observation where known_from = timestamptz '2024-06-15'`,
  ])
    await sample.database.query(statement);
});
afterAll(() => sample.drop());

/** Values of these days of each of the 400 series, every tenth series revised, and copies as of what is computed. */
async function addDays(from: number, to: number): Promise<void> {
  const values = `from generate_series(${from}, ${to - 1}) n cross join series s
    cross join lateral (select date '2000-01-01' + n) d(day)`;
  for (const statement of [
    `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
     select s.id, day, day, 100 + n, 'A', day + interval '9 days', 1
     ${values} where s.indicator = 'rail_travel_time' order by n, s.id`,
    `insert into observation_vintage (series_id, period_start, period_end, value, status, known_from, import_id)
     select s.id, day, day, 99 + n, 'P', day + interval '2 days', 1
     ${values} where s.indicator = 'rail_travel_time' and s.id % 10 = 0 order by n, s.id`,
    `insert into grafana.computed_observation (indicator, area, frequency, accumulation, breakdown, period_start,
       period_end, value, status, known_from)
     select 'international_routes', s.area, 'D', 'period', s.breakdown, day, day, 100 + n, 'A', now()
     ${values} where s.indicator = 'rail_travel_time' and s.id % 10 = 0 order by n, s.id`,
    // As autovacuum does a while after an import.
    'vacuum analyze',
  ])
    await sample.database.query(statement);
}

/** What the statements of `work` read, in pages of Postgres; and what it came to. */
async function pagesOf(
  work: (reader: Reader) => Promise<unknown>,
): Promise<{ pages: number; result: unknown }> {
  let pages = 0;
  const { manager } = sample.database;
  const reader = Object.create(manager) as Reader;
  Object.defineProperty(reader, 'query', {
    value: async (text: string, parameters: unknown[]) => {
      type Explained = [
        { 'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number> }] },
      ];
      const [{ 'QUERY PLAN': explained }]: Explained = await manager.query(
        `explain (analyze, buffers, format json) ${text}`,
        parameters,
      );
      const { Plan: plan } = explained[0];
      pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      const rows: unknown = await manager.query(text, parameters);
      return rows;
    },
  });
  const result = await work(reader);
  return { pages, result };
}

const june = { from: new Date('2024-06-01T00:00:00Z'), to: new Date('2024-06-30T00:00:00Z') };

const readings: readonly [what: string, read: (reader: Reader) => Promise<unknown>][] = [
  ['what became known in a month', (reader) => readReleasedValues(reader, june, 100)],
  ['what was revised in a month', (reader) => readRevisions(reader, june, 100)],
  [
    'what was ever revised, of one indicator',
    (reader) => readRevisions(reader, { indicators: ['us_gdp'] }, 100),
  ],
  ['what was ever revised, so far as it is gone through', (reader) => readRevisions(reader, {}, 100, 50)],
  [
    'what ever became known, so far as it is gone through',
    (reader) => readReleasedValues(reader, {}, 100, 50),
  ],
  [
    'which values of a series were revised',
    (reader) => readRevisedPeriods(reader, { indicators: ['us_gdp'] }),
  ],
  ['the newest value of every indicator', (reader) => readNewestOfIndicators(reader)],
  ['whether there are too many values', (reader) => hasMoreVintages(reader, {}, 1000)],
  ['whether there are too many series', (reader) => hasMoreSeries(reader, {}, 10)],
];

it('reads as much of ten times as many values as before', async () => {
  await addDays(0, few);
  const before = [];
  for (const [, read] of readings) before.push(await pagesOf(read));
  await addDays(few, many);
  for (const [at, [what, read]] of readings.entries()) {
    const after = await pagesOf(read);
    expect({ what, times: after.pages / before[at]!.pages }).toEqual({
      what,
      times: expect.closeTo(1, 0) as number,
    });
  }
  expect(before.map(({ result }) => result).slice(0, 2)).toMatchObject([
    { found: [{ indicator: 'us_gdp', values: 10 }], more: false },
    { more: false },
  ]);
  const [, revised] = before;
  expect((revised!.result as { found: unknown[] }).found).toHaveLength(10);
});

it('says of an indicator how many series it has and what is newest, computed ones by their copies', async () => {
  const day = new Date(Date.UTC(2000, 0, many)).toISOString().slice(0, 10);
  expect(await readNewestOfIndicators(sample.database.manager)).toMatchObject([
    { indicator: 'international_routes', series: 40, newest: { area: '610000', periodEnd: day } },
    {
      indicator: 'rail_travel_time',
      series: 400,
      newest: { area: '610000', periodEnd: day, value: String(99 + many) },
    },
    { indicator: 'us_gdp', series: 1, newest: { periodEnd: '2015-03-31', value: '20' } },
  ]);
});

it('says that there was more than it went through', async () => {
  const { manager } = sample.database;
  expect(await readReleasedValues(manager, june, 100, 9)).toMatchObject({ more: true });
  expect(await readReleasedValues(manager, june, 100, 10)).toMatchObject({ more: false });
  expect(await readRevisions(manager, june, 100, 9)).toMatchObject({ more: true });
  expect(await readRevisions(manager, {}, 100, 50)).toMatchObject({ more: true });
  const areas = ['us'];
  expect(await readRevisions(manager, { areas }, 100, 10)).toMatchObject({ more: false });
  expect(await readRevisions(manager, { areas }, 100, 9)).toMatchObject({ more: true });
});
