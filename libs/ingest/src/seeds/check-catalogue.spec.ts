import { catalogueSchema, targetSchema } from '#contract';
import type { Catalogue, Indicator, Target } from '#contract';
import { checkCatalogue } from './check-catalogue.js';

const name = { zh: '名', en: 'name' };
const indicator: Indicator = {
  code: 'routes',
  name,
  kind: 'stock',
  unit: name,
  decimals: 0,
  direction: 'up',
  lowerBound: '0',
  upperBound: '500',
  naturalLimit: null,
  frequency: 'A',
  releaseLagDays: 30,
  owner: 'airport',
  tasks: [1],
  dimensions: [],
  definition: name,
  note: null,
};
const target: Target = {
  code: 'routes-2020',
  name,
  indicator: 'routes',
  area: '990100',
  breakdown: {},
  frequency: 'A',
  due: '2020',
  operator: 'atLeast',
  value: '100',
  upper: null,
  baseline: null,
  method: 'elapsedShare',
  trajectory: 'linear',
  milestones: [],
  clause: { task: 1, quote: '达到100条' },
  organisation: 'airport',
  note: null,
};
const own = { onTrack: 0.9, atRisk: 0.7, offTrack: 0 };
const sound: Catalogue = {
  plan: {
    code: 'plan',
    title: name,
    issuer: name,
    issuedOn: '2018-12-03',
    publishedOn: null,
    baseYear: 2018,
    horizon: '2035',
    sections: [{ code: 'hub', number: '一', parent: null, title: name }],
  },
  organisations: [
    { code: 'airport', name, kind: 'enterprise', members: [], areas: [], note: null },
    { code: 'carriers', name, kind: 'group', members: ['airport'], areas: [], note: null },
  ],
  tasks: [{ number: 1, section: 'hub', title: name, organisations: ['airport'], responsibility: '' }],
  areas: [{ code: '990100', name, shortName: null, kind: 'city', parent: null, note: null }],
  breakdownValues: [{ dimension: 'destination', code: '510100', name }],
  indicators: [indicator],
  targets: [target],
};

