/**
 * An upload's rows on their way into the tables. Called in this order inside one transaction that holds
 * {@link lockJudgement}: stage rows with COPY, create the series they need, look for conflicts, merge.
 *
 * Every statement joins on series_id, so that on a distributed Postgres it runs where the rows are.
 */
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { Client } from 'pg';
import type { Accumulation, Frequency } from '#time-period';
import type { Tx } from '../database.js';

export interface SeriesKey {
  readonly indicator: string;
  readonly area: string;
  readonly frequency: Frequency;
  readonly accumulation: Accumulation;
  readonly breakdown: Readonly<Record<string, string>>;
}

/** One row for staging. Days as YYYY-MM-DD, value as exact decimal text. */
export interface StagedRow {
  readonly line: number;
  readonly seriesId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly value: string;
  readonly status: string;
  /** Whether the file itself gave the release date. */
  readonly released: boolean;
  readonly knownFrom: Date;
  readonly comment: string | null;
  readonly source: Readonly<Record<string, string>>;
}

/** Two or more rows that give different values for one series and period. */
export interface StagedConflict {
  readonly line: number;
  readonly value: string;
  /** Every other line of the same series and period, with its value. */
  readonly others: readonly { line: number; value: string }[];
}

export interface MergeCounts {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly duplicate: number;
  /** Series that got at least one new vintage. */
  readonly touchedSeries: readonly string[];
  /** Periods for which the file gives more than one release; read as a history of revisions. */
  readonly severalVintages: readonly { line: number; otherLine: number }[];
}

/** Every series there is, id by {@link seriesKeyText}. */
export async function readSeriesIds(tx: Tx): Promise<Map<string, string>> {
  const rows: (SeriesKey & { id: string })[] = await tx.query(
    'select id, indicator, area, frequency, accumulation, breakdown from series',
  );
  return new Map(rows.map((row) => [seriesKeyText(row), row.id]));
}

/** One text per series, the same for the same series whatever the order of its breakdown. */
export function seriesKeyText(key: SeriesKey): string {
  const breakdown = Object.keys(key.breakdown)
    .toSorted()
    .map((dimension) => `${dimension}=${key.breakdown[dimension]}`)
    .join(';');
  return `${key.indicator}|${key.area}|${key.frequency}|${key.accumulation}|${breakdown}`;
}

/**
 * Reserves ids for series that are still to be created. Sequence values are not given back, so this may run on any
 * connection while the transaction's own is busy with COPY.
 */
export async function reserveSeriesIds(reader: Pick<Tx, 'query'>, count: number): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `select nextval(pg_get_serial_sequence('series', 'id'))::text as id from generate_series(1, $1)`,
    [count],
  );
  return rows.map((row) => row.id);
}

/** Creates series under reserved ids. */
export async function createSeries(
  tx: Tx,
  series: readonly (SeriesKey & { readonly id: string })[],
): Promise<void> {
  if (series.length === 0) return;
  await tx.query(
    `insert into series (id, indicator, area, frequency, accumulation, breakdown)
     select id, indicator, area, frequency, accumulation, breakdown
     from jsonb_to_recordset($1::jsonb)
       as t(id bigint, indicator text, area text, frequency text, accumulation text, breakdown jsonb)`,
    [JSON.stringify(series)],
  );
}

/**
 * Opens COPY into the staging table on the transaction's own connection: write the lines that
 * {@link stagingLine} makes, end it, and wait for `finish`. Nothing else may be asked of this transaction meanwhile.
 */
export async function openStaging(tx: Tx): Promise<CopyStreamQuery> {
  const client: Client = await tx.queryRunner!.connect();
  return client.query(
    copyFrom(
      `copy observation_staging (import_id, line, series_id, period_start, period_end, value, status, released,
         known_from, comment, source) from stdin`,
    ),
  );
}

/** One line of COPY's text format. */
export function stagingLine(importId: number, row: StagedRow): string {
  return (
    `${importId}\t${row.line}\t${row.seriesId}\t${row.periodStart}\t${row.periodEnd}\t${row.value}\t` +
    `${escapeCopy(row.status)}\t${row.released ? 't' : 'f'}\t${row.knownFrom.toISOString()}\t` +
    `${row.comment === null ? '\\N' : escapeCopy(row.comment)}\t${escapeCopy(JSON.stringify(row.source))}\n`
  );
}

const copyEscapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeCopy(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => copyEscapes[character]!);
}

/**
 * Rows that cannot both be true: one series and period, different content (value or status), and not told apart by
 * two different release dates of the file's own. Two dated releases are a revision, not a conflict.
 */
export async function stagedConflicts(tx: Tx, importId: number): Promise<StagedConflict[]> {
  return tx.query(
    `with groups as (
       select series_id, period_start,
         array_agg(line order by line) as lines, array_agg(value::text order by line) as vals
       from observation_staging where import_id = $1
       group by series_id, period_start
       having count(*) > 1 and count(distinct (value, status)) > 1
         and (not bool_and(released) or count(distinct known_from) < count(distinct (known_from, value, status)))
     )
     select s.line, s.value::text as value,
       (select jsonb_agg(jsonb_build_object('line', l, 'value', v)) from unnest(g.lines, g.vals) as o(l, v)
        where l <> s.line) as others
     from observation_staging s join groups g using (series_id, period_start)
     where s.import_id = $1 order by s.line`,
    [importId],
  );
}

