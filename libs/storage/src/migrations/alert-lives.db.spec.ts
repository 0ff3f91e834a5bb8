import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { inTransaction, openDatabase, type Database } from '../database.js';
import { lockLives, readEpisodesToTell, saveEpisodes } from '../queries/alert-lives.js';
import { readGroupLogs } from '../queries/notification-groups.js';
import { readAlertRules } from '../queries/alert-rules.js';
import { leaseDeliveries, readDeliveries } from '../queries/deliveries.js';
import { markSent } from '../../test/mark-delivery.js';
import { migrations } from './index.js';
import { AlertLives1797200000000 } from './1797200000000-alert-lives.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const slipMessage = (alert: number, endsAt: string | null) => ({
  alert: { id: alert, rule: 'slip', fingerprint: 'f', startsAt: '2020-04-01T01:00:00.000Z', endsAt },
  target: { code: 't', name: { zh: '目标', en: 'Target' }, due: '2020', clause: { task: 6, quote: '…' } },
  indicator: { code: 'i', name: { zh: '指标', en: 'Indicator' }, unit: { zh: '', en: '' }, decimals: 0 },
  area: { code: 'a', name: { zh: '地区', en: 'Area' } },
  organisation: { code: 'o', name: { zh: '单位', en: 'Organisation' } },
  from: 'onTrack',
  to: 'offTrack',
  verdict: { status: 'offTrack' },
});
const sourceMessage = {
  incident: { id: 1, kind: 'failing', startsAt: '2020-04-01T01:00:00.000Z', endsAt: null },
  source: { name: 'bureau', place: '/data', organisation: null, lastNewAt: null, silentAfterDays: null },
  error: 'connection refused',
  ended: null,
};

/** A slip that was told and ended, the same target's next one that is open, and a source in trouble. */
const before = [
  `insert into alert_rule (name, level, enabled) values ('slip', 'atRisk', true), ('missed', 'missed', false)`,
  `insert into receiver (name, channel, organisations, enabled, settings) values
     ('duty', 'webhook', '{}', true, '{"url": "http://127.0.0.1:9/"}')`,
  `insert into alert (rule, target_code, organisation, state, fingerprint, status, from_status, starts_at, ends_at,
     assessment)
   values ('slip', 't', 'o', 'resolved', 'f', 'missed', 'onTrack', '2019-04-01T01:00Z', '2019-05-01T01:00Z', 1),
     ('slip', 't', 'o', 'firing', 'f', 'offTrack', 'onTrack', '2020-04-01T01:00Z', null, 2)`,
];

