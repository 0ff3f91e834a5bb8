import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import {
  forgetObservations,
  insertObservations,
  mergeObservations,
  loadObservations,
  uploadObservations,
  type Observed,
} from '../../test/observed.js';
import { inTransaction } from '../database.js';
import { readObservations, readVintages } from './observations.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterEach(() => forgetObservations(sample.database));
afterAll(() => sample.drop());

const uploadedOn = '2026-03-15';

/** Routes of Xi'an in 2019; released on a day, or undated and then known since the upload. */
function routes(value: string, releasedOn: string | null = null, status = 'A'): Observed {
  return {
    indicator: 'international_routes',
    area: '610100',
    period: '2019',
    value,
    status,
    released: releasedOn !== null,
    knownFrom: new Date(releasedOn ?? uploadedOn),
  };
}

const gdp = (period: string, value: string, releasedOn: string): Observed => ({
  indicator: 'us_gdp',
  area: 'us',
  period,
  value,
  knownFrom: new Date(releasedOn),
});

const rail = (breakdown: Record<string, string>): Observed => ({
  ...routes('190'),
  indicator: 'rail_travel_time',
  breakdown,
});

/** Every vintage as "value status day since which it was known", oldest first. */
async function history(): Promise<string[]> {
  const vintages = await readVintages(sample.database, {});
  return vintages.map(
    ({ value, status, knownFrom }) => `${value} ${status} ${knownFrom.toISOString().slice(0, 10)}`,
  );
}

async function current(): Promise<string[]> {
  return (await readObservations(sample.database, {})).map(({ value, status }) => `${value} ${status}`);
}

interface Case {
  readonly what: string;
  /** Files that came before. */
  readonly after?: readonly (readonly Observed[])[];
  readonly file: readonly Observed[];
  /** Inserted, revised, unchanged, duplicate. */
  readonly counts: readonly [number, number, number, number];
  readonly now: readonly string[];
  readonly vintages: readonly string[];
}

