import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StatusWords } from '#alerting';
import type { Configuration } from '#configuration';
import { type Catalogue, receiverSchema } from '#contract';
import { loadSeeds } from '#ingest';
import { changeDue, planDeliveries, runDueSweep, sweepNow } from '#monitoring';
import {
  countDeliveries,
  inTransaction,
  readAlertRules,
  saveAlertRule,
  saveReceiver,
  type Database,
} from '#storage';
import { dayInZone, nextPeriod, periodContaining, type Day } from '#time-period';
import { run, until, type Running } from './child-process.js';
import { median, watched } from './memory.js';
import { megabytes, ratio, rounded, table } from './ratio.js';
import { samplePlan, storePlan } from './sample-plan.js';
import { firstMonth, monthsPerTarget } from './sample-targets.js';
import { serverScript, startServer, type Server } from './server.js';
import { loadSlippingTargets, slippingCatalogue, type SlippingTarget } from './slipping-targets.js';
import { withThrowawayDatabase, type Throwaway } from './throwaway-database.js';

/** As many at a time as the service sends. */
const sentAtOnce = 20;
const patienceMs = 120_000;

interface Sizes {
  /** How many alerts fire at once. */
  readonly alerts: number;
  readonly receivers: number;
  /** How many slips are followed one by one, with nothing else firing and with all the others. */
  readonly slips: number;
}

/**
 * Lets so many targets slip in one sweep: how long the sweep takes, and to plan who is told; how many messages a second
 * the running service sends to a local receiver, beside a bare loop of fetch to the same receiver. And uploads single
 * values that make one target slip: how long from the upload until the message arrives, by the service's own ticks.
 */
export function benchAlerts(
  configuration: Configuration,
  { alerts, receivers, slips }: Sizes,
  say: (line: string) => void,
): Promise<void> {
  const { seedsDir, timeZone } = configuration;
  return withThrowawayDatabase(silently, async (throwaway) => {
    const { database } = throwaway;
    const count = alerts + 2 * slips;
    const { areas } = await samplePlan(seedsDir, 0);
    const plan = await samplePlan(seedsDir, Math.ceil(count / areas.length));
    const today = dayInZone(new Date(), timeZone);
    await loadPlan(throwaway, configuration, slippingCatalogue(plan, 2 * slips));
    const targets = await loadSlippingTargets(database, plan, { count, alone: 2 * slips }, today);
    const receiver = await startReceiver(throwaway);
    try {
      await sweepNow(database, { now: new Date(), timeZone, cause: 'sweep' });
      await enableReceivers(database, receiver.url, receivers, 1);
      say(`${number(alerts)} 个预警 alerts to ${receivers} receivers; ${number(count)} targets`);

      const stage = { throwaway, configuration, receiver, today };
      const few = await followSlips(stage, targets.slice(0, slips));
      const many = await tellAtOnce(stage, targets.slice(2 * slips), receivers, say);
      await enableReceivers(database, receiver.url, receivers, 1);
      const among = await followSlips(stage, targets.slice(slips, 2 * slips));

      for (const line of table([
        ['from upload to arrival of one slip, ms', 'p50', 'p99', 'longest', 'of it the upload, p50'],
        [`nothing else fires (${slips} slips)`, ...latencies(few)],
        [`${number(many)} others fire (${slips} slips)`, ...latencies(among)],
      ]))
        say(line);
    } finally {
      await receiver.stop();
    }
  });
}

/**
 * Loads the plan as the service does when it first starts, so that it does not do so while it is measured, and of its
 * rules leaves none: what is measured then does not hang on the plan.
 */
async function loadPlan(
  { database }: Throwaway,
  { seedsDir, timeZone }: Configuration,
  catalogue: Catalogue,
): Promise<void> {
  const now = new Date();
  await loadSeeds(database, seedsDir, { now: () => now, timeZone });
  await storePlan(database, catalogue);
  await inTransaction(database, async (tx) => {
    for (const rule of await readAlertRules(tx))
      await saveAlertRule(
        tx,
        { ...rule, version: rule.version + 1, enabled: false },
        { at: now, by: 'bench' },
      );
  });
}

interface Stage {
  readonly throwaway: Throwaway;
  readonly configuration: Configuration;
  readonly receiver: Receiver;
  readonly today: Day;
}

