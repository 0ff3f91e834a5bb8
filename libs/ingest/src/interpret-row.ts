import type { SeriesKey } from '#storage';
import { parsePeriod, type Frequency, type TimePeriod } from '#time-period';
import { cellFault, clipped, type CellFault } from './cell-fault.js';
import { compareDecimals, readCellValue } from './cell-value.js';
import type { CodeList } from './code-list.js';
import type { Columns, LongColumn } from './header.js';
import { readObservationStatus } from './observation-status.js';
import { comparableUnit, type KnownIndicator, type Reference } from './reference.js';
import type { Release } from './release-dates.js';

/** One value as a file gives it, before it has a place in the database. */
export interface ObservationDraft {
  readonly series: SeriesKey;
  readonly period: TimePeriod;
  /** Exact decimal text. */
  readonly value: string;
  /** OBS_STATUS. */
  readonly status: string;
  /** Whether the file itself gave the release date. */
  readonly released: boolean;
  readonly knownFrom: Date;
  readonly comment: string | null;
  /** The row's source_* columns. */
  readonly source: Readonly<Record<string, string>>;
}

export type InterpretedRow =
  { readonly draft: ObservationDraft; readonly faults: null } | { readonly faults: readonly CellFault[] };

/** Reads one row of the long layout: an observation, or every fault of the row. */
export function interpretRow(
  cells: readonly string[],
  columns: Columns,
  reference: Reference,
): InterpretedRow {
  const misshapen = shapeFault(cells, columns);
  if (misshapen) return { faults: [misshapen] };
  const unreadable = unreadableCells(cells, columns);
  if (unreadable.length > 0) return { faults: unreadable };

  const faults: CellFault[] = [];
  const refuse = (column: string, code: CellFault['code'], value: string, message: string): null => {
    faults.push(cellFault(column, code, value, message));
    return null;
  };
  const row: Row = { cell: (column) => textAt(cells, columns.at[column]), cells, columns, reference, refuse };

  const indicator = readIndicator(row);
  const area = readArea(row);
  const breakdown = indicator && readBreakdown(row, indicator);
  const status = readStatus(row);
  const period = readPeriod(row, indicator, status);
  const value = readValue(row, indicator);
  if (indicator) checkUnit(row, indicator);
  const known = readKnownFrom(row);
  if (
    faults.length > 0 ||
    !indicator ||
    !area ||
    !breakdown ||
    !status ||
    !period ||
    value === null ||
    !known
  )
    return { faults };
  return {
    faults: null,
    draft: {
      series: {
        indicator: indicator.code,
        area,
        frequency: period.frequency,
        accumulation: period.accumulation,
        breakdown,
      },
      period,
      value,
      status,
      ...known,
      comment: unguarded(row.cell('comment')) || null,
      source: sourcesOf(cells, columns),
    },
  };
}

interface Row {
  readonly cell: (column: LongColumn) => string;
  readonly cells: readonly string[];
  readonly columns: Columns;
  readonly reference: Reference;
  readonly refuse: (column: string, code: CellFault['code'], value: string, message: string) => null;
}

function textAt(cells: readonly string[], at: number | undefined): string {
  return at === undefined ? '' : (cells[at] ?? '').trim();
}

/** A row whose cells cannot be told apart by column: judging them one by one would only add noise. */
function shapeFault(cells: readonly string[], { names, unnamed }: Columns): CellFault | null {
  if (cells.length === names.length && unnamed.length === 0) return null;
  if (cells.length < names.length) {
    const column = names[cells.length]!;
    const message = `本行只有 ${cells.length} 格，表头有 ${names.length} 列，从 ${column || '无名列'} 起缺少`;
    return cellFault(column, 'missing-cell', '', message);
  }
  const extra = cells.findIndex(
    (cell, at) => (at >= names.length || unnamed.includes(at)) && cell.trim() !== '',
  );
  if (extra < 0) return null;
  const message = `第 ${extra + 1} 格不在任何有名字的列下；文字里有分隔符时要加引号`;
  return cellFault('', 'extra-cell', cells[extra]!, message);
}

