import type { Reader, Tx } from '../database.js';
import type { SeriesKey } from './series.js';

/** The value of a period that is in force. */
export interface ValueInForce {
  /** Exact decimal text. */
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
  /** Who brought it, and when. */
  readonly by: string;
  readonly at: Date;
}

/** The value in force of a series and the period that begins on a day; null: there is none. */
export async function readValueInForce(
  tx: Tx,
  seriesId: string,
  periodStart: string,
): Promise<ValueInForce | null> {
  const [row]: ValueInForce[] = await tx.query(
    `select o.value::text, o.status, o.known_from as "knownFrom", i.uploaded_by as by, i.created_at as at
     from observation o join import i on i.id = o.import_id
     where o.series_id = $1 and o.period_start = $2::date`,
    [seriesId, periodStart],
  );
  return row ?? null;
}

/** One vintage of a value, with the import that brought it. */
export interface ValueVintageRow {
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
  readonly knownTo: Date | null;
  readonly comment: string | null;
  readonly source: Readonly<Record<string, string>>;
  readonly importId: number;
  readonly format: string;
  readonly by: string;
  readonly at: Date;
  readonly file: string;
  /** Of the workbook; null where the file was none. */
  readonly sheet: string | null;
  /** Of the file; null: not known, or it was typed. */
  readonly line: number | null;
  /** Letters of its column, where a line holds several values. */
  readonly column: string | null;
}

/** Every vintage of one value, the newest first. */
export function readValueVintages(
  reader: Reader,
  key: SeriesKey,
  periodStart: string,
): Promise<ValueVintageRow[]> {
  const columns = 'value, status, known_from, import_id, comment, source, line, column_letters';
  return reader.query(
    `with wanted as (
       select id from series
       where indicator = $1 and area = $2 and frequency = $3 and accumulation = $4 and breakdown = $5::jsonb
     ), vintages as (
       select ${columns}, id from observation_vintage
       where series_id = (select id from wanted) and period_start = $6::date
       union all
       select ${columns}, null from observation
       where series_id = (select id from wanted) and period_start = $6::date
     )
     select v.value::text, v.status, v.known_from as "knownFrom", v.comment, coalesce(v.source, '{}') as source,
       v.import_id as "importId", i.format, i.uploaded_by as by, i.created_at as at, i.file_name as file,
       i.understood ->> 'sheet' as sheet, v.line, v.column_letters as column,
       lead(v.known_from) over known as "knownTo"
     from vintages v join import i on i.id = v.import_id
     window known as (order by v.known_from, v.id)
     order by v.known_from desc, v.id desc nulls first`,
    [key.indicator, key.area, key.frequency, key.accumulation, JSON.stringify(key.breakdown), periodStart],
  );
}

/**
 * Which periods of an indicator had different values in the course of time, each as series and first day. One that
 * only became final was not revised.
 */
export async function readRevisedPeriods(
  reader: Reader,
  indicator: string,
  asOf: Date | null,
): Promise<ReadonlySet<string>> {
  const rows: { seriesId: string; periodStart: string }[] = await reader.query(
    `select series_id as "seriesId", period_start as "periodStart" from (
       select series_id, period_start, known_from, value from observation_vintage
       union all
       select series_id, period_start, known_from, value from observation
     ) v
     where series_id in (select id from series where indicator = $1)
       and ($2::timestamptz is null or known_from <= $2)
     group by series_id, period_start having count(distinct value) > 1`,
    [indicator, asOf],
  );
  return new Set(rows.map(({ seriesId, periodStart }) => `${seriesId} ${periodStart}`));
}