/** Lets all targets slip and everybody hear of it. @returns how many fire */
async function tellAtOnce(
  { throwaway, configuration, receiver }: Stage,
  targets: readonly SlippingTarget[],
  receivers: number,
  say: (line: string) => void,
): Promise<number> {
  const { database } = throwaway;
  const { timeZone } = configuration;
  await enableReceivers(database, receiver.url, receivers, receivers);
  const arrivedBefore = (await receiver.arrivals(0)).length;
  await worsen(
    database,
    targets.map(({ seriesId }) => seriesId),
  );
  const swept = await watched(() => sweepNow(database, { now: new Date(), timeZone, cause: 'sweep' }));
  const planned = await watched(() => planDeliveries(database, { now: new Date(), timeZone, statusWords }));
  const { fired } = swept.result.alerts;
  if (fired !== targets.length)
    throw new Error(`Not all but ${fired} of ${targets.length} targets have slipped`);
  const { due = 0 } = await countDeliveries(database.manager);

  const server = await startServer(throwaway, configuration);
  let peakBytes: number | null;
  try {
    await untilTrue(async () => ((await countDeliveries(database.manager))['due'] ?? 0) === 0);
    peakBytes = await server.peakBytes();
  } finally {
    await server.stop();
  }
  const arrived = (await receiver.arrivals(arrivedBefore)).slice(0, due);
  const seconds = (arrived.at(-1)!.at - arrived[0]!.at) / 1000;
  const rate = (arrived.length - 1) / seconds;
  const bytes = median(arrived.map((one) => one.bytes));
  const bareRate = await fetchBare(receiver.url, arrived.length, bytes);
  for (const line of table([
    ['', 'messages/s', 'rate / bare', 'kB/message'],
    [`bare fetch, ${sentAtOnce} at a time`, rounded(bareRate), ratio(1, 1), (bytes / 1000).toFixed(1)],
    ['service, from its outbox', rounded(rate), ratio(rate, bareRate), (bytes / 1000).toFixed(1)],
  ]))
    say(line);
  say(
    `一次判断 One sweep: ${number(fired)} alerts fired, ${(swept.ms / 1000).toFixed(1)} s; ` +
      `planning who is told: ${number(planned.result ?? 0)} messages, ${(planned.ms / 1000).toFixed(1)} s`,
  );
  say(
    `内存 Memory at its peak: sweeping ${megabytes(swept.peakBytes)}, planning ${megabytes(planned.peakBytes)}` +
      (peakBytes === null ? '' : `, the service that sent ${megabytes(peakBytes)}`),
  );
  return fired;
}

/** Makes the newest value of each series a tenth of itself. */
async function worsen(database: Database, seriesIds: readonly string[]): Promise<void> {
  await database.query(
    `update observation o set value = round(o.value / 10, 2) from unnest($1::bigint[]) s(id)
     where o.series_id = s.id
       and o.period_start = (select max(period_start) from observation where series_id = s.id)`,
    [seriesIds],
  );
}

/** So many posts of so many bytes, as many at a time as the service sends. @returns posts a second */
async function fetchBare(url: string, count: number, bytes: number): Promise<number> {
  const body = JSON.stringify({ filling: 'x'.repeat(Math.max(0, bytes - 14)) });
  let left = count;
  const post = async () => {
    for (; left > 0;) {
      left -= 1;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.text();
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: sentAtOnce }, post));
  return count / ((performance.now() - begun) / 1000);
}

/** How long one slip took, in ms. */
interface Followed {
  readonly uploadMs: number;
  readonly arrivalMs: number;
}

/** Uploads a value for one target after the other, and waits for the message about it. */
async function followSlips(
  { throwaway, configuration, receiver, today }: Stage,
  targets: readonly SlippingTarget[],
): Promise<Followed[]> {
  const { database } = throwaway;
  const { timeZone } = configuration;
  // The slip is to be told by what follows its import, and not to wait for the hour's sweep of everything.
  await runDueSweep(database, { now: new Date(), timeZone });
  await planDeliveries(database, { now: new Date(), timeZone, statusWords });
  const server = await startServer(throwaway, configuration);
  const followed: Followed[] = [];
  try {
    for (const [index, target] of targets.entries()) {
      // Ticks come once a second: a slip falls anywhere between two.
      await delay((index * 617) % 1000);
      const one = await followSlip(server, receiver, await slipFile(throwaway.folder, target, today), target);
      followed.push(one);
    }
  } finally {
    await server.stop();
  }
  return followed;
}

