import { insertObservations } from '../../test/observed.js';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import { readVintages } from '../queries/observations.js';
import { removeVintages } from '../queries/undo.js';
import { LineOfValues1797980000000 } from './1797980000000-line-of-values.js';
import { migrations } from './index.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

/** Values as they stood before: two vintages of 2019, one that was taken back, and none with a line. */
const before = `
  insert into organisation (code, name_zh, name_en, kind, members) values ('o', '', '', '', '{}');
  insert into area (code, name_zh, name_en, kind) values ('a', '', '', '');
  insert into indicator (code, name_zh, name_en, kind, unit_zh, unit_en, decimals, direction, frequency,
    release_lag_days, owner, dimensions, definition_zh, definition_en)
  values ('i', '', '', 'stock', '', '', 0, 'up', 'A', 0, 'o', '{}', '', '');
  insert into series (indicator, area, frequency, accumulation, breakdown) values ('i', 'a', 'A', 'period', '{}');
  insert into import (created_at, uploaded_by, state, dry_run, on_error, file_name, file_bytes, sha256, format,
    encoding, layout, rows_read, rows_inserted, rows_revised, rows_unchanged, rows_duplicate, rows_rejected,
    rejection_count, warnings, verdict_changes, rows_missing, questions, preview, preamble, cancel_requested)
  select '2020-01-01', 'o', 'applied', false, 'reject', 'old.csv', 1, '', 'csv', 'utf-8', 'long', 1, 1, 0, 0, 0, 0,
    0, '[]', '[]', 0, '[]', '[]', '[]', false from generate_series(1, 2);
  insert into observation_vintage (series_id, period_start, period_end, value, status, known_from, import_id)
    values (1, '2019-01-01', '2019-12-31', 85, 'P', '2020-01-10', 1);
  insert into observation (series_id, period_start, period_end, value, status, known_from, import_id, comment)
    values (1, '2019-01-01', '2019-12-31', 88, 'A', '2020-02-17', 2, 'final'),
           (1, '2018-01-01', '2018-12-31', 64, 'A', '2019-03-01', 1, null);
  insert into undone_vintage (import_id, series_id, period_start, known_from, period_end, value, status)
    values (2, 1, '2018-01-01', '2019-02-01', '2018-12-31', 63, 'P');`;

it('a filled database keeps every value, of which no line is known, and lines come with what is imported from now on', async () => {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
  const runner = database.createQueryRunner();
  const its = migrations.indexOf(LineOfValues1797980000000);
  for (const Migration of migrations.slice(0, its)) await new Migration().up(runner);
  await runner.query(before);
  for (const Migration of migrations.slice(its)) await new Migration().up(runner);
  await runner.release();

  const vintages = async () =>
    (await readVintages(database, {})).map(({ value, status, comment, line, column }) => [
      value,
      status,
      comment,
      line,
      column,
    ]);
  const old = [
    ['64', 'A', null, null, null],
    ['85', 'P', null, null, null],
    ['88', 'A', 'final', null, null],
  ];
  expect(await vintages()).toEqual(old);
  expect(await database.query('select value::text, line, column_letters from undone_vintage')).toEqual([
    { value: '63', line: null, column_letters: null },
  ]);

  const row = { indicator: 'i', area: 'a', knownFrom: new Date('2026-01-01') };
  const { importId, revised, unchanged } = await insertObservations(database, [
    { ...row, period: '2018', value: '64', line: 6 },
    { ...row, period: '2019', value: '90', line: 7, columnLetters: 'D' },
  ]);
  expect([revised, unchanged]).toEqual([1, 1]);
  expect(await vintages()).toEqual([...old, ['90', 'A', null, 7, 'D']]);
  await inTransaction(database, (tx) => removeVintages(tx, importId));
  expect(await vintages()).toEqual(old);
});
