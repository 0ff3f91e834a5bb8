/**
 * What is to be reported next: the rule of libs/monitoring/src/timeliness, in SQL; a test holds the two together. It
 * reads views of the schema only, so that it may be asked about any day with the rights of whoever asks.
 */
import type { SchemaObject } from './schema-object.js';

/** From the longest frequency to the shortest. */
const lengthOf = (frequency: string) => `array_position(array['A', 'S', 'Q', 'M', 'D'], ${frequency})`;

/** Periods that a template asks for at most: who misses more has given the series up. */
const mostDuePeriods = 8;

const owed = `
  with place as (
    select indicator, area, area_zh, area_en, breakdown, breakdown_zh, breakdown_en from grafana.targets
    union
    select indicator, area, area_zh, area_en, breakdown, breakdown_zh, breakdown_en from grafana.newest_values
  ), kept as (
    select n.indicator, n.area, n.breakdown, n.frequency, n.accumulation, n.period, n.period_end
    from grafana.newest_values n join grafana.indicators i on i.indicator = n.indicator
    where i.kind <> 'stock' and not (n.period_end < grafana.period_end((grafana.period_start(
      grafana.newest_out(releases_due_on.day, n.frequency, i.release_lag_days), n.frequency)
      - ${mostDuePeriods} * grafana.period_length(n.frequency))::date, n.frequency))
  ), wanted as (
    select p.indicator, p.area, p.breakdown, i.frequency
    from place p join grafana.indicators i on i.indicator = p.indicator
    where i.kind <> 'stock' and not exists (
      select from kept k where (k.indicator, k.area, k.breakdown, k.frequency)
        = (p.indicator, p.area, p.breakdown, i.frequency))
    union
    select t.indicator, t.area, t.breakdown, t.frequency
    from grafana.targets t join grafana.indicators i on i.indicator = t.indicator
    where i.kind <> 'stock' and ${lengthOf('t.frequency')} <= ${lengthOf('i.frequency')} and not exists (
      select from kept k where (k.indicator, k.area, k.breakdown, k.frequency, k.accumulation)
        = (t.indicator, t.area, t.breakdown, t.frequency, 'period'))
  ), owed as (
    select indicator, area, breakdown, frequency, accumulation, period, period_end from kept
    union all
    select w.indicator, w.area, w.breakdown, w.frequency, 'period', n.period, n.period_end
    from wanted w left join grafana.newest_values n
      on (n.indicator, n.area, n.breakdown, n.frequency, n.accumulation)
        = (w.indicator, w.area, w.breakdown, w.frequency, 'period')
    union all
    select p.indicator, p.area, p.breakdown, i.frequency, 'period', n.period, n.period_end
    from place p join grafana.indicators i on i.indicator = p.indicator and i.kind = 'stock'
    left join lateral (
      select n.period, n.period_end from grafana.newest_values n
      where (n.indicator, n.area, n.breakdown) = (p.indicator, p.area, p.breakdown)
      order by n.period_end desc, n.period_start desc, n.series_id desc limit 1
    ) n on true
  )`;

/** A stock's point within a period stands for a year, half a year, …: no newer one is overdue before. */
const freshUntil = `case when i.kind = 'stock' and o.period_end <> grafana.period_end(o.period_end, o.frequency)
  then o.period_end + i.release_lag_days
    + case o.frequency when 'A' then 366 when 'S' then 184 when 'Q' then 92 when 'M' then 31 else 1 end end`;

const nextEnd = `case when o.period_end is not null and f.fresh_until is null
  then grafana.period_end(case when grafana.period_end(o.period_end, o.frequency) > o.period_end
    then o.period_end else o.period_end + 1 end, o.frequency)
  else grafana.newest_out(coalesce(f.fresh_until + 1, releases_due_on.day), o.frequency, i.release_lag_days) end`;

export const releasesDue: readonly SchemaObject[] = [
  {
    kind: 'function',
    name: 'releases_due_on',
    comment:
      'Of every series that is owed the value to come next, as it stood on a day by what is known now: by when it is due, and whether it is late. 各应报序列下一期数据的应报日期及是否逾期（按指定日期计算）。',
    sql: `(day date) returns table (due_on date, due_time timestamptz, indicator text, indicator_zh text,
        indicator_en text, area text, area_zh text, area_en text, frequency text, newest text, next text, state text,
        days_late integer, organisation text, organisation_zh text, organisation_en text, accumulation text,
        breakdown_zh text, breakdown_en text)
      language sql stable parallel safe rows 500
      begin atomic
        ${owed}
        select d.due_on, d.due_on::timestamp at time zone z.time_zone, i.indicator, i.indicator_zh, i.indicator_en,
          p.area, p.area_zh, p.area_en, o.frequency, o.period,
          grafana.period_text(grafana.period_start(e.next_end, o.frequency), o.frequency, o.accumulation),
          case when releases_due_on.day > d.due_on then 'late'
            when releases_due_on.day - d.due_on > -i.release_lag_days then 'due' else 'complete' end,
          greatest(releases_due_on.day - d.due_on, 0), i.organisation, i.organisation_zh, i.organisation_en,
          o.accumulation, p.breakdown_zh, p.breakdown_en
        from owed o
        join grafana.indicators i on i.indicator = o.indicator and not i.computed
        join place p on (p.indicator, p.area, p.breakdown) = (o.indicator, o.area, o.breakdown)
        cross join grafana.setting z
        cross join lateral (select ${freshUntil} as fresh_until) f
        cross join lateral (select ${nextEnd} as next_end) e
        cross join lateral (select coalesce(f.fresh_until, e.next_end + i.release_lag_days) as due_on) d;
      end`,
  },
  {
    kind: 'view',
    name: 'releases_due',
    comment:
      'Of every series that is owed the value to come next, as it stands today: by when it is due, and whether it is late. 今日各应报序列下一期数据的应报日期及是否逾期。',
    sql: `select r.* from grafana.setting z cross join lateral grafana.releases_due_on(z.today) r`,
  },
];
