import type { Accumulation, Frequency } from '#time-period';
import type { Database } from '../database.js';
import { askPanel } from './panel-statement.js';
import type { SeriesKey } from './series.js';

/** Which series a query of a panel shows. */
export interface PanelAsk {
  readonly indicators: readonly string[];
  /** null: all. */
  readonly areas: readonly string[] | null;
  /** null: all. */
  readonly frequencies: readonly Frequency[] | null;
  readonly accumulations: readonly Accumulation[];
  /** Every dimension named must have one of the given codes. */
  readonly breakdown: Readonly<Record<string, readonly string[]>>;
  /** null: what is known now. */
  readonly asOf: Date | null;
}

/** A series with its values, each list joined by commas and in the same order, whichever that is. */
export interface PanelSeries extends SeriesKey {
  /** First days of the periods, as dayNumber counts. */
  readonly starts: string;
  /** Exact decimal texts. */
  readonly values: string;
  readonly statuses: string;
}

/** Of the series named by what they measure and where, or by what alone. */
const found = `
  select s.* from unnest(asked.areas) place(code) cross join lateral (
    select id, indicator, area, frequency, accumulation, breakdown from series
    where indicator = asked.indicator and area = place.code offset 0
  ) s
  union all
  select id, indicator, area, frequency, accumulation, breakdown from series
  where asked.areas is null and indicator = asked.indicator`;

const lists = `string_agg((period_start - date '2000-01-01')::text, ',') as starts,
  string_agg(value::text, ',') as values, string_agg(status, ',') as statuses`;

/** As readObservations finds what was known at an instant. */
const knownThen = `(
  select o.period_start, vintage.value, vintage.status from observation o
  cross join lateral (
    select o.value, o.status where o.known_from <= asked.as_of
    union all (
      select v.value, v.status from observation_vintage v
      where o.known_from > asked.as_of and v.series_id = o.series_id and v.period_start = o.period_start
        and v.known_from <= asked.as_of
      order by v.known_from desc, v.id desc limit 1)
  ) vintage where o.series_id = s.id) known`;

/** One row per series, however many values it has: what a row costs on its way is several times what a value does. */
const statement = (name: string, values: string) => ({
  name,
  text: `
    select asked.place, s.indicator, s.area, s.frequency, s.accumulation, s.breakdown, o.starts, o.values, o.statuses
    from json_to_recordset($1::json) asked(place int, indicator text, areas text[], frequencies text[],
      accumulations text[], breakdown jsonb, as_of timestamptz)
    cross join lateral (${found}) s
    cross join lateral (${values}) o
    where o.starts is not null
      and (asked.frequencies is null or s.frequency = any(asked.frequencies))
      and s.accumulation = any(asked.accumulations)
      and (asked.breakdown is null or not exists (
        select from jsonb_each(asked.breakdown) wanted
        where not coalesce(wanted.value ? (s.breakdown ->> wanted.key), false)))
    limit $2`,
});

const ofNow = statement('panel-series-now-2', `select ${lists} from observation where series_id = s.id`);

const ofAnyInstant = statement(
  'panel-series-as-of-2',
  `select ${lists} from observation where series_id = s.id and asked.as_of is null
   having asked.as_of is null
   union all
   select ${lists} from ${knownThen} having asked.as_of is not null`,
);

type Row = [
  place: number,
  indicator: string,
  area: string,
  frequency: Frequency,
  accumulation: Accumulation,
  breakdown: Readonly<Record<string, string>>,
  starts: string,
  values: string,
  statuses: string,
];

/**
 * The series of all queries of a panel, in one statement.
 * @param most series in all; behind them none is read.
 * @returns a list for each ask, in no order; series without any value are missing. null: there are more than `most`.
 */
export async function readPanelSeries(
  database: Database,
  asks: readonly PanelAsk[],
  most: number,
): Promise<PanelSeries[][] | null> {
  const series = asks.map((): PanelSeries[] => []);
  const asked = asks.flatMap(({ indicators, areas, frequencies, accumulations, breakdown, asOf }, place) =>
    indicators.map((indicator) => ({
      place,
      indicator,
      areas,
      frequencies,
      accumulations,
      breakdown: Object.keys(breakdown).length === 0 ? null : breakdown,
      as_of: asOf,
    })),
  );
  if (asked.length === 0) return series;
  const kind = asks.some(({ asOf }) => asOf !== null) ? ofAnyInstant : ofNow;
  const rows = await askPanel<Row>(database, kind, [JSON.stringify(asked), most + 1]);
  if (rows.length > most) return null;
  for (const row of rows) {
    const [place, indicator, area, frequency, accumulation, breakdown, starts, values, statuses] = row;
    series[place]?.push({
      indicator,
      area,
      frequency,
      accumulation,
      breakdown,
      starts,
      values,
      statuses,
    });
  }
  return series;
}
