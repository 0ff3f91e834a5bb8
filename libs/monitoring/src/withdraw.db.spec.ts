import { inTransaction, lockJudgement, readAlerts, readTargets, reviseTarget, type Database } from '#storage';
import {
  createMonitoredDatabase,
  receiversOfXian,
  tellDue,
  uploadAndJudge,
} from '../test/monitored-database.js';
import { day, publishedRoutes, routes, routesPlan, timeZone } from '../test/routes-plan.js';
import { sweepNow } from './sweep.js';
import { withdraw } from './withdraw.js';

const code = 'international-routes-2020';
let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
});
afterEach(() => drop());

const withdrawOn = (text: string, target = code) =>
  inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    return withdraw(tx, target, { by: 'spec', reason: null, now: day(text), timeZone });
  });

/** The same by a later year. */
const alsoFor = (due: string, value: string) =>
  inTransaction(database, (tx) =>
    reviseTarget(
      tx,
      { ...routesPlan.targets[0]!, code: `international-routes-${due}`, due, value },
      { by: 'spec', now: day('2019-01-01'), firstValidFrom: '2018-12-13' },
    ),
  );

it('takes the target out of force, ends its alert and says so to its receivers', async () => {
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
  await uploadAndJudge(database, publishedRoutes.slice(4), day('2021-10-08'));
  expect((await tellDue(database, day('2021-10-08'))).sent).toHaveLength(receiversOfXian.length);

  expect(await withdrawOn('2022-01-01')).toEqual({ alertsResolved: 1, alertsFired: 0 });
  expect((await readTargets(database.manager)).map((target) => target.code)).not.toContain(code);
  expect(await readAlerts(database.manager, { openOnly: true })).toEqual([]);
  const { sent, messages } = await tellDue(database, day('2022-01-01'));
  expect(sent).toEqual(receiversOfXian.map((receiver) => `resolved ${receiver}`));
  expect(messages[0]?.alerts[0]).toMatchObject({
    withdrawn: true,
    target: { to: 'missed', target: { code } },
  });

  expect(await withdrawOn('2022-02-01')).toBeNull();
});

it('is told as withdrawn, though the target is back before anybody was told', async () => {
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
  await uploadAndJudge(database, [routes('2019', '60', '2020-04-01')], day('2020-04-01'));
  await tellDue(database, day('2020-04-01'));
  await withdrawOn('2020-05-01');
  const again = { by: 'spec', now: day('2020-05-02'), firstValidFrom: '2018-12-13' };
  await inTransaction(database, (tx) => reviseTarget(tx, routesPlan.targets[0]!, again));
  await sweepNow(database, { now: day('2020-05-02'), timeZone, cause: 'catalogue' });
  const { messages } = await tellDue(database, day('2020-05-02'));
  expect(messages[0]?.alerts).toMatchObject([{ state: 'resolved', withdrawn: true }]);
});

it('lets the next target on its series tell how that slipped meanwhile', async () => {
  await alsoFor('2035', '260');
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
  await uploadAndJudge(database, [routes('2019', '44', '2020-04-01')], day('2020-04-01'));
  const open = async () =>
    (await readAlerts(database.manager, { openOnly: true })).map(({ target }) => target);
  expect(await open()).toEqual([code]);
  expect(await withdrawOn('2020-05-01')).toEqual({ alertsResolved: 1, alertsFired: 1 });
  expect(await open()).toEqual(['international-routes-2035']);
});

it('leaves the word to a third target on its series that is due sooner', async () => {
  await alsoFor('2025', '160');
  await alsoFor('2035', '260');
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
  await uploadAndJudge(database, [routes('2019', '44', '2020-04-01')], day('2020-04-01'));
  await withdrawOn('2020-05-01', 'international-routes-2025');
  expect((await readAlerts(database.manager, { openOnly: true })).map(({ target }) => target)).toEqual([
    code,
  ]);
});

it('tells nobody where no alert is open', async () => {
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-01'));
  expect(await withdrawOn('2020-04-01')).toEqual({ alertsResolved: 0, alertsFired: 0 });
  expect((await tellDue(database, day('2020-04-01'))).sent).toEqual([]);
});
