import type { Accumulation, Frequency } from '#time-period';
import type { Reader } from '../database.js';
import { conditions, observationStatement, seriesColumns, valueColumns } from './observation-statement.js';

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
  /** Of the import's file; null: not known, or it was typed. */
  readonly line: number | null;
  /** Letters of its column, where a line of the file holds several values. */
  readonly column: string | null;
}

/** Observations by series and period, one row per period: the newest vintage that was known at asOf. */
export async function readObservations(
  reader: Reader,
  filter: ObservationFilter,
): Promise<StoredObservation[]> {
  const { text, parameters } = observationStatement(filter);
  return reader.query(text, parameters);
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
    'series_id, period_start, period_end, value, status, known_from, import_id, comment, source, line, column_letters';
  return reader.query(
    `select ${seriesColumns}, ${valueColumns('o')}, o.comment, coalesce(o.source, '{}') as source,
       o.line, o.column_letters as column,
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
