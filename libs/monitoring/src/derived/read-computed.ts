import type { Indicator } from '#contract';
import {
  hasMoreVintages,
  readComputedIndicators,
  readIndicators,
  readObservations,
  readVintages,
  seriesKeyText,
  type ObservationFilter,
  type Reader,
  type StoredObservation,
  type StoredVintage,
} from '#storage';
import { partsByArea } from './roll-up-areas.js';
import { computeObservations, withSources, type ComputedObservation } from './compute-observations.js';

/** A computed observation as it was known from one instant until another of its inputs became known. */
export interface ComputedVintage extends ComputedObservation {
  readonly knownTo: Date | null;
}

/** Which computed indicators are asked for, and what is read to compute them. */
interface Task {
  readonly codes: readonly string[];
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly inputs: ObservationFilter;
  /** Areas that are rolled up from others. */
  readonly rolledUp: readonly string[];
  /** The area and all that it is rolled up from. */
  readonly withParts: (area: string) => ReadonlySet<string>;
}

/**
 * What these indicators have beyond what is stored: values by formula, and of areas rolled up from their parts.
 * As of an instant they are computed from what was known then (by the formulas of now). In the order of indicator,
 * series and period; none where a filter asks for stored series by number.
 */
export async function readComputedObservations(
  reader: Reader,
  filter: ObservationFilter,
): Promise<ComputedObservation[]> {
  const task = await taskOf(reader, filter);
  if (!task) return [];
  const inputs = await readObservations(reader, task.inputs);
  return computeObservations(task.codes, task.indicators, inputs).filter((one) => passes(one, filter));
}

/**
 * Whether what a filter has of computed values would be made of more than so many stored ones. For whoever asks on
 * behalf of somebody: all of them are held in memory while it computes.
 */
export async function hasMoreInputs(
  reader: Reader,
  filter: ObservationFilter,
  most: number,
): Promise<boolean> {
  const task = await taskOf(reader, filter);
  return task !== null && hasMoreVintages(reader, task.inputs, most);
}

/** Stored observations and, behind them, computed ones. */
export async function readWithComputed(
  reader: Reader,
  filter: ObservationFilter,
): Promise<(StoredObservation | ComputedObservation)[]> {
  const stored: readonly (StoredObservation | ComputedObservation)[] = await readObservations(reader, filter);
  return stored.concat(await readComputedObservations(reader, filter));
}

/**
 * How computed values changed as their inputs became known, each from the instant since which it would have been
 * computed so; by series and period, oldest first.
 */
export async function readComputedVintages(
  reader: Reader,
  filter: ObservationFilter,
): Promise<ComputedVintage[]> {
  const task = await taskOf(reader, filter);
  if (!task) return [];
  const inputs = await readVintages(reader, task.inputs);
  const areas = filter.areas ?? [...new Set([...inputs.map(({ area }) => area), ...task.rolledUp])];
  // Area by area: an instant matters only to the areas whose inputs it changed.
  const vintages = areas.flatMap((area) => {
    const parts = task.withParts(area);
    const ofArea = inputs.filter((input) => parts.has(input.area));
    return replay(ofArea, (known) =>
      computeObservations(task.codes, task.indicators, known).filter((one) => one.area === area),
    );
  });
  return vintages.filter((one) => passes(one, filter)).toSorted(bySeriesAndPeriod);
}

/** Stored vintages and computed ones. */
export async function readVintagesWithComputed(
  reader: Reader,
  filter: ObservationFilter,
): Promise<(StoredVintage | ComputedVintage)[]> {
  const stored: readonly (StoredVintage | ComputedVintage)[] = await readVintages(reader, filter);
  return stored.concat(await readComputedVintages(reader, filter));
}

/**
 * Vintages with, before them, one of status O (missing) for every computed value that ended: whoever goes from vintage
 * to vintage then sees that an input was taken back or cannot be computed with any more. In stable order by knownFrom a
 * value that took its place at the same instant comes after it and counts.
 */
export function withEnds<T extends StoredVintage | ComputedVintage>(
  vintages: readonly T[],
): (T | ComputedVintage)[] {
  const ends = vintages.flatMap((one): ComputedVintage[] =>
    'computed' in one && one.knownTo ? [{ ...one, status: 'O', knownFrom: one.knownTo, knownTo: null }] : [],
  );
  return [...ends, ...vintages];
}

