/** The tables of what went wrong with data and what was changed in it. */
import { rejectionCode } from '#contract';
import type { RejectionCount, Revision } from '#storage';
import { formatPeriod } from '#time-period';
import { periodWords } from '../assessments/verdict-words.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import { rejectionWords } from './rejection-words.js';
import { areaName, seriesName } from './series-name.js';
import { type Column, tableOf, type TitledTable } from './table.js';

/** One row per reason for which cells were refused, the most frequent first. */
export function rejectionsTable(
  refId: string,
  language: Language,
  counts: readonly RejectionCount[],
): TitledTable {
  const columns: Column<RejectionCount>[] = [
    { text: 'code', type: 'string', cell: ({ code }) => code },
    {
      text: 'meaning',
      type: 'string',
      cell: ({ code }) => {
        const known = rejectionCode.safeParse(code);
        return known.success ? rejectionWords[known.data][language] : code;
      },
    },
    { text: 'count', type: 'number', cell: ({ count }) => count },
    { text: 'import', type: 'number', cell: ({ importId }) => importId },
    { text: 'at', type: 'time', cell: ({ at }) => at.getTime() },
  ];
  return tableOf(refId, language, columns, counts);
}

/** One row per value that took the place of another, the newest first. */
export function revisionsTable(
  refId: string,
  language: Language,
  revisions: readonly Revision[],
  names: PlanNames,
): TitledTable {
  const columns: Column<Revision>[] = [
    { text: 'knownFrom', type: 'time', cell: ({ knownFrom }) => knownFrom.getTime() },
    { text: 'indicator', type: 'string', cell: ({ indicator }) => indicator },
    {
      text: 'name',
      type: 'string',
      heading: { zh: '指标', en: 'Indicator' },
      cell: (one) => seriesName(one, language, names),
    },
    { text: 'area', type: 'string', heading: { zh: '地区代码', en: 'Area code' }, cell: ({ area }) => area },
    { text: 'areaName', type: 'string', cell: ({ area }) => areaName(area, language, names) },
    { text: 'period', type: 'string', cell: (one) => periodWords(periodText(one))[language] },
    { text: 'before', type: 'number', cell: ({ before }) => Number(before) },
    { text: 'after', type: 'number', cell: ({ after }) => Number(after) },
    { text: 'change', type: 'number', cell: changeOf },
    { text: 'import', type: 'number', cell: ({ importId }) => importId },
  ];
  return tableOf(refId, language, columns, revisions);
}

/** The period of a revised value, as SDMX text. */
export function periodText({ frequency, accumulation, periodStart, periodEnd }: Revision): string {
  return formatPeriod({ frequency, accumulation, start: periodStart, end: periodEnd });
}

/** By how much a value changed, without the digits that binary fractions add. */
export function changeOf({ before, after }: Pick<Revision, 'before' | 'after'>): number {
  return Number((Number(after) - Number(before)).toPrecision(12));
}
