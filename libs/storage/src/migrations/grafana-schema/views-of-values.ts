/** The views of the schema `grafana` about names and measured values. */
import { breakdownText, noValue, pointOf, type SchemaObject } from './schema-object.js';

const seriesNames = (alias: string) => `${alias}.id as series_id,
  ${alias}.indicator, i.name_zh as indicator_zh, i.name_en as indicator_en,
  ${alias}.area, a.name_zh as area_zh, a.name_en as area_en, ${alias}.frequency, ${alias}.accumulation`;

const breakdownWords = `${breakdownText('s.breakdown', 'i.dimensions', 'zh')} as breakdown_zh,
  ${breakdownText('s.breakdown', 'i.dimensions', 'en')} as breakdown_en`;

/** Left, though each has one: Postgres leaves out those whose names nobody asks for. */
const joinedNames = `left join indicator i on i.code = s.indicator left join area a on a.code = s.area`;

/** Of the value `v` of the series `s`. */
const valueColumns = `${pointOf('v.period_end')} as time,
  grafana.period_text(v.period_start, s.frequency, s.accumulation) as period,
  v.value::float8 as value, v.status as obs_status, ${seriesNames('s')}, ${breakdownWords},
  v.known_from, v.import_id`;

const unit = 'i.unit_zh, i.unit_en';

/** The superseded vintage `v`'s successor: the next superseded one, else the one in force. */
const successor = `
  select n.value, n.known_from, n.import_id from (
    (select w.value, w.known_from, w.import_id, w.id from observation_vintage w
     where w.series_id = v.series_id and w.period_start = v.period_start
       and (w.known_from, w.id) > (v.known_from, v.id)
     order by w.known_from, w.id limit 1)
    union all
    select o.value, o.known_from, o.import_id, null from observation o
    where o.series_id = v.series_id and o.period_start = v.period_start) n
  order by n.id nulls last limit 1`;

