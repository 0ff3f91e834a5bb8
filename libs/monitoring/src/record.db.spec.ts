import {
  inTransaction,
  lockJudgement,
  readAlerts,
  readAssessmentHistory,
  readDeliveries,
  reviseTarget,
  type Database,
} from '#storage';
import type { Verdict } from '#assessment';
import type { Target } from '#contract';
import { insertObservations, type Observed } from '../../storage/test/observed.js';
import {
  createMonitoredDatabase,
  receiversOfXian,
  saveRule,
  slipRule,
  tellDue,
  uploadAndJudge,
} from '../test/monitored-database.js';
import { day, publishedRoutes, railTime, routes, routesPlan, timeZone, trains } from '../test/routes-plan.js';
import { recordJudgements } from './record.js';
import { sweepNow } from './sweep.js';

const routesTarget = 'international-routes-2020';

let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
});

afterEach(() => drop());

const sweepOn = (text: string) => sweepNow(database, { now: day(text), timeZone, cause: 'sweep' });
const upload = (observed: readonly Observed[], text: string) => uploadAndJudge(database, observed, day(text));

/** Lands what was published until 2020 and records that the target is on track. */
async function onTrackIn2020() {
  await upload(publishedRoutes.slice(0, 4), '2020-03-01');
}

const sendDue = (text: string) => tellDue(database, day(text));

const firingToXian = receiversOfXian.map((receiver) => `firing ${receiver}`);
const resolvedToXian = receiversOfXian.map((receiver) => `resolved ${receiver}`);

describe('a verdict', () => {
  it('is recorded with its numbers, its cause and its import', async () => {
    const first = await upload(publishedRoutes.slice(0, 4), '2020-03-01');
    expect(first).toEqual({
      counts: { onTrack: 1 },
      changes: [{ target: routesTarget, from: null, to: 'onTrack' }],
      recorded: 1,
      alerts: { fired: 0, resolved: 0 },
    });
    const [assessment, ...others] = await readAssessmentHistory<Verdict>(database.manager, routesTarget);
    expect(others).toEqual([]);
    expect(assessment).toMatchObject({
      targetVersion: 1,
      asOf: day('2020-03-01'),
      status: 'onTrack',
      previousStatus: null,
      cause: 'import',
    });
    expect(assessment?.importId).not.toBeNull();
    expect(assessment?.verdict.pace).toBeCloseTo(1.0424, 4);
  });

  it('is not recorded again while nothing changed, however often it is judged', async () => {
    await onTrackIn2020();
    await sweepOn('2020-03-02');
    const again = await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      return recordJudgements(tx, { now: day('2020-03-03'), timeZone, cause: 'sweep', importId: null });
    });
    expect(again).toEqual({
      counts: { onTrack: 1, notAssessed: 2 },
      changes: [],
      recorded: 0,
      alerts: { fired: 0, resolved: 0 },
    });
    expect(await readAssessmentHistory(database.manager, routesTarget)).toHaveLength(1);
  });

  it('is recorded when only a number in it changed, and is no change of status', async () => {
    await onTrackIn2020();
    const revised = await upload([routes('2019', '89', '2020-04-01')], '2020-04-01');
    expect(revised).toMatchObject({ changes: [], recorded: 1, alerts: { fired: 0, resolved: 0 } });
    const history = await readAssessmentHistory<Verdict>(database.manager, routesTarget);
    expect(history.map(({ verdict }) => verdict.observed?.value)).toEqual([89, 88]);
  });

  it('is recorded when another version of its target came into force', async () => {
    await onTrackIn2020();
    const plain = routesPlan.targets.find(({ code }) => code === routesTarget) as Target;
    const note = { zh: '口径说明', en: 'A note on the definition' };
    await inTransaction(database, (tx) =>
      reviseTarget(
        tx,
        { ...plain, note },
        { by: 'spec', now: day('2020-04-01'), firstValidFrom: '2018-12-03' },
      ),
    );
    await sweepOn('2020-04-01');
    const history = await readAssessmentHistory<Verdict>(database.manager, routesTarget);
    expect(history.map(({ targetVersion }) => targetVersion)).toEqual([2, 1]);
    expect(history[0]?.verdict).toEqual(history[1]?.verdict);
  });

  it('is recorded on what is stored, even if another process stored it by a clock that is ahead', async () => {
    await onTrackIn2020();
    await insertObservations(database, [routes('2019', '60', '2020-04-01')]);
    const { changes } = await sweepOn('2020-03-31');
    expect(changes).toContainEqual({ target: routesTarget, from: 'onTrack', to: 'offTrack' });
  });
});

