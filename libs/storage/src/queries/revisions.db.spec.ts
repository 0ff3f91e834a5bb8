import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { readReleasedValues, readRevisions } from './revisions.js';

let sample: SampleDatabase;
const observed = (
  indicator: string,
  area: string,
  period: string,
  value: string,
  knownFrom: string,
): Observed => ({ indicator, area, period, value, knownFrom: new Date(knownFrom) });

beforeAll(async () => {
  sample = await createSampleDatabase();
  await insertObservations(sample.database, [
    observed('international_routes', '610100', '2018', '64', '2019-02-01'),
    observed('international_routes', '610100', '2019', '85', '2020-01-10'),
    observed('international_routes', '610000', '2019', '90', '2020-01-10'),
    observed('us_gdp', 'us', '2014-Q1', '17149.6', '2014-04-30'),
    observed('us_gdp', 'us', '2014-Q1', '17101.3', '2014-05-29'),
    observed('us_gdp', 'us', '2014-Q1', '17016.0', '2014-06-25'),
    observed('us_gdp', 'us', '2014-Q2', '17294.7', '2014-07-30'),
    observed('us_gdp', 'us', '2014-Q2', '17294.70', '2014-08-30'),
  ]);
  await insertObservations(sample.database, [
    observed('international_routes', '610100', '2019', '88', '2020-02-17'),
  ]);
});
afterAll(() => sample.drop());

const read = async (filter: Parameters<typeof readRevisions>[1] = {}, limit = 100) =>
  (await readRevisions(sample.database.manager, filter, limit)).found.map(
    ({ indicator, periodEnd, before, after, knownFrom }) =>
      `${knownFrom.toISOString().slice(0, 10)} ${indicator} ${periodEnd} ${before} ${after}`,
  );

const all = [
  '2020-02-17 international_routes 2019-12-31 85 88',
  '2014-06-25 us_gdp 2014-03-31 17101.3 17016.0',
  '2014-05-29 us_gdp 2014-03-31 17149.6 17101.3',
];

describe('revisions', () => {
  it('are every value that took the place of another, the newest first', async () => {
    expect(await read()).toEqual(all);
  });

  it('are narrowed by indicator, area, time and number', async () => {
    expect(await read({ indicators: ['us_gdp'] })).toEqual(all.slice(1));
    expect(await read({ areas: ['610100'] })).toEqual(all.slice(0, 1));
    expect(await read({ from: new Date('2014-06-01'), to: new Date('2015-01-01') })).toEqual(all.slice(1, 2));
    expect(await read({}, 2)).toEqual(all.slice(0, 2));
    expect(await read({ indicators: [] })).toEqual([]);
  });
});

describe('values released', () => {
  it('are counted by indicator and instant, superseded ones among them', async () => {
    const { found: released } = await readReleasedValues(
      sample.database.manager,
      { indicators: ['international_routes'] },
      10,
    );
    expect(
      released.map(({ knownFrom, values, firstEnd, lastEnd }) => [
        knownFrom.toISOString().slice(0, 10),
        values,
        firstEnd,
        lastEnd,
      ]),
    ).toEqual([
      ['2020-02-17', 1, '2019-12-31', '2019-12-31'],
      ['2020-01-10', 2, '2019-12-31', '2019-12-31'],
      ['2019-02-01', 1, '2018-12-31', '2018-12-31'],
    ]);
  });
});
