import { insertObservations } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { readNewestPeriods } from './newest-periods.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterAll(() => sample.drop());

it('is of each series of the indicators the newest period with a value that is no forecast', async () => {
  const knownFrom = new Date('2021-01-01T00:00:00Z');
  const routes = { indicator: 'international_routes', value: '1', knownFrom };
  await insertObservations(sample.database, [
    { ...routes, area: '610100', period: '2018' },
    { ...routes, area: '610100', period: '2019' },
    { ...routes, area: '610100', period: '2035', status: 'F' },
    { ...routes, area: '610100', period: '2019-08' },
    { ...routes, area: '610000', period: '2035', status: 'F' },
    { ...routes, area: 'us', period: '2014-Q1', indicator: 'us_gdp' },
  ]);
  const newest = await readNewestPeriods(sample.database.manager, ['international_routes']);
  const common = { indicator: 'international_routes', area: '610100', accumulation: 'period', breakdown: {} };
  expect(newest).toEqual([
    { ...common, frequency: 'A', periodEnd: '2019-12-31' },
    { ...common, frequency: 'M', periodEnd: '2019-08-31' },
  ]);
  expect(await readNewestPeriods(sample.database.manager, [])).toEqual([]);
});

it('is as of an instant what was known then', async () => {
  const routes = { indicator: 'us_gdp', area: 'us' };
  const known = (day: string) => new Date(`${day}T00:00:00Z`);
  await insertObservations(sample.database, [
    { ...routes, period: '2019-Q1', value: '1', knownFrom: known('2019-04-30') },
    { ...routes, period: '2019-Q2', value: '2', status: 'F', knownFrom: known('2019-05-01') },
  ]);
  await insertObservations(sample.database, [
    { ...routes, period: '2019-Q1', value: '1.1', knownFrom: known('2019-06-30') },
    { ...routes, period: '2019-Q2', value: '2.1', knownFrom: known('2019-07-30') },
  ]);
  const newest = async (asOf: string) =>
    (await readNewestPeriods(sample.database.manager, ['us_gdp'], known(asOf)))
      .filter(({ periodEnd }) => periodEnd.startsWith('2019'))
      .map(({ periodEnd }) => periodEnd);
  expect(await newest('2019-04-29')).toEqual([]);
  expect(await newest('2019-04-30')).toEqual(['2019-03-31']);
  // The second quarter was a forecast then.
  expect(await newest('2019-07-29')).toEqual(['2019-03-31']);
  expect(await newest('2019-07-30')).toEqual(['2019-06-30']);
});
