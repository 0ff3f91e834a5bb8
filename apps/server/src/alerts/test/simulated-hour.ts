import { setImmediate as turn } from 'node:timers/promises';
import type { Route, Silence } from '#alerting';
import { receiverSchema } from '#contract';
import {
  acknowledgeAlert,
  changeDue,
  planDeliveries,
  runDueSweep,
  sendHeartbeats,
  usualAlertSettings,
} from '#monitoring';
import {
  addSilence,
  inTransaction,
  leaseDeliveries,
  openDatabase,
  saveAlertSettings,
  saveReceiver,
  type Database,
  type Tx,
} from '#storage';
import {
  createMonitoredDatabase,
  saveRule,
  slipRule,
  uploadAndJudge,
} from '../../../../../libs/monitoring/test/monitored-database.js';
import { timeZone } from '../../../../../libs/monitoring/test/routes-plan.js';
import { statusWords } from '../../assessments/verdict-words.js';
import { rateLimits } from '../channels/rate-limits.js';
import { retry, sent } from '../channels/send-result.js';
import { deliverDue } from '../delivery-worker.js';
import type { Send } from '../send.js';
import { citiesOf, createCitiesDatabase, routesIn, targetIn } from './cities-plan.js';

/** Thursday, half past eleven at night: a working day, and a sweep, begin in the middle of the hour. */
const start = Date.parse('2020-04-02T23:30:00+08:00');
const cities = citiesOf(24);
const minute = 60;

export const hour = 60 * minute;
const instant = (second: number) => new Date(start + second * 1000);

const leaf = (receiver: string, change: Partial<Route> = {}): Route => ({
  matchers: [],
  continue: true,
  receiver,
  groupBy: null,
  groupWaitSeconds: null,
  groupIntervalSeconds: null,
  repeatSeconds: null,
  routes: [],
  ...change,
});

const root: Route = {
  ...leaf('watch', { continue: false }),
  groupBy: ['alertname', 'organisation'],
  groupWaitSeconds: 5,
  groupIntervalSeconds: 120,
  repeatSeconds: 900,
  routes: [
    leaf('reader'),
    leaf('sleeper'),
    leaf('robot', { groupBy: 'all' }),
    // All in one group: of several at once, how many were tried before it asked for a pause would be a matter of luck.
    leaf('stumbler', { groupBy: [] }),
    leaf('commission', {
      matchers: [{ label: 'organisation', operator: '=', value: 'shaanxi-drc' }],
      groupBy: ['alertname'],
    }),
  ],
};

const told = { organisations: [], enabled: true, digest: null, quiet: null, maxAlerts: 5 };
const url = 'http://127.0.0.1:9/';
const receivers = [
  { ...told, name: 'watch', channel: 'webhook', url },
  { ...told, name: 'reader', channel: 'webhook', url, digest: { every: 'day', at: '23:55', timeZone } },
  {
    ...told,
    name: 'sleeper',
    channel: 'webhook',
    url,
    quiet: { from: '23:40', to: '00:10', daysOff: false, timeZone },
  },
  { ...told, name: 'robot', channel: 'dingtalk', url },
  { ...told, name: 'stumbler', channel: 'webhook', url },
  { ...told, name: 'commission', channel: 'webhook', url },
].map((receiver) => receiverSchema.parse(receiver));

/** A database at the beginning of the hour. */
async function createHour(): ReturnType<typeof createMonitoredDatabase> {
  const monitored = await createCitiesDatabase(cities.length);
  const { database } = monitored;
  for (const rule of [
    slipRule('off-track', 'offTrack', { version: 3, keepFiring: { sweeps: 1 } }),
    slipRule('lasting', 'offTrack', { for: { days: 1 }, severity: 'info' }),
    slipRule('turning', 'offTrack', {
      severity: 'critical',
      matchers: [{ label: 'area', operator: '=~', value: '61010.' }],
    }),
  ])
    await saveRule(database, rule);
  await inTransaction(database, async (tx) => {
    for (const receiver of receivers) await saveReceiver(tx, receiver);
    const settings = {
      ...usualAlertSettings,
      root,
      escalation: {
        afterWorkingDays: 1,
        superiors: { 'xian-government': 'shaanxi-drc' },
        leadingGroup: null,
      },
      heartbeat: { everySeconds: 300, staleAfterSeconds: 7_200, receivers: ['watch'] },
    };
    await saveAlertSettings(tx, 1, settings, { at: instant(0), by: 'spec' });
  });
  return monitored;
}