async function followSlip(
  server: Server,
  receiver: Receiver,
  file: Parameters<Server['upload']>[0],
  { code }: SlippingTarget,
): Promise<Followed> {
  const from = (await receiver.arrivals(0)).length;
  const begun = Date.now();
  await server.upload(file);
  const uploadMs = Date.now() - begun;
  let arrivalMs = 0;
  await untilTrue(async () => {
    const arrival = (await receiver.arrivals(from)).find(({ targets }) => targets.includes(code));
    if (arrival) arrivalMs = arrival.at - begun;
    return arrival !== undefined;
  });
  return { uploadMs, arrivalMs };
}

/** A file with the newest month of one series, far below what it was. */
async function slipFile(folder: string, { code, indicator, area }: SlippingTarget, today: Day) {
  let month = periodContaining(firstMonth(today, monthsPerTarget), 'M');
  for (let count = 1; count < monthsPerTarget; count += 1) month = nextPeriod(month);
  const csv =
    'indicator,ref_area,time_period,obs_value,unit,obs_status,released_on\n' +
    `${indicator},${area},${month.start.slice(0, 7)},1.5,点,A,${today}\n`;
  const path = join(folder, `${code}.csv`);
  await writeFile(path, csv);
  const sha256 = createHash('sha256').update(csv).digest('hex');
  return {
    path,
    name: `${code}.csv`,
    bytes: Buffer.byteLength(csv),
    sha256,
    dryRun: false,
    onError: 'reject',
  } as const;
}

function latencies(followed: readonly Followed[]): string[] {
  const sorted = followed.map(({ arrivalMs }) => arrivalMs).toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const upload = median(followed.map(({ uploadMs }) => uploadMs));
  return [at(0.5), at(0.99), at(1), upload].map((ms) => ms.toFixed(0));
}

/** So many webhook receivers at one address, the first `enabled` of them enabled. */
async function enableReceivers(
  database: Database,
  url: string,
  count: number,
  enabled: number,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const told = { organisations: [], digest: null, quiet: null, maxAlerts: 20 };
      const name = `sample-${String(index + 1).padStart(3, '0')}`;
      const receiver = { ...told, name, channel: 'webhook', url, enabled: index < enabled };
      await saveReceiver(tx, receiverSchema.parse(receiver));
    }
    await changeDue(tx);
  });
}

interface Arrival {
  /** ms since the epoch. */
  readonly at: number;
  readonly bytes: number;
  readonly targets: readonly string[];
}

interface Receiver extends Running {
  readonly url: string;
  /** What has arrived, from the n-th on. */
  arrivals(from: number): Promise<Arrival[]>;
}

const receiverScript = serverScript.replace(/server\/src\/main\.js$/, 'cli/src/bench/alert-receiver.js');

async function startReceiver({ folder, interrupted }: Throwaway): Promise<Receiver> {
  const running = await run(process.execPath, [receiverScript], { folder, environment: {}, interrupted });
  if (running === null) throw new Error(`Node.js is not at ${process.execPath} any more`);
  const url = await until(running, () => /running at (http:\S+)/.exec(running.output())?.[1] ?? null);
  return {
    ...running,
    url,
    arrivals: async (from) => (await (await fetch(`${url}/?from=${from}`)).json()) as Arrival[],
  };
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await look())) {
    if (Date.now() > giveUpAt) throw new Error('A message that was promised has not arrived in time');
    await delay(5);
  }
}

const number = (of: number) => of.toLocaleString('en-US');

const word = (text: string) => ({ zh: text, en: text });
const statusWords: StatusWords = {
  achieved: word('achieved'),
  onTrack: word('onTrack'),
  atRisk: word('atRisk'),
  offTrack: word('offTrack'),
  movingAway: word('movingAway'),
  missed: word('missed'),
  notAssessed: word('notAssessed'),
};

function silently(): void {
  // How the database starts is no part of the figures.
}
