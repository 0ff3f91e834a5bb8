import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { Configuration } from '#configuration';
import type { ImportReport } from '#contract';
import { importFile, type ImportContext, type Upload } from '#ingest';
import { copyCsv, forgetImports, type Database } from '#storage';
import { growthPerByte, growthSentence, liveBytes, type LiveSample, median, watched } from './memory.js';
import { megabytes, ratio, rounded, table } from './ratio.js';
import { indicatorsFor, writeSampleFile } from './sample-file.js';
import { samplePlan, storePlan } from './sample-plan.js';
import { startServer, type Server } from './server.js';
import { type Throwaway, withThrowawayDatabase } from './throwaway-database.js';
import { victoriaTimes } from './victoria-metrics.js';

const rounds = 3;

/** Columns of the sample file, typed as a bare table would have them. */
const columns =
  'indicator text, area text, period text, value numeric, unit text, status text, released_on date';
const key = 'primary key (indicator, area, period)';

const what = {
  copyWithKey: 'COPY into a table with the same key',
  copy: 'COPY into an unlogged table without index',
  parse: 'csv-parse alone',
  victoria: 'VictoriaMetrics, all new',
  victoriaAgain: 'VictoriaMetrics, the same file again',
  intoEmpty: 'upload, all new, empty database',
  intoFilled: 'upload, all new, filled database',
  again: 'upload, the same file again',
  revised: 'upload, one in ten revised',
  dryRun: 'dry run, one in ten revised',
} as const;

/**
 * Uploads a file of `rows` sample values to the service over HTTP: new, into a filled database, again, with a tenth of
 * it revised, and as a dry run; prints how its rate compares with COPY of the same file into a table with the same key
 * and with VictoriaMetrics's import of it, and whether memory grows with the file.
 */
export function benchImport(
  configuration: Configuration,
  rows: number,
  say: (line: string) => void,
): Promise<void> {
  return withThrowawayDatabase(silently, async (throwaway) => {
    const files = await sampleFiles(throwaway, configuration.seedsDir, rows);
    say(`${rows.toLocaleString('en-US')} 行样例数据 rows of sample data, ${megabytes(files.first.bytes)}`);
    const times = new Times();
    const server = await startServer(throwaway, configuration);
    try {
      for (let round = 1; round <= rounds; round += 1) {
        await peersRound(throwaway, files.first.path, rows, times);
        await uploadsRound(throwaway.database, server, files, times, round === rounds);
      }
      for (const line of table(times.lines(rows))) say(line);
      for (const line of times.sentences()) say(line);
      const peak = await server.peakBytes();
      if (peak !== null) say(`内存 Memory of the server process at its peak: ${megabytes(peak)}`);
    } finally {
      await server.stop();
    }
    const growth = await growthWhileReading(throwaway.database, files.first, rows, {
      caller: { name: 'bench', role: 'admin', organisation: null },
      now: () => new Date(),
      timeZone: configuration.timeZone,
    });
    say(`内存 Memory ${growthSentence(growth)}`);
  });
}

type Files = Readonly<Record<'first' | 'other' | 'revised' | 'revisedAgain', Upload>>;

async function sampleFiles({ database, folder }: Throwaway, seedsDir: string, rows: number): Promise<Files> {
  const { areas } = await samplePlan(seedsDir, 0);
  const indicators = indicatorsFor(rows, areas.length);
  const plan = await samplePlan(seedsDir, 2 * indicators);
  await storePlan(database, plan.catalogue);
  const write = (name: string, from: number, revision: number | null) =>
    writeSampleFile(join(folder, name), { ...plan, indicators: plan.indicators.slice(from) }, rows, revision);
  return {
    first: await write('first.csv', 0, null),
    other: await write('other.csv', indicators, null),
    revised: await write('revised.csv', 0, 0),
    revisedAgain: await write('revised-again.csv', 0, 5),
  };
}

/** Milliseconds by what took them. */
class Times {
  private readonly all = new Map<string, number[]>();
  private readonly outcomes = new Map<string, string>();

  add(name: string, ms: number, outcome = ''): void {
    this.all.set(name, [...(this.all.get(name) ?? []), ms]);
    this.outcomes.set(name, outcome);
  }

