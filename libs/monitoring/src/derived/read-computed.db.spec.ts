import { catalogueSchema, type Indicator } from '#contract';
import { inTransaction, readSeriesIds, saveCatalogue, type Database } from '#storage';
import { formatPeriod } from '#time-period';
import { insertObservations, type Observed } from '../../../storage/test/observed.js';
import { createMonitoredDatabase, uploadAndJudge } from '../../test/monitored-database.js';
import { day, routes, routesPlan, timeZone } from '../../test/routes-plan.js';
import { judge } from '../judge.js';
import { retracedHistory } from '../verdict-history.js';
import type { ComputedObservation } from './compute-observations.js';
import { readTargetsComputedFrom } from './computed-targets.js';
import { readComputedObservations, readComputedVintages, readWithComputed } from './read-computed.js';

const [routesIndicator] = routesPlan.indicators;
const [routesTarget] = routesPlan.targets;
const more = (code: string, given: Partial<Indicator>): Indicator => ({
  ...routesIndicator!,
  code,
  ...given,
});

/** The routes plan with people, routes per 万人 by formula and, of the province, summed up from two cities. */
const plan = catalogueSchema.parse({
  ...routesPlan,
  areas: [
    { ...routesPlan.areas[0], code: '610000', kind: 'province', shortName: null },
    { ...routesPlan.areas[0] },
    { ...routesPlan.areas[0], code: '610200', shortName: null },
  ],
  indicators: [
    ...routesPlan.indicators.filter(({ code }) => code !== 'international_routes'),
    more('international_routes', {
      areaRollUp: { method: 'sum', by: null, areas: [{ area: '610000', parts: ['610100', '610200'] }] },
    }),
    more('people', { unit: { zh: '万人', en: '10,000 persons' } }),
    more('routes_per_10k', {
      unit: { zh: '条/万人', en: 'routes per 10,000 persons' },
      decimals: 3,
      formula: 'international_routes ÷ people',
    }),
  ],
  targets: [
    ...routesPlan.targets,
    {
      ...routesTarget,
      code: 'routes-per-10k-2020',
      indicator: 'routes_per_10k',
      value: '0.1',
      baseline: { period: '2016', value: null },
    },
  ],
});

let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await inTransaction(database, (tx) => saveCatalogue(tx, plan, 'spec', new Date('2018-12-13T00:00:00Z')));
});
afterEach(() => drop());

const people = (period: string, value: string, publishedOn: string): Observed => ({
  ...routes(period, value, publishedOn),
  indicator: 'people',
});
const inTongchuan = (observed: Observed): Observed => ({ ...observed, area: '610200' });

/** Known one after the other: 2016 and 2018 in time, the people of 2018 revised upwards in 2020. */
const published = [
  routes('2016', '45', '2017-10-26'),
  people('2016', '900', '2018-01-31'),
  routes('2018', '80', '2019-03-01'),
  people('2018', '1000', '2019-04-01'),
];

function line({
  indicator,
  area,
  frequency,
  accumulation,
  periodStart: start,
  periodEnd: end,
  value,
}: ComputedObservation) {
  return `${indicator} ${area} ${formatPeriod({ frequency, accumulation, start, end })}: ${value}`;
}

