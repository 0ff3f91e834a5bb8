import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import {
  forgetObservations,
  insertObservations,
  loadObservations,
  uploadObservations,
  type Observed,
} from '../../test/observed.js';
import { inTransaction } from '../database.js';
import { readObservations, readVintages } from './observations.js';
import { readSeriesIds, reserveSeriesIds, seriesKeyText } from './series.js';
import { stagedConflicts } from './staging.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterEach(() => forgetObservations(sample.database));
afterAll(() => sample.drop());

/** Routes of Xi'an; released on a day, or undated and then known since the upload. */
function routes(
  period: string,
  value: string,
  releasedOn: string | null = null,
  more: Partial<Observed> = {},
): Observed {
  return {
    indicator: 'international_routes',
    area: '610100',
    period,
    value,
    released: releasedOn !== null,
    knownFrom: new Date(releasedOn ?? '2026-03-15'),
    ...more,
  };
}

interface Case {
  readonly what: string;
  readonly file: readonly Observed[];
  /** Lines that are refused; the first row stands on line 2. */
  readonly refused: readonly number[];
}

const cases: Case[] = [
  {
    what: 'two undated values contradict each other',
    file: [routes('2019', '73'), routes('2019', '74')],
    refused: [2, 3],
  },
  {
    what: 'a dated and an undated value contradict each other: nobody knows which came last',
    file: [routes('2019', '73', '2019-12-01'), routes('2019', '74')],
    refused: [2, 3],
  },
  {
    what: 'two values released on one day contradict each other',
    file: [routes('2019', '73', '2019-12-01'), routes('2019', '74', '2019-12-01')],
    refused: [2, 3],
  },
  {
    what: 'one value as final and as provisional is a contradiction too',
    file: [routes('2019', '73', null, { status: 'P' }), routes('2019', '73')],
    refused: [2, 3],
  },
  {
    what: 'two values released on two days are a revision',
    file: [routes('2019', '73', '2019-12-01'), routes('2019', '74', '2020-01-10')],
    refused: [],
  },
  {
    what: 'two values released on two days, one of them twice, are a revision',
    file: [
      routes('2019', '73', '2019-12-01'),
      routes('2019', '73', '2019-12-01'),
      routes('2019', '74', '2020-01-10'),
    ],
    refused: [],
  },
  {
    what: 'a contradiction on one day refuses the other days of its period as well',
    file: [
      routes('2019', '73', '2019-12-01'),
      routes('2019', '74', '2020-01-10'),
      routes('2019', '75', '2020-01-10'),
    ],
    refused: [2, 3, 4],
  },
  {
    what: 'one value twice is none, dated or not',
    file: [routes('2019', '73'), routes('2019', '73'), routes('2019', '73', '2019-12-01')],
    refused: [],
  },
  {
    what: 'one number in two spellings is none',
    file: [routes('2019', '73.0'), routes('2019', '73.00')],
    refused: [],
  },
  {
    what: 'values of two periods or two areas have nothing to do with each other',
    file: [routes('2018', '73'), routes('2019', '74'), routes('2019', '75', null, { area: '610000' })],
    refused: [],
  },
  {
    what: 'the other rows of the file are not refused',
    file: [routes('2017', '58'), routes('2019', '73'), routes('2018', '64'), routes('2019', '74')],
    refused: [3, 5],
  },
];

