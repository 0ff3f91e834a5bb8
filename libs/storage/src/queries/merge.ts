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

/** A row that contradicts others of its series and period. */
export interface StagedConflict {
  readonly line: number;
  readonly value: string;
  /**
   * The other lines of the same series and period with their values: those first that give a value for the first
   * time, at most {@link mostOthers} of them.
   */
  readonly others: readonly { line: number; value: string }[];
  /** How many other lines there are, named or not. */
  readonly otherCount: number;
}

/** A file whose rows are all of one period would otherwise answer with the square of its rows. */
const mostOthers = 6;

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

/**
 * To be called when COPY has ended. The planner's statistics are the last import's, under another number: without new
 * ones the search for conflicts is planned for a single row and takes the square of the rows there are.
 */
export async function closeStaging(tx: Tx): Promise<void> {
  await tx.query('analyze observation_staging');
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
    `with contradiction as (
       select series_id, period_start, count(*)::int as rows
       from observation_staging
       -- Telling contents apart is dear, and hardly any period stands in a file twice.
       where import_id = $1 and (series_id, period_start) in
         (select series_id, period_start from observation_staging where import_id = $1
          group by series_id, period_start having count(*) > 1)
       group by series_id, period_start
       having count(distinct (value, status)) > 1
         and (not bool_and(released) or count(distinct known_from) < count(distinct (known_from, value, status)))
     ), ranked as (
       select s.series_id, s.period_start, s.line, s.value::text as value, c.rows,
         row_number() over (partition by s.series_id, s.period_start, s.value order by s.line) as repetition
       from observation_staging s join contradiction c using (series_id, period_start)
       where s.import_id = $1
     ), named as (
       select series_id, period_start, array_agg(line order by place) as lines, array_agg(value order by place) as vals
       from (select *, row_number() over (partition by series_id, period_start order by repetition, line) as place
             from ranked) placed
       where place <= $2::int + 1 group by series_id, period_start
     )
     select r.line, r.value, r.rows - 1 as "otherCount",
       (select coalesce(jsonb_agg(jsonb_build_object('line', o.line, 'value', o.value) order by o.place), '[]')
        from (select * from unnest(n.lines, n.vals) with ordinality as u(line, value, place)
              where u.line <> r.line order by u.place limit $2::int) o) as others
     from ranked r join named n using (series_id, period_start) order by r.line`,
    [importId, mostOthers],
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
 * The staged rows of import $1 among the stored vintages of the same periods, in the order in which they came to be
 * known, each compared with the one before it: what was in force at its own known_from, be that a stored vintage or
 * an earlier release in the same file. Staged rows are those with a line.
 *
 * One sort instead of a look-up per row, which would read what the same statement is appending.
 */
const history = `(
  select h.*,
    (h.value, h.status) is distinct from (lag(h.value) over known, lag(h.status) over known) as says_new,
    lag(h.line) over known is not null as follows_staged,
    bool_and(h.line is not null) over (partition by h.series_id, h.period_start) as new_period,
    count(h.line) over (partition by h.series_id, h.period_start) as staged
  from (
    select series_id, period_start, period_end, value, status, known_from, import_id, comment, source, line,
      null::bigint as vintage
    from observation_staging where import_id = $1
    union all
    select series_id, period_start, period_end, value, status, known_from, import_id, comment, source, null, id
    from observation_vintage where (series_id, period_start) in
      (select series_id, period_start from observation_staging where import_id = $1)
  ) h
  window known as (partition by h.series_id, h.period_start order by h.known_from, h.vintage nulls last, h.line)
)`;

/** Appends the vintages that say something new, brings `observation` up to date and empties staging. */
export async function mergeStaged(tx: Tx, importId: number): Promise<MergeCounts> {
  const repeated = await unstageRepeated(tx, importId);
  await tx.query('analyze observation_staging');
  const [{ several, ...counts }]: [Omit<MergeCounts, 'severalVintages'> & { several: boolean }] =
    await tx.query(
      `select
       coalesce(bool_or(staged > 1), false) as several,
       count(*) filter (where new_period and not follows_staged)::int as inserted,
       count(*) filter (where says_new and (follows_staged or not new_period))::int as revised,
       count(*) filter (where not says_new and not follows_staged)::int as unchanged,
       count(*) filter (where not says_new and follows_staged)::int as duplicate,
       coalesce(array_agg(distinct series_id::text) filter (where says_new), '{}') as "touchedSeries"
     from ${history} history where line is not null`,
      [importId],
    );
  const severalVintages = several ? await readSeveralVintages(tx, importId) : [];
  if (counts.touchedSeries.length > 0) await append(tx, importId, counts.touchedSeries);
  await tx.query('delete from observation_staging where import_id = $1', [importId]);
  return { ...counts, unchanged: counts.unchanged + repeated, severalVintages };
}

/**
 * Takes out of staging the rows that plainly repeat what is known now: the only row of its period, the same content,
 * known no earlier. Most rows of a file that is sent again are such, and they need no place in the history's sort.
 * @returns how many there were.
 */
async function unstageRepeated(tx: Tx, importId: number): Promise<number> {
  const [, count]: [unknown[], number] = await tx.query(
    `delete from observation_staging s using observation o
     where s.import_id = $1 and o.series_id = s.series_id and o.period_start = s.period_start
       and o.value = s.value and o.status = s.status and o.known_from <= s.known_from
       and not exists (select from observation_staging other
                       where other.import_id = $1 and other.series_id = s.series_id
                         and other.period_start = s.period_start and other.line <> s.line)`,
    [importId],
  );
  return count;
}

function readSeveralVintages(tx: Tx, importId: number): Promise<{ line: number; otherLine: number }[]> {
  return tx.query(
    `select line, other_line as "otherLine" from (
       select line, lag(line) over w as other_line, (value, status) as content,
         (lag(value) over w, lag(status) over w) as content_before
       from observation_staging where import_id = $1
       window w as (partition by series_id, period_start order by known_from, line)
     ) ordered
     where other_line is not null and content is distinct from content_before order by line limit 100`,
    [importId],
  );
}

async function append(tx: Tx, importId: number, touchedSeries: readonly string[]): Promise<void> {
  await tx.query(
    `insert into observation_vintage
       (series_id, period_start, period_end, value, status, known_from, import_id, comment, source)
     select series_id, period_start, period_end, value, status, known_from, import_id, comment, source
     from ${history} history where line is not null and says_new
     order by series_id, period_start, known_from, line`,
    [importId],
  );
  await tx.query(
    `insert into observation as o (series_id, period_start, period_end, value, status, known_from, import_id)
     select distinct on (v.series_id, v.period_start)
       v.series_id, v.period_start, v.period_end, v.value, v.status, v.known_from, v.import_id
     from observation_vintage v
     where v.series_id = any($2::bigint[]) and (v.series_id, v.period_start) in
       (select series_id, period_start from observation_staging where import_id = $1)
     order by v.series_id, v.period_start, v.known_from desc, v.id desc
     on conflict (series_id, period_start) do update
       set value = excluded.value, status = excluded.status, known_from = excluded.known_from,
         import_id = excluded.import_id
       where (o.value, o.status, o.known_from) is distinct from (excluded.value, excluded.status, excluded.known_from)`,
    [importId, touchedSeries],
  );
}
