import type { Condition, Rule } from '#alerting';
import { inTransaction, lockJudgement, removeVintages, type Database } from '#storage';
import { insertObservations, type Observed } from '../../../storage/test/observed.js';
import {
  createMonitoredDatabase,
  saveRule,
  slipRule,
  uploadAndJudge,
} from '../../test/monitored-database.js';
import { day, publishedRoutes, railTime, routes, timeZone, trains } from '../../test/routes-plan.js';
import { recordJudgements } from '../record.js';
import { sweepNow } from '../sweep.js';
import { readSeriesSubjects } from './series-subjects.js';

let database: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
});
afterEach(() => drop());

const rule = (condition: Condition, change: Partial<Rule> = {}): Rule => ({
  ...slipRule('watch', 'offTrack', change),
  condition,
});
const overdue: Condition = { kind: 'overdue', days: 15 };
const over90: Condition = { kind: 'valueBeyond', operator: '>', threshold: 90 };
const revised: Condition = { kind: 'revisionLarger', share: 0.05 };

/** What is asked about on a day, as `code: facts of the rule`. */
async function ask(on: string, rules: readonly Rule[], seriesIds?: readonly string[]) {
  const found = [];
  const options = { now: day(on), timeZone, rules, ...(seriesIds && { seriesIds }) };
  for await (const portion of readSeriesSubjects(database.manager, options)) found.push(...portion);
  return found.map(({ facts, ...subject }) => ({ ...subject, facts: rules.map(facts) }));
}
const codes = (found: readonly { readonly code: string }[]) => found.map(({ code }) => code).toSorted();

const upload = (observed: readonly Observed[], on: string) => uploadAndJudge(database, observed, day(on));
const sweepOn = (on: string) => sweepNow(database, { now: day(on), timeZone, cause: 'sweep' });

/** Alerts of the rule, as `series state numbers`, in the order in which they fired. */
async function alerts(): Promise<string[]> {
  const rows: { text: string }[] = await database.query(
    `select concat_ws(' ', subject, state, coalesce(numbers -> 'period' ->> 'period', numbers ->> 'x')) as text
     from alert where rule = 'watch' order by id`,
  );
  return rows.map(({ text }) => text);
}

