import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ImportReport, LayoutAnswers } from '#contract';
import { inTransaction, openDatabase, readImportProfiles, saveCatalogue, type Database } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../storage/test/test-database.js';
import { admin, timeZone } from '../test/import-content.js';
import { importFile } from './import-file.js';
import { readSeeds } from './seeds/read-seeds.js';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase(server.url);
  const read = await readSeeds(fileURLToPath(new URL('../../../seeds', import.meta.url)));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  await inTransaction(database, (tx) =>
    saveCatalogue(tx, read.catalogue, 'test', new Date('2026-01-01T00:00:00Z')),
  );
});
afterAll(async () => {
  await database.destroy();
  await server.drop();
});

function check(
  name: string,
  said: { readonly answers?: LayoutAnswers; readonly keepAs?: string } = {},
): Promise<ImportReport> {
  const path = fileURLToPath(new URL(`../test/fixtures/${name}`, import.meta.url));
  return importFile(
    database,
    { path, name, bytes: 1, sha256: 'ab', dryRun: true, onError: 'skip', ...said },
    { caller: admin, now: () => new Date('2026-11-23T02:00:00Z'), timeZone },
  );
}

it('which sheet is meant is asked once: the answer is kept for workbooks with the same sheets', async () => {
  const asked = await check('several-sheets-several-tables.xlsx');
  const [question] = asked.questions;
  expect(question).toMatchObject({ field: 'sheet', constant: false });
  const sheet = question!.options[0]!.answer;

  const answered = await check('several-sheets-several-tables.xlsx', {
    answers: { sheet },
    keepAs: '两张表',
  });
  expect(answered).toMatchObject({ questions: [], understood: { sheet, profile: null } });
  expect(await readImportProfiles(database.manager)).toMatchObject([{ name: '两张表', answers: { sheet } }]);

  // The same sheets in the old format are the same shape.
  for (const name of ['several-sheets-several-tables.xlsx', 'several-sheets-several-tables.xls']) {
    const again = await check(name);
    expect(again).toMatchObject({ questions: [], understood: { sheet, profile: '两张表' } });
    expect(again.rows).toEqual(answered.rows);
  }
  // Of this process only: another test's may be open beside it.
  const open = (await readdir(tmpdir())).filter((name) =>
    name.startsWith(`guanzhong-sheets-${process.pid}-`),
  );
  expect(open).toEqual([]);
});

it('hidden rows and sheets are told', async () => {
  const { warnings } = await check('hidden-rows-and-columns.xlsx');
  expect(warnings).toContainEqual({
    line: 1,
    code: 'hidden-cells',
    message: expect.stringContaining('隐藏') as string,
  });
});
