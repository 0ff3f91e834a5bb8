import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { Configuration } from '#configuration';
import type { ImportReport } from '#contract';
import { importFile, type ImportContext, type Upload } from '#ingest';
import { copyWithoutIndex, type Database } from '#storage';
import { growthPerByte, growthSentence, liveBytes, type LiveSample, median, watched } from './memory.js';
import { megabytes, ratio, rounded, table } from './ratio.js';
import { indicatorsFor, writeSampleFile } from './sample-file.js';
import { samplePlan, storePlan } from './sample-plan.js';
import { withThrowawayDatabase } from './throwaway-database.js';

/** Columns of the sample file, typed as a bare table would have them. */
const bareColumns =
  'indicator text, area text, period text, value numeric, unit text, status text, released_on date';

/**
 * Imports a file of `rows` sample values the way an upload is imported: new, again, with a tenth of it revised, and
 * as a dry run; prints how much longer that takes than COPY of the same file into a bare table and than reading it
 * with csv-parse, and whether memory grows with the file.
 */
export function benchImport(
  { seedsDir, timeZone }: Configuration,
  rows: number,
  say: (line: string) => void,
): Promise<void> {
  return withThrowawayDatabase(silently, async (database, folder) => {
    const { areas } = await samplePlan(seedsDir, 0);
    const plan = await samplePlan(seedsDir, indicatorsFor(rows, areas.length));
    await storePlan(database, plan.catalogue);
    const first = await writeSampleFile(join(folder, 'first.csv'), plan, rows, null);
    const revised = await writeSampleFile(join(folder, 'revised.csv'), plan, rows, 0);
    const revisedAgain = await writeSampleFile(join(folder, 'revised-again.csv'), plan, rows, 5);
    say(`${rows.toLocaleString('en-US')} 行样例数据 rows of sample data, ${megabytes(first.bytes)}`);

    const context: ImportContext = {
      caller: { name: 'bench', role: 'admin', organisation: null },
      now: () => new Date(),
      timeZone,
    };
    const peers = new Peers(database, first.path);
    await peers.run();
    const imports: Timed[] = [];
    for (const [what, upload] of [
      ['import, all new', first],
      ['import, all unchanged', first],
      ['import, one in ten revised', revised],
      ['dry run, one in ten revised', { ...revisedAgain, dryRun: true }],
    ] as const) {
      const { result, ms, peakBytes } = await watched(() => importFile(database, upload, context));
      imports.push({ what: `${what} (${outcome(result)})`, ms, peakBytes });
      await peers.run();
    }
    const [copyMs, parseMs] = [median(peers.copyMs), median(peers.parseMs)];
    const lines = [
      ['', 'rows/s', 'time / COPY', 'time / csv-parse', 'peak RSS'],
      ...[
        { what: 'COPY into a table without index', ms: copyMs, peakBytes: null },
        { what: 'csv-parse alone', ms: parseMs, peakBytes: null },
        ...imports,
      ].map(({ what, ms, peakBytes }) => [
        what,
        rounded((rows / ms) * 1000),
        ratio(ms, copyMs),
        ratio(ms, parseMs),
        peakBytes === null ? '' : megabytes(peakBytes),
      ]),
    ];
    for (const text of table(lines)) say(text);

    const growth = await growthWhileReading(database, { ...first, dryRun: true }, rows, context);
    say(`内存 Memory ${growthSentence(growth)}`);
  });
}

interface Timed {
  readonly what: string;
  readonly ms: number;
  readonly peakBytes: number;
}

/** What the imports are compared with, run between them, so that what else this machine does falls on both alike. */
class Peers {
  readonly copyMs: number[] = [];
  readonly parseMs: number[] = [];

  constructor(
    private readonly database: Database,
    private readonly path: string,
  ) {}

  async run(): Promise<void> {
    const copy = () => copyWithoutIndex(this.database, bareColumns, createReadStream(this.path));
    this.copyMs.push((await watched(copy)).ms);
    this.parseMs.push((await watched(() => countRecords(this.path))).ms);
  }
}

function outcome({ state, rows }: ImportReport): string {
  const { inserted, revised, unchanged, rejected } = rows;
  return `${state}: ${inserted} + ${revised} + ${unchanged}${rejected > 0 ? `, ${rejected} rejected` : ''}`;
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
  await importFile(database, upload, {
    ...context,
    onProgress: (rowsRead) => {
      if (rowsRead < nextAt) return;
      nextAt = rowsRead + rows / 20;
      samples.push({ rowsRead, liveBytes: liveBytes() });
    },
  });
  return growthPerByte(samples, upload.bytes / rows);
}

/** The database's own progress lines have no place in the table. */
function silently(): void {
  // Nothing to say: a failure is thrown.
}
