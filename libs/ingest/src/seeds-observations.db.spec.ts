import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSeeds } from '#ingest';
import { inTransaction, openDatabase, saveCatalogue, type Database } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../storage/test/test-database.js';
import { importContent } from '../test/import-content.js';

const seeds = fileURLToPath(new URL('../../../seeds/', import.meta.url));

let server: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-seeds-'));
  server = await createTestDatabase();
  database = await openDatabase(server.url);
});
afterAll(async () => {
  await database.destroy();
  await server.drop();
  await rm(folder, { recursive: true });
});

it('the observed values that ship with the plan import without a fault, and twice change nothing', async () => {
  const read = await readSeeds(seeds);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1));
  await inTransaction(database, (tx) =>
    saveCatalogue(tx, read.catalogue, 'test', new Date('2026-01-01T00:00:00Z')),
  );
  const file = await readFile(join(seeds, 'observations.csv'));
  const first = await importContent(database, folder, file, {
    at: '2026-11-20T00:00:00Z',
    onError: 'skip',
  });
  expect(first.rejections).toEqual([]);
  expect(first).toMatchObject({ state: 'applied', rows: { rejected: 0, duplicate: 0 } });
  // Provisional figures that were never published as final, and the airport's passengers around the pandemic.
  expect(new Set(first.warnings.map(({ code }) => code))).toEqual(new Set(['jump', 'late-provisional']));
  expect(first.rows.inserted).toBe(first.rows.read);
  expect(first.rows.read).toBeGreaterThan(200);
  expect(first.verdictChanges.length).toBeGreaterThan(0);

  const again = await importContent(database, folder, file, { at: '2026-12-20T00:00:00Z' });
  expect(again.rows).toMatchObject({ inserted: 0, revised: 0, unchanged: first.rows.read });
});
