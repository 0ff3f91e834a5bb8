/** Lines in SQL: the columns time, metric and value, of which Grafana makes one field per metric. */
import type { Language, Words } from '../language.js';
import type { Measure, SeriesQuestion } from '../question.js';
import { among, asOfExpression, literal } from './postgresql-expressions.js';

/** What a line is, behind its indicator and area, in the service's words. */
export const measureWords: Readonly<Record<Measure, Words>> = {
  actual: { zh: '实际', en: 'actual' },
  expected: { zh: '预期', en: 'expected' },
  target: { zh: '目标', en: 'target' },
  forecast: { zh: '预测', en: 'forecast' },
  lower: { zh: '预测下限（80%）', en: 'forecast, lower (80 %)' },
  upper: { zh: '预测上限（80%）', en: 'forecast, upper (80 %)' },
};

/** The service's word for values that run from January on. */
export const yearToDate: Words = { zh: '累计', en: 'year to date' };

export function seriesSql(question: SeriesQuestion, language: Language): string {
  switch (question.measure) {
    case 'actual':
      return question.indicator === undefined
        ? ofTarget(question, language)
        : ofIndicator(question, language);
    case 'expected':
      return expected(question, language);
    case 'target':
      return level(question, language);
    case 'forecast':
      return towardsDue(question, language, 'forecast_value');
    case 'lower':
      return towardsDue(question, language, 'forecast_lower');
    case 'upper':
      return towardsDue(question, language, 'forecast_upper');
  }
}

/** The name of a line as the service gives it: indicator · area · breakdown · year to date · measure. */
const metric = (
  alias: string,
  measure: Measure,
  language: Language,
  accumulation: SeriesQuestion['accumulation'] = undefined,
) =>
  `concat_ws(' · ', ${[
    `${alias}.indicator_${language}`,
    `${alias}.area_${language}`,
    `nullif(${alias}.breakdown_${language}, '')`,
    ...(accumulation === undefined ? [] : [literal(yearToDate[language])]),
    literal(measureWords[measure][language]),
  ].join(', ')}) as metric`;

/** Where several points of a stock stand on one day the longest period counts, as in the service's own lines. */
const longestFirst = "array_position(array['A', 'S', 'Q', 'M', 'D'], o.frequency)";

function ofIndicator(question: SeriesQuestion, language: Language): string {
  const { indicator, area, frequency, accumulation } = question;
  return [
    `select distinct on (o.time, metric) o.time, ${metric('o', 'actual', language, accumulation)}, o.value`,
    `from grafana.observations_as_of(${asOfExpression}) o`,
    `where ${[
      '$__timeFilter(o.time)',
      ...(indicator === undefined ? [] : [among('o.indicator', indicator)]),
      ...(area === undefined ? [] : [among('o.area', area)]),
      ...(frequency === undefined ? [] : [among('o.frequency', frequency)]),
      among('o.accumulation', accumulation ?? 'period'),
    ].join('\n  and ')}`,
    `order by o.time, metric, ${longestFirst}`,
  ].join('\n');
}

/** The values a target's verdict reads: of a stock those of every frequency, else those of the target's own. */
function ofTarget({ target = '' }: SeriesQuestion, language: Language): string {
  return [
    `select distinct on (o.time, metric) o.time, ${metric('o', 'actual', language)}, o.value`,
    'from grafana.targets t',
    `join grafana.observations_as_of(${asOfExpression}) o`,
    '  on (o.indicator, o.area, o.breakdown) = (t.indicator, t.area, t.breakdown)',
    'join grafana.series s on s.series_id = o.series_id',
    `where ${[
      '$__timeFilter(o.time)',
      among('t.target', target),
      "o.accumulation = 'period'",
      "(s.kind = 'stock' or o.frequency = t.frequency)",
    ].join('\n  and ')}`,
    `order by o.time, metric, ${longestFirst}`,
  ].join('\n');
}

function expected({ target = '' }: SeriesQuestion, language: Language): string {
  return [
    `select p.time, ${metric('t', 'expected', language)}, p.expected as value`,
    'from grafana.expected_path p join grafana.targets t on t.target = p.target',
    `where $__timeFilter(p.time) and ${among('p.target', target)}`,
    'order by p.time',
  ].join('\n');
}

/** The value a target sets, level across the panel; the two edges where it names an interval. */
function level({ target = '' }: SeriesQuestion, language: Language): string {
  return [
    `select edge.time, ${metric('t', 'target', language)}, t.value`,
    'from grafana.targets t, (values ($__timeFrom()::timestamptz), ($__timeTo()::timestamptz)) edge(time)',
    `where t.value is not null and ${among('t.target', target)}`,
    'order by edge.time',
  ].join('\n');
}

/** A line from the newest value to what is forecast for the due date. */
function towardsDue(question: SeriesQuestion, language: Language, column: string): string {
  const { target = '', measure } = question;
  return [
    `select point.time, ${metric('v', measure, language)}, point.value`,
    `from grafana.verdicts_as_of(${asOfExpression}) v,`,
    `  lateral (values (v.observed_time, v.observed_value), (v.forecast_time, v.${column})) point(time, value)`,
    `where v.${column} is not null and $__timeFilter(point.time) and ${among('v.target', target)}`,
    'order by point.time',
  ].join('\n');
}
