import type { Accumulation, Frequency } from '#time-period';
import type { Reader, Tx } from '../database.js';

export interface SeriesKey {
  readonly indicator: string;
  readonly area: string;
  readonly frequency: Frequency;
  readonly accumulation: Accumulation;
  readonly breakdown: Readonly<Record<string, string>>;
}

/** Every series there is, id by {@link seriesKeyText}. */
export async function readSeriesIds(reader: Pick<Reader, 'query'>): Promise<Map<string, string>> {
  const rows: (SeriesKey & { id: string })[] = await reader.query(
    'select id, indicator, area, frequency, accumulation, breakdown from series',
  );
  return new Map(rows.map((row) => [seriesKeyText(row), row.id]));
}

/** The indicators and areas of these series, each pair once. */
export function readPlacesOfSeries(
  reader: Pick<Reader, 'query'>,
  ids: readonly string[],
): Promise<Pick<SeriesKey, 'indicator' | 'area'>[]> {
  return reader.query('select distinct indicator, area from series where id = any($1::bigint[])', [ids]);
}

/** The series of an indicator, each with the start of its newest period that has a value; null when none has. */
export function readSeriesOfIndicator(
  reader: Pick<Reader, 'query'>,
  indicator: string,
): Promise<(SeriesKey & { readonly id: string; readonly newest: string | null })[]> {
  return reader.query(
    `select s.id, s.indicator, s.area, s.frequency, s.accumulation, s.breakdown,
       (select o.period_start from observation o where o.series_id = s.id
        order by o.period_start desc limit 1) as newest
     from series s where s.indicator = $1`,
    [indicator],
  );
}

/** The series of these indicators. */
export function readSeriesOfIndicators(
  reader: Pick<Reader, 'query'>,
  indicators: readonly string[],
): Promise<SeriesKey[]> {
  return reader.query(
    `select indicator, area, frequency, accumulation, breakdown from series
     where indicator = any($1::text[]) order by id`,
    [indicators],
  );
}

/** One text per series, the same for the same series whatever the order of its breakdown. */
export function seriesKeyText(key: SeriesKey): string {
  const breakdown = Object.keys(key.breakdown)
    .toSorted()
    .map((dimension) => `${dimension}=${key.breakdown[dimension]}`)
    .join(';');
  // Joined, not concatenated: V8 would keep the parts and how they were put together, for every series.
  return [key.indicator, key.area, key.frequency, key.accumulation, breakdown].join('|');
}

/** The series that a {@link seriesKeyText} names. */
export function parseSeriesKey(text: string): SeriesKey {
  const [indicator = '', area = '', frequency, accumulation, breakdown = ''] = text.split('|');
  return {
    indicator,
    area,
    frequency: frequency as Frequency,
    accumulation: accumulation as Accumulation,
    breakdown: Object.fromEntries(
      breakdown === '' ? [] : breakdown.split(';').map((part) => part.split('=') as [string, string]),
    ),
  };
}

/** Reserves ids for series that are still to be created. Sequence values are not given back. */
export async function reserveSeriesIds(reader: Pick<Reader, 'query'>, count: number): Promise<string[]> {
  const rows: { id: string }[] = await reader.query(
    `select nextval(pg_get_serial_sequence('series', 'id'))::text as id from generate_series(1, $1)`,
    [count],
  );
  return rows.map((row) => row.id);
}

/** Creates series under reserved ids. */
export async function createSeries(
  tx: Tx,
  series: readonly (SeriesKey & { readonly id: string })[],
): Promise<void> {
  if (series.length === 0) return;
  await tx.query(
    `insert into series (id, indicator, area, frequency, accumulation, breakdown)
     select id, indicator, area, frequency, accumulation, breakdown
     from jsonb_to_recordset($1::jsonb)
       as t(id bigint, indicator text, area text, frequency text, accumulation text, breakdown jsonb)`,
    [JSON.stringify(series)],
  );
}
