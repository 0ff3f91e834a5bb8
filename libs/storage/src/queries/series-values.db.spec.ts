import type { Observation } from '#assessment';
import { formatPeriod, nextPeriod, parsePeriod, type Frequency } from '#time-period';
import { insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { readObservations } from './observations.js';
import { seriesKeyText, type SeriesKey } from './series.js';
import { readSeriesValues } from './series-values.js';

const firstPeriods = ['2018', '2018-S1', '2018-Q1', '2018-01', '2018-01-30'];
const breakdowns = [{}, { origin: '610100', destination: '510100' }, { origin: '610100', destination: '三' }];
const areas = ['610000', '610100'];

/** Always the same numbers from 0 up to below 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

let sample: SampleDatabase;
const every: SeriesKey[] = [];

beforeAll(async () => {
  sample = await createSampleDatabase();
  const random = randomNumbers(11);
  const observed: Observed[] = [];
  for (const indicator of ['international_routes', 'rail_travel_time'])
    for (const area of areas)
      for (const breakdown of breakdowns)
        for (const first of firstPeriods) {
          const { frequency } = parsePeriod(first)!;
          every.push({ indicator, area, frequency, accumulation: 'period', breakdown });
          observed.push(...randomSeries({ indicator, area, breakdown }, first, random));
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

/** Up to twenty periods with gaps, some of the values provisional or missing; of one series in three, none. */
function randomSeries(
  measure: Pick<Observed, 'indicator' | 'area' | 'breakdown'>,
  first: string,
  random: () => number,
): Observed[] {
  if (random() < 0.3) return [];
  const observed: Observed[] = [];
  let period = parsePeriod(first)!;
  for (let count = 0; count < 20; count += 1, period = nextPeriod(period)) {
    if (random() < 0.2) continue;
    observed.push({
      ...measure,
      period: formatPeriod(period),
      value: ((random() - 0.3) * 10 ** Math.floor(random() * 12)).toFixed(Math.floor(random() * 6)),
      status: ['A', 'A', 'A', 'P', 'M'][Math.floor(random() * 5)]!,
      knownFrom: new Date(`20${20 + Math.floor(random() * 3)}-03-01`),
    });
  }
  return observed;
}

/** The same from one row per value, series by series, in the order of their periods. */
async function byRows(wanted: readonly SeriesKey[], asOf?: Date): Promise<Map<string, Observation[]>> {
  const keys = new Set(wanted.map(seriesKeyText));
  const bySeries = new Map<string, Observation[]>();
  for (const row of await readObservations(sample.database.manager, { ...(asOf && { asOf }) })) {
    const key = seriesKeyText(row);
    if (!keys.has(key)) continue;
    const { frequency, accumulation, periodStart: start, periodEnd: end, status } = row;
    const observation = { period: { frequency, accumulation, start, end }, value: Number(row.value), status };
    bySeries.set(key, [...(bySeries.get(key) ?? []), observation]);
  }
  return bySeries;
}

const inOrder = (bySeries: ReadonlyMap<string, readonly Observation[]>) =>
  [...bySeries]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, all]) => [key, all.toSorted((a, b) => (a.period.start < b.period.start ? -1 : 1))]);

describe('readSeriesValues', () => {
  it.each([[undefined], ['2020-06-01'], ['2021-06-01'], ['2019-01-01']])(
    'reads the values that single rows say were known (as of %s)',
    async (day) => {
      const knownAt = day === undefined ? {} : { asOf: new Date(day) };
      const values = await readSeriesValues(sample.database.manager, every, knownAt);
      expect(inOrder(values)).toEqual(inOrder(await byRows(every, knownAt.asOf)));
      expect(values.size > 0).toBe(day !== '2019-01-01');
    },
  );

  it('reads no other series than those asked for, and is silent about what does not exist', async () => {
    const some = every.filter((_, index) => index % 4 === 0);
    const unknown = { ...every[0]!, area: 'nowhere', frequency: 'A' as Frequency };
    const values = await readSeriesValues(sample.database.manager, [...some, unknown], {});
    expect(inOrder(values)).toEqual(inOrder(await byRows(some)));
    expect(await readSeriesValues(sample.database.manager, [unknown], {})).toEqual(new Map());
    expect(await readSeriesValues(sample.database.manager, [], {})).toEqual(new Map());
  });

  it('finds a series whatever the order of its breakdown', async () => {
    const key = every.find(({ breakdown }) => breakdown['destination'] === '三')!;
    const turned = { ...key, breakdown: { destination: '三', origin: '610100' } };
    const values = await readSeriesValues(sample.database.manager, [turned], {});
    expect(inOrder(values)).toEqual(inOrder(await byRows([key])));
  });
});
