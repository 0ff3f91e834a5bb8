import { formatPeriod } from '#time-period';
import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import {
  readObservations,
  readVintages,
  type ObservationFilter,
  type StoredObservation,
} from './observations.js';

let sample: SampleDatabase;

const observed = (
  indicator: string,
  area: string,
  period: string,
  value: string,
  knownFrom: string,
  more: Partial<Observed> = {},
): Observed => ({ indicator, area, period, value, knownFrom: new Date(knownFrom), ...more });
const to = (destination: string) => ({ breakdown: { destination, origin: '610100' } });

beforeAll(async () => {
  sample = await createSampleDatabase();
  await insertObservations(sample.database, [
    observed('international_routes', '610100', '2018', '64', '2019-02-01'),
    observed('international_routes', '610100', '2019', '85', '2020-01-10', { status: 'P' }),
    observed('international_routes', '610000', '2019', '90', '2020-02-17'),
    observed('rail_travel_time', '610100', '2019', '190', '2019-12-30', to('510100')),
    observed('rail_travel_time', '610100', '2019', '345', '2019-12-30', to('310000')),
    observed('us_gdp', 'us', '2014-Q1', '17149.6', '2014-04-30', {
      comment: 'advance estimate',
      source: { source_title: 'BEA' },
    }),
    observed('us_gdp', 'us', '2014-Q1', '17101.3', '2014-05-29'),
    observed('us_gdp', 'us', '2014-Q1', '17016.0', '2014-06-25'),
    observed('us_gdp', 'us', '2014-Q1/2014-Q2', '17294.7', '2014-07-30'),
  ]);
  await insertObservations(sample.database, [
    observed('international_routes', '610100', '2019', '88', '2020-02-17'),
  ]);
});
afterAll(() => sample.drop());

const nameOf = ({ frequency, accumulation, periodStart: start, periodEnd: end, value }: StoredObservation) =>
  `${formatPeriod({ frequency, accumulation, start, end })} ${value}`;

const everything = [
  '2018 64',
  '2019 88',
  '2019 90',
  '2019 190',
  '2019 345',
  '2014-Q1 17016.0',
  '2014-Q1/2014-Q2 17294.7',
];

const cases: [what: string, filter: ObservationFilter, expected: string[]][] = [
  ['nothing asked is everything, series by series', {}, everything],
  ['an indicator', { indicators: ['international_routes'] }, ['2018 64', '2019 88', '2019 90']],
  ['two indicators', { indicators: ['us_gdp', 'rail_travel_time'] }, everything.slice(3)],
  ['an area', { areas: ['610000'] }, ['2019 90']],
  ['two areas', { areas: ['610000', 'us'] }, ['2019 90', '2014-Q1 17016.0', '2014-Q1/2014-Q2 17294.7']],
  ['a frequency', { frequencies: ['Q'] }, ['2014-Q1 17016.0', '2014-Q1/2014-Q2 17294.7']],
  ['two frequencies', { frequencies: ['A', 'Q'] }, everything],
  ['values of their own period', { accumulation: 'period', areas: ['us'] }, ['2014-Q1 17016.0']],
  ['values since January', { accumulation: 'yearToDate' }, ['2014-Q1/2014-Q2 17294.7']],
  ['a code of a dimension', { breakdown: { destination: ['510100'] } }, ['2019 190']],
  ['codes of a dimension', { breakdown: { destination: ['510100', '310000'] } }, ['2019 190', '2019 345']],
  [
    'two dimensions, both of which must fit',
    { breakdown: { origin: ['610100'], destination: ['310000'] } },
    ['2019 345'],
  ],
  ['a dimension that does not fit', { breakdown: { origin: ['510100'] } }, []],
  ['a dimension that no series has', { breakdown: { colour: ['red'] } }, []],
  ['a dimension named like SQL', { breakdown: { "x' or true --": ['red'] } }, []],
  [
    'from the last day of a period on',
    { from: '2018-12-31', areas: ['610100'] },
    ['2018 64', '2019 88', '2019 190', '2019 345'],
  ],
  ['from the day after', { from: '2019-01-01', areas: ['610100'] }, ['2019 88', '2019 190', '2019 345']],
  ['no indicator at all', { indicators: [] }, []],
  ['no area at all', { areas: [] }, []],
  ['no frequency at all', { frequencies: [] }, []],
  ['no code of a dimension', { breakdown: { destination: [] } }, []],
  ['no dimension is no restriction', { breakdown: {} }, everything],
  ['no series at all', { seriesIds: [] }, []],
  ['a series that there is not', { seriesIds: ['9223372036854775807'] }, []],
  ['from after every period', { from: '2020-01-01' }, []],
  ['up to the last day of a period', { to: '2014-03-31' }, ['2014-Q1 17016.0']],
  ['up to the day before', { to: '2014-03-30' }, []],
  ['a range', { from: '2014-06-30', to: '2018-12-31' }, ['2018 64', '2014-Q1/2014-Q2 17294.7']],
  ['a range of one day', { from: '2018-12-31', to: '2018-12-31' }, ['2018 64']],
  ['a range that ends before it begins', { from: '2019-01-01', to: '2018-01-01' }, []],
  ['as of before everything', { asOf: new Date('2014-04-29T23:59:59.999Z') }, []],
  ['as of the very instant of a release', { asOf: new Date('2014-04-30') }, ['2014-Q1 17149.6']],
  [
    'as of the instant before a revision',
    { asOf: new Date('2014-05-28T23:59:59.999Z') },
    ['2014-Q1 17149.6'],
  ],
  ['as of a revision', { asOf: new Date('2014-05-29') }, ['2014-Q1 17101.3']],
  [
    'as of an instant between releases of several series',
    { asOf: new Date('2020-02-01') },
    ['2018 64', '2019 85', '2019 190', '2019 345', '2014-Q1 17016.0', '2014-Q1/2014-Q2 17294.7'],
  ],
  ['as of long after', { asOf: new Date('2100-01-01') }, everything],
  [
    'all together',
    {
      indicators: ['international_routes'],
      areas: ['610100'],
      frequencies: ['A'],
      accumulation: 'period',
      from: '2019-01-01',
      to: '2019-12-31',
      asOf: new Date('2020-01-10'),
    },
    ['2019 85'],
  ],
];

