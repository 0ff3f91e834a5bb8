import type { Rule, Silence } from '#alerting';
import {
  addSilence,
  inTransaction,
  openDatabase,
  readAlertSettings,
  readDeliveries,
  reviseTarget,
  saveAlertSettings,
  saveReceiver,
  type AlertSettings,
  type Database,
} from '#storage';
import {
  createMonitoredDatabase,
  receiversOfXian,
  saveRule,
  slipRule,
  statusWords,
  tellDue,
  uploadAndJudge,
  webhook,
} from '../../test/monitored-database.js';
import { day, publishedRoutes, routes, routesPlan, timeZone } from '../../test/routes-plan.js';
import { sweepNow } from '../sweep.js';
import { acknowledgeAlert, unacknowledgeAlert } from './acknowledge.js';
import { changeDue, usualAlertSettings } from './alert-round.js';
import { planDeliveries } from './plan-deliveries.js';
import { sendHeartbeats } from './send-heartbeats.js';

let database: Database;
let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  ({ database, url, drop } = await createMonitoredDatabase());
  await uploadAndJudge(database, publishedRoutes.slice(0, 4), day('2020-03-02'));
});
afterEach(() => drop());

const at = (text: string) => new Date(`${text}+08:00`);
const tell = async (text: string) => (await tellDue(database, at(text))).sent;
const slipAt = (text: string, value = '60') =>
  uploadAndJudge(database, [routes('2019', value, text.slice(0, 10))], at(text));
const sweepAt = (text: string) => sweepNow(database, { now: at(text), timeZone, cause: 'sweep' });

async function settings(change: Partial<AlertSettings>): Promise<void> {
  await inTransaction(database, async (tx) => {
    const version = ((await readAlertSettings(tx))?.version ?? 0) + 1;
    const saved = { ...usualAlertSettings, ...change };
    expect(await saveAlertSettings(tx, version, saved, { at: at('2020-03-01T00:00'), by: 'spec' })).toBe(
      true,
    );
    await changeDue(tx);
  });
}

async function events(): Promise<string[]> {
  const rows: { text: string }[] = await database.query(
    `select concat_ws(' ', action, reason, who, comment) as text from alert_event order by id`,
  );
  return rows.map(({ text }) => text);
}

const toXian = (kind: string) => receiversOfXian.map((receiver) => `${kind} ${receiver}`);
const openAlert = async (): Promise<number> => {
  const [row]: { id: number }[] = await database.query('select id from alert where ends_at is null');
  return row!.id;
};

