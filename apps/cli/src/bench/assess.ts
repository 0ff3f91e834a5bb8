import { join } from 'node:path';
import { assess } from '#assessment';
import type { Configuration } from '#configuration';
import { importFile } from '#ingest';
import {
  readJudgementInputsInPortions,
  recordJudgements,
  type JudgementInputs,
  type RecordedJudgements,
} from '#monitoring';
import {
  inTransaction,
  loadSampleSeries,
  loadSampleTargets,
  lockJudgement,
  readBare,
  reviseSampleSeries,
  type Database,
  type Tx,
} from '#storage';
import { dayInZone, type Day } from '#time-period';
import { median, watched, type Watched } from './memory.js';
import { megabytes, ratio, table } from './ratio.js';
import { writeSampleFile } from './sample-file.js';
import { samplePlan, storePlan, type SamplePlan } from './sample-plan.js';
import { firstMonth, monthsPerTarget, sampleCatalogue, sampleTargets } from './sample-targets.js';
import { withThrowawayDatabase, type Throwaway } from './throwaway-database.js';

/** Loaded, and read by the bare query, at a time. */
const portion = 1000;
const onePerCent = 100;
/** Not due yet, so that a revised value changes its verdict. */
const oneOfThem = 'sample-2';

/** What was loaded: the codes of the targets in the order in which they are judged, each with its series' id. */
type Loaded = readonly { readonly code: string; readonly seriesId: string }[];

/**
 * Judges so many sample targets on series of 120 values each, as a sweep does: at first, when every verdict is new, then
 * again, and with one series in a hundred revised. Prints how long reading, judging and writing take, how much longer
 * the whole takes than reading the same values by a bare query, and how quickly an upload of one value is judged.
 */
export function benchAssess(
  { seedsDir, timeZone }: Configuration,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  return withThrowawayDatabase(silently, async (throwaway) => {
    const { database } = throwaway;
    const { areas } = await samplePlan(seedsDir, 0);
    const plan = await samplePlan(seedsDir, Math.ceil(count / areas.length));
    const today = dayInZone(new Date(), timeZone);
    const loaded = await load(database, plan, count, today);
    say(
      `${number(count)} 个样例目标 sample targets on as many series, ${number(count * monthsPerTarget)} values`,
    );

    const bareMs = [await readAllBare(database, loaded)];
    /** A sweep between two bare readings: what else the machine does meanwhile concerns both. */
    const flankedSweep = async (name: string) => {
      const { whole, writingMs, comparingMs } = await sweep(database, timeZone);
      bareMs.push(await readAllBare(database, loaded));
      const besideMs = (bareMs.at(-1)! + bareMs.at(-2)!) / 2;
      return {
        result: whole.result,
        lines: [
          [`sweep, ${name}`, ...times(whole.ms, count, besideMs), number(whole.result.recorded)],
          ['  of it comparing with the verdicts recorded last', ...times(comparingMs, count, besideMs)],
          ['  of it writing', ...times(writingMs, count, besideMs)],
        ],
      };
    };
    const first = await flankedSweep('every verdict new');
    const again = await flankedSweep('nothing changed');
    await reviseSampleSeries(database, idsOf(loaded.filter((_, index) => index % onePerCent === 0)));
    const revised = await flankedSweep('one series in a hundred revised');
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    const parts = await readAndJudge(database, timeZone);

    const usualMs = median(bareMs);
    const lines = [
      ['', 'seconds', 'µs/target', 'time / bare query', 'recorded'],
      ['bare query, every value a row, a thousand series at a time', ...times(usualMs, count, usualMs)],
      ['reading alone, as the sweep reads', ...times(parts.readingMs, count, usualMs)],
      ['judging alone', ...times(parts.judgingMs, count, usualMs)],
      ...[first, again, revised].flatMap((one) => one.lines),
    ];
    for (const text of table(lines)) say(text);
    say(`判断 Verdicts ${statuses(again.result)}; ${number(parts.forecasts)} with a forecast`);
    say(`内存 Memory of this process at its peak, to the end of the sweeps: ${megabytes(peakBytes)}`);
    await oneSeries(throwaway, plan, loaded, timeZone, say);
  });
}