const cases: Case[] = [
  {
    what: 'a value of a period that had none is inserted',
    file: [routes('88')],
    counts: [1, 0, 0, 0],
    now: ['88 A'],
    vintages: ['88 A 2026-03-15'],
  },
  {
    what: 'an undated file sent again changes nothing',
    after: [[routes('88')]],
    file: [{ ...routes('88'), knownFrom: new Date('2026-04-01') }],
    counts: [0, 0, 1, 0],
    now: ['88 A'],
    vintages: ['88 A 2026-03-15'],
  },
  {
    what: 'a dated file sent again changes nothing',
    after: [[routes('85', '2020-01-10'), routes('88', '2020-02-17')]],
    file: [routes('85', '2020-01-10'), routes('88', '2020-02-17')],
    counts: [0, 0, 2, 0],
    now: ['88 A'],
    vintages: ['85 A 2020-01-10', '88 A 2020-02-17'],
  },
  {
    what: 'another value is a revision',
    after: [[routes('88')]],
    file: [{ ...routes('89'), knownFrom: new Date('2026-04-01') }],
    counts: [0, 1, 0, 0],
    now: ['89 A'],
    vintages: ['88 A 2026-03-15', '89 A 2026-04-01'],
  },
  {
    what: 'the same number written otherwise is unchanged and keeps its first spelling',
    after: [[routes('1.0')]],
    file: [{ ...routes('1.00'), knownFrom: new Date('2026-04-01') }],
    counts: [0, 0, 1, 0],
    now: ['1.0 A'],
    vintages: ['1.0 A 2026-03-15'],
  },
  {
    what: 'a provisional value confirmed as it was is a revision of its status',
    after: [[routes('88', '2020-01-10', 'P')]],
    file: [routes('88', '2020-02-17', 'A')],
    counts: [0, 1, 0, 0],
    now: ['88 A'],
    vintages: ['88 P 2020-01-10', '88 A 2020-02-17'],
  },
  {
    what: 'the same undated row twice is one value and a duplicate',
    file: [routes('88'), routes('88')],
    counts: [1, 0, 0, 1],
    now: ['88 A'],
    vintages: ['88 A 2026-03-15'],
  },
  {
    what: 'the same row twice, dated and undated, counts from its release date',
    file: [routes('88'), routes('88', '2020-02-17')],
    counts: [1, 0, 0, 1],
    now: ['88 A'],
    vintages: ['88 A 2020-02-17'],
  },
  {
    what: 'a duplicate of a value that is stored already is a duplicate, its first row unchanged',
    after: [[routes('88', '2020-02-17')]],
    file: [routes('88'), routes('88')],
    counts: [0, 0, 1, 1],
    now: ['88 A'],
    vintages: ['88 A 2020-02-17'],
  },
  {
    what: 'the same value released twice says something once',
    file: [routes('88', '2020-02-17'), routes('88', '2020-03-20')],
    counts: [1, 0, 0, 1],
    now: ['88 A'],
    vintages: ['88 A 2020-02-17'],
  },
  {
    what: 'two dated releases in one file are a history, in whatever order they stand',
    file: [routes('88', '2020-02-17'), routes('85', '2020-01-10')],
    counts: [1, 1, 0, 0],
    now: ['88 A'],
    vintages: ['85 A 2020-01-10', '88 A 2020-02-17'],
  },
  {
    what: 'an older release loaded after a newer one makes history and leaves the current value',
    after: [[routes('88', '2020-02-17')]],
    file: [routes('85', '2020-01-10')],
    counts: [0, 1, 0, 0],
    now: ['88 A'],
    vintages: ['85 A 2020-01-10', '88 A 2020-02-17'],
  },
  {
    what: 'an older release of the very same value makes it known earlier',
    after: [[routes('88', '2020-02-17')]],
    file: [routes('88', '2020-01-10')],
    counts: [0, 1, 0, 0],
    now: ['88 A'],
    vintages: ['88 A 2020-01-10', '88 A 2020-02-17'],
  },
  {
    what: 'equal releases before and after a stored one of another value are two revisions, no duplicate',
    after: [[routes('85', '2020-02-17')]],
    file: [routes('88', '2020-01-10'), routes('88', '2020-03-20')],
    counts: [0, 2, 0, 0],
    now: ['88 A'],
    vintages: ['88 A 2020-01-10', '85 A 2020-02-17', '88 A 2020-03-20'],
  },
  {
    what: 'an equal value released again later says nothing new',
    after: [[routes('88', '2020-02-17')]],
    file: [routes('88', '2020-03-20')],
    counts: [0, 0, 1, 0],
    now: ['88 A'],
    vintages: ['88 A 2020-02-17'],
  },
  {
    what: 'a file that repeats the stored value and then revises it',
    after: [[routes('85', '2020-01-10')]],
    file: [routes('85', '2020-02-17'), routes('88', '2020-03-20')],
    counts: [0, 1, 1, 0],
    now: ['88 A'],
    vintages: ['85 A 2020-01-10', '88 A 2020-03-20'],
  },
  {
    what: 'going back to an earlier value is a revision like any other',
    after: [[routes('85', '2020-01-10')], [routes('88', '2020-02-17')]],
    file: [routes('85', '2020-03-20')],
    counts: [0, 1, 0, 0],
    now: ['85 A'],
    vintages: ['85 A 2020-01-10', '88 A 2020-02-17', '85 A 2020-03-20'],
  },
  {
    what: 'of two files of one release day the later one holds',
    after: [[routes('85', '2020-02-17')]],
    file: [routes('88', '2020-02-17')],
    counts: [0, 1, 0, 0],
    now: ['88 A'],
    vintages: ['85 A 2020-02-17', '88 A 2020-02-17'],
  },
  {
    what: 'a value since January and one of the quarter alone are two series',
    file: [gdp('2014-Q2', '17294.7', '2014-07-30'), gdp('2014-Q1/2014-Q2', '17294.7', '2014-07-30')],
    counts: [2, 0, 0, 0],
    now: ['17294.7 A', '17294.7 A'],
    vintages: ['17294.7 A 2014-07-30', '17294.7 A 2014-07-30'],
  },
  {
    what: 'the order of a breakdown does not matter',
    after: [[rail({ destination: '510100', origin: '610100' })]],
    file: [rail({ origin: '610100', destination: '510100' })],
    counts: [0, 0, 1, 0],
    now: ['190 A'],
    vintages: ['190 A 2026-03-15'],
  },
];