describe('a slip', () => {
  it('is planned once, however many workers ask at once', async () => {
    const other = await openDatabase(url);
    await slipAt('2020-04-01T09:00');
    const options = { now: at('2020-04-01T09:00:01'), timeZone, statusWords };
    const planned = await Promise.all(
      [database, other, database, other].map((one) => planDeliveries(one, options)),
    );
    await other.destroy();
    expect(planned.filter((count) => count !== null)).toEqual([2]);
    expect(await readDeliveries(database.manager)).toHaveLength(2);
    expect(await planDeliveries(database, options)).toBeNull();
  });

  it('says why it fired and why it ended', async () => {
    await slipAt('2020-04-01T09:00');
    await slipAt('2020-05-01T09:00', '88');
    expect(await events()).toEqual(['fire slipped', 'resolve recovered']);
  });

  it('that lasts is told again after the repeat time, while nobody acknowledges it', async () => {
    await slipAt('2020-04-01T09:00');
    expect(await tell('2020-04-01T09:01')).toEqual(toXian('firing'));
    expect(await tell('2020-04-08T09:00')).toEqual([]);
    expect(await tell('2020-04-08T09:01')).toEqual(toXian('firing'));
    await inTransaction(database, async (tx) =>
      acknowledgeAlert(tx, await openAlert(), { by: 'li', comment: '正在核实', now: at('2020-04-09T10:00') }),
    );
    expect(await tell('2020-05-09T10:00')).toEqual([]);
    await slipAt('2020-06-01T09:00', '88');
    expect(await tell('2020-06-01T09:00')).toEqual(toXian('resolved'));
  });

  it('that ends before it was told is not told', async () => {
    await settings({ grouping: { ...usualAlertSettings.grouping, groupWaitSeconds: 3_600 } });
    await slipAt('2020-04-01T09:00');
    expect(await tell('2020-04-01T09:30')).toEqual([]);
    await slipAt('2020-04-01T09:40', '88');
    expect(await tell('2020-04-01T12:00')).toEqual([]);
  });

  it('says where it came from for as long as it lasts, also where it had to last', async () => {
    await saveRule(database, slipRule('late', 'offTrack', { for: { sweeps: 1 } }));
    await slipAt('2020-04-01T09:00');
    await sweepAt('2020-04-01T10:00');
    await sweepAt('2020-04-01T11:00');
    const { messages } = await tellDue(database, at('2020-04-01T11:00'));
    const texts = messages.flatMap(({ alerts }) => alerts.map(({ summary }) => summary.en));
    expect(new Set(texts)).toEqual(new Set(['100 international routes: onTrack → offTrack']));
    expect(await database.query('select distinct from_status as "from" from alert')).toEqual([
      { from: 'onTrack' },
    ]);
  });

  it('is not told again to a receiver that takes on another organisation', async () => {
    await slipAt('2020-04-01T09:00');
    expect(await tell('2020-04-01T09:00')).toEqual(toXian('firing'));
    await inTransaction(database, async (tx) => {
      await saveReceiver(tx, webhook('xian', ['shaanxi-drc', 'xian-government']));
      await changeDue(tx);
    });
    expect(await tell('2020-04-01T10:00')).toEqual([]);
    await slipAt('2020-05-01T09:00', '88');
    expect(await tell('2020-05-01T09:00')).toEqual(toXian('resolved'));
  });

  it('ends when its rule is not for its target any more, which is told of a target that is still there', async () => {
    await slipAt('2020-04-01T09:00');
    await tell('2020-04-01T09:00');
    const elsewhere = { label: 'area', operator: '=', value: '610200' } as const;
    await saveRule(database, slipRule('off-track', 'offTrack', { version: 2, matchers: [elsewhere] }));
    await sweepAt('2020-04-01T10:00');
    const { sent, messages } = await tellDue(database, at('2020-04-01T10:00'));
    expect(sent).toEqual(toXian('resolved'));
    expect(messages[0]?.alerts).toMatchObject([{ state: 'resolved', withdrawn: false }]);
  });

  it('must last as long as its rule asks', async () => {
    await saveRule(
      database,
      slipRule('off-track', 'offTrack', { version: 2, for: { days: 2 }, keepFiring: { days: 1 } }),
    );
    await slipAt('2020-04-01T09:00');
    await sweepAt('2020-04-02T09:00');
    expect(await tell('2020-04-02T09:00')).toEqual([]);
    await sweepAt('2020-04-03T09:00');
    expect(await tell('2020-04-03T09:00')).toEqual(toXian('firing'));
    await slipAt('2020-04-04T09:00', '88');
    expect(await tell('2020-04-04T09:00')).toEqual([]);
    await sweepAt('2020-04-05T09:00');
    expect(await tell('2020-04-05T09:00')).toEqual(toXian('resolved'));
    expect(await events()).toEqual(['pending slipped', 'fire held-long-enough', 'resolve recovered']);
  });
});