export const valueViews: readonly SchemaObject[] = [
  {
    kind: 'view',
    name: 'setting',
    comment:
      'One row: the time zone of the service, and today there. Periods stand at 00:00 of their last day in it. 服务的时区与当日；各期的时点为其末日零时。',
    sql: `select time_zone, (now() at time zone time_zone)::date as today from grafana.service_setting`,
  },
  {
    kind: 'function',
    name: 'as_of',
    comment:
      'The instant that a reader writes: a day (its end in the zone of the service), an instant with its offset, epoch milliseconds; nothing is infinity, so what is known now. 读者输入的时点：日期（当日终了）、带时区的时刻或毫秒数；空为当前。',
    sql: `(written text) returns timestamptz language sql stable parallel safe
      return (
        select case
          when coalesce(trim(written), '') = '' then 'infinity'::timestamptz
          when trim(written) ~ '^\\d{4}-\\d\\d-\\d\\d$'
            then (trim(written)::date + 1)::timestamp at time zone z.time_zone - interval '1 millisecond'
          when trim(written) ~ '^\\d{11,14}$' then to_timestamp(trim(written)::float8 / 1000)
          else trim(written)::timestamptz end
        from grafana.setting z)`,
  },
  {
    kind: 'view',
    name: 'areas',
    comment: 'The places that values are told of. 监测数据所属的地区。',
    sql: `select a.code as area, a.name_zh as area_zh, a.name_en as area_en, a.kind, a.parent,
        p.name_zh as parent_zh, p.name_en as parent_en
      from area a left join area p on p.code = a.parent`,
  },
  {
    kind: 'view',
    name: 'indicators',
    comment: 'What is measured. 指标目录。',
    sql: `select i.code as indicator, i.name_zh as indicator_zh, i.name_en as indicator_en, i.kind, ${unit},
        i.decimals, i.direction, i.frequency, i.release_lag_days, i.formula is not null as computed,
        i.owner as organisation, o.name_zh as organisation_zh, o.name_en as organisation_en
      from indicator i join organisation o on o.code = i.owner`,
  },
  {
    kind: 'view',
    name: 'series',
    comment:
      'Every series: indicator × area × frequency × accumulation × breakdown. 全部序列：指标×地区×频率×累计方式×分组。',
    sql: `select ${seriesNames('s')}, s.breakdown, ${breakdownWords}, ${unit}, i.kind,
        i.owner as organisation, o.name_zh as organisation_zh, o.name_en as organisation_en
      from series s ${joinedNames} left join organisation o on o.code = i.owner`,
  },
  {
    kind: 'view',
    name: 'observations',
    comment:
      'The values known now, as the charts of the service draw them: reported values only, without forecasts and what is said to be missing. Filter by indicator, area and frequency, then by time. 当前有效的上报数据，不含预测与缺失；先按指标、地区、频率筛选，再按时间。',
    sql: `select ${valueColumns}, v.period_start, ${unit}, s.breakdown
      from series s join observation v on v.series_id = s.id ${joinedNames}
      where v.status not in ${noValue}`,
  },
  {
    kind: 'view',
    name: 'computed_observations',
    comment:
      'The values that the service computes by formulas and roll-ups of areas, as of its last import, change of the catalogue or sweep. Columns as in grafana.observations, so that both go behind UNION ALL; series_id and import_id are null. 由公式或地区汇总推算的数据，列与grafana.observations相同，可用UNION ALL合并。',
    sql: `select ${valueColumns
      .replace('s.id as series_id', 'null::bigint as series_id')
      .replace('v.import_id', 'null::integer as import_id')
      .replaceAll(/\bs\./g, 'v.')}, v.period_start, ${unit}, v.breakdown
      from grafana.computed_observation v ${joinedNames.replaceAll(/\bs\./g, 'v.')}
      where v.status not in ${noValue}`,
  },
  {
    kind: 'view',
    name: 'vintages',
    comment:
      'Every version of every value, superseded ones too, with the time during which it was the one known; all observation statuses. 每个数据的各个版本及其有效期间，含已被修订的，含各种数据状态。',
    // Series by series, so that a filter on series never reads the others.
    sql: `select ${valueColumns}, v.known_to, v.period_start, ${unit}, s.breakdown
      from series s ${joinedNames} cross join lateral (
        select period_start, period_end, value, status, known_from, import_id, null::timestamptz as known_to
        from observation where series_id = s.id
        union all
        select v.period_start, v.period_end, v.value, v.status, v.known_from, v.import_id,
          (select n.known_from from (${successor}) n)
        from observation_vintage v where v.series_id = s.id
      ) v`,
  },
  {
    kind: 'function',
    name: 'observations_as_of',
    comment:
      'The values as they were known at an instant: SELECT … FROM grafana.observations_as_of($__timeTo()) WHERE …. Columns as in grafana.observations. 某一时刻已知的数据，列与grafana.observations相同。',
    // Offset 0: the instant is computed once, not for every value. With a sub-select as its argument Postgres would not
    // take the function apart, and compute it for all series there are.
    sql: `(as_of timestamptz) returns setof grafana.observations language sql stable parallel safe rows 1000
      begin atomic
        select v.time, v.period, v.value, v.obs_status, v.series_id, v.indicator, v.indicator_zh, v.indicator_en,
          v.area, v.area_zh, v.area_en, v.frequency, v.accumulation, v.breakdown_zh, v.breakdown_en, v.known_from,
          v.import_id, v.period_start, v.unit_zh, v.unit_en, v.breakdown
        from (select observations_as_of.as_of as instant offset 0) known cross join grafana.vintages v
        where v.known_from <= known.instant and (v.known_to is null or v.known_to > known.instant)
          and v.obs_status not in ${noValue};
      end`,
  },
  {
    kind: 'view',
    name: 'revisions',
    comment:
      'Every replacement of a value by another: when it became known, before and after. 数据修订：修订时间、修订前后的数值。',
    sql: `select n.known_from, grafana.period_text(v.period_start, s.frequency, s.accumulation) as period,
        ${pointOf('v.period_end')} as time, v.value::float8 as value_before, n.value::float8 as value_after,
        (n.value - v.value)::float8 as change, ${seriesNames('s')}, ${breakdownWords}, n.import_id, ${unit}
      from observation_vintage v cross join lateral (${successor}) n
      join series s on s.id = v.series_id ${joinedNames}`,
  },
  {
    kind: 'view',
    name: 'newest_values',
    comment:
      'Of every series the newest period that is known, forecasts not counted; value is null where the status says that there is none. 各序列的最新一期（不计预测）；状态为缺失的，数值为空。',
    sql: `select ${valueColumns.replace(
      'v.value::float8 as value',
      `case when v.status in ${noValue} then null else v.value::float8 end as value`,
    )}, v.period_start, v.period_end, s.breakdown, ${unit}
      from series s ${joinedNames} cross join lateral (
        select * from observation where series_id = s.id and status <> 'F' order by period_start desc limit 1
      ) v`,
  },
  {
    kind: 'view',
    name: 'imports',
    comment: 'Uploads and what became of them. 历次导入及其结果。',
    sql: `select id, created_at, uploaded_by, file_name as file, state, rows_read, rows_inserted as inserted,
        rows_revised as revised, rows_unchanged as unchanged, rows_duplicate as duplicate,
        rows_rejected as rejected, undone_at
      from import`,
  },
  {
    kind: 'view',
    name: 'rejections',
    comment: 'How many cells each upload had refused, by reason. 各次导入中被拒单元格的数量，按原因。',
    sql: `select r.import_id, i.created_at as at, r.code, count(*)::int as count
      from import_rejection r join import i on i.id = r.import_id group by r.import_id, i.created_at, r.code`,
  },
];