/** Takes rows out of staging again, by line. */
export async function unstage(tx: Tx, importId: number, lines: readonly number[]): Promise<void> {
  await tx.query('delete from observation_staging where import_id = $1 and line = any($2::int[])', [
    importId,
    lines,
  ]);
}

/**
 * Appends the vintages that say something new, brings `observation` up to date and empties staging.
 *
 * A staged row is compared with what was in force at its own known_from, be that a stored vintage or an earlier
 * release in the same file: the same content there means that it says nothing new.
 */
export async function mergeStaged(tx: Tx, importId: number): Promise<MergeCounts> {
  await tx.query('analyze observation_staging');
  const [totals]: [{ staged: number; duplicate: number }] = await tx.query(
    `select count(*)::int as staged, count(*) filter (where same_as_before)::int as duplicate
     from (
       select (value, status) is not distinct from (lag(value) over w, lag(status) over w)
         and row_number() over w > 1 as same_as_before
       from observation_staging where import_id = $1
       window w as (partition by series_id, period_start order by known_from, line)
     ) ordered`,
    [importId],
  );
  const severalVintages: { line: number; otherLine: number }[] = await tx.query(
    `select line, other_line as "otherLine" from (
       select line, lag(line) over w as other_line, (value, status) as content,
         (lag(value) over w, lag(status) over w) as content_before
       from observation_staging where import_id = $1
       window w as (partition by series_id, period_start order by known_from, line)
     ) ordered
     where other_line is not null and content is distinct from content_before order by line limit 100`,
    [importId],
  );
  const [{ known }]: [{ known: number }] = await tx.query(
    `select count(*)::int as known from (
       select distinct s.series_id, s.period_start from observation_staging s
       where s.import_id = $1
         and exists (select from observation o
                     where o.series_id = s.series_id and o.period_start = s.period_start)
     ) existing`,
    [importId],
  );
  const [{ periods }]: [{ periods: number }] = await tx.query(
    `select count(*)::int as periods from
       (select distinct series_id, period_start from observation_staging where import_id = $1) p`,
    [importId],
  );
  const [{ appended }]: [{ appended: number }] = await tx.query(
    `with appended as (
       insert into observation_vintage
         (series_id, period_start, period_end, value, status, known_from, import_id, comment, source)
       select n.series_id, n.period_start, n.period_end, n.value, n.status, n.known_from, n.import_id, n.comment,
         n.source
       from (
         select s.*, lag(value) over w as staged_value, lag(status) over w as staged_status,
           lag(known_from) over w as staged_known_from
         from observation_staging s where s.import_id = $1
         window w as (partition by series_id, period_start order by known_from, line)
       ) n
       left join lateral (
         select v.value, v.status, v.known_from from observation_vintage v
         where v.series_id = n.series_id and v.period_start = n.period_start and v.known_from <= n.known_from
         order by v.known_from desc, v.id desc limit 1
       ) before on true
       where case
         when n.staged_known_from is not null
           and (before.known_from is null or n.staged_known_from >= before.known_from)
         then (n.value, n.status) is distinct from (n.staged_value, n.staged_status)
         else before.known_from is null or (n.value, n.status) is distinct from (before.value, before.status)
       end
       order by n.series_id, n.period_start, n.known_from, n.line
       returning 1
     ) select count(*)::int as appended from appended`,
    [importId],
  );
  await tx.query(
    `insert into observation as o (series_id, period_start, period_end, value, status, known_from, import_id)
     select distinct on (v.series_id, v.period_start)
       v.series_id, v.period_start, v.period_end, v.value, v.status, v.known_from, v.import_id
     from observation_vintage v
     where (v.series_id, v.period_start) in
       (select series_id, period_start from observation_staging where import_id = $1)
     order by v.series_id, v.period_start, v.known_from desc, v.id desc
     on conflict (series_id, period_start) do update
       set value = excluded.value, status = excluded.status, known_from = excluded.known_from,
         import_id = excluded.import_id
       where (o.value, o.status, o.known_from) is distinct from (excluded.value, excluded.status, excluded.known_from)`,
    [importId],
  );
  const touched: { id: string }[] = await tx.query(
    `select distinct v.series_id::text as id from observation_vintage v
     where v.import_id = $1 and v.series_id in
       (select series_id from observation_staging where import_id = $1)`,
    [importId],
  );
  await tx.query('delete from observation_staging where import_id = $1', [importId]);
  const inserted = periods - known;
  return {
    inserted,
    revised: appended - inserted,
    unchanged: totals.staged - totals.duplicate - appended,
    duplicate: totals.duplicate,
    touchedSeries: touched.map((row) => row.id),
    severalVintages,
  };
}
