import type { Rule } from '#alerting';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import { readAlertRules, readRuleVersions, saveAlertRule } from '../queries/alert-rules.js';
import { OverdueOfValues1797800000000 } from './1797800000000-overdue-of-values.js';

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

const text = { summary: 'x', description: 'x' };
const rule = (name: string, kind: 'overdue' | 'sourceSilent', matchers: Rule['matchers']): Rule => ({
  name,
  version: 1,
  enabled: true,
  condition: kind === 'overdue' ? { kind, days: 40 } : { kind },
  matchers,
  for: { sweeps: 0 },
  noDataFor: { days: 1 },
  keepFiring: { sweeps: 0 },
  severity: 'critical',
  texts: { zh: text, en: text },
});

it('rules about overdue values stay about values, with all that somebody edited in them', async () => {
  const area: Rule['matchers'][number] = { label: 'area', operator: '=', value: '610100' };
  const late: Rule['matchers'][number] = { label: 'project', operator: '!=', value: '' };
  const rules = [
    rule('edited', 'overdue', [area]),
    rule('late-works', 'overdue', [late]),
    rule('silent', 'sourceSilent', [area]),
  ];
  const changed = { at: new Date('2026-11-01T00:00:00Z'), by: 'somebody' };
  await inTransaction(database, async (tx) => {
    for (const one of rules) await saveAlertRule(tx, one, changed);
  });
  const runner = database.createQueryRunner();
  await new OverdueOfValues1797800000000().up(runner);
  await runner.release();
  const ofValues: Rule['matchers'][number] = { label: 'project', operator: '=', value: '' };
  expect(await readAlertRules(database.manager)).toEqual([
    { ...rules[0], version: 2, matchers: [area, ofValues] },
    rules[1],
    rules[2],
  ]);
  expect(
    (await readRuleVersions(database.manager, 'edited')).map(({ rule: { version }, changedBy }) => [
      version,
      changedBy,
    ]),
  ).toEqual([
    [2, 'migration'],
    [1, 'somebody'],
  ]);
});
