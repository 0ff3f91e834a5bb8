import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { openDatabase, type Database } from '../database.js';
import { readObservations, readVintages } from '../queries/observations.js';
import { migrations } from './index.js';
import { SupersededVintages1796200000000 } from './1796200000000-superseded-vintages.js';

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

/** Vintages as they stood before: all of them in one table, those in force in `observation` once more. */
const before = `
  insert into organisation (code, name_zh, name_en, kind, members) values ('o', '', '', '', '{}');
  insert into area (code, name_zh, name_en, kind) values ('a', '', '', '');
  insert into indicator (code, name_zh, name_en, kind, unit_zh, unit_en, decimals, direction, frequency,
    release_lag_days, owner, dimensions, definition_zh, definition_en)
  values ('i', '', '', 'stock', '', '', 0, 'up', 'A', 0, 'o', '{}', '', '');
  insert into series (id, indicator, area, frequency, accumulation, breakdown) values
    (1, 'i', 'a', 'A', 'period', '{}'), (2, 'i', 'a', 'Q', 'period', '{}');
  insert into observation_vintage (series_id, id, period_start, period_end, value, status, known_from, import_id,
    comment, source) values
    (1, 1, '2018-01-01', '2018-12-31', 64, 'A', '2019-02-01', 1, null, '{}'),
    (1, 2, '2019-01-01', '2019-12-31', 88, 'A', '2020-02-17', 1, 'final', '{"source_title": "b"}'),
    (1, 3, '2019-01-01', '2019-12-31', 85, 'P', '2020-01-10', 2, 'first', '{"source_title": "a"}'),
    (2, 4, '2019-01-01', '2019-03-31', 7, 'A', '2020-01-01', 2, 'said first', '{}'),
    (2, 5, '2019-01-01', '2019-03-31', 8.0, 'A', '2020-01-01', 3, 'said last', '{}');
  insert into observation (series_id, period_start, period_end, value, status, known_from, import_id) values
    (1, '2018-01-01', '2018-12-31', 64, 'A', '2019-02-01', 1),
    (1, '2019-01-01', '2019-12-31', 88, 'A', '2020-02-17', 1),
    (2, '2019-01-01', '2019-03-31', 8.0, 'A', '2020-01-01', 3);`;

it('a filled database says the same after its vintages in force were moved, those of one instant in their order', async () => {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
  const runner = database.createQueryRunner();
  const its = migrations.indexOf(SupersededVintages1796200000000);
  for (const Migration of migrations.slice(0, its)) await new Migration().up(runner);
  await runner.query(before);
  for (const Migration of migrations.slice(its)) await new Migration().up(runner);
  await runner.release();

  const vintages = await readVintages(database, {});
  expect(
    vintages.map(({ value, status, importId, comment, source, knownTo }) => [
      value,
      status,
      importId,
      comment,
      source,
      knownTo?.toISOString().slice(0, 10) ?? null,
    ]),
  ).toEqual([
    ['64', 'A', 1, null, {}, null],
    ['85', 'P', 2, 'first', { source_title: 'a' }, '2020-02-17'],
    ['88', 'A', 1, 'final', { source_title: 'b' }, null],
    ['7', 'A', 2, 'said first', {}, '2020-01-01'],
    ['8.0', 'A', 3, 'said last', {}, null],
  ]);
  const known = async (day: string) =>
    (await readObservations(database, { asOf: new Date(day) })).map(({ value }) => value);
  expect(await known('2020-01-05')).toEqual(['64', '8.0']);
  expect(await known('2020-02-01')).toEqual(['64', '85', '8.0']);
  expect((await readObservations(database, {})).map(({ value }) => value)).toEqual(['64', '88', '8.0']);
  const superseded: { id: string }[] = await database.query('select id from observation_vintage order by id');
  expect(superseded.map(({ id }) => id)).toEqual(['3', '4']);
});