/** What people and files do, each in a transaction of its own. */
type Happening = (database: Database, now: Date) => Promise<unknown>;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What happens in the hour, by second: files that slip, worsen and recover targets, words of people, silences. */
function happenings(): ReadonlyMap<number, readonly Happening[]> {
  const random = numbersFrom(6);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const script = new Map<number, Happening[]>();
  const at = (second: number, happening: Happening) =>
    script.set(second, [...(script.get(second) ?? []), happening]);
  const upload = (areas: readonly string[], value: number): Happening => {
    return (database, now) =>
      uploadAndJudge(
        database,
        areas.map((area) => routesIn(area, value, now)),
        now,
      );
  };
  for (let second = 7; second < hour; second += 10 + Math.floor(random() * 50))
    at(second, upload([pick(cities), pick(cities.slice(0, 4))], pick([95, 88, 80, 60, 50, 40])));
  at(1_500, upload(cities, 55));
  at(2_400, upload(cities, 92));
  at(3_000, upload(cities.slice(0, 12), 30));
  for (let second = 100; second < hour; second += 150) {
    const target = targetIn(pick(cities));
    at(second, acknowledgeFirst(target));
  }
  for (let second = 200; second < hour; second += 400) {
    const area = pick(cities);
    at(second, silence(area, 100 + Math.floor(random() * 500)));
  }
  return script;
}

function acknowledgeFirst(preferred: string): Happening {
  return async (database, now) => {
    const [open]: { id: number }[] = await database.query(
      `select id from alert where state = 'firing' order by target_code <> $1, fingerprint limit 1`,
      [preferred],
    );
    if (!open) return;
    await inTransaction(database, (tx) =>
      acknowledgeAlert(tx, open.id, { by: 'li', comment: '正在核实', now }),
    );
  };
}

function silence(area: string, seconds: number): Happening {
  return (database, now) =>
    inTransaction(database, async (tx) => {
      const own: Omit<Silence, 'id'> = {
        matchers: [{ label: 'area', operator: '=', value: area }],
        author: 'wang',
        comment: '口径调整',
        startsAt: now.toISOString(),
        endsAt: new Date(now.getTime() + seconds * 1000).toISOString(),
      };
      await addSilence(tx, { ...own, createdAt: now });
      await changeDue(tx);
    });
}

/** How a worker fares in one second. */
export type Fate = 'works' | 'dies-deciding' | 'dies-before-sending' | 'dies-after-sending';

/** Who works in a second. */
export type Shift = (second: number) => readonly Fate[];

export interface Hour {
  /** Tables at the end, without what a rolled back transaction uses up (ids). */
  readonly events: readonly Record<string, unknown>[];
  readonly episodes: readonly Record<string, unknown>[];
  readonly logs: readonly Record<string, unknown>[];
  readonly deliveries: readonly DeliveryRow[];
  /** What the receivers took, in the order of coming. */
  readonly taken: readonly { readonly key: string; readonly receiver: string; readonly at: number }[];
  /** Attempts that were begun and never ended, by the delivery's key. */
  readonly unfinished: ReadonlyMap<string, number>;
  readonly deaths: Readonly<Record<string, number>>;
}

export interface DeliveryRow {
  readonly key: string;
  readonly receiver: string;
  readonly kind: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly attempts: number;
  readonly reason: string | null;
}

class Died extends Error {}

/**
 * Lets an hour pass second by second, and so much time after it in which nothing happens any more, for workers of
 * which each has connections of its own; all that work in a second do so at the same time.
 */
