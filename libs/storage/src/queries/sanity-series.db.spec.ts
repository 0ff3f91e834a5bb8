import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import {
  readSeriesKeys,
  readSeriesOf,
  readStretches,
  readValuesBefore,
  type NumberedSeries,
} from './sanity-series.js';

let sample: SampleDatabase;
let series: NumberedSeries[];
let revision: number;

const routes = (area: string, period: string, value: string, knownFrom: string): Observed => ({
  indicator: 'international_routes',
  area,
  period,
  value,
  knownFrom: new Date(knownFrom),
});

beforeAll(async () => {
  sample = await createSampleDatabase();
  await insertObservations(sample.database, [
    routes('610100', '2016', '45', '2017-01-01'),
    routes('610100', '2017', '58', '2018-01-01'),
    routes('610100', '2018', '64.50', '2019-01-01'),
    routes('610100', '2018-06', '60', '2018-07-01'),
    routes('610000', '2018', '70', '2019-01-01'),
  ]);
  ({ importId: revision } = await insertObservations(sample.database, [
    routes('610100', '2018', '88', '2019-02-01'),
    routes('610100', '2018', '89', '2019-03-01'),
    routes('610100', '2017', '57', '2017-12-01'),
    routes('610100', '2019', '92', '2020-01-01'),
  ]));
  series = await readSeriesOf(sample.database, [
    { indicator: 'international_routes', area: '610100' },
    { indicator: 'rail_travel_time', area: '610100' },
  ]);
});
afterAll(() => sample.drop());

const annual = () => series.find(({ frequency }) => frequency === 'A')!;

it('reads every series of an indicator and area, and none of other areas', () => {
  expect(series.map(({ indicator, area, frequency }) => [indicator, area, frequency])).toEqual([
    ['international_routes', '610100', 'A'],
    ['international_routes', '610100', 'M'],
  ]);
});

it('reads the keys of series by their numbers', async () => {
  expect(await readSeriesKeys(sample.database, [annual().id])).toEqual([
    {
      id: annual().id,
      indicator: 'international_routes',
      area: '610100',
      frequency: 'A',
      accumulation: 'period',
      breakdown: {},
    },
  ]);
});

it('reads the newest values up to a day, exactly as they are known now', async () => {
  const read = await readStretches(sample.database, [
    { seriesId: annual().id, until: '2018-06-30', most: 2 },
  ]);
  expect(read).toEqual([
    {
      seriesId: annual().id,
      periodStart: '2018-01-01',
      periodEnd: '2018-12-31',
      value: '89',
      status: 'A',
      importId: revision,
    },
    expect.objectContaining({ periodStart: '2017-01-01', value: '58' }),
  ]);
});

it('reads each of several stretches, and nothing of one that is empty', async () => {
  const read = await readStretches(sample.database, [
    { seriesId: annual().id, until: '2016-12-31', most: 9 },
    { seriesId: annual().id, until: '2015-12-31', most: 9 },
    { seriesId: series[1]!.id, until: '2020-01-01', most: 9 },
  ]);
  expect(read.map(({ periodEnd, value }) => `${periodEnd} ${value}`)).toEqual([
    '2016-12-31 45',
    '2018-06-30 60',
  ]);
});

it('reads what an import replaced, not its own earlier release, and nothing where there was none', async () => {
  const periods = ['2018-01-01', '2019-01-01'].map((periodStart) => ({ seriesId: annual().id, periodStart }));
  expect(await readValuesBefore(sample.database, revision, periods)).toEqual([
    { seriesId: annual().id, periodStart: '2018-01-01', value: '64.50' },
  ]);
});