function unreadableCells(cells: readonly string[], { names }: Columns): CellFault[] {
  const message = '单元格里有无法识别的字符，请以 UTF-8 编码重新保存';
  const faults: CellFault[] = [];
  cells.forEach((cell, at) => {
    if (cell.includes('\uFFFD')) faults.push(cellFault(names[at] ?? '', 'encoding-error', cell, message));
  });
  return faults;
}

function readIndicator({ cell, reference, refuse }: Row): KnownIndicator | null {
  const text = cell('indicator');
  const code = reference.indicatorCodes.find(text);
  const indicator = code === null ? undefined : reference.indicators.get(code);
  if (!indicator)
    return refuse('indicator', 'unknown-indicator', text, unknown('指标', text, reference.indicatorCodes));
  if (reference.organisation !== null && indicator.owner !== reference.organisation) {
    const message = `指标 ${indicator.code} 由 ${indicator.owner} 负责，本账号只能上传 ${reference.organisation} 的指标`;
    refuse('indicator', 'not-permitted', text, message);
  }
  return indicator;
}

function readArea({ cell, reference, refuse }: Row): string | null {
  const text = cell('ref_area');
  return (
    reference.areaCodes.find(text) ??
    refuse('ref_area', 'unknown-area', text, unknown('地区', text, reference.areaCodes))
  );
}

/** The indicator's own dimensions, all of them, and no other. */
function readBreakdown(row: Row, indicator: KnownIndicator): Record<string, string> | null {
  const breakdown: Record<string, string> = {};
  let complete = true;
  const refuse = (dimension: string, value: string, message: string) => {
    row.refuse(dimension, 'unknown-breakdown', value, message);
    complete = false;
  };
  for (const { dimension, at } of row.columns.dimensions) {
    const text = textAt(row.cells, at);
    if (!indicator.dimensions.includes(dimension)) {
      if (text !== '') refuse(dimension, text, `指标 ${indicator.code} 没有 ${dimension} 这一维度，请留空`);
      continue;
    }
    if (text === '') continue;
    const codes = row.reference.breakdownCodes.get(dimension)!;
    const code = codes.find(text);
    if (code === null) refuse(dimension, text, unknown(dimension, text, codes));
    else breakdown[dimension] = code;
  }
  for (const dimension of indicator.dimensions) {
    const at = row.columns.dimensions.find((column) => column.dimension === dimension)?.at;
    if (textAt(row.cells, at) === '')
      refuse(dimension, '', `指标 ${indicator.code} 的每个值都要在 ${dimension} 列注明分组`);
  }
  return complete ? breakdown : null;
}

function readStatus({ cell, refuse }: Row): string | null {
  const text = cell('obs_status');
  const status = readObservationStatus(text);
  if (status === 'missing')
    return refuse(
      'obs_status',
      'unknown-status',
      text,
      `状态 ${clipped(text)} 表示没有数值，与本行有数值矛盾`,
    );
  return (
    status ??
    refuse(
      'obs_status',
      'unknown-status',
      text,
      `不认识的状态 ${clipped(text)}；常用的是 A 正常、P 快报、E 估计、F 预测`,
    )
  );
}

/** From the longest to the shortest. */
const byLength: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];
const frequencyNames: Readonly<Record<Frequency, string>> = {
  A: '年度',
  S: '半年度',
  Q: '季度',
  M: '月度',
  D: '日',
};
const statusesBeforeTheEnd = new Set(['P', 'E', 'F']);

function readPeriod(row: Row, indicator: KnownIndicator | null, status: string | null): TimePeriod | null {
  const text = row.cell('time_period');
  const refuse = (code: CellFault['code'], message: string) => row.refuse('time_period', code, text, message);
  const period = parsePeriod(text);
  if (!period)
    return refuse(
      'invalid-period',
      `无法识别的时期 ${clipped(text)}；写法如 2019、2019-Q3、2019-06、2019-06-30、2019年1-6月`,
    );
  const unfit = indicator && frequencyFault(indicator, period);
  if (unfit) return refuse('wrong-frequency', unfit);
  const { today } = row.reference;
  if (period.start > today) {
    if (status !== 'F')
      return refuse('future-period', `时期还没有开始（今天是 ${today}）；预测值请在状态列写 F`);
  } else if (period.end > today && status !== null && !statusesBeforeTheEnd.has(status))
    return refuse(
      'future-period',
      `时期要到 ${period.end} 才结束；现在的数请在状态列写 P（快报）、E（估计）或 F（预测）`,
    );
  return period;
}

