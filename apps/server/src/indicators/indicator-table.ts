/** An indicator's series as a table of periods down and series across, as a file for a spreadsheet. */
import { writeXlsx } from 'hucre/xlsx';
import { AppError } from '#contract';
import { seriesKeyText, type SeriesKey } from '#storage';
import { formatPeriod, formatPeriodEn, formatPeriodZh } from '#time-period';
import { byteOrderMark, csvLine, safeText } from '../http/csv.js';
import { periodOf, type Observed } from '../observations/observed.js';
import { areaName, breakdownName, type Language } from '../observations/series-name.js';
import type { ValuesRead } from './indicator-values.reader.js';

/** Of every cell its text, and whether it is a number. */
export interface IndicatorTable {
  /** What the table is, a line each: name and unit, the day it is as of, where it is from. */
  readonly head: readonly string[];
  readonly header: readonly string[];
  /** The period's words, and of every series the exact decimal text, blank where it has no value. */
  readonly rows: readonly (readonly string[])[];
}

const says = {
  zh: {
    period: '时期',
    unit: (unit: string) => `单位：${unit}`,
    asOf: (day: string) => `截至 ${day} 所知`,
    owner: (code: string) => `负责单位：${code}`,
    computed: '（计算值）',
    toDate: '累计',
    marks: '数值后的字母是数据状态：P 快报，E 估计，F 预测，B 口径变化',
  },
  en: {
    period: 'Period',
    unit: (unit: string) => `Unit: ${unit}`,
    asOf: (day: string) => `As known on ${day}`,
    owner: (code: string) => `Responsible: ${code}`,
    computed: ' (computed)',
    toDate: 'to date',
    marks: 'Letters are the status of a value: P provisional, E estimated, F forecast, B break',
  },
} as const;

export function indicatorTable(
  { indicator, names, values }: ValuesRead,
  { language, asOf }: { readonly language: Language; readonly asOf: string },
): IndicatorTable {
  const say = says[language];
  const series = new Map<string, SeriesKey>(values.map((one) => [seriesKeyText(one), one]));
  const computed = new Set(values.filter((one) => 'computed' in one).map(seriesKeyText));
  const periods = new Map<string, Observed>();
  const cells = new Map<string, Observed>();
  for (const one of values) {
    const period = formatPeriod(periodOf(one));
    periods.set(period, one);
    cells.set(`${period} ${seriesKeyText(one)}`, one);
  }
  const heading = (key: string, { area, accumulation, breakdown }: SeriesKey) =>
    [
      areaName(names, area, language),
      ...Object.entries(breakdown).map(([dimension, code]) =>
        breakdownName(names, dimension, code, language),
      ),
      ...(accumulation === 'yearToDate' ? [say.toDate] : []),
    ].join(' ') + (computed.has(key) ? say.computed : '');
  const columns = [...series];
  // A status has a column of its own only where one is other than normal.
  const marked = new Set(values.filter(({ status }) => status !== 'A').map(seriesKeyText));
  const words = language === 'zh' ? formatPeriodZh : formatPeriodEn;
  return {
    head: [
      `${indicator.name[language]}（${indicator.code}）`,
      say.unit(indicator.unit[language]),
      say.asOf(asOf),
      say.owner(indicator.owner),
      ...(marked.size > 0 ? [say.marks] : []),
    ],
    header: [
      say.period,
      ...columns.flatMap(([key, one]) => [heading(key, one), ...(marked.has(key) ? [''] : [])]),
    ],
    rows: [...periods.values()].toSorted(inTime).map((one) => {
      const period = periodOf(one);
      return [
        words(period),
        ...columns.flatMap(([key]) => {
          const cell = cells.get(`${formatPeriod(period)} ${key}`);
          const status = cell === undefined || cell.status === 'A' ? '' : cell.status;
          return [cell?.value ?? '', ...(marked.has(key) ? [status] : [])];
        }),
      ];
    }),
  };
}

/**
 * What was read, of these lines alone: 610100, or 610100~destination=510100.
 * @throws AppError unknown-name for an area or a code of a breakdown that there is none of.
 */
export function onlyLines(read: ValuesRead, lines: readonly string[]): ValuesRead {
  const wanted = new Set(
    lines.map((line) => {
      const [area = '', ...parts] = line.split('~');
      const pairs = parts.map((part) => part.split('=', 2));
      const known =
        read.names.areas.has(area) && pairs.every((pair) => read.names.breakdowns.has(pair.join(' ')));
      if (!known)
        throw new AppError('unknown-name', `"${line}" is no area, or none with codes of a breakdown.`);
      return lineKey({ area, breakdown: Object.fromEntries(pairs) as SeriesKey['breakdown'] });
    }),
  );
  return { ...read, values: read.values.filter((one) => wanted.has(lineKey(one))) };
}

const lineKey = ({ area, breakdown }: Pick<SeriesKey, 'area' | 'breakdown'>): string =>
  seriesKeyText({ indicator: '', area, frequency: 'A', accumulation: 'period', breakdown });

/** For Excel: UTF-8 with its mark; a text that a spreadsheet would take for a formula is made none. */
export function indicatorTableCsv({ head, header, rows }: IndicatorTable): string {
  return [
    byteOrderMark,
    ...head.map((text) => csvLine([safeText(text)])),
    csvLine(header.map(safeText)),
    ...rows.map((cells) => csvLine(cells)),
  ].join('');
}

type Workbook = Parameters<typeof writeXlsx>[0];
type Cells = NonNullable<Workbook['sheets'][number]['cells']>;

/** Numbers of Excel have 15 digits; one that has more stands as text. */
const mostDigits = 15;

/** As a workbook: numbers are numbers, texts are texts and never formulas. */
export async function indicatorTableXlsx(
  { head, header, rows }: IndicatorTable,
  now: Date,
): Promise<Uint8Array> {
  const cells: Cells = new Map();
  const text = (row: number, column: number, value: string, bold = false) => {
    cells.set(`${row},${column}`, {
      value,
      type: 'string',
      ...(bold && { style: { font: { bold: true } } }),
    });
  };
  head.forEach((line, at) => text(at, 0, line, at === 0));
  header.forEach((name, at) => text(head.length, at, name, true));
  rows.forEach((row, at) =>
    row.forEach((value, column) => {
      const line = head.length + 1 + at;
      if (value === '') return;
      const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
      const isNumber = whole !== '' && column > 0 && whole.length + fraction.length <= mostDigits;
      if (!isNumber) return text(line, column, value);
      const numFmt = fraction === '' ? '0' : `0.${'0'.repeat(fraction.length)}`;
      cells.set(`${line},${column}`, { value: Number(value), type: 'number', style: { numFmt } });
    }),
  );
  return writeXlsx({
    properties: { title: head[0] ?? '', created: now, modified: now },
    sheets: [
      {
        name: 'data',
        columns: header.map((name, at) => ({
          width: at === 0 ? 16 : Math.max(6, Math.min(28, 2 * name.length)),
        })),
        cells,
        freezePane: { rows: head.length + 1, columns: 1 },
      },
    ],
  });
}

function inTime(a: Observed, b: Observed): number {
  if (a.periodEnd !== b.periodEnd) return a.periodEnd < b.periodEnd ? -1 : 1;
  return a.periodStart < b.periodStart ? -1 : Number(a.periodStart > b.periodStart);
}
