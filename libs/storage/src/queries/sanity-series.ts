/** What the sanity checks of an import compare its values with. */
import type { Reader } from '../database.js';
import type { SeriesKey } from './series.js';

/** A series with its number. */
export type NumberedSeries = SeriesKey & { readonly id: string };

/** A value as it is known now. */
export interface KnownValue {
  readonly seriesId: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Exact decimal text. */
  readonly value: string;
  readonly status: string;
  readonly importId: number;
}

/** The newest values of a series up to a day. */
export interface SeriesStretch {
  readonly seriesId: string;
  /** Periods that start on or before this day. */
  readonly until: string;
  readonly most: number;
}

const seriesColumns = 's.id::text as id, s.indicator, s.area, s.frequency, s.accumulation, s.breakdown';

/** The keys of these series. */
export function readSeriesKeys(reader: Reader, ids: readonly string[]): Promise<NumberedSeries[]> {
  return reader.query(`select ${seriesColumns} from series s where s.id = any($1::bigint[]) order by s.id`, [
    ids,
  ]);
}

/** Every series of these pairs of indicator and area, whatever its frequency, accumulation and breakdown. */
export function readSeriesOf(
  reader: Reader,
  pairs: readonly { readonly indicator: string; readonly area: string }[],
): Promise<NumberedSeries[]> {
  return reader.query(
    `select ${seriesColumns} from series s
     where (s.indicator, s.area) in (select * from unnest($1::text[], $2::text[])) order by s.id`,
    [pairs.map(({ indicator }) => indicator), pairs.map(({ area }) => area)],
  );
}

/**
 * What is known now of each stretch, the newest first; a value comes twice where stretches of one series overlap.
 * One row a stretch, its values packed into one text: the driver's cost is by row and column.
 */
export async function readStretches(
  reader: Reader,
  stretches: readonly SeriesStretch[],
): Promise<KnownValue[]> {
  const rows: { seriesId: string; packed: string }[] = await reader.query(
    `select w.series_id::text as "seriesId", packed
     from unnest($1::bigint[], $2::date[], $3::int[]) as w(series_id, until, most)
     cross join lateral (
       select string_agg(concat_ws(' ', period_start, period_end, value, import_id, status), ';') as packed
       from (
         select * from observation o where o.series_id = w.series_id and o.period_start <= w.until
         order by o.period_start desc limit w.most
       ) newest
     ) o where packed is not null`,
    [
      stretches.map(({ seriesId }) => seriesId),
      stretches.map(({ until }) => until),
      stretches.map(({ most }) => most),
    ],
  );
  return rows.flatMap(({ seriesId, packed }) =>
    packed.split(';').map((text) => {
      const [periodStart = '', periodEnd = '', value = '', importId = '', status = ''] = text.split(' ');
      return { seriesId, periodStart, periodEnd, value, status, importId: Number(importId) };
    }),
  );
}

/** Of periods that an import revised the value in force before it: the newest superseded one of another import. */
export function readValuesBefore(
  reader: Reader,
  importId: number,
  periods: readonly { readonly seriesId: string; readonly periodStart: string }[],
): Promise<{ seriesId: string; periodStart: string; value: string }[]> {
  return reader.query(
    `select w.series_id::text as "seriesId", w.period_start as "periodStart", v.value::text as value
     from unnest($1::bigint[], $2::date[]) as w(series_id, period_start)
     cross join lateral (
       select v.value from observation_vintage v
       where v.series_id = w.series_id and v.period_start = w.period_start and v.import_id <> $3
       order by v.known_from desc, v.id desc limit 1
     ) v`,
    [periods.map(({ seriesId }) => seriesId), periods.map(({ periodStart }) => periodStart), importId],
  );
}
