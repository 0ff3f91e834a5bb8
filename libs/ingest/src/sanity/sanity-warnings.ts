import type { Area, ImportWarning } from '#contract';
import {
  readAreas,
  readBreakdownValues,
  readSeriesKeys,
  readSeriesOf,
  type NumberedSeries,
  type Reader,
} from '#storage';
import type { Reference } from '../reference.js';
import { addsUpOverAreas } from './additivity.js';
import { checkAreaTotals } from './check-area-totals.js';
import { checkFamilies } from './check-families.js';
import { grouped } from './grouped.js';
import { kinOf, type Kin } from './area-kin.js';
import { periodKey, type Findings, type LandedValue } from './sanity-task.js';
import type { Naming } from './sentences.js';

/** Of larger files no value is compared with its series: they are machines' work, and reading it all takes too long. */
export const mostRowsChecked = 20_000;

/** The warning of a file that has more rows than are checked. */
export function notCheckedWarning(rows: number): ImportWarning {
  return {
    line: 1,
    code: 'not-checked',
    message: `本文件有 ${rows} 行数值，超过 ${mostRowsChecked} 行，没有与历史数据核对（突变、单位、合计、重复、快报）`,
  };
}

interface Landing {
  readonly importId: number;
  /** The rows that were merged, at most {@link mostRowsChecked}. */
  readonly landed: readonly LandedValue[];
  readonly reference: Pick<Reference, 'indicators' | 'today'>;
}

/**
 * What looks wrong about values that an import has just merged, to be called in its transaction: each value that is
 * new or revised is compared with its series as it is now. Values that the file only repeats, and older releases, are
 * not looked at again. Nothing is changed. Takes memory for some ten thousand values, however long the series are.
 *
 * @returns at most 200 warnings in the order of the file's lines, the last one telling how many more there are; when
 * there are more, slips of units and totals are told before jumps, and these before the rest.
 */
export async function sanityWarnings(
  reader: Reader,
  { importId, landed, reference }: Landing,
): Promise<ImportWarning[]> {
  if (landed.length === 0) return [];
  const landedOf = grouped(landed, ({ seriesId }) => seriesId);
  const landedSeries = await readSeriesKeys(reader, [...landedOf.keys()]);
  const areas = await readAreas(reader);
  const kin = kinOf(areas);
  const series = await readSeriesOf(reader, pairsWithKin(landedSeries, kin, reference));
  const name = namingOf(series, areas, await readBreakdownValues(reader), reference);
  const landedLines = new Map<string, LandedValue>();
  for (const value of landed) landedLines.set(periodKey(value), value);

  const findings: Findings = { warnings: [], places: new Map() };
  const task = { reader, importId, landedOf, landedLines, series, reference, name, findings };
  await checkFamilies(task);
  await checkAreaTotals(task, kin);
  return told(findings.warnings);
}

/** The pairs of indicator and area whose series are needed: the landed ones, and what they add up with. */
function pairsWithKin(
  landed: readonly NumberedSeries[],
  { parentOf, childrenOf }: Kin,
  { indicators }: Landing['reference'],
): { indicator: string; area: string }[] {
  const pairs = new Map<string, { indicator: string; area: string }>();
  const add = (indicator: string, area: string) => pairs.set(`${indicator}|${area}`, { indicator, area });
  const added = new Set<string>();
  const addTotal = (indicator: string, total: string) => {
    if (added.has(`${indicator}|${total}`)) return;
    added.add(`${indicator}|${total}`);
    add(indicator, total);
    for (const { code } of childrenOf.get(total) ?? []) add(indicator, code);
  };
  for (const { indicator, area } of landed) {
    add(indicator, area);
    const known = indicators.get(indicator);
    if (!known || !addsUpOverAreas(known)) continue;
    addTotal(indicator, area);
    const parent = parentOf.get(area);
    if (parent !== undefined) addTotal(indicator, parent);
  }
  return [...pairs.values()];
}

function namingOf(
  series: readonly NumberedSeries[],
  areas: readonly Area[],
  breakdownValues: readonly { dimension: string; code: string; name: { zh: string } }[],
  { indicators }: Landing['reference'],
): Naming {
  const byId = new Map(series.map((one) => [one.id, one]));
  const areaNames = new Map(areas.map(({ code, name }) => [code, name.zh]));
  const valueNames = new Map(
    breakdownValues.map((value) => [`${value.dimension}=${value.code}`, value.name.zh]),
  );
  return ({ seriesId }) => {
    const { indicator, area, breakdown } = byId.get(seriesId)!;
    const parts = Object.entries(breakdown).map(
      ([dimension, code]) => valueNames.get(`${dimension}=${code}`) ?? code,
    );
    const of = parts.length > 0 ? `（${parts.join('、')}）` : '';
    return `${areaNames.get(area) ?? area} ${indicators.get(indicator)?.name.zh ?? indicator}${of}`;
  };
}

const mostTold = 200;
const urgency: Partial<Record<ImportWarning['code'], number>> = {
  'same-as-previous-period': 0,
  'unit-slip': 1,
  'total-mismatch': 2,
  jump: 3,
};

function byLine(a: ImportWarning, b: ImportWarning): number {
  return a.line - b.line || rank(a) - rank(b) || (a.message < b.message ? -1 : 1);
}

function rank({ code }: ImportWarning): number {
  return urgency[code] ?? 4;
}

function told(warnings: readonly ImportWarning[]): ImportWarning[] {
  if (warnings.length <= mostTold) return warnings.toSorted(byLine);
  const first = warnings.toSorted((a, b) => rank(a) - rank(b) || byLine(a, b)).slice(0, mostTold - 1);
  const sorted = first.toSorted(byLine);
  const { line, code } = sorted.at(-1)!;
  const more = warnings.length - sorted.length;
  return [...sorted, { line, code, message: `另有 ${more} 条核对提示没有列出` }];
}
