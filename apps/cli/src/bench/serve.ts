import type { Configuration } from '#configuration';
import { backendOf, inTransaction, migrate, openDatabase, type Database } from '#storage';
import { dayInZone } from '#time-period';
import { peakBytesOf, run, until, type Running } from './child-process.js';
import { median } from './memory.js';
import { megabytes, ratio, rounded, table } from './ratio.js';
import { samplePlan, storePlan } from './sample-plan.js';
import { firstMonth } from './sample-targets.js';
import { copyToVictoria, sampleSeries, storeSeries, valuesPerSeries } from './serve-data.js';
import { askOnce, httpRequest, load, type LoadResult } from './serve-load.js';
import { parentOf, processorSeconds } from './serve-processor-time.js';
import { grafanaBody, manySeries, panelsOf, rangeQuery, zipf, type Panel } from './serve-questions.js';
import { serverScript, startServer, type Server } from './server.js';
import { withThrowawayDatabase, type Throwaway } from './throwaway-database.js';
import { startVictoria, type Victoria } from './victoria-metrics.js';

const connections = 16;
const rounds = 3;
/** Panels of dashboards that are on screens all day, and asked again and again. */
const repeatedPanels = 1000;
const tenYearsMs = 10 * 365.25 * 86_400_000;

/** Whom the panels are asked, and how. */
interface Contender {
  readonly name: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number | undefined;
  /** Whether Postgres works for it. */
  readonly usesPostgres: boolean;
  /** Its next request. */
  readonly next: () => Buffer;
}

/**
 * Asks the service for panels of one and of twenty series as Grafana's JSON source asks, on 16 connections at once:
 * panels that nobody asked for before, then panels that are asked again and again; beside the same values read by a
 * bare query and sent by a bare server, beside VictoriaMetrics (where it is installed), and beside the service on a
 * tenth of the values, each turn by turn.
 */
