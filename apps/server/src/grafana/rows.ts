/** What a query answers as flat rows, for sources that read plain JSON such as Infinity. */
import type { GrafanaRow, GrafanaSeries, Indicator } from '#contract';
import { dayInZone, formatPeriod, periodContaining } from '#time-period';
import { grouped } from './grouped.js';
import { accumulations, frequencies } from './payload.js';
import type { TitledTable } from './table.js';

/**
 * A row per point of each line, with what the line is of as codes; a row per row of a table. Rows of lines are in time
 * order over all lines: else Infinity does not part them into the fields that a chart needs.
 */
export function rowsOf(
  answer: readonly (GrafanaSeries | TitledTable)[],
  indicators: readonly Pick<Indicator, 'code' | 'frequency'>[],
  timeZone: string,
): GrafanaRow[] {
  const expected = new Map(indicators.map(({ code, frequency }) => [code, frequency]));
  const points = answer
    .filter((frame) => 'datapoints' in frame)
    .flatMap((line) => seriesRows(line, line.tags.frequency ?? expected.get(line.tags.indicator), timeZone))
    .toSorted((a, b) => Number(a['time']) - Number(b['time']));
  return [...points, ...answer.filter((frame) => 'rows' in frame).flatMap(tableRows)];
}

/**
 * A row per time, with the lines' values beside it, each under the line's name; null where a line has no point. Of two
 * lines that are called the same (two districts may be) each has its codes behind the name.
 */
export function wideRows(lines: readonly GrafanaSeries[]): GrafanaRow[] {
  const alike = grouped(lines, ({ target }) => target);
  const columns = lines.map((line) =>
    alike.get(line.target)?.length === 1 ? line.target : `${line.target} (${codesOfLine(line)})`,
  );
  const nothing = Object.fromEntries(columns.map((column) => [column, null]));
  const byTime = new Map<number, Record<string, GrafanaRow[string]>>();
  for (const [at, { datapoints }] of lines.entries())
    for (const [value, time] of datapoints) {
      const row = byTime.get(time) ?? { time, ...nothing };
      row[columns[at] ?? ''] = value;
      byTime.set(time, row);
    }
  return [...byTime.values()].toSorted((a, b) => Number(a['time']) - Number(b['time']));
}

function codesOfLine({ tags }: GrafanaSeries): string {
  const { indicator, area, breakdown, frequency, targetCode, edge } = tags;
  return [indicator, area, breakdown, frequency, targetCode, edge].filter((code) => code).join(' ');
}

function tableRows({ columns, rows }: TitledTable): GrafanaRow[] {
  return rows.map((cells) =>
    Object.fromEntries(columns.map(({ text }, index) => [text, cells[index] ?? null])),
  );
}

function seriesRows(
  { target, tags, datapoints }: GrafanaSeries,
  frequency: string | undefined,
  timeZone: string,
): GrafanaRow[] {
  return datapoints.map(([value, time]) => ({
    time,
    value,
    series: target,
    measure: tags.measure,
    indicator: tags.indicator,
    area: tags.area,
    breakdown: tags.breakdown ?? null,
    period: tags.measure === 'target' ? null : periodAt(time, frequency, tags.accumulation, timeZone),
  }));
}

/**
 * The period of that frequency that stands at a time. A line with points of several frequencies is of a stock, a value
 * at the end of a day: where no period of the indicator's frequency ends, it is that day.
 */
function periodAt(
  time: number,
  frequency: string | undefined,
  accumulation: string | undefined,
  timeZone: string,
): string {
  const day = dayInZone(new Date(time), timeZone);
  const period = periodContaining(day, frequencies.find((one) => one === frequency) ?? 'D');
  if (period.end !== day) return day;
  return formatPeriod({
    ...period,
    accumulation: accumulations.find((one) => one === accumulation) ?? 'period',
  });
}
