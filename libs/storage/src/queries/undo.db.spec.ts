import { formatPeriod } from '#time-period';
import { forgetObservations, uploadObservations } from '../../test/observed.js';
import { createSampleDatabase, type SampleDatabase } from '../../test/sample-catalogue.js';
import { UndoModel, type ImportedVintage } from '../../test/undo-model.js';
import { contradictions, type Release } from '../../test/vintage-model.js';
import { inTransaction } from '../database.js';
import { lockJudgement } from './slots.js';
import { finishImport, readImport } from './imports.js';
import { readObservations, readVintages, type StoredObservation } from './observations.js';
import {
  markUndone,
  readRepeatingImports,
  readUndoableImport,
  removeVintages,
  type UndoCounts,
} from './undo.js';

let sample: SampleDatabase;

beforeAll(async () => {
  sample = await createSampleDatabase();
});
afterEach(async () => {
  await forgetObservations(sample.database);
  await sample.database.query('delete from undone_vintage');
});
afterAll(() => sample.drop());

const areas = ['610000', '610100', 'us'];
const periods = ['2018', '2019', '2019-Q4'];
const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index));

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

/** Rows uploaded on a day that do not contradict one another: few periods, values and days, so that they meet often. */
function randomFile(random: () => number, uploadedOn: number, mostValues: number): Release[] {
  const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const rows = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => {
    const released = random() < 0.5;
    return {
      line: index + 2,
      period: `${among(areas)} ${among(periods)}`,
      value: String(Math.floor(random() * mostValues)),
      status: random() < 0.8 ? 'A' : 'P',
      released,
      knownFrom: day(released ? Math.floor(random() * uploadedOn) : uploadedOn),
    };
  });
  const refused = contradictions(rows);
  return rows.filter(({ line }) => !refused.includes(line));
}

async function upload(file: readonly Release[]): Promise<number> {
  const { importId } = await uploadObservations(
    sample.database,
    file.map(({ period, ...row }) => {
      const [area = '', time = ''] = period.split(' ');
      return { ...row, indicator: 'international_routes', area, period: time };
    }),
  );
  return importId;
}

function undo(importId: number): Promise<UndoCounts> {
  return inTransaction(sample.database, async (tx) => {
    await lockJudgement(tx);
    return removeVintages(tx, importId);
  });
}

const nameOf = ({ area, frequency, accumulation, periodStart: start, periodEnd: end }: StoredObservation) =>
  `${area} ${formatPeriod({ frequency, accumulation, start, end })}`;

type Known = Omit<ImportedVintage, 'line'>;

function knownOf({ value, status, knownFrom, importId }: Known): Known {
  return { value, status, knownFrom, importId };
}

async function storedHistory(): Promise<Map<string, ImportedVintage[]>> {
  const history = new Map<string, ImportedVintage[]>();
  for (const row of await readVintages(sample.database, {})) {
    const name = nameOf(row);
    history.set(name, [...(history.get(name) ?? []), { ...knownOf(row), line: row.line! }]);
  }
  return history;
}

async function expectSameReads(model: UndoModel): Promise<void> {
  expect(await storedHistory()).toEqual(model.history());
  for (const asOf of [undefined, ...Array.from({ length: 14 }, (_, index) => day(index))]) {
    const stored = await readObservations(sample.database, asOf ? { asOf } : {});
    const expected = [...model.history()].flatMap(([name, vintages]): [string, Known][] => {
      const known = vintages.findLast(({ knownFrom }) => !asOf || knownFrom <= asOf);
      return known ? [[name, knownOf(known)]] : [];
    });
    expect(new Map(stored.map((row) => [nameOf(row), knownOf(row)]))).toEqual(new Map(expected));
  }
}

describe('imports in random order, some of them taken back, leave what the model says', () => {
  it.each(Array.from({ length: 12 }, (_, index) => index + 1))('history %i', async (seed) => {
    const random = randomFrom(seed);
    const model = new UndoModel();
    const inForce: number[] = [];
    for (let step = 0; step < 14; step += 1) {
      if (inForce.length > 2 && random() < 0.35) {
        const [importId = 0] = inForce.splice(Math.floor(random() * inForce.length), 1);
        const { removed, restored, emptied } = await undo(importId);
        expect({ removed, restored, emptied }).toEqual(model.undo(importId));
      } else {
        const file = randomFile(random, 3 + step, 3);
        const importId = await upload(file);
        model.merge(importId, file);
        inForce.push(importId);
      }
      await expectSameReads(model);
    }
  });
});

/** Periods that say something else after an undo than if the import had never come, and those that may. */
function compareWithout(seed: number): { differing: string[]; repeated: Set<string>; count: number } {
  const random = randomFrom(seed);
  const files = Array.from({ length: 6 }, (_, index) => randomFile(random, 4 + index, 40));
  const undone = Math.floor(random() * files.length);
  const [undoneLater, without] = [new UndoModel(), new UndoModel()];
  files.forEach((file, index) => {
    undoneLater.merge(index, file);
    if (index !== undone) without.merge(index, file);
  });
  undoneLater.undo(undone);
  const after = (model: UndoModel) =>
    [...model.repeats].flatMap(([index, names]) => (index > undone ? [...names] : []));
  const names = new Set([...undoneLater.history().keys(), ...without.history().keys()]);
  const said = (model: UndoModel, name: string) => JSON.stringify(model.history().get(name) ?? []);
  return {
    differing: [...names].filter((name) => said(undoneLater, name) !== said(without, name)),
    repeated: new Set([...after(undoneLater), ...after(without)]),
    count: names.size,
  };
}