describe('an acknowledgement', () => {
  beforeEach(() => slipAt('2020-04-01T09:00'));
  const word = { by: 'li', comment: '正在核实', now: at('2020-04-01T10:00') };

  it('stays until the alert becomes worse; who gave it and why is kept', async () => {
    const id = await openAlert();
    await inTransaction(database, (tx) => acknowledgeAlert(tx, id, word));
    await inTransaction(database, (tx) => acknowledgeAlert(tx, id, { ...word, by: 'wang' }));
    await sweepAt('2020-04-01T11:00');
    const state = async () => (await database.query('select state, acknowledged_by as by from alert'))[0];
    expect(await state()).toEqual({ state: 'acknowledged', by: 'li' });
    await slipAt('2020-04-02T09:00', '40');
    expect(await state()).toEqual({ state: 'firing', by: null });
    expect(await events()).toEqual([
      'fire slipped',
      'acknowledge person li 正在核实',
      'update slipped-further',
    ]);
  });

  it('is taken back', async () => {
    const id = await openAlert();
    await inTransaction(database, (tx) => acknowledgeAlert(tx, id, word));
    await inTransaction(database, (tx) => unacknowledgeAlert(tx, id, { by: 'li', now: word.now }));
    expect((await database.query('select state from alert'))[0]).toEqual({ state: 'firing' });
    expect(await events()).toEqual([
      'fire slipped',
      'acknowledge person li 正在核实',
      'unacknowledge person li',
    ]);
  });

  it('of what is over, or of nothing, is refused', async () => {
    const id = await openAlert();
    await slipAt('2020-05-01T09:00', '88');
    await expect(inTransaction(database, (tx) => acknowledgeAlert(tx, id, word))).rejects.toMatchObject({
      code: 'conflict',
    });
    for (const unknown of [-1, 2 ** 31])
      await expect(
        inTransaction(database, (tx) => acknowledgeAlert(tx, unknown, word)),
      ).rejects.toMatchObject({
        code: 'not-found',
      });
  });

  it('and a sweep at the same time come one after the other', async () => {
    const id = await openAlert();
    await Promise.all([
      inTransaction(database, (tx) => acknowledgeAlert(tx, id, word)),
      sweepAt('2020-04-01T10:00'),
      sweepAt('2020-04-01T10:00'),
    ]);
    expect((await database.query('select state from alert_life where alert is not null'))[0]).toEqual({
      state: 'acknowledged',
    });
  });
});

