import type { Catalogue } from '#contract';
import { rolledBack } from '../../test/rolled-back.js';
import {
  createSampleDatabase,
  sampleCatalogue as catalogue,
  type SampleDatabase,
} from '../../test/sample-catalogue.js';
import { createTestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Reader, type Tx } from '../database.js';
import {
  readAreas,
  readBreakdownValues,
  readComputedIndicators,
  readIndicators,
  readOrganisations,
  readPlan,
  readTasks,
  saveAreas,
  saveCatalogue,
  saveIndicators,
  type CatalogueChanges,
} from './catalogue.js';
import { readTargets } from './targets.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterAll(() => sample.drop());

const save = (tx: Tx, what: Catalogue): Promise<CatalogueChanges> =>
  saveCatalogue(tx, what, 'spec', new Date('2020-01-01'));

const change = { by: 'spec', now: new Date('2020-01-01'), reason: null };

/** The catalogue in the order in which it is read. */
const inOrder = {
  ...catalogue,
  organisations: catalogue.organisations.toSorted(byCode),
  areas: catalogue.areas.toSorted(byCode),
  breakdownValues: catalogue.breakdownValues.toSorted(byCode).toSorted(byDimension),
  indicators: catalogue.indicators.toSorted(byCode),
};

function byCode(a: { code: string }, b: { code: string }): number {
  return a.code < b.code ? -1 : 1;
}

function byDimension(a: { dimension: string }, b: { dimension: string }): number {
  return a.dimension.localeCompare(b.dimension, 'en');
}

async function expectStored(reader: Reader, what: Catalogue): Promise<void> {
  expect(await readPlan(reader)).toEqual(what.plan);
  expect(await readOrganisations(reader)).toEqual(what.organisations);
  expect(await readTasks(reader)).toEqual(what.tasks);
  expect(await readAreas(reader)).toEqual(what.areas);
  expect(await readBreakdownValues(reader)).toEqual(what.breakdownValues);
  expect(await readIndicators(reader)).toEqual(what.indicators);
  expect(await readTargets(reader)).toMatchObject(what.targets);
}

const nothing = {
  plan: 0,
  sections: 0,
  organisations: 0,
  tasks: 0,
  areas: 0,
  breakdownValues: 0,
  indicators: 0,
  targets: 0,
};

type Listed = 'organisations' | 'tasks' | 'areas' | 'breakdownValues' | 'indicators';

/** The catalogue with its second task, organisation, area … changed. */
function changing<K extends Listed>(list: K, part: Partial<Catalogue[K][number]>): Catalogue {
  const [first, second, ...rest] = inOrder[list];
  return { ...inOrder, [list]: [first, { ...second, ...part }, ...rest] };
}

