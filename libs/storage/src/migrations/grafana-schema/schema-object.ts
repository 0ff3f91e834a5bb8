/** A view or function of the schema `grafana`, with what it says of itself there, in English and Chinese. */
export interface SchemaObject {
  readonly kind: 'view' | 'function';
  readonly name: string;
  readonly comment: string;
  /** Of a view its query, of a function everything behind its name. */
  readonly sql: string;
}

/** The service's time zone inside a view, which reads it with its owner's rights. */
export const zone = '(select time_zone from grafana.service_setting)';

/** Where a day stands on a chart: at its 00:00 in the service's zone. */
export const pointOf = (day: string) => `(${day})::timestamp at time zone ${zone}`;

/** OBS_STATUS codes of what is no value, as libs/assessment has them: forecast, holiday, not collected, … */
export const noValue = `('F', 'H', 'L', 'M', 'O', 'Q')`;

/** What a series is broken down by, in words, in the order of the indicator's dimensions; '' where it is not. */
export const breakdownText = (breakdown: string, dimensions: string, language: 'zh' | 'en') =>
  `case when ${breakdown} = '{}' then '' else (
     select string_agg(coalesce(b.name_${language}, d.code), ' · '
                       order by array_position(${dimensions}, d.dimension), d.dimension)
     from jsonb_each_text(${breakdown}) d(dimension, code)
     left join breakdown_value b on b.dimension = d.dimension and b.code = d.code) end`;

/** The newest recorded verdict of the target `t`. By a range, not an equation: see readLatestAssessments. */
export const newestAssessment = `(
  select a.* from assessment a
  where (a.target_code, a.id) >= (t.code, 0) and (a.target_code, a.id) <= (t.code, 2147483647)
  order by a.target_code desc, a.id desc limit 1)`;