describe('overdue values', () => {
  it('are those that the timeliness of the owed series says, with what the series is called', async () => {
    await insertObservations(database, publishedRoutes.slice(0, 4));
    const [first, ...others] = await ask('2021-03-16', [
      rule(overdue, { matchers: [{ label: 'indicator', operator: '=', value: 'international_routes' }] }),
    ]);
    expect(others).toEqual([]);
    expect(first).toEqual({
      kind: 'series',
      code: 'international_routes|610100|A|period|',
      labels: {
        series: 'international_routes/610100',
        indicator: 'international_routes',
        area: '610100',
        frequency: 'A',
        organisation: 'xian-government',
        task: '6',
      },
      names: {
        series: { zh: '西安市国际（地区）航线数', en: "International routes opened, Xi'an" },
        indicator: { zh: '国际（地区）航线数', en: 'International routes opened' },
        area: { zh: '西安市', en: "Xi'an" },
        frequency: { zh: '年度', en: 'annual' },
        organisation: { zh: '西安市政府', en: "Xi'an Municipal People's Government" },
        task: { zh: '建设国家综合交通枢纽', en: 'Build a national comprehensive transport hub' },
      },
      releases: 4,
      facts: [{ of: 'overdue', missing: { period: '2020', expectedBy: '2021-03-01', daysLate: 15 } }],
    });
  });

  it('are not told before the day that the rule names', async () => {
    await insertObservations(database, publishedRoutes.slice(0, 4));
    const matchers = [{ label: 'indicator', operator: '=', value: 'international_routes' }] as const;
    expect(await ask('2021-03-15', [rule(overdue, { matchers })])).toEqual([]);
  });

  it('are of series that never had a value, too, from the first that fell due since a target was set', async () => {
    const found = await ask('2021-03-15', [rule(overdue)]);
    expect(found.map(({ code, facts }) => [code, facts[0]])).toEqual([
      [
        'changan_trains|610100|A|period|',
        { of: 'overdue', missing: { period: '2018', expectedBy: '2019-01-15', daysLate: 790 } },
      ],
      [
        'international_routes|610100|A|period|',
        { of: 'overdue', missing: { period: '2018', expectedBy: '2019-03-01', daysLate: 745 } },
      ],
      [
        'rail_travel_time|610100|A|period|destination=510100',
        { of: 'overdue', missing: { period: '2018', expectedBy: '2019-01-30', daysLate: 775 } },
      ],
    ]);
    // The target was set on 13 December 2018: nothing was late before the end of that year.
    expect(await ask('2019-01-29', [rule(overdue)])).toEqual([]);
    expect(codes(await ask('2019-01-30', [rule(overdue)]))).toEqual(['changan_trains|610100|A|period|']);
  });

  it('end when the value lands, and at once', async () => {
    await upload(publishedRoutes.slice(0, 4), '2020-03-02');
    const matchers = [{ label: 'series', operator: '=', value: 'international_routes/610100' }] as const;
    await saveRule(database, rule(overdue, { matchers }));
    await sweepOn('2021-03-15');
    expect(await alerts()).toEqual([]);
    await sweepOn('2021-03-16');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2020']);
    await upload([routes('2020', '90', '2021-03-17')], '2021-03-17');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2020']);
  });

  it('end when a point of another frequency stands for them', async () => {
    await upload(publishedRoutes.slice(0, 4), '2020-03-02');
    const matchers = [{ label: 'indicator', operator: '=', value: 'international_routes' }] as const;
    await saveRule(database, rule(overdue, { matchers }));
    await sweepOn('2021-09-08');
    await upload([routes('2021-09', '92', '2021-09-08')], '2021-09-09');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2020']);
  });

  it('end when nobody owes them any more', async () => {
    const matchers = [{ label: 'indicator', operator: '=', value: 'rail_travel_time' }] as const;
    await saveRule(database, rule(overdue, { matchers }));
    await sweepOn('2021-03-16');
    expect(await alerts()).toEqual([
      'series/rail_travel_time|610100|A|period|destination=510100 firing 2018',
    ]);
    await database.query(`update target set valid_to = now() where indicator = 'rail_travel_time'`);
    await sweepOn('2021-03-17');
    expect(await alerts()).toEqual([
      'series/rail_travel_time|610100|A|period|destination=510100 resolved 2018',
    ]);
  });
});