describe('stagedConflicts', () => {
  it.each(cases)('$what', async ({ file, refused }) => {
    const { conflicts, counts } = await uploadObservations(sample.database, file);
    expect(conflicts.map(({ line }) => line)).toEqual(refused);
    const { inserted, revised, unchanged, duplicate } = counts;
    expect(inserted + revised + unchanged + duplicate).toBe(file.length - refused.length);
  });

  it('each line names the others with their values', async () => {
    const { conflicts } = await uploadObservations(sample.database, [
      routes('2019', '73'),
      routes('2018', '64'),
      routes('2019', '74.50'),
    ]);
    expect(conflicts).toMatchObject([
      { line: 2, value: '73', others: [{ line: 4, value: '74.50' }], otherCount: 1 },
      { line: 4, value: '74.50', others: [{ line: 2, value: '73' }], otherCount: 1 },
    ]);
  });

  it('of very many lines about one period each names a few, differing values first, and how many there are', async () => {
    const file = Array.from({ length: 3000 }, (_, index) => routes('2019', index < 2999 ? '73' : '74'));
    const conflicts = await inTransaction(sample.database, async (tx) =>
      stagedConflicts(tx, await loadObservations(tx, file)),
    );
    expect(conflicts).toHaveLength(3000);
    expect(conflicts[1500]).toMatchObject({
      line: 1502,
      value: '73',
      others: [
        { line: 2, value: '73' },
        { line: 3001, value: '74' },
        ...[3, 4, 5, 6].map((line) => ({ line, value: '73' })),
      ],
      otherCount: 2999,
    });
    expect(conflicts[2999]?.others.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
  });
});

describe('what is staged comes back as it was', () => {
  it.each([
    '0',
    '-0.25',
    '123456789012345678901234567890',
    '0.123456789012345678901234567890',
    '-98765432109876543210.01234567890123456789',
    '0.000000000000000000000000000001',
    '7.500',
  ])('the value %s', async (value) => {
    await insertObservations(sample.database, [routes('2019', value)]);
    expect(await readObservations(sample.database, {})).toMatchObject([{ value }]);
    expect(await readVintages(sample.database, {})).toMatchObject([{ value }]);
  });

  it.each([
    ['a tab', 'a\tb'],
    ['line breaks', 'a\nb\r\nc\rd'],
    ['a backslash', 'C:\\data\\new\\table'],
    ["COPY's sign for null", '\\N'],
    ["COPY's sign for the end", '\\.'],
    ['the escape of a tab as two characters', '\\t'],
    ['quotes and commas', `"a", 'b', {c}`],
    ['Chinese and characters beyond the first plane', '当年新开7条 𠀀🚄'],
    ['nothing but space', '  '],
    ['an empty text', ''],
    ['vertical tab, form feed, backspace and delete', '\v\f\b\u007F'],
  ])('a comment and a source with %s', async (_, text) => {
    const source = { source_title: text, [`source_${text}`]: 'x' };
    await insertObservations(sample.database, [routes('2019', '88', null, { comment: text, source })]);
    expect(await readVintages(sample.database, {})).toMatchObject([{ comment: text, source }]);
  });

  it('no comment', async () => {
    await insertObservations(sample.database, [routes('2019', '88')]);
    expect(await readVintages(sample.database, {})).toMatchObject([{ comment: null, source: {} }]);
  });

  it('a character NUL, which Postgres has no place for, is refused and nothing lands', async () => {
    const withNul = routes('2019', '88', null, { comment: 'a\0b' });
    await expect(insertObservations(sample.database, [routes('2018', '64'), withNul])).rejects.toThrow(
      /invalid byte sequence for encoding "UTF8": 0x00/,
    );
    expect(await readVintages(sample.database, {})).toEqual([]);
    expect(await readSeriesIds(sample.database.manager)).toEqual(new Map());
  });
});

describe('series', () => {
  const key = {
    indicator: 'rail_travel_time',
    area: '610100',
    frequency: 'A',
    accumulation: 'period',
    breakdown: { destination: '510100', origin: '610100' },
  } as const;

  it('have one text whatever the order of their breakdown', () => {
    const turned = { ...key, breakdown: { origin: '610100', destination: '510100' } };
    expect(seriesKeyText(turned)).toBe(seriesKeyText(key));
  });

  it.each([
    { indicator: 'us_gdp' },
    { area: 'us' },
    { frequency: 'M' },
    { accumulation: 'yearToDate' },
    { breakdown: { destination: '510100' } },
    { breakdown: { destination: '610100', origin: '510100' } },
  ] as const)('differ in %o', (difference) => {
    expect(seriesKeyText({ ...key, ...difference })).not.toBe(seriesKeyText(key));
  });

  it('get ids that nobody else gets, and none when none are asked for', async () => {
    const reserved = await Promise.all(
      [40, 0, 40, 40].map((count) => reserveSeriesIds(sample.database, count)),
    );
    expect(reserved.map((ids) => ids.length)).toEqual([40, 0, 40, 40]);
    expect(new Set(reserved.flat()).size).toBe(120);
  });
});