describe('computed observations', () => {
  it('are made of what was known as of an instant, and known since the last of their inputs', async () => {
    await insertObservations(database, published);
    await insertObservations(database, [people('2018', '1600', '2020-06-01')]);
    const read = async (asOf?: string) =>
      (
        await readComputedObservations(database.manager, {
          indicators: ['routes_per_10k'],
          ...(asOf === undefined ? {} : { asOf: day(asOf) }),
        })
      ).map((one) => `${line(one)} since ${one.knownFrom.toISOString().slice(0, 10)}`);
    const of2016 = 'routes_per_10k 610100 2016: 0.05 since 2018-01-30';
    expect(await read('2018-01-30')).toEqual([]);
    expect(await read('2019-03-02')).toEqual([of2016]);
    expect(await read('2019-05-01')).toEqual([of2016, 'routes_per_10k 610100 2018: 0.08 since 2019-03-31']);
    expect(await read()).toEqual([of2016, 'routes_per_10k 610100 2018: 0.05 since 2020-05-31']);
  });

  it('pass the filters of any reading, and look back behind the asked range where they must', async () => {
    await insertObservations(database, published);
    const read = async (filter: Parameters<typeof readComputedObservations>[1]) =>
      (await readComputedObservations(database.manager, filter)).map(line);
    const both = ['routes_per_10k 610100 2016: 0.05', 'routes_per_10k 610100 2018: 0.08'];
    expect(await read({})).toEqual(both);
    expect(await read({ areas: ['610100'], frequencies: ['A'], accumulation: 'period' })).toEqual(both);
    expect(await read({ from: '2018-01-01' })).toEqual(both.slice(1));
    expect(await read({ to: '2017-12-31' })).toEqual(both.slice(0, 1));
    expect(await read({ areas: ['610200'] })).toEqual([]);
    expect(await read({ frequencies: ['M'] })).toEqual([]);
    expect(await read({ accumulation: 'yearToDate' })).toEqual([]);
    expect(await read({ breakdown: { destination: ['510100'] } })).toEqual([]);
    expect(await read({ indicators: ['people'] })).toEqual([]);
    expect(await read({ seriesIds: ['1'] })).toEqual([]);
  });

  it('of an area are summed up from the areas in it, also when only that area is asked for', async () => {
    await insertObservations(database, [
      ...published,
      inTongchuan(routes('2018', '5', '2019-05-01')),
      { ...people('2018', '2000', '2019-05-01'), area: '610000' },
    ]);
    const read = await readWithComputed(database.manager, { areas: ['610000'] });
    expect(
      read.map((one) => ('computed' in one ? `${line(one)} of ${one.computed.areas}` : 'stored')),
    ).toEqual([
      'stored',
      'international_routes 610000 2018: 85 of 2',
      'routes_per_10k 610000 2018: 0.0425 of null',
    ]);
  });

  it('have their history from that of their inputs', async () => {
    await insertObservations(database, published);
    await insertObservations(database, [people('2018', '1600', '2020-06-01')]);
    const vintages = await readComputedVintages(database.manager, { indicators: ['routes_per_10k'] });
    const dayOf = (instant: Date | null) => instant?.toISOString().slice(0, 10) ?? '';
    expect(vintages.map((one) => `${line(one)}, ${dayOf(one.knownFrom)} to ${dayOf(one.knownTo)}`)).toEqual([
      'routes_per_10k 610100 2016: 0.05, 2018-01-30 to ',
      'routes_per_10k 610100 2018: 0.08, 2019-03-31 to 2020-05-31',
      'routes_per_10k 610100 2018: 0.05, 2020-05-31 to ',
    ]);
  });
});

