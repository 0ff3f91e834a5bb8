import type { Reader } from '../database.js';
import type { SeriesKey } from './series.js';

/** A series and the newest of its periods that has a value. */
export interface NewestPeriod extends SeriesKey {
  /** Last day of that period. */
  readonly periodEnd: string;
}

/**
 * Of every series of these indicators the newest period that is known, at an instant or now; forecasts do not count.
 * A series without any is left out.
 * @param areas absent: all.
 */
export function readNewestPeriods(
  reader: Reader,
  indicators: readonly string[],
  asOf: Date | null = null,
  areas: readonly string[] | null = null,
): Promise<NewestPeriod[]> {
  return reader.query(
    `select s.indicator, s.area, s.frequency, s.accumulation, s.breakdown, newest.period_end as "periodEnd"
     from series s cross join lateral (
       select o.period_end from observation o
       where o.series_id = s.id and case
         when $2::timestamptz is null or o.known_from <= $2 then o.status
         else (select v.status from observation_vintage v
               where v.series_id = o.series_id and v.period_start = o.period_start and v.known_from <= $2
               order by v.known_from desc, v.id desc limit 1) end <> 'F'
       order by o.period_start desc limit 1
     ) newest
     where s.indicator = any($1::text[]) and ($3::text[] is null or s.area = any($3)) order by s.id`,
    [indicators, asOf, areas],
  );
}
