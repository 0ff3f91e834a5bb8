import type { Observation } from '#assessment';
import { periodContaining, type Frequency, type TimePeriod } from '#time-period';
import type { Reader } from '../database.js';
import { dayOfNumber } from './copy-rows.js';
import { seriesKeyText, type SeriesKey } from './series.js';

/** The values of one series, each list joined by commas and in the same order, whichever that is. */
interface ValuesRow {
  readonly seriesId: string;
  /** First days of the periods, in days since 2000-01-01. */
  readonly starts: string;
  readonly values: string;
  readonly statuses: string;
}

/**
 * What judging needs of many series: every value that is known (at asOf, else now), by {@link seriesKeyText}; series
 * that do not exist or have no values are missing. One row per series instead of one per value: what a row costs on
 * its way, several times what the value itself does, is paid once per series.
 *
 * @param series of accumulation period: only of these a period's last day follows from its first.
 */
export async function readSeriesValues(
  reader: Reader,
  series: readonly SeriesKey[],
  { asOf }: { readonly asOf?: Date },
): Promise<Map<string, Observation[]>> {
  const found = await findSeries(reader, series);
  if (found.size === 0) return new Map();
  // Series by series: Postgres may not choose to read all there are and to sort them.
  const rows: ValuesRow[] = await reader.query(
    `select s.id as "seriesId", o.starts, o.values, o.statuses
     from unnest($1::bigint[]) s(id) cross join lateral (
       select string_agg((period_start - date '2000-01-01')::text, ',') as starts,
         string_agg(value::text, ',') as values, string_agg(status, ',') as statuses
       from ${asOf ? knownThen : 'observation'} where series_id = s.id
     ) o where o.starts is not null`,
    [[...found.keys()], ...(asOf ? [asOf] : [])],
  );
  const periods = new ReadOnce(periodsOf);
  const statuses = new ReadOnce((text) => text.split(','));
  return new Map(
    rows.map((row) => {
      const { key, frequency } = found.get(row.seriesId)!;
      const itsPeriods = periods.of(`${frequency},${row.starts}`);
      const itsStatuses = statuses.of(row.statuses);
      const values = row.values
        .split(',')
        .map((value, at) => ({ period: itsPeriods[at]!, value: Number(value), status: itsStatuses[at]! }));
      return [key, values];
    }),
  );
}

/** As readObservations finds what was known at an instant, $2. */
const knownThen = `(
  select o.series_id, o.period_start, vintage.value, vintage.status from observation o
  cross join lateral (
    select o.value, o.status where o.known_from <= $2::timestamptz
    union all (
      select v.value, v.status from observation_vintage v
      where o.known_from > $2 and v.series_id = o.series_id and v.period_start = o.period_start
        and v.known_from <= $2
      order by v.known_from desc, v.id desc limit 1)
  ) vintage) known`;

/** Those of the series that exist, by id: one look-up per measure, however many series there are. */
async function findSeries(
  reader: Reader,
  series: readonly SeriesKey[],
): Promise<Map<string, { readonly key: string; readonly frequency: Frequency }>> {
  const wanted = new Set(series.map(seriesKeyText));
  const measures = new Map(
    series.map((one) => [`${one.indicator} ${one.area} ${JSON.stringify(one.breakdown)}`, one]),
  );
  const each = [...measures.values()];
  // offset 0 keeps Postgres from reading all series to look for these among them.
  const rows: { id: string; place: string; frequency: Frequency }[] = await reader.query(
    `select s.id, m.place, s.frequency
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality m(indicator, area, breakdown, place)
     cross join lateral (
       select id, frequency from series
       where indicator = m.indicator and area = m.area and breakdown = m.breakdown::jsonb
         and accumulation = 'period' offset 0
     ) s`,
    [
      each.map(({ indicator }) => indicator),
      each.map(({ area }) => area),
      each.map(({ breakdown }) => JSON.stringify(breakdown)),
    ],
  );
  return new Map(
    rows.flatMap(({ id, place, frequency }) => {
      const key = seriesKeyText({ ...each[Number(place) - 1]!, frequency });
      return wanted.has(key) ? [[id, { key, frequency }]] : [];
    }),
  );
}

/** @param text the frequency and the first days of the periods. */
function periodsOf(text: string): TimePeriod[] {
  const [frequency, ...starts] = text.split(',');
  return starts.map((start) => periodContaining(dayOfNumber(Number(start)), frequency as Frequency));
}

/** Most series of a plan have the same periods as another one: what was read for a text serves for the next. */
class ReadOnce<T> {
  private readonly known = new Map<string, readonly T[]>();

  constructor(private readonly read: (text: string) => T[]) {}

  of(text: string): readonly T[] {
    const known = this.known.get(text) ?? this.read(text);
    this.known.set(text, known);
    return known;
  }
}