  async time<T>(name: string, work: () => Promise<T>, outcome: (result: T) => string): Promise<void> {
    const { result, ms } = await watched(work);
    this.add(name, ms, outcome(result));
  }

  lines(rows: number): string[][] {
    const [copyMs, victoriaMs] = [this.median(what.copyWithKey), this.median(what.victoria)];
    return [
      ['', 'rows/s', 'rate / COPY with key', 'rate / VictoriaMetrics', 'rounds'],
      ...[...this.all].map(([name, taken]) => [
        [name, this.outcomes.get(name)].filter((part) => part !== '').join(' '),
        rounded((rows / median(taken)) * 1000),
        ratio(copyMs, median(taken)),
        victoriaMs > 0 ? ratio(victoriaMs, median(taken)) : '—',
        String(taken.length),
      ]),
    ];
  }

  sentences(): string[] {
    const ours = this.median(what.intoEmpty);
    const victoria = this.median(what.victoria);
    const copy = ratio(this.median(what.copyWithKey), ours);
    return [
      victoria > 0
        ? `上传的速度是 VictoriaMetrics 的 ${ratio(victoria, ours)}，是带主键 COPY 的 ${copy} An upload of new rows runs at ` +
          `${ratio(victoria, ours)} the rate of VictoriaMetrics and ${copy} that of COPY with the same key.`
        : `上传的速度是带主键 COPY 的 ${copy} An upload of new rows runs at ${copy} the rate of COPY with the same key ` +
          '(victoria-metrics is not installed).',
    ];
  }

  /** 0 of what was not measured. */
  private median(name: string): number {
    return median(this.all.get(name) ?? []);
  }
}

/** What the uploads are compared with, round by round between them, so that what else this machine does falls on all. */
async function peersRound(throwaway: Throwaway, path: string, rows: number, times: Times): Promise<void> {
  const { database } = throwaway;
  const nothing = () => '';
  const csv = () => createReadStream(path);
  await times.time(what.copyWithKey, () => copyCsv(database, 'table', `${columns}, ${key}`, csv()), nothing);
  const victoria = await victoriaTimes(throwaway, path, rows);
  if (victoria) {
    times.add(what.victoria, victoria.newMs);
    times.add(what.victoriaAgain, victoria.againMs);
  }
  await times.time(what.copy, () => copyCsv(database, 'unlogged table', columns, csv()), nothing);
  await times.time(what.parse, () => countRecords(path), nothing);
}

async function uploadsRound(
  database: Database,
  server: Server,
  files: Files,
  times: Times,
  isLast: boolean,
): Promise<void> {
  await forgetImports(database);
  const upload = (name: string, file: Upload) => times.time(name, () => server.upload(file), countsOf);
  await upload(what.intoEmpty, files.first);
  await upload(what.intoFilled, files.other);
  await upload(what.again, files.first);
  if (!isLast) return;
  await upload(what.revised, files.revised);
  await upload(what.dryRun, { ...files.revisedAgain, dryRun: true });
}

/** How many rows were new, revised and unchanged. */
function countsOf({ rows }: ImportReport): string {
  return `(${rows.inserted} + ${rows.revised} + ${rows.unchanged})`;
}

async function countRecords(path: string): Promise<number> {
  let count = 0;
  const records: AsyncIterable<string[]> = createReadStream(path).pipe(parse());
  for await (const record of records) count += record.length > 0 ? 1 : 0;
  return count;
}

/** A run of its own: collecting garbage along the way would slow the runs that are timed. */
async function growthWhileReading(
  database: Database,
  upload: Upload,
  rows: number,
  context: ImportContext,
): Promise<number | null> {
  const samples: LiveSample[] = [];
  let nextAt = rows / 20;
  await importFile(
    database,
    { ...upload, dryRun: true },
    {
      ...context,
      onProgress: ({ rowsRead }) => {
        if (rowsRead < nextAt) return;
        nextAt = rowsRead + rows / 20;
        samples.push({ rowsRead, liveBytes: liveBytes() });
      },
    },
  );
  return growthPerByte(samples, upload.bytes / rows);
}

/** The database's own progress lines have no place in the table. */
function silently(): void {
  // Nothing to say: a failure is thrown.
}
