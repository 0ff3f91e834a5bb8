import { catalogueSchema } from '#contract';
import {
  inTransaction,
  lockJudgement,
  reviseTarget,
  saveCatalogue,
  withdrawTarget,
  type Database,
} from '#storage';
import { insertObservations } from '../../storage/test/observed.js';
import { createMonitoredDatabase, uploadAndJudge } from '../test/monitored-database.js';
import { day, publishedRoutes, routes, routesPlan, timeZone } from '../test/routes-plan.js';
import { judge } from './judge.js';
import { sweepNow } from './sweep.js';
import { recordedHistory, retracedHistory, type HistoryEntry } from './verdict-history.js';

const code = 'international-routes-2020';
let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
});
afterEach(() => drop());

/** "2020-02-17 offTrack → onTrack: new-value 64 → 88, vintage of 2020-02-17", the oldest first. */
function lines(entries: HistoryEntry[] | null): string[] {
  const dayOf = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return entries!
    .map(({ asOf, from, verdict, why, vintage, target }) => {
      const values = `${why.before?.value ?? '–'} → ${why.after?.value ?? '–'}`;
      const known = vintage ? `, known ${dayOf(vintage.knownFrom)}` : '';
      return `${dayOf(asOf)} v${target.version} ${from} → ${verdict.status}: ${why.code} ${values}${known}`;
    })
    .toReversed();
}

const retraced = async (now: string) =>
  lines(await retracedHistory(database.manager, code, { now: day(now), timeZone }));

const retracedUntil2022 = [
  '2017-10-26 v1 null → notAssessed: first-verdict – → 45, known 2017-10-26',
  '2018-06-07 v1 notAssessed → atRisk: new-value 45 → 58, known 2018-06-07',
  '2019-03-01 v1 atRisk → offTrack: new-value 58 → 64, known 2019-03-01',
  '2020-02-17 v1 offTrack → onTrack: new-value 64 → 88, known 2020-02-17',
  '2021-01-01 v1 onTrack → notAssessed: time-passing 88 → 88',
  // Told on 8 September of the month's end, which was still to come.
  '2021-09-30 v1 notAssessed → missed: new-value 88 → 92, known 2021-09-08',
];

describe('the retraced history', () => {
  it('says since when each past verdict would have stood, and which vintage changed it', async () => {
    await insertObservations(database, publishedRoutes);
    expect(await retraced('2022-06-30')).toEqual(retracedUntil2022);
  });

  it('ends at the asked instant', async () => {
    await insertObservations(database, publishedRoutes);
    expect(await retraced('2021-01-01')).toEqual(retracedUntil2022.slice(0, 5));
    expect(await retraced('2020-12-31')).toEqual(retracedUntil2022.slice(0, 4));
  });

  it('has a revision at its own release, and the version of the target then in force', async () => {
    await insertObservations(database, publishedRoutes.slice(0, 4));
    await insertObservations(database, [routes('2019', '86', '2020-05-01')]);
    const target = routesPlan.targets.find((one) => one.code === code)!;
    const by = { by: 'spec', now: day('2020-06-01'), firstValidFrom: '2018-12-03' };
    await inTransaction(database, (tx) => reviseTarget(tx, { ...target, value: '95' }, by));
    await inTransaction(database, (tx) =>
      withdrawTarget(tx, code, { by: 'spec', reason: null, now: day('2020-09-01') }),
    );
    expect((await retraced('2022-06-30')).slice(4)).toEqual([
      '2020-05-01 v1 onTrack → atRisk: revision 88 → 86, known 2020-05-01',
      '2020-06-01 v2 atRisk → onTrack: target-changed 86 → 86',
    ]);
  });

  it('tells that the target was changed when its thresholds were', async () => {
    await insertObservations(database, publishedRoutes.slice(0, 4));
    const target = routesPlan.targets.find((one) => one.code === code)!;
    const by = { by: 'spec', now: day('2020-06-01'), firstValidFrom: '2018-12-03' };
    const thresholds = { onTrack: 1.2, atRisk: 1, offTrack: 0 };
    await inTransaction(database, (tx) => reviseTarget(tx, { ...target, thresholds }, by));
    expect((await retraced('2020-07-01')).slice(3)).toEqual([
      '2020-02-17 v1 offTrack → onTrack: new-value 64 → 88, known 2020-02-17',
      '2020-06-01 v2 onTrack → atRisk: target-changed 88 → 88',
    ]);
  });

  it('lets a computed value go when it cannot be computed any more', async () => {
    const [indicator] = routesPlan.indicators;
    const plan = catalogueSchema.parse({
      ...routesPlan,
      indicators: [
        ...routesPlan.indicators,
        { ...indicator, code: 'people', unit: { zh: '万人', en: '10,000 persons' } },
        {
          ...indicator,
          code: 'routes_per_10k',
          unit: { zh: '条/万人', en: 'routes per 10,000 persons' },
          formula: 'international_routes ÷ people',
        },
      ],
      targets: routesPlan.targets
        .filter((one) => one.code === code)
        .map((one) => ({ ...one, indicator: 'routes_per_10k', value: '100', baseline: null })),
    });
    await inTransaction(database, (tx) => saveCatalogue(tx, plan, 'spec', day('2017-01-01')));
    const people = (period: string, value: string, knownOn: string) => ({
      ...routes(period, value, knownOn),
      indicator: 'people',
    });
    await insertObservations(database, [
      ...['2017', '2018', '2019'].map((year) => people(year, '1', '2020-01-31')),
      ...publishedRoutes.slice(1, 4),
    ]);
    await insertObservations(database, [people('2019', '0', '2020-05-01')]);
    const told = await retraced('2020-07-01');
    expect(told.slice(-1)).toEqual([expect.stringMatching(/^2020-05-01 .*value-removed 88 → 64$/)]);
    const [judged] = await judge(database.manager, {
      asOf: day('2020-07-01'),
      timeZone,
      targetCodes: [code],
    });
    expect(judged?.verdict.observed).toMatchObject({ period: '2018', value: 64 });
  });

  it('is empty without values, and null without a target', async () => {
    expect(await retraced('2022-06-30')).toEqual([]);
    const options = { now: day('2022-06-30'), timeZone };
    expect(await retracedHistory(database.manager, 'unknown', options)).toBeNull();
    expect(await recordedHistory(database.manager, 'unknown', timeZone)).toBeNull();
  });
});