/** Computes at every instant at which an input became known, and keeps what changed. */
function replay(
  inputs: readonly StoredVintage[],
  compute: (known: readonly StoredVintage[]) => readonly ComputedObservation[],
): ComputedVintage[] {
  const known = new Map<string, StoredVintage>();
  const current = new Map<string, ComputedVintage>();
  const past: ComputedVintage[] = [];
  const arriving = inputs.toSorted((a, b) => a.knownFrom.getTime() - b.knownFrom.getTime());
  for (const [at, input] of arriving.entries()) {
    known.set(`${input.seriesId} ${input.periodStart}`, input);
    const instant = input.knownFrom;
    if (arriving[at + 1]?.knownFrom.getTime() === instant.getTime()) continue;
    const computed = new Map(compute([...known.values()]).map((one) => [observationText(one), one]));
    for (const [text, before] of current) {
      const after = computed.get(text);
      if (after && after.value === before.value && after.status === before.status) continue;
      past.push({ ...before, knownTo: instant });
      current.delete(text);
    }
    for (const [text, after] of computed)
      if (!current.has(text)) current.set(text, { ...after, knownFrom: instant, knownTo: null });
  }
  return [...past, ...current.values()];
}

async function taskOf(reader: Reader, filter: ObservationFilter): Promise<Task | null> {
  if (filter.seriesIds) return null;
  const all = await readComputedIndicators(reader);
  const computed = new Map(all.map((indicator) => [indicator.code, indicator]));
  const asked = filter.indicators && new Set(filter.indicators);
  const codes = [...computed.keys()].filter((code) => asked?.has(code) ?? true);
  if (codes.length === 0) return null;
  const sources = withSources(codes, computed);
  const indicators = new Map(
    (await readIndicators(reader, [...sources])).map((indicator) => [indicator.code, indicator]),
  );
  const partsOf = allParts([...indicators.values()]);
  const withParts = (area: string) => reachable(area, partsOf);
  return {
    codes,
    indicators,
    rolledUp: [...partsOf.keys()],
    withParts,
    // Of the periods before the asked ones, too: a change on the year and a cumulative value look back.
    inputs: {
      indicators: [...sources],
      ...(filter.areas && { areas: [...new Set(filter.areas.flatMap((area) => [...withParts(area)]))] }),
      ...(filter.to !== undefined && { to: filter.to }),
      ...(filter.asOf && { asOf: filter.asOf }),
    },
  };
}

/** Of every area that any of these indicators rolls up its parts. */
export function allParts(indicators: readonly Indicator[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { areaRollUp } of indicators)
    for (const [area, parts] of areaRollUp ? partsByArea(areaRollUp) : [])
      all.set(area, new Set([...(all.get(area) ?? []), ...parts]));
  return all;
}

/** An area and all that can be reached from it, by one step or several. */
export function reachable(
  area: string,
  steps: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [area];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(steps.get(next) ?? []));
  }
  return reached;
}

function passes(
  { area, frequency, accumulation, breakdown, periodEnd }: ComputedObservation,
  filter: ObservationFilter,
): boolean {
  return (
    (filter.areas?.includes(area) ?? true) &&
    (filter.frequencies?.includes(frequency) ?? true) &&
    (filter.accumulation === undefined || filter.accumulation === accumulation) &&
    Object.entries(filter.breakdown ?? {}).every(([dimension, codes]) =>
      codes.includes(breakdown[dimension] ?? ''),
    ) &&
    (filter.from === undefined || periodEnd >= filter.from) &&
    (filter.to === undefined || periodEnd <= filter.to)
  );
}

function observationText(one: ComputedObservation): string {
  return `${seriesKeyText(one)} ${one.periodStart}`;
}

function bySeriesAndPeriod(a: ComputedVintage, b: ComputedVintage): number {
  const [one, other] = [observationText(a), observationText(b)];
  if (one !== other) return one < other ? -1 : 1;
  return a.knownFrom.getTime() - b.knownFrom.getTime();
}
