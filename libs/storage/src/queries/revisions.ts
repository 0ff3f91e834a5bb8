import type { Reader } from '../database.js';
import type { SeriesKey } from './series.js';

/** Which revisions and releases: every list that is absent means "all". */
export interface NewsFilter {
  readonly indicators?: readonly string[];
  readonly areas?: readonly string[];
  /** Became known at this instant or later. */
  readonly from?: Date;
  /** Became known at this instant or earlier. */
  readonly to?: Date;
}

/** A value that took the place of another of the same series and period. */
export interface Revision extends SeriesKey {
  readonly knownFrom: Date;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Exact decimal texts. */
  readonly before: string;
  readonly after: string;
  readonly importId: number;
}

/**
 * Revisions that changed a value, the newest first. Only superseded vintages are read through: of a value that was
 * never revised there is none.
 */
export function readRevisions(reader: Reader, filter: NewsFilter, limit: number): Promise<Revision[]> {
  return reader.query(
    `select s.indicator, s.area, s.frequency, s.accumulation, s.breakdown, r.period_start as "periodStart",
       r.period_end as "periodEnd", r.known_from as "knownFrom", r.before::text, r.after::text,
       r.import_id as "importId"
     from (
       select v.series_id, v.period_start, v.period_end, v.value as before,
         case when v.next_known is null then o.value else v.next_value end as after,
         coalesce(v.next_known, o.known_from) as known_from,
         case when v.next_known is null then o.import_id else v.next_import end as import_id
       from (
         select series_id, period_start, period_end, value, lead(value) over w as next_value,
           lead(known_from) over w as next_known, lead(import_id) over w as next_import
         from observation_vintage
         where series_id in (
           select id from series
           where ($1::text[] is null or indicator = any($1)) and ($2::text[] is null or area = any($2)))
         window w as (partition by series_id, period_start order by known_from, id)
       ) v
       left join observation o
         on v.next_known is null and o.series_id = v.series_id and o.period_start = v.period_start
     ) r join series s on s.id = r.series_id
     where r.after <> r.before
       and ($3::timestamptz is null or r.known_from >= $3) and ($4::timestamptz is null or r.known_from <= $4)
     order by r.known_from desc, s.indicator, s.area, r.series_id, r.period_start desc limit $5`,
    [filter.indicators ?? null, filter.areas ?? null, filter.from ?? null, filter.to ?? null, limit],
  );
}

/** Values of one indicator that became known at one instant. */
export interface ReleasedValues {
  readonly indicator: string;
  readonly knownFrom: Date;
  readonly values: number;
  /** Last days of the oldest and the newest period among them. */
  readonly firstEnd: string;
  readonly lastEnd: string;
}

/** What became known of these indicators, one entry for each indicator and instant, the newest first. */
export function readReleasedValues(
  reader: Reader,
  filter: NewsFilter & { readonly indicators: readonly string[] },
  limit: number,
): Promise<ReleasedValues[]> {
  return reader.query(
    `select s.indicator, o.known_from as "knownFrom", count(*)::int as values,
       min(o.period_end) as "firstEnd", max(o.period_end) as "lastEnd"
     from series s join (
       select series_id, period_end, known_from from observation
       union all
       select series_id, period_end, known_from from observation_vintage
     ) o on o.series_id = s.id
     where s.indicator = any($1::text[]) and ($2::text[] is null or s.area = any($2))
       and ($3::timestamptz is null or o.known_from >= $3) and ($4::timestamptz is null or o.known_from <= $4)
     group by s.indicator, o.known_from order by o.known_from desc, s.indicator limit $5`,
    [filter.indicators, filter.areas ?? null, filter.from ?? null, filter.to ?? null, limit],
  );
}