async function load(database: Database, plan: SamplePlan, count: number, today: Day): Promise<Loaded> {
  await storePlan(database, sampleCatalogue(plan));
  const months = { first: firstMonth(today, monthsPerTarget), count: monthsPerTarget };
  const loaded: { code: string; seriesId: string }[] = [];
  for (let from = 0; from < count; from += portion) {
    const some = sampleTargets(plan, { from, count: Math.min(portion, count - from) }, today);
    const targets = some.map(({ target }) => target);
    await inTransaction(database, (tx) => loadSampleTargets(tx, targets));
    const ids = await loadSampleSeries(
      database,
      some.map(({ series }) => series),
      months,
    );
    loaded.push(...targets.map(({ code }, index) => ({ code, seriesId: ids[index] ?? '' })));
  }
  // What autovacuum does by itself a minute after an import.
  await database.query('vacuum analyze');
  return loaded.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** How long it takes, in ms. */
async function readAllBare(database: Database, loaded: Loaded): Promise<number> {
  const begun = performance.now();
  for (let from = 0; from < loaded.length; from += portion)
    await readBare(database, idsOf(loaded.slice(from, from + portion)));
  return performance.now() - begun;
}

interface Sweep {
  readonly whole: Watched<RecordedJudgements>;
  readonly comparingMs: number;
  readonly writingMs: number;
}

/** What sweepNow does, with the time of its statements. */
async function sweep(database: Database, timeZone: string): Promise<Sweep> {
  const times = { comparingMs: 0, writingMs: 0 };
  const whole = await watched(() =>
    inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      const timed = timedBy(tx, (statement, ms) => {
        if (/^\s*insert/.test(statement)) times.writingMs += ms;
        else if (/\bfrom assessment\b/.test(statement)) times.comparingMs += ms;
      });
      return recordJudgements(timed, { now: new Date(), timeZone, cause: 'sweep', importId: null });
    }),
  );
  return { whole, ...times };
}

/** The same transaction, with the time of every statement until it has answered. */
function timedBy(tx: Tx, tell: (statement: string, ms: number) => void): Tx {
  const query: Tx['query'] = async (statement, parameters) => {
    const begun = performance.now();
    try {
      return await tx.query(statement, parameters);
    } finally {
      tell(statement, performance.now() - begun);
    }
  };
  return new Proxy(tx, {
    get: (of, name): unknown => (name === 'query' ? query : Reflect.get(of, name)),
  });
}

/** The two halves of a sweep, which overlap in one, after each other. */
async function readAndJudge(
  database: Database,
  timeZone: string,
): Promise<{ readingMs: number; judgingMs: number; forecasts: number }> {
  const total = { readingMs: 0, judgingMs: 0, forecasts: 0 };
  const options = { asOf: new Date(), timeZone, known: 'now' } as const;
  let begun = performance.now();
  for await (const inputs of readJudgementInputsInPortions(database.manager, options)) {
    const read = performance.now();
    total.readingMs += read - begun;
    total.forecasts += judgedWithForecast(inputs);
    begun = performance.now();
    total.judgingMs += begun - read;
  }
  return total;
}

function judgedWithForecast(inputs: readonly JudgementInputs[]): number {
  let forecasts = 0;
  for (const { spec, observations, day } of inputs)
    if (assess(spec, observations, day).forecast) forecasts += 1;
  return forecasts;
}

/** Uploads one value; then judges what a revision of the same series bears on, as an import's transaction does. */
async function oneSeries(
  { database, folder }: Throwaway,
  plan: SamplePlan,
  loaded: Loaded,
  timeZone: string,
  say: (line: string) => void,
): Promise<void> {
  const upload = await writeSampleFile(join(folder, 'one.csv'), plan, 1, null);
  const caller = { name: 'bench', role: 'admin', organisation: null } as const;
  const uploaded = await watched(() =>
    importFile(database, upload, { caller, now: () => new Date(), timeZone }),
  );
  const seriesIds = idsOf(loaded.filter(({ code }) => code === oneOfThem));
  await reviseSampleSeries(database, seriesIds);
  const judged = await watched(() =>
    inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      return recordJudgements(tx, { now: new Date(), timeZone, cause: 'import', importId: null, seriesIds });
    }),
  );
  say(
    `一个系列 One series of ${number(loaded.length)}: judges ${judgedCount(judged.result)} target(s), records ` +
      `${judged.result.recorded}, in ${judged.ms.toFixed(0)} ms; ` +
      `an upload of one value takes ${uploaded.ms.toFixed(0)} ms in all`,
  );
}

/** Seconds, microseconds per target, and how many times as long as the bare reading. */
const times = (ms: number, count: number, bareMs: number) => [
  (ms / 1000).toFixed(ms < 9950 ? 1 : 0),
  ((ms / count) * 1000).toFixed(0),
  ratio(ms, bareMs),
];
const idsOf = (loaded: Loaded) => loaded.map(({ seriesId }) => seriesId);
const number = (of: number) => of.toLocaleString('en-US');
const judgedCount = ({ counts }: RecordedJudgements) =>
  Object.values(counts).reduce((sum, of) => sum + of, 0);
const statuses = ({ counts }: RecordedJudgements) =>
  Object.entries(counts)
    .map(([status, of]) => `${status} ${number(of)}`)
    .join(', ');

function silently(): void {
  // How the database starts is no part of the figures.
}