describe('readObservations', () => {
  it.each(cases)('%s', async (_, filter, expected) => {
    expect((await readObservations(sample.database, filter)).map(nameOf)).toEqual(expected);
  });

  it('by series, each with its whole key', async () => {
    const [first] = await readObservations(sample.database, { breakdown: { destination: ['310000'] } });
    expect(await readObservations(sample.database, { seriesIds: [first!.seriesId] })).toEqual([
      {
        seriesId: expect.stringMatching(/^\d+$/),
        indicator: 'rail_travel_time',
        area: '610100',
        frequency: 'A',
        accumulation: 'period',
        breakdown: { destination: '310000', origin: '610100' },
        periodStart: '2019-01-01',
        periodEnd: '2019-12-31',
        value: '345',
        status: 'A',
        knownFrom: new Date('2019-12-30'),
        importId: expect.any(Number),
      },
    ]);
  });

  it('gives the import and status of the vintage that it shows', async () => {
    const filter = { areas: ['610100'], indicators: ['international_routes'], from: '2019-01-01' };
    const [now] = await readObservations(sample.database, filter);
    const [then] = await readObservations(sample.database, { ...filter, asOf: new Date('2020-02-01') });
    expect([then!.status, now!.status]).toEqual(['P', 'A']);
    expect(then!.importId).toBeLessThan(now!.importId);
  });
});

describe('readVintages', () => {
  const gdp: ObservationFilter = { indicators: ['us_gdp'], accumulation: 'period' };

  it('each until the next one of its period, the last without end', async () => {
    const vintages = await readVintages(sample.database, gdp);
    expect(vintages.map(({ value, knownFrom, knownTo }) => [value, knownFrom, knownTo])).toEqual([
      ['17149.6', new Date('2014-04-30'), new Date('2014-05-29')],
      ['17101.3', new Date('2014-05-29'), new Date('2014-06-25')],
      ['17016.0', new Date('2014-06-25'), null],
    ]);
  });

  it('with comment and provenance', async () => {
    const [first, second] = await readVintages(sample.database, gdp);
    expect(first).toMatchObject({ comment: 'advance estimate', source: { source_title: 'BEA' } });
    expect(second).toMatchObject({ comment: null, source: {} });
  });

  it('as of an instant only those known then, the last of them without end', async () => {
    const vintages = await readVintages(sample.database, { ...gdp, asOf: new Date('2014-05-29') });
    expect(vintages.map(({ value, knownTo }) => [value, knownTo])).toEqual([
      ['17149.6', new Date('2014-05-29')],
      ['17101.3', null],
    ]);
  });

  it('the last one of each period is what readObservations shows', async () => {
    const latest = (await readVintages(sample.database, {})).filter(({ knownTo }) => knownTo === null);
    expect(latest.map(nameOf)).toEqual(everything);
  });

  it.each(cases.filter(([, filter]) => filter.asOf === undefined))('%s', async (_, filter, expected) => {
    const vintages = await readVintages(sample.database, filter);
    expect(vintages.filter(({ knownTo }) => knownTo === null).map(nameOf)).toEqual(expected);
  });
});