export async function passHour(shift: Shift, secondsAfter = 0): Promise<Hour> {
  const { database, url: address, drop } = await createHour();
  const other = await openDatabase(address);
  const taken: { key: string; receiver: string; at: number }[] = [];
  const deaths: Record<string, number> = {};
  const script = happenings();
  try {
    for (let second = 0; second < hour + secondsAfter; second += 1) {
      const now = instant(second);
      for (const happening of script.get(second) ?? []) await happening(database, now);
      const send: Send = async (_notice, { name }, key) => {
        await turn();
        const reply = { status: 200, excerpt: '' };
        if (name === 'stumbler' && second >= 600 && second < 900) return retry('it is being mended');
        if (name === 'stumbler' && second >= 900 && second < 1_200) return retry('too many', null, 90);
        taken.push({ key, receiver: name, at: second });
        return { ...sent(reply) };
      };
      const fates = shift(second);
      for (let round = fates; round.length > 0;) {
        const did = await Promise.all(
          round.map((fate, index) => tick([database, other][index % 2]!, fate, { second, send, deaths })),
        );
        // A worker that has died is started again in another second.
        round = did.some(Boolean) ? fates.filter((fate) => fate === 'works') : [];
      }
    }
    return { ...(await whatIsStored(database)), taken, deaths };
  } finally {
    await other.destroy();
    await drop();
  }
}

/** One second of one worker, as AlertWorker's ticks are. @returns whether there was anything to do */
async function tick(
  database: Database,
  fate: Fate,
  {
    second,
    send,
    deaths,
  }: { readonly second: number; readonly send: Send; readonly deaths: Record<string, number> },
): Promise<boolean> {
  const now = instant(second);
  const run = {
    clock: () => now,
    stopping: () => false,
    onFault: (error: unknown) => {
      throw error;
    },
  };
  try {
    if (fate === 'dies-before-sending') {
      const leased = await leaseDeliveries(database, now, 60, 20, rateLimits);
      if (leased.length > 0) throw new Died();
      return false;
    }
    const deciding = fate === 'dies-deciding' ? doomed(database) : database;
    const swept = second % minute === 0 ? await runDueSweep(deciding, { now, timeZone }) : null;
    const planned = await planDeliveries(deciding, { now, timeZone, statusWords });
    const beats = second % 5 === 0 ? await sendHeartbeats(database, now) : 0;
    const sending = fate === 'dies-after-sending' ? doomedToMark(database) : database;
    const counts = await deliverDue(sending, run, send);
    return swept !== null || planned !== null || beats + counts.sent + counts.postponed + counts.givenUp > 0;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    deaths[fate] = (deaths[fate] ?? 0) + 1;
    return true;
  }
}

/** The same database for a worker that dies before its first transaction ends. */
function doomed(database: Database): Database {
  return withOwn(database, {
    transaction: (work: (tx: Tx) => Promise<unknown>) =>
      database.transaction(async (tx) => {
        const result = await work(tx);
        // Who has found that there is nothing to do lives on.
        if (result === null) return result;
        throw new Died();
      }),
  });
}

/** The same database for a worker that dies before it marks how a sending ended. */
function doomedToMark(database: Database): Database {
  return withOwn(database, {
    query: (text: string, parameters?: unknown[]) =>
      text.includes('update delivery_attempt')
        ? Promise.reject(new Died())
        : database.query(text, parameters),
  });
}

function withOwn(database: Database, own: Readonly<Record<string, unknown>>): Database {
  return new Proxy(database, {
    get: (of, name): unknown => {
      if (typeof name === 'string' && name in own) return own[name];
      const its: unknown = Reflect.get(of, name);
      return typeof its === 'function' ? (its.bind(of) as unknown) : its;
    },
  });
}

async function whatIsStored(database: Database): Promise<Omit<Hour, 'taken' | 'deaths'>> {
  const unfinished: { key: string; count: number }[] = await database.query(
    `select d.key, count(*)::int as count from delivery_attempt a join delivery d on d.id = a.delivery
     where a.outcome is null group by d.key`,
  );
  return {
    events: await database.query(
      `select fingerprint, at, action, reason, numbers, who, comment from alert_event order by id`,
    ),
    episodes: await database.query(
      `select fingerprint, episode, rule, rule_version, subject, state, revision, about, severity, labels, numbers,
         status, from_status, starts_at, changed_at, ends_at, acknowledged_by, acknowledged_at, escalated_to
       from alert order by fingerprint, episode`,
    ),
    logs: await database.query(
      `select receiver, group_key, group_labels, sequence, last_at, told from notification_group
       order by receiver, group_key`,
    ),
    deliveries: await database.query(
      `select key, receiver, group_key as "groupKey", kind, state, created_at as "createdAt", sent_at as "sentAt",
         attempts, last_error as "lastError", message #>> '{notification,reason}' as reason
       from delivery order by receiver, created_at, key`,
    ),
    unfinished: new Map(unfinished.map(({ key, count }) => [key, count])),
  };
}
