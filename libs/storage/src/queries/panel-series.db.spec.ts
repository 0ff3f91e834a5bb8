import { formatPeriod, nextPeriod, parsePeriod } from '#time-period';
import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { dayOfNumber } from './copy-rows.js';
import { readObservations, type ObservationFilter } from './observations.js';
import { readPanelSeries, type PanelAsk, type PanelSeries } from './panel-series.js';
import { seriesKeyText } from './series.js';

const indicators = ['international_routes', 'rail_travel_time'];
const areas = ['610000', '610100'];
const breakdowns = [{}, { origin: '610100', destination: '510100' }, { origin: '610100', destination: '三' }];

let sample: SampleDatabase;

/** Always the same numbers from 0 up to below 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

beforeAll(async () => {
  sample = await createSampleDatabase();
  const random = randomNumbers(5);
  const observed: Observed[] = [];
  for (const indicator of indicators)
    for (const area of areas)
      for (const breakdown of breakdowns)
        for (const first of ['2018', '2018-Q1', '2018-01']) {
          let period = { ...parsePeriod(first)! };
          if (first === '2018-Q1' && area === '610000') period.accumulation = 'yearToDate';
          for (let count = 0; count < 12; count += 1, period = nextPeriod(period)) {
            if (random() < 0.3) continue;
            observed.push({
              indicator,
              area,
              breakdown,
              period: formatPeriod(period),
              value: ((random() - 0.3) * 10 ** Math.floor(random() * 12)).toFixed(Math.floor(random() * 6)),
              status: ['A', 'A', 'A', 'P', 'M'][Math.floor(random() * 5)]!,
              knownFrom: new Date(`20${20 + Math.floor(random() * 3)}-03-01`),
            });
          }
        }
  await insertObservations(sample.database, observed);
  await insertObservations(
    sample.database,
    observed
      .filter(() => random() < 0.3)
      .map((one) => ({ ...one, value: String(random() * 9), knownFrom: new Date('2021-06-01') })),
  );
});
afterAll(() => sample.drop());

const everything: PanelAsk = {
  indicators,
  areas: null,
  frequencies: null,
  accumulations: ['period', 'yearToDate'],
  breakdown: {},
  asOf: null,
};

/** What was read as one text per value, in one order. */
function texts(series: readonly PanelSeries[]): string[] {
  return series
    .flatMap((one) => {
      const [starts, values, statuses] = [one.starts, one.values, one.statuses].map((list) =>
        list.split(','),
      );
      expect([values!.length, statuses!.length]).toEqual([starts!.length, starts!.length]);
      return starts!.map((start, at) =>
        [seriesKeyText(one), dayOfNumber(Number(start)), values![at], statuses![at]].join(' '),
      );
    })
    .toSorted();
}

async function byRows({ areas: inAreas, frequencies, accumulations, asOf, ...rest }: PanelAsk) {
  const filter: ObservationFilter = {
    indicators: rest.indicators,
    breakdown: rest.breakdown,
    ...(inAreas && { areas: inAreas }),
    ...(frequencies && { frequencies }),
    ...(asOf && { asOf }),
  };
  return (await readObservations(sample.database.manager, filter))
    .filter(({ accumulation }) => accumulations.includes(accumulation))
    .map((row) => [seriesKeyText(row), row.periodStart, row.value, row.status].join(' '))
    .toSorted();
}

const asks: [name: string, ask: PanelAsk][] = [
  ['everything', everything],
  ['one area', { ...everything, areas: ['610100'] }],
  ['both areas by name', { ...everything, areas }],
  ['no area', { ...everything, areas: [] }],
  ['one indicator', { ...everything, indicators: ['rail_travel_time'] }],
  ['an indicator that is unknown', { ...everything, indicators: ['nothing'] }],
  ['quarters', { ...everything, frequencies: ['Q'] }],
  ['years and months in one area', { ...everything, frequencies: ['A', 'M'], areas: ['610000'] }],
  ['year-to-date values', { ...everything, accumulations: ['yearToDate'] }],
  ['a breakdown', { ...everything, breakdown: { destination: ['三'] } }],
  ['two values of one dimension', { ...everything, breakdown: { destination: ['三', '510100'] } }],
  ['two dimensions', { ...everything, breakdown: { destination: ['510100'], origin: ['610100'] } }],
  ['a dimension that is not there', { ...everything, breakdown: { colour: ['red'] } }],
  ['a past day', { ...everything, asOf: new Date('2020-06-01') }],
  ['the instant of a revision', { ...everything, asOf: new Date('2021-06-01') }],
  ['a day before everything', { ...everything, asOf: new Date('2019-01-01') }],
  ['quarters of a past day', { ...everything, frequencies: ['Q'], asOf: new Date('2021-03-02') }],
];

describe('readPanelSeries', () => {
  it.each(asks)('reads what single rows say: %s', async (name, ask) => {
    const [series = []] = (await readPanelSeries(sample.database, [ask], 1000))!;
    expect(texts(series)).toEqual(await byRows(ask));
    expect(series.length > 0).toBe(!/^no |unknown|not there|before/.test(name));
  });

  it('reads all asks of a panel at once, each its own', async () => {
    const all = asks.map(([, ask]) => ask);
    const found = (await readPanelSeries(sample.database, all, 1000))!;
    expect(found.map(texts)).toEqual(await Promise.all(all.map(byRows)));
  });

  it('is silent about nothing', async () => {
    expect(await readPanelSeries(sample.database, [], 1000)).toEqual([]);
    expect(await readPanelSeries(sample.database, [{ ...everything, indicators: [] }], 1000)).toEqual([[]]);
  });

  it('are none at all when there are more than are wanted', async () => {
    const [found = []] = (await readPanelSeries(sample.database, [everything], 1000))!;
    for (const asOf of [null, new Date('2021-01-01')]) {
      const ask = [{ ...everything, asOf }];
      const many = (await readPanelSeries(sample.database, ask, 1000))![0]!.length;
      expect(await readPanelSeries(sample.database, ask, many - 1)).toBeNull();
      expect((await readPanelSeries(sample.database, ask, many))![0]).toHaveLength(many);
    }
    expect(found.length).toBeGreaterThan(10);
  });
});
