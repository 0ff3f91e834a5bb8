import type { Accumulation, Frequency } from '#time-period';
import type { Reader } from '../database.js';

/** Which observations. Every list that is absent means "all". */
export interface ObservationFilter {
  readonly indicators?: readonly string[];
  readonly areas?: readonly string[];
  readonly frequencies?: readonly string[];
  readonly accumulation?: Accumulation;
  /** Every dimension named must have one of the given codes. */
  readonly breakdown?: Readonly<Record<string, readonly string[]>>;
  readonly seriesIds?: readonly string[];
  /** Periods that end on or after this day (YYYY-MM-DD). */
  readonly from?: string;
  /** Periods that end on or before this day. */
  readonly to?: string;
  /** Only what was known at this instant; absent: what is known now. */
  readonly asOf?: Date;
}

export interface StoredObservation {
  readonly seriesId: string;
  readonly indicator: string;
  readonly area: string;
  readonly frequency: Frequency;
  readonly accumulation: Accumulation;
  readonly breakdown: Readonly<Record<string, string>>;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** Exact decimal text. */
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
  readonly importId: number;
}

export interface StoredVintage extends StoredObservation {
  readonly knownTo: Date | null;
  readonly comment: string | null;
  readonly source: Readonly<Record<string, string>>;
}

const seriesColumns = `s.id as "seriesId", s.indicator, s.area, s.frequency, s.accumulation, s.breakdown,
  o.period_start as "periodStart", o.period_end as "periodEnd"`;
const valueColumns = (from: string) =>
  `${from}.value::text as value, ${from}.status, ${from}.known_from as "knownFrom", ${from}.import_id as "importId"`;

/** Observations by series and period, one row per period: the newest vintage that was known at asOf. */
export async function readObservations(
  reader: Reader,
  filter: ObservationFilter,
): Promise<StoredObservation[]> {
  const { where, parameters } = conditions(filter);
  if (!filter.asOf) {
    return reader.query(
      `select ${seriesColumns}, ${valueColumns('o')} from observation o join series s on s.id = o.series_id
       where ${where} order by s.id, o.period_end, o.period_start`,
      parameters,
    );
  }
  parameters.push(filter.asOf);
  const instant = `$${parameters.length}::timestamptz`;
  // What is in force now mostly was so then; only where it was not, its superseded vintages are looked at.
  return reader.query(
    `select ${seriesColumns}, ${valueColumns('known')}
     from observation o join series s on s.id = o.series_id
     cross join lateral (
       select o.value, o.status, o.known_from, o.import_id where o.known_from <= ${instant}
       union all (
         select v.value, v.status, v.known_from, v.import_id from observation_vintage v
         where o.known_from > ${instant} and v.series_id = o.series_id and v.period_start = o.period_start
           and v.known_from <= ${instant}
         order by v.known_from desc, v.id desc limit 1)
     ) known
     where ${where} order by s.id, o.period_end, o.period_start`,
    parameters,
  );
}

/**
 * Every vintage (with asOf: of those known then), oldest first within its period; knownTo is when the next one
 * replaced it, null when none did.
 */
export async function readVintages(reader: Reader, filter: ObservationFilter): Promise<StoredVintage[]> {
  const { where, parameters } = conditions(filter);
  parameters.push(filter.asOf ?? null);
  const instant = `$${parameters.length}::timestamptz`;
  const columns =
    'series_id, period_start, period_end, value, status, known_from, import_id, comment, source';
  return reader.query(
    `select ${seriesColumns}, ${valueColumns('o')}, o.comment, coalesce(o.source, '{}') as source,
       lead(o.known_from) over (partition by o.series_id, o.period_start order by o.known_from, o.id) as "knownTo"
     from (
       select ${columns}, id from observation_vintage
       union all
       select ${columns}, null from observation
     ) o join series s on s.id = o.series_id
     where ${where} and (${instant} is null or o.known_from <= ${instant})
     order by s.id, o.period_end, o.period_start, o.known_from, o.id`,
    parameters,
  );
}

function conditions(filter: ObservationFilter): { where: string; parameters: unknown[] } {
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