describe('saveCatalogue', () => {
  it('keeps what it was given, to the letter', () => expectStored(sample.database.manager, inOrder));

  it('into an empty database writes everything', async () => {
    const { url, drop } = await createTestDatabase();
    const empty = await openDatabase(url);
    expect(await readPlan(empty.manager)).toBeNull();
    for (const read of [readTasks, readOrganisations, readAreas, readBreakdownValues, readIndicators])
      expect(await read(empty.manager)).toEqual([]);
    expect(await inTransaction(empty, (tx) => save(tx, catalogue))).toEqual({
      changed: {
        plan: 1,
        sections: 2,
        organisations: 2,
        tasks: 2,
        areas: 3,
        breakdownValues: 3,
        indicators: 3,
        targets: 1,
      },
      targets: ['international-routes-2020'],
    });
    await empty.destroy();
    await drop();
  });

  it('a second time changes nothing', () =>
    rolledBack(sample.database, async (tx) => {
      expect(await save(tx, catalogue)).toEqual({ changed: nothing, targets: [] });
    }));

  const name = { zh: '新名', en: 'New name' };
  const { plan } = inOrder;
  const changes: [what: string, changed: Catalogue, counts: Partial<typeof nothing>][] = [
    ['title of the plan', { ...inOrder, plan: { ...plan, title: name } }, { plan: 1 }],
    [
      'order of two sections',
      { ...inOrder, plan: { ...plan, sections: plan.sections.toReversed() } },
      { sections: 2 },
    ],
    ['name of an organisation', changing('organisations', { name }), { organisations: 1 }],
    [
      'list of the members of a group',
      changing('organisations', { members: ['shaanxi-drc'] }),
      { organisations: 1 },
    ],
    ['title of a task', changing('tasks', { title: name }), { tasks: 1 }],
    [
      'order of the organisations of a task',
      changing('tasks', { organisations: ['shaanxi-drc', 'xian-government'] }),
      { tasks: 1 },
    ],
    [
      'shorter list of the organisations of a task',
      changing('tasks', { organisations: ['shaanxi-drc'] }),
      { tasks: 1 },
    ],
    ['name of an area', changing('areas', { name }), { areas: 1 }],
    ['short name of an area', changing('areas', { shortName: '西安' }), { areas: 1 }],
    ['name of a breakdown value', changing('breakdownValues', { name }), { breakdownValues: 1 }],
    ['name of an indicator', changing('indicators', { name }), { indicators: 1 }],
    ['bound of an indicator', changing('indicators', { upperBound: '1000.5' }), { indicators: 1 }],
    ['word on being a growth rate', changing('indicators', { isGrowthRate: true }), { indicators: 1 }],
    ['list of the dimensions of an indicator', changing('indicators', { dimensions: [] }), { indicators: 1 }],
    [
      'longer list of the tasks of an indicator',
      changing('indicators', { tasks: [1, 6] }),
      { indicators: 1 },
    ],
    ['empty list of the tasks of an indicator', changing('indicators', { tasks: [] }), { indicators: 1 }],
  ];

  it.each(changes)('another %s is one change and no other', (_, changed, counts) =>
    rolledBack(sample.database, async (tx) => {
      expect((await save(tx, changed)).changed).toEqual({ ...nothing, ...counts });
      await expectStored(tx, changed);
      expect((await save(tx, changed)).changed).toEqual(nothing);
    }),
  );

  it('deletes nothing that a later catalogue leaves out', () =>
    rolledBack(sample.database, async (tx) => {
      const shorter = { ...catalogue, tasks: [], areas: [], indicators: [], targets: [] };
      expect((await save(tx, shorter)).changed).toEqual(nothing);
      await expectStored(tx, inOrder);
    }));

  it('writes all of it or nothing', async () => {
    const broken = {
      ...changing('indicators', { owner: 'nobody' }),
      plan: { ...plan, title: { zh: '新名', en: 'New name' } },
    };
    await expect(inTransaction(sample.database, (tx) => save(tx, broken))).rejects.toThrow(/foreign key/);
    await expectStored(sample.database.manager, inOrder);
  });
});

describe('readComputedIndicators', () => {
  it('reads those with a formula or an area roll-up, and no others', () =>
    rolledBack(sample.database, async (tx) => {
      expect(await readComputedIndicators(tx)).toEqual([]);
      const [routes, rail, gdp] = inOrder.indicators;
      const computed = [
        {
          ...routes!,
          areaRollUp: {
            method: 'sum' as const,
            by: null,
            areas: [{ area: 'us', parts: ['610000', '610100'] }],
          },
        },
        { ...gdp!, formula: 'international_routes × 2' },
      ];
      await saveIndicators(tx, computed, change);
      expect(await readComputedIndicators(tx)).toEqual(computed);
      expect(await readIndicators(tx, [rail!.code, 'unknown'])).toEqual([rail]);
    }));
});

describe('saveAreas', () => {
  const [, xian] = inOrder.areas;
  const district = { ...xian!, code: '610102', kind: 'district' as const, parent: 'centre' };
  const centre = { ...xian!, code: 'centre', kind: 'region' as const, parent: '610100' };

  it('takes parents in any order, new ones and those that change places', () =>
    rolledBack(sample.database, async (tx) => {
      expect(await saveAreas(tx, [district, centre])).toBe(2);
      const turned = [
        { ...district, parent: '610100' },
        { ...centre, parent: '610102' },
      ];
      expect(await saveAreas(tx, turned)).toBe(2);
      const parents = (await readAreas(tx)).map(({ code, parent }) => [code, parent]);
      expect(Object.fromEntries(parents)).toMatchObject({ '610102': '610100', centre: '610102' });
    }));

  it('refuses a parent that is nowhere', () =>
    rolledBack(sample.database, (tx) =>
      expect(saveAreas(tx, [{ ...district, parent: 'nowhere' }])).rejects.toThrow(/foreign key/),
    ));
});

it('none is as good as any: empty lists are saved', () =>
  rolledBack(sample.database, async (tx) => {
    expect(await saveAreas(tx, [])).toBe(0);
    expect(await saveIndicators(tx, [], change)).toBe(0);
    expect(await saveIndicators(tx, catalogue.indicators, change)).toBe(0);
  }));