describe('of an upload', () => {
  it.each([
    ['a value of the target’s own series', [routes('2019', '88', '2020-02-17')], [routesTarget]],
    ['a point within the year, for a stock', [routes('2019-06', '70', '2019-07-01')], [routesTarget]],
    [
      'a value of the target’s own breakdown',
      [railTime('510100', '2017-12-06', '247')],
      ['rail-travel-time-chengdu-2035'],
    ],
    ['a value of another breakdown', [railTime('410100', '2016-01-10', '120')], []],
    ['an annual value, for an annual flow', [trains('2019', '2133', '2020-02-17')], ['changan-trains-2035']],
    ['half a year, for an annual flow', [trains('2023-S1', '2619', '2023-07-07')], []],
    ['a year-to-date value', [trains('2023-01/2023-09', '3991', '2023-10-25')], []],
  ])('%s judges the targets it bears on', async (_sentence, observed, targets) => {
    const { changes } = await upload(observed, '2024-01-01');
    expect(changes.map(({ target }) => target)).toEqual(targets);
  });

  it('that touched no series, nothing is judged', async () => {
    const nothing = await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      const options = {
        now: day('2024-01-01'),
        timeZone,
        cause: 'import',
        importId: null,
        seriesIds: [],
      } as const;
      return recordJudgements(tx, options);
    });
    expect(nothing).toEqual({ counts: {}, changes: [], recorded: 0, alerts: { fired: 0, resolved: 0 } });
  });
});

