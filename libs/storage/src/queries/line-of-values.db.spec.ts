import { forgetObservations, insertObservations, type Observed } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { observationDigest } from './observation-digest.js';
import { readVintages } from './observations.js';
import { readValueVintages } from './value-vintages.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterEach(() => forgetObservations(sample.database));
afterAll(() => sample.drop());

const day = (text: string) => new Date(`2020-${text}T00:00:00Z`);

/** A value of Xi'an's routes that stands on a line of its file. */
const routes = (line: number, value: string, known: string, period = '2019'): Observed => ({
  indicator: 'international_routes',
  area: '610100',
  period,
  value,
  knownFrom: day(known),
  line,
});
const cell = (line: number, columnLetters: string, value: string, known: string): Observed => ({
  ...routes(line, value, known),
  columnLetters,
});

/** Every vintage as "value line column", oldest first. */
async function lines(): Promise<string[]> {
  return (await readVintages(sample.database, {})).map(({ value, line, column }) =>
    [value, line ?? 'no line', ...(column === null ? [] : [column])].join(' '),
  );
}

describe('the line of a value', () => {
  it.each<[string, Observed[][], string[]]>([
    ['is kept with a new one', [[routes(12, '88', '03-15')]], ['88 12']],
    ['is the first of two that agree', [[routes(5, '88', '03-15'), routes(9, '88', '03-15')]], ['88 5']],
    [
      'of a value said twice is the one with the earlier release date',
      [[routes(5, '88', '03-15'), routes(9, '88', '02-01')]],
      ['88 9'],
    ],
    [
      'stays the first when a later file says the same on another',
      [[routes(12, '88', '03-15')], [routes(40, '88', '04-01')]],
      ['88 12'],
    ],
    [
      'of a revision is its own, and the value before keeps its own',
      [[routes(12, '88', '03-15')], [routes(40, '89', '04-01')]],
      ['88 12', '89 40'],
    ],
    [
      'of an older release that came later is its own, and the value in force keeps its own',
      [[routes(12, '88', '03-15')], [routes(40, '85', '01-10')]],
      ['85 40', '88 12'],
    ],
    [
      'of several releases in one file is each its own',
      [[routes(3, '88', '03-15'), routes(4, '85', '01-10')], [routes(7, '90', '04-01')]],
      ['85 4', '88 3', '90 7'],
    ],
    [
      'comes with the letters of its column, through revision and history',
      [
        [cell(12, 'D', '88', '03-15')],
        [cell(12, 'E', '89', '04-01')],
        [routes(2, '85', '01-10'), routes(3, '91', '05-01')],
      ],
      ['85 2', '88 12 D', '89 12 E', '91 3'],
    ],
  ])('%s', async (_what, files, expected) => {
    for (const file of files) await insertObservations(sample.database, file);
    expect(await lines()).toEqual(expected);
  });

  it('decides nothing: the same values in another order, on other lines, are no revision', async () => {
    const file = ['2015', '2016', '2017', '2018'].flatMap((period, at) => [
      routes(2 * at + 2, `${80 + at}`, '01-10', period),
      routes(2 * at + 3, `${90 + at}`, '02-10', period),
    ]);
    await insertObservations(sample.database, file);
    const before = await observationDigest(sample.database.manager);
    const turned = file.toReversed().map((row, at) => ({ ...row, line: at + 100, columnLetters: 'F' }));
    expect(await insertObservations(sample.database, turned)).toMatchObject({
      inserted: 0,
      revised: 0,
      unchanged: 8,
      touchedSeries: [],
    });
    expect(await observationDigest(sample.database.manager)).toEqual(before);
  });

  it('is not known of values from before lines were kept, and theirs is not made up by a file that repeats them', async () => {
    await insertObservations(sample.database, [routes(12, '88', '03-15')]);
    await sample.database.query('update observation set line = null');
    await insertObservations(sample.database, [routes(40, '88', '04-01')]);
    await insertObservations(sample.database, [routes(41, '89', '05-01')]);
    expect(await lines()).toEqual(['88 no line', '89 41']);
  });

  it('is read with every vintage of one value, and the sheet of its file', async () => {
    await insertObservations(sample.database, [cell(12, 'D', '88', '03-15')]);
    await sample.database.query(`update import set understood = '{"sheet": "航空"}'`);
    await insertObservations(sample.database, [routes(7, '89', '04-01')]);
    const key = { indicator: 'international_routes', area: '610100', breakdown: {} };
    const vintages = await readValueVintages(
      sample.database.manager,
      { ...key, frequency: 'A', accumulation: 'period' },
      '2019-01-01',
    );
    expect(vintages).toMatchObject([
      { value: '89', sheet: null, line: 7, column: null },
      { value: '88', sheet: '航空', line: 12, column: 'D' },
    ]);
  });
});
