import { cellFault, clipped, type CellFault } from './cell-fault.js';
import { comparable } from './code-list.js';

/** A column of the long layout that is the same for every plan; breakdown dimensions come from the catalogue. */
export type LongColumn =
  'indicator' | 'ref_area' | 'time_period' | 'obs_value' | 'unit' | 'obs_status' | 'released_on' | 'comment';

const spellings: Readonly<Record<LongColumn, readonly string[]>> = {
  indicator: ['indicator', 'indicator_code', '指标', '指标代码'],
  ref_area: ['ref_area', 'area', '地区', '行政区划代码'],
  time_period: ['time_period', 'period', '时期', '时间', '年份'],
  obs_value: ['obs_value', 'value', '数值', '值'],
  unit: ['unit', '单位'],
  obs_status: ['obs_status', '状态'],
  released_on: ['released_on', '发布日期'],
  comment: ['comment', 'note', '备注'],
};

/** Of names for one column those that hold codes; a column of names beside it must not contradict it. */
const codeSpellings = new Set(['indicator_code', '指标代码', '行政区划代码'].map(headerKey));

const required: readonly LongColumn[] = ['indicator', 'ref_area', 'time_period', 'obs_value'];

/** The columns that a file of refused rows has besides the upload's own; sent back with it, they say nothing new. */
export const rejectionColumns = ['行号', '列', '代码', '原因'] as const;

/** Names of what a code already says; where there is no column of codes they say it alone. */
const indicatorNames = ['indicator_name', 'indicator_name_zh', 'indicator_name_en', '指标名称', '指标名'];
const areaNames = ['area_name', 'area_name_zh', 'area_name_en', 'ref_area_name', '地区名称', '地区名'];

/** Where the columns of a file stand, by position from 0. */
export interface Columns {
  /** Of every position the canonical name, or the header's own text. */
  readonly names: readonly string[];
  readonly at: Readonly<Partial<Record<LongColumn, number>>>;
  readonly dimensions: readonly { readonly dimension: string; readonly at: number }[];
  /** Columns of names beside a column of codes (地区 beside 行政区划代码), which must not contradict it. */
  readonly spoken: readonly { readonly column: 'indicator' | 'ref_area'; readonly at: number }[];
  /** Columns named source_*, kept as provenance. */
  readonly sources: readonly { readonly name: string; readonly at: number }[];
  /** Columns without a name: tolerated while nothing stands in them. */
  readonly unnamed: readonly number[];
}

const columnOf = new Map(
  Object.entries(spellings).flatMap(([column, names]) =>
    names.map((name): [string, LongColumn] => [headerKey(name), column as LongColumn]),
  ),
);
const nameColumns = new Map<string, 'indicator' | 'ref_area'>([
  ...indicatorNames.map((name) => [headerKey(name), 'indicator'] as const),
  ...areaNames.map((name) => [headerKey(name), 'ref_area'] as const),
]);
const ignored = new Set([...indicatorNames, ...areaNames, ...rejectionColumns].map(headerKey));

/**
 * Reads the header of the long layout: columns in any order, by any of their Chinese or English names.
 * @param dimensions the catalogue's breakdown dimensions, each of which may be a column.
 * @returns all faults of the header; columns is null when one that is required is missing, so that no row can be read.
 */
