import { formatPeriod } from '#time-period';
import { forgetObservations, uploadObservations } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { contradictions, VintageModel, type Release, type Vintage } from '../../test/vintage-model.js';
import { readObservations, readVintages, type StoredObservation } from './observations.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterEach(() => forgetObservations(sample.database));
afterAll(() => sample.drop());

const areas = ['610000', '610100', 'us'];
// The last three end on one day and two of them start on one day: three series all the same.
const periods = ['2018', '2019', '2019-Q4', '2019-Q1/2019-Q4'];
const values = ['1', '1.0', '2', '2.000', '-0.5'];
const filesPerHistory = 10;

/** A small generator of even numbers in [0, 1) from a seed (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index));

/** A file uploaded on a day: few periods, values and release days, so that they meet often. */
function randomFile(random: () => number, uploadedOn: number): Release[] {
  const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const dated = random();
  return Array.from({ length: 1 + Math.floor(random() * 14) }, (_, index) => {
    const released = random() < dated;
    return {
      line: index + 2,
      period: `${among(areas)} ${among(periods)}`,
      value: among(values),
      status: random() < 0.8 ? 'A' : 'P',
      released,
      knownFrom: day(released ? Math.floor(random() * uploadedOn) : uploadedOn),
    };
  });
}

/**
 * A file as an office keeps it: period after period, as a rule each once, new ones at its end or beginning; so that
 * most rows go straight into `observation`, and now and then one is given again later and both must be taken back.
 */
function orderlyFile(random: () => number, uploadedOn: number): Release[] {
  const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const first = 2000 + Math.floor(random() * 15);
  const years = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) => `${first + index}`);
  if (random() < 0.3) years.reverse();
  const all = areas.flatMap((area) => years.map((year) => `${area} ${year}`));
  while (random() < 0.4) all.splice(Math.floor(random() * all.length), 0, among(all));
  return all.map((period, index) => {
    const released = random() < 0.5;
    const knownFrom = day(released ? Math.floor(random() * uploadedOn) : uploadedOn);
    const status = random() < 0.9 ? 'A' : 'P';
    return { line: index + 2, period, value: among(values), status, released, knownFrom };
  });
}

function upload(file: readonly Release[]) {
  return uploadObservations(
    sample.database,
    file.map(({ period, ...row }) => {
      const [area = '', time = ''] = period.split(' ');
      return { ...row, indicator: 'international_routes', area, period: time };
    }),
  );
}

/** Observations by the name that the model gives their period. */
function named<T extends StoredObservation>(rows: readonly T[]): [string, Vintage][] {
  return rows.map((row) => {
    const { frequency, accumulation, periodStart: start, periodEnd: end } = row;
    const { value, status, knownFrom } = row;
    return [
      `${row.area} ${formatPeriod({ frequency, accumulation, start, end })}`,
      { value, status, knownFrom },
    ];
  });
}

const byName = (rows: Iterable<[string, Vintage]>) => [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));

async function expectKnownAt(model: VintageModel, instant: Date): Promise<void> {
  const stored = await readObservations(sample.database, { asOf: instant });
  expect(byName(named(stored))).toEqual(byName(model.knownAt(instant)));
}

async function expectSameHistory(model: VintageModel): Promise<void> {
  const stored = await readVintages(sample.database, {});
  const expected = [...model.history()].flatMap(([period, vintages]) =>
    vintages.map((vintage, index) => ({
      period,
      ...vintage,
      knownTo: vintages[index + 1]?.knownFrom ?? null,
    })),
  );
  const actual = named(stored).map(([period, vintage], index) => ({
    period,
    ...vintage,
    line: stored[index]!.line,
    knownTo: stored[index]!.knownTo,
  }));
  // Stable: within a period the order stays the one in which they were read.
  const byPeriod = (a: { period: string }, b: { period: string }) =>
    a.period === b.period ? 0 : a.period < b.period ? -1 : 1;
  expect(actual.toSorted(byPeriod)).toEqual(expected.toSorted(byPeriod));
}

async function expectSameAfter(model: VintageModel, file: readonly Release[]): Promise<void> {
  const { conflicts, counts } = await upload(file);
  const refused = contradictions(file);
  expect(conflicts.map(({ line }) => line)).toEqual(refused);
  const landed = file.filter(({ line }) => !refused.includes(line));
  const { touched, ...expected } = model.merge(landed);
  const { touchedSeries, ...actual } = counts;
  expect(actual).toEqual(expected);
  const { inserted, revised, unchanged, duplicate } = actual;
  expect(inserted + revised + unchanged + duplicate).toBe(landed.length);
  const changed = await readObservations(sample.database, { seriesIds: touchedSeries });
  const seriesOf = (period: string) => period.replace(/ 20\d\d$/, ' year');
  expect(new Set(named(changed).map(([period]) => seriesOf(period)))).toEqual(
    new Set([...touched].map(seriesOf)),
  );
}

describe.each([
  ['in no order', randomFile],
  ['period after period', orderlyFile],
])('200 random files %s merged one after another say what the model says', (_, makeFile) => {
  it.each(Array.from({ length: 20 }, (_history, index) => index + 1))('history %i', async (seed) => {
    const random = randomFrom(seed);
    const model = new VintageModel();
    for (let uploadedOn = 6; uploadedOn < 6 + filesPerHistory; uploadedOn += 1) {
      await expectSameAfter(model, makeFile(random, uploadedOn));
      const stored = await readObservations(sample.database, {});
      expect(byName(named(stored))).toEqual(byName(model.knownAt(day(uploadedOn))));
      await expectSameHistory(model);
    }
    for (let index = -1; index < 6 + filesPerHistory; index += 1) {
      await expectKnownAt(model, day(index));
      await expectKnownAt(model, new Date(day(index).getTime() + 1));
    }
  });
});
