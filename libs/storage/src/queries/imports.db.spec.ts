import type { ImportReport } from '#contract';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { openDatabase, type Database } from '../database.js';
import {
  addRejections,
  beginImport,
  countImports,
  failAbandonedImports,
  finishImport,
  readImport,
  forgetImportProfile,
  keepImportProfile,
  readImportPreamble,
  readImportProfile,
  readImportProfiles,
  readImports,
  readRejections,
  type StoredRejection,
} from './imports.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterEach(() => database.query('delete from import'));
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const file = { name: '航线.csv', bytes: 5_000_000_000, sha256: 'ab'.repeat(32) };

const begin = (createdAt = new Date('2026-03-15T02:00:00Z')): Promise<number> =>
  beginImport(database.manager, { createdAt, uploadedBy: 'airport', dryRun: true, onError: 'skip', file });

const outcome = {
  state: 'validated' as const,
  file: { ...file, format: 'csv', encoding: 'gb18030', layout: 'long' },
  rows: { read: 9, inserted: 1, revised: 2, unchanged: 3, duplicate: 1, rejected: 2, missing: 4 },
  understood: {
    sheets: ['表1'],
    sheet: '表1',
    titles: [{ line: 1, text: '航线' }],
    header: { first: 3, last: 4 },
    fields: [{ field: 'ref_area', place: 'column:1', text: '地区' }],
    notes: [],
    profile: null,
  },
  questions: [],
  preview: [],
  rejectionCount: 3,
  warnings: [{ line: 4, code: 'several-vintages' as const, message: '"第 4 行"' }],
  verdictChanges: [{ target: 'routes', from: null, to: 'onTrack' as const }],
  failure: null,
} satisfies Partial<ImportReport>;

const rejection = (line: number, cells: readonly string[] = []): StoredRejection => ({
  line,
  column: 'obs_value',
  code: 'not-a-number',
  value: `x${line}`,
  message: `第 ${line} 行`,
  cells,
});

describe('the record of an import', () => {
  it('exists from its beginning, with nothing read', async () => {
    const id = await begin();
    expect(await readImport(database.manager, id)).toEqual({
      id,
      state: 'running',
      createdAt: '2026-03-15T02:00:00.000Z',
      uploadedBy: 'airport',
      dryRun: true,
      onError: 'skip',
      file: { ...file, format: '', encoding: '', layout: '' },
      rows: { read: 0, inserted: 0, revised: 0, unchanged: 0, duplicate: 0, rejected: 0, missing: 0 },
      understood: null,
      questions: [],
      preview: [],
      undone: null,
      rejectionCount: 0,
      rejections: [],
      warnings: [],
      verdictChanges: [],
      failure: null,
    });
  });

  it('says at its end what was done, and keeps who, when and which file', async () => {
    const id = await begin();
    await finishImport(database.manager, {
      id,
      ...outcome,
      preamble: [['指标', 'a "b", c', '']],
      excerpt: null,
    });
    expect(await readImport(database.manager, id)).toEqual({
      ...outcome,
      id,
      createdAt: '2026-03-15T02:00:00.000Z',
      uploadedBy: 'airport',
      dryRun: true,
      onError: 'skip',
      rejections: [],
      undone: null,
    });
    expect(await readImportPreamble(database.manager, id)).toEqual([['指标', 'a "b", c', '']]);
  });

  it.each([-1, 0, 2 ** 31 - 1, 2 ** 31, 1e20])('%d is an import that there is not', async (id) => {
    const notFound = expect.objectContaining({ code: 'not-found' });
    await expect(readImport(database.manager, id)).rejects.toEqual(notFound);
    await expect(readImportPreamble(database.manager, id)).rejects.toEqual(notFound);
  });

  it('lists the newest first, as many as asked', async () => {
    const ids = [await begin(), await begin(), await begin()];
    await addRejections(database.manager, ids[2]!, 1, [rejection(2)]);
    const list = await readImports(database.manager, 2);
    expect(list.map(({ id, rejections }) => [id, rejections])).toEqual([
      [ids[2], []],
      [ids[1], []],
    ]);
    expect(await readImports(database.manager, 0)).toEqual([]);
  });
});

