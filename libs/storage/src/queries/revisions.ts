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

/** The newest, and whether more became known in the time asked about than was gone through to find them. */
export interface News<T> {
  readonly found: readonly T[];
  readonly more: boolean;
}

/** So many values that became known are gone through at most, whatever is asked. */
export const mostNews = 500_000;

const columns = 'series_id, period_start, period_end, value, known_from, import_id';

/** What a filter comes to of values. Only what is asked for stands in the text, so that Postgres plans for just that. */
function conditions({ indicators, areas, from, to }: NewsFilter): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const place = (value: unknown) => `$${parameters.push(value)}`;
  const series = [
    ...(indicators ? [`indicator = any(${place(indicators)}::text[])`] : []),
    ...(areas ? [`area = any(${place(areas)}::text[])`] : []),
  ];
  const parts = [
    ...(series.length > 0 ? [`series_id in (select id from series where ${series.join(' and ')})`] : []),
    ...(from ? [`known_from >= ${place(from)}::timestamptz`] : []),
    ...(to ? [`known_from <= ${place(to)}::timestamptz`] : []),
  ];
  return { where: parts.length > 0 ? parts.join(' and ') : 'true', parameters };
}

/**
 * Everything that became known, superseded vintages too. Of a time it is found by the indexes on known_from, so that it
 * costs what that time brought and not what is stored.
 */
const came = (where: string) => `
  select ${columns}, null::bigint as id from observation where ${where}
  union all
  select ${columns}, id from observation_vintage where ${where}`;

/** Of what became known each with the value whose place it took. */
const replacedSince = (where: string, most: string) => `
  gone as materialized (${came(where)} limit ${most} + 1), replaced as (
    select gone.series_id, gone.period_start, gone.period_end, gone.known_from, gone.import_id,
      before.value as before, gone.value as after
    from gone cross join lateral (
      select v.value from observation_vintage v
      where v.series_id = gone.series_id and v.period_start = gone.period_start
        and (gone.id is null or (v.known_from, v.id) < (gone.known_from, gone.id))
      order by v.known_from desc, v.id desc limit 1
    ) before)`;

/** Of superseded vintages each with the value that took its place. */
const everReplaced = (where: string, most: string) => `
  gone as materialized (select ${columns}, id from observation_vintage where ${where} limit ${most} + 1), replaced as (
    select gone.series_id, gone.period_start, gone.period_end, after.known_from, after.import_id,
      gone.value as before, after.value as after
    from gone cross join lateral (
      select n.value, n.known_from, n.import_id from (
        (select w.value, w.known_from, w.import_id, w.id from observation_vintage w
         where w.series_id = gone.series_id and w.period_start = gone.period_start
           and (w.known_from, w.id) > (gone.known_from, gone.id)
         order by w.known_from, w.id limit 1)
        union all
        select o.value, o.known_from, o.import_id, null from observation o
        where o.series_id = gone.series_id and o.period_start = gone.period_start) n
      order by n.id nulls last limit 1
    ) after)`;

/** Revisions that changed a value, the newest first. */
export async function readRevisions(
  reader: Reader,
  filter: NewsFilter,
  limit: number,
  most = mostNews,
): Promise<News<Revision>> {
  const { from, to, ...ofSeries } = filter;
  // With no beginning, by what was superseded: of a value that was never revised there is nothing to go through.
  const { where, parameters } = conditions(from ? filter : ofSeries);
  const place = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
  const mostPlace = place(most, 'bigint');
  const rows: (((Revision & { seriesId: string }) | { seriesId: null }) & { more: boolean })[] =
    await reader.query(
      `with ${(from ? replacedSince : everReplaced)(where, mostPlace)}
     select s.id as "seriesId", s.indicator, s.area, s.frequency, s.accumulation, s.breakdown,
       r.period_start as "periodStart", r.period_end as "periodEnd", r.known_from as "knownFrom",
       r.before::text, r.after::text, r.import_id as "importId", counted.more
     from (select count(*) > ${mostPlace} as more from gone) counted
     left join (
       replaced r join series s on s.id = r.series_id and r.after <> r.before
         and r.known_from <= coalesce(${place(to ?? null, 'timestamptz')}, 'infinity')
     ) on true
     order by r.known_from desc, s.indicator, s.area, r.series_id, r.period_start desc limit ${place(limit, 'bigint')}`,
      parameters,
    );
  return {
    found: rows.flatMap((row) => {
      if (row.seriesId === null) return [];
      const { seriesId: _id, more: _more, ...revision } = row;
      return [revision];
    }),
    more: rows[0]?.more ?? false,
  };
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

/** What became known, one entry for each indicator and instant, the newest first. */
export async function readReleasedValues(
  reader: Reader,
  filter: NewsFilter,
  limit: number,
  most = mostNews,
): Promise<News<ReleasedValues>> {
  const { where, parameters } = conditions(filter);
  const place = (value: number) => `$${parameters.push(value)}::bigint`;
  const rows: (ReleasedValues & { gone: number })[] = await reader.query(
    `select s.indicator, o.known_from as "knownFrom", sum(o.values)::int as values,
       min(o."firstEnd") as "firstEnd", max(o."lastEnd") as "lastEnd", (sum(sum(o.values)) over ())::int as gone
     from (
       select series_id, known_from, count(*) as values, min(period_end) as "firstEnd", max(period_end) as "lastEnd"
       from (${came(where)} limit ${place(most)} + 1) came group by series_id, known_from
     ) o join series s on s.id = o.series_id
     group by s.indicator, o.known_from order by o.known_from desc, s.indicator limit ${place(limit)}`,
    parameters,
  );
  return {
    found: rows.map(({ gone: _gone, ...released }) => released),
    more: (rows[0]?.gone ?? 0) > most,
  };
}
