import { parsePeriod } from '#time-period';
import {
  beginImport,
  createSeries,
  dayNumber,
  inTransaction,
  lockJudgement,
  mergeStaged,
  ObservationLoad,
  readSeriesOfIndicator,
  reserveSeriesIds,
  SeriesInLoad,
  seriesKeyText,
  stagedConflicts,
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
  /** Line of the file; counted from 2 unless given. */
  readonly line?: number;
  /** Letters of its column; none unless given. */
  readonly columnLetters?: string;
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
    const load = await loadObservations(tx, observed);
    const conflicts = await stagedConflicts(tx, load);
    await unstage(
      tx,
      conflicts.map(({ place }) => place),
    );
    return { conflicts, counts: await mergeStaged(tx, load), importId: load.importId };
  });
}

/** Lands values that do not contradict one another as one import, in a transaction that holds the judgement lock. */
export async function mergeObservations(
  tx: Tx,
  observed: readonly Observed[],
): Promise<MergeCounts & { readonly importId: number }> {
  const load = await loadObservations(tx, observed);
  await stagedConflicts(tx, load);
  return { ...(await mergeStaged(tx, load)), importId: load.importId };
}

/** Loads values as the lines of one import, the first on line 2. */
export async function loadObservations(tx: Tx, observed: readonly Observed[]): Promise<ObservationLoad> {
  const importId = await beginImport(tx, {
    createdAt: observed[0]?.knownFrom ?? new Date(0),
    uploadedBy: 'spec',
    dryRun: false,
    onError: 'reject',
    file: { name: 'spec.csv', bytes: 0, sha256: '' },
  });
  const rows = observed.map((row) => ({ ...row, ...seriesAndPeriod(row) }));
  const inLoad = await seriesInLoad(
    tx,
    rows.map((row) => row.series),
  );
  const load = await ObservationLoad.begin(tx, importId);
  const add = (wanted: (series: SeriesInLoad) => boolean) => {
    for (const [index, row] of rows.entries()) {
      const series = inLoad.get(seriesKeyText(row.series))!;
      if (!wanted(series)) continue;
      load.add(series, {
        start: dayNumber(row.start),
        end: dayNumber(row.end),
        value: row.value,
        status: row.status ?? 'A',
        released: row.released ?? true,
        knownFrom: row.knownFrom,
        comment: row.comment ?? null,
        source: row.source ?? {},
        line: row.line ?? index + 2,
        column: '',
        columnLetters: row.columnLetters ?? null,
      });
    }
  };
  add(() => true);
  const again = await load.takeBackRepeated();
  for (const series of inLoad.values()) if (again.has(series.id)) series.stageAgain();
  add((series) => again.has(series.id));
  await load.finish();
  return load;
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

/** These series by their key; those that are missing are created. */
async function seriesInLoad(tx: Tx, series: readonly SeriesKey[]): Promise<Map<string, SeriesInLoad>> {
  const inLoad = new Map<string, SeriesInLoad>();
  for (const indicator of new Set(series.map((key) => key.indicator))) {
    for (const { id, newest, ...key } of await readSeriesOfIndicator(tx, indicator))
      inLoad.set(seriesKeyText(key), new SeriesInLoad(id, newest));
  }
  const missing = new Map(series.map((key) => [seriesKeyText(key), key]));
  for (const text of inLoad.keys()) missing.delete(text);
  const reserved = await reserveSeriesIds(tx, missing.size);
  const created = [...missing].map(([text, key], index) => ({ text, ...key, id: reserved[index] ?? '' }));
  await createSeries(tx, created);
  for (const { text, id } of created) inLoad.set(text, new SeriesInLoad(id, null));
  return inLoad;
}