it('a history with an import undone is the one in which it never came, but where a later file repeated a value', () => {
  const compared = Array.from({ length: 2000 }, (_, seed) => compareWithout(seed));
  expect(
    compared.flatMap(({ differing, repeated }) => differing.filter((name) => !repeated.has(name))),
  ).toEqual([]);
  // Both kinds occur, so that neither side of the sentence is empty.
  expect(compared.some(({ differing }) => differing.length > 0)).toBe(true);
  expect(compared.some(({ count, repeated }) => count > repeated.size)).toBe(true);
});

describe('the releases of US GDP of the first quarter of 2014, each a file of its own', () => {
  const releases = [
    ['2014-04-30', '17149.6'],
    ['2014-05-29', '17101.3'],
    ['2014-06-25', '17016.0'],
  ] as const;
  const release = ([releasedOn, value]: (typeof releases)[number]) =>
    uploadObservations(sample.database, [
      { indicator: 'us_gdp', area: 'us', period: '2014-Q1', value, knownFrom: new Date(releasedOn) },
    ]);
  const valueAt = async (asOf?: string) =>
    (await readObservations(sample.database, asOf ? { asOf: new Date(asOf) } : {})).map(({ value }) => value);

  it.each([
    [2, { removed: 1, restored: 1, emptied: 0 }, ['17149.6', '17101.3', '17101.3']],
    [1, { removed: 1, restored: 0, emptied: 0 }, ['17149.6', '17149.6', '17016.0']],
    [0, { removed: 1, restored: 0, emptied: 0 }, [undefined, '17101.3', '17016.0']],
  ])('without file %i the others are known as they were', async (undone, expected, known) => {
    const ids: number[] = [];
    for (const one of releases) ids.push((await release(one)).importId);
    const { touchedSeries, ...counts } = await undo(ids[undone]!);
    expect(counts).toEqual(expected);
    expect(touchedSeries).toHaveLength(1);
    for (const [index, [releasedOn]] of releases.entries())
      expect((await valueAt(releasedOn))[0]).toBe(known[index]);
    expect((await valueAt())[0]).toBe(known[2]);
  });

  it('come back exactly when the file is sent again', async () => {
    const ids: number[] = [];
    for (const one of releases) ids.push((await release(one)).importId);
    const contents = async () =>
      (await readVintages(sample.database, {})).map(({ value, knownFrom, knownTo, line }) => [
        value,
        knownFrom,
        knownTo,
        line,
      ]);
    const before = await contents();
    await undo(ids[1]!);
    await release(releases[1]);
    expect(await contents()).toEqual(before);
  });
});

it('keeps what was removed, with comment, source and line, where no read of values looks', async () => {
  const row = {
    indicator: 'us_gdp',
    area: 'us',
    period: '2014-Q1',
    comment: '初值',
    source: { source_title: 'BEA' },
  };
  const { importId } = await uploadObservations(sample.database, [
    { ...row, value: '17149.6', knownFrom: day(0) },
    { ...row, value: '17101.30', knownFrom: day(1), status: 'P', line: 12, columnLetters: 'D' },
  ]);
  expect(await undo(importId)).toMatchObject({ removed: 2, restored: 0, emptied: 1 });
  expect(await readVintages(sample.database, {})).toEqual([]);
  const kept = await sample.database.query(
    `select value::text, status, known_from, period_start, comment, source, line, column_letters from undone_vintage
     where import_id = $1 order by known_from`,
    [importId],
  );
  const common = { period_start: '2014-01-01', comment: '初值', source: { source_title: 'BEA' } };
  expect(kept).toEqual([
    { ...common, value: '17149.6', status: 'A', known_from: day(0), line: 2, column_letters: null },
    { ...common, value: '17101.30', status: 'P', known_from: day(1), line: 12, column_letters: 'D' },
  ]);
});

it('gives back comment, source and line with the value', async () => {
  const row = { indicator: 'us_gdp', area: 'us', period: '2014-Q1' };
  const source = { source_title: 'BEA, second estimate' };
  await uploadObservations(sample.database, [
    { ...row, value: '17101.3', knownFrom: day(0), comment: '二次', source, line: 7, columnLetters: 'C' },
  ]);
  const { importId } = await uploadObservations(sample.database, [
    { ...row, value: '17016.0', knownFrom: day(1) },
  ]);
  await undo(importId);
  expect(await readVintages(sample.database, {})).toMatchObject([
    { value: '17101.3', comment: '二次', source, line: 7, column: 'C', knownTo: null },
  ]);
});

it('names the imports after it that repeated values, as far as they are in force', async () => {
  const finish = async (id: number, state: 'applied' | 'rejected', unchanged: number) => {
    const report = await readImport(sample.database.manager, id);
    const rows = { ...report.rows, unchanged };
    await finishImport(sample.database.manager, { ...report, state, rows, preamble: [], excerpt: null });
  };
  const ids: number[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await upload([]));
  await finish(ids[0]!, 'applied', 7);
  await finish(ids[1]!, 'applied', 0);
  await finish(ids[2]!, 'rejected', 3);
  await finish(ids[3]!, 'applied', 2);
  await finish(ids[4]!, 'applied', 1);
  await markUndone(sample.database.manager, ids[4]!, day(0), 'admin');
  expect(await readRepeatingImports(sample.database.manager, ids[0]!)).toEqual([
    { id: ids[3], fileName: 'spec.csv', unchanged: 2 },
  ]);
  expect(await readImport(sample.database.manager, ids[4]!)).toMatchObject({
    state: 'undone',
    undone: { by: 'admin' },
  });
});

it('is about imports that there are', async () => {
  await expect(readUndoableImport(sample.database.manager, 2 ** 40)).rejects.toMatchObject({
    code: 'not-found',
  });
});
