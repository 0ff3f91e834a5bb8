import {
  inTransaction,
  lockJudgement,
  openDatabase,
  readAlerts,
  readAssessmentHistory,
  readDeliveries,
  type Database,
} from '#storage';
import { insertObservations, mergeObservations } from '../../storage/test/observed.js';
import {
  createMonitoredDatabase,
  judgementIsAwaited,
  receiversOfXian,
  statusWords,
} from '../test/monitored-database.js';
import { day, publishedRoutes, routes, timeZone } from '../test/routes-plan.js';
import { planDeliveries } from './alerts/plan-deliveries.js';
import { runDueSweep } from './sweep.js';

const routesTarget = 'international-routes-2020';
const hour = 3_600_000;
const start = day('2020-03-01').getTime();

/** So many hours (and minutes) after the start. */
const after = (hours: number, minutes = 0) => new Date(start + hours * hour + minutes * 60_000);

let database: Database;
let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, url, drop } = await createMonitoredDatabase());
  await insertObservations(database, publishedRoutes.slice(0, 4));
});

afterEach(() => drop());

const sweepAt = (now: Date) => runDueSweep(database, { now, timeZone });

/** Revises the value of 2019, so that the target slips (60) or recovers (88). */
const revise = (value: '60' | '88', known: Date) =>
  insertObservations(database, [{ ...routes('2019', value, '2020-02-17'), knownFrom: known }]);

describe('runDueSweep', () => {
  it('judges every target once in an hour', async () => {
    expect(await sweepAt(after(0, 5))).toMatchObject({
      asOf: after(0, 5).toISOString(),
      recorded: true,
      counts: { onTrack: 1, notAssessed: 2 },
      alerts: { fired: 0, resolved: 0 },
    });
    expect(await sweepAt(after(0, 6))).toBeNull();
    expect(await sweepAt(after(1))).toMatchObject({ changes: [] });
    const [assessment, ...others] = await readAssessmentHistory(database.manager, routesTarget);
    expect(others).toEqual([]);
    expect(assessment).toMatchObject({ cause: 'sweep', importId: null });
  });

  it('is run by exactly one of two workers that ask for the same hour at once, twenty times over', async () => {
    const other = await openDatabase(url);
    try {
      await sweepAt(after(0));
      for (let round = 1; round <= 20; round += 1) {
        await revise(round % 2 === 1 ? '60' : '88', after(round));
        const results = await Promise.all(
          [database, other].map((worker) => runDueSweep(worker, { now: after(round, 1), timeZone })),
        );
        const run = results.filter((result) => result !== null);
        expect(run).toHaveLength(1);
        expect(run[0]?.changes).toHaveLength(1);
        await Promise.all(
          [database, other].map((worker) =>
            planDeliveries(worker, { now: after(round, 1), timeZone, statusWords }),
          ),
        );
        expect(await readDeliveries(database.manager)).toHaveLength(round * receiversOfXian.length);
      }
    } finally {
      await other.destroy();
    }
    const alerts = await readAlerts(database.manager);
    expect(alerts.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'resolved'));
    expect(await readAssessmentHistory(database.manager, routesTarget)).toHaveLength(21);
  });

  it('makes up missed hours once, late, and as of then', async () => {
    await sweepAt(after(0));
    await revise('60', after(2));
    const late = await sweepAt(after(9, 40));
    expect(late).toMatchObject({ asOf: after(9, 40).toISOString(), alerts: { fired: 1, resolved: 0 } });
    expect(await sweepAt(after(9, 41))).toBeNull();
  });

  it('does nothing when the clock jumps back', async () => {
    await sweepAt(after(5));
    await revise('60', after(5));
    expect(await sweepAt(after(3))).toBeNull();
    expect(await sweepAt(after(5, 59))).toBeNull();
    expect(await readAlerts(database.manager)).toEqual([]);
    expect((await sweepAt(after(6)))?.alerts.fired).toBe(1);
  });

  it('gives its hour back when it fails, so that the next ask runs it', async () => {
    const failing = runDueSweep(database, { now: after(0), timeZone: 'Asia/Nowhere' });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await sweepAt(after(0, 1))).not.toBeNull();
  });

  it('waits for an upload under way and judges what it brought', async () => {
    await sweepAt(after(0));
    let swept: ReturnType<typeof sweepAt> | undefined;
    await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      await mergeObservations(tx, [{ ...routes('2019', '60', '2020-02-17'), knownFrom: after(1) }]);
      swept = sweepAt(after(1));
      await judgementIsAwaited(database);
    });
    expect((await swept)?.alerts.fired).toBe(1);
  });
});
