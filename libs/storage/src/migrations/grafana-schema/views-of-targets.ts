/** The views and functions of the schema `grafana` about targets, their trajectories and verdicts. */
import { breakdownText, newestAssessment, pointOf, type SchemaObject } from './schema-object.js';

/** Names are looked up, not joined: only where they are asked for, and whoever joins a view with another one does not
 * come to so many tables that Postgres would keep to the order in which they are written (join_collapse_limit). */
const indicatorOf = (column: string) => `(select i.${column} from indicator i where i.code = t.indicator)`;
const areaOf = (column: string) => `(select a.${column} from area a where a.code = t.area)`;
const organisationOf = (column: string) =>
  `(select o.${column} from organisation o where o.code = t.organisation)`;
const sectionOf = (column: string) =>
  `(select s.${column} from plan_task k join plan_section s on s.code = k.section where k.number = t.clause_task)`;

/** Of the version `t` of a target. */
export const targetColumns = `t.code as target, t.version, t.name_zh, t.name_en, t.indicator,
  ${indicatorOf('name_zh')} as indicator_zh, ${indicatorOf('name_en')} as indicator_en,
  t.area, ${areaOf('name_zh')} as area_zh, ${areaOf('name_en')} as area_en,
  t.due, ${pointOf('grafana.last_day(t.due)')} as due_time, t.operator, t.value::float8 as value,
  t.upper::float8 as upper, t.method, t.trajectory, t.clause_task as task,
  ${sectionOf('title_zh')} as section_zh, ${sectionOf('title_en')} as section_en, t.organisation,
  ${organisationOf('name_zh')} as organisation_zh, ${organisationOf('name_en')} as organisation_en`;

/** Behind those that were agreed with the dashboards. */
export const furtherColumns = `${sectionOf('code')} as section, ${indicatorOf('unit_zh')} as unit_zh,
  ${indicatorOf('unit_en')} as unit_en, t.frequency, t.breakdown,
  ${breakdownText('t.breakdown', indicatorOf('dimensions'), 'zh')} as breakdown_zh,
  ${breakdownText('t.breakdown', indicatorOf('dimensions'), 'en')} as breakdown_en`;

const number = (path: string) => `(r.verdict #>> '{${path}}')::float8`;
const flag = (name: string) => `coalesce((r.verdict ->> '${name}')::boolean, false)`;

