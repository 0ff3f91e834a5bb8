import type { SeriesKey } from '#storage';
import type { TimePeriod } from '#time-period';
import { cellFault, clipped, type CellFault, type Notice } from './cell-fault.js';
import type { CodeList } from './code-list.js';
import { withoutFootnoteMarks } from './footnote-mark.js';
import type { Columns } from './header.js';
import { contradictedNames } from './name-beside-code.js';
import { readObservationStatus } from './observation-status.js';
import { readPeriod } from './read-period.js';
import { readValue } from './read-value.js';
import { areaRefusal, writeRefusal, type KnownIndicator, type Reference } from './reference.js';
import type { Release } from './release-dates.js';
import { Row, textAt } from './row.js';
import { plainLabel, splitNameAndUnit } from './table-label.js';
import { isUnitBeside } from './unit-conversion.js';

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
  | { readonly draft: ObservationDraft; readonly notices: readonly Notice[]; readonly faults: null }
  | { readonly faults: readonly CellFault[] };

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

  const row = new Row(cells, columns, reference);
  const { faults, notices } = row;
  const named = readIndicator(row);
  const indicator = named && named.indicator;
  const area = readArea(row, indicator);
  if (columns.spoken.length > 0) faults.push(...contradictedNames(cells, columns, reference));
  const breakdown = indicator && readBreakdown(row, indicator);
  const status = readStatus(row);
  const period = readPeriod(row, indicator, status);
  const value = readValue(row, indicator, named && named.unit);
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
    notices,
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
      comment: row.cell('comment') || null,
      source: sourcesOf(cells, columns),
    },
  };
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

/** An indicator as a row names it, and the unit that stands in brackets behind the name. */
interface NamedIndicator {
  readonly indicator: KnownIndicator;
  readonly unit: string | null;
}

function readIndicator(row: Row): NamedIndicator | null {
  const { cell, reference, refuse } = row;
  const text = cell('indicator');
  const named = findNamed(row, '指标', text, reference.indicatorCodes, (unit, name) => {
    const code = reference.indicatorCodes.find(name);
    const own = code === null ? undefined : reference.indicators.get(code)?.unit;
    return own !== undefined && isUnitBeside(unit, own);
  });
  const indicator = named && reference.indicators.get(named.code);
  if (!indicator)
    return refuse('indicator', 'unknown-indicator', text, unknown('指标', text, reference.indicatorCodes));
  const refusal = writeRefusal(indicator, reference);
  if (refusal !== null) refuse('indicator', 'not-permitted', text, refusal);
  return { indicator, unit: named.unit };
}

function readArea(row: Row, indicator: KnownIndicator | null): string | null {
  const { cell, reference, refuse } = row;
  const text = cell('ref_area');
  const code = findNamed(row, '地区', text, reference.areaCodes)?.code;
  if (code === undefined)
    return refuse('ref_area', 'unknown-area', text, unknown('地区', text, reference.areaCodes));
  const refusal = indicator && areaRefusal(indicator, code, reference);
  if (refusal !== null) refuse('ref_area', 'not-permitted', text, refusal);
  return code;
}

/**
 * The code of a name as it stands, or else of the name without footnote marks, without what a table puts before it
 * (其中：), and without a unit in brackets. In this order, because a name may hold any of these itself.
 */
function findNamed(
  { notice }: Row,
  what: string,
  text: string,
  codes: CodeList,
  takesAsUnit: (unit: string, name: string) => boolean = () => false,
): { readonly code: string; readonly unit: string | null } | null {
  const asWritten = codes.find(text);
  if (asWritten !== null || text === '') return asWritten === null ? null : { code: asWritten, unit: null };
  const bare = withoutFootnoteMarks(text);
  const label = plainLabel(bare.text);
  const split = splitNameAndUnit(label, takesAsUnit);
  const code = codes.find(bare.text) ?? codes.find(label);
  const found = code === null ? codes.find(split.name) : code;
  if (found === null) return null;
  const mark = [code === null ? split.mark : null, bare.mark].filter((each) => each !== null).join('');
  if (mark !== '') notice('footnote-mark', `${what} ${clipped(text)} 带有注记 ${mark}`);
  return { code: found, unit: code === null ? split.unit : null };
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
    const named = findNamed(row, dimension, text, codes);
    if (named === null) refuse(dimension, text, unknown(dimension, text, codes));
    else breakdown[dimension] = named.code;
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
    const text = textAt(cells, at);
    if (text !== '') source[name] = text;
  }
  return source;
}

function unknown(what: string, text: string, codes: CodeList): string {
  if (text === '') return `没有写${what}`;
  const { ambiguous, suggestions } = codes.explain(splitNameAndUnit(plainLabel(text)).name);
  if (ambiguous.length > 0) return `${clipped(text)} 不止一个（${ambiguous.join('、')}），请写代码`;
  return `不认识的${what} ${clipped(text)}${suggestions.length === 0 ? '' : `；是不是 ${suggestions.join('、')}？`}`;
}