describe('rejections', () => {
  it('come back in full, cells with whatever stood in them', async () => {
    const id = await begin();
    const cells = ['', 'null', 'NULL', '{a,"b"}', 'tab\t', '\\', '𠀀'];
    await addRejections(database.manager, id, 1, [
      rejection(2, cells),
      { ...rejection(3), value: '', column: '' },
    ]);
    expect(await readRejections(database.manager, id, 0, 10)).toEqual([
      { ...rejection(2, cells), position: 1 },
      { ...rejection(3), value: '', column: '', position: 2 },
    ]);
  });

  it('are read a page at a time, over the batches in which they were written', async () => {
    const id = await begin();
    const other = await begin();
    const all = Array.from({ length: 25 }, (_, index) => rejection(index + 2, [`${index}`]));
    for (let from = 0; from < all.length; from += 10)
      await addRejections(database.manager, id, from + 1, all.slice(from, from + 10));
    await addRejections(database.manager, id, 26, []);
    await addRejections(database.manager, other, 1, [rejection(99)]);

    const read: (StoredRejection & { position: number })[] = [];
    for (let after = 0; ;) {
      const page = await readRejections(database.manager, id, after, 7);
      if (page.length === 0) break;
      expect(page[0]?.position).toBe(after + 1);
      read.push(...page);
      after = page.at(-1)!.position;
    }
    expect(read).toEqual(all.map((row, index) => ({ ...row, position: index + 1 })));
  });

  it('stand in the report in the order of the lines, the first thousand of them', async () => {
    const id = await begin();
    const all = Array.from({ length: 1100 }, (_, index) => rejection(1101 - index));
    await addRejections(database.manager, id, 1, all);
    const { rejections } = await readImport(database.manager, id);
    expect(rejections).toHaveLength(1000);
    expect(rejections.map(({ line }) => line).slice(0, 3)).toEqual([2, 3, 4]);
    const { cells: _, ...shown } = rejection(2);
    expect(rejections[0]).toEqual(shown);
  });
});

describe('import profiles', () => {
  const profile = (fingerprint: string, name: string) => ({
    fingerprint,
    name,
    answers: { time_period: 'column:2' },
    header: ['地区', '年份'],
    createdAt: '2026-03-15T02:00:00.000Z',
    createdBy: 'bureau',
  });
  const names = async () => (await readImportProfiles(database.manager)).map(({ name }) => name);

  it('one of a shape: the newer answers stay; a name that another shape has gets a number', async () => {
    await keepImportProfile(database.manager, profile('a', '月报'));
    await keepImportProfile(database.manager, profile('b', '月报'));
    await keepImportProfile(database.manager, {
      ...profile('b', '月报'),
      answers: { unit: 'constant:万人' },
    });
    expect(await names()).toEqual(['月报', '月报 2']);
    expect(await readImportProfile(database.manager, 'b')).toMatchObject({
      name: '月报 2',
      answers: { unit: 'constant:万人' },
    });
    expect(await forgetImportProfile(database.manager, '月报')).toBe(true);
    expect(await forgetImportProfile(database.manager, '月报')).toBe(false);
    expect(await readImportProfile(database.manager, 'a')).toBeUndefined();
    expect(await names()).toEqual(['月报 2']);
  });
});

describe('failAbandonedImports', () => {
  it('fails what a dead process left running, and nothing else', async () => {
    const abandoned = await begin(new Date('2026-03-15T01:00:00Z'));
    const finished = await begin(new Date('2026-03-15T01:00:00Z'));
    await finishImport(database.manager, { id: finished, ...outcome, preamble: [], excerpt: null });
    const underWay = await begin(new Date('2026-03-15T02:00:00Z'));
    const silentSince = new Date('2026-03-15T02:00:00Z');
    expect(await failAbandonedImports(database.manager, silentSince)).toBe(1);
    expect(await failAbandonedImports(database.manager, silentSince)).toBe(0);
    expect(await readImport(database.manager, abandoned)).toMatchObject({
      state: 'failed',
      failure: expect.stringMatching(/请重新上传/),
    });
    expect((await readImport(database.manager, finished)).state).toBe('validated');
    expect((await readImport(database.manager, underWay)).state).toBe('running');
    expect(await countImports(database.manager)).toEqual({ failed: 1, validated: 1, running: 1 });
  });
});
