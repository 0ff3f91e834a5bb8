import { parseConfiguration } from '#configuration';
import { planDeliveries } from '#monitoring';
import { type Database, inTransaction, saveReceiver } from '#storage';
import {
  createMonitoredDatabase,
  uploadAndJudge,
} from '../../../../libs/monitoring/test/monitored-database.js';
import { publishedRoutes } from '../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../assessments/verdict-words.js';
import { postableAlerts, sendToAlertmanagers } from './channels/alertmanager.js';
import { deliverDue } from './delivery-worker.js';
import { repeatToAlertmanagers } from './repeat-to-alertmanagers.js';
import { createSend } from './send.js';
import {
  findAlertmanager,
  type RealAlertmanager,
  type ShownAlert,
  startAlertmanager,
} from './test/real-alertmanager.js';
import { receiverNamed } from './test/receivers.js';
import { manySlips, messageOf } from './test/slips.js';

const program = findAlertmanager(process.env);
if (program === null)
  process.stderr.write(
    'No Alertmanager is here, so nothing is tried against a real one: install it, or name its program in ALERTMANAGER.\n',
  );

const publicUrl = 'https://monitor.example.gov.cn';
const timeZone = 'Asia/Shanghai';

(program === null ? describe.skip : describe)('a real Alertmanager', () => {
  let peer: RealAlertmanager;
  let monitored: Awaited<ReturnType<typeof createMonitoredDatabase>>;
  let database: Database;

  beforeAll(async () => {
    monitored = await createMonitoredDatabase();
    ({ database } = monitored);
    await database.query('update receiver set enabled = false');
  });
  beforeEach(async () => {
    peer = await startAlertmanager(program ?? '');
  });
  afterEach(() => peer.close());
  afterAll(() => monitored.drop());

  /** Asks until what it shows is as wanted. */
  async function shownWhen(wanted: (alerts: ShownAlert[]) => boolean): Promise<ShownAlert[]> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const alerts = await peer.alerts();
      if (wanted(alerts)) return alerts;
      if (Date.now() > deadline) throw new Error(`it shows ${JSON.stringify(alerts)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Lands what was published next, and tells it. Alertmanager has a clock of its own, so it is told now. */
  async function publish(from: number, to: number): Promise<void> {
    for (const published of publishedRoutes.slice(from, to)) {
      await uploadAndJudge(database, [published], published.knownFrom);
      await planDeliveries(database, { now: published.knownFrom, timeZone, statusWords });
    }
    const parsed = parseConfiguration({ PUBLIC_URL: publicUrl }, '/');
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const onFault = (error: unknown) => {
      throw error;
    };
    const run = { clock: () => new Date(), stopping: () => false, onFault };
    const counts = await deliverDue(database, run, createSend(parsed.configuration));
    expect(counts).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
  }

  it('shows a slip, suppresses it while somebody silences it, and sees it end', async () => {
    await inTransaction(database, (tx) =>
      saveReceiver(tx, { ...receiverNamed('peer'), channel: 'alertmanager', urls: [peer.url], maxAlerts: 0 }),
    );
    await publish(0, 3);
    const [shown] = await shownWhen((alerts) => alerts.some(({ status }) => status.state === 'active'));
    expect(shown).toMatchObject({
      labels: {
        alertname: 'off-track',
        severity: 'warning',
        target: 'international-routes-2020',
        organisation: 'xian-government',
      },
      annotations: { status: 'offTrack', description: expect.stringContaining('2018年为64条') as string },
      generatorURL: `${publicUrl}/targets/international-routes-2020`,
      startsAt: publishedRoutes[2]?.knownFrom.toISOString(),
    });

    const silence = await peer.silence('target', 'international-routes-2020');
    await shownWhen((alerts) => alerts.every(({ status }) => status.silencedBy.includes(silence)));
    expect(await repeatToAlertmanagers(database, { now: new Date(), publicUrl, timeZone })).toEqual([]);
    const [repeated] = await shownWhen((alerts) =>
      alerts.some(({ updatedAt }) => updatedAt !== shown?.updatedAt),
    );
    expect(repeated?.status).toMatchObject({ state: 'suppressed', silencedBy: [silence] });
    expect(repeated?.labels).toEqual(shown?.labels);

    await publish(3, 4);
    await shownWhen((alerts) => alerts.length === 0);
  });

  it('takes six hundred alerts and the heartbeat', async () => {
    const now = new Date();
    const at = now.toISOString();
    for (const alerts of [
      postableAlerts({ kind: 'alerts', message: messageOf(manySlips(600)) }, { publicUrl, timeZone, now }),
      postableAlerts(
        { kind: 'heartbeat', heartbeat: { at, lastSweepAt: at, everySeconds: 60 } },
        { publicUrl, timeZone, now },
      ),
    ])
      expect(await sendToAlertmanagers(alerts, { urls: [peer.url] }, now)).toMatchObject({ outcome: 'sent' });
    const shown = await shownWhen((alerts) => alerts.length === 601);
    expect(shown.filter(({ labels }) => labels['alertname'] === 'Watchdog')).toHaveLength(1);
  });
});
