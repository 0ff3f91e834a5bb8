/** The statements that read observations, for those that read all at once and for those that read page by page. */
import type { ObservationFilter } from './observations.js';

export interface Statement {
  readonly text: string;
  readonly parameters: unknown[];
}

export const seriesColumns = `s.id as "seriesId", s.indicator, s.area, s.frequency, s.accumulation, s.breakdown,
  o.period_start as "periodStart", o.period_end as "periodEnd"`;
export const valueColumns = (from: string): string =>
  `${from}.value::text as value, ${from}.status, ${from}.known_from as "knownFrom", ${from}.import_id as "importId"`;

/**
 * Observations, one row per period: the newest vintage that was known at asOf.
 * @param options.by series: by series and period; period: all series of a period together, periods in time order.
 * @param options.comments whether the rows have a column comment.
 */
export function observationStatement(
  filter: ObservationFilter,
  {
    by = 'series',
    comments = false,
  }: { readonly by?: 'series' | 'period'; readonly comments?: boolean } = {},
): Statement {
  const { where, parameters } = conditions(filter);
  const order =
    by === 'series'
      ? 's.id, o.period_end, o.period_start'
      : 'o.period_end, o.period_start, s.frequency, s.accumulation, s.id';
  const columns = (from: string) =>
    `${seriesColumns}, ${valueColumns(from)}${comments ? `, ${from}.comment` : ''}`;
  if (!filter.asOf)
    return {
      text: `select ${columns('o')} from observation o join series s on s.id = o.series_id
       where ${where} order by ${order}`,
      parameters,
    };
  parameters.push(filter.asOf);
  const instant = `$${parameters.length}::timestamptz`;
  const each = (from: string) =>
    `${from}.value, ${from}.status, ${from}.known_from, ${from}.import_id${comments ? `, ${from}.comment` : ''}`;
  // What is in force now mostly was so then; only where it was not, its superseded vintages are looked at.
  return {
    text: `select ${columns('known')}
     from observation o join series s on s.id = o.series_id
     cross join lateral (
       select ${each('o')} where o.known_from <= ${instant}
       union all (
         select ${each('v')} from observation_vintage v
         where o.known_from > ${instant} and v.series_id = o.series_id and v.period_start = o.period_start
           and v.known_from <= ${instant}
         order by v.known_from desc, v.id desc limit 1)
     ) known
     where ${where} order by ${order}`,
    parameters,
  };
}

/** What a filter comes to, of a series s and an observation o. */
export function conditions(filter: ObservationFilter): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const parts: string[] = ['true'];
  const add = (condition: (place: string) => string, value: unknown) => {
    parameters.push(value);
    parts.push(condition(`$${parameters.length}`));
  };
  if (filter.indicators) add((p) => `s.indicator = any(${p}::text[])`, filter.indicators);
  if (filter.areas) add((p) => `s.area = any(${p}::text[])`, filter.areas);
  if (filter.frequencies) add((p) => `s.frequency = any(${p}::text[])`, filter.frequencies);
  if (filter.accumulation) add((p) => `s.accumulation = ${p}`, filter.accumulation);
  if (filter.seriesIds) add((p) => `o.series_id = any(${p}::bigint[])`, filter.seriesIds);
  for (const [dimension, codes] of Object.entries(filter.breakdown ?? {})) {
    parameters.push(dimension);
    add((p) => `s.breakdown ->> $${parameters.length - 1} = any(${p}::text[])`, codes);
  }
  if (filter.from) add((p) => `o.period_end >= ${p}::date`, filter.from);
  if (filter.to) add((p) => `o.period_end <= ${p}::date`, filter.to);
  return { where: parts.join(' and '), parameters };
}
