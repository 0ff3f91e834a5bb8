/** Calendar functions of the schema `grafana`: what libs/time-period says, in SQL. They read nothing. */
import type { SchemaObject } from './schema-object.js';

const lastPart = `split_part(period, '/', -1)`;
const year = `left(${lastPart}, 4)::int`;

export const periodFunctions: readonly SchemaObject[] = [
  {
    kind: 'function',
    name: 'period_length',
    comment: 'How long a period of a frequency is. 某一频率的期长。',
    sql: `(frequency text) returns interval language sql immutable parallel safe
      return case frequency
        when 'A' then interval '1 year' when 'S' then interval '6 months' when 'Q' then interval '3 months'
        when 'M' then interval '1 month' else interval '1 day' end`,
  },
  {
    kind: 'function',
    name: 'period_start',
    comment: 'First day of the period of a frequency that a day lies in. 某日所在期的首日。',
    sql: `(day date, frequency text) returns date language sql immutable parallel safe
      return case frequency
        when 'A' then date_trunc('year', day::timestamp)::date
        when 'S' then make_date(extract(year from day)::int, case when extract(month from day) <= 6 then 1 else 7 end, 1)
        when 'Q' then date_trunc('quarter', day::timestamp)::date
        when 'M' then date_trunc('month', day::timestamp)::date
        else day end`,
  },
  {
    kind: 'function',
    name: 'period_end',
    comment: 'Last day of the period of a frequency that a day lies in. 某日所在期的末日。',
    sql: `(day date, frequency text) returns date language sql immutable parallel safe
      return (grafana.period_start(day, frequency) + grafana.period_length(frequency))::date - 1`,
  },
  {
    kind: 'function',
    name: 'period_text',
    comment:
      'A period as SDMX writes it (2019, 2019-S1, 2019-Q3, 2019-06, 2019-06-30, 2019-01/2019-06), by its first day. 期的SDMX写法。',
    sql: `(day date, frequency text, accumulation text) returns text language sql stable parallel safe
      return case frequency
        when 'A' then to_char(day::timestamp, 'YYYY')
        when 'S' then to_char(day::timestamp, 'YYYY') || case when extract(month from day) <= 6 then '-S1' else '-S2' end
        when 'Q' then case when accumulation = 'yearToDate' then to_char(day::timestamp, 'YYYY"-Q1/"') else '' end
          || to_char(day::timestamp, 'YYYY"-Q"Q')
        when 'M' then case when accumulation = 'yearToDate' then to_char(day::timestamp, 'YYYY"-01/"') else '' end
          || to_char(day::timestamp, 'YYYY-MM')
        else to_char(day::timestamp, 'YYYY-MM-DD') end`,
  },
  {
    kind: 'function',
    name: 'last_day',
    comment: 'Last day of a period that is written as SDMX does. SDMX写法的期的末日。',
    sql: `(period text) returns date language sql immutable parallel safe
      return case
        when length(${lastPart}) = 4 then make_date(${year}, 12, 31)
        when length(${lastPart}) = 10
          then make_date(${year}, substr(${lastPart}, 6, 2)::int, substr(${lastPart}, 9, 2)::int)
        when substr(${lastPart}, 6, 1) = 'S'
          then grafana.period_end(make_date(${year}, 6 * right(${lastPart}, 1)::int, 1), 'S')
        when substr(${lastPart}, 6, 1) = 'Q'
          then grafana.period_end(make_date(${year}, 3 * right(${lastPart}, 1)::int, 1), 'Q')
        else grafana.period_end(make_date(${year}, right(${lastPart}, 2)::int, 1), 'M') end`,
  },
  {
    kind: 'function',
    name: 'decimal_year',
    comment:
      'The end of a day as a decimal year: 2019-12-31 is 2020, 2019-08-31 is 2019 + 243/365. 以小数年表示的某日终了。',
    sql: `(day date) returns double precision language sql immutable parallel safe
      return extract(year from day)::float8
        + extract(doy from day)::float8 / extract(doy from make_date(extract(year from day)::int, 12, 31))::float8`,
  },
  {
    kind: 'function',
    name: 'newest_out',
    comment:
      'Last day of the newest period whose value should be out on a day, the release lag counted. 某日应已发布的最新一期的末日。',
    sql: `(day date, frequency text, release_lag_days integer) returns date language sql immutable parallel safe
      return case
        when grafana.period_end(day - release_lag_days, frequency) = day - release_lag_days
          then day - release_lag_days
        else grafana.period_start(day - release_lag_days, frequency) - 1 end`,
  },
  {
    kind: 'function',
    name: 'days_of_way',
    comment:
      'The days on which a chart of a trajectory has a point: baseline, end of each period (of each month, where they are days), milestones, due date. 轨迹图上各点的日期。',
    // Strict, so that it is not taken apart: the planner would expect a thousand days of each target.
    sql: `(baseline_end date, due_end date, milestone_ends date[], frequency text)
      returns setof date language sql immutable parallel safe strict rows 20
      begin atomic
        select baseline_end union select due_end union select unnest(milestone_ends) union
        select grafana.period_end(s.start::date, f.step)
        from (select case frequency when 'D' then 'M' else frequency end as step) f
        cross join lateral generate_series(grafana.period_start(baseline_end, f.step)::timestamp,
          due_end::timestamp, grafana.period_length(f.step)) s(start);
      end`,
  },
  {
    kind: 'function',
    name: 'expected_value',
    comment:
      'The value that a trajectory expects at a decimal year, clipped to the bounds of the indicator; null before the baseline and after the due date. 轨迹在某一时点的期望值（按指标上下界截断）；基期之前、到期之后为空。',
    // The steps of expectedAt in libs/assessment/src/trajectory.ts, one by one; a test holds the two together.
    sql: `(trajectory text, baseline_year double precision, baseline_value double precision,
        due_year double precision, due_value double precision,
        milestone_years double precision[], milestone_values double precision[],
        lower_bound double precision, upper_bound double precision, year double precision)
      returns double precision language plpgsql immutable parallel safe as $body$
      declare
        from_year double precision := baseline_year;
        from_value double precision := baseline_value;
        to_year double precision := due_year;
        to_value double precision := due_value;
        expected double precision;
      begin
        if baseline_year is null or due_value is null or year < baseline_year or year > due_year then
          return null;
        elsif year = due_year then
          expected := due_value;
        elsif trajectory = 'none' then
          expected := baseline_value;
        elsif trajectory = 'geometric' and baseline_value > 0 and due_value > 0 then
          expected := baseline_value
            * power(due_value / baseline_value, (year - baseline_year) / (due_year - baseline_year));
        else
          for i in 1 .. case when trajectory = 'milestones' then coalesce(cardinality(milestone_years), 0) else 0 end
          loop
            continue when milestone_years[i] <= baseline_year or milestone_years[i] >= due_year;
            if year <= milestone_years[i] then
              to_year := milestone_years[i];
              to_value := milestone_values[i];
              exit;
            end if;
            from_year := milestone_years[i];
            from_value := milestone_values[i];
          end loop;
          expected := from_value + (to_value - from_value) * (year - from_year) / (to_year - from_year);
        end if;
        return least(greatest(expected, lower_bound), upper_bound);
      end $body$`,
  },
];
