/** Made-up targets and values for benchmarks, put in place by set-based SQL instead of one by one. */
import type { Target } from '#contract';
import { inTransaction, type Database, type Tx } from './database.js';
import { reserveSeriesIds, createSeries, type SeriesKey } from './queries/series.js';

/** How the monthly values of a made-up series run. */
export interface SampleCourse {
  readonly level: number;
  /** Units a month. */
  readonly trend: number;
  /** Height of the yearly wave. */
  readonly season: number;
  /** Width of the band in which values lie about their course. */
  readonly noise: number;
}

/** Puts targets in force as the first version of each; none of them may exist. */
export async function loadSampleTargets(tx: Tx, targets: readonly Target[]): Promise<void> {
  await tx.query(
    `with loaded as (
       select * from jsonb_to_recordset($1::jsonb) as (code text, name jsonb, indicator text, area text,
         breakdown jsonb, frequency text, due text, operator text, value numeric, upper numeric, baseline jsonb,
         method text, trajectory text, milestones jsonb, clause jsonb, organisation text)
     ), stored as (
       insert into target (code, version, valid_from, changed_at, changed_by, name_zh, name_en, indicator, area,
         breakdown, frequency, due, operator, value, upper, baseline_period, baseline_value, method, trajectory,
         clause_task, clause_quote, organisation)
       select code, 1, '2018-12-03', now(), 'bench', name ->> 'zh', name ->> 'en', indicator, area,
         breakdown, frequency, due, operator, value, upper, baseline ->> 'period', (baseline ->> 'value')::numeric,
         method, trajectory, (clause ->> 'task')::integer, clause ->> 'quote', organisation
       from loaded returning id, code
     )
     insert into target_milestone (target, period, value)
     select stored.id, m.period, m.value from loaded join stored using (code)
     cross join jsonb_to_recordset(milestones) as m(period text, value numeric)`,
    [JSON.stringify(targets)],
  );
}

/**
 * Creates monthly series with so many values each from a month on (its first day), every one released twenty days
 * after its month.
 * @returns their ids in the same order.
 */
export async function loadSampleSeries(
  database: Database,
  series: readonly (SeriesKey & SampleCourse)[],
  months: { readonly first: string; readonly count: number },
): Promise<string[]> {
  const ids = await reserveSeriesIds(database, series.length);
  const rows = series.map((one, index) => ({ ...one, id: ids[index] ?? '' }));
  await inTransaction(database, async (tx) => {
    await createSeries(tx, rows);
    // The same noise in every run.
    await tx.query('select setseed(0.5)');
    await tx.query(
      `insert into observation (series_id, period_start, period_end, value, status, known_from, import_id)
       select s.id, m.first, m.last,
         round((s.level + s.trend * m.n + s.season * sin(m.n * pi() / 6) + s.noise * (random() - 0.5))::numeric, 2),
         'A', m.last + interval '20 days', 0
       from jsonb_to_recordset($1::jsonb)
         as s(id bigint, level float8, trend float8, season float8, noise float8)
       cross join (
         select n, first::date, (first + interval '1 month - 1 day')::date as last
         from (select n, $2::date + n * interval '1 month' as first from generate_series(0, $3 - 1) n) month
       ) m`,
      [JSON.stringify(rows), months.first, months.count],
    );
  });
  return ids;
}

/** Changes the newest value of each series by a tenth, as a revision would; its vintage is not kept. */
export async function reviseSampleSeries(database: Database, seriesIds: readonly string[]): Promise<void> {
  await database.query(
    `update observation o set value = round(o.value * 1.1, 2)
     from unnest($1::bigint[]) s(id)
     where o.series_id = s.id
       and o.period_start = (select max(period_start) from observation where series_id = s.id)`,
    [seriesIds],
  );
}