describe('values beyond a threshold', () => {
  it('are the newest ones, forecasts aside, of the very frequency', async () => {
    await insertObservations(database, [
      ...publishedRoutes,
      { ...routes('2035', '500', '2020-01-01'), status: 'F' },
      trains('2019-11', '180', '2019-12-10'),
      trains('2019-01/2019-11', '1900', '2019-12-10'),
    ]);
    const found = await ask('2021-10-01', [
      rule(
        { kind: 'valueBeyond', operator: '>', threshold: 100 },
        {
          matchers: [
            { label: 'indicator', operator: '=~', value: 'changan.*' },
            { label: 'frequency', operator: '=', value: 'M' },
            { label: 'accumulation', operator: '=', value: '' },
          ],
        },
      ),
      rule(over90, { name: 'other', matchers: [{ label: 'area', operator: '=', value: '610100' }] }),
    ]);
    expect(codes(found)).toEqual([
      'changan_trains|610100|M|period|',
      'changan_trains|610100|M|yearToDate|',
      'international_routes|610100|M|period|',
    ]);
    const month = found.find(({ code }) => code.startsWith('changan_trains|610100|M|p'));
    expect(month?.facts[0]).toEqual({
      of: 'valueBeyond',
      value: 180,
      period: '2019-11',
      everKnown: true,
      decimals: 0,
      unit: { zh: '列', en: 'trains' },
    });
    const sum = found.find(({ code }) => code.includes('yearToDate'));
    expect(sum).toMatchObject({
      labels: { frequency: 'M', accumulation: 'yearToDate' },
      names: { accumulation: { zh: '1月起累计' } },
      facts: [{ value: 1900, period: '2019-01/2019-11' }, { value: 1900 }],
    });
  });

  it('are looked for in no indicator, area or task that no rule matches', async () => {
    await insertObservations(database, publishedRoutes);
    const elsewhere = (label: string, value: string) =>
      ask('2021-10-01', [rule(over90, { matchers: [{ label, operator: '=', value }] })]);
    expect(await elsewhere('area', '610200')).toEqual([]);
    expect(await elsewhere('task', '7')).toEqual([]);
    expect(await elsewhere('organisation', 'shaanxi-drc')).toEqual([]);
    expect(await elsewhere('indicator', 'rail_travel_time')).toEqual([]);
    expect(codes(await elsewhere('task', '6'))).toEqual(['international_routes|610100|M|period|']);
    expect(await ask('2021-10-01', [rule(over90, { enabled: false })])).toEqual([]);
  });

  it('fire with an import, of the touched series only, and recover as the rule says', async () => {
    await insertObservations(database, [trains('2019-11', '180', '2019-12-10')]);
    await saveRule(database, rule({ ...over90, recoverAt: 80 }));
    await upload([routes('2019', '91', '2020-02-17')], '2020-02-18');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2019']);
    await upload([routes('2019', '85', '2020-02-19')], '2020-02-19');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2019']);
    await upload([routes('2019', '80', '2020-02-20')], '2020-02-20');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2019']);
    await sweepOn('2020-02-21');
    expect(await alerts()).toHaveLength(2);
  });

  it('stay open when the value is taken back, for that is no recovery', async () => {
    await saveRule(database, rule(over90));
    await upload([routes('2019', '91', '2020-02-17')], '2020-02-18');
    await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      const [{ id }]: [{ id: number }] = await tx.query('select max(id) as id from import');
      const { touchedSeries } = await removeVintages(tx, id);
      const now = day('2020-02-19');
      await recordJudgements(tx, { now, timeZone, cause: 'undo', importId: id, seriesIds: touchedSeries });
    });
    await sweepOn('2020-02-20');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2019']);
    // Of a rule that has nothing open it is no value that went missing: it never was one.
    expect(await ask('2020-02-20', [rule(over90, { name: 'other' })])).toEqual([]);
  });

  it('end with a rule that is disabled', async () => {
    await saveRule(database, rule(over90));
    await upload([routes('2019', '91', '2020-02-17')], '2020-02-18');
    await saveRule(database, rule(over90, { version: 2, enabled: false }));
    await upload([routes('2020', '80', '2021-02-17')], '2021-02-18');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2019']);
  });

  it('end when the rule matches the series no more', async () => {
    await saveRule(database, rule(over90));
    await upload([routes('2019', '91', '2020-02-17')], '2020-02-18');
    const matchers = [{ label: 'indicator', operator: '=', value: 'changan_trains' }] as const;
    await saveRule(database, rule(over90, { version: 2, matchers }));
    await sweepOn('2020-02-19');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2019']);
  });
});

