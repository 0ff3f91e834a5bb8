import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { openDatabase, type Database } from '../database.js';
import { readIndicatorVersions, readOrganisationVersions } from '../queries/catalogue-versions.js';
import { readIndicators, readOrganisations } from '../queries/catalogue.js';
import { readTargetVersions } from '../queries/targets.js';
import { CatalogueVersions1797500000000 } from './1797500000000-catalogue-versions.js';
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

/** A catalogue from before versions of it were kept. */
const before = `
  insert into plan (code, title_zh, title_en, issuer_zh, issuer_en, issued_on, base_year, horizon)
  values ('p', '', '', '', '', '2018-12-03', 2016, '2035');
  insert into plan_section (code, plan, position, number, title_zh, title_en) values ('s', 'p', 1, '1', '', '');
  insert into plan_task (number, section, title_zh, title_en, responsibility)
  values (1, 's', '', '', ''), (7, 's', '', '', '');
  insert into organisation (code, name_zh, name_en, kind, members, areas, note)
  values ('o', '甲', 'A', 'department', '{}', '{a}', null), ('g', '组', 'Group', 'group', '{o}', '{}', 'two');
  insert into area (code, name_zh, name_en, kind) values ('a', '', '', 'city');
  insert into indicator (code, name_zh, name_en, kind, unit_zh, unit_en, decimals, direction, lower_bound,
    natural_limit, frequency, release_lag_days, owner, dimensions, definition_zh, definition_en, note)
  values ('i', '指标', 'Indicator', 'stock', '条', 'routes', 1, 'up', 0.50, 100, 'A', 30, 'o', '{destination}', '定义',
    'Definition', 'n');
  insert into indicator (code, name_zh, name_en, kind, unit_zh, unit_en, decimals, direction, frequency,
    release_lag_days, owner, dimensions, definition_zh, definition_en, formula, area_roll_up, is_growth_rate)
  values ('j', '', '', 'average', '', '', 0, 'down', 'M', 0, 'o', '{}', '', '', 'i × 2',
    '{"method": "sum", "by": null, "areas": []}', false);
  insert into indicator_task (indicator, task) values ('i', 7), ('i', 1);
  insert into target (code, version, valid_from, changed_at, changed_by, name_zh, name_en, indicator, area, breakdown,
    frequency, due, operator, value, method, trajectory, clause_task, clause_quote, organisation)
  values ('t', 1, '2018-12-03', '2019-01-01', 'seeds', '', '', 'j', 'a', '{}', 'M', '2035', 'atMost', 3, 'attainment',
    'none', 1, '…', 'o');
  insert into target (code, version, valid_from, valid_to, changed_at, changed_by, name_zh, name_en, indicator, area,
    breakdown, frequency, due, operator, value, method, trajectory, clause_task, clause_quote, organisation)
  select 'w', n, '2018-12-03', make_date(2020 + n, 1, 1), '2019-01-01', 'seeds', '', '', 'j', 'a', '{}', 'M', '2035',
    'atMost', 3, 'attainment', 'none', 1, '…', 'o' from generate_series(1, 2) n;
  insert into audit_entry (at, who, action, subject, details)
  values ('2022-01-01', 'wang', 'withdraw', 'target w', '{"version": 2, "alertsResolved": 0}');`;

it('what a filled catalogue says becomes its first version, of nobody known', async () => {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
  const runner = database.createQueryRunner();
  const its = migrations.indexOf(CatalogueVersions1797500000000);
  for (const Migration of migrations.slice(0, its)) await new Migration().up(runner);
  await runner.query(before);
  for (const Migration of migrations.slice(its)) await new Migration().up(runner);
  await runner.release();

  const unknown = { version: 1, changedBy: null, reason: null, changedAt: expect.any(Date) as unknown };
  const indicators = await readIndicators(database);
  expect(indicators.map(({ code }) => code)).toEqual(['i', 'j']);
  for (const definition of indicators)
    expect(await readIndicatorVersions(database, definition.code)).toEqual([{ ...unknown, definition }]);
  const organisations = await readOrganisations(database);
  expect(organisations.map(({ code }) => code)).toEqual(['g', 'o']);
  for (const definition of organisations)
    expect(await readOrganisationVersions(database, definition.code)).toEqual([{ ...unknown, definition }]);
  expect(await readTargetVersions(database, 't')).toEqual([
    expect.objectContaining({ version: 1, changedBy: 'seeds', changeReason: null }),
  ]);
  expect((await readTargetVersions(database, 'w')).map(({ withdrawn }) => withdrawn)).toEqual([
    null,
    { by: 'wang', reason: null },
  ]);
});
