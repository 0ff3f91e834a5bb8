import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeeds } from './read-seeds.js';

const fixtures = join(import.meta.dirname, 'fixtures');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seeds-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A fixture folder holds only the files in which it differs from the folder `complete`. */
async function read(fixture?: string) {
  await cp(join(fixtures, 'complete'), folder, { recursive: true });
  if (fixture !== undefined) await cp(join(fixtures, fixture), folder, { recursive: true });
  return readSeeds(folder);
}

/** Where the faults are, as file:line field. */
async function placesOf(fixture: string): Promise<string[]> {
  const result = await read(fixture);
  return 'faults' in result
    ? result.faults.map(({ file, line, field }) => `${file}:${line} ${field}`.trimEnd())
    : ['no fault'];
}

describe('a sound folder', () => {
  it('becomes a catalogue, with what was left out filled in and numbers as they were typed', async () => {
    const result = await read();
    expect(result).toMatchObject({
      catalogue: {
        plan: { baseYear: 2020, horizon: '2030', publishedOn: null },
        organisations: [{ members: [] }, {}, {}, { kind: 'group', members: ['east-town'], note: null }],
        tasks: [{ number: 1, organisations: ['water-bureau', 'all-towns'] }, { number: 2 }],
        areas: [
          { code: 'lakes', shortName: null, parent: null },
          { code: '990100', shortName: '东' },
        ],
        breakdownValues: [{ dimension: 'destination', code: '510100' }, { code: '500000' }],
        indicators: [
          { unit: { zh: '%', en: '%' }, decimals: 1, upperBound: '100', tasks: [1, 2], dimensions: [] },
          { upperBound: null, tasks: [2], dimensions: ['destination'], definition: { zh: '最快时间' } },
        ],
        targets: [
          {
            due: '2030',
            value: '90.50',
            upper: null,
            breakdown: {},
            baseline: { period: '2020', value: null },
            milestones: [],
            clause: { task: 1 },
            note: null,
          },
          { area: '990100', breakdown: { destination: '510100' }, baseline: null },
        ],
      },
    });
  });

  it('may say how indicators are computed', async () => {
    const result = await read('computed-indicators');
    const lakes = { area: 'lakes', parts: ['990100', '990200'] };
    expect('catalogue' in result ? result.catalogue.indicators : result.faults).toMatchObject([
      { formula: null, areaRollUp: { method: 'weighted', by: 'sections', areas: [lakes] } },
      { formula: null, areaRollUp: null },
      { areaRollUp: { method: 'sum', by: null, areas: [lakes] } },
      { formula: 'changeOnYear(sections)', areaRollUp: null },
    ]);
  });

  it('may say how its targets are judged', async () => {
    const result = await read('judging-settings');
    expect('catalogue' in result ? result.catalogue : result.faults).toMatchObject({
      indicators: [{ isGrowthRate: null }, { isGrowthRate: false }, { isGrowthRate: true }],
      targets: [
        { thresholds: { onTrack: 0.9, atRisk: 0.7, offTrack: -0.05 }, zeroAs: null },
        { thresholds: null, zeroAs: '0.010' },
      ],
    });
  });

  it('may leave all that out, as older ones do', async () => {
    const result = await read();
    const { indicators, targets } =
      'catalogue' in result ? result.catalogue : { indicators: [], targets: [] };
    expect(indicators.map(({ isGrowthRate }) => isGrowthRate)).toEqual([null, null]);
    expect(targets.map(({ thresholds, zeroAs }) => [thresholds, zeroAs])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('may have a table that Excel saved: a byte order mark, CR LF, an empty row at the end', async () => {
    expect(await read('byte-order-mark')).toHaveProperty('catalogue');
  });
});

describe('faults are found at their file, line and field', () => {
  it.each<[string, string[]]>([
    ['yaml-syntax-error', ['tasks.yml:4']],
    ['yaml-duplicate-key', ['plan.yml:9', 'plan.yml:10 horzon']],
    ['yaml-not-a-list', ['targets.yml:1']],
    ['yaml-item-not-a-mapping', ['tasks.yml:11']],
    [
      'target-key-faults',
      [
        'targets.yml:1 organisation',
        'targets.yml:8 value',
        'targets.yml:13 organization',
        'targets.yml:25 clause.task',
      ],
    ],
    ['unknown-column', ['areas.csv:1 remark', 'areas.csv:1 note']],
    [
      'columns-missing',
      ['name_zh', 'name_en', 'kind', 'note'].map((field) => `organisations.csv:1 ${field}`),
    ],
    ['column-twice', ['areas.csv:1 name_en', 'areas.csv:1 short_name']],
    ['quote-not-closed', ['organisations.csv:3']],
    ['quote-inside-a-cell', ['organisations.csv:3']],
    ['too-many-cells', ['organisations.csv:2']],
    ['not-utf-8', ['areas.csv:1']],
    ['empty-file', ['breakdowns.csv:1', 'plan.yml:1']],
    [
      // The row begins on line 5: a quoted line break and a blank line stand above it.
      'cell-faults',
      ['code', 'name_zh', 'kind', 'decimals', 'lower_bound', 'tasks'].map(
        (field) => `indicators.csv:5 ${field}`,
      ),
    ],
    [
      'code-twice',
      [
        'breakdowns.csv:4 code',
        'indicators.csv:2 tasks',
        'indicators.csv:4 tasks',
        'organisations.csv:6 code',
        'targets.yml:25 clause.task',
        'tasks.yml:6 number',
      ],
    ],
    [
      'unknown-references',
      [
        'areas.csv:3 parent',
        'indicators.csv:2 owner',
        'indicators.csv:2 tasks',
        'indicators.csv:2 dimensions',
        'organisations.csv:5 members',
        'targets.yml:1 breakdown',
        'targets.yml:4 area',
        'targets.yml:16 indicator',
        'targets.yml:25 clause.task',
        'targets.yml:26 organisation',
        'tasks.yml:4 organisations.1',
        'tasks.yml:7 section',
      ],
    ],
    ['circle-of-areas', ['areas.csv:2 parent', 'areas.csv:3 parent']],
    [
      'target-against-indicator',
      [
        'targets.yml:8 value',
        'targets.yml:18 breakdown.destination',
        'targets.yml:18 breakdown.season',
        'targets.yml:21 operator',
      ],
    ],
    ['breakdown-missing', ['targets.yml:14 breakdown']],
    [
      'formula-faults',
      ['indicators.csv:2 area_roll_up', ...[4, 5, 6, 7].map((line) => `indicators.csv:${line} formula`)],
    ],
    [
      'judging-settings-faults',
      [
        'indicators.csv:2 is_growth_rate',
        'indicators.csv:5 is_growth_rate',
        'targets.yml:13 thresholds.atRisk',
        'targets.yml:15 zeroAs',
        'targets.yml:29 thresholds.offTrack',
        'targets.yml:30 thresholds.onTrack',
        'targets.yml:32 thresholds.off_track',
      ],
    ],
  ])('%s', async (fixture, places) => {
    expect(await placesOf(fixture)).toEqual(places);
  });

  it('in all files in one pass, but not those that only follow from another: a plan without sections', async () => {
    // tasks.yml also names a section that plan.yml lacks; as the plan was refused, that cannot be judged yet.
    expect(await placesOf('faults-in-three-files')).toEqual([
      'areas.csv:3 kind',
      'plan.yml:5 issuedOn',
      'tasks.yml:9 organisations.0',
    ]);
  });

  it('in an empty folder: each of the seven files is missing', async () => {
    const result = await readSeeds(folder);
    expect('faults' in result && result.faults.map(({ file, message }) => `${file}: ${message}`)).toEqual(
      [
        'areas.csv',
        'breakdowns.csv',
        'indicators.csv',
        'organisations.csv',
        'plan.yml',
        'targets.yml',
        'tasks.yml',
      ].map((file) => `${file}: this file is missing`),
    );
  });
});

it('a fault says what was found and what is needed', async () => {
  const result = await read('cell-faults');
  expect('faults' in result && result.faults.map(({ field, message }) => `${field}: ${message}`)).toEqual(
    expect.arrayContaining([
      'name_zh: must not be empty',
      'decimals: a whole number is needed; found 1.5',
      'lower_bound: a plain decimal number; found zero',
    ]),
  );
});
