import { catalogueSchema, type Catalogue, type Indicator } from '#contract';
import { inTransaction, lockJudgement, removeVintages, saveCatalogue, type Database } from '#storage';
import type { Observed } from '../../../storage/test/observed.js';
import { createMonitoredDatabase, uploadAndJudge } from '../../test/monitored-database.js';
import { day, routes, routesPlan, timeZone } from '../../test/routes-plan.js';
import { recordJudgements } from '../record.js';
import { sweepNow } from '../sweep.js';
import { readComputedObservations } from './read-computed.js';

const [routesIndicator] = routesPlan.indicators;
const more = (code: string, given: Partial<Indicator>): Indicator => ({
  ...routesIndicator!,
  code,
  ...given,
});

/** The routes plan with people, routes per 万人 by formula and, of the province, summed up from two cities. */
const planWith = (formula: string | null): Catalogue =>
  catalogueSchema.parse({
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
        formula,
      }),
    ],
  });

let database: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await changeCatalogue(planWith('international_routes ÷ people'));
});
afterEach(() => drop());

const now = day('2020-09-01');
const people = (period: string, value: string, area = '610100'): Observed => ({
  ...routes(period, value, '2020-01-31'),
  indicator: 'people',
  area,
});

/** As PUT of an indicator does. */
function changeCatalogue(plan: Catalogue) {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    await saveCatalogue(tx, plan, 'spec', now);
    return recordJudgements(tx, { now, timeZone, cause: 'catalogue', importId: null });
  });
}

const upload = (...observed: Observed[]) => uploadAndJudge(database, observed, now);

/** As undoing it does. */
function undoLastImport() {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const [{ id }]: [{ id: number }] = await tx.query('select max(id) as id from import');
    const { touchedSeries } = await removeVintages(tx, id);
    return recordJudgements(tx, { now, timeZone, cause: 'undo', importId: id, seriesIds: touchedSeries });
  });
}

/** What a panel sees; the same as the service computes. */
async function copies(): Promise<string[]> {
  const rows: { line: string; since: Date }[] = await database.query(
    `select indicator || ' ' || area || ' ' || period || ': ' || value as line, known_from as since
     from grafana.computed_observations order by indicator, area, time`,
  );
  const computed = await readComputedObservations(database.manager, {});
  expect(rows.map(({ since }) => since.toISOString()).toSorted()).toEqual(
    computed.map(({ knownFrom }) => knownFrom.toISOString()).toSorted(),
  );
  const lines = rows.map(({ line }) => line);
  expect(lines).toEqual(
    computed
      .map((one) => `${one.indicator} ${one.area} ${one.periodStart.slice(0, 4)}: ${Number(one.value)}`)
      .toSorted(),
  );
  return lines;
}

describe('copies of computed values', () => {
  it('follow two uploads and the undoing of the second', async () => {
    await upload(routes('2018', '80', '2019-03-01'), people('2018', '1000'));
    const first = ['routes_per_10k 610100 2018: 0.08'];
    expect(await copies()).toEqual(first);
    await upload(people('2018', '1600'), { ...routes('2018', '5', '2019-05-01'), area: '610200' });
    expect(await copies()).toEqual([
      'international_routes 610000 2018: 85',
      'routes_per_10k 610100 2018: 0.05',
    ]);
    await undoLastImport();
    expect(await copies()).toEqual(first);
  });

  it('follow a change of a formula, and go with it', async () => {
    await upload(routes('2018', '80', '2019-03-01'), people('2018', '1000'));
    await changeCatalogue(planWith('2 × international_routes ÷ people'));
    expect(await copies()).toEqual(['routes_per_10k 610100 2018: 0.16']);
    await changeCatalogue(planWith(null));
    expect(await copies()).toEqual([]);
  });

  it('are made by a sweep where there are none yet', async () => {
    await upload(routes('2018', '80', '2019-03-01'), people('2018', '1000'));
    await database.query('delete from grafana.computed_observation');
    await sweepNow(database, { now, timeZone, cause: 'sweep' });
    expect(await copies()).toEqual(['routes_per_10k 610100 2018: 0.08']);
  });

  it('are written again only where they differ', async () => {
    await upload(routes('2018', '80', '2019-03-01'), people('2018', '1000'));
    const row = () => database.query('select xmin::text, ctid::text from grafana.computed_observation');
    const before: unknown = await row();
    await upload(people('2017', '950'));
    await sweepNow(database, { now, timeZone, cause: 'sweep' });
    expect(await row()).toEqual(before);
  });
});