describe('mergeStaged', () => {
  it.each(cases)('$what', async ({ after = [], file, counts, now, vintages }) => {
    for (const earlier of after) await insertObservations(sample.database, earlier);
    const { conflicts, counts: merged } = await uploadObservations(sample.database, file);
    expect(conflicts).toEqual([]);
    expect([merged.inserted, merged.revised, merged.unchanged, merged.duplicate]).toEqual(counts);
    expect(await current()).toEqual(now);
    expect(await history()).toEqual(vintages);
  });

  it('names the series that changed and no other', async () => {
    await insertObservations(sample.database, [routes('88'), gdp('2014-Q1', '17149.6', '2014-04-30')]);
    const { touchedSeries } = await insertObservations(sample.database, [
      routes('88'),
      gdp('2014-Q1', '17101.3', '2014-05-29'),
    ]);
    const [revised] = await readObservations(sample.database, { indicators: ['us_gdp'] });
    expect(touchedSeries).toEqual([revised?.seriesId]);
  });

  it('names each line that revises another of the same file', async () => {
    const { severalVintages } = await insertObservations(sample.database, [
      routes('88', '2020-03-20'),
      routes('85', '2020-01-10'),
      routes('85', '2020-02-17'),
    ]);
    expect(severalVintages).toEqual([{ line: 2, otherLine: 4 }]);
  });

  it.each([
    ['few', 3],
    ['many', 20_000],
  ])(
    'leaves nothing of %s rows in staging, also when an import before it was rolled back',
    async (_, count) => {
      const day = (index: number) => new Date(Date.UTC(2025, 0, -index)).toISOString().slice(0, 10);
      const file = Array.from({ length: count }, (_row, index) => ({
        ...routes('1'),
        period: day(index % 3000),
      }));
      await insertObservations(sample.database, file.slice(0, 1));
      await expect(
        inTransaction(sample.database, async (tx) => {
          await loadObservations(tx, file);
          throw new Error('stop here');
        }),
      ).rejects.toThrow('stop here');
      const { unchanged, inserted, duplicate } = await insertObservations(sample.database, file);
      expect(unchanged + inserted + duplicate).toBe(count);
      for (const table of ['staging', 'repeat', 'change'])
        expect(await sample.database.query(`select from observation_${table}`)).toEqual([]);
    },
  );

  it('an empty staging changes nothing', async () => {
    const { importId, ...counts } = await insertObservations(sample.database, []);
    expect(importId).toBeGreaterThan(0);
    expect(counts).toEqual({
      inserted: 0,
      revised: 0,
      unchanged: 0,
      duplicate: 0,
      touchedSeries: [],
      severalVintages: [],
    });
  });

  it.each([
    ['new', (rows: Observed[]) => rows.toReversed().concat(rows.slice(0, 1))],
    ['known already', (rows: Observed[]) => rows],
    ['a revision', (rows: Observed[]) => rows.map((row) => ({ ...row, value: '2' }))],
    [
      'an older release',
      (rows: Observed[]) => rows.map((row) => ({ ...row, knownFrom: new Date('1970-01-01') })),
    ],
  ])(
    'does not grow with the square of the file where the tables were tiny and every row is %s',
    async (what, turned) => {
      const day = (index: number) => new Date(Date.UTC(1990, 0, index)).toISOString().slice(0, 10);
      const file = Array.from({ length: 5000 }, (_, index) => ({ ...routes('1'), period: day(index) }));
      await insertObservations(sample.database, file.slice(0, 1));
      await sample.database.query('vacuum analyze observation, observation_vintage');
      if (what !== 'new') await insertObservations(sample.database, file);
      const before = await blocksRead();
      await inTransaction(sample.database, async (tx) => {
        await mergeObservations(tx, turned(file));
        await tx.query('select pg_stat_force_next_flush()');
      });
      // A scan of the table for every row would read some 40 blocks each time: 200,000.
      expect((await blocksRead()) - before).toBeLessThan(75_000);
    },
  );
});

/** How often a block of the tables of observations was looked at since the database was made. */
async function blocksRead(): Promise<number> {
  const [row]: { blocks: string }[] = await sample.database.query(
    `select sum(heap_blks_read + heap_blks_hit) as blocks from pg_statio_user_tables
     where relname in ('observation', 'observation_vintage')`,
  );
  return Number(row?.blocks);
}

describe('the three releases of US GDP for 2014-Q1 (ALFRED)', () => {
  it('come back as they were known at the time', async () => {
    await insertObservations(sample.database, [
      gdp('2014-Q1', '17149.6', '2014-04-30'),
      gdp('2014-Q1', '17101.3', '2014-05-29'),
      gdp('2014-Q1', '17016.0', '2014-06-25'),
    ]);
    const known = async (day: string) =>
      (await readObservations(sample.database, { asOf: new Date(day) })).map(({ value }) => value);
    expect(await known('2014-04-29')).toEqual([]);
    expect(await known('2014-05-28')).toEqual(['17149.6']);
    expect(await known('2014-05-29')).toEqual(['17101.3']);
    expect(await current()).toEqual(['17016.0 A']);
    expect((await history())[0]).toBe('17149.6 A 2014-04-30');
  });
});
