import type { Reader } from '../database.js';
import { observationStatement } from './observation-statement.js';
import type { ObservationFilter, StoredObservation } from './observations.js';
import type { SeriesKey } from './series.js';

/** A series and its newest value, forecasts aside. */
export interface NewestValue extends SeriesKey {
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Exact decimal text. */
  readonly value: string;
}

/** Of every series that has a value now its newest. */
export function readNewestValues(reader: Reader): Promise<NewestValue[]> {
  return reader.query(
    `select s.indicator, s.area, s.frequency, s.accumulation, s.breakdown, newest.period_start as "periodStart",
       newest.period_end as "periodEnd", newest.value::text
     from series s cross join lateral (
       select period_start, period_end, value from observation o where o.series_id = s.id and o.status <> 'F'
       order by period_start desc limit 1
     ) newest
     order by s.indicator, s.area, s.id`,
  );
}

/** The newest value of a series, and of how many periods it has one. */
export interface SeriesWithNewest extends StoredObservation {
  readonly values: number;
}

/** Of every series that a filter leaves, as of its instant, the newest value and how many there are. */
export function readSeriesWithNewest(reader: Reader, filter: ObservationFilter): Promise<SeriesWithNewest[]> {
  const { text, parameters } = observationStatement(filter);
  return reader.query(
    `with known as (${text})
     select distinct on ("seriesId") known.*, count(*) over (partition by "seriesId")::int as values
     from known order by "seriesId", "periodEnd" desc, "periodStart" desc`,
    parameters,
  );
}
