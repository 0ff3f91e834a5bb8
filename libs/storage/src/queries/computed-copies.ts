/**
 * Copies of computed values for readers that cannot compute: the panels on Grafana's PostgreSQL source. The service
 * itself reads them only to say what is newest of every indicator, for which it would else have to compute everything.
 */
import type { Tx } from '../database.js';
import type { StoredObservation } from './observations.js';

export type ComputedCopy = Omit<StoredObservation, 'seriesId' | 'importId'>;

const key = 'indicator, area, frequency, accumulation, breakdown, period_start';

/** Makes the copies of these indicators in an area those given; what is the same is not written again. */
export async function keepComputedCopies(
  tx: Tx,
  { indicators, area }: { readonly indicators: readonly string[]; readonly area: string },
  values: readonly ComputedCopy[],
): Promise<void> {
  const rows = values.map((one) => ({
    indicator: one.indicator,
    area: one.area,
    frequency: one.frequency,
    accumulation: one.accumulation,
    breakdown: one.breakdown,
    period_start: one.periodStart,
    period_end: one.periodEnd,
    value: one.value,
    status: one.status,
    known_from: one.knownFrom,
  }));
  await tx.query(
    `with wanted as materialized (
       select * from jsonb_to_recordset($3::jsonb) as w(indicator text, area text, frequency text,
         accumulation text, breakdown jsonb, period_start date, period_end date, value numeric, status text,
         known_from timestamptz)
     ), gone as (
       delete from grafana.computed_observation c
       where c.indicator = any($1::text[]) and c.area = $2 and not exists (
         select from wanted w where (w.indicator, w.area, w.frequency, w.accumulation, w.breakdown, w.period_start)
           = (c.indicator, c.area, c.frequency, c.accumulation, c.breakdown, c.period_start))
     )
     insert into grafana.computed_observation as c (${key}, period_end, value, status, known_from)
     select ${key}, period_end, value, status, known_from from wanted
     on conflict (${key}) do update set period_end = excluded.period_end, value = excluded.value,
       status = excluded.status, known_from = excluded.known_from
     where (c.period_end, c.value, c.status, c.known_from)
       is distinct from (excluded.period_end, excluded.value, excluded.status, excluded.known_from)`,
    [indicators, area, JSON.stringify(rows)],
  );
}

/** Takes away the copies of all indicators but these. */
export async function forgetOtherComputedCopies(tx: Tx, indicators: readonly string[]): Promise<void> {
  await tx.query('delete from grafana.computed_observation where indicator <> all($1::text[])', [indicators]);
}

/** The areas that have a series of any of these indicators, or a copy of anything. */
export async function readAreasOfComputed(tx: Tx, indicators: readonly string[]): Promise<string[]> {
  const rows: { area: string }[] = await tx.query(
    `select area from series where indicator = any($1::text[])
     union select area from grafana.computed_observation order by area`,
    [indicators],
  );
  return rows.map(({ area }) => area);
}
