import type { Observation } from '#assessment';
import type { Indicator } from '#contract';
import {
  readComputedIndicators,
  readPlacesOfSeries,
  readTargetCodesOf,
  seriesKeyText,
  type Reader,
  type StoredTarget,
} from '#storage';
import { observationOf } from '../assessment-inputs.js';
import { isComputed, withSources } from './compute-observations.js';
import { allParts, reachable, readComputedObservations } from './read-computed.js';

/**
 * Adds what is computed of the targets' indicators to what is stored of them.
 * @param stored by {@link seriesKeyText}; it comes back as it is when none of the indicators is computed.
 */
export async function withComputedValues(
  reader: Reader,
  stored: ReadonlyMap<string, readonly Observation[]>,
  targets: readonly { readonly target: StoredTarget; readonly indicator: Indicator }[],
  knownAt: { readonly asOf?: Date },
): Promise<ReadonlyMap<string, readonly Observation[]>> {
  const ofComputed = targets.filter(({ indicator }) => isComputed(indicator)).map(({ target }) => target);
  if (ofComputed.length === 0) return stored;
  const computed = await readComputedObservations(reader, {
    indicators: [...new Set(ofComputed.map(({ indicator }) => indicator))],
    areas: [...new Set(ofComputed.map(({ area }) => area))],
    accumulation: 'period',
    ...knownAt,
  });
  const all = new Map(stored);
  for (const one of computed) {
    const key = seriesKeyText(one);
    all.set(key, [...(all.get(key) ?? []), observationOf(one)]);
  }
  return all;
}

/** Codes of the targets in force whose values are computed from any of these series. */
export async function readTargetsComputedFrom(
  reader: Reader,
  seriesIds: readonly string[],
): Promise<string[]> {
  const computed = await readComputedFrom(reader, seriesIds);
  return computed ? readTargetCodesOf(reader, computed.indicators, computed.areas) : [];
}

/**
 * The computed indicators, and the areas in which they are computed, that any of these series bears on; null for none.
 * Every import asks, so that of a large catalogue only the computed indicators are read: they name all that they are
 * computed from.
 */
export async function readComputedFrom(
  reader: Reader,
  seriesIds: readonly string[],
): Promise<{ readonly indicators: readonly string[]; readonly areas: readonly string[] } | null> {
  const indicators = await readComputedIndicators(reader);
  if (indicators.length === 0) return null;
  const computed = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  const places = await readPlacesOfSeries(reader, seriesIds);
  const touched = new Set(places.map(({ indicator }) => indicator));
  const affected = [...computed.keys()].filter((code) =>
    [...withSources([code], computed)].some((source) => touched.has(source)),
  );
  if (affected.length === 0) return null;
  const partsOf = allParts(indicators);
  const touchedAreas = new Set(places.map(({ area }) => area));
  const rolledUp = [...partsOf.keys()].filter((area) =>
    [...reachable(area, partsOf)].some((part) => touchedAreas.has(part)),
  );
  return { indicators: affected, areas: [...new Set([...touchedAreas, ...rolledUp])] };
}
