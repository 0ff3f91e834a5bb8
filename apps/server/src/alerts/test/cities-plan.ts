import type { Catalogue } from '#contract';
import {
  createMonitoredDatabase,
  saveRule,
  slipRule,
  uploadAndJudge,
} from '../../../../../libs/monitoring/test/monitored-database.js';
import { day, routesPlan } from '../../../../../libs/monitoring/test/routes-plan.js';
import { inTransaction, saveCatalogue } from '#storage';
import { first } from './slips.js';

const organisations = ['xian-government', 'shaanxi-drc'] as const;

/** The codes of so many cities; the first is Xi'an. */
export function citiesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(610_100 + index));
}

/** Xi'an has the plan's own target. */
export const targetIn = (area: string): string =>
  area === first(routesPlan.areas).code ? first(routesPlan.targets).code : `routes-${area}`;

/** The routes plan with a target for each of so many cities, half of them each organisation's. */
function citiesPlan(count: number, due: string): Catalogue {
  const target = first(routesPlan.targets);
  const city = first(routesPlan.areas);
  return {
    ...routesPlan,
    areas: citiesOf(count).map((code, index) =>
      index === 0
        ? city
        : { ...city, code, name: { zh: `第${index}市`, en: `City ${index}` }, shortName: `第${index}市` },
    ),
    targets: citiesOf(count).map((area, index) => ({
      ...target,
      code: targetIn(area),
      due,
      area,
      organisation: organisations[index % 2]!,
    })),
  };
}

/** So many routes of a city in 2019, as a file says that comes out at an instant. */
export function routesIn(area: string, value: number, knownFrom: Date, period = '2019') {
  return { indicator: 'international_routes', area, period, value: String(value), knownFrom };
}

/** A database in which every city has been on track since a day. */
export async function createCitiesDatabase(
  count: number,
  { due, from, period } = { due: '2020', from: day('2020-03-02'), period: '2019' },
): ReturnType<typeof createMonitoredDatabase> {
  const monitored = await createMonitoredDatabase();
  const { database } = monitored;
  await inTransaction(database, (tx) => saveCatalogue(tx, citiesPlan(count, due), 'spec', from));
  // The rule and the receivers that every monitored database has stay out of the way.
  await saveRule(database, slipRule('off-track', 'offTrack', { version: 2, enabled: false }));
  await database.query('update receiver set enabled = false');
  const observed = citiesOf(count).flatMap((area) => [
    routesIn(area, 45, from, '2016'),
    routesIn(area, 88, from, period),
  ]);
  await uploadAndJudge(database, observed, from);
  return monitored;
}