describe('a target on a computed indicator', () => {
  const code = 'routes-per-10k-2020';

  it('is judged as of a past day by what could be computed then', async () => {
    await insertObservations(database, published);
    await insertObservations(database, [people('2018', '1600', '2020-06-01')]);
    const observed = async (asOf: string) => {
      const [judgement] = await judge(database.manager, { asOf: day(asOf), timeZone, targetCodes: [code] });
      const { status, observed: latest } = judgement!.verdict;
      return `${status} ${latest?.value}`;
    };
    expect(await observed('2019-05-01')).toBe('onTrack 0.08');
    expect(await observed('2020-07-01')).toBe('offTrack 0.05');
  });

  it('is judged again by an import of anything that it is computed from, and by no other', async () => {
    await uploadAndJudge(database, published.slice(0, 3), day('2019-03-02'));
    const { changes } = await uploadAndJudge(database, [published[3]!], day('2019-04-02'));
    expect(changes).toEqual([{ target: code, from: 'notAssessed', to: 'onTrack' }]);
    const elsewhere = await uploadAndJudge(
      database,
      [inTongchuan(people('2018', '80', '2019-05-01'))],
      day('2019-05-02'),
    );
    expect(elsewhere.counts).toEqual({});
  });

  it('is affected by what it is computed from at every remove, also by way of areas', async () => {
    const rate = {
      kind: 'stock',
      unit: { zh: '%', en: '%' },
      formula: 'changeOnYear(routes_per_10k)',
    } as const;
    const indicators = [...plan.indicators, more('growth_of_routes', rate), more('unrelated', {})];
    const target = plan.targets.find((one) => one.code === code);
    const targets = ['610100', '610000'].map((area) => ({
      ...target!,
      code: `growth-${area}`,
      indicator: 'growth_of_routes',
      area,
    }));
    await inTransaction(database, (tx) =>
      saveCatalogue(tx, { ...plan, indicators, targets }, 'spec', new Date('2018-12-14T00:00:00Z')),
    );
    await insertObservations(database, [
      ...published,
      inTongchuan(routes('2018', '5', '2019-05-01')),
      { ...people('2018', '2000', '2019-05-01'), area: '610000' },
      { ...routes('2018', '5', '2019-05-01'), indicator: 'unrelated' },
    ]);
    const ids = await readSeriesIds(database.manager);
    const from = (indicator: string, area: string) =>
      readTargetsComputedFrom(
        database.manager,
        [...ids].flatMap(([key, id]) => (key.startsWith(`${indicator}|${area}|`) ? [id] : [])),
      );
    expect(await from('international_routes', '610100')).toEqual([
      'growth-610000',
      'growth-610100',
      'international-routes-2020',
      code,
    ]);
    expect(await from('international_routes', '610200')).toEqual(['growth-610000']);
    expect(await from('people', '610000')).toEqual(['growth-610000']);
    expect(await from('unrelated', '610100')).toEqual([]);
  });

  it('on a growth rate is judged by no growth rate of that', async () => {
    const rate = { kind: 'stock', unit: { zh: '%', en: '%' }, formula: 'changeOnYear(people)' } as const;
    const target = plan.targets.find((one) => one.code === code);
    const growth = {
      ...target!,
      code: 'growth-of-people',
      indicator: 'growth_of_people',
      method: 'growthRatio' as const,
      value: '5',
    };
    const indicators = [...plan.indicators, more('growth_of_people', { ...rate, lowerBound: null })];
    await inTransaction(database, (tx) =>
      saveCatalogue(tx, { ...plan, indicators, targets: [growth] }, 'spec', new Date('2018-12-14T00:00:00Z')),
    );
    await insertObservations(database, [
      people('2015', '1000', '2019-03-01'),
      people('2016', '1010', '2019-03-01'),
      people('2017', '1030.2', '2019-03-01'),
      people('2018', '1061.106', '2019-03-01'),
    ]);
    const [judgement] = await judge(database.manager, {
      asOf: day('2019-04-01'),
      timeZone,
      targetCodes: [growth.code],
    });
    // 1 % in 2016, 3 % in 2018, 5 % wanted in 2020: half of the way in half of the time.
    expect(judgement?.verdict).toMatchObject({
      observed: { period: '2018', value: 3 },
      method: 'elapsedShare',
      methodRefusal: 'growth-rate-series',
      pace: 1,
      status: 'onTrack',
    });
  });

  it('has a history that says which computed values it went by', async () => {
    await insertObservations(database, published);
    await insertObservations(database, [people('2018', '1600', '2020-06-01')]);
    const entries = await retracedHistory(database.manager, code, { now: day('2020-07-01'), timeZone });
    expect(
      entries!
        .map(
          ({ verdict, why }) =>
            `${verdict.status}: ${why.code} ${why.before?.value ?? '–'} → ${why.after?.value ?? '–'}`,
        )
        .toReversed(),
    ).toEqual([
      'notAssessed: first-verdict – → 0.05',
      'onTrack: new-value 0.05 → 0.08',
      'offTrack: revision 0.08 → 0.05',
    ]);
  });
});
