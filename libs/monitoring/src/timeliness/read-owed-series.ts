import type { Indicator } from '#contract';
import { readNewestPeriods, readTargets, type Reader } from '#storage';
import type { Day } from '#time-period';
import { owedSeries, type OwedSeries } from './owed-series.js';

/** An indicator with the series that its owner owes. */
export interface OwedOfIndicator {
  readonly indicator: Indicator;
  readonly series: readonly OwedSeries[];
}

/**
 * The series owed of each of these indicators, in their order.
 * @param when.today decides which series were given up.
 * @param when.asOf only the targets and values known at that instant count; absent: those known now.
 * @param when.areas in these areas; absent: in all.
 */
export async function readOwedSeries(
  reader: Reader,
  indicators: readonly Indicator[],
  { today, asOf, areas }: { readonly today: Day; readonly asOf?: Date; readonly areas?: readonly string[] },
): Promise<OwedOfIndicator[]> {
  const codes = indicators.map(({ code }) => code);
  const stored = byIndicator(await readNewestPeriods(reader, codes, asOf ?? null, areas));
  const inForce = await readTargets(reader, asOf ? { asOf } : {});
  const targets = byIndicator(inForce.filter(({ area }) => areas?.includes(area) ?? true));
  return indicators.map((indicator) => ({
    indicator,
    // What a formula computes nobody reports.
    series: indicator.formula
      ? []
      : owedSeries(indicator, targets.get(indicator.code) ?? [], stored.get(indicator.code) ?? [], today),
  }));
}

function byIndicator<T extends { readonly indicator: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(one.indicator);
    if (group) group.push(one);
    else groups.set(one.indicator, [one]);
  }
  return groups;
}
