import type { Reader, Tx } from '../database.js';
import { conditions } from './observation-statement.js';
import type { ObservationFilter } from './observations.js';
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
 * Which periods of a filter had different values in the course of time (with asOf: by then), each as series and first
 * day. One that only became final was not revised. Goes through the superseded vintages within the filter and looks up
 * what took their place; a value that was never superseded is not looked at.
 */
export async function readRevisedPeriods(
  reader: Reader,
  filter: ObservationFilter,
): Promise<ReadonlySet<string>> {
  const { where, parameters } = conditions(filter);
  parameters.push(filter.asOf ?? null);
  const known = (from: string) =>
    `($${parameters.length}::timestamptz is null or ${from}.known_from <= $${parameters.length}::timestamptz)`;
  const rows: { seriesId: string; periodStart: string }[] = await reader.query(
    `select v.series_id as "seriesId", v.period_start as "periodStart" from (
       select o.series_id, o.period_start, min(o.value) as least, max(o.value) as most
       from observation_vintage o join series s on s.id = o.series_id
       where ${where} and ${known('o')} group by o.series_id, o.period_start
     ) v left join lateral (
       select value from observation n
       where n.series_id = v.series_id and n.period_start = v.period_start and ${known('n')} offset 0
     ) n on true
     where v.least <> v.most or n.value <> v.most`,
    parameters,
  );
  return new Set(rows.map(({ seriesId, periodStart }) => `${seriesId} ${periodStart}`));
}