/**
 * A stock takes points of any frequency. A flow or an average takes its own frequency and longer ones (a monthly
 * indicator has annual values too), and sums since January.
 */
function frequencyFault(indicator: KnownIndicator, { frequency, accumulation }: TimePeriod): string | null {
  if (indicator.kind === 'stock')
    return accumulation === 'period' ? null : `${indicator.code} 是时点数，没有 1 月以来的累计数`;
  if (accumulation === 'yearToDate') return null;
  if (byLength.indexOf(frequency) <= byLength.indexOf(indicator.frequency)) return null;
  return `${indicator.code} 是${frequencyNames[indicator.frequency]}指标，没有${frequencyNames[frequency]}数`;
}

function readValue({ cell, refuse }: Row, indicator: KnownIndicator | null): string | null {
  const text = cell('obs_value');
  const value = readCellValue(text);
  switch (value.kind) {
    case 'missing':
      return refuse('obs_value', 'missing-value', text, '没有数值；没有数的行请删去');
    case 'bounded':
      return refuse('obs_value', 'bounded-value', text, '这是上下限，不是观测值');
    case 'invalid':
      return refuse('obs_value', 'not-a-number', text, `${clipped(text)} 不是数`);
    case 'decimal': {
      const fault = indicator && boundsFault(indicator, value.text);
      return fault ? refuse('obs_value', 'out-of-range', text, fault) : value.text;
    }
  }
}

function boundsFault({ code, lowerBound, upperBound, unit }: KnownIndicator, value: string): string | null {
  if (lowerBound !== null && compareDecimals(value, lowerBound) < 0)
    return `${code} 不会小于 ${lowerBound} ${unit.zh}`;
  if (upperBound !== null && compareDecimals(value, upperBound) > 0)
    return `${code} 不会大于 ${upperBound} ${unit.zh}`;
  return null;
}

function checkUnit({ cell, refuse }: Row, { code, unit, units }: KnownIndicator): void {
  const text = cell('unit');
  if (text === '' || text === unit.zh || units.has(comparableUnit(text))) return;
  refuse('unit', 'wrong-unit', text, `指标 ${code} 的单位是 ${unit.zh}（${unit.en}），请换算后再上传`);
}

function readKnownFrom({ cell, reference, refuse }: Row): Exclude<Release, string> | null {
  const text = cell('released_on');
  const release = reference.releaseDates.read(text);
  if (typeof release !== 'string') return release;
  const message =
    release === 'ahead'
      ? `发布日期在今天（${reference.today}）之后`
      : `无法识别的日期 ${clipped(text)}；写法如 2019-06-30、2019-06、2019`;
  return refuse('released_on', 'invalid-date', text, message);
}

function sourcesOf(cells: readonly string[], { sources }: Columns): Record<string, string> {
  const source: Record<string, string> = {};
  for (const { name, at } of sources) {
    const text = unguarded(textAt(cells, at));
    if (text !== '') source[name] = text;
  }
  return source;
}

/** Without the apostrophe that the file of refused rows puts before what a spreadsheet would take for a formula. */
function unguarded(text: string): string {
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function unknown(what: string, text: string, codes: CodeList): string {
  if (text === '') return `没有写${what}`;
  const { ambiguous, nearest } = codes.explain(text);
  if (ambiguous.length > 0) return `${clipped(text)} 不止一个（${ambiguous.join('、')}），请写代码`;
  return `不认识的${what} ${clipped(text)}${nearest === null ? '' : `；是不是 ${nearest}？`}`;
}