describe('a slip', () => {
  it('fires one alert and one delivery to each enabled receiver that it concerns', async () => {
    await onTrackIn2020();
    const slip = await upload([routes('2019', '60', '2020-04-01')], '2020-04-01');
    expect(slip).toMatchObject({
      counts: { offTrack: 1 },
      changes: [{ target: routesTarget, from: 'onTrack', to: 'offTrack' }],
      alerts: { fired: 1, resolved: 0 },
    });
    const [alert, ...others] = await readAlerts(database.manager);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      rule: 'off-track',
      target: routesTarget,
      organisation: 'xian-government',
      state: 'firing',
      status: 'offTrack',
      from: 'onTrack',
      startsAt: day('2020-04-01').toISOString(),
      endsAt: null,
    });
    expect(alert?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const { sent, messages } = await sendDue('2020-04-01');
    expect(sent).toEqual(firingToXian);
    const [history] = await readAssessmentHistory<Verdict>(database.manager, routesTarget);
    const at = day('2020-04-01').toISOString();
    const [told, ...more] = messages[0]!.alerts;
    expect(more).toEqual([]);
    expect(messages[0]?.notification).toMatchObject({
      groupLabels: { alertname: 'off-track', organisation: 'xian-government' },
      reason: 'new',
      status: 'firing',
      at,
      counts: { firing: 1, resolved: 0 },
      truncatedAlerts: 0,
    });
    expect(told).toMatchObject({
      id: alert?.id,
      fingerprint: alert?.fingerprint,
      state: 'firing',
      isNews: true,
      about: 'condition',
      severity: 'warning',
      labels: { alertname: 'off-track', target: routesTarget, series: 'international_routes/610100' },
      startsAt: at,
      endsAt: null,
      summary: { zh: '国际航线数量达到100条：onTrack→offTrack' },
      description: { zh: '现值60条，责任单位西安市政府' },
    });
    expect(told?.target).toEqual({
      target: {
        code: routesTarget,
        name: { zh: '国际航线数量达到100条', en: '100 international routes' },
        due: '2020',
        operator: 'atLeast',
        value: '100',
        upper: null,
        clause: { task: 6, quote: '到2020年国际航线数量达到100条' },
      },
      indicator: {
        code: 'international_routes',
        name: { zh: '国际（地区）航线数', en: 'International routes opened' },
        unit: { zh: '条', en: 'routes' },
        decimals: 0,
      },
      area: { code: '610100', name: { zh: '西安市', en: "Xi'an" } },
      organisation: {
        code: 'xian-government',
        name: { zh: '西安市政府', en: "Xi'an Municipal People's Government" },
      },
      from: 'onTrack',
      to: 'offTrack',
      verdict: history?.verdict,
    });
  });

  it('is told once: judging again adds nothing', async () => {
    await onTrackIn2020();
    await upload([routes('2019', '60', '2020-04-01')], '2020-04-01');
    await sweepOn('2020-04-01');
    await sendDue('2020-04-01');
    await sweepOn('2020-04-01');
    await sendDue('2020-04-01');
    expect(await readDeliveries(database.manager)).toHaveLength(receiversOfXian.length);
    expect(await readAlerts(database.manager)).toHaveLength(1);
  });

  it('that goes further tells the receivers of the same alert again', async () => {
    await onTrackIn2020();
    await upload([routes('2019', '60', '2020-04-01')], '2020-04-01');
    await sendDue('2020-04-01');
    const further = await upload([routes('2019', '40', '2020-05-01')], '2020-05-01');
    expect(further.alerts).toEqual({ fired: 0, resolved: 0 });
    const [alert, ...others] = await readAlerts(database.manager);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ status: 'movingAway', state: 'firing' });
    const { sent, messages } = await sendDue('2020-05-01');
    expect(sent).toEqual(firingToXian);
    expect(messages[0]).toMatchObject({
      notification: { reason: 'changed' },
      alerts: [
        {
          id: alert?.id,
          startsAt: day('2020-04-01').toISOString(),
          isNews: true,
          target: { from: 'offTrack', to: 'movingAway' },
        },
      ],
    });
  });

  it('that is made good resolves the alert and tells those who were told; the next one fires anew', async () => {
    await onTrackIn2020();
    await upload([routes('2019', '60', '2020-04-01')], '2020-04-01');
    await sendDue('2020-04-01');
    const recovery = await upload([routes('2019', '88', '2020-05-01')], '2020-05-01');
    expect(recovery.alerts).toEqual({ fired: 0, resolved: 1 });
    const [resolved] = await readAlerts(database.manager);
    expect(resolved).toMatchObject({ state: 'resolved', endsAt: day('2020-05-01').toISOString() });
    const { sent, messages } = await sendDue('2020-05-01');
    expect(sent).toEqual(resolvedToXian);
    expect(messages[0]).toMatchObject({
      notification: { reason: 'resolved', status: 'resolved', counts: { firing: 0, resolved: 1 } },
      alerts: [
        {
          state: 'resolved',
          startsAt: day('2020-04-01').toISOString(),
          endsAt: day('2020-05-01').toISOString(),
          withdrawn: false,
          target: { from: 'offTrack', to: 'onTrack' },
        },
      ],
    });

    await upload([routes('2019', '60', '2020-06-01')], '2020-06-01');
    const alerts = await readAlerts(database.manager);
    expect(alerts.map(({ state }) => state)).toEqual(['firing', 'resolved']);
    expect(alerts[0]?.fingerprint).toBe(alerts[1]?.fingerprint);
    expect((await sendDue('2020-06-01')).sent).toEqual(firingToXian);
  });

  it('is put to every rule by itself', async () => {
    await saveRule(database, slipRule('at-risk', 'atRisk'));
    await saveRule(database, slipRule('missed', 'missed'));
    await saveRule(database, slipRule('disabled', 'atRisk', { enabled: false }));
    await onTrackIn2020();
    const slip = await upload([routes('2019', '60', '2020-04-01')], '2020-04-01');
    expect(slip.alerts.fired).toBe(2);
    const alerts = await readAlerts(database.manager, { openOnly: true });
    expect(alerts.map(({ rule }) => rule).toSorted()).toEqual(['at-risk', 'off-track']);
    expect(new Set(alerts.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  describe('of two targets on one series', () => {
    const later = 'international-routes-2035';

    /** Also 260 by 2035, from 45 in 2016. */
    async function alsoFor2035(): Promise<void> {
      const [first] = routesPlan.targets;
      const target: Target = { ...first!, code: later, due: '2035', value: '260' };
      await inTransaction(database, (tx) =>
        reviseTarget(tx, target, { by: 'spec', now: day('2019-01-01'), firstValidFrom: '2018-12-13' }),
      );
    }

    it('is told of the next due one; when that is due, the other tells how it slipped meanwhile', async () => {
      await alsoFor2035();
      await onTrackIn2020();
      const slip = await upload([routes('2019', '44', '2020-04-01')], '2020-04-01');
      expect(slip.changes.map(({ target, to }) => `${target} ${to}`)).toEqual([
        `${routesTarget} movingAway`,
        `${later} movingAway`,
      ]);
      const alerts = async () =>
        (await readAlerts(database.manager, { openOnly: true })).map(
          ({ target, status }) => `${target} ${status}`,
        );
      expect(await alerts()).toEqual([`${routesTarget} movingAway`]);
      await sweepOn('2020-12-31');
      expect(await alerts()).toEqual([`${routesTarget} movingAway`]);
      // Nothing was measured for 2020, so that the first target cannot be judged; what it told stands.
      const handedOver = await sweepOn('2021-01-01');
      expect(handedOver.alerts).toEqual({ fired: 1, resolved: 0 });
      expect(await alerts()).toEqual([`${later} movingAway`, `${routesTarget} movingAway`]);
      expect((await readAlerts(database.manager, { targets: [later] }))[0]).toMatchObject({
        from: 'onTrack',
      });
      expect((await sweepOn('2021-01-02')).alerts).toEqual({ fired: 0, resolved: 0 });
      // The final verdict of the first is still told, and the later one's recovery is its own.
      const final = await upload([routes('2021-09', '92', '2021-10-08')], '2021-10-08');
      expect(final.alerts).toEqual({ fired: 0, resolved: 1 });
      expect(await alerts()).toEqual([`${routesTarget} missed`]);
    });

    it('tells too of a fall that it recovered from half way', async () => {
      await alsoFor2035();
      await onTrackIn2020();
      await upload([routes('2019', '44', '2020-04-01')], '2020-04-01');
      const half = await upload([routes('2019', '72', '2020-05-01')], '2020-05-01');
      expect(half.changes).toContainEqual({ target: later, from: 'movingAway', to: 'offTrack' });
      await sweepOn('2021-01-01');
      expect((await readAlerts(database.manager, { targets: [later] }))[0]).toMatchObject({
        from: 'onTrack',
      });
    });

    it('that has always stood there has nothing to tell when it takes over', async () => {
      await upload([routes('2017', '44', '2018-01-01')], '2020-04-01');
      await alsoFor2035();
      await sweepOn('2020-05-01');
      expect((await sweepOn('2021-01-01')).alerts).toEqual({ fired: 0, resolved: 0 });
    });
  });

  it('leaves no trace when its transaction fails afterwards', async () => {
    await onTrackIn2020();
    const failing = inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      await recordJudgements(tx, { now: day('2021-06-01'), timeZone, cause: 'sweep', importId: null });
      throw new Error('after recordJudgements');
    });
    await expect(failing).rejects.toThrow('after recordJudgements');
    expect(await readAssessmentHistory(database.manager, routesTarget)).toHaveLength(1);
    expect(await readAlerts(database.manager)).toEqual([]);
    expect(await readDeliveries(database.manager)).toEqual([]);
  });
});

