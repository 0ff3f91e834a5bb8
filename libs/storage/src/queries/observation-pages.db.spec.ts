import { formatPeriod } from '#time-period';
import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import {
  type CommentedObservation,
  countObservations,
  hasMoreVintages,
  inSnapshot,
  observationPages,
  readDataVersion,
  readDimensionsInUse,
  readPeriodsInUse,
  readSeriesExtents,
} from './observation-pages.js';
import type { ObservationFilter } from './observations.js';

let sample: SampleDatabase;
const routes = (period: string, value: string, more: Partial<Observed> = {}): Observed => ({
  indicator: 'international_routes',
  area: '610100',
  period,
  value,
  knownFrom: new Date('2020-01-10'),
  ...more,
});

beforeAll(async () => {
  sample = await createSampleDatabase();
  await insertObservations(sample.database, [
    routes('2018', '64', { comment: 'first' }),
    routes('2019', '85'),
    routes('2019', '90', { area: '610000' }),
    routes('2019', '190', {
      indicator: 'rail_travel_time',
      breakdown: { origin: '610100', destination: '510100' },
    }),
    routes('2014-Q1/2014-Q2', '1.50', { indicator: 'us_gdp', area: 'us' }),
  ]);
  await insertObservations(sample.database, [routes('2019', '88', { knownFrom: new Date('2020-02-17') })]);
});
afterAll(() => sample.drop());

const read = (filter: ObservationFilter, options: { by: 'series' | 'period'; offset?: number }) =>
  inSnapshot(sample.database, async (tx) => {
    const rows: CommentedObservation[] = [];
    for await (const page of observationPages(tx, filter, options)) rows.push(...page);
    return rows.map(
      ({ frequency, accumulation, periodStart: start, periodEnd: end, value, comment }) =>
        `${formatPeriod({ frequency, accumulation, start, end })} ${value}${comment === null ? '' : ` ${comment}`}`,
    );
  });

it('reads series by series', async () => {
  const all = ['2018 64 first', '2019 88', '2019 90', '2019 190', '2014-Q1/2014-Q2 1.50'];
  expect(await read({}, { by: 'series' })).toEqual(all);
  expect(await read({}, { by: 'series', offset: 3 })).toEqual(all.slice(3));
  expect(await read({}, { by: 'series', offset: 9 })).toEqual([]);
});

it('reads period by period, as of an instant too', async () => {
  expect(await read({}, { by: 'period' })).toEqual([
    '2014-Q1/2014-Q2 1.50',
    '2018 64 first',
    '2019 88',
    '2019 90',
    '2019 190',
  ]);
  expect(await read({ areas: ['610100'], asOf: new Date('2020-02-01') }, { by: 'period' })).toEqual([
    '2018 64 first',
    '2019 85',
    '2019 190',
  ]);
});

it('counts, and tells series, periods and dimensions', async () => {
  const { manager } = sample.database;
  const filter = { indicators: ['international_routes'] };
  expect(await countObservations(manager, filter)).toBe(3);
  const isMore = (asked: ObservationFilter, most: number) => hasMoreVintages(manager, asked, most);
  expect([await isMore(filter, 3), await isMore(filter, 4)]).toEqual([true, false]);
  const before = { ...filter, asOf: new Date('2020-02-01') };
  expect([await isMore(before, 2), await isMore(before, 3)]).toEqual([true, false]);
  expect(await readSeriesExtents(manager, filter)).toMatchObject([
    { area: '610100', observations: 2, from: '2018-01-01', to: '2019-12-31' },
    { area: '610000', observations: 1, from: '2019-01-01', to: '2019-12-31' },
  ]);
  expect((await readPeriodsInUse(manager, filter)).map(formatPeriod).toSorted()).toEqual(['2018', '2019']);
  expect(await readDimensionsInUse(manager, filter)).toEqual([]);
  expect(await readDimensionsInUse(manager, {})).toEqual(['origin', 'destination']);
  expect(await readDimensionsInUse(manager, { to: '2018-12-31' })).toEqual([]);
});

it('reads one state of the database, whatever is landed meanwhile, under one version', async () => {
  await inSnapshot(sample.database, async (tx) => {
    const version = await readDataVersion(tx);
    await insertObservations(sample.database, [routes('2021', '100')]);
    let count = 0;
    for await (const page of observationPages(tx, {}, { by: 'series' })) count += page.length;
    expect(count).toBe(5);
    expect(await readDataVersion(tx)).toBe(version);
    expect(await readDataVersion(sample.database.manager)).not.toBe(version);
  });
  expect((await read({}, { by: 'series' })).length).toBe(6);
});

it('writes nothing', async () => {
  await expect(inSnapshot(sample.database, (tx) => tx.query('delete from observation'))).rejects.toThrow(
    /read-only transaction/,
  );
});