export function benchServe(
  configuration: Configuration,
  { series: count, seconds }: { readonly series: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<void> {
  return withThrowawayDatabase(silently, async (throwaway) => {
    const { database } = throwaway;
    const { areas } = await samplePlan(configuration.seedsDir, 0);
    const plan = await samplePlan(configuration.seedsDir, Math.ceil(count / areas.length));
    const first = firstMonth(dayInZone(new Date(), configuration.timeZone), valuesPerSeries);
    const stored = async (on: Database, series: number) => {
      await storePlan(on, plan.catalogue);
      const all = sampleSeries(plan, series);
      const ids = await storeSeries(on, all, first);
      return { ids, panels: panelsOf(all, ids) };
    };
    const stops: (() => Promise<void>)[] = [];
    try {
      const { ids, panels } = await stored(database, count);
      const server = await startServer(throwaway, configuration);
      stops.push(() => server.stop());
      await expectPoints(server, panels);

      const tenth = await anotherDatabase(throwaway);
      stops.push(() => tenth.database.destroy());
      const ofTenth = await stored(tenth.database, Math.ceil(count / 10));
      const small = await startServer(tenth, configuration);
      stops.push(() => small.stop());

      const bare = await startBare(throwaway);
      stops.push(() => bare.stop());
      const victoria = await startVictoria(throwaway);
      if (victoria) {
        stops.push(() => victoria.stop());
        await copyToVictoria(database, victoria, ids);
        await expectRange(victoria, panels);
      }
      say(
        `${(count * valuesPerSeries).toLocaleString('en-US')} 个样例值 sample values in ${count.toLocaleString('en-US')} ` +
          `series; panels of 1 and (one in five) of ${manySeries} series by Zipf's law, ${connections} connections`,
      );
      const contenders = [
        fresh(server, panels, names.fresh),
        fresh(small, ofTenth.panels, names.freshOfTenth),
        bareContender(bare, panels),
        ...(victoria ? [victoriaContender(victoria, panels, 'nothing cached')] : []),
        repeated(server, panels),
        ...(victoria ? [victoriaContender(victoria, panels, 'repeated')] : []),
      ];
      const results = await measured(contenders, await measureOn(database, seconds * 1000));
      for (const line of lines(results, victoria !== null)) say(line);
      await sayPeaks(
        [
          ['service', server.process],
          ['bare server', bare.process],
          ...(victoria ? ([['VictoriaMetrics', victoria.process]] as const) : []),
        ],
        say,
      );
      const p99 = (name: string) => results.find((result) => result.name === name)?.p99 ?? 0;
      say(
        `p99, nothing cached, ten times as many values: ${ratio(p99(names.fresh), p99(names.freshOfTenth))}`,
      );
    } finally {
      for (const stop of stops.toReversed()) await stop();
    }
  });
}

const names = {
  fresh: 'service, nothing cached',
  freshOfTenth: 'service, nothing cached, a tenth of the values',
  bare: 'bare query, bare server',
  repeated: 'service, repeated',
} as const;

/** A second database in the same Postgres, so that both sizes can be asked turn by turn. */
async function anotherDatabase({ database, ...place }: Throwaway): Promise<Throwaway> {
  await database.query('create database tenth');
  const url = new URL(place.url);
  url.pathname = '/tenth';
  const other = await openDatabase(url.href);
  await migrate(other);
  return { ...place, url: url.href, database: other };
}

interface Measured extends LoadResult {
  readonly name: string;
  /** Processor time per thousand requests: of the process that answers, and of Postgres for it. */
  readonly processorSeconds: number;
  readonly postgresSeconds: number;
}

type Measure = (contender: Contender) => Promise<Measured>;

async function measureOn(database: Database, milliseconds: number): Promise<Measure> {
  // Every backend is a child of the same process.
  const postgres = await parentOf(await inTransaction(database, backendOf));
  return async ({ name, url, pid, usesPostgres, next }) => {
    const before = [await processorSeconds(pid), await processorSeconds(postgres)] as const;
    const result = await load(url, { connections, milliseconds }, next);
    const after = [await processorSeconds(pid), await processorSeconds(postgres)] as const;
    const perThousand = (seconds: number) => (seconds / result.requests) * 1000;
    return {
      ...result,
      name,
      processorSeconds: perThousand(after[0] - before[0]),
      postgresSeconds: usesPostgres ? perThousand(after[1] - before[1]) : 0,
    };
  };
}

/** Turn by turn, the first turn as a warm-up, so that what else this machine does falls on all alike; medians. */
async function measured(contenders: readonly Contender[], measure: Measure): Promise<Measured[]> {
  const all = contenders.map((): Measured[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [at, contender] of contenders.entries()) {
      const result = await measure(contender);
      if (round > 0) all[at]?.push(result);
    }
  return all.map((results) => {
    const of = (value: (result: Measured) => number) => median(results.map(value));
    return {
      name: results[0]?.name ?? '',
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      requestsPerSecond: of((result) => result.requestsPerSecond),
      p50: of((result) => result.p50),
      p99: of((result) => result.p99),
      bytes: of((result) => result.bytes / result.requests),
      processorSeconds: of((result) => result.processorSeconds),
      postgresSeconds: of((result) => result.postgresSeconds),
    };
  });
}

let asked = 0;

/** Every question asks for another number of points, more than there are: it is in no cache, and its answer the same. */
function fresh(server: Server, panels: readonly Panel[], name: string): Contender {
  const draw = zipf(panels.length, 1);
  const to = Date.now();
  return {
    name,
    url: server.url,
    pid: server.process.pid,
    usesPostgres: true,
    next: () => {
      asked += 1;
      return toGrafana(server, panels[draw()]!, to, asked, 2 * valuesPerSeries + asked);
    },
  };
}

function repeated(server: Server, panels: readonly Panel[]): Contender {
  const to = Date.now();
  const requests = repeatedOf(panels).map((panel, number) => toGrafana(server, panel, to, number, 1000));
  const draw = zipf(requests.length, 2);
  return {
    name: names.repeated,
    url: server.url,
    pid: server.process.pid,
    usesPostgres: true,
    next: () => requests[draw()]!,
  };
}

function bareContender(bare: Bare, panels: readonly Panel[]): Contender {
  const draw = zipf(panels.length, 1);
  return {
    name: names.bare,
    url: bare.url,
    pid: bare.process.pid,
    usesPostgres: true,
    next: () => httpRequest(`${bare.url}/?ids=${panels[draw()]!.seriesIds.join(',')}`, { method: 'GET' }),
  };
}

function victoriaContender(
  { url, process }: Victoria,
  panels: readonly Panel[],
  how: 'nothing cached' | 'repeated',
): Contender {
  const to = Date.now();
  const requestOf = (panel: Panel) => {
    const query = rangeQuery(panel, { from: to - tenYearsMs, to });
    if (how === 'nothing cached') query.set('nocache', '1');
    return httpRequest(`${url}/api/v1/query_range?${query}`, { method: 'GET' });
  };
  const requests = how === 'repeated' ? repeatedOf(panels).map(requestOf) : null;
  const draw = zipf(requests?.length ?? panels.length, requests ? 2 : 1);
  return {
    name: `VictoriaMetrics, ${how}`,
    url,
    pid: process.pid,
    usesPostgres: false,
    next: () => (requests ? requests[draw()]! : requestOf(panels[draw()]!)),
  };
}

function repeatedOf(panels: readonly Panel[]): Panel[] {
  const draw = zipf(panels.length, 3);
  const places = new Set<number>();
  while (places.size < Math.min(repeatedPanels, panels.length / 2)) places.add(draw());
  return [...places].map((place) => panels[place]!);
}

function toGrafana(server: Server, panel: Panel, to: number, number: number, maxDataPoints: number): Buffer {
  return httpRequest(`${server.url}/grafana/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: grafanaBody(panel, { from: to - tenYearsMs, to, number, maxDataPoints }),
  });
}

/** Whether the service answers with the values: every point of the first panels. */
async function expectPoints(server: Server, panels: readonly Panel[]): Promise<void> {
  for (const panel of panels.slice(0, 2)) {
    const text = await askOnce(server.url, toGrafana(server, panel, Date.now(), 0, 1000));
    const frames = JSON.parse(text) as { datapoints: [number | null, number][] }[];
    const points = frames.map(({ datapoints }) => datapoints.filter(([value]) => value !== null).length);
    if (points.length !== panel.areas.length || points.some((of) => of !== valuesPerSeries))
      throw new Error(
        `A panel of ${panel.areas.length} series has these numbers of points: ${points.join(', ')}`,
      );
  }
}

/** Whether VictoriaMetrics answers with about as many: its steps are of equal length, months are not. */
async function expectRange({ url }: Victoria, panels: readonly Panel[]): Promise<void> {
  const to = Date.now();
  const [panel] = panels as [Panel];
  const query = rangeQuery(panel, { from: to - tenYearsMs, to });
  const answer = (await (await fetch(`${url}/api/v1/query_range?${query}`)).json()) as {
    data: { result: { values: unknown[] }[] };
  };
  const points = answer.data.result.map(({ values }) => values.length);
  if (points.length !== panel.areas.length || points.some((of) => of < valuesPerSeries * 0.95))
    throw new Error(`VictoriaMetrics has these numbers of points: ${points.join(', ')}`);
}

interface Bare extends Running {
  readonly url: string;
}

const bareScript = serverScript.replace(/server\/src\/main\.js$/, 'cli/src/bench/serve-bare.js');

async function startBare({ folder, url, interrupted }: Throwaway): Promise<Bare> {
  const place = { folder, environment: { DATABASE_URL: url }, interrupted };
  const running = await run(process.execPath, [bareScript], place);
  if (running === null) throw new Error(`Node.js is not at ${process.execPath} any more`);
  const address = await until(running, () => /running at (http:\S+)/.exec(running.output())?.[1] ?? null);
  return { ...running, url: address };
}

function lines(results: readonly Measured[], hasVictoria: boolean): string[] {
  const rateOf = (name: string) => results.find((one) => one.name === name)?.requestsPerSecond ?? 0;
  return table([
    [
      '',
      'requests/s',
      'rate / bare',
      ...(hasVictoria ? ['rate / VM, nothing cached', 'rate / VM, repeated'] : []),
      'p50 ms',
      'p99 ms',
      'CPU s/1000',
      'of Postgres',
      'kB/answer',
    ],
    ...results.map((one) => [
      one.name,
      rounded(one.requestsPerSecond),
      ratio(one.requestsPerSecond, rateOf(names.bare)),
      ...(hasVictoria
        ? [
            ratio(one.requestsPerSecond, rateOf('VictoriaMetrics, nothing cached')),
            ratio(one.requestsPerSecond, rateOf('VictoriaMetrics, repeated')),
          ]
        : []),
      one.p50.toFixed(1),
      one.p99.toFixed(1),
      one.processorSeconds.toFixed(2),
      one.postgresSeconds.toFixed(2),
      (one.bytes / 1000).toFixed(1),
    ]),
  ]);
}

async function sayPeaks(
  processes: readonly (readonly [name: string, process: Running['process']])[],
  say: (line: string) => void,
): Promise<void> {
  const peaks: string[] = [];
  for (const [name, process] of processes) {
    const bytes = await peakBytesOf(process);
    if (bytes !== null) peaks.push(`${name} ${megabytes(bytes)}`);
  }
  if (peaks.length > 0) say(`内存 Memory at its peak: ${peaks.join(', ')}`);
}

function silently(): void {
  // How the database starts is no part of the figures.
}
