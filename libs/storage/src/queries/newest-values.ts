import type { Reader } from '../database.js';
import { conditions, observationStatement } from './observation-statement.js';
import type { ObservationFilter, StoredObservation } from './observations.js';
import type { SeriesKey } from './series.js';

/** Of an indicator how many series have a value now, forecasts aside, and the value whose period ends last. */
export interface NewestOfIndicator {
  readonly indicator: string;
  readonly series: number;
  /** Of several areas the first by code. */
  readonly newest: Pick<StoredObservation, keyof SeriesKey | 'periodStart' | 'periodEnd' | 'value'>;
}

/**
 * Of every indicator that has a value its newest, what is computed (by its copies) too. Looks at one value of each
 * series, found by its key, however many it has.
 */
export async function readNewestOfIndicators(reader: Reader): Promise<NewestOfIndicator[]> {
  const key = 'indicator, area, frequency, accumulation, breakdown';
  const of = (alias: string) => key.replaceAll(/\w+/g, (column) => `${alias}.${column}`);
  const rows: (NewestOfIndicator['newest'] & { series: number })[] = await reader.query(
    `with recursive computed as (
       (select ${key} from grafana.computed_observation order by ${key} limit 1)
       union all
       select next.* from computed cross join lateral (
         select ${key} from grafana.computed_observation c
         where (${of('c')}) > (${of('computed')}) order by ${key} limit 1) next
     ), newest as (
       select ${of('s')}, n.* from series s cross join lateral (
         select period_start, period_end, value from observation o where o.series_id = s.id and o.status <> 'F'
         order by period_start desc limit 1) n
       union all
       select ${of('s')}, n.* from computed s cross join lateral (
         select period_start, period_end, value from grafana.computed_observation c
         where (${of('c')}) = (${of('s')}) and c.status <> 'F' order by period_start desc limit 1) n
     ), counted as (
       select indicator, count(distinct (area, frequency, accumulation, breakdown))::int as series
       from newest group by indicator
     )
     select distinct on (n.indicator) ${of('n')}, n.period_start as "periodStart", n.period_end as "periodEnd",
       n.value::text, counted.series
     from newest n join counted on counted.indicator = n.indicator
     order by n.indicator, n.period_end desc, n.area, n.period_start desc, n.breakdown`,
  );
  return rows.map(({ series, ...newest }) => ({ indicator: newest.indicator, series, newest }));
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

/** Whether more than so many series have observations within a filter; looks at no more than that. */
export async function hasMoreSeries(
  reader: Reader,
  filter: ObservationFilter,
  most: number,
): Promise<boolean> {
  const { where, parameters } = conditions(filter);
  const place = `$${parameters.push(most)}::bigint`;
  const [{ more }]: [{ more: boolean }] = await reader.query(
    `select count(*) > ${place} as more from (
       select from series s where exists (select from observation o where o.series_id = s.id and ${where})
       limit ${place} + 1) s`,
    parameters,
  );
  return more;
}