/** Of the recorded verdict `r`, whose status in words is `w`; of a target without any, notAssessed. */
const verdictColumns = `w.status, w.status_zh, w.status_en, w.severity, r.verdict #>> '{reason,code}' as reason_code,
  r.verdict #>> '{observed,period}' as observed_period,
  ${pointOf(`grafana.last_day(r.verdict #>> '{observed,period}')`)} as observed_time,
  ${number('observed,value')} as observed_value, ${number('expected')} as expected, ${number('pace')} as pace,
  ${number('achievedShare')} as achieved_share, ${number('elapsedShare')} as elapsed_share,
  ${number('requiredRate')} as required_rate,
  ${pointOf(`grafana.last_day(r.verdict #>> '{forecast,period}')`)} as forecast_time,
  ${number('forecast,value')} as forecast_value, ${number('forecast,lower')} as forecast_lower,
  ${number('forecast,upper')} as forecast_upper, ${number('forecast,probability')} as forecast_probability,
  coalesce(jsonb_typeof(r.verdict -> 'stale') = 'object', false) as stale, ${flag('provisional')} as provisional,
  ${flag('disagreement')} as disagreement, r.recorded_at`;

export const statusOfRecord = `join grafana.statuses w on w.status = coalesce(r.status, 'notAssessed')`;

export const targetNames = [
  'target, version, name_zh, name_en, indicator, indicator_zh, indicator_en, area, area_zh, area_en, due, due_time',
  'operator, value, upper, method, trajectory, task, section_zh, section_en',
  'organisation, organisation_zh, organisation_en',
].join(', ');
export const furtherNames = 'section, unit_zh, unit_en, frequency, breakdown, breakdown_zh, breakdown_en';
export const verdictNames = [
  'status, status_zh, status_en, severity, reason_code, observed_period, observed_time, observed_value, expected',
  'pace, achieved_share, elapsed_share, required_rate, forecast_time, forecast_value, forecast_lower',
  'forecast_upper, forecast_probability, stale, provisional, disagreement, recorded_at',
].join(', ');
export const namesOf = (alias: string, names: string) =>
  names
    .split(', ')
    .map((name) => `${alias}.${name}`)
    .join(', ');

/** What the trajectory `w` expects on a day. */
const expectedAt = (day: string) =>
  `grafana.expected_value(w.trajectory, grafana.decimal_year(w.baseline_end), w.baseline_value,
     grafana.decimal_year(w.due_end), w.due_value, w.milestone_years, w.milestone_values, w.lower_bound,
     w.upper_bound, grafana.decimal_year(${day}))`;

export const targetViews: readonly SchemaObject[] = [
  {
    kind: 'view',
    name: 'statuses',
    comment:
      'The statuses of a verdict in words, and how bad each is: 0 achieved to 5 missed, null for not assessed. 评估状态的中英文名称与严重程度。',
    sql: `select * from (values
        ('achieved', '已实现', 'Achieved', 0), ('onTrack', '进展正常', 'On track', 1),
        ('atRisk', '存在风险', 'At risk', 2), ('offTrack', '进度滞后', 'Off track', 3),
        ('movingAway', '背离目标', 'Moving away', 4), ('missed', '未能实现', 'Missed', 5),
        ('notAssessed', '无法评估', 'Not assessed', null)) w(status, status_zh, status_en, severity)`,
  },
  {
    kind: 'view',
    name: 'target_versions',
    comment:
      'Every version of every target, with the time during which it was in force. 各目标的历次版本及其有效期间。',
    sql: `select ${targetColumns}, ${furtherColumns}, t.valid_from, t.valid_to from target t`,
  },
  {
    kind: 'view',
    name: 'targets',
    comment: 'The targets in force. 现行目标。',
    sql: `select ${targetColumns}, ${furtherColumns} from target t where t.valid_to is null`,
  },
  {
    kind: 'view',
    name: 'trajectories',
    comment:
      'Of every target in force what its trajectory is made of: the baseline that its newest recorded verdict took (before any verdict the one that the target names), where the way ends, and the bounds of the indicator. 现行目标的期望轨迹：基期（取最近一次评估所用）、终点、节点与指标上下界。',
    sql: `select t.code as target, t.indicator, t.area, t.frequency, t.trajectory,
        base.day as baseline_end, base.value as baseline_value, grafana.last_day(t.due) as due_end,
        case t.operator
          when 'within' then case when t.value is not null and t.upper is not null
            then least(greatest(base.value, t.value::float8), t.upper::float8) end
          when 'complete' then coalesce(t.value::float8, 100)
          when 'direction' then null
          else t.value::float8 end as due_value,
        i.lower_bound::float8 as lower_bound, i.upper_bound::float8 as upper_bound,
        m.ends as milestone_ends, m.years as milestone_years, m.values as milestone_values
      from target t join indicator i on i.code = t.indicator
      left join lateral ${newestAssessment} r on r.target = t.id
      cross join lateral (
        select grafana.last_day(coalesce(r.verdict #>> '{baseline,period}', own.period)) as day,
          coalesce((r.verdict #>> '{baseline,value}')::float8, own.value) as value
        from (select case when t.baseline_value is not null then t.baseline_period end as period,
                t.baseline_value::float8 as value) own
      ) base
      cross join lateral (
        select array_agg(e.day order by e.day, length(e.period), e.period collate "C" desc) as ends,
          array_agg(grafana.decimal_year(e.day) order by e.day, length(e.period), e.period collate "C" desc) as years,
          array_agg(e.value order by e.day, length(e.period), e.period collate "C" desc) as values
        from (select grafana.last_day(period) as day, period, value::float8 as value
              from target_milestone where target = t.id) e
      ) m
      where t.valid_to is null`,
  },
  {
    kind: 'view',
    name: 'expected_path',
    comment:
      'The path that each target in force is expected to take: a point at its baseline, at the end of every period of its frequency (of every month, where that is daily), at every milestone and when it is due. 现行目标的期望路径：基期、各期末、各节点与到期日各一点。',
    sql: `select ${pointOf('p.day')} as time, w.target, w.indicator, w.area,
        p.value as expected
      from grafana.trajectories w
      cross join lateral (
        select e.day, ${expectedAt('e.day')} as value
        from grafana.days_of_way(w.baseline_end, w.due_end, coalesce(w.milestone_ends, '{}'), w.frequency) e(day)
      ) p
      where p.value is not null`,
  },
  {
    kind: 'function',
    name: 'expected',
    comment:
      'The value that the trajectory of a target in force expects at an instant, in the unit of the indicator; null before its baseline, after it is due, and without a baseline or a number. 目标在某一时刻的期望值。',
    sql: `(target text, at timestamptz) returns double precision language sql stable parallel safe
      return (
        select ${expectedAt('(expected.at at time zone z.time_zone)::date')}
        from grafana.trajectories w cross join grafana.setting z where w.target = expected.target)`,
  },
  {
    kind: 'view',
    name: 'verdicts',
    comment:
      'How every target in force stands by its newest recorded verdict: recorded with each import and with the hourly sweep. 现行目标的最近一次评估结论（导入时与每小时评估时记录）。',
    sql: `select ${targetColumns}, ${verdictColumns}, ${furtherColumns}
      from target t left join lateral ${newestAssessment} r on true ${statusOfRecord}
      where t.valid_to is null`,
  },
  {
    kind: 'view',
    name: 'verdict_records',
    comment:
      'Every recorded verdict with its numbers; one is recorded whenever any number of it changed. 全部评估记录及其数值。',
    sql: `select r.id, r.target_code as target, t.version, ${verdictColumns}, r.as_of,
        r.previous_status as status_before, r.cause, r.import_id
      from assessment r join target t on t.id = r.target ${statusOfRecord}`,
  },
  {
    kind: 'function',
    name: 'verdicts_as_of',
    comment:
      'How the targets then in force stood at an instant, as it was recorded by then. Columns as in grafana.verdicts. 某一时刻各目标当时记录在案的评估结论，列与grafana.verdicts相同。',
    sql: `(as_of timestamptz) returns setof grafana.verdicts language sql stable parallel safe rows 200
      begin atomic
        select ${namesOf('t', targetNames)}, w.status, w.status_zh, w.status_en, w.severity,
          ${namesOf('r', verdictNames.replace(/^status, status_zh, status_en, severity, /, ''))},
          ${namesOf('t', furtherNames)}
        from (
          select distinct on (v.target) v.* from grafana.target_versions v
          where v.valid_from <= verdicts_as_of.as_of or v.version = 1
          order by v.target, v.version desc
        ) t
        left join lateral (
          select * from grafana.verdict_records r
          where r.target = t.target and r.recorded_at <= verdicts_as_of.as_of order by r.id desc limit 1
        ) r on true
        ${statusOfRecord}
        where t.valid_to is null or t.valid_to > verdicts_as_of.as_of;
      end`,
  },
  {
    kind: 'view',
    name: 'verdict_history',
    comment: 'When verdicts changed, from what to what, and why they were given. 评估结论的历次变化。',
    sql: `select r.recorded_at, r.as_of, r.target_code as target, t.name_zh, t.name_en,
        r.previous_status as status_before, w.status, w.status_zh, w.status_en, w.severity, r.cause, r.import_id
      from assessment r join target t on t.id = r.target ${statusOfRecord}`,
  },
  {
    kind: 'view',
    name: 'scorecards',
    comment:
      'How many targets in force stand at each status, by section, task, organisation, area, family (indicator) and for the plan. 各状态的目标数：按章节、任务、责任单位、地区、指标及全规划。',
    sql: `select g."by", g.code, g.name_zh, g.name_en, count(*)::int as targets,
        count(*) filter (where v.status <> 'notAssessed')::int as assessed,
        count(*) filter (where v.status <> 'notAssessed')::float8 / count(*) as share_assessed,
        count(*) filter (where v.status = 'achieved')::int as achieved,
        count(*) filter (where v.status = 'onTrack')::int as on_track,
        count(*) filter (where v.status = 'atRisk')::int as at_risk,
        count(*) filter (where v.status = 'offTrack')::int as off_track,
        count(*) filter (where v.status = 'movingAway')::int as moving_away,
        count(*) filter (where v.status = 'missed')::int as missed,
        count(*) filter (where v.status = 'notAssessed')::int as not_assessed,
        count(*) filter (where v.status in ('offTrack', 'movingAway', 'missed'))::float8
          / nullif(count(*) filter (where v.status <> 'notAssessed'), 0) as share_behind
      from target t join indicator i on i.code = t.indicator join area a on a.code = t.area
      join plan_task k on k.number = t.clause_task join plan_section s on s.code = k.section
      join plan p on p.code = s.plan join organisation o on o.code = t.organisation
      left join lateral ${newestAssessment} r on true
      cross join lateral (select coalesce(r.status, 'notAssessed') as status) v
      cross join lateral (values
        ('section', s.code, s.title_zh, s.title_en), ('task', k.number::text, k.title_zh, k.title_en),
        ('organisation', o.code, o.name_zh, o.name_en), ('area', a.code, a.name_zh, a.name_en),
        ('family', i.code, i.name_zh, i.name_en), ('plan', p.code, p.title_zh, p.title_en)
      ) g("by", code, name_zh, name_en)
      where t.valid_to is null
      group by g."by", g.code, g.name_zh, g.name_en`,
  },
  {
    kind: 'view',
    name: 'alerts',
    comment: 'Slips of targets, from when they were told until they were over. 目标滑坡告警，自发出至解除。',
    sql: `select e.id, e.starts_at, e.ends_at, e.state, e.target_code as target, t.name_zh, t.name_en,
        e.from_status as status_before, w.status, w.status_zh, w.status_en, e.organisation,
        o.name_zh as organisation_zh, o.name_en as organisation_en, e.rule
      from alert e join grafana.statuses w on w.status = e.status
      left join organisation o on o.code = e.organisation
      left join lateral (
        select name_zh, name_en from target where code = e.target_code order by version desc limit 1) t on true`,
  },
];