describe('revisions', () => {
  const touched = (observed: readonly Observed[]) =>
    insertObservations(database, observed).then(({ touchedSeries }) => touchedSeries);
  const facts = async (seriesIds: readonly string[], condition: Condition = revised) => {
    const [first] = await ask('2021-10-01', [rule(condition)], seriesIds);
    return first?.facts[0] ?? null;
  };

  it('are what the latest release changed most', async () => {
    await touched(publishedRoutes);
    const ids = await touched([
      routes('2016', '50', '2021-05-01'),
      routes('2017', '52', '2021-05-01'),
      routes('2018', '64', '2021-05-01'),
      routes('2019', '98', '2021-05-01'),
    ]);
    const common = { of: 'revisionLarger', decimals: 0, unit: { zh: '条', en: 'routes' } };
    expect(await facts(ids)).toEqual({
      ...common,
      revision: { period: '2019', before: 88, after: 98 },
    });
    expect(await facts(ids, { kind: 'revisionLarger', absolute: 9 })).toEqual({
      ...common,
      revision: { period: '2019', before: 88, after: 98 },
    });
    expect(await facts(ids, { kind: 'revisionLarger', absolute: 10 })).toBeNull();
  });

  it('from zero are larger than any', async () => {
    await touched([routes('2016', '0', '2017-01-01'), routes('2017', '10', '2018-01-01')]);
    const ids = await touched([routes('2016', '1', '2021-05-01'), routes('2017', '30', '2021-05-01')]);
    expect(await facts(ids)).toMatchObject({ revision: { period: '2016', before: 0, after: 1 } });
    expect(await facts(ids, { kind: 'revisionLarger', absolute: 5 })).toMatchObject({
      revision: { period: '2017', before: 10, after: 30 },
    });
  });

  it('are none where a history is loaded as a whole, an older release later, or a forecast came true', async () => {
    const history = [routes('2019', '88', '2020-02-17'), routes('2019', '98', '2021-05-01')];
    expect(await facts(await touched(history))).toBeNull();
    expect(await facts(await touched([routes('2019', '70', '2020-01-01')]))).toBeNull();
    await touched([{ ...trains('2019-11', '100', '2019-12-01'), status: 'F' }]);
    expect(await facts(await touched([trains('2019-11', '180', '2019-12-10')]))).toBeNull();
  });

  it('are not those of an earlier release', async () => {
    await touched([routes('2018', '64', '2019-03-01'), routes('2019', '88', '2020-02-17')]);
    await touched([routes('2019', '98', '2021-05-01')]);
    expect(await facts(await touched([routes('2018', '65', '2021-06-01')]))).toBeNull();
  });

  it('are not looked for in a sweep, but one that is open ends with the next release', async () => {
    await upload(publishedRoutes, '2021-04-01');
    await upload([routes('2019', '98', '2021-05-01')], '2021-05-01');
    await saveRule(database, rule(revised));
    await sweepOn('2021-05-02');
    expect(await alerts()).toEqual([]);
    await upload([routes('2018', '74', '2021-06-01')], '2021-06-01');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2018']);
    await sweepOn('2021-06-02');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| firing 2018']);
    await upload([routes('2020', '90', '2021-07-01')], '2021-07-01');
    expect(await alerts()).toEqual(['series/international_routes|610100|A|period| resolved 2018']);
  });
});

describe('of many series', () => {
  it('each is found once, portion by portion', async () => {
    await insertObservations(
      database,
      Array.from({ length: 4_500 }, (_, index) => railTime(String(index), '2019-12-31', String(index))),
    );
    await database.query(
      `insert into area (code, name_zh, name_en, kind) select 'a' || n, 'a', 'a', 'city' from generate_series(1, 3) n`,
    );
    await database.query(
      `update series set area = 'a' || (id % 3 + 1) where (breakdown ->> 'destination')::int < 3000`,
    );
    const rules = [rule({ kind: 'valueBeyond', operator: '>=', threshold: 10 })];
    const sizes: number[] = [];
    const all = new Set<string>();
    for await (const portion of readSeriesSubjects(database.manager, {
      now: day('2020-01-01'),
      timeZone,
      rules,
    })) {
      sizes.push(portion.length);
      for (const { code } of portion) all.add(code);
    }
    expect(all.size).toBe(4_490);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(4_490);
    expect(sizes.length).toBeGreaterThan(2);
  });
});