/** The faults of the sound catalogue after a change, as path and message. */
function faultsAfter(change: (catalogue: Catalogue) => void): string[] {
  const catalogue = structuredClone(sound);
  change(catalogue);
  return checkCatalogue(catalogueSchema.parse(catalogue)).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

const withTarget = (part: Partial<Target>) => (catalogue: Catalogue) => {
  catalogue.targets = [{ ...target, ...part }];
};
const withIndicator = (part: Partial<Indicator>) => (catalogue: Catalogue) => {
  catalogue.indicators = [{ ...indicator, ...part }];
};

it('a catalogue that holds together has no fault', () => {
  expect(faultsAfter(() => undefined)).toEqual([]);
});

describe('a catalogue does not hold together', () => {
  it.each<[string, (catalogue: Catalogue) => void, string[]]>([
    [
      'a section is there twice',
      (catalogue) => catalogue.plan.sections.push({ code: 'hub', number: '二', parent: null, title: name }),
      ['plan.sections.1.code: hub is there twice'],
    ],
    [
      'two targets share a code',
      (catalogue) => catalogue.targets.push(target),
      ['targets.1.code: routes-2020 is there twice'],
    ],
    [
      'a breakdown value is there twice; the same code under another dimension would be another value',
      (catalogue) =>
        catalogue.breakdownValues.push(
          { dimension: 'destination', code: '510100', name },
          { dimension: 'origin', code: '510100', name },
        ),
      ['breakdownValues.1.code: destination 510100 is there twice'],
    ],
    [
      'a section under a section that is not there',
      (catalogue) => catalogue.plan.sections.push({ code: 'rail', number: '二', parent: 'net', title: name }),
      ['plan.sections.1.parent: there is no section net'],
    ],
    [
      'an area that is its own parent',
      (catalogue) =>
        catalogue.areas.push({
          code: 'loop',
          name,
          shortName: null,
          kind: 'region',
          parent: 'loop',
          note: null,
        }),
      ['areas.1.parent: loop stands above itself'],
    ],
    [
      'an area below a circle is not part of it',
      (catalogue) => {
        const area = { name, shortName: null, kind: 'region', note: null } as const;
        catalogue.areas.push({ ...area, code: 'a', parent: 'b' }, { ...area, code: 'b', parent: 'a' });
        catalogue.areas.push({ ...area, code: 'c', parent: 'a' });
      },
      ['areas.1.parent: a stands above itself', 'areas.2.parent: b stands above itself'],
    ],
    [
      'an area of an organisation that is nowhere',
      (catalogue) =>
        catalogue.organisations.push({
          code: 'bureau',
          name,
          kind: 'department',
          members: [],
          areas: ['999999'],
          note: null,
        }),
      ['organisations.2.areas.0: there is no area 999999'],
    ],
    [
      'members of what is not a group',
      (catalogue) =>
        catalogue.organisations.push({
          code: 'rail',
          name,
          kind: 'enterprise',
          members: ['airport'],
          areas: [],
          note: null,
        }),
      ['organisations.2.members: only an organisation of kind group has members'],
    ],
    [
      'a task names an organisation twice',
      (catalogue) => catalogue.tasks[0]?.organisations.push('airport'),
      ['tasks.0.organisations.1: airport is there twice'],
    ],
    [
      'an indicator of an unknown owner, task and dimension',
      withIndicator({ owner: 'rail', tasks: [2], dimensions: ['season'] }),
      [
        'indicators.0.owner: there is no organisation rail',
        'indicators.0.tasks.0: there is no task 2',
        'indicators.0.dimensions.0: there is no dimension season',
        'targets.0.breakdown: indicator routes is broken down by season: a value for it is needed',
      ],
    ],
    [
      'bounds upside down',
      withIndicator({ lowerBound: '200', upperBound: '90' }),
      [
        'indicators.0.upperBound: the upper bound is under the lower bound 200',
        'targets.0.value: 100 is under the lower bound 200 of indicator routes',
        'targets.0.value: 100 is over the upper bound 90 of indicator routes',
      ],
    ],
    [
      'every number of a target must lie within the bounds',
      withTarget({
        operator: 'within',
        value: '-1',
        upper: '500.5',
        baseline: { period: '2016', value: '-0.5' },
        trajectory: 'milestones',
        milestones: [{ period: '2019', value: '501' }],
      }),
      [
        'targets.0.value: -1 is under the lower bound 0 of indicator routes',
        'targets.0.upper: 500.5 is over the upper bound 500 of indicator routes',
        'targets.0.baseline.value: -0.5 is under the lower bound 0 of indicator routes',
        'targets.0.milestones.0.value: 501 is over the upper bound 500 of indicator routes',
      ],
    ],
    [
      'an interval upside down',
      withTarget({ operator: 'within', value: '100', upper: '90' }),
      ['targets.0.upper: the upper edge is under the lower edge 100'],
    ],
    [
      'at most, where more is better',
      withTarget({ operator: 'atMost' }),
      ['targets.0.operator: atMost contradicts indicator routes, whose direction is up'],
    ],
    [
      'at least, where less is better',
      withIndicator({ direction: 'down' }),
      ['targets.0.operator: atLeast contradicts indicator routes, whose direction is down'],
    ],
    [
      'a zero read as more than the least value that the indicator can have beside it',
      withTarget({ zeroAs: '1.5' }),
      [
        'targets.0.zeroAs: 1.5 is more than the least value of 0 decimals: less than it would count as worse than nothing',
      ],
    ],
    [
      'a breakdown that the indicator does not have',
      withTarget({ breakdown: { destination: '510100' } }),
      ['targets.0.breakdown.destination: indicator routes is not broken down by destination'],
    ],
  ])('%s', (_sentence, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });
});

describe('a target agrees with its indicator', () => {
  it.each<[string, Partial<Indicator>, Partial<Target>]>([
    ['complete, where less is better', { direction: 'down' }, { operator: 'complete' }],
    ['within, where more is better', {}, { operator: 'within', upper: '120' }],
    ['a direction only', {}, { operator: 'direction', value: null, method: 'direction', trajectory: 'none' }],
    ['at least, where a middle is best', { direction: 'within' }, {}],
    ['thresholds of its own, and a zero read as a small number', {}, { thresholds: own, zeroAs: '0.001' }],
    ['a zero read as the least value of its decimals', { decimals: 3 }, { zeroAs: '0.001' }],
    ['a value exactly on its bound', { upperBound: '100.0' }, {}],
    [
      'a known value of its dimension',
      { dimensions: ['destination'] },
      { breakdown: { destination: '510100' } },
    ],
  ])('%s', (_sentence, indicatorPart, targetPart) => {
    expect(
      faultsAfter((catalogue) => {
        withIndicator(indicatorPart)(catalogue);
        withTarget(targetPart)(catalogue);
      }),
    ).toEqual([]);
  });
});

describe('a number of a catalogue', () => {
  const valueWith = (value: string) => {
    const { error, data } = targetSchema.safeParse({ ...target, value });
    return error ? error.issues.map(({ path }) => path.join('.')) : data.value;
  };

  it.each([
    ['1' + '0'.repeat(309), ['value']],
    [`-${'9'.repeat(400)}.5`, ['value']],
    [`0.${'0'.repeat(400)}1`, ['value']],
    ['1' + '0'.repeat(308), '1' + '0'.repeat(308)],
    [`0.${'0'.repeat(300)}1`, `0.${'0'.repeat(300)}1`],
    ['12345678901234567890.0123456789', '12345678901234567890.0123456789'],
    [`-0.${'0'.repeat(400)}`, `-0.${'0'.repeat(400)}`],
  ])('is of a size that double precision has: %s', (value, result) => {
    expect(valueWith(value)).toEqual(result);
  });
});

describe('thresholds of a target’s own', () => {
  const faultsOf = (part: Record<string, unknown>) => {
    const { error } = targetSchema.safeParse({ ...target, ...part });
    return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  };

  it.each<[string, Record<string, unknown>, string[]]>([
    ['go down', { thresholds: own }, []],
    ['may be the same, and negative', { thresholds: { onTrack: 0, atRisk: 0, offTrack: -0.5 } }, []],
    ['may be text, as YAML has them', { thresholds: { onTrack: '0.90', atRisk: '0.7', offTrack: '0' } }, []],
    ['may be left out or null', { thresholds: null, zeroAs: null }, []],
    [
      'must not go up',
      { thresholds: { onTrack: 0.6, atRisk: 0.95, offTrack: 0 } },
      ['thresholds.atRisk: atRisk is over onTrack, 0.6'],
    ],
    [
      'must not go up below',
      { thresholds: { onTrack: 0.95, atRisk: 0.6, offTrack: 0.7 } },
      ['thresholds.offTrack: offTrack is over atRisk, 0.6'],
    ],
    [
      'are numbers',
      { thresholds: { onTrack: 'most', atRisk: Number.NaN, offTrack: Number.POSITIVE_INFINITY } },
      ['onTrack', 'atRisk', 'offTrack'].map(
        (part) => expect.stringContaining(`thresholds.${part}: `) as string,
      ),
    ],
    [
      'are finite, however many digits they have',
      { thresholds: { ...own, onTrack: '9'.repeat(400) } },
      [expect.stringContaining('thresholds.onTrack: ') as string],
    ],
    [
      'are all three',
      { thresholds: { onTrack: 1, atRisk: 0.8 } },
      [expect.stringContaining('thresholds.offTrack: ') as string],
    ],
    [
      'have no other part',
      { thresholds: { ...own, moving: 0 } },
      [expect.stringContaining('thresholds: Unrecognized key') as string],
    ],
    [
      'of a direction are growth per year, not per cent',
      { method: 'direction', thresholds: { onTrack: 1.5, atRisk: 0.5, offTrack: 0 } },
      ['thresholds: of method direction thresholds are growth per year: 1.5 % is 0.015'],
    ],
    [
      'of a direction may well be small',
      { method: 'direction', thresholds: { onTrack: 0.01, atRisk: 0, offTrack: -0.01 } },
      [],
    ],
    [
      'do not let a zero be read as nothing',
      { zeroAs: '0.0' },
      ['zeroAs: what a zero is read as must be more than 0'],
    ],
    ['nor as less', { zeroAs: -0.001 }, ['zeroAs: what a zero is read as must be more than 0']],
  ])('%s', (_what, part, faults) => {
    expect(faultsOf(part)).toEqual(faults);
  });

  it('become numbers', () => {
    const { thresholds } = targetSchema.parse({
      ...target,
      thresholds: { onTrack: '0.90', atRisk: 0.7, offTrack: '-0.5' },
    });
    expect(thresholds).toEqual({ onTrack: 0.9, atRisk: 0.7, offTrack: -0.5 });
  });
});

it('references into a kind that was not read whole are not judged; the rest still is', () => {
  const draft = { ...sound, plan: null, organisations: [], areas: [] };
  expect(checkCatalogue(draft, new Set(['plan', 'organisations'] as const))).toEqual([
    { path: ['targets', 0, 'area'], message: 'there is no area 990100' },
  ]);
});
