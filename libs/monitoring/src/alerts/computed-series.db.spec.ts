import type { Rule } from '#alerting';
import { catalogueSchema } from '#contract';
import { inTransaction, lockJudgement, saveCatalogue, type Database } from '#storage';
import type { Observed } from '../../../storage/test/observed.js';
import {
  createMonitoredDatabase,
  saveRule,
  slipRule,
  uploadAndJudge,
} from '../../test/monitored-database.js';
import { day, routes, routesPlan, timeZone } from '../../test/routes-plan.js';
import { sweepNow } from '../sweep.js';
import { readSeriesSubjects } from './series-subjects.js';

const [routesIndicator] = routesPlan.indicators;
const [xian] = routesPlan.areas;
const named = (text: string) => ({ zh: text, en: text });

/** Routes, of the province summed up from two cities, and routes per 万人 by formula. */
const plan = catalogueSchema.parse({
  ...routesPlan,
  areas: [
    { ...xian, code: '610000', kind: 'province', shortName: null },
    xian,
    { ...xian, code: '610200', shortName: null },
  ],
  indicators: [
    {
      ...routesIndicator,
      areaRollUp: { method: 'sum', by: null, areas: [{ area: '610000', parts: ['610100', '610200'] }] },
    },
    { ...routesIndicator, code: 'people', unit: named('万人') },
    {
      ...routesIndicator,
      code: 'routes_per_10k',
      unit: named('条/万人'),
      decimals: 3,
      formula: 'international_routes ÷ people',
    },
    ...routesPlan.indicators.slice(1),
  ],
});

const beyond = (threshold: number, change: Partial<Rule> = {}): Rule => ({
  ...slipRule('watch', 'offTrack', change),
  condition: { kind: 'valueBeyond', operator: '>', threshold },
});
const of = (indicator: string) => [{ label: 'indicator', operator: '=', value: indicator }] as const;
const people = (period: string, value: string, area = '610100'): Observed => ({
  ...routes(period, value, '2020-01-31'),
  indicator: 'people',
  area,
});

let database: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    await saveCatalogue(tx, plan, 'spec', day('2018-12-13'));
  });
});
afterEach(() => drop());

const upload = (...observed: Observed[]) => uploadAndJudge(database, observed, day('2020-03-01'));

async function ask(rules: readonly Rule[]) {
  const found = [];
  for await (const portion of readSeriesSubjects(database.manager, {
    now: day('2020-03-01'),
    timeZone,
    rules,
  }))
    found.push(...portion);
  return found.map(({ code, releases, facts }) => ({ code, releases, facts: rules.map(facts) }));
}

async function alerts(): Promise<string[]> {
  const rows: { text: string }[] = await database.query(
    `select concat_ws(' ', subject, state, numbers -> 'value' ->> 'value') as text
     from alert where rule = 'watch' order by id`,
  );
  return rows.map(({ text }) => text);
}

it('asks for the newest value of what is computed, with the releases of what it is computed from', async () => {
  await upload(routes('2018', '50', '2019-03-01'), people('2018', '100'));
  await upload(routes('2019', '88', '2020-02-17'), people('2019', '110'));
  expect(await ask([beyond(0.6, { matchers: of('routes_per_10k') })])).toEqual([
    {
      code: 'routes_per_10k|610100|A|period|',
      releases: 3,
      facts: [
        {
          of: 'valueBeyond',
          value: 0.8,
          period: '2019',
          everKnown: true,
          decimals: 3,
          unit: { zh: '条/万人', en: '条/万人' },
        },
      ],
    },
  ]);
  expect(await ask([beyond(0.9, { matchers: of('routes_per_10k') })])).toEqual([]);
});

it('asks once for a series of which some values are reported and others computed', async () => {
  const other = (period: string, value: string, area: string) => ({
    ...routes(period, value, '2020-02-17'),
    area,
  });
  await upload(
    other('2018', '70', '610000'),
    routes('2019', '88', '2020-02-17'),
    other('2019', '5', '610200'),
  );
  const found = await ask([beyond(10)]);
  expect(found.map(({ code, facts }) => [code, facts[0]])).toMatchObject([
    ['international_routes|610000|A|period|', { value: 93, period: '2019' }],
    ['international_routes|610100|A|period|', { value: 88, period: '2019' }],
  ]);
});

it('fires with the import that it is computed from, and stays open when it can be computed no more', async () => {
  await saveRule(database, beyond(0.6, { matchers: of('routes_per_10k') }));
  await upload(routes('2019', '88', '2020-02-17'));
  expect(await alerts()).toEqual([]);
  await upload(people('2019', '110'));
  expect(await alerts()).toEqual(['series/routes_per_10k|610100|A|period| firing 0.8']);
  await database.query('delete from observation');
  await sweepNow(database, { now: day('2020-03-02'), timeZone, cause: 'sweep' });
  expect(await alerts()).toEqual(['series/routes_per_10k|610100|A|period| firing 0.8']);
  await upload(routes('2020', '50', '2020-03-01'), people('2020', '110'));
  expect(await alerts()).toEqual(['series/routes_per_10k|610100|A|period| resolved 0.8']);
});