describe('who is not to be told', () => {
  const silence: Omit<Silence, 'id'> & { createdAt: Date } = {
    matchers: [{ label: 'target', operator: '=', value: 'international-routes-2020' }],
    author: 'wang',
    comment: '口径调整',
    createdAt: at('2020-03-31T00:00'),
    startsAt: at('2020-03-31T00:00').toISOString(),
    endsAt: at('2020-04-10T00:00').toISOString(),
  };

  it('a silence holds a slip back until it ends', async () => {
    await inTransaction(database, async (tx) => {
      await addSilence(tx, silence);
      await changeDue(tx);
    });
    await slipAt('2020-04-01T09:00');
    expect(await tell('2020-04-01T09:00')).toEqual([]);
    expect(await tell('2020-04-09T23:59')).toEqual([]);
    expect(await tell('2020-04-10T00:00')).toEqual(toXian('firing'));
  });

  it('quiet hours hold back what is not critical', async () => {
    await saveRule(database, slipRule('missed', 'missed', { severity: 'critical' }));
    const quiet = { from: '20:00', to: '08:00', daysOff: true, timeZone };
    await inTransaction(database, (tx) => saveReceiver(tx, webhook('xian', ['xian-government'], { quiet })));
    // A Friday night, and a weekend after it.
    await slipAt('2020-04-10T21:00');
    expect(await tell('2020-04-10T21:00')).toEqual(['firing everybody']);
    expect(await tell('2020-04-12T12:00')).toEqual([]);
    expect(await tell('2020-04-13T08:00')).toEqual(['firing xian']);
    await uploadAndJudge(database, [routes('2020', '60', '2021-02-13')], at('2021-02-13T03:00'));
    expect(await tell('2021-02-13T03:00')).toContain('firing xian');
  });

  it('a digest gathers the day', async () => {
    const digest = { every: 'day', at: '17:00', timeZone } as const;
    await inTransaction(database, (tx) => saveReceiver(tx, webhook('xian', ['xian-government'], { digest })));
    await slipAt('2020-04-01T09:00');
    expect(await tell('2020-04-01T09:00')).toEqual(['firing everybody']);
    await slipAt('2020-04-01T10:00', '40');
    const evening = await tellDue(database, at('2020-04-01T17:00'));
    expect(evening.sent).toEqual(['firing everybody', 'firing xian']);
    expect(evening.messages.find(({ notification }) => notification.reason === 'digest')).toMatchObject({
      notification: { counts: { firing: 1, resolved: 0 } },
    });
  });

  it('what was missed does not hold back the next target on its series', async () => {
    await saveRule(database, slipRule('missed', 'missed', { severity: 'critical' }));
    const next = { ...routesPlan.targets[0]!, code: 'international-routes-2035', due: '2035', value: '260' };
    await inTransaction(database, (tx) =>
      reviseTarget(tx, next, { by: 'spec', now: day('2019-01-01'), firstValidFrom: '2018-12-13' }),
    );
    await sweepAt('2020-03-03T09:00');
    await uploadAndJudge(database, [routes('2020', '60', '2021-02-13')], at('2021-02-13T09:00'));
    const { messages } = await tellDue(database, at('2021-02-13T09:00'));
    expect(
      new Set(
        messages.flatMap(({ alerts }) =>
          alerts.map(({ labels }) => `${labels['alertname']} ${labels['target']}`),
        ),
      ),
    ).toEqual(new Set(['missed international-routes-2020', 'off-track international-routes-2035']));
  });

  it('missed inhibits off track of the same target', async () => {
    await saveRule(database, slipRule('missed', 'missed', { severity: 'critical' }));
    await settings({});
    await uploadAndJudge(database, [routes('2020', '60', '2021-02-13')], at('2021-02-13T09:00'));
    const { messages } = await tellDue(database, at('2021-02-13T09:00'));
    expect(messages.flatMap(({ alerts }) => alerts.map(({ labels }) => labels['alertname']))).toEqual([
      'missed',
      'missed',
    ]);
  });
});

it('takes up what nobody acknowledges, to the superior and then to the leading group', async () => {
  await inTransaction(database, (tx) => saveReceiver(tx, webhook('drc', ['shaanxi-drc'])));
  await settings({
    escalation: {
      afterWorkingDays: 2,
      superiors: { 'xian-government': 'shaanxi-drc' },
      leadingGroup: null,
    },
  });
  // A Friday.
  await slipAt('2020-04-03T09:00');
  expect(await tell('2020-04-03T09:00')).toEqual(toXian('firing'));
  for (const text of ['2020-04-04T09:00', '2020-04-05T09:00', '2020-04-06T09:00']) {
    await sweepAt(text);
    expect(await tell(text)).toEqual([]);
  }
  await sweepAt('2020-04-07T09:00');
  const { sent, messages } = await tellDue(database, at('2020-04-07T09:00'));
  expect(sent).toContain('firing drc');
  expect(messages.at(-1)?.alerts[0]?.escalatedTo).toMatchObject([{ code: 'shaanxi-drc' }]);
  expect(await events()).toEqual(['fire slipped', 'escalate unacknowledged shaanxi-drc']);
  await sweepAt('2020-05-07T09:00');
  expect((await events()).length).toBe(2);
});

it('takes nothing up that is only for information', async () => {
  await saveRule(database, slipRule('off-track', 'offTrack', { version: 2, severity: 'info' }));
  await settings({
    escalation: { afterWorkingDays: 1, superiors: { 'xian-government': 'shaanxi-drc' }, leadingGroup: null },
  });
  await slipAt('2020-04-01T09:00');
  await sweepAt('2020-04-20T09:00');
  expect(await events()).toEqual(['fire slipped']);
});