describe('the recorded history', () => {
  const recorded = async () => lines(await recordedHistory(database.manager, code, timeZone));

  it('says why each verdict was recorded, and from which vintage', async () => {
    await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
    await uploadAndJudge(database, [routes('2019', '86', '2020-05-01')], day('2020-05-01'));
    await sweepNow(database, { now: day('2021-01-01'), timeZone, cause: 'sweep' });
    await uploadAndJudge(database, publishedRoutes.slice(4), day('2021-10-08'));
    expect(await recorded()).toEqual([
      '2020-03-01 v1 null → onTrack: first-verdict – → 88, known 2020-02-17',
      '2020-05-01 v1 onTrack → atRisk: revision 88 → 86, known 2020-05-01',
      '2021-01-01 v1 atRisk → notAssessed: time-passing 86 → 86',
      '2021-10-08 v1 notAssessed → missed: new-value 86 → 92, known 2021-09-08',
    ]);
  });

  it('stays with the version that was judged, also when the target is withdrawn', async () => {
    await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
    const target = routesPlan.targets.find((one) => one.code === code)!;
    await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      const by = { by: 'spec', now: day('2020-06-01'), firstValidFrom: '2018-12-03' };
      await reviseTarget(tx, { ...target, value: '120' }, by);
    });
    await sweepNow(database, { now: day('2020-06-01'), timeZone, cause: 'catalogue' });
    await inTransaction(database, (tx) =>
      withdrawTarget(tx, code, { by: 'spec', reason: null, now: day('2020-09-01') }),
    );
    expect(await recorded()).toEqual([
      '2020-03-01 v1 null → onTrack: first-verdict – → 88, known 2020-02-17',
      '2020-06-01 v2 onTrack → offTrack: target-changed 88 → 88',
    ]);
    const history = await recordedHistory(database.manager, code, timeZone);
    expect(history?.map((entry) => entry.target.value)).toEqual(['120', '100']);
  });

  it('keeps with each verdict the thresholds that were in force', async () => {
    await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
    const target = routesPlan.targets.find((one) => one.code === code)!;
    const thresholds = { onTrack: 1.2, atRisk: 1, offTrack: 0 };
    const change = async (on: string, to: typeof target) => {
      await inTransaction(database, async (tx) => {
        await lockJudgement(tx);
        await reviseTarget(tx, to, { by: 'spec', now: day(on), firstValidFrom: '2018-12-03' });
      });
      await sweepNow(database, { now: day(on), timeZone, cause: 'catalogue' });
    };
    await change('2020-06-01', { ...target, thresholds });
    await change('2020-07-01', target);
    expect((await recorded()).slice(1)).toEqual([
      '2020-06-01 v2 onTrack → atRisk: target-changed 88 → 88',
      '2020-07-01 v3 atRisk → onTrack: target-changed 88 → 88',
    ]);
    const history = await recordedHistory(database.manager, code, timeZone);
    const published = { onTrack: 1, atRisk: 0.8, offTrack: 0 };
    expect(history?.map(({ verdict }) => verdict.reason)).toMatchObject([
      { thresholds: published },
      { thresholds, ownThresholds: true },
      { thresholds: published },
    ]);
    expect(history?.map((entry) => entry.target.thresholds)).toEqual([null, thresholds, null]);
  });
});
