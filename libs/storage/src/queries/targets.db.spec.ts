import type { Target } from '#contract';
import { rolledBack } from '../../test/rolled-back.js';
import { createSampleDatabase, sampleCatalogue, type SampleDatabase } from '../../test/sample-catalogue.js';
import type { Tx } from '../database.js';
import { saveCatalogue } from './catalogue.js';
import { readTargetCodes, readTargets, readTargetVersions, reviseTarget, withdrawTarget } from './targets.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterAll(() => sample.drop());

const { issuedOn } = sampleCatalogue.plan;
const [target] = sampleCatalogue.targets as [Target];
const raised = { ...target, value: '120' };

const revise = (tx: Tx, to: Target, on: string): Promise<boolean> =>
  reviseTarget(tx, to, { by: 'spec', now: new Date(on), firstValidFrom: issuedOn });

describe('reviseTarget', () => {
  it('the first version holds since the plan was issued, whenever it was loaded', async () => {
    expect(await readTargetVersions(sample.database.manager, target.code)).toEqual([
      {
        ...target,
        id: expect.any(Number),
        version: 1,
        validFrom: new Date('2018-12-03'),
        validTo: null,
        changedAt: new Date('2018-12-13'),
        changedBy: 'spec',
        changeReason: null,
        withdrawn: null,
      },
    ]);
  });

  it('a change begins the second version and ends the first at the same instant', () =>
    rolledBack(sample.database, async (tx) => {
      expect(await revise(tx, raised, '2020-01-01')).toBe(true);
      expect(await readTargetVersions(tx, target.code)).toMatchObject([
        { version: 1, value: '100', validFrom: new Date('2018-12-03'), validTo: new Date('2020-01-01') },
        { version: 2, value: '120', validFrom: new Date('2020-01-01'), validTo: null },
      ]);
    }));

  it('a change back is a third version', () =>
    rolledBack(sample.database, async (tx) => {
      await revise(tx, raised, '2020-01-01');
      await revise(tx, target, '2021-01-01');
      const values = (await readTargetVersions(tx, target.code)).map(({ value }) => value);
      expect(values).toEqual(['100', '120', '100']);
    }));

  const full: Target = {
    ...target,
    breakdown: { destination: '510100', origin: '610100' },
    trajectory: 'milestones',
    milestones: [
      { period: '2019', value: '80' },
      { period: '2018', value: '64.0' },
    ],
    thresholds: { onTrack: 0.9, atRisk: 0.7, offTrack: 0 },
    zeroAs: '0.001',
    note: { zh: '注', en: 'Note' },
  };
  const sayings: [what: string, Target][] = [
    ['to the letter', full],
    ['with its keys in another order', turned(full)],
    ['with its breakdown in another order', { ...full, breakdown: turned(full.breakdown) }],
    ['with its milestones in another order', { ...full, milestones: full.milestones.toReversed() }],
  ];
  it.each(sayings)('the same target said again %s is no new version', (_, again) =>
    rolledBack(sample.database, async (tx) => {
      expect(await revise(tx, full, '2020-01-01')).toBe(true);
      expect(await revise(tx, again, '2020-02-01')).toBe(false);
      expect(await readTargetVersions(tx, target.code)).toHaveLength(2);
    }),
  );

  it.each(['thresholds', 'zeroAs'] as const)('a target without its %s has none any more', (left) =>
    rolledBack(sample.database, async (tx) => {
      await revise(tx, full, '2020-01-01');
      const { [left]: _left, ...without } = full;
      expect(await revise(tx, without, '2020-02-01')).toBe(true);
      expect(await readTargets(tx)).toEqual([
        expect.objectContaining({ ...without, [left]: null, milestones: expect.anything(), version: 3 }),
      ]);
      expect(await revise(tx, without, '2020-03-01')).toBe(false);
    }),
  );

  const changes: [what: string, Partial<Target>][] = [
    ['name', { name: { zh: '新名', en: 'New name' } }],
    ['due period', { due: '2021' }],
    ['value', { value: '100.5' }],
    ['upper edge', { operator: 'within', upper: '110' }],
    ['baseline', { baseline: null }],
    ['value of the baseline', { baseline: { period: '2016', value: null } }],
    ['method', { method: 'attainment' }],
    ['set of thresholds', { thresholds: { onTrack: 0.9, atRisk: 1e-7, offTrack: -0.5 } }],
    ['reading of a zero', { zeroAs: '0.001' }],
    ['milestone', { milestones: [{ period: '2018', value: '64' }] }],
    ['quote', { clause: { task: 6, quote: '国际航线' } }],
    ['organisation', { organisation: 'shaanxi-drc' }],
    ['note', { note: { zh: '注', en: 'Note' } }],
    ['breakdown', { breakdown: { destination: '510100' } }],
  ];
  it.each(changes)('another %s is a new version, which says just that', (_, change) =>
    rolledBack(sample.database, async (tx) => {
      expect(await revise(tx, { ...target, ...change }, '2020-01-01')).toBe(true);
      expect(await readTargets(tx)).toEqual([expect.objectContaining({ ...target, ...change, version: 2 })]);
    }),
  );
});

