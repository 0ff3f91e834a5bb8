import type { Rule, StatusWords } from '#alerting';
import type { Receiver } from '#contract';
import {
  inTransaction,
  leaseDeliveries,
  lockJudgement,
  openDatabase,
  saveAlertRule,
  saveCatalogue,
  saveReceiver,
  type Database,
} from '#storage';
import { markSent } from '../../storage/test/mark-delivery.js';
import { mergeObservations, type Observed } from '../../storage/test/observed.js';
import { createTestDatabase } from '../../storage/test/test-database.js';
import type { NotificationMessage } from '../src/alerts/notification-message.js';
import { planDeliveries } from '../src/alerts/plan-deliveries.js';
import { recordJudgements, type RecordedJudgements } from '../src/record.js';
import { routesPlan, timeZone } from './routes-plan.js';

/** Every alert of this database goes to these, if it is about a target of Xi'an's government. */
export const receiversOfXian = ['everybody', 'xian'];

/**
 * A database with the routes plan, a rule that fires off track and four receivers: of everything, of each of the two
 * organisations, and a disabled one.
 */
export async function createMonitoredDatabase(): Promise<{
  readonly database: Database;
  readonly url: string;
  readonly drop: () => Promise<void>;
}> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase(url);
  await inTransaction(database, async (tx) => {
    await saveCatalogue(tx, routesPlan, 'spec', new Date('2018-12-13T00:00:00Z'));
    await saveAlertRule(tx, slipRule('off-track', 'offTrack'), ruleMaker);
    await saveReceiver(tx, webhook('everybody', []));
    await saveReceiver(tx, webhook('xian', ['xian-government']));
    await saveReceiver(tx, webhook('drc', ['shaanxi-drc']));
    await saveReceiver(tx, { ...webhook('former', []), enabled: false });
  });
  return {
    database,
    url,
    drop: async () => {
      await database.destroy();
      await drop();
    },
  };
}

const ruleMaker = { at: new Date('2018-12-13T00:00:00Z'), by: 'spec' };

/** A rule that fires at once when a status worsens to a level, and resolves at once. */
export function slipRule(
  name: string,
  level: 'atRisk' | 'offTrack' | 'missed',
  change: Partial<Rule> = {},
): Rule {
  return {
    name,
    version: 1,
    enabled: true,
    condition: { kind: 'statusWorsens', level },
    matchers: [],
    for: { sweeps: 0 },
    noDataFor: { days: 3_650 },
    keepFiring: { sweeps: 0 },
    severity: 'warning',
    texts: {
      zh: {
        summary: '{{target}}：{{before}}→{{now}}',
        description: '现值{{value}}，责任单位{{organisation}}',
      },
      en: { summary: '{{target}}: {{before}} → {{now}}', description: '{{value}}; {{organisation}}' },
    },
    ...change,
  };
}

/** Adds a rule or its next version. */
export async function saveRule(database: Database, rule: Rule): Promise<void> {
  const saved = await inTransaction(database, (tx) => saveAlertRule(tx, rule, ruleMaker));
  if (!saved) throw new Error(`version ${rule.version} of rule ${rule.name} was not saved`);
}

const word = (text: string) => ({ zh: text, en: text });
export const statusWords: StatusWords = {
  achieved: word('achieved'),
  onTrack: word('onTrack'),
  atRisk: word('atRisk'),
  offTrack: word('offTrack'),
  movingAway: word('movingAway'),
  missed: word('missed'),
  notAssessed: word('notAssessed'),
};

export function webhook(name: string, organisations: string[], change: Partial<Receiver> = {}): Receiver {
  return {
    name,
    channel: 'webhook',
    url: 'http://127.0.0.1:9/',
    organisations,
    enabled: true,
    digest: null,
    quiet: null,
    maxAlerts: 20,
    ...change,
  } as Receiver;
}

/** Decides who is told what, and sends all that is due: what went out, as `kind receiver`, and the messages. */
export async function tellDue(
  database: Database,
  now: Date,
): Promise<{ readonly sent: string[]; readonly messages: NotificationMessage[] }> {
  await planDeliveries(database, { now, timeZone, statusWords });
  const sent: string[] = [];
  const messages: NotificationMessage[] = [];
  // Of one group only the oldest is leased at a time.
  for (;;) {
    const due = await leaseDeliveries<NotificationMessage>(database, now, 60, 100);
    if (due.length === 0) return { sent: sent.toSorted(), messages };
    for (const { id, kind, receiver, message } of due) {
      await markSent(database, id, now);
      sent.push(`${kind} ${receiver}`);
      messages.push(message);
    }
  }
}

/** Lands values and judges what they touch in one transaction, as an upload does. */
export function uploadAndJudge(
  database: Database,
  observed: readonly Observed[],
  now: Date,
): Promise<RecordedJudgements> {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const { importId, touchedSeries } = await mergeObservations(tx, observed);
    return recordJudgements(tx, { now, timeZone, cause: 'import', importId, seriesIds: touchedSeries });
  });
}

/** Resolves when somebody waits for the judgement lock. */
export async function judgementIsAwaited(database: Database): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const waiting: unknown[] = await database.query(
      `select from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    if (waiting.length > 0) return;
    if (Date.now() > deadline) throw new Error('nobody waits for the judgement lock');
  }
}