it('takes nothing up that nobody was told of: its time begins when its silence ends', async () => {
  await inTransaction(database, (tx) => saveReceiver(tx, webhook('drc', ['shaanxi-drc'])));
  const superiors = { 'xian-government': 'shaanxi-drc' };
  await settings({ escalation: { afterWorkingDays: 2, superiors, leadingGroup: null } });
  await inTransaction(database, (tx) =>
    addSilence(tx, {
      matchers: [{ label: 'target', operator: '=', value: 'international-routes-2020' }],
      author: 'wang',
      comment: '口径调整',
      createdAt: at('2020-04-01T00:00'),
      startsAt: at('2020-04-01T00:00').toISOString(),
      endsAt: at('2020-04-14T09:00').toISOString(),
    }),
  );
  await slipAt('2020-04-03T09:00');
  await sweepAt('2020-04-13T09:00');
  expect(await events()).toEqual(['fire slipped']);
  // A Tuesday.
  await sweepAt('2020-04-14T09:00');
  expect(await tell('2020-04-14T09:00')).toEqual(toXian('firing'));
  await sweepAt('2020-04-15T09:00');
  expect(await events()).toEqual(['fire slipped']);
  await sweepAt('2020-04-16T09:00');
  expect(await events()).toEqual(['fire slipped', 'escalate unacknowledged shaanxi-drc']);
});

it('beats while sweeps go on, once for all workers, and not on top of what waits', async () => {
  // One of them is disabled.
  const heartbeat = { everySeconds: 300, staleAfterSeconds: 7_200, receivers: ['former', 'everybody'] };
  await settings({ heartbeat });
  expect(await sendHeartbeats(database, at('2020-04-01T09:00'))).toBe(0);
  await database.query(`insert into schedule_slot (schedule, slot) values ('sweep', $1)`, [
    at('2020-04-01T09:00'),
  ]);
  const other = await openDatabase(url);
  const beats = await Promise.all(
    [database, other, database].map((one) => sendHeartbeats(one, at('2020-04-01T09:01'))),
  );
  await other.destroy();
  expect(beats.toSorted()).toEqual([0, 0, 1]);
  expect(await sendHeartbeats(database, at('2020-04-01T09:06'))).toBe(0);
  expect((await tellDue(database, at('2020-04-01T09:06'))).sent).toEqual(['heartbeat everybody']);
  expect(await sendHeartbeats(database, at('2020-04-01T09:11'))).toBe(1);
  expect((await tellDue(database, at('2020-04-01T09:12'))).sent).toEqual(['heartbeat everybody']);
  // The sweeps have stopped.
  expect(await sendHeartbeats(database, at('2020-04-01T11:01'))).toBe(0);
});

describe('a rule of forecasts', () => {
  const unlikely = (change: Partial<Rule> = {}): Rule =>
    slipRule('unlikely', 'offTrack', {
      condition: { kind: 'forecastBelow', probability: 0.5, recoverAt: 0.6 },
      texts: {
        zh: { summary: '{{target}}按走势难实现', description: '把握{{probability}}' },
        en: { summary: '{{target}} is unlikely', description: '{{probability}}' },
      },
      ...change,
    });

  it('finds what is unlikely already when it is made, says how likely, and counts releases', async () => {
    await saveRule(database, unlikely({ for: { releases: 1 } }));
    await sweepAt('2020-03-03T09:00');
    await sweepAt('2020-03-13T09:00');
    expect(await tell('2020-03-13T09:00')).toEqual([]);
    expect(await events()).toEqual(['pending below-probability']);
    await slipAt('2020-04-01T09:00', '87');
    const { sent, messages } = await tellDue(database, at('2020-04-01T09:00'));
    expect(sent).toEqual(toXian('firing'));
    expect(messages[0]?.alerts[0]?.numbers).toMatchObject({
      probability: { kind: 'share', value: expect.any(Number) as number },
      threshold: { kind: 'share', value: 0.5 },
      due: { kind: 'period', period: '2020' },
    });
  });
});