describe('withdrawTarget', () => {
  const withdraw = (tx: Tx, code: string, on: string) =>
    withdrawTarget(tx, code, { by: 'spec', reason: '重复', now: new Date(on) });
  const inForce = async (tx: Tx, asOf?: string) =>
    (await readTargets(tx, asOf ? { asOf: new Date(asOf) } : {})).map(({ version }) => version);

  it('ends the version in force and keeps it for the days before', () =>
    rolledBack(sample.database, async (tx) => {
      await revise(tx, raised, '2020-01-01');
      expect(await withdraw(tx, target.code, '2021-01-01')).toBe(true);
      expect(await inForce(tx)).toEqual([]);
      expect(await inForce(tx, '2021-01-01')).toEqual([]);
      expect(await inForce(tx, '2020-12-31')).toEqual([2]);
      expect(await inForce(tx, '2019-12-31')).toEqual([1]);
      expect(await readTargetVersions(tx, target.code)).toMatchObject([
        { version: 1, validTo: new Date('2020-01-01'), withdrawn: null },
        { version: 2, validTo: new Date('2021-01-01'), withdrawn: { by: 'spec', reason: '重复' } },
      ]);
    }));

  it('says when there was nothing in force', () =>
    rolledBack(sample.database, async (tx) => {
      expect(await withdraw(tx, 'unknown', '2021-01-01')).toBe(false);
      await withdraw(tx, target.code, '2021-01-01');
      expect(await withdraw(tx, target.code, '2022-01-01')).toBe(false);
      expect((await readTargetVersions(tx, target.code))[0]?.validTo).toEqual(new Date('2021-01-01'));
    }));

  it('a withdrawn target that is put again, the same or changed, is the next version', () =>
    rolledBack(sample.database, async (tx) => {
      await withdraw(tx, target.code, '2021-01-01');
      expect(await revise(tx, target, '2022-01-01')).toBe(true);
      expect(await inForce(tx)).toEqual([2]);
      expect(await inForce(tx, '2021-06-30')).toEqual([]);
      expect(await inForce(tx, '2020-06-30')).toEqual([1]);
      expect(await inForce(tx, '2022-01-01')).toEqual([2]);
    }));
});

describe('readTargets', () => {
  const instants: [what: string, asOf: string, version: number][] = [
    ['before the plan was issued: the first', '2016-01-01', 1],
    ['while the first was in force', '2019-12-31', 1],
    ['at the instant of the first change', '2020-01-01', 2],
    ['between the changes', '2020-06-01', 2],
    ['at the instant of the last change', '2021-01-01', 3],
    ['long after', '2100-01-01', 3],
  ];
  it.each(instants)('as of an instant %s', (_, asOf, version) =>
    rolledBack(sample.database, async (tx) => {
      await revise(tx, raised, '2020-01-01');
      await revise(tx, { ...raised, due: '2021' }, '2021-01-01');
      const read = await readTargets(tx, { asOf: new Date(asOf) });
      expect(read.map((one) => one.version)).toEqual([version]);
    }),
  );

  it('a target that was added after the plan counts since it was, and not before', () =>
    rolledBack(sample.database, async (tx) => {
      const added = { ...target, code: 'added' };
      await saveCatalogue(
        tx,
        { ...sampleCatalogue, targets: [target, added] },
        'spec',
        new Date('2020-05-05'),
      );
      const codes = async (asOf: string) =>
        [
          await readTargets(tx, { asOf: new Date(asOf) }),
          await readTargetCodes(tx, { asOf: new Date(asOf) }),
        ].map((found) => found.map((one) => (typeof one === 'string' ? one : one.code)));
      const both = ['added', target.code].toSorted();
      expect(await codes('2020-05-05')).toEqual([both, both]);
      expect(await codes('2020-05-04')).toEqual([[target.code], [target.code]]);
      expect(await codes('2016-01-01')).toEqual([[target.code], [target.code]]);
      expect((await readTargetVersions(tx, 'added'))[0]?.validFrom).toEqual(new Date('2020-05-05'));
    }));

  it('only those asked for, none when none is', () =>
    rolledBack(sample.database, async (tx) => {
      await revise(tx, { ...target, code: 'other' }, '2020-01-01');
      const codes = async (asked?: string[]) =>
        (await readTargets(tx, asked ? { codes: asked } : {})).map(({ code }) => code);
      expect(await codes(['other', 'unknown'])).toEqual(['other']);
      expect(await codes([])).toEqual([]);
      expect(await codes()).toEqual([target.code, 'other']);
      expect(await readTargetVersions(tx, 'unknown')).toEqual([]);
    }));
});

function turned<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).toReversed()) as T;
}
