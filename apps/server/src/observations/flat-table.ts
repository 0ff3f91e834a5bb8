import type { Observed } from './observed.js';
import { periodOf } from './observed.js';
import { formatPeriod } from '#time-period';
import { byteOrderMark, csvLine, safeText } from '../http/csv.js';
import { areaName, breakdownName, type Language, type Names } from './series-name.js';

/** A column of the flat table: its heading, and what stands in it. */
interface Column {
  readonly heading: string;
  readonly cell: (row: Observed) => string;
}

/**
 * Observations as CSV for Excel, one a row, values exactly as stored. Without a language it is the canonical upload
 * layout; with one it has names beside the codes, and can still be uploaded.
 *
 * @param options.dimensions the breakdown dimensions that get a column.
 * @param options.computed whether a column tells computed values; a table that has it is refused as an upload, so that
 *   none of them comes to stand as reported.
 */
export async function* flatTable(
  rows: AsyncIterable<readonly Observed[]>,
  names: Names,
  options: {
    readonly dimensions: readonly string[];
    readonly language: Language | undefined;
    readonly computed: boolean;
  },
): AsyncGenerator<string> {
  const columns = columnsOf(names, options);
  yield byteOrderMark + csvLine(columns.map(({ heading }) => heading));
  for await (const some of rows)
    yield some.map((row) => csvLine(columns.map(({ cell }) => cell(row)))).join('');
}

function columnsOf(
  names: Names,
  {
    dimensions,
    language,
    computed,
  }: { dimensions: readonly string[]; language: Language | undefined; computed: boolean },
): Column[] {
  const zh = language === 'zh';
  const unit = (row: Observed) => names.indicators.get(row.indicator)?.unit[language ?? 'zh'] ?? '';
  const plain: Column[] = [
    { heading: 'indicator', cell: (row) => row.indicator },
    { heading: 'ref_area', cell: (row) => row.area },
  ];
  const worded = (inLanguage: Language): Column[] => [
    { heading: zh ? '指标代码' : 'indicator_code', cell: (row) => row.indicator },
    {
      heading: zh ? '指标名称' : 'indicator_name',
      cell: (row) => safeText(names.indicators.get(row.indicator)?.name[inLanguage] ?? ''),
    },
    { heading: zh ? '行政区划代码' : 'ref_area', cell: (row) => row.area },
    {
      heading: zh ? '地区名称' : 'area_name',
      cell: (row) => safeText(areaName(names, row.area, inLanguage)),
    },
  ];
  return [
    ...(language === undefined ? plain : worded(language)),
    { heading: zh ? '时期' : 'time_period', cell: (row) => formatPeriod(periodOf(row)) },
    { heading: zh ? '数值' : 'obs_value', cell: (row) => row.value },
    { heading: zh ? '单位' : 'unit', cell: (row) => safeText(unit(row)) },
    { heading: zh ? '状态' : 'obs_status', cell: (row) => row.status },
    ...dimensions.flatMap((dimension): Column[] => [
      { heading: dimension, cell: (row) => row.breakdown[dimension] ?? '' },
      ...(language === undefined
        ? []
        : [
            {
              heading: `${dimension}_name`,
              cell: ({ breakdown }: Observed) =>
                breakdown[dimension] === undefined
                  ? ''
                  : safeText(breakdownName(names, dimension, breakdown[dimension], language)),
            },
          ]),
    ]),
    ...(computed
      ? [
          {
            heading: zh ? '计算' : 'computed',
            cell: (row: Observed) => ('computed' in row ? (zh ? '是' : 'yes') : ''),
          },
        ]
      : []),
  ];
}
