import type { BacktestCase } from '#assessment';
import { seriesKeyText, type Reader, type StoredVintage } from '#storage';
import { dayInZone } from '#time-period';
import { observationOf, seriesKeysOf, targetSpecOf } from './assessment-inputs.js';
import { readVintagesWithComputed, withEnds, type ComputedVintage } from './derived/read-computed.js';
import { judge } from './judge.js';

/** The targets whose end is known as of now, each with every vintage of the series that it is judged on. */
export async function readBacktestCases(
  reader: Reader,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<BacktestCase[]> {
  const today = dayInZone(now, timeZone);
  const ended = (await judge(reader, { asOf: now, timeZone })).flatMap(({ target, indicator, verdict }) => {
    const spec = targetSpecOf(target, indicator);
    const { status } = verdict;
    const known = spec.due.end < today && (status === 'achieved' || status === 'missed');
    return known ? [{ target, indicator, spec, outcome: status }] : [];
  });
  if (ended.length === 0) return [];
  const bySeries = await vintagesBySeries(reader, ended);
  return ended.map(({ target, indicator, spec, outcome }) => ({
    code: target.code,
    target: spec,
    outcome,
    vintages: seriesKeysOf(target, indicator)
      .flatMap((key) => bySeries.get(key) ?? [])
      .map((vintage) => ({
        ...observationOf(vintage),
        // A release date counts from the end of its day: a moment earlier it still is that day.
        knownFrom: dayInZone(new Date(vintage.knownFrom.getTime() - 1), timeZone),
      })),
  }));
}

async function vintagesBySeries(
  reader: Reader,
  ended: readonly { readonly target: { readonly indicator: string; readonly area: string } }[],
): Promise<Map<string, (StoredVintage | ComputedVintage)[]>> {
  const bySeries = new Map<string, (StoredVintage | ComputedVintage)[]>();
  const vintages = await readVintagesWithComputed(reader, {
    indicators: [...new Set(ended.map(({ target }) => target.indicator))],
    areas: [...new Set(ended.map(({ target }) => target.area))],
    accumulation: 'period',
  });
  for (const vintage of withEnds(vintages)) {
    const key = seriesKeyText(vintage);
    const series = bySeries.get(key);
    if (series) series.push(vintage);
    else bySeries.set(key, [vintage]);
  }
  return bySeries;
}
