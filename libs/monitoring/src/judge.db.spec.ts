import type { Database } from '#storage';
import { endOfDayInZone } from '#time-period';
import { insertObservations } from '../../storage/test/observed.js';
import { createMonitoredDatabase } from '../test/monitored-database.js';
import { publishedRoutes, railTime, routes, timeZone, trains } from '../test/routes-plan.js';
import { judge, type JudgeOptions } from './judge.js';
import { previewSweep } from './sweep.js';
import { trajectoryOf } from './trajectory-of.js';

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await insertObservations(database, [
    ...publishedRoutes,
    // Another series of the same indicator and area, which no target asks about.
    railTime('410100', '2016-01-10', '120'),
    railTime('510100', '2017-12-06', '247'),
    trains('2018', '1235', '2019-03-01'),
    trains('2019', '2133', '2020-02-17'),
  ]);
});

afterAll(() => drop());

/** The routes target as of the end of a day. */
async function routesAsOf(asOfDay: string, known: JudgeOptions['known'] = 'asOf') {
  const asOf = endOfDayInZone(asOfDay, timeZone);
  const targetCodes = ['international-routes-2020'];
  const [judgement] = await judge(database.manager, { asOf, timeZone, targetCodes, known });
  if (!judgement) throw new Error('the target is not judged');
  return judgement;
}

describe('judge', () => {
  it('finds the routes target on track as of 2020-03-01, pace 1.0424', async () => {
    const { target, indicator, verdict } = await routesAsOf('2020-03-01');
    expect(target.version).toBe(1);
    expect(indicator.code).toBe('international_routes');
    expect(verdict.status).toBe('onTrack');
    expect(verdict.pace).toBeCloseTo(1.0424, 4);
    expect(verdict.achievedShare).toBeCloseTo(0.7818, 4);
    expect(verdict.elapsedShare).toBe(0.75);
    expect(verdict.observed).toEqual({ period: '2019', value: 88, obsStatus: 'A' });
    expect(verdict.baseline).toEqual({ period: '2016', value: 45, substituted: false });
  });

  it('finds it missed as of 2021-12-31, by the first later value', async () => {
    const { verdict } = await routesAsOf('2021-12-31');
    expect(verdict.status).toBe('missed');
    expect(verdict.reason).toMatchObject({
      code: 'later-value-fails',
      decidedBy: { period: '2021-09', value: 92 },
    });
  });

  it.each([
    ['a day before 88 was published, 64 is the latest', '2020-02-16', 64, 'offTrack'],
    ['on the day it was published, 88 is', '2020-02-17', 88, 'onTrack'],
    ['before 64 was published, 58 is', '2019-02-28', 58, 'atRisk'],
  ])('knows only what was known then: %s', async (_sentence, asOfDay, value, status) => {
    const { verdict } = await routesAsOf(asOfDay);
    expect(verdict.observed?.value).toBe(value);
    expect(verdict.status).toBe(status);
  });

  it('judges with hindsight when asked for what is known now', async () => {
    const { verdict } = await routesAsOf('2020-02-16', 'now');
    expect(verdict.observed?.value).toBe(88);
  });

  it('gives the same verdict from the vintages of the present as from the current table', async () => {
    const now = endOfDayInZone('2022-06-30', timeZone);
    const byVintages = await judge(database.manager, { asOf: now, timeZone });
    expect(byVintages).toHaveLength(3);
    expect(byVintages).toEqual(await judge(database.manager, { asOf: now, timeZone, known: 'now' }));
  });

  it('judges each target on the series of its own breakdown', async () => {
    const [judgement] = await judge(database.manager, {
      asOf: endOfDayInZone('2018-06-30', timeZone),
      timeZone,
      targetCodes: ['rail-travel-time-chengdu-2035'],
    });
    expect(judgement?.verdict.baseline).toEqual({ period: '2017-12-06', value: 247, substituted: false });
  });

  it('judges every target in the order of codes, or none when none is named', async () => {
    const asOf = endOfDayInZone('2020-03-01', timeZone);
    const all = await judge(database.manager, { asOf, timeZone });
    expect(all.map(({ target }) => target.code)).toEqual([
      'changan-trains-2035',
      'international-routes-2020',
      'rail-travel-time-chengdu-2035',
    ]);
    expect(await judge(database.manager, { asOf, timeZone, targetCodes: [] })).toEqual([]);
  });

  it('decides by the calendar of the zone whether the due date has passed', async () => {
    // 2020 ends in Shanghai while it is still 31 December in UTC.
    const asOf = new Date('2020-12-31T16:30:00Z');
    const targetCodes = ['international-routes-2020'];
    const statuses = [];
    for (const zone of ['Asia/Shanghai', 'UTC'])
      statuses.push(
        (await judge(database.manager, { asOf, timeZone: zone, targetCodes }))[0]?.verdict.status,
      );
    expect(statuses).toEqual(['notAssessed', 'onTrack']);
  });

  it('draws the expected path that the verdict was judged by', async () => {
    const judgement = await routesAsOf('2020-03-01');
    const { points } = trajectoryOf(judgement, timeZone);
    expect(points.map(({ period, expected }) => [period, expected])).toEqual([
      ['2016', 45],
      ['2017', 58.75],
      ['2018', 72.5],
      ['2019', 86.25],
      ['2020', 100],
    ]);
    expect(judgement.verdict.expected).toBe(86.25);
  });
});

describe('previewSweep', () => {
  it('counts the statuses of a past instant', async () => {
    const asOf = endOfDayInZone('2020-03-01', timeZone);
    expect(await previewSweep(database.manager, { asOf, timeZone })).toEqual({
      asOf: asOf.toISOString(),
      recorded: false,
      counts: { onTrack: 2, notAssessed: 1 },
      changes: [],
      alerts: { fired: 0, resolved: 0 },
    });
  });
});

it('keeps a revision that comes out later from a verdict of the past', async () => {
  await insertObservations(database, [routes('2019', '87', '2023-01-05')]);
  expect((await routesAsOf('2020-03-01')).verdict.observed?.value).toBe(88);
  expect((await routesAsOf('2020-03-01', 'now')).verdict.observed?.value).toBe(87);
});