it('tells the story of the routes target as it was published, to the miss that a gap in the data preceded', async () => {
  const story: string[] = [];
  const tell = async (text: string, observed: readonly Observed[]) => {
    if (observed.length > 0) await insertObservations(database, observed);
    const { changes, alerts } = await sweepOn(text);
    const change = changes.find(({ target }) => target === routesTarget);
    story.push(`${text} ${change?.from} → ${change?.to}, ${alerts.fired} fired, ${alerts.resolved} resolved`);
  };
  const [in2016, in2017, in2018, in2019, inSeptember2021] = publishedRoutes.map((observed) => [observed]);
  await tell('2017-10-26', in2016 ?? []);
  await tell('2018-06-07', in2017 ?? []);
  await tell('2019-03-01', in2018 ?? []);
  await tell('2020-02-17', in2019 ?? []);
  await tell('2021-01-01', []);
  await tell('2021-09-30', inSeptember2021 ?? []);
  expect(story).toEqual([
    '2017-10-26 null → notAssessed, 0 fired, 0 resolved',
    '2018-06-07 notAssessed → atRisk, 0 fired, 0 resolved',
    '2019-03-01 atRisk → offTrack, 1 fired, 0 resolved',
    '2020-02-17 offTrack → onTrack, 0 fired, 1 resolved',
    '2021-01-01 onTrack → notAssessed, 0 fired, 0 resolved',
    '2021-09-30 notAssessed → missed, 1 fired, 0 resolved',
  ]);
  expect((await readAlerts(database.manager, { openOnly: true }))[0]).toMatchObject({
    status: 'missed',
    from: 'onTrack',
  });
});