it('alerts go on where they stood, and what was promised is sent in the form that is read now', async () => {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
  await database.query('drop schema if exists grafana cascade');
  const runner = database.createQueryRunner();
  const its = migrations.indexOf(AlertLives1797200000000);
  for (const Migration of migrations.slice(0, its)) await new Migration().up(runner);
  // Verdicts and incidents are left out: what refers to them stays as it is.
  await runner.query(`set session_replication_role = replica`);
  for (const statement of before) await runner.query(statement);
  const promise = (key: string, state: string, message: object, of: { alert?: number; incident?: number }) =>
    runner.query(
      `insert into delivery (key, alert, incident, receiver, kind, state, message, attempts, created_at,
         next_attempt_at)
       values ($1, $2, $3, 'duty', 'firing', $4, $5, 0, '2020-04-01T01:00Z', '2020-04-01T01:00Z')`,
      [key, of.alert ?? null, of.incident ?? null, state, JSON.stringify(message)],
    );
  await promise('told', 'sent', slipMessage(2, null), { alert: 2 });
  await promise('worse', 'due', slipMessage(2, null), { alert: 2 });
  await promise('worse still', 'due', slipMessage(2, null), { alert: 2 });
  await promise('source', 'givenUp', sourceMessage, { incident: 1 });
  await promise('source again', 'due', sourceMessage, { incident: 1 });
  await runner.query(`set session_replication_role = default`);
  for (const Migration of migrations.slice(its)) await new Migration().up(runner);
  await runner.release();

  expect(
    (await readAlertRules(database.manager)).map(({ name, version, enabled, condition, severity }) => ({
      name,
      version,
      enabled,
      condition,
      severity,
    })),
  ).toEqual([
    {
      name: 'missed',
      version: 1,
      enabled: false,
      condition: { kind: 'statusWorsens', level: 'missed' },
      severity: 'critical',
    },
    {
      name: 'slip',
      version: 1,
      enabled: true,
      condition: { kind: 'statusWorsens', level: 'atRisk' },
      severity: 'warning',
    },
  ]);

  const [life, ...others] = await inTransaction(database, (tx) => lockLives(tx, ['target/t']));
  expect(others).toEqual([]);
  expect(life).toMatchObject({
    fingerprint: 'f',
    rule: 'slip',
    alert: 2,
    life: {
      state: 'firing',
      status: 'offTrack',
      from: 'onTrack',
      episode: { number: 2, startsAt: '2020-04-01T01:00:00.000Z', endsAt: null, rank: 3 },
      last: { state: 'true', mark: { sweep: 0, day: '2020-04-01' } },
    },
  });
  // Who was told is not told again: the key is that of the group in which it will end.
  expect(await readGroupLogs(database.manager)).toEqual([
    {
      receiver: 'duty',
      groupKey: '{}/{}:[["alertname","slip"],["organisation","o"]]',
      groupLabels: { alertname: 'slip', organisation: 'o' },
      sequence: 0,
      lastAt: expect.any(String) as string,
      nextAt: null,
      astray: false,
      told: { f: { state: 'firing', episode: 2, revision: 0, at: '2020-04-01T01:00:00.000Z' } },
    },
  ]);
  const episodes = await readEpisodesToTell(database.manager, [2]);
  expect(episodes.map(({ id, episode }) => [id, episode])).toEqual([[2, 2]]);
  // The next episode finds its number free.
  const next = {
    ...episodes[0]!,
    assessment: null,
    episode: 3,
    endsAt: '2020-06-01T01:00:00.000Z',
    state: 'resolved' as const,
  };
  expect(await inTransaction(database, (tx) => saveEpisodes(tx, [next]))).toHaveLength(1);

  const sent: unknown[] = [];
  for (;;) {
    const due = await leaseDeliveries(database, new Date('2020-04-02'), 60, 10);
    if (due.length === 0) break;
    for (const { id, key, thread, message } of due) {
      sent.push([key, thread, message]);
      await markSent(database, id, new Date('2020-04-02'));
    }
  }
  expect(sent).toEqual([
    [
      'worse',
      'told',
      {
        notification: expect.objectContaining({
          reason: 'new',
          status: 'firing',
          counts: { firing: 1, resolved: 0 },
        }),
        alerts: [
          expect.objectContaining({
            id: 2,
            state: 'firing',
            labels: expect.objectContaining({ alertname: 'slip', target: 't', organisation: 'o' }),
            summary: { zh: '目标预警：目标', en: 'Target slipped: Target' },
            endsAt: null,
            withdrawn: false,
            target: withoutAlert(slipMessage(2, null)),
          }),
        ],
      },
    ],
    [
      'source again',
      'source',
      {
        notification: expect.objectContaining({ status: 'firing' }),
        alerts: [
          expect.objectContaining({
            labels: { alertname: 'source-failing', source: 'bureau', severity: 'warning' },
            summary: { zh: '数据来源异常：bureau', en: 'Trouble with import source bureau' },
            description: { zh: 'connection refused', en: 'connection refused' },
            target: null,
          }),
        ],
      },
    ],
    ['worse still', 'told', expect.anything()],
  ]);
  const deliveries = await readDeliveries(database.manager);
  expect(deliveries.map(({ alerts, groupKey }) => [groupKey, alerts])).toEqual([
    ['incident/1', []],
    ['incident/1', []],
    ['alert/2', [2]],
    ['alert/2', [2]],
    ['alert/2', [2]],
  ]);
});

function withoutAlert(message: ReturnType<typeof slipMessage>) {
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'alert'));
}
