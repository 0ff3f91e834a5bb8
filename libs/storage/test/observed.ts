import { finished } from 'node:stream/promises';
import { parsePeriod } from '#time-period';
import {
  beginImport,
  createSeries,
  inTransaction,
  lockJudgement,
  mergeStaged,
  openStaging,
  readSeriesIds,
  reserveSeriesIds,
  seriesKeyText,
  stagedConflicts,
  stagingLine,
  unstage,
  type Database,
  type MergeCounts,
  type SeriesKey,
  type StagedConflict,
  type Tx,
} from '../src/index.js';

/** An observed value as a spec writes it down. */
export interface Observed {
  readonly indicator: string;
  readonly area: string;
  /** Any text that parsePeriod reads. */
  readonly period: string;
  /** Exact decimal text. */
  readonly value: string;
  readonly knownFrom: Date;
  /** {} unless given. */
  readonly breakdown?: Readonly<Record<string, string>>;
  /** OBS_STATUS; A unless given. */
  readonly status?: string;
  /** Whether the file gave knownFrom as a release date; true unless given. */
  readonly released?: boolean;
  readonly comment?: string;
  /** {} unless given. */
  readonly source?: Readonly<Record<string, string>>;
}

/** Lands values the way an upload does, as one import in one transaction of its own. */
export function insertObservations(
  database: Database,
  observed: readonly Observed[],
): Promise<MergeCounts & { readonly importId: number }> {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    return mergeObservations(tx, observed);
  });
}

/** Takes everything that was landed away again; of few rows quicker than truncating. */
export async function forgetObservations(database: Database): Promise<void> {
  await database.query(
    `delete from observation_vintage; delete from observation; delete from series; delete from import`,
  );
}

/** Lands values as an upload with onError skip does: rows that contradict one another stay out. */
export function uploadObservations(
  database: Database,
  observed: readonly Observed[],
): Promise<{
  readonly conflicts: StagedConflict[];
  readonly counts: MergeCounts;
  readonly importId: number;
}> {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const importId = await stageObservations(tx, observed);
    const conflicts = await stagedConflicts(tx, importId);
    const lines = conflicts.map(({ line }) => line);
    await unstage(tx, importId, lines);
    return { conflicts, counts: await mergeStaged(tx, importId), importId };
  });
}

/** Lands values as one import inside a transaction that holds the judgement lock. */
export async function mergeObservations(
  tx: Tx,
  observed: readonly Observed[],
): Promise<MergeCounts & { readonly importId: number }> {
  const importId = await stageObservations(tx, observed);
  return { ...(await mergeStaged(tx, importId)), importId };
}

/** Stages values as the lines of one import, the first on line 2; returns the import's id. */
export async function stageObservations(tx: Tx, observed: readonly Observed[]): Promise<number> {
  const importId = await beginImport(tx, {
    createdAt: observed[0]?.knownFrom ?? new Date(0),
    uploadedBy: 'spec',
    dryRun: false,
    onError: 'reject',
    file: { name: 'spec.csv', bytes: 0, sha256: '' },
  });
  const rows = observed.map((row) => ({ ...row, ...seriesAndPeriod(row) }));
  const ids = await seriesIds(
    tx,
    rows.map((row) => row.series),
  );
  const lines = rows.map((row, index) =>
    stagingLine(importId, {
      line: index + 2,
      seriesId: ids.get(seriesKeyText(row.series)) ?? '',
      periodStart: row.start,
      periodEnd: row.end,
      value: row.value,
      status: row.status ?? 'A',
      released: row.released ?? true,
      knownFrom: row.knownFrom,
      comment: row.comment ?? null,
      source: row.source ?? {},
    }),
  );
  const staging = await openStaging(tx);
  staging.end(lines.join(''));
  await finished(staging);
  return importId;
}

function seriesAndPeriod(row: Observed): { series: SeriesKey; start: string; end: string } {
  const period = parsePeriod(row.period);
  if (!period) throw new Error(`${row.period} is no period`);
  const { frequency, accumulation, start, end } = period;
  return {
    series: {
      indicator: row.indicator,
      area: row.area,
      frequency,
      accumulation,
      breakdown: row.breakdown ?? {},
    },
    start,
    end,
  };
}

/** Ids of these series by their key; those that are missing are created. */
async function seriesIds(tx: Tx, series: readonly SeriesKey[]): Promise<Map<string, string>> {
  const ids = await readSeriesIds(tx);
  const missing = new Map(series.map((key) => [seriesKeyText(key), key]));
  for (const text of ids.keys()) missing.delete(text);
  const reserved = await reserveSeriesIds(tx, missing.size);
  const created = [...missing.values()].map((key, index) => ({ ...key, id: reserved[index] ?? '' }));
  await createSeries(tx, created);
  for (const { id, ...key } of created) ids.set(seriesKeyText(key), id);
  return ids;
}
