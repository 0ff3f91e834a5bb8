import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '#configuration';
import { AppError, type ImportReport } from '#contract';
import { importFile, type Upload } from '#ingest';
import { observationDigest, type Database, type ObservationDigest } from '#storage';
import { samplePlan, storePlan } from '../bench/sample-plan.js';
import { withThrowawayDatabase } from '../bench/throwaway-database.js';
import { mutated, mutatedInside, randomFrom, type Random } from './mutate.js';

export interface FuzzOptions {
  /** Folder of the files to mutate. */
  readonly files: string;
  readonly minutes: number;
  /** The same seed makes the same files in the same order. */
  readonly seed: number;
}

/** Then there is enough to look at. */
const mostFailures = 10;

/** A file of a few kilobytes that takes longer hangs. */
const mostMs = 30_000;

/**
 * Imports mutated files one after the other into a database of their own, and looks after each whether it did what
 * its report says: all of it or nothing. Files that crash, hang or land in part are kept, and named.
 * @returns whether there were none.
 */
export async function fuzzImport(
  { seedsDir, timeZone }: Configuration,
  { files, minutes, seed }: FuzzOptions,
  say: (line: string) => void,
): Promise<boolean> {
  const originals = await readOriginals(files);
  say(`种子 Seed ${seed}, ${originals.length} files, ${minutes} min`);
  const tally = new Map<string, number>();
  let failures = 0;
  let slowest = 0;
  await withThrowawayDatabase(silently, async ({ database, folder }) => {
    await storePlan(database, (await samplePlan(seedsDir, 0)).catalogue);
    const path = join(folder, 'mutated');
    const endsAt = performance.now() + minutes * 60_000;
    for (let number = 1; performance.now() < endsAt; number++) {
      // Each file depends on the seed and its number alone.
      const random = randomFrom(seed * 1_000_003 + number);
      const original = originals[random(originals.length)];
      if (!original) break;
      await writeFile(path, mutant(original.bytes, random));
      const begun = performance.now();
      const { outcome, fault } = await tried(database, await uploadOf(path, original.name, random), timeZone);
      slowest = Math.max(slowest, performance.now() - begun);
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if (fault === null) continue;
      failures += 1;
      const kept = join(
        await mkdtemp(join(tmpdir(), 'guanzhong-fuzz-')),
        `${seed}-${number}-${original.name}`,
      );
      await copyFile(path, kept);
      say(`第 ${number} 个文件 File ${number}: ${fault}\n  ${kept}`);
      if (outcome === 'hangs' || failures === mostFailures) break;
    }
  });
  const counts = [...tally].toSorted().map(([outcome, count]) => `${outcome} ${count}`);
  say(`${counts.join(', ')}; slowest ${(slowest / 1000).toFixed(1)} s; ${failures} failures, seed ${seed}`);
  return failures === 0;
}

interface Original {
  readonly name: string;
  readonly bytes: Buffer;
}

async function readOriginals(folder: string): Promise<Original[]> {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.md')).toSorted();
  if (names.length === 0) throw new AppError('not-found', `${folder} holds no files to mutate.`);
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

function mutant(bytes: Buffer, random: Random): Buffer {
  // One in eight stays as it is: what lands must be seen too.
  if (random(8) === 0) return bytes;
  return (random(3) > 0 ? mutatedInside(bytes, random) : null) ?? mutated(bytes, random);
}

async function uploadOf(path: string, name: string, random: Random): Promise<Upload> {
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const onError = random(2) === 0 ? 'reject' : 'skip';
  return { path, name, bytes: bytes.length, sha256, dryRun: random(4) === 0, onError };
}

/** What became of a file, and what is wrong with that. */
interface Tried {
  readonly outcome: ImportReport['state'] | 'no table' | 'crashes' | 'hangs';
  readonly fault: string | null;
}

async function tried(database: Database, upload: Upload, timeZone: string): Promise<Tried> {
  const before = await observationDigest(database.manager);
  let report: ImportReport | 'hangs' | null;
  try {
    report = await orHangs(
      importFile(database, upload, {
        caller: { name: 'fuzz', role: 'admin', organisation: null },
        now: () => new Date(),
        timeZone,
      }),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-a-table')
      return { outcome: 'crashes', fault: String(error instanceof Error ? error.stack : error) };
    report = null;
  }
  if (report === 'hangs') return { outcome: 'hangs', fault: `not done after ${mostMs / 1000} s` };
  const after = await observationDigest(database.manager);
  return { outcome: report?.state ?? 'no table', fault: halfLanded(before, after, report) };
}

async function orHangs<T>(work: Promise<T>): Promise<T | 'hangs'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), mostMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where what is stored disagrees with what the report says of it. */
function halfLanded(
  before: ObservationDigest,
  after: ObservationDigest,
  report: ImportReport | null,
): string | null {
  if (after.staged > 0) return `${after.staged} rows were left in staging`;
  if (report?.state !== 'applied')
    return after.digest === before.digest && after.series === before.series
      ? null
      : `${report?.state ?? 'refused'}, and yet something changed`;
  const { read, inserted, revised, unchanged, duplicate, rejected } = report.rows;
  const grown = after.observations - before.observations;
  if (grown !== inserted) return `${inserted} inserted by the report, ${grown} in the database`;
  const history = after.vintages - before.vintages;
  if (history < revised || (inserted + revised === 0 && history > 0))
    return `${revised} revised by the report, ${history} superseded vintages more in the database`;
  if (inserted + revised === 0 && after.digest !== before.digest)
    return 'nothing new, and yet something changed';
  if (inserted + revised + unchanged + duplicate + rejected > read)
    return `more rows accounted for than read: ${JSON.stringify(report.rows)}`;
  return null;
}

function silently(): void {
  // Where the throwaway database runs is of no interest.
}