export function readHeader(
  cells: readonly string[],
  dimensions: Iterable<string>,
): { columns: Columns | null; faults: CellFault[] } {
  const dimensionOf = new Map([...dimensions].map((dimension) => [headerKey(dimension), dimension]));
  const faults: CellFault[] = [];
  const firstAt = new Map<string, number>();
  const names: string[] = [];
  const unnamed: number[] = [];
  const found: { kind: 'column' | 'dimension' | 'source'; name: string; at: number }[] = [];
  const besideCodes = columnsBesideCodes(cells);
  const held = new Set(cells.map((cell) => columnOf.get(headerKey(cell))));

  cells.forEach((cell, at) => {
    const key = headerKey(cell);
    const namesOnly = nameColumns.get(key);
    const column =
      columnOf.get(key) ?? (namesOnly !== undefined && !held.has(namesOnly) ? namesOnly : undefined);
    const dimension = dimensionOf.get(key);
    const source = /^source_.+/.test(key) ? key : undefined;
    const name = column ?? dimension ?? source;
    names.push(name ?? clipped(cell.trim()));
    if (besideCodes.some((beside) => beside.at === at)) return;
    if (key === '') unnamed.push(at);
    else if (cell.includes('\uFFFD'))
      faults.push(
        cellFault(clipped(cell), 'encoding-error', cell, '列名里有无法识别的字符，请以 UTF-8 编码重新保存'),
      );
    else if (name === undefined) {
      if (!ignored.has(key) && !isNameOf(key, dimensionOf)) faults.push(unknownColumn(cell, dimensionOf));
    } else {
      const first = firstAt.get(name);
      if (first === undefined) {
        firstAt.set(name, at);
        found.push({ kind: column ? 'column' : dimension ? 'dimension' : 'source', name, at });
      } else {
        const message = `第 ${first + 1} 列和第 ${at + 1} 列都是 ${name}，请只保留一列`;
        faults.push(cellFault(name, 'duplicate-column', cell, message));
      }
    }
  });

  const missing = required.filter((column) => !firstAt.has(column));
  for (const column of missing) {
    const message = `缺少必需的列 ${column}（也可写作 ${spellings[column].slice(1).join('、')}）`;
    faults.push(cellFault(column, 'missing-column', '', message));
  }
  if (missing.length > 0) return { columns: null, faults };
  const of = (kind: string) => found.filter((column) => column.kind === kind);
  return {
    faults,
    columns: {
      names,
      at: Object.fromEntries(of('column').map(({ name, at }) => [name, at])),
      spoken: besideCodes,
      dimensions: of('dimension').map(({ name, at }) => ({ dimension: name, at })),
      sources: of('source').map(({ name, at }) => ({ name, at })),
      unnamed,
    },
  };
}

/** Columns of names where the same thing has one column of codes too. */
function columnsBesideCodes(cells: readonly string[]): { column: 'indicator' | 'ref_area'; at: number }[] {
  return (['indicator', 'ref_area'] as const).flatMap((column) => {
    const own = cells.flatMap((cell, at) => (columnOf.get(headerKey(cell)) === column ? [at] : []));
    const codes = own.filter((at) => codeSpellings.has(headerKey(cells[at]!)));
    const names = own.filter((at) => !codes.includes(at));
    return codes.length === 1 && names.length === 1 ? [{ column, at: names[0]! }] : [];
  });
}

/** The column of the long layout that a header names; null when it names none. */
export function longColumnOf(header: string): LongColumn | null {
  const key = headerKey(header);
  return columnOf.get(key) ?? nameColumns.get(key) ?? null;
}

/** Whether a header is one of the columns that a file of refused rows adds. */
export function isRejectionColumn(header: string): boolean {
  return rejectionColumns.some((name) => name === headerKey(header));
}

/** A header's text without what does not matter: width, case, byte order mark, spaces or hyphens for underscores. */
function headerKey(cell: string): string {
  return comparable(cell.replaceAll('\uFEFF', '')).replace(/[\s_-]+/g, '_');
}

function isNameOf(key: string, dimensionOf: ReadonlyMap<string, string>): boolean {
  const dimension = /^(.+?)_name(?:_zh|_en)?$/.exec(key)?.[1];
  return dimension !== undefined && dimensionOf.has(dimension);
}

function unknownColumn(cell: string, dimensionOf: ReadonlyMap<string, string>): CellFault {
  const all = [...Object.keys(spellings), ...dimensionOf.values()].join('、');
  const message = `不认识的列；可用的列是 ${all}，以及以 source_ 开头的来源列`;
  return cellFault(clipped(cell.trim()), 'unknown-column', cell, message);
}
